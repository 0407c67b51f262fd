import openpyxl
import pytest

from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.period_return import read_return, return_tables

LATER = "2030-31-P04"


@pytest.fixture
def as_workbook(synthetic_workspace):
    """A synthetic workspace whose return is one workbook and no CSV file."""

    def make(change=lambda book: None):
        workspace = synthetic_workspace()
        folder = workspace.data / LATER
        before = read_return(workspace, Period.parse(LATER))
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, table in before.tables.items():
            sheet = book.create_sheet(name)
            sheet.append(list(table.written.columns))
            for _, row in table.written.iterrows():
                sheet.append([None if cell != cell else _value(cell) for cell in row])
        change(book)
        for path in folder.glob("*.csv"):
            path.unlink()
        book.save(folder / "return.xlsx")
        return workspace, before

    return make


def _value(cell):
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def test_a_workbook_reads_like_the_files_it_was_made_from(as_workbook):
    workspace, before = as_workbook()
    after = read_return(workspace, Period.parse(LATER))
    assert set(after.tables) == set(before.tables)
    for name, table in before.tables.items():
        assert after.tables[name].typed.equals(table.typed), name


def test_a_message_names_the_sheet_and_the_row(as_workbook):
    def change(book):
        book["forecast"]["G2"] = "#REF!"

    workspace, _ = as_workbook(change)
    with pytest.raises(ReturnError, match="error of the spreadsheet") as caught:
        _ = read_return(workspace, Period.parse(LATER)).forecast
    assert caught.value.file == f"data/{LATER}/return.xlsx, sheet forecast"
    assert caught.value.line == 2


def test_a_formula_without_a_value_is_refused(as_workbook):
    def change(book):
        book["forecast"]["G2"] = "=SUM(A1:A2)"

    workspace, _ = as_workbook(change)
    with pytest.raises(ReturnError, match="formula without its value") as caught:
        _ = read_return(workspace, Period.parse(LATER)).forecast
    assert "recalculate" in caught.value.mend


def test_a_sheet_that_is_no_dataset_is_refused(as_workbook):
    workspace, _ = as_workbook(lambda book: book.create_sheet("Sheet1"))
    errors = [read for read in return_tables(workspace, Period.parse(LATER)) if isinstance(read, ReturnError)]
    assert [error.file for error in errors] == [f"data/{LATER}/return.xlsx, sheet Sheet1"]


def test_a_dataset_that_is_there_twice_is_refused(as_workbook):
    workspace, _ = as_workbook()
    (workspace.data / LATER / "claims.csv").unlink(missing_ok=True)
    (workspace.data / LATER / "forecast.csv").write_text("level,heading\n", encoding="utf-8")
    errors = [read for read in return_tables(workspace, Period.parse(LATER)) if isinstance(read, ReturnError)]
    assert any("forecast is in" in error.problem for error in errors)
