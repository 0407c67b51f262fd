"""The workbook of a new period: what can be typed, chosen, and not changed, and that the reader takes it as it is."""

import shutil
from io import BytesIO

import openpyxl
import pytest
from schemas import PERIOD_DATASETS

from looked_at import some
from trustbook.core.errors import GateError
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table
from trustbook.starting.new_period import new_period
from trustbook.starting.period_form import period_form
from trustbook.starting.workbook.book import return_workbook
from trustbook.starting.workbook.guide import TITLE

LATER, NEW = "2030-31-P04", Period.parse("2030-31-P05")
NOT_PART, SAYS = "Not part of the return", "Does it add up?"
LONGEST_FORMULA, DEEPEST = 8192, 64
"""The limits of Excel, which refuses a workbook that goes beyond them."""


@pytest.fixture
def workspace(synthetic_workspace, request):
    """Make a workspace with the suites of the library, which say what a cell may be."""

    def make(*arguments, **parts):
        made = synthetic_workspace(*arguments, **parts)
        shutil.copytree(request.config.rootpath / "expectations", made.expectations)
        return made

    return make


def opened(workspace, period=NEW, named=()):
    return openpyxl.load_workbook(BytesIO(return_workbook(workspace, period_form(workspace, period, named))))


def header(sheet):
    cells = [cell.value for cell in sheet[1]]
    return cells[: cells.index(NOT_PART)]


def column(sheet, name):
    """The cells below a heading."""
    place = next(cell.column for cell in sheet[1] if cell.value == name)
    return [sheet.cell(row, place) for row in range(2, sheet.max_row + 1)]


def choices(book, sheet, name):
    """The values of the drop-down of a column."""
    letter = column(book[sheet], name)[0].column_letter
    for each in book[sheet].data_validations.dataValidation:
        if each.type == "list" and f"{letter}2" in each.cells:
            title, _, cells = each.formula1.partition("!")
            return [cell.value for row in book[title][cells.replace("$", "")] for cell in row]
    return None


def test_there_is_a_sheet_for_each_dataset_after_the_one_that_explains(workspace, full_return):
    book = opened(workspace())
    names = [name for name in PERIOD_DATASETS if name in full_return and name != "claims"]
    assert book.sheetnames == [TITLE, *names, "Lists"]
    assert book.active.title == TITLE


def test_headers_and_names_are_those_of_the_files(workspace):
    place = workspace()
    book = opened(place)
    new_period(place, NEW)
    for table in some(return_tables(place, NEW)):
        sheet = book[table.schema.name]
        with (place.root / table.file).open(encoding="utf-8") as stream:
            assert header(sheet) == stream.readline().strip().split(",")
        key = table.schema.key[0]
        written = [cell.value for cell in column(sheet, key)][: len(table.written)]
        assert written == list(table.written[key])


def test_the_reader_finds_nothing_to_say_of_a_workbook_as_it_is_made(workspace):
    place = workspace()
    made = new_period(place, NEW, workbook=True)
    assert made.written == (f"data/{NEW}/return-{NEW}.xlsx", f"params/{NEW}.yaml")
    tables = list(return_tables(place, NEW))
    assert {each.schema.name for each in tables if isinstance(each, Table)} == {
        each.schema.name for each in made.form.datasets
    }
    assert [said for table in tables for said in (*table.problems, *table.doubts, *table.corrections)] == []
    forecast = next(each for each in tables if each.schema.name == "forecast")
    assert forecast.typed["variance_gbp"].isna().all()


def test_figures_are_typed_and_headers_headings_last_figures_and_checks_are_locked(workspace):
    sheet = opened(workspace())["forecast"]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for cell in sheet[1])
    for name in ("level", "heading", SAYS, "Variance, £ thousand at P4"):
        assert all(cell.protection.locked for cell in column(sheet, name)), name
    for name in ("variance_gbp_k", "note", "source_id"):
        assert not any(cell.protection.locked for cell in column(sheet, name)), name


def test_the_last_figures_are_beside_the_cells_to_fill_in(workspace, full_return):
    sheet = opened(workspace())["forecast"]
    last = {row["heading"]: row["variance_gbp_k"] for row in full_return["forecast"]}
    shown = zip(column(sheet, "heading"), column(sheet, "Variance, £ thousand at P4"), strict=True)
    assert {name.value: figure.value for name, figure in shown} == last


def test_the_last_figures_of_another_year_say_which(workspace):
    sheet = opened(workspace(), Period.parse("2031-32-P02"))["forecast"]
    assert column(sheet, "Variance, £ thousand at 2030-31-P04")


@pytest.mark.parametrize(
    ("sheet", "name", "values"),
    [
        (
            "adjustments",
            "kind",
            ["agreed_funding", "outside_contract", "disputed_income", "recovery", "not_in_forecast"],
        ),
        ("adjustments", "recurring", ["yes", "no"]),
        ("controls", "unit", ["gbp_k", "count"]),
        ("programme", "rag", ["red", "amber", "green"]),
    ],
)
def test_a_column_with_a_closed_set_of_values_has_them_as_a_list(workspace, sheet, name, values):
    assert choices(opened(workspace()), sheet, name) == values


def test_the_papers_of_the_register_are_the_choices_for_a_source(workspace, synthetic_reference):
    book = opened(workspace())
    registered = sorted(row["source_id"] for row in synthetic_reference["sources"])
    assert choices(book, "forecast", "source_id") == choices(book, "workforce", "source_id") == registered


def test_a_paper_that_is_not_in_the_register_yet_can_be_typed(workspace):
    sheet = opened(workspace())["forecast"]
    letter = column(sheet, "source_id")[0].column_letter
    (rule,) = (each for each in sheet.data_validations.dataValidation if f"{letter}2" in each.cells)
    assert rule.errorStyle == "warning"


def test_the_bodys_own_words_for_a_status_are_choices(workspace, trust_settings, full_return):
    trust_settings["saving_statuses"] = {"On track": "green"}
    full_return["savings"] = [{"ref": "S1", "proposal": "Fewer moves", "target_gbp_k": 5, "status": "On track"}]
    book = opened(workspace({LATER: full_return}, trust=trust_settings))
    assert choices(book, "savings", "status")[-1] == "On track"


def test_money_takes_figures_only_and_says_its_unit(workspace):
    sheet = opened(workspace())["forecast"]
    letter = column(sheet, "variance_gbp_k")[0].column_letter
    (rule,) = (each for each in sheet.data_validations.dataValidation if f"{letter}2" in each.cells)
    assert (rule.type, rule.errorStyle) == ("decimal", None)
    assert rule.prompt.startswith("In thousands of pounds. Projected outturn less revised contract sum")
    assert "In thousands of pounds." in sheet[f"{letter}1"].comment.text


def test_references_and_dates_are_cells_of_text_so_that_a_spreadsheet_leaves_them_alone(workspace):
    book = opened(workspace())
    assert {cell.number_format for cell in column(book["savings"], "ref")} == {"@"}
    assert {cell.number_format for cell in column(book["workforce"], "as_at")} == {"@"}


def test_text_of_the_last_return_is_never_a_formula(workspace, full_return):
    full_return["savings"][0]["proposal"] = "'=1+1"
    cell = column(opened(workspace({LATER: full_return}))["savings"], "proposal")[0]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_there_are_spare_lines_where_lines_can_be_added_and_none_in_the_forecast(workspace, full_return):
    book = opened(workspace(), named=["claims", "savings"])
    assert book["forecast"].max_row == 1 + len(full_return["forecast"])
    assert book["savings"].max_row == 21 + len(full_return["savings"])
    assert book["claims"].max_row == 81


def test_no_formula_goes_beyond_what_excel_takes(workspace):
    formulas = [
        cell.value
        for sheet in opened(workspace(), named=list(PERIOD_DATASETS))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 100
    assert max(map(len, formulas)) < LONGEST_FORMULA
    for formula in formulas:
        depths = [0]
        for mark in formula:
            depths.append(depths[-1] + {"(": 1, ")": -1}.get(mark, 0))
        assert max(depths) < DEEPEST


def test_a_suite_that_is_missing_is_said_and_nothing_is_written(workspace):
    place = workspace()
    (place.expectations / "savings.json").unlink()
    with pytest.raises(GateError, match=r"expectations/savings\.json: there is no such suite"):
        new_period(place, NEW, workbook=True)
    assert not (place.data / str(NEW)).exists()
