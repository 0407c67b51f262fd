from dataclasses import replace

import pandas as pd
import pytest

from trustbook.chapters.call_on_councils import text as page
from trustbook.chapters.call_on_councils.analysis import Movement, analyse

EARLIER = "2030-31-P03"


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return analyse(data)


def test_the_answer_is_the_cost_and_each_councils_share(found, data):
    said = repr(page.answer(found, data))
    assert said.startswith(
        "**The councils would have to fund £500k unless it is reduced: 30% from East and 70% from West.**"
    )
    assert "Of this, £20k is not in the forecast. The rest is the pressure" in said
    assert "above the £3.5m contract sum agreed for the year" in said


def test_a_period_without_a_call_says_that_it_was_not_reported_and_not_that_it_is_nil(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(page.answer(analyse(data), data))
    assert "not reported" in said
    assert "£" not in said


def test_the_answer_says_what_is_agreed_already(found, data):
    assert "The councils have already agreed to fund £50k of it" in repr(page.answer(found, data))


def test_red_savings_that_the_forecast_leaves_out_are_told_from_those_that_it_includes(found):
    said = repr(page.red(found))
    assert said.startswith("£55k of savings is rated red: it will not be delivered.")
    assert "The return marks £15k of that as left out of the forecast." in said
    assert "We infer that the forecast already counts the rest as not saved." in said


def test_a_return_without_savings_says_nothing_of_red_ones(synthetic_data, full_return):
    data = synthetic_data({"2030-31-P04": {name: rows for name, rows in full_return.items() if name != "savings"}})
    assert page.red(analyse(data)) is None


def test_the_table_of_rules_has_a_row_for_each_and_its_source_as_a_note(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    shown = page.by_rule(found, data)
    assert len(shown.rows) == found.shares["rule"].nunique() - len(found.hypothetical) == len(shown.notes) == 2


def test_the_contract_split_alone_is_not_shown_twice(found, data):
    assert page.by_rule(found, data) is None


def test_another_bodys_agreement_is_called_hypothetical_and_shown_apart(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    own, apart = repr(page.by_rule(found, data)), repr(page.hypothetical_shares(found, data))
    assert "A quarter borne by the trust" not in own
    assert "The trust itself" not in own
    assert "A quarter borne by the trust" in apart
    said = repr(page.hypothetical(found, data))
    assert said.startswith("**Hypothetical: no paper says that NCT or its councils use the rule in the next table.**")
    assert "risk share agreement for 2017/18" in apart
    assert "2016/17" not in apart


def test_without_such_an_agreement_there_is_nothing_hypothetical(found, data):
    assert page.hypothetical(found, data) is None
    assert page.hypothetical_shares(found, data) is None


def test_a_rule_among_the_councils_alone_is_held_against_the_contract_split(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    rounded, exact = found.of("Shares of 44% and 56%"), found.of("Contract split")
    said = repr(page.rounding(found, data))
    assert f"North would pay £{exact['nnc'] - rounded['nnc']:,} less" in said
    assert f"West £{rounded['wnc'] - exact['wnc']:,} more" in said
    assert "A quarter borne by the trust" not in said


def test_with_the_contract_split_alone_there_is_nothing_to_hold_against_it(found, data):
    assert page.rounding(found, data) is None


def test_the_rise_is_the_papers_then_like_for_like_then_what_lies_between(found, data):
    moved = Movement(15_000, 20_000, 20_000, ("Staff taken over",))
    said = repr(page.movement(_with(found, moved), data))
    assert "The paper says that the cost to the councils rose by £20k since June." in said
    assert "We can compare only the pressure, which rose by £15k." in said
    assert 'The difference of £5k is exactly "Staff taken over".' in said
    assert "Only this one makes up the difference, so we infer that June's figure included the rest." in said


def test_what_no_single_set_of_items_explains_is_left_open(found, data):
    said = repr(page.movement(_with(found, Movement(15_000, 20_000, 22_000, None)), data))
    assert "We do not have June's items, so we cannot say which." in said
    assert "infer" not in said


def test_a_rise_that_agrees_with_its_own_two_figures_needs_no_explanation(found, data):
    said = repr(page.movement(_with(found, Movement(15_000, None, 15_000, None)), data))
    assert "The cost to the councils rose by £15k since June" in said
    assert "paper" not in said


def test_a_rise_that_nobody_can_check_is_the_papers_alone(found, data):
    said = repr(page.movement(_with(found, Movement(None, None, 20_000, None)), data))
    assert "The paper says that the cost to the councils rose by £20k" in said
    assert "We do not have June's figures, so we cannot check that" in said


def test_the_rise_is_one_answer_on_every_page(real_data):
    data = real_data("2023-24-P11")
    said = page.rise(data)
    assert said == repr(page.movement(analyse(data), data)).replace("**", "").replace("\n\n", " ")
    assert all(figure in said for figure in ("£1,439k", "£731k", "£708k"))
    assert "cannot" not in said


def test_only_the_items_of_the_previous_return_that_we_do_not_have_are_said_to_be_missing(found, data):
    said = repr(page.movement(_with(found, Movement(15_000, 20_000, None, None)), data))
    assert "The pressure, which both returns report, rose by £15k since June." in said
    assert "We do not have June's items outside the forecast, and no paper says how the whole changed." in said


def test_a_period_without_a_call_has_no_rise(synthetic_data):
    assert page.rise(synthetic_data(period=EARLIER)) is None


def _with(found, moved):
    return replace(found, movement=moved)


def test_the_call_is_given_as_if_the_income_in_dispute_were_paid(found, data):
    assert "If all of it were paid and nothing else changed, the cost would be **£480k instead of £500k**" in repr(
        page.dispute(found)
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([("not reported", "")], "does not say which"),
        ([("recurring", "")], "The return says that £1k is recurring."),
        ([("one-off", ""), ("not reported", "")], "The return does not say whether the other £1k recurs."),
        ([("one-off", "It is of last year")], "We infer that £1k is one-off; the notes give our reasons"),
    ],
)
def test_what_comes_again_is_said_or_inferred_or_left_open(found, answers, said):
    items = pd.DataFrame(
        [{"item": f"Item {recurs}", "amount_gbp": 1000, "recurs": recurs, "inferred": why} for recurs, why in answers]
    )
    assert said in repr(page.recurring(replace(found, items=items)))


def test_an_answer_that_we_infer_is_marked_in_its_row_with_our_reason_as_a_note(real_data):
    data = real_data("2023-24-P11")
    shown = repr(page.items(analyse(data), data))
    assert "one-off (we infer)" in shown
    assert "recurring (we infer)" in shown
    assert "we infer that the staff transferred in November 2022" in shown


def test_part_of_a_year_is_as_many_twelfths_as_its_note_says(real_data):
    part, full = (int(row.amount_gbp) for row in analyse(real_data("2023-24-P11")).items.itertuples() if row.inferred)
    assert round(full / 1000 * 5 / 12) * 1000 == part


def test_a_reserve_is_compared_and_not_said_to_have_sufficed(real_data):
    said = repr(page.reserves(analyse(real_data("2023-24-P11"))))
    assert "In 2021/22 the reserve of £812k was £190k larger than the forecast overspend of £622k" in said
    assert "planned to meet part of the overspend" in said
    assert "needed" not in said


def test_a_year_without_a_reserve_on_file_says_nothing_of_reserves(found):
    assert page.reserves(found) is None


def test_a_month_whose_return_we_do_not_have_is_not_said_to_report_no_items(real_data):
    data = real_data("2023-24-P09")
    said = repr(page.answer(analyse(data), data))
    assert "We do not have December's cost to the councils" in said
    assert "not reported" not in said
