"""What the gate says of a return that is a workbook: cells by letter and number, and what is hidden as a warning."""

import csv
import json
import shutil

import openpyxl
import pytest
import yaml
from workspaces import copy_workspace

from trustbook.checks.findings import Severity, read_report
from trustbook.checks.gate import check
from trustbook.claims.statements import read_claims
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period

pytestmark = pytest.mark.usefixtures("remembered")

P10, P11 = Period.parse("2023-24-P10"), Period.parse("2023-24-P11")


def value(text):
    try:
        return float(text)
    except ValueError:
        return text or None


def into_workbook(folder, period, change=lambda book: None, name="return.xlsx"):
    """Put every CSV file of a return into a workbook, and take the files away."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for path in sorted((folder / "data" / str(period)).glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            sheet.append([value(cell) for cell in row])
        path.unlink()
    change(book)
    book.save(folder / "data" / str(period) / name)


@pytest.fixture
def workspace(tmp_path):
    return copy_workspace(tmp_path / "trust")


def findings(folder, period):
    return check(Workspace(folder), [period])[period].findings


def test_a_return_in_a_workbook_has_the_findings_of_its_files(workspace):
    before = [(each.severity, each.sentence) for each in findings(workspace, P11)]
    into_workbook(workspace, P11)
    after = [(each.severity, each.sentence) for each in findings(workspace, P11) if each.severity is not Severity.INFO]
    assert sorted(after) == sorted(each for each in before if each[0] is not Severity.INFO)


def test_a_hidden_row_is_a_warning_that_can_be_acknowledged(workspace):
    def hide(book):
        book["forecast"].row_dimensions[3].hidden = True

    into_workbook(workspace, P10, hide)
    (warning,) = (each for each in findings(workspace, P10) if "hidden" in each.sentence)
    assert warning.severity is Severity.WARNING
    assert warning.where == "data/2023-24-P10/return.xlsx, sheet forecast, row 3"
    assert not warning.acknowledged
    file = workspace / "params" / "2023-24-P10.yaml"
    parameters = yaml.safe_load(file.read_text(encoding="utf-8"))
    parameters["acknowledged"] = {"reading.hidden_rows@forecast, group, Placements": "The row is one of ours"}
    file.write_text(yaml.safe_dump(parameters), encoding="utf-8")
    (warning,) = (each for each in findings(workspace, P10) if "hidden" in each.sentence)
    assert warning.acknowledged == "The row is one of ours"


def test_rules_and_reconciliations_name_cells_as_the_spreadsheet_does(workspace):
    def spoil(book):
        book["forecast"].insert_rows(1, 2)
        book["forecast"]["B4"] = "Nobody"
        book["adjustments"]["C2"] = 99_999

    into_workbook(workspace, P10, spoil)
    wheres = {each.where for each in findings(workspace, P10) if each.severity is Severity.CRITICAL}
    assert "data/2023-24-P10/return.xlsx, sheet forecast, cell B4, column heading" in wheres


def test_the_place_of_a_finding_is_written_and_read_back(workspace, tmp_path):
    into_workbook(workspace, P10, lambda book: book["forecast"].__setitem__("B2", "Nobody"))
    report = check(Workspace(workspace), [P10])[P10]
    (tmp_path / "report.json").write_text(report.as_json(), encoding="utf-8")
    assert read_report(tmp_path / "report.json") == report
    written = json.loads(report.as_json())["findings"]
    assert {"place" in each for each in written if each["file"].endswith(".csv")} <= {False}


def test_claims_in_a_workbook_are_held_against_the_figures_like_those_in_a_file(workspace):
    before = read_claims(Workspace(workspace), P11)
    into_workbook(workspace, P11)
    after = read_claims(Workspace(workspace), P11)
    assert len(before) > 10
    assert after == before
    shutil.rmtree(workspace / "data" / "2023-24-P11")
    (workspace / "data" / "2023-24-P11").mkdir()
    assert len(read_claims(Workspace(workspace), P11)) < len(before)
