"""What the gate refuses and doubts of mitigations and reserves, with what a person needs to mend it."""

import pytest

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames
from trustbook.checks.reconciliations import reconcile
from trustbook.core.period import Period
from trustbook.data.datasets import period_datasets
from trustbook.data.period_return import return_tables

LATER = "2030-31-P04"
OURS = ("mitigations.", "funders.")


@pytest.fixture
def checked(synthetic_workspace, full_return):
    """The findings on a varied return, by code."""

    def check():
        workspace = synthetic_workspace({LATER: full_return})
        period = Period.parse(LATER)
        tables = {read.schema.name: read for read in return_tables(workspace, period)}
        assert {"mitigations", "funders"} <= set(period_datasets(workspace.root))
        declared = reconcile(Frames(period, tables), [], workspace.settings)
        return {each.code: each for each in declared if each.code.startswith(OURS)}

    return check


def test_the_made_up_return_is_in_order(checked):
    assert checked() == {}


@pytest.mark.parametrize(
    ("measure", "cells", "code", "sentence"),
    [
        (2, {"confidence": 80}, "mitigations.confidence", "80 is 80 times the whole"),
        (2, {"relates_to": "Claimed from partner"}, "mitigations.relates_to", "no item and no saving 'Claimed from"),
        (0, {"amount_gbp_k": 21}, "mitigations.more_than_item", "add up to 21, and it comes to 20"),
        (1, {"amount_gbp_k": 81}, "mitigations.more_than_item", "add up to 81, and it comes to 80"),
        (2, {"amount_gbp_k": 480}, "mitigations.more_than_cost", "add up to 556, and the cost to the councils"),
        (1, {"date": "2031-04"}, "mitigations.after_year_end", "is due by April 2031, after the year has ended"),
        (2, {"measure": "staff  taken over"}, "mitigations.name_alike", "has the name of 'Staff taken over'"),
        (2, {"measure": "Staff taken over!"}, "mitigations.name_alike", "has the name of 'Staff taken over'"),
        (2, {"measure": "Proposal A1"}, "mitigations.name_alike", "has the name of 'Proposal A1'"),
    ],
)
def test_a_wrong_or_odd_mitigation_is_found(checked, full_return, measure, cells, code, sentence):
    full_return["mitigations"][measure] |= cells
    found = checked()
    assert list(found) == [code]
    assert sentence in found[code].sentence
    critical = code in ("mitigations.confidence", "mitigations.relates_to")
    assert found[code].severity is (Severity.CRITICAL if critical else Severity.WARNING)


def test_a_percentage_is_answered_with_the_share_to_write(checked, full_return):
    full_return["mitigations"][2]["confidence"] = 62.5
    assert checked()["mitigations.confidence"].mend == "If 62.5% is meant, write 0.625."


def test_a_name_that_says_what_it_relates_to_is_not_doubted(checked, full_return):
    full_return["mitigations"][2] |= {"measure": "Staff taken over", "relates_to": "Staff taken over"}
    assert "mitigations.name_alike" not in checked()


def test_a_measure_after_the_year_that_the_forecast_does_not_count_on_is_not_doubted(checked, full_return):
    full_return["mitigations"][2]["date"] = "2031-04"
    assert checked() == {}


@pytest.mark.parametrize(
    ("row", "cells", "code", "sentence"),
    [
        (0, {"funder": "north"}, "funders.unknown", "'north' is no funder of the settings and not the trust itself"),
        (0, {"as_at": "2030-08-01"}, "funders.after_period", "P4 ended on 31 July 2030"),
        (0, {"committed_gbp_k": 201}, "funders.more_committed", "201 is committed and 200 is all there is"),
    ],
)
def test_a_wrong_or_odd_reserve_is_found(checked, full_return, row, cells, code, sentence):
    full_return["funders"][row] |= cells
    found = checked()
    assert list(found) == [code]
    assert sentence in found[code].sentence


def test_the_codes_and_the_names_that_could_be_meant_are_listed(checked, full_return):
    full_return["funders"][0]["funder"] = "north"
    expected = checked()["funders.unknown"].expected
    assert expected == "one of: east (East Synthetic Council), west (West Synthetic Council), or Synthetic Trust"


def test_a_month_that_the_period_is_in_is_no_later_date(checked, full_return):
    full_return["funders"][0]["as_at"] = "2030-07"
    assert checked() == {}


@pytest.mark.parametrize(
    ("confidence", "mend"),
    [
        (0, None),
        (1, None),
        (1.001, "If 1.001% is meant, write 0.01001."),
        (100, "If 100% is meant, write 1."),
        (100.5, "Check it against the paper; leave the cell empty if the paper does not say."),
    ],
)
def test_a_likelihood_is_at_most_1_and_a_percentage_at_most_100(checked, full_return, confidence, mend):
    full_return["mitigations"][2]["confidence"] = confidence
    assert [each.mend for each in checked().values()] == ([] if mend is None else [mend])


@pytest.mark.parametrize(
    ("measure", "amount", "code"),
    [
        (0, 20, None),
        (0, "20.001", "more_than_item"),
        (1, 80, None),
        (1, "80.001", "more_than_item"),
        (2, 425, None),
        (2, "425.001", "more_than_cost"),
    ],
)
def test_mitigations_may_come_to_all_of_their_item_and_of_the_cost_and_to_no_pound_more(
    checked, full_return, measure, amount, code
):
    others = [row["amount_gbp_k"] for place, row in enumerate(full_return["mitigations"]) if place != 2]
    if measure == 2 and code:
        amount = f"{500 - sum(others) + 0.001:.3f}"
    elif measure == 2:
        amount = 500 - sum(others)
    full_return["mitigations"][measure]["amount_gbp_k"] = amount
    assert list(checked()) == ([] if code is None else [f"mitigations.{code}"])


def test_two_measures_of_one_item_are_added_up_and_the_doubt_stands_on_the_last(checked, full_return):
    first = full_return["mitigations"][0] | {"amount_gbp_k": 15}
    full_return["mitigations"][0] = first
    full_return["mitigations"].append(first | {"measure": "Another", "amount_gbp_k": 5})
    assert checked() == {}
    full_return["mitigations"][-1]["amount_gbp_k"] = 6
    found = checked()["mitigations.more_than_item"]
    assert found.line == len(full_return["mitigations"]) + 1
    assert "add up to 21, and it comes to 20" in found.sentence


@pytest.mark.parametrize(
    ("date", "late"), [("2031-03", False), ("2031-03-31", False), ("2031-04-01", True), ("", False)]
)
def test_a_measure_is_late_from_the_first_day_of_the_next_year(checked, full_return, date, late):
    full_return["mitigations"][1] |= {"date": date, "in_forecast": "yes"}
    assert list(checked()) == (["mitigations.after_year_end"] if late else [])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"as_at": "2030-07-31"}, None),
        ({"committed_gbp_k": 200}, None),
        ({"committed_gbp_k": "200.001"}, "funders.more_committed"),
        ({"committed_gbp_k": 0}, None),
        ({"funder": "Synthetic Trust"}, None),
        ({"funder": "west"}, None),
    ],
)
def test_a_reserve_at_each_bound_and_a_pound_beyond(checked, full_return, cells, code):
    full_return["funders"][0] |= cells
    assert list(checked()) == ([] if code is None else [code])
