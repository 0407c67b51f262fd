"""What could change the cost to the councils: each item alone, all together, every assumption over its range."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.assurance import charts as chart
from trustbook.chapters.assurance import sensitivity
from trustbook.chapters.assurance import sensitivity_text as page
from trustbook.chapters.assurance.sensitivity import Sensitivity
from trustbook.chapters.call_on_councils.low_expected_high import Step
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind, open_items
from trustbook.chapters.metrics import metrics
from trustbook.components.metric import Metric
from trustbook.config.workspace import Workspace
from trustbook.data.period_data import open_period
from trustbook.position import position

ROOT = Path(__file__).parents[3]
P11 = "2023-24-P11"
LATER = "2030-31-P04"
AMOUNTS = st.integers(-5_000_000, 5_000_000)


@pytest.fixture(scope="module")
def data():
    return open_period(P11, workspace=Workspace(ROOT))


@pytest.fixture(scope="module")
def found(data):
    return sensitivity.analyse(data)


def test_the_income_in_dispute_can_only_lower_the_cost_by_what_the_paper_disputes(found):
    dispute = next(each for each in found.items if each.kind is ItemKind.DISPUTED)
    assert (dispute.low_gbp, dispute.high_gbp) == (-1_222_000, 0)


def test_the_savings_rated_amber_are_the_papers_and_can_move_it_both_ways(found):
    kinds = (ItemKind.AMBER, ItemKind.REPORTED)
    amber = [each for each in found.items if each.kind in kinds]
    assert sum(each.low_gbp for each in amber) == -1_170_000
    assert {each.kind: (each.low_gbp, each.high_gbp) for each in amber} == {
        ItemKind.AMBER: (-100_000, 100_000),
        ItemKind.REPORTED: (-1_070_000, 78_000),
    }


def test_a_programme_that_reports_its_savings_can_lose_only_what_it_reports_as_not_delivered(found):
    assert (found.evidence.title, found.evidence.amber, found.evidence.left) == (
        "Circle to Success",
        1_070_000,
        78_000,
    )
    assert found.high_with_all_amber == found.high + 992_000
    said = repr(page.answer(found))
    assert "rates £1.1m amber (likely, not confirmed) on lines that seem to belong to Circle to Success" in said
    assert "By our subtraction, the programme's own report leaves only £78k undelivered" in said
    assert "by the savings table its upper end would be £33.7m" in said


def test_a_saving_rated_amber_moves_the_cost_both_ways_as_no_return_says_what_the_forecast_counts_on(synthetic_data):
    made = [each for each in open_items(synthetic_data()) if each.kind is ItemKind.AMBER]
    assert [(each.low_gbp, each.high_gbp) for each in made] == [(-25_000, 25_000), (-80_000, 80_000)]


def test_a_programme_that_seems_to_be_amber_lines_is_one_item_on_its_own_report(synthetic_data, full_return):
    full_return["trackers"] = [
        {"tracker": "Plan", "benefit": "Benefits", "amount_gbp_k": 200, "year": "2030-31"},
        {"tracker": "Summary", "benefit": "Benefits", "amount_gbp_k": 200, "year": "2030-31"},
    ]
    for row in full_return["benefits"]:
        if row["measure"] == "saving" and row["as_at"] == "2030-31":
            row["value"] = {"target": 200_000, "delivered": 190_000}[row["stage"]]
    del full_return["mitigations"]
    made = sensitivity.analyse(synthetic_data({LATER: full_return}))
    item = next(each for each in made.items if each.kind is ItemKind.REPORTED)
    assert (item.name, item.low_gbp, item.high_gbp) == ("Benefits", -80_000, 10_000)
    assert "by the savings table its upper end would be" in repr(page.answer(made))


def test_the_items_left_out_add_up_to_what_the_paper_leaves_out(found):
    assert sum(each.low_gbp for each in found.items if each.kind is ItemKind.LEFT_OUT) == -908_000


def test_every_open_item_at_its_end_gives_the_range_of_the_cost(found, real_data):
    assert found.call == 32_540_000
    assert (found.low, found.high) == (29_240_000, 32_718_000)
    assert sensitivity.call_range(real_data(P11)) == (found.low, found.high)


def test_the_items_come_furthest_reaching_first(found):
    reaches = [each.reach for each in found.items]
    assert reaches == sorted(reaches, reverse=True)


def test_taking_an_item_out_of_the_return_changes_the_cost_by_that_item(synthetic_data, full_return):
    before = sensitivity.analyse(synthetic_data({LATER: full_return}))
    for kind in (ItemKind.DISPUTED, ItemKind.LEFT_OUT):
        for item in some(each for each in before.items if each.kind is kind):
            changed = copy.deepcopy(full_return)
            for row in changed["adjustments"]:
                row["amount_gbp_k"] *= row["item"] != item.name
            made = synthetic_data({LATER: changed})
            assert position(made.current, made.reference).call == before.call + item.low_gbp


def test_a_period_without_a_cost_to_the_councils_has_no_range(real_data):
    assert sensitivity.analyse(real_data("2023-24-P08")) is None
    assert sensitivity.call_range(real_data("2023-24-P08")) is None


def test_no_assumption_changes_the_cost_and_the_rate_of_amber_moves_the_risk_weighted_delivery(found):
    assert not found.moved_by_assumptions
    amber = next(each for each in found.assumptions if each.name == "amber_rate")
    assert (amber.most.label, amber.most.low, amber.most.high) == ("Risk-weighted delivery", 5055, 6225)


def test_an_assumption_without_a_range_is_not_moved(found):
    cost = next(each for each in found.assumptions if each.name == "post_cost_gbp")
    assert cost.span is None
    assert (cost.call, cost.most) == (None, None)


def test_a_range_is_the_stated_one_or_else_all_that_the_value_can_be(synthetic_data, trust_settings):
    log = trust_settings["assumptions"]
    log["amber_rate"]["range"] = [0.25, 0.75]
    log["post_cost_gbp"] |= {"at_least": 10000, "at_most": 90000}
    log["outlook_coverage"] |= {"at_least": 0.5}
    book = synthetic_data(trust=trust_settings).assumption_book.entries()
    assert book["amber_rate"].span == (0.25, 0.75)
    assert book["post_cost_gbp"].span == (10000, 90000)
    assert book["outlook_coverage"].span is None


def test_an_assumption_stays_as_it_was_after_it_is_moved(synthetic_data, trust_settings):
    trust_settings["assumptions"]["amber_rate"]["range"] = [0, 1]
    data = synthetic_data(trust=trust_settings)
    sensitivity.analyse(data)
    assert data.assumptions.amber_rate == 0.5


@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, st.sampled_from(list(ItemKind))), max_size=6))
def test_the_cost_with_all_items_one_way_is_the_cost_and_the_sum_of_their_moves(call, amounts):
    made = tuple(Step("Item", kind, min(0, amount), 0, max(0, amount)) for amount, kind in amounts)
    found = Sensitivity(call, made, ())
    assert found.low <= call <= found.high
    assert found.high - found.low == sum(abs(amount) for amount, _ in amounts) == sum(each.reach for each in made)


@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, st.sampled_from(list(ItemKind))), max_size=6))
def test_the_range_has_the_forecast_in_it_and_no_single_item_goes_beyond_it(call, amounts):
    made = tuple(Step("Item", kind, min(0, amount), 0, max(0, amount)) for amount, kind in amounts)
    found = Sensitivity(call, made, ())
    assert found.low <= call <= found.high
    for each in made:
        assert found.low <= call + each.low_gbp
        assert call + each.high_gbp <= found.high


def test_the_words_name_the_largest_item_and_the_range(found):
    said = repr(page.answer(found))
    assert "The largest item is ICB income in dispute: it could lower the cost by £1.2m." in said
    assert "The cost to the councils is £32.5m as reported." in said
    assert "as low as £29.2m or as high as £32.7m" in said
    assert "all six items as if all went the same way, which is unlikely" in said


def test_two_ends_that_are_close_together_have_the_decimals_that_show_it():
    step = Step("Item", ItemKind.AMBER, -20_000, 0, 20_000)
    assert "as low as £9.98m or as high as £10.02m" in repr(page.answer(Sensitivity(10_000_000, (step,), ())))
    assert page.could_go(step) == "it could lower the cost by £20k or raise the cost by £20k"


def test_assumptions_that_change_nothing_are_counted_and_only_those_that_do_are_in_the_table(found, data):
    said = repr(page.assumptions_answer(found))
    assert "No assumption of ours changes the cost to the councils" in said
    assert "We tried seven over their stated ranges. Three have no stated range, so we did not try them." in said
    rows = page.assumptions(found, data).rows
    assert len(rows) == len([each for each in found.assumptions if each.most])
    assert rows[-1][-1] == "Risk-weighted delivery: £5.055m to £6.225m"


@pytest.mark.parametrize(
    ("tried", "left", "said"),
    [
        (1, 0, "We tried one over its stated range."),
        (2, 0, "We tried two over their stated ranges."),
        (0, 1, "One has no stated range, so we did not try it."),
        (0, 2, "Two have no stated range, so we did not try them."),
        (2, 1, "We tried two over their stated ranges. One has no stated range, so we did not try it."),
    ],
)
def test_one_assumption_is_spoken_of_as_one_and_several_as_several(found, tried, left, said):
    one = found.assumptions[0]
    made = [replace(one, span=(0, 1), call=None)] * tried + [replace(one, span=None, call=None)] * left
    first, _, rest = repr(page.assumptions_answer(replace(found, assumptions=tuple(made)))).partition("reports.")
    assert first.startswith("**No assumption of ours changes")
    assert rest.strip() == said


def test_the_table_of_the_chart_shows_how_far_each_item_goes_and_what_could_become_of_it(found, data):
    rows = chart.open_items(found, data).table.rows
    assert [row[0] for row in rows] == [each.name for each in found.items]
    dispute = next(row for row in rows if row[0] == "ICB income in dispute")
    assert dispute[1:] == ("income in dispute", "Paid in full, or not at all", "−1.222", "0.000")


def test_nothing_open_leaves_nothing_to_draw_and_says_so(real_data):
    nothing = Sensitivity(1_000_000, (), ())
    assert chart.open_items(nothing, real_data(P11)) is None
    assert page.assumptions(nothing, real_data(P11)) is None
    assert "The papers leave nothing open" in repr(page.answer(nothing))


def test_the_bars_are_the_items_and_both_sides_have_one_scale(found, data):
    figure = chart.open_items(found, data)
    written = json.dumps(figure.spec)
    assert "Four of the six could only lower it." in figure.description
    for each in found.items:
        assert each.name in written
        assert f'"amount": {(each.low_gbp or each.high_gbp) / 1_000_000}' in written


def test_an_assumption_moves_what_working_out_every_figure_again_shows(found, real_data):
    data = real_data(P11)
    book = data.assumption_book
    for move in some(found.assumptions):
        if move.span is None:
            continue
        ends = []
        for value in move.span:
            changed = book.model_copy(update={move.name: move.assumption.model_copy(update={"value": value})})
            ends.append({each.name: each.value for each in metrics(replace(data, assumption_book=changed))})
        low, high = ends
        differs = {name for name in low if None not in (low[name], high[name]) and low[name] != high[name]}
        assert move.figures >= len(differs)
        assert move.call == round((high[sensitivity.HEADLINE] - low[sensitivity.HEADLINE]) * 1000)
        assert (move.most is None) <= (differs == set())


def test_the_assumption_that_changes_the_cost_most_comes_first_whichever_way_and_then_the_furthest_reaching(
    synthetic_data, trust_settings, monkeypatch
):
    def made_up(data):
        cost = 1_000 + 100 * data.assumptions.amber_rate - 1_000 * data.assumptions.outlook_coverage
        low, high = data.assumptions.agency_premium_low, data.assumptions.agency_premium_high
        figures = {"council.call": cost, "a.little": 1_000 + low, "a.much": 1_000 * high}
        return [Metric(name, value, "gbp_k", name) for name, value in figures.items()]

    log = trust_settings["assumptions"]
    for name, ends in {
        "amber_rate": [0.25, 0.75],
        "agency_premium_low": [0.1, 0.3],
        "agency_premium_high": [0.3, 0.5],
        "outlook_coverage": [0.7, 0.9],
    }.items():
        log[name]["range"] = ends
    data = synthetic_data(trust=trust_settings)
    monkeypatch.setattr(sensitivity, "chapters", lambda _: [SimpleNamespace(metrics=made_up)])
    moves = sensitivity.analyse(data).assumptions
    assert [(each.name, each.call) for each in moves[:4]] == [
        ("outlook_coverage", -200),
        ("amber_rate", 50),
        ("agency_premium_high", 0),
        ("agency_premium_low", 0),
    ]
    assert {each.span for each in moves[4:]} == {None}
