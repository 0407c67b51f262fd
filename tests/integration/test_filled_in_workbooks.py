"""A workbook that was filled in and saved by LibreOffice is read as the same return in CSV files is.

Formulas have no values before a spreadsheet program has worked them out, so that only one can show what they say.
"""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from test_other_bodies import laid_out
from workbooks_filled_in import fill_in, needs_libreoffice, saved_by_libreoffice, sentences
from workspaces import copy_workspace, trustbook

from trustbook.checks.findings import Severity
from trustbook.checks.gate import check
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.starting.new_period import new_period

pytestmark = [needs_libreoffice, pytest.mark.usefixtures("remembered")]
P10, P11, MISSING = "2023-24-P10", "2023-24-P11", 77
NOT_PART, SAYS = "Not part of the return", "Does it add up?"


@pytest.fixture(scope="module")
def as_files(tmp_path_factory):
    """A workspace with P11 alone, in CSV files: no return before it says what its movements should be."""
    folder = copy_workspace(tmp_path_factory.mktemp("files") / "workspace")
    for other in (folder / "data").glob("2023-24-P*"):
        if other.name != P11:
            shutil.rmtree(other)
    return folder


@pytest.fixture(scope="module")
def empty_workbook(as_files, tmp_path_factory):
    """The workbook for P11 in a workspace whose last return has the same datasets and columns."""
    folder = shutil.copytree(as_files, tmp_path_factory.mktemp("new") / "workspace")
    (folder / "data" / P11).rename(folder / "data" / P10)
    (folder / "params" / f"{P11}.yaml").unlink()
    names = [path.stem for path in (folder / "data" / P10).glob("*.csv")]
    forecast = folder / "data" / P10 / "forecast.csv"
    with forecast.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    for line in lines:  # what P10 had, so that the movements of P11 are true
        line["variance_gbp_k"] = int(line["variance_gbp_k"]) - int(line["movement_gbp_k"] or MISSING)
    with forecast.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, lines[0])
        writer.writeheader()
        writer.writerows(lines)
    new_period(Workspace(folder), Period.parse(P11), names, workbook=True)
    return folder / "data" / P11 / f"return-{P11}.xlsx"


@pytest.fixture
def filled(as_files, empty_workbook, tmp_path):
    """Type the true figures into the workbook, change it, save it by LibreOffice, and put it into a workspace."""

    def make(change=lambda book: None, ending="xlsx"):
        book = openpyxl.load_workbook(empty_workbook)
        fill_in(book, as_files / "data" / P11)
        change(book)
        book.save(tmp_path / "typed.xlsx")
        saved = saved_by_libreoffice(tmp_path / "typed.xlsx", ending)
        folder = copy_workspace_without_returns(as_files, tmp_path / "workspace")
        shutil.copy(saved, folder / "data" / P11)
        return folder, saved

    return make


def copy_workspace_without_returns(source: Path, folder: Path) -> Path:
    shutil.copytree(source, folder, dirs_exist_ok=True)
    for path in (folder / "data" / P11).iterdir():
        path.unlink()
    return folder


def findings(folder, period=P11):
    """What the gate finds, without the places, which are cells in one and lines in the other."""
    found = check(Workspace(folder), [Period.parse(period)])[Period.parse(period)].findings
    return sorted(
        (each.severity, each.code, each.key, each.sentence, each.column or "", each.expected) for each in found
    )


def metrics(folder):
    ran = trustbook("metrics", P11, "--json", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_every_dataset_of_the_true_return_comes_back_with_the_same_findings_and_metrics(filled, as_files, ending):
    folder, _ = filled(ending=ending)
    assert findings(folder) == findings(as_files)
    assert metrics(folder) == metrics(as_files)


def test_the_true_return_adds_up_line_by_line_save_where_the_gate_says_so_too(filled):
    _, saved = filled()
    assert set(sentences(saved, "forecast")) == {"Adds up"}
    of_savings = [each for each in sentences(saved, "savings") if each not in ("", "Adds up")]
    assert of_savings == [
        f"Amber, green and mitigations come to 0, but the stated total is {total}" for total in (200, 620, 627)
    ]
    # one movement is missing in the paper, so that the others do not make its total
    of_totals = [each for each in sentences(saved, "controls") if each not in ("", "Adds up")]
    assert of_totals == ["The lines come to 653, which is 77 less than this total"]
    for sheet in ("adjustments", "workforce", "programme", "claims"):
        assert set(sentences(saved, sheet)) <= {"", "Filled in"}


def verdict(saved):
    page = openpyxl.load_workbook(saved, data_only=True).worksheets[0]
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]


def test_the_first_sheet_counts_what_is_left_to_do(filled):
    def half(book):
        for row in range(2, 5):
            for place in range(3, 9):
                book["forecast"].cell(row, place).value = None

    _, saved = filled(half)
    said = verdict(saved)
    assert "3 lines are still to be filled in. " in " ".join(said)
    assert sentences(saved, "forecast")[:4] == [*["To fill in: variance"] * 3, "Adds up"]


TYPED = (
    ("forecast", "revised_contract_sum_gbp_k", 2, 51827,
     "Contract sum and change requests come to 51,826, but the revised contract sum is 51,827"),
    ("forecast", "projected_outturn_gbp_k", 3, None, "To fill in: projected outturn"),
    ("forecast", "movement_gbp_k", 4, 343, "The variance moved by 219 since P10, but the movement is 343"),
    ("forecast", "movement_gbp_k", 6, 77, "Adds up"),
    ("forecast", "variance_gbp_k", 7, 510.5,
     "Revised contract sum and variance come to 5,298.5, but the projected outturn is 5,298"),
    ("savings", "amber_gbp_k", 2, 90, "Its parts come to 90 of a target of 100: 10 is not explained"),
    ("savings", "green_gbp_k", 3, 601, "Its parts come to 601 of a target of 600: 1 too much"),
    ("savings", "target_gbp_k", 4, None, "To fill in: target"),
    ("controls", "value", 2, 150900, "The lines come to 150,938, which is 38 more than this total"),
    ("controls", "value", 3, 2095, "Adds up"),
    ("controls", "value", 9, 24300, "The lines come to 24,225, which is 75 less than this total"),
    ("controls", "value", 13, 31600, "The lines come to 31,632.5, which is 32.5 more than this total"),
    ("controls", "value", 15, None, "To fill in: value"),
    ("workforce", "value", 2, None, "To fill in: value"),
)  # fmt: skip
"""What is typed in place of the true figure, and what its line then says."""


def test_a_line_says_in_words_what_does_not_add_up(filled):
    def change(book):
        for sheet, name, row, typed, _ in TYPED:
            header = [cell.value for cell in book[sheet][1]]
            book[sheet].cell(row, header.index(name) + 1).value = typed

    _, saved = filled(change)
    said = {sheet: sentences(saved, sheet) for sheet in {each[0] for each in TYPED}}
    assert [said[sheet][row - 2] for sheet, _, row, _, _ in TYPED] == [each[-1] for each in TYPED]


def test_a_sheet_that_is_deleted_is_a_dataset_that_is_not_reported(filled):
    def change(book):
        for name in ("savings", "claims"):
            del book[name]

    folder, saved = filled(change)
    assert not [each for each in verdict(saved) if "#REF!" in each or "Err:" in each]
    assert {each for each in sentences(saved, "controls")} >= {"Compared by trustbook check"}
    refused = {each[1] for each in findings(folder) if each[0] is Severity.CRITICAL}
    assert refused == {"controls.scope", "programme.savings_ref"}  # what refers to the savings


def test_the_city_starts_its_next_month_from_files_and_from_a_workbook(tmp_path):
    folder = laid_out("city", tmp_path / "workspace")
    true = tmp_path / "true"
    (folder / "data" / "2025-26-P07").rename(true)
    (folder / "params" / "2025-26-P07.yaml").unlink()
    before = None
    last = {path.stem for path in (folder / "data" / "2025-26-P05").iterdir()}
    named = [word for path in true.iterdir() for word in ("--dataset", path.stem)]
    for how in ((), ("--workbook",)):
        ran = trustbook("new", "2025-26-P07", *named, *how, cwd=folder)
        assert ran.returncode == 0, ran.stderr
        refused = trustbook("check", "2025-26-P07", cwd=folder)
        assert refused.returncode == 1
        assert "column variance_gbp_k: the cell is empty" in refused.stdout
        place = folder / "data" / "2025-26-P07"
        if how:
            book = openpyxl.load_workbook(place / "return-2025-26-P07.xlsx")
            fill_in(book, true)
            book.save(tmp_path / "typed.xlsx")
            saved = saved_by_libreoffice(tmp_path / "typed.xlsx")
            assert set(sentences(saved, "forecast")) == {"Adds up"}  # its movements are since what the paper says of P5
            assert [each for each in sentences(saved, "savings") if each] == [
                "Adds up",
                "Its parts come to 210 of a target of 250: 40 is not explained",
                "Adds up",
            ]
            shutil.copy(saved, place / "return-2025-26-P07.xlsx")
        else:
            for path in true.iterdir():
                asked, given = ((each / path.name).read_text().splitlines()[0] for each in (place, true))
                assert set(given.split(",")) <= set(asked.split(","))
                assert asked == given or path.stem not in last
                shutil.copy(path, place)
        after = findings(folder, "2025-26-P07")
        assert trustbook("check", "2025-26-P07", cwd=folder).returncode == 0
        assert before in (None, after)
        before = after
        shutil.rmtree(place)


def test_subtotals_are_held_to_their_lines_in_the_bodys_own_words(tmp_path):
    folder = laid_out("company", tmp_path / "workspace")
    true = tmp_path / "true"
    (folder / "data" / "2025-26-P06").rename(true)
    new_period(Workspace(folder), Period.parse("2025-26-P06"), ["adjustments", "savings", "controls"], workbook=True)
    book = openpyxl.load_workbook(folder / "data" / "2025-26-P06" / "return-2025-26-P06.xlsx")
    for path in true.iterdir():  # what the return before did not have has other columns
        if path.stem not in ("forecast", "adjustments"):
            path.unlink()
    fill_in(book, true)
    book.save(tmp_path / "typed.xlsx")
    assert set(sentences(saved_by_libreoffice(tmp_path / "typed.xlsx"), "forecast")) == {"Adds up"}
    header = [cell.value for cell in book["forecast"][1]]
    book["forecast"].cell(3, header.index("projected_outturn_gbp_k") + 1).value = 28910
    book["forecast"].cell(4, header.index("revised_contract_sum_gbp_k") + 1).value = 9605
    # a total of a sum that has subtotals leaves them out, and the groups of the settings are known
    typed = (
        ("projected_outturn_gbp_k", "all", 47580),
        ("variance_gbp_k", "group=Teams", -170),
        ("variance_gbp_k", "all", 0),
    )
    for row, (column, scope, value) in enumerate(typed, 2):
        for place, cell in enumerate(("forecast", column, scope, value, "gbp_k", 0), 1):
            book["controls"].cell(row, place).value = cell
    book.save(tmp_path / "changed.xlsx")
    saved = saved_by_libreoffice(tmp_path / "changed.xlsx")
    assert sentences(saved, "forecast")[:3] == [
        "Its lines come to 43,390, but its projected outturn is 43,380",
        "Revised contract price and variance come to 28,900, but the projected outturn is 28,910",
        "Contract price and change requests come to 9,600, but the revised contract price is 9,605",
    ]
    assert sentences(saved, "controls")[:3] == [
        "Adds up",
        "Adds up",
        "The lines come to 1,730, which is 1,730 more than this total",
    ]
