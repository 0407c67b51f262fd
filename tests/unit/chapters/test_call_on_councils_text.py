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


def test_the_answer_is_the_call_and_each_councils_share(found, data):
    assert "£0.500m: East £0.150m (30.00%) and West £0.350m (70.00%)" in repr(page.answer(found, data))


def test_a_period_without_a_call_says_that_it_was_not_reported_and_not_that_it_is_nil(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(page.answer(analyse(data), data))
    assert "not reported" in said
    assert "£" not in said


def test_the_table_of_rules_has_a_row_for_each_and_its_source_as_a_note(found, data):
    shown = page.shares(found, data)
    assert len(shown.rows) == found.shares["rule"].nunique() == len(shown.notes)


def test_a_rule_among_the_councils_alone_is_held_against_the_contract_split(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    rounded, exact = found.of("Split rounded to whole per cents"), found.of("Contract split")
    said = repr(page.rounding(found, data))
    assert f"{exact['nnc'] - rounded['nnc']:,} less" in said
    assert "Doncaster" not in said


def test_with_the_contract_split_alone_there_is_nothing_to_hold_against_it(found, data):
    assert page.rounding(found, data) is None


def test_the_rise_is_the_papers_figure_then_like_for_like_then_what_lies_between(found, data):
    moved = Movement(15_000, 20_000, (20_000,), ("Staff taken over",))
    said = repr(page.rise(_with(found, moved), data))
    assert (
        said.index("rose by £0.020m since P3") < said.index("rose by £0.015m") < said.index("£0.005m between the two")
    )
    assert "\u201cStaff taken over\u201d" in said
    assert "We infer" in said


def test_the_chapter_gives_the_same_answer_as_the_front_page(found, data):
    moved = Movement(15_000, 20_000, (20_000,), ("Staff taken over",))
    call = _with(found, moved)
    assert page.movement(call, data).paragraphs[0] == page.rise(call, data)
    assert "the cost was £0.480m at P3" in repr(page.movement(call, data))


def test_a_difference_that_no_items_make_up_is_said_to_be_unexplained(found, data):
    moved = Movement(15_000, 20_000, (22_000,), None)
    assert "The paper does not say what makes up the £0.007m" in repr(page.rise(_with(found, moved), data))


def test_a_stated_movement_that_agrees_needs_no_explanation(found, data):
    said = repr(page.rise(_with(found, Movement(15_000, None, (15_000,), None)), data))
    assert "as the paper also says" in said
    assert "between" not in said


def test_a_movement_that_no_paper_states_is_like_for_like(found, data):
    said = repr(page.rise(_with(found, Movement(-15_000, 20_000, (), None)), data))
    assert "Like for like, the cost to the councils fell by £0.015m since P3" in said
    assert "The paper" not in said


def test_a_paper_that_states_two_movements_has_both_shown(found, data):
    said = repr(page.rise(_with(found, Movement(15_000, None, (20_000, 21_000), None)), data))
    assert "rose by £0.020m and rose by £0.021m" in said


def test_without_the_month_before_there_is_no_rise_to_tell(found, data):
    call = _with(found, Movement(None, None, (), None))
    assert page.rise(call, data) is None
    assert "We do not have the return of" in repr(page.movement(call, data))


def test_the_rise_of_the_newest_pack_is_one_answer(real_data):
    data = real_data("2023-24-P11")
    said = repr(page.rise(analyse(data), data))
    for part in ("rose by £1.439m since P10", "rose by £0.731m", "£0.708m between the two"):
        assert part in said


def _with(found, moved):
    return replace(found, movement=moved)


def test_the_range_of_the_call_turns_on_the_income_in_dispute(found, data):
    assert "£0.480m and £0.500m" in repr(page.dispute(found, data))


@pytest.mark.parametrize(
    ("recurring", "said"),
    [
        ({"not reported": 1}, "does not say which"),
        ({"recurring": 1_000_000}, "£1.000m is recurring."),
        ({"one-off": 1_000_000, "not reported": 2_000_000}, "For £2.000m the return does not say"),
    ],
)
def test_what_comes_again_is_told_apart_from_what_is_not_reported(found, data, recurring, said):
    assert said in repr(page.recurring(replace(found, recurring=recurring), data))


def test_a_year_without_a_reserve_on_file_says_nothing_of_reserves(found):
    assert page.reserves(found) is None


def test_what_recurs_by_our_inference_is_said_to_be_ours(found, data):
    assert "recurring (our inference)" in repr(page.items(found, data))
    assert "We infer that it comes again" in repr(page.items(found, data))
    assert "This is our inference" in repr(page.recurring(found, data))


def test_what_the_return_itself_says_of_recurring_is_not_called_an_inference(found, data):
    stated = replace(found, items=found.items.assign(inferred=False))
    assert "inference)" not in repr(page.items(stated, data))
    assert "our inference" not in repr(page.recurring(stated, data))


def test_without_an_earlier_list_of_items_none_is_said_to_be_new(found, data):
    assert "First listed" not in repr(page.items(found, data))
    assert "we do not know which of them were already there before P4" in repr(page.recurring(found, data))


def test_the_part_year_of_the_staff_transferred_is_five_twelfths_of_the_full_year(real_data):
    """The inference in the data rests on this: a catch-up for five months, and a base for each year."""
    items = analyse(real_data("2023-24-P11")).items.set_index("item")
    staff = items[items.index.str.startswith("Staff transferred")]
    part, full = staff["amount_gbp"]
    assert round(full * 5 / 12, -3) == part
    assert list(staff["recurs"]) == ["one-off", "recurring"]
    assert staff["inferred"].all()
    assert "five twelfths" in staff["note"].iloc[0]


def test_another_bodys_rule_is_hypothetical_and_stands_apart(found, data):
    other = found.shares.assign(rule="As elsewhere", source="Minutes of elsewhere", hypothetical=True)
    call = replace(found, shares=pd.concat([found.shares, other]))
    assert "As elsewhere" not in repr(page.shares(call, data))
    assert "As elsewhere" in repr(page.hypothetical_table(call, data))
    assert "Hypothetical" in repr(page.hypothetical(call, data))


def test_without_another_bodys_rule_nothing_is_hypothetical(found, data):
    assert page.hypothetical(found, data) is None
    assert page.hypothetical_table(found, data) is None


def test_the_rule_of_the_other_trust_has_the_year_of_its_agreement(real_data):
    data = real_data("2023-24-P11")
    shown = page.hypothetical_table(analyse(data), data)
    (note,) = shown.notes.values()
    assert "2017/18" in note
    assert "2016/17" not in note


def test_what_is_agreed_and_funded_already_is_said_of_the_cost(found):
    said = page.agreed(found)
    assert "£0.050m" in said
    assert "leaves £0.450m" in said


def test_the_red_savings_inside_the_forecast_are_those_not_among_the_items(found):
    assert found.red_inside == found.red - 15_000
    assert "£0.015m of them is among the items" in page.red_savings(found)


def test_of_the_newest_pack_the_funded_part_and_the_red_savings_inside_are_said(real_data):
    data = real_data("2023-24-P11")
    said = repr(page.answer(analyse(data), data))
    for part in ("£2.094m", "£30.446m", "£1.447m", "£0.200m", "£1.247m"):
        assert part in said


def test_a_return_without_savings_says_nothing_of_red_ones(found):
    assert page.red_savings(replace(found, red=None)) is None


def test_a_reserve_larger_than_the_overspend_is_not_said_to_have_covered_it(real_data):
    said = repr(page.reserves(analyse(real_data("2023-24-P11"))))
    assert "£0.190m larger" in said
    assert "planned to meet part of the overspend" in said
    assert "needed" not in said
