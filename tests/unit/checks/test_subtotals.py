"""Headings of any number of levels: printed subtotals are checked, and never counted among the lines."""

import shutil
from pathlib import Path

import pytest

from trustbook.checks.gate import check
from trustbook.core.period import Period
from trustbook.data.period_data import open_period

EXPECTATIONS = Path(__file__).parents[3] / "expectations"
PERIOD = Period.parse("2030-31-P04")
HEADER = "level,heading,parent,budget_gbp_k,projected_outturn_gbp_k,variance_gbp_k"
LINES = (
    "subtotal,Care,,300,345,45",
    "subtotal,Care at home,Care,100,110,10",
    "heading,Staffing,Care at home,60,65,5",
    "heading,Placements,Care at home,40,45,5",
    "heading,Homes,Care,200,235,35",
)


@pytest.fixture
def made(synthetic_workspace):
    """A workspace with one forecast of these lines."""

    def make(*lines, trust=None):
        text = "\n".join([HEADER, *lines, ""])
        more = {} if trust is None else {"trust": trust}
        workspace = synthetic_workspace({str(PERIOD): {"forecast": text}}, **more)
        shutil.copytree(EXPECTATIONS, workspace.expectations, dirs_exist_ok=True)
        return workspace

    return make


def found(workspace):
    report = check(workspace, [PERIOD])[PERIOD]
    return {
        (each.code, each.line): f"{each.sentence}; {each.expected}"
        for each in report.findings
        if each.file.endswith("forecast.csv")
    }


def test_subtotals_that_add_up_are_let_through_and_counted_once(made):
    workspace = made(*LINES)
    assert found(workspace) == {}
    data = open_period(str(PERIOD), workspace=workspace)
    assert list(data.current.forecast["heading"]) == ["Staffing", "Placements", "Homes"]
    assert list(data.current.subtotals["heading"]) == ["Care", "Care at home"]
    assert data.current.forecast["revised_contract_sum_gbp"].sum() == 300_000


@pytest.mark.parametrize(
    ("place", "line", "said"),
    [
        (0, "subtotal,Care,,300,345,55", "Care: its parts add up to 45, and the paper says 55"),
        (1, "subtotal,Care at home,Care,120,110,10", "Care at home: its parts add up to 100, and the paper says 120"),
        (4, "heading,Homes,Cares,200,235,35", "there is no subtotal 'Cares'"),
        (0, "subtotal,Care,Care at home,300,345,45", "'Care' is a part of itself"),
    ],
)
def test_a_subtotal_that_does_not_hold_is_refused(made, place, line, said):
    lines = list(LINES)
    lines[place] = line
    assert any(said in sentence for sentence in found(made(*lines)).values())


def test_a_subtotal_without_parts_is_refused(made):
    sentences = found(made(*LINES, "subtotal,Empty,,,,0")).values()
    assert any("no row names 'Empty' as its parent" in each for each in sentences)


def test_headings_and_groups_are_still_not_mixed(made):
    assert any("mixes headings and groups" in each for each in found(made(*LINES, "group,Care,,,,1")).values())


def test_a_heading_of_another_year_is_refused_with_those_of_this_one(made, trust_settings):
    trust_settings["headings"][2] |= {"last_year": "2029-30"}
    trust_settings["headings"].append({"name": "Own homes", "group": "Care", "first_year": "2030-31"})
    said = found(made(*LINES, trust=trust_settings))["forecast.heading_of_another_year", 6]
    assert "'Homes' is no heading of 2030/31" in said
    assert "one of: Own homes, Placements, Staffing" in said
