"""The gate over the true returns, and over returns that are wrong in one place."""

import csv
import json
import os
import re
import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from workspaces import copy_workspace

from looked_at import some
from trustbook.build import parallel_checks
from trustbook.build.parallel_checks import check_shared
from trustbook.checks.findings import Severity
from trustbook.checks.gate import check
from trustbook.config.workspace import Workspace
from trustbook.core.errors import GateError
from trustbook.core.period import Period
from trustbook.data import period_return

pytestmark = pytest.mark.usefixtures("remembered")

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "findings.json"
P10, P11 = Period.parse("2023-24-P10"), Period.parse("2023-24-P11")


def change(file: Path, line: int, column: str, value: str) -> None:
    """Change one cell; lines are counted as the messages count them, the header is line 1."""
    rows = list(csv.reader(StringIO(file.read_text(encoding="utf-8"))))
    rows[line - 1][rows[0].index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def line_of(file: Path, column: str, value: str) -> int:
    rows = csv.DictReader(StringIO(file.read_text(encoding="utf-8")))
    return next(number for number, row in enumerate(rows, 2) if row[column] == value)


def findings(folder: Path, period: Period):
    return check(Workspace(folder), [period])[period].findings


def critical(folder: Path, period: Period):
    return [each for each in findings(folder, period) if each.severity is Severity.CRITICAL]


def test_the_five_true_returns_give_exactly_the_findings_of_the_golden_file():
    workspace = Workspace(ROOT)
    reports = check(workspace, workspace.periods())
    found = {str(period): json.loads(report.as_json()) for period, report in reports.items()}
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_true_return_is_accepted():
    assert all(
        finding["severity"] != "critical"
        for report in json.loads(GOLDEN.read_text()).values()
        for finding in report["findings"]
    )


WRONG_CELLS = [
    ("forecast", "heading", "Legal", "variance_gbp_k", "five hundred", "found 'five hundred'"),
    ("forecast", "heading", "Legal", "heading", "Leagl", "found 'Leagl'"),
    ("forecast", "heading", "Legal", "level", "line", "found 'line'"),
    ("forecast", "heading", "Legal", "projected_outturn_gbp_k", "5398", "Legal: revised contract sum + variance"),
    ("forecast", "heading", "Legal", "contract_sum_gbp_k", "4700", "Legal: contract sum + change requests"),
    ("forecast", "heading", "Legal", "contract_sum_gbp_k", "", "the cell is empty"),
    ("adjustments", "item", "ICB income in dispute", "kind", "disputed", "found 'disputed'"),
    ("adjustments", "item", "ICB income in dispute", "amount_gbp_k", "£1222", "found '£1222'"),
    ("savings", "ref", "S08", "target_gbp_k", "", "S08: the line has no target"),
    ("savings", "ref", "S08", "ref", "S09", "'S09' is on more than one line"),
    ("savings", "ref", "S08", "green_gbp_k", "-5", "found -5.0"),
    ("savings", "ref", "S08", "in_forecast", "maybe", "found 'maybe'"),
    ("savings", "ref", "S13", "still_to_earn", "part", "found 'part'"),
    ("workforce", "team", "MASH", "value", "38.5", "found 38.5"),
    ("workforce", "team", "MASH", "unit", "%", "found '%'"),
    ("workforce", "team", "MASH", "source_id", "a-paper", "found 'a-paper'"),
    ("placements", "measure", "weekly_cost", "own", "perhaps", "found 'perhaps'"),
    (
        "benefits",
        "stage",
        "helped",
        "value",
        "64",
        "64 children at 'helped', and only 63 at 'opportunity_identified'",
    ),
    ("benefits", "part", "Cohort 2", "value", "103", "says 320, and the parts that it names add up to 321"),
    ("benefits", "stage", "leads", "unit", "children", "found 'children'"),
    ("benefits", "stage", "leads", "step", "", "the cell is empty"),
    ("benefits", "part", "Edge of care", "measure", "chances", "found 'chances'"),
    ("benefits", "part", "Edge of care", "value", "12.5", "found '12.5'"),
    ("benefits", "stage", "grant", "as_at", "2023", "found '2023'"),
    ("ratings", "aspect", "Milestones", "rating", "G", "found 'G'"),
    ("ratings", "aspect", "Milestones", "as_at", "2024", "found '2024'"),
    ("trackers", "benefit", "Direct payments", "amount_gbp_k", "", "the cell is empty"),
    ("trackers", "benefit", "Direct payments", "year", "2024-03-01", "found '2024-03-01'"),
    ("programme", "project", "Joint Funding", "stage", "Defined", "found 'Defined'"),
    ("programme", "project", "Joint Funding", "rag", "R", "found 'R'"),
    ("programme", "project", "Joint Funding", "business_case_month", "Apr 24", "found 'Apr 24'"),
    ("programme", "project", "Joint Funding", "business_case_month", "", "there is no month, and business_case is"),
    (
        "programme",
        "project",
        "Joint Funding",
        "business_case",
        "not_applicable",
        "there is a month, and business_case",
    ),
    (
        "programme",
        "project",
        "Joint Funding",
        "benefit_next_year_gbp_k",
        "",
        "there is no figure, and benefit_next_year",
    ),
    (
        "programme",
        "project",
        "Joint Funding",
        "benefit_next_year",
        "",
        "there is a figure, and benefit_next_year is empty",
    ),
    ("programme", "project", "Joint Funding", "savings_ref", "S99", "there is no savings line 'S99'"),
    ("programme", "project", "Joint Funding", "savings_ref", "S08", "'S08' is carried by NCT Fostering Offer too"),
    ("programme", "project", "Joint Funding", "savings_match", "", "there is savings_ref and no savings_match"),
    (
        "programme",
        "project",
        "Sufficiency Programme",
        "overlap_with",
        "Circle",
        "there is no other project 'Circle'",
    ),
    (
        "programme",
        "project",
        "Joint Funding",
        "project",
        "Transition to Adulthood",
        "'Transition to Adulthood' is on more than one line",
    ),
]
BESIDE = ("forecast", "savings")
"""Other tables of a return that a wrong cell may be held against."""


@pytest.fixture(scope="module")
def wrong_cells(tmp_path_factory):
    """Returns with one wrong cell each, all checked together: the line of the cell, and what is found."""
    folder = copy_workspace(tmp_path_factory.mktemp("wrong") / "workspace")
    places = {}
    for number, (dataset, key, name, column, value, _) in enumerate(WRONG_CELLS):
        period = Period(2030 + number, P11.month)
        (folder / "data" / str(period)).mkdir()
        for each in {dataset, *BESIDE}:
            shutil.copy(folder / "data" / str(P11) / f"{each}.csv", folder / "data" / str(period))
        file = folder / "data" / str(period) / f"{dataset}.csv"
        line = line_of(file, key, name)
        change(file, line, column, value)
        places[period] = line
    reports = check(Workspace(folder), list(places))
    return [(line, reports[period]) for period, line in places.items()]


@pytest.mark.parametrize("number", range(len(WRONG_CELLS)), ids=lambda number: "-".join(WRONG_CELLS[number][:5]))
def test_a_wrong_cell_is_named_by_file_line_and_column(wrong_cells, number):
    dataset, _, _, column, _, says = WRONG_CELLS[number]
    line, report = wrong_cells[number]
    found = [each for each in report.findings if each.severity is Severity.CRITICAL]
    assert any(says in each.sentence and each.file == f"data/{report.period}/{dataset}.csv" for each in found), found
    here = next(each for each in found if says in each.sentence)
    # A sum is named at the line of the whole, which can stand above the part that was changed.
    assert here.line in (line, line + 1) or here.code == "benefits.parts_add_up"
    assert here.column == column or "+" in says
    assert here.expected
    assert here.mend


def test_every_finding_has_a_code_of_the_page_and_every_warning_a_reference_of_its_own(wrong_cells):
    page = (Path(__file__).parents[2] / "docs" / "reference" / "finding-codes.md").read_text(encoding="utf-8")
    listed = [
        re.sub("<[a-z_]+>", "[a-z_]+", code.replace(".", r"\.")) for code in re.findall(r"^\| `(\S+)`", page, re.M)
    ]
    known = re.compile(rf"({'|'.join(listed)})(\.incomplete|\.within_rounding)?")
    for _, report in some(wrong_cells):
        assert all(known.fullmatch(each.code) for each in report.findings)
        references = [each.reference for each in report.findings if each.severity is Severity.WARNING]
        assert len(set(references)) == len(references)


def test_a_line_that_misses_its_printed_total_by_more_than_one_is_critical(workspace):
    file = workspace / "data" / str(P10) / "forecast.csv"
    change(file, line_of(file, "heading", "Transport"), "variance_gbp_k", "804")
    sentences = [each.sentence for each in critical(workspace, P10)]
    assert any("the lines add up to 26,862 and the paper says 26,860" in sentence for sentence in sentences)


def test_a_line_that_misses_its_printed_total_by_one_is_information(workspace):
    file = workspace / "data" / str(P10) / "forecast.csv"
    change(file, line_of(file, "heading", "Transport"), "variance_gbp_k", "803")
    found = findings(workspace, P10)
    assert not [each for each in found if each.severity is Severity.CRITICAL]
    assert any("26,861" in each.sentence and each.severity is Severity.INFO for each in found)


@pytest.mark.parametrize(
    ("dataset", "column", "old", "new"),
    [
        ("position", "call_gbp_k", "all", "kind=not_in_forecast"),
        ("position", "pressure_gbp_k", "all", "group=Other"),
        ("savings", "red_gbp_k", "ref=S*", "ref=*"),
        ("savings", "red_gbp_k", "ref=S*", "ref="),
    ],
)
def test_a_total_of_lines_that_its_scope_cannot_mean_is_refused(workspace, dataset, column, old, new):
    file = workspace / "data" / str(P11) / "controls.csv"
    text = file.read_text(encoding="utf-8")
    written = f"{dataset},{column},{old},"
    assert written in text
    file.write_text(text.replace(written, f"{dataset},{column},{new},"), encoding="utf-8")
    assert any(each.code == "controls.scope" for each in critical(workspace, P11))


def test_a_forecast_of_headings_and_groups_together_is_refused(workspace):
    file = workspace / "data" / str(P10) / "forecast.csv"
    change(file, line_of(file, "heading", "Transport"), "level", "heading")
    assert any("mixes headings and groups" in each.sentence for each in critical(workspace, P10))


@pytest.mark.parametrize("column", ["value", "lowest"])
@pytest.mark.parametrize("can_be", [False, True])
def test_a_published_figure_below_zero_is_refused_unless_the_settings_say_that_it_can_be(workspace, column, can_be):
    file = workspace / "data" / "reference" / "compared.csv"
    area = {"value": "National", "lowest": "Local authority"}[column]
    change(file, line_of(file, "geographic_level", area), column, "-0.02")
    if can_be:
        settings = workspace / "params" / "trust.yaml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("high_is: worse}", "high_is: worse, below_zero: true}"), encoding="utf-8")
    found = [each for each in critical(workspace, P11) if each.file == "data/reference/compared.csv"]
    assert bool(found) is not can_be
    assert all(f"found -0.02 in {column}" in each.sentence and "below_zero: true" in each.mend for each in found)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("dataset", "column", "sentence"),
    [
        ("programme", "overlap_gbp_k", "there is overlap_with and no overlap_gbp_k"),
        ("programme", "overlap_with", "there is overlap_gbp_k and no overlap_with"),
        ("programme", "savings_ref", "there is savings_match and no savings_ref"),
        ("programme", "savings_match", "there is savings_ref and no savings_match"),
        ("controls", "locator", "this line repeats another: forecast, variance_gbp_k, all"),
    ],
)
def test_a_rule_that_ties_an_optional_column_to_another_holds_when_the_column_is_not_there(
    workspace, dataset, column, sentence, suffix
):
    file = workspace / "data" / str(P11) / f"{dataset}.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False).drop(columns=column)
    file.unlink()
    if suffix == ".csv":
        rows.to_csv(file, index=False)
    else:
        rows.to_excel(file.with_suffix(suffix), sheet_name=dataset, index=False)
    assert any(sentence in each.sentence for each in critical(workspace, P11))


def test_a_missing_column_is_named_once_and_hides_no_other_finding(workspace):
    file = workspace / "data" / str(P11) / "forecast.csv"
    text = file.read_text(encoding="utf-8").replace("variance_gbp_k", "varance_gbp_k").replace("Legal,", "Leagl,")
    file.write_text(text, encoding="utf-8")
    found = critical(workspace, P11)
    assert [each.sentence for each in found].count("the column 'variance_gbp_k' is missing") == 1
    assert any(each.sentence == "found 'Leagl'" for each in found)
    assert any("no column 'varance_gbp_k'" in each.sentence for each in found)


def test_a_council_split_that_does_not_sum_to_one_is_refused(workspace):
    file = workspace / "params" / "trust.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('"0.4416"', '"0.4417"'), encoding="utf-8")
    assert any("sum to 1.0001" in each.sentence for each in critical(workspace, P10))


@pytest.mark.parametrize(
    ("value", "code"), [("610", "savings.rag_adds_to_target"), ("", "savings.unexplained")], ids=["another", "empty"]
)
def test_savings_whose_parts_do_not_make_their_target_are_a_warning(workspace, value, code):
    file = workspace / "data" / str(P11) / "savings.csv"
    line = line_of(file, "ref", "S08")
    change(file, line, "red_gbp_k", value)
    found = [each for each in findings(workspace, P11) if each.code == code]
    assert [(each.severity, each.line, each.key) for each in found] == [(Severity.WARNING, line, "S08")]
    assert not [each for each in critical(workspace, P11) if each.file.endswith("savings.csv")]


def test_savings_by_status_word_or_by_what_is_achieved_pass_the_gate_with_data_alone(workspace):
    file = workspace / "data" / str(P11) / "savings.csv"
    controls = workspace / "data" / str(P11) / "controls.csv"
    kept = [line for line in controls.read_text(encoding="utf-8").splitlines(True) if not line.startswith("savings,")]
    controls.write_text("".join(kept), encoding="utf-8")
    refs = [row["ref"] for row in csv.DictReader(StringIO(file.read_text(encoding="utf-8")))]
    lines = [f"{ref},Saving {ref},{200 if ref == 'S07' else 100},red,no,,\n" for ref in refs if ref == "S07"]
    lines += [f"{ref},Saving {ref},100,,,60,40\n" for ref in refs if ref != "S07"]
    file.write_text("ref,proposal,target_gbp_k,status,in_forecast,achieved_gbp_k,at_risk_gbp_k\n" + "".join(lines))
    assert [each for each in findings(workspace, P11) if each.file.endswith("savings.csv")] == []
    assert critical(workspace, P11) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Do it,2024-03-21,"], []),
        (["Do it,,", "Do that,2024-03,2024-02-01"], []),
        (["Do it,,", "Do it,2024-03-21,"], ["'Do it' is on more than one line"] * 2),
        ([",2024-03-21,"], ["the cell is empty"]),
        (["Do it,2024,"], ["found '2024'"]),
        (["Do it,,2023-24-P10"], ["found '2023-24-P10'"]),
    ],
)
def test_actions_may_be_done_at_any_time_and_stand_once_each(workspace, lines, said):
    text = "\n".join(["action,due,done", *lines, ""])
    (workspace / "data" / str(P11) / "actions.csv").write_text(text, encoding="utf-8")
    assert [each.sentence for each in critical(workspace, P11)] == said


def test_an_item_for_red_savings_that_is_not_the_red_outside_the_forecast_is_refused(workspace):
    file = workspace / "data" / str(P11) / "adjustments.csv"
    change(file, line_of(file, "savings_ref", "S07"), "amount_gbp_k", "1447")
    assert any("items for savings not in the forecast are 1,447" in each.sentence for each in critical(workspace, P11))


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_still_checked(workspace):
    folder = workspace / "data" / str(P11)
    (folder / "savings.csv").write_bytes(b"PK\x03\x04\x00\x00")
    file = folder / "forecast.csv"
    change(file, line_of(file, "heading", "Legal"), "heading", "Leagl")
    sentences = [each.sentence for each in critical(workspace, P11)]
    assert any("is not text" in sentence for sentence in sentences)
    assert "found 'Leagl'" in sentences


def test_a_rule_that_great_expectations_does_not_know_is_one_sentence_naming_suite_and_rule(workspace):
    file = workspace / "expectations" / "forecast.json"
    text = file.read_text(encoding="utf-8").replace("expect_table_row_count_to_be_between", "expect_the_moon", 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GateError, match=r"expectations/forecast\.json: rule 2 \(expect_the_moon\): .*is not allowed"):
        check(Workspace(workspace), [P10])


@pytest.mark.parametrize("name", ["forecast.JSON", "forcast.json", "forecast.json.bak", "notes.md"])
def test_a_suite_that_nothing_would_read_is_named(workspace, name):
    (workspace / "expectations" / name).write_text("{}", encoding="utf-8")
    with pytest.raises(GateError, match="nothing reads a file of this name") as caught:
        check(Workspace(workspace), [P10])
    assert caught.value.file == f"expectations/{name}"


def test_a_column_that_only_a_condition_names_may_be_missing(workspace):
    file = workspace / "data" / str(P11) / "workforce.csv"
    rows = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8"))))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [name for name in rows[0] if name != "measure"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert any("measure" in (each.column or "") for each in critical(workspace, P11))


def test_what_cannot_be_read_is_a_finding_beside_all_others(workspace):
    folder = workspace / "data" / str(P11)
    (folder / "savings.csv").unlink()
    os.mkfifo(folder / "savings.csv")
    change(folder / "forecast.csv", line_of(folder / "forecast.csv", "heading", "Legal"), "note", "a \x1b[31mnote")
    sentences = {each.file: each.sentence for each in critical(workspace, P11)}
    assert sentences[f"data/{P11}/savings.csv"] == "it is a pipe, and cannot be read"
    assert sentences[f"data/{P11}/forecast.csv"].startswith(r"found 'a \x1b[31mnote'")


@pytest.mark.parametrize("copies", sorted({False, parallel_checks.COPIES}))
def test_several_processes_give_the_reports_of_one_in_its_order_and_its_error(workspace, monkeypatch, copies):
    monkeypatch.setattr(parallel_checks, "COPIES", copies)
    monkeypatch.setattr(parallel_checks, "LEAST", 1)
    place = Workspace(workspace)
    three = place.periods()[:3]
    reports, alone = check_shared(place, three, 2), check(place, three)
    assert list(reports) == list(alone) == three
    assert reports == alone
    (workspace / "expectations" / "forecast.json").write_text("[]", encoding="utf-8")
    with pytest.raises(GateError, match="forecast"):
        check_shared(place, three, 2)


def test_what_was_mended_on_reading_is_information_and_the_figures_are_the_same(workspace):
    folder = workspace / "data" / str(P10)
    file = folder / "forecast.csv"
    change(file, line_of(file, "heading", "Placements"), "variance_gbp_k", "24,005")
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-8-sig"))
    found = findings(workspace, P10)
    assert {each.severity for each in found} == {Severity.INFO}
    assert [each.sentence for each in found] == [
        "the file begins with a byte order mark",
        "read '24,005' as 24005 (thousands separators)",
    ]


def test_a_total_that_is_checked_against_nothing_is_refused(workspace):
    file = workspace / "data" / str(P11) / "controls.csv"
    change(file, line_of(file, "scope", "kind=not_in_forecast"), "scope", "kind=not_in_the_forecast")
    assert any("checks nothing" in each.sentence for each in critical(workspace, P11))


def test_each_return_is_read_once_however_many_later_periods_look_back_at_it(monkeypatch):
    opened: list[str] = []
    read_table = period_return.read_table

    def counted(path, schema, shown=None):
        opened.append(shown)
        return read_table(path, schema, shown)

    monkeypatch.setattr(period_return, "read_table", counted)
    workspace = Workspace(ROOT)
    check(workspace, workspace.periods()[:3])
    assert len(opened) == len(set(opened))
    assert sum(name.endswith("P07/forecast.csv") for name in opened) == 1
