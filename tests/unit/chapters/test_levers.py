"""What could move the call: each lever alone, all together, and every assumption over its range."""

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.assurance import charts as chart
from trustbook.chapters.assurance import levers
from trustbook.chapters.assurance import levers_text as page
from trustbook.chapters.assurance.levers import Levers
from trustbook.chapters.call_on_councils.low_expected_high import Step
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind, open_items
from trustbook.chapters.metrics import metrics
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
    return levers.analyse(data)


def test_the_income_in_dispute_can_only_lower_the_call_by_what_the_paper_disputes(found):
    dispute = next(each for each in found.levers if each.kind is ItemKind.DISPUTED)
    assert (dispute.low_gbp, dispute.high_gbp) == (-1_222_000, 0)


def test_the_savings_rated_amber_are_the_papers_and_can_move_it_both_ways(found):
    kinds = (ItemKind.AMBER, ItemKind.REPORTED)
    amber = [each for each in found.levers if each.kind in kinds]
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
    assert "rates £1.070m amber on lines that seem to be of Circle to Success" in said
    assert "all but £0.078m of its target as delivered" in said


def test_a_saving_rated_amber_moves_the_cost_both_ways_as_no_return_says_what_the_forecast_counts_on(synthetic_data):
    made = [each for each in open_items(synthetic_data()) if each.kind is ItemKind.AMBER]
    assert [(each.low_gbp, each.high_gbp) for each in made] == [(-25_000, 25_000), (-80_000, 80_000)]


def test_a_programme_that_seems_to_be_amber_lines_is_one_lever_on_its_own_report(synthetic_data, full_return):
    full_return["trackers"] = [
        {"tracker": "Plan", "benefit": "Benefits", "amount_gbp_k": 200, "year": "2030-31"},
        {"tracker": "Summary", "benefit": "Benefits", "amount_gbp_k": 200, "year": "2030-31"},
    ]
    for row in full_return["benefits"]:
        if row["measure"] == "saving" and row["as_at"] == "2030-31":
            row["value"] = {"target": 200_000, "delivered": 190_000}[row["stage"]]
    del full_return["mitigations"]
    made = levers.analyse(synthetic_data({LATER: full_return}))
    lever = next(each for each in made.levers if each.kind is ItemKind.REPORTED)
    assert (lever.name, lever.low_gbp, lever.high_gbp) == ("Benefits", -80_000, 10_000)
    assert "On the savings table alone its upper end would be" in repr(page.answer(made))


def test_the_items_left_out_add_up_to_what_the_paper_leaves_out(found):
    assert sum(each.low_gbp for each in found.levers if each.kind is ItemKind.LEFT_OUT) == -908_000


def test_every_open_item_at_its_end_gives_the_range_of_the_call(found, real_data):
    assert found.call == 32_540_000
    assert (found.low, found.high) == (29_240_000, 32_718_000)
    assert levers.call_range(real_data(P11)) == (found.low, found.high)


def test_the_levers_come_furthest_reaching_first(found):
    reaches = [each.reach for each in found.levers]
    assert reaches == sorted(reaches, reverse=True)


def test_taking_an_item_out_of_the_return_moves_the_call_by_its_lever(synthetic_data, full_return):
    before = levers.analyse(synthetic_data({LATER: full_return}))
    for kind in (ItemKind.DISPUTED, ItemKind.LEFT_OUT):
        for lever in (each for each in before.levers if each.kind is kind):
            changed = copy.deepcopy(full_return)
            for row in changed["adjustments"]:
                row["amount_gbp_k"] *= row["item"] != lever.name
            made = synthetic_data({LATER: changed})
            assert position(made.current, made.reference).call == before.call + lever.low_gbp


def test_a_period_without_a_call_has_no_levers(real_data):
    assert levers.analyse(real_data("2023-24-P08")) is None
    assert levers.call_range(real_data("2023-24-P08")) is None


def test_no_assumption_moves_the_call_and_the_rate_of_amber_moves_the_risk_weighted_delivery(found):
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
    levers.analyse(data)
    assert data.assumptions.amber_rate == 0.5


@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, st.sampled_from(list(ItemKind))), max_size=6))
def test_the_call_with_all_items_one_way_is_the_call_and_the_sum_of_their_moves(call, amounts):
    made = tuple(Step("Item", kind, min(0, amount), 0, max(0, amount)) for amount, kind in amounts)
    found = Levers(call, made, ())
    assert found.low <= call <= found.high
    assert found.high - found.low == sum(abs(amount) for amount, _ in amounts) == sum(each.reach for each in made)


@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, st.sampled_from(list(ItemKind))), max_size=6))
def test_the_range_has_the_forecast_in_it_and_no_single_lever_goes_beyond_it(call, amounts):
    made = tuple(Step("Item", kind, min(0, amount), 0, max(0, amount)) for amount, kind in amounts)
    found = Levers(call, made, ())
    assert found.low <= call <= found.high
    for each in made:
        assert found.low <= call + each.low_gbp
        assert call + each.high_gbp <= found.high


def test_the_words_name_the_largest_lever_and_the_range(found):
    said = repr(page.answer(found))
    assert found.levers[0].name[1:] in said
    assert "between £29.240m and £32.718m" in said
    assert "stands at £32.540m" in said
    assert "No assumption in the log moves the call" in repr(page.assumptions_answer(found))


def test_the_table_shows_the_call_at_both_ends_of_each_lever(found, real_data):
    rows = page.levers(found, real_data(P11)).rows
    assert len(rows) == len(found.levers)
    dispute = next(row for row in rows if row[0] == "ICB income in dispute")
    assert dispute[3:5] == ("31,318", "32,540")


def test_nothing_open_leaves_nothing_to_draw_and_says_so(real_data):
    nothing = Levers(1_000_000, (), ())
    assert chart.levers(nothing, real_data(P11)) is None
    assert page.levers(nothing, real_data(P11)) is None
    assert page.assumptions(nothing, real_data(P11)) is None
    assert "Nothing that the papers leave open" in repr(page.answer(nothing))


def test_the_bars_are_the_levers_and_both_sides_have_one_scale(found, data):
    figure = chart.levers(found, data)
    written = json.dumps(figure.spec)
    for each in found.levers:
        assert str(each.name) in figure.description
        assert f'"amount": {(each.low_gbp or each.high_gbp) / 1_000_000}' in written


def test_an_assumption_moves_what_working_out_every_figure_anew_shows(found, real_data):
    data = real_data(P11)
    book = data.assumption_book
    for move in found.assumptions:
        if move.span is None:
            continue
        ends = []
        for value in move.span:
            changed = book.model_copy(update={move.name: move.assumption.model_copy(update={"value": value})})
            ends.append({each.name: each.value for each in metrics(replace(data, assumption_book=changed))})
        low, high = ends
        differs = {name for name in low if None not in (low[name], high[name]) and low[name] != high[name]}
        assert move.figures >= len(differs)
        assert move.call == round((high[levers.HEADLINE] - low[levers.HEADLINE]) * 1000)
        assert (move.most is None) <= (differs == set())
