"""What a sheet of an .xlsx workbook holds, hides and cannot say, as the gate tells it."""

import io
import re
from datetime import date, datetime

import openpyxl
import pytest
from books import with_parts
from openpyxl.styles import numbers as formats
from schemas import PERIOD_DATASETS

from trustbook.checks.findings import Severity, from_doubt
from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table

PERIOD = Period(2030, 4)
ROWS = {
    "adjustments": (
        ("item", "kind", "amount_gbp_k", "recurring", "note"),
        ("Income", "disputed_income", 1222, "yes", "a note"),
        ("Homes", "outside_contract", -43.5, None, None),
    ),
    "workforce": (
        ("team", "measure", "value", "unit", "as_at", "note"),
        ("Court", "agency_share", 0.25, "share", "2030-07", None),
        ("Duty", "agency_headcount", 12, "count", "2030-07-31", None),
    ),
    "placements": (
        ("type", "measure", "value", "unit", "as_at", "note"),
        ("Residential", "packages", 130, "count", "2030-07", None),
        ("Fostering", "packages", 400, "count", "2030-07", None),
    ),
}
FIGURE = {"adjustments": "C", "workforce": "C", "placements": "C"}
every_dataset = pytest.mark.parametrize("dataset", list(ROWS))


def made(dataset, change=lambda sheet: None, ending=".xlsx"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = dataset
    for row in ROWS[dataset]:
        sheet.append(list(row))
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    """Read a file as the return of a period: its tables, and what was refused beside the missing forecast."""

    def write_and_read(content, name="return.xlsx"):
        workspace = Workspace(tmp_path)
        file = workspace.data / str(PERIOD) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        found = [each for each in return_tables(workspace, PERIOD) if "no forecast" not in str(each)]
        for each in found:
            if isinstance(each, ReturnError):
                assert len(str(each).splitlines()) == 1
        return found

    return write_and_read


@pytest.fixture
def table(read):
    def one(content, name="return.xlsx"):
        (found,) = read(content, name)
        assert isinstance(found, Table), found
        return found

    return one


@pytest.fixture
def refusal(read):
    def one(content, name="return.xlsx"):
        (found,) = read(content, name)
        assert isinstance(found, ReturnError)
        return found

    return one


def same(one, other):
    return one.typed.equals(other.typed) and one.written.equals(other.written)


def strict(name, text):
    return text.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


@every_dataset
def test_a_strict_open_xml_workbook_is_read_like_any_other(table, dataset):
    plain = made(dataset)
    assert same(table(with_parts(plain, strict)), table(plain))
    assert len(table(plain).typed) == 2


@every_dataset
def test_what_is_wrong_with_fills_and_fonts_is_no_concern(table, dataset):
    def change(name, text):
        return text.replace("<fills", "<fills><fill/></fills><fills", 1) if name == "xl/styles.xml" else text

    assert same(table(with_parts(made(dataset), change)), table(made(dataset)))


@every_dataset
@pytest.mark.parametrize("name", ["return.XLSX", "return.xlsm", "Return.Xlsm", "return.XLSM"])
def test_an_ending_in_capitals_is_the_same_ending(table, dataset, name):
    found = table(made(dataset), name)
    assert len(found.typed) == 2
    assert not found.corrections


def test_a_csv_file_whose_ending_is_in_capitals_is_read(table):
    found = table(b"item,kind,amount_gbp_k\nIncome,disputed_income,5\n", "adjustments.CSV")
    assert found.typed["amount_gbp"].tolist() == [5000]


def test_a_workbook_without_a_sheet_is_refused(refusal):
    def change(name, text):
        if name != "xl/workbook.xml":
            return text
        return text[: text.index("<sheets>")] + "<sheets/>" + text[text.index("</sheets>") + len("</sheets>") :]

    assert "no sheet" in refusal(with_parts(made("adjustments"), change)).problem


def test_a_sheet_of_a_dataset_without_cells_is_refused(refusal):
    book = openpyxl.Workbook()
    book.active.title = "workforce"
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(stream.getvalue()).problem == "the sheet is empty"


def test_published_statistics_among_the_returns_are_named_as_such(refusal):
    book = openpyxl.Workbook()
    book.active.append(["time_period", "time_identifier", "geographic_level", "agency_rate_fte"])
    stream = io.BytesIO()
    book.save(stream)
    error = refusal(stream.getvalue(), "ees.xlsx")
    assert "published statistics" in error.problem
    assert "compare import" in error.mend


@every_dataset
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("#REF!", "no longer there"),
        ("#DIV/0!", "divides by nothing"),
        ("#N/A", "not there"),
        ("#VALUE!", "text where it needs a number"),
        ("#NAME?", "does not know"),
        ("=SUM(Z1:Z9)", "formula without its value"),
    ],
)
@pytest.mark.parametrize("column", ["A", "C", "E"])
def test_an_error_or_a_formula_without_its_value_is_refused_in_any_column(table, dataset, value, words, column):
    (problem,) = table(made(dataset, lambda sheet: sheet.__setitem__(f"{column}3", value))).problems
    assert words in problem.problem
    assert "recalculate" in problem.mend
    assert f"sheet {dataset}, cell {column}3, column " in str(problem)


@every_dataset
@pytest.mark.parametrize("above", [1, 4])
def test_a_cell_is_named_by_its_letter_and_number_wherever_the_header_stands(table, dataset, above):
    def change(sheet):
        sheet["C3"] = "about ten"
        sheet.insert_rows(1, above)

    found = table(made(dataset, change))
    (problem,) = found.problems
    assert f"sheet {dataset}, cell C{3 + above}, column " in str(problem)
    assert f"{above} blank row" in found.corrections[0].sentence


@every_dataset
def test_an_unknown_heading_is_named_by_its_cell_and_blank_columns_before_it_are_passed_over(table, dataset):
    width = len(ROWS[dataset][0])
    letter = openpyxl.utils.get_column_letter(width + 3)
    found = table(made(dataset, lambda sheet: sheet.__setitem__(f"{letter}1", "Check")))
    extra = [each for each in found.problems if each.line == 1]
    assert [f"cell {letter}1, column Check" in str(each) for each in extra] == [True]
    assert any(
        "2 blank columns between others were left out" in correction.sentence for correction in found.corrections
    )


def test_a_row_that_is_wrong_as_a_whole_is_named_as_a_row(refusal):
    error = refusal(made("adjustments", lambda sheet: sheet.__setitem__("B3", "x" * 3000)))
    assert "row 3" in str(error)


def test_a_long_fraction_in_a_column_of_money_is_rounded_aloud(table):
    found = table(made("adjustments", lambda sheet: sheet.__setitem__("C2", 1234.5678999)))
    assert found.typed["amount_gbp"].tolist() == [1_234_568, -43_500]
    (correction,) = found.corrections
    assert correction.sentence == "read '1234.5678999' as 1234.568 (rounded to the nearest pound)"
    assert found.place(correction.line, correction.column) == "cell C2"


@pytest.mark.parametrize(("value", "pounds"), [(0.1 + 0.2, 300), (1990.1230000000001, 1_990_123), (-0.0001, 0)])
def test_what_binary_fractions_add_is_no_decimal(table, value, pounds):
    found = table(made("adjustments", lambda sheet: sheet.__setitem__("C2", value)))
    assert not found.problems
    assert found.typed["amount_gbp"].tolist()[0] == pounds
    assert found.written["amount_gbp_k"].tolist()[0] != "-0"


@pytest.mark.parametrize(("dataset", "value"), [("workforce", 1 / 3), ("placements", 1e-7 / 3), ("workforce", 2e14)])
def test_a_number_is_read_whatever_its_size(table, dataset, value):
    found = table(made(dataset, lambda sheet: sheet.__setitem__("C2", value)))
    assert not found.problems
    assert found.typed["value"].tolist()[0] == pytest.approx(value, abs=1e-15)


@every_dataset
def test_numbers_kept_as_text_are_read_aloud(table, dataset):
    def change(sheet):
        for row in (2, 3):
            sheet[f"C{row}"] = str(sheet[f"C{row}"].value)

    found = table(made(dataset, change))
    assert same(found, table(made(dataset)))
    (correction,) = found.corrections
    assert correction.sentence.startswith("2 numbers that the sheet keeps as text")
    assert (correction.line, correction.column) == (2, ROWS[dataset][0][2])


def shown(value, code):
    def change(sheet):
        sheet["E2"] = value
        sheet["E2"].number_format = code

    return change


@pytest.mark.parametrize("dataset", ["workforce", "placements"])
@pytest.mark.parametrize(
    "code", ["mmm-yy", "mmmm yyyy", "mm/yyyy", "[$-809]mmm\\ yy", '"Month" mmm;@', "mmm", "yyyy-mm"]
)
def test_a_month_that_is_kept_as_a_day_stays_a_month(table, dataset, code):
    found = table(made(dataset, shown(date(2024, 1, 1), code)))
    assert found.typed["as_at"].tolist()[0] == "2024-01"
    assert [correction.sentence for correction in found.corrections] == [
        "read '2024-01-01' as 2024-01 (the sheet shows a month and keeps a day of it)"
    ]
    assert not found.doubts


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "yyyy-mm-dd", "d mmmm yyyy", formats.FORMAT_DATE_XLSX14, "[$-F800]dddd"]
)
def test_a_first_of_a_month_that_is_shown_as_a_day_stays_a_day(table, code):
    found = table(made("placements", shown(date(2024, 1, 1), code)))
    assert found.typed["as_at"].tolist()[0] == "2024-01-01"
    assert not found.corrections


def test_a_year_shown_of_a_date_is_read_as_the_year(table):
    assert table(made("placements", shown(date(2024, 1, 1), "yyyy"))).typed["as_at"].tolist()[0] == "2024"


def test_a_day_within_a_month_that_is_shown_as_a_month_is_doubted(table):
    found = table(made("placements", shown(date(2024, 1, 31), "mmm-yy")))
    assert found.typed["as_at"].tolist()[0] == "2024-01"
    (doubt,) = found.doubts
    assert "keeps 2024-01-31" in doubt.sentence


def test_a_month_that_would_be_read_as_a_financial_year_is_refused(table):
    (problem,) = table(made("placements", shown(date(2011, 12, 1), "mmm-yy"))).problems
    assert "financial year" in problem.problem


def test_a_time_of_day_is_left_out_aloud(table):
    found = table(made("placements", shown(datetime(2024, 1, 31, 14, 30), "dd/mm/yyyy hh:mm")))
    assert found.typed["as_at"].tolist()[0] == "2024-01-31"
    assert [correction.sentence for correction in found.corrections] == [
        "read '2024-01-31 14:30:00' as 2024-01-31 (the time 14:30:00 was left out)"
    ]


@pytest.mark.parametrize(("starts_1904", "day"), [(False, "2024-01-01"), (True, "2028-01-02")])
def test_a_serial_number_that_is_not_shown_as_a_date_is_refused_with_the_day_that_it_would_be(table, starts_1904, day):
    def change(name, text):
        return re.sub(r"<workbookPr\b", f'<workbookPr date1904="{int(starts_1904)}"', text)

    content = made("placements", lambda sheet: sheet.__setitem__("E2", 45292))
    (problem,) = table(with_parts(content, change)).problems
    assert f"would be {day} as a date" in problem.problem
    assert day in problem.mend


def test_the_calendar_of_1904_is_honoured(table):
    def change(sheet):
        sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        shown(date(2024, 2, 29), "dd/mm/yyyy")(sheet)

    assert table(made("placements", change)).typed["as_at"].tolist()[0] == "2024-02-29"


@pytest.mark.parametrize("serial", [0.5, -3, 60, 3_000_000])
def test_a_number_that_is_no_day_in_the_format_of_a_date_is_refused(table, serial):
    (problem,) = table(made("placements", shown(serial, "dd/mm/yyyy"))).problems
    assert "no day that there is" in problem.problem


def test_a_date_in_a_column_of_numbers_is_refused_as_a_date(table):
    def change(sheet):
        sheet["C2"] = date(2024, 3, 5)

    (problem,) = table(made("adjustments", change)).problems
    assert problem.problem == "found the date 2024-03-05"


def test_a_date_in_a_column_of_text_is_doubted(table):
    def change(sheet):
        sheet["A2"] = date(2024, 3, 5)

    (doubt,) = table(made("adjustments", change)).doubts
    assert "as a date, in a column of text" in doubt.sentence


@every_dataset
@pytest.mark.parametrize("how", ["by hand", "by a filter", "no height"])
def test_a_hidden_row_is_read_with_a_warning(table, dataset, how):
    def change(sheet):
        sheet.row_dimensions[3].hidden = how != "no height"
        sheet.row_dimensions[9].hidden = True
        if how == "by a filter":
            sheet.auto_filter.ref = "A1:E3"
            sheet.auto_filter.add_filter_column(0, ["Income"])

    def flatten(name, text):
        return text.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"') if how == "no height" else text

    found = table(with_parts(made(dataset, change), flatten))
    assert same(found, table(made(dataset)))
    (doubt,) = found.doubts
    assert doubt.sentence.startswith("row 3 is hidden")
    assert ("filter" in doubt.sentence) == (how == "by a filter")
    assert from_doubt(doubt, found.file).severity is Severity.WARNING


def test_many_hidden_rows_are_said_in_one_sentence(table):
    def change(sheet):
        for row in range(2, 20):
            sheet.append([f"Item {row}", "outside_contract", row])
            sheet.row_dimensions[row].hidden = True

    (doubt,) = table(made("adjustments", change)).doubts
    assert doubt.sentence.startswith("rows 2, 3, 4, 5, 6, 7 and 12 more are hidden")


@every_dataset
def test_a_hidden_column_is_read_with_a_warning(table, dataset):
    def change(sheet):
        sheet.column_dimensions.group("B", "C", hidden=True)
        sheet.column_dimensions["Z"].hidden = True

    (doubt,) = table(made(dataset, change)).doubts
    assert doubt.sentence.startswith(f"columns B ({ROWS[dataset][0][1]}) and C ({ROWS[dataset][0][2]}) are hidden")


@every_dataset
@pytest.mark.parametrize(("state", "words"), [("hidden", "is hidden"), ("veryHidden", "is very hidden")])
def test_a_hidden_sheet_is_read_with_a_warning(read, dataset, state, words):
    def change(sheet):
        sheet.sheet_state = state
        sheet.parent.create_sheet("Lists").sheet_state = state
        sheet.parent.create_sheet("Cover")

    found, *errors = read(made(dataset, change))
    assert len(found.typed) == 2
    (doubt,) = found.doubts
    assert words in doubt.sentence
    assert [words in error.problem for error in errors] == [True, False]


@every_dataset
def test_merged_cells_are_said(table, dataset):
    found = table(made(dataset, lambda sheet: sheet.merge_cells("A2:A3")))
    (doubt,) = found.doubts
    assert doubt.sentence.startswith("the cells A2:A3 are merged")


def test_what_merged_cells_keep_unseen_is_said(table):
    def change(name, text):
        merged = '</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>'
        return text.replace("</sheetData>", merged) if "sheet1" in name else text

    found = table(with_parts(made("adjustments"), change))
    assert "what cell C3 keeps below was not read" in found.doubts[0].sentence
    assert found.typed["amount_gbp"].isna().tolist() == [False, True]


def test_every_dataset_that_is_tried_is_one():
    assert set(ROWS) <= set(PERIOD_DATASETS)


@pytest.mark.parametrize("name", ["forecast.xlsx", "Forecast.xls", "forecast.ods"])
def test_a_forecast_that_was_refused_is_not_also_missing(tmp_path, name):
    file = tmp_path / "data" / str(PERIOD) / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF-1.7")
    (error,) = return_tables(Workspace(tmp_path), PERIOD)
    assert "a PDF document" in str(error)


def test_an_empty_sheet_for_the_forecast_is_not_also_a_missing_forecast(tmp_path):
    file = tmp_path / "data" / str(PERIOD) / "return.xlsx"
    file.parent.mkdir(parents=True)
    book = openpyxl.Workbook()
    book.active.title = "forecast"
    book.save(file)
    (error,) = return_tables(Workspace(tmp_path), PERIOD)
    assert error.problem == "the sheet is empty"
