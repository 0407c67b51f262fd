"""What a workbook says is not part of the return is passed over, and nothing else is."""

import openpyxl
import pytest

from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table

LATER = Period.parse("2030-31-P04")
NOT_PART = "Not part of the return"
FORECAST = [
    ["level", "heading", "variance_gbp_k", "note"],
    ["heading", "Staffing", 5, None],
    ["heading", "Placements", 7, None],
    ["heading", "Homes", 9, None],
]


@pytest.fixture
def read(synthetic_workspace):
    """The tables and errors of a return that is one workbook, made by a function from an empty one."""

    def made(build):
        workspace = synthetic_workspace({})
        folder = workspace.data / str(LATER)
        folder.mkdir()
        book = openpyxl.Workbook()
        book.remove(book.active)
        build(book)
        book.save(folder / "return.xlsx")
        return list(return_tables(workspace, LATER))

    return made


def add(book, title, rows):
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return sheet


def found(table):
    """Everything that the gate would say of a table as it was read."""
    return [*table.problems, *table.doubts, *table.corrections]


def test_a_sheet_that_says_so_in_its_first_cell_is_passed_over_without_a_word(read):
    def build(book):
        add(book, "How to fill this in", [[f"{NOT_PART}: read this first"], [], ["One", "Two"]])
        add(book, "forecast", FORECAST)

    (table,) = read(build)
    assert table.schema.name == "forecast"
    assert found(table) == []


def test_a_sheet_with_the_name_of_a_dataset_is_read_whatever_it_says(read):
    def build(book):
        add(book, "forecast", FORECAST)
        add(book, "Savings", [[NOT_PART], ["ref", "proposal"], ["S1", "Fewer moves"]])

    tables = {each.schema.name: each for each in read(build) if isinstance(each, Table)}
    assert list(tables["savings"].written["ref"]) == ["S1"]


def test_any_other_sheet_is_refused_and_the_message_says_how_to_keep_a_note(read):
    def build(book):
        add(book, "forecast", FORECAST)
        add(book, "Notes", [["A note"], [NOT_PART]])

    (error,) = (each for each in read(build) if isinstance(each, ReturnError))
    assert "sheet Notes: no dataset has this name" in str(error)
    assert f"type '{NOT_PART}' into its first cell" in str(error)


@pytest.mark.parametrize("titles", [0, 2])
def test_columns_from_the_heading_that_says_so_are_left_out_with_their_merged_and_hidden_cells(read, titles):
    def build(book):
        rows = [[f"Title {number}"] for number in range(titles)]
        beside = [[NOT_PART, "Last month", "Check"], [None, 4, "=1/0"], [None, "words", "Adds up"], [None, None, None]]
        sheet = add(book, "forecast", [*rows, *(row + more for row, more in zip(FORECAST, beside, strict=True))])
        for below in range(30):
            sheet.cell(titles + 6 + below, 7).value = "a check of a line that is not filled in"
        sheet.merge_cells(start_row=titles + 2, start_column=6, end_row=titles + 3, end_column=6)
        sheet.column_dimensions["G"].hidden = True

    (table,) = read(build)
    assert list(table.typed["variance_gbp"]) == [5000, 7000, 9000]
    assert list(table.written.columns) == FORECAST[0]
    assert [each.code for each in found(table)] == (["lines_above_header"] if titles else [])


def test_a_note_in_a_line_of_figures_that_begins_with_these_words_is_read_as_a_note(read):
    def build(book):
        add(book, "forecast", [FORECAST[0], [*FORECAST[1][:3], f"{NOT_PART}, says the paper"], *FORECAST[2:]])

    (table,) = read(build)
    assert table.written["note"].dropna().tolist() == [f"{NOT_PART}, says the paper"]
    assert list(table.typed["variance_gbp"]) == [5000, 7000, 9000]


def test_blank_lines_among_the_figures_are_still_counted_beside_columns_that_are_left_out(read):
    def build(book):
        rows = [FORECAST[0] + [NOT_PART], FORECAST[1], [None] * 5 + ["a check"], *FORECAST[2:]]
        add(book, "forecast", rows)

    (table,) = read(build)
    assert [each.code for each in found(table)] == ["blank_rows"]
    assert list(table.typed.index) == [2, 4, 5]


def test_what_concerns_the_whole_workbook_is_said_though_its_first_sheet_is_passed_over(read):
    def build(book):
        add(book, "Guide", [[NOT_PART]])
        add(book, "forecast", FORECAST)
        book.create_chartsheet("Picture")

    (table,) = read(build)
    assert [each.code for each in table.corrections] == ["sheet_without_cells"]


def test_a_workbook_with_nothing_to_read_has_no_forecast(read):
    (error,) = read(lambda book: add(book, "Guide", [[NOT_PART]]))
    assert error.code == "no_forecast"
