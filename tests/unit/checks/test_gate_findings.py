"""What the gate makes of the findings of a table: their places in sheets, their advice, and each problem once."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from trustbook.checks.findings import Finding, Layer, Severity, report
from trustbook.checks.gate import _advised, _placed, _reconciliation_frame, _tables, check, rule_frame
from trustbook.checks.reconciliation_table import Reconciliation
from trustbook.checks.suites import read_suite
from trustbook.checks.validator import Validator
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.advice import GENERAL
from trustbook.data.datasets.finance import SAVINGS
from trustbook.data.reader import read_table

EXPECTATIONS = Path(__file__).parents[3] / "expectations"
HEADER = "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k"
LETTERS = {"ref": "A", "proposal": "B", "target_gbp_k": "C"}


def finding(line, column, place="", mend="Mend it.", file="data/x.csv"):
    return Finding(Severity.WARNING, Layer.RULES, file, "odd", "rule", line, column, place=place, mend=mend)


@pytest.fixture
def table(tmp_path):
    def read(*lines, **changed):
        file = tmp_path / "savings.csv"
        file.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return replace(read_table(file, SAVINGS, "data/x.csv"), **changed)

    return read


def test_a_finding_in_a_sheet_has_its_cell_and_one_that_has_a_place_keeps_it(table):
    made = {"savings": table("S1,One,5,5,0,0", sheet_columns=LETTERS)}
    ones = [finding(2, "target_gbp_k"), finding(2, None), finding(2, "proposal", "cell Z9"), finding(None, "ref")]
    assert [each.place for each in _placed(ones, made)] == ["cell C2", "row 2", "cell Z9", ""]
    other = finding(2, "target_gbp_k", file="data/y.csv")
    assert _placed([other], made) == [other]
    assert _placed(ones, {"savings": table("S1,One,5,5,0,0")}) == ones


def problem(line, column, mend):
    return ReturnError("found 'x'", file="data/x.csv", line=line, column=column, expected="a number", mend=mend)


def test_a_finding_has_the_readers_advice_where_that_says_more():
    ruled = [finding(2, "target_gbp_k"), finding(3, "target_gbp_k"), finding(2, "red_gbp_k"), finding(4, "ref")]
    problems = [
        problem(2, "target_gbp_k", "Write 5."),
        problem(3, "target_gbp_k", GENERAL),
        problem(4, "ref", ""),
    ]
    assert [each.mend for each in _advised(ruled, problems)] == ["Write 5.", "Mend it.", "Mend it.", "Mend it."]


@pytest.fixture
def found():
    """What is found in a table, by line and column, and how many rules were asked."""
    suites = {"savings": read_suite(EXPECTATIONS / "savings.json", "expectations/savings.json")}
    names = {"headings": [], "groups": [], "sources": [], "datasets": [], "below_zero": []}
    return lambda made: _tables({"savings": made}, suites, Validator(names))


def test_a_cell_that_cannot_be_read_is_reported_once(table, found):
    findings, asked = found(table("S1,One,lots,5,0,0", "S2,Two,5,5,0,0"))
    assert [(each.line, each.column) for each in findings].count((2, "target_gbp_k")) == 1
    assert asked > 1
    assert found(table("S1,One,5,5,0,0")) == ([], asked)


def test_in_a_sheet_the_readers_report_of_a_cell_takes_the_place_of_the_rules(table, found):
    plain = table("S1,One,lots,5,0,0")
    in_sheet = replace(plain, problems=tuple(_at(each, "cell C2") for each in plain.problems))
    (of_file,) = [each for each in found(plain)[0] if each.column == "target_gbp_k"]
    (of_sheet,) = [each for each in found(in_sheet)[0] if each.column == "target_gbp_k"]
    assert (of_file.layer, of_sheet.layer) == (Layer.RULES, Layer.READING)
    assert of_sheet.place == "cell C2"


def _at(error, place):
    return ReturnError(
        error.problem,
        file=error.file,
        line=error.line,
        column=error.column,
        expected=error.expected,
        mend=error.mend,
        place=place,
        code=error.code,
    )


def test_rules_see_numbers_in_the_units_of_the_file_each_with_its_text(table):
    frame = rule_frame(table("S1,One,1.5,5,,x"))
    assert frame["target_gbp_k"].tolist() == [1.5]
    assert frame["target_gbp_k_as_written"].tolist() == ["1.5"]
    assert math.isnan(frame["amber_gbp_k"].iloc[0])
    assert frame["green_gbp_k_as_written"].tolist() == ["x"]
    assert list(frame.index) == [2]
    assert "mitigations_gbp_k" not in frame
    assert "proposal_as_written" not in frame


def test_a_pair_of_amounts_is_within_its_tolerance_or_not_and_complete_or_not():
    def pair(right, tolerance=0, **more):
        return Reconciliation("made_up.total", "data/made_up.csv", "A sentence", 10, right, tolerance, **more)

    frame = _reconciliation_frame(
        [pair(10), pair(11), pair(11, 1), pair(12, 1), pair(None), pair(9, dataset="other", line=7, column="c")]
    )
    assert list(frame["within"]) == ["yes", "no", "yes", "no", "yes", "no"]
    assert list(frame["complete"]) == ["yes", "yes", "yes", "yes", "no", "yes"]
    assert list(frame["gap_gbp"]) == [0, 1, 1, 2, 0, 1]
    assert list(frame["dataset"]) == [*["made_up"] * 5, "other"]
    assert list(frame["line_of_file"]) == [*[None] * 5, 7]
    assert list(frame["column_of_file"]) == [*[None] * 5, "c"]


def test_a_return_is_checked_against_the_earlier_ones_of_its_year_in_their_order(synthetic_workspace, monthly_returns):
    workspace = synthetic_workspace(monthly_returns(100, 110, 120, 400) | monthly_returns(1, first="2029-30-P12"))
    for file in EXPECTATIONS.glob("*.json"):
        workspace.expectations.mkdir(exist_ok=True)
        (workspace.expectations / file.name).write_bytes(file.read_bytes())
    periods = workspace.periods()
    reports = check(workspace, periods)
    assert list(reports) == periods
    last = {each.code: each.sentence for each in reports[Period.parse("2030-31-P04")].findings}
    assert "moved by 280, which is more than 4 times the usual 10" in last["plausible.movement"]
    assert not [each for each in reports[Period.parse("2030-31-P01")].findings if each.code.startswith("plausible.")]
    again = check(workspace, periods[::-1])
    assert {str(each): again[each].as_json() for each in periods} == {
        str(each): reports[each].as_json() for each in periods
    }


def test_a_report_is_written_with_an_indent_of_two():
    text = report("2030-31-P04", [finding(1, "ref")], {"rules": 2}).as_json()
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
