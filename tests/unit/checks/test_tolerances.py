"""Sums and totals at their tolerance, and a pound beyond it. The returns are made up."""

import json

import pytest
from frames_of_returns import frames

from trustbook.checks.control_totals import adds_up
from trustbook.checks.reconciliations import reconcile
from trustbook.checks.subtotals import subtotals
from trustbook.checks.suites import read_suite
from trustbook.core.errors import GateError
from trustbook.core.period import Period
from trustbook.data.period_return import read_reference_tables
from trustbook.data.schema import MOST_DECIMALS

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def missed(synthetic_workspace):
    """The rules that a return misses by more than their tolerance."""

    def find(returns, with_reference=False, **parts):
        workspace, now = synthetic_workspace(returns, **parts), Period.parse(LATER)
        earlier = [frames(workspace, each) for each in workspace.periods() if each < now]
        sums = read_reference_tables(workspace)["contract_sums"].typed if with_reference else None
        found = reconcile(frames(workspace, now), earlier, workspace.settings, sums)
        return {each.rule: each for each in found if each.gap is not None and each.gap > each.tolerance}

    return find


NEAR_AND_FAR = [(1, False), (-1, False), ("1.001", True), ("-1.001", True)]
"""Thousands of pounds that a figure is off by, and whether it is then missed."""


def off(amount, thousands):
    """An amount of thousands, off by so many."""
    return f"{amount + float(thousands):.3f}"


@pytest.mark.parametrize(("by", "seen"), NEAR_AND_FAR)
def test_the_funding_agreed_may_be_a_thousand_from_the_change_requests(missed, full_return, by, seen):
    full_return["adjustments"][0]["amount_gbp_k"] = off(50, by)
    full_return["controls"] = []
    assert set(missed({LATER: full_return})) == ({"adjustments.agreed_funding"} if seen else set())


@pytest.mark.parametrize(("by", "seen"), NEAR_AND_FAR)
def test_an_item_for_a_saving_may_be_a_thousand_from_what_is_red_on_its_line(missed, full_return, by, seen):
    full_return["adjustments"][3]["amount_gbp_k"] = off(15, by)
    full_return["controls"] = []
    assert set(missed({LATER: full_return})) == ({"adjustments.red_outside_forecast"} if seen else set())


@pytest.mark.parametrize(("by", "seen"), NEAR_AND_FAR)
@pytest.mark.parametrize(("sum_of", "whole"), [("original", 3500), ("revised", 3550)])
def test_the_lines_may_be_a_thousand_from_the_contract_sum_of_their_year(
    missed, full_return, synthetic_reference, sum_of, whole, by, seen
):
    (year,) = (row for row in synthetic_reference["contract_sums"] if row["year"] == "2030-31")
    year |= {"original_gbp_k": 3500, "revised_gbp_k": 3550, f"{sum_of}_gbp_k": off(whole, by)}
    found = missed({LATER: full_return}, with_reference=True, reference=synthetic_reference)
    assert set(found) == ({f"contract_sums.{sum_of}"} if seen else set())
    if seen:
        each = found[f"contract_sums.{sum_of}"]
        assert (each.column, each.right, each.dataset) == (f"{sum_of}_gbp_k", whole * 1000, "forecast")
        assert f"the {sum_of} contract sum of 2030/31 is " in each.sentence


@pytest.mark.parametrize(("by", "seen"), NEAR_AND_FAR)
def test_the_movement_stated_in_total_may_be_a_thousand_from_that_of_the_variance(
    missed, full_return, group_return, by, seen
):
    full_return["controls"] = [full_return["controls"][2] | {"value": off(35, by)}]
    full_return["forecast"][1]["movement_gbp_k"] = off(20, by) if seen else 20
    found = missed({EARLIER: group_return, LATER: full_return})
    assert ("controls.movement" in found) is seen
    assert "controls.total" not in found


FORECAST = (
    "level,heading,variance_gbp_k,movement_gbp_k,previous_variance_gbp_k,previous_period,first_stated_variance_gbp_k\n"
)


@pytest.mark.parametrize(("by", "seen"), NEAR_AND_FAR)
@pytest.mark.parametrize("first", ["", 100, 300])
def test_the_previous_figure_may_be_a_thousand_from_that_return_as_restated_or_as_first_stated(missed, by, seen, first):
    stated = 300 if first == 300 else 100
    before = f"{FORECAST}group,Staff,100,,,,{first}\n"
    now = f"{FORECAST}group,Staff,110,{110 - stated},{off(stated, by)},{EARLIER},\n"
    found = missed({EARLIER: {"forecast": before}, LATER: {"forecast": now}})
    assert ("forecast.previous_variance" in found) is seen
    assert ("forecast.movement" in found) is seen


@pytest.mark.parametrize(("is_now", "seen"), [(100, False), ("100.001", True), ("99.999", True)])
def test_a_line_restated_by_a_pound_is_said_to_be(missed, is_now, seen):
    found = missed({LATER: {"forecast": f"{FORECAST}group,Staff,{is_now},,,,100\n"}})
    assert set(found) == ({"forecast.restated"} if seen else set())


HEADER = "level,heading,parent,budget_gbp_k,projected_outturn_gbp_k,variance_gbp_k\n"


@pytest.mark.parametrize(("by", "seen"), NEAR_AND_FAR)
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_subtotal_may_be_a_thousand_from_its_parts(synthetic_workspace, by, seen, column):
    amounts = [100, 110, 10]
    amounts[column] = off(amounts[column], by)
    lines = [
        f"subtotal,Care,,{','.join(map(str, amounts))}",
        "heading,Placements,Care,60,65,5",
        "heading,Homes,Care,40,45,5",
    ]
    workspace = synthetic_workspace({LATER: {"forecast": HEADER + "\n".join(lines) + "\n"}})
    found = list(subtotals(frames(workspace, Period.parse(LATER))))
    assert {each.rule for each in found} == {"forecast.subtotal"}
    assert any(each.gap > each.tolerance for each in found) is seen


@pytest.mark.parametrize(
    ("decimals", "value", "seen"),
    [
        (0, 381, False),
        (0, "381.001", True),
        (1, 381, False),
        (3, "381.001", True),
        (-1, 385, False),
        (-1, "385.001", True),
        (-3, 880, False),
        (-3, "880.001", True),
        (-MOST_DECIMALS, 500_380, False),
        (-MOST_DECIMALS, "500380.001", True),
        (-MOST_DECIMALS - 1, 500_380, False),
        (-MOST_DECIMALS - 1, "500380.001", True),
        (MOST_DECIMALS + 1, 381, False),
    ],
)
def test_a_total_may_be_missed_by_half_of_its_last_place_and_by_a_thousand_at_least(
    missed, full_return, decimals, value, seen
):
    full_return["controls"] = [full_return["controls"][0] | {"value": value, "decimals": decimals}]
    assert ("controls.total" in missed({LATER: full_return})) is seen


@pytest.mark.parametrize(("value", "seen"), [(100, False), (101, True), (99, True), (100.001, True)])
def test_a_total_that_counts_must_be_met_exactly(missed, full_return, value, seen):
    full_return["controls"] = [full_return["controls"][6] | {"value": value}]
    assert ("controls.total" in missed({LATER: full_return})) is seen


@pytest.mark.parametrize(
    ("column", "kind", "adds"),
    [
        ("call_gbp_k", "not_in_forecast", True),
        ("call_gbp_k", "agreed_funding", False),
        ("pressure_gbp_k", "agreed_funding", True),
        ("other_gbp_k", "agreed_funding", False),
    ],
)
def test_a_cost_adds_up_only_where_items_outside_the_forecast_are_reported(
    synthetic_workspace, full_return, column, kind, adds
):
    full_return["adjustments"] = [{"item": "One", "kind": kind, "amount_gbp_k": 5}]
    workspace = synthetic_workspace({LATER: full_return})
    now = frames(workspace, Period.parse(LATER))
    assert adds_up(now, "position", column, "all", workspace.settings) is adds
    assert not adds_up(now, "position", column, "group=Care", workspace.settings)


def within(depth):
    """A suite in which a text lies so many levels deep: the suite itself is the first."""
    value = "x"
    for _ in range(depth - 5):
        value = [value]
    rule = {
        "type": "expect_column_values_to_be_in_set",
        "kwargs": {"column": "item", "value_set": value},
        "severity": "critical",
        "meta": {"sentence": "the cell is empty"},
    }
    return json.dumps({"name": "made_up", "expectations": [rule]})


@pytest.mark.parametrize(("depth", "too_deep"), [(20, False), (21, True)])
def test_twenty_levels_may_lie_within_each_other_and_not_one_more(tmp_path, depth, too_deep):
    file = tmp_path / "made_up.json"
    file.write_text(within(depth), encoding="utf-8")
    with pytest.raises(GateError) as caught:
        read_suite(file, "expectations/made_up.json")
    assert ("more than 20 levels lie within each other" in caught.value.problem) is too_deep
    assert ("value_set: found" in caught.value.problem) is not too_deep
