"""Workbooks in the format of LibreOffice: values, dates, what is hidden, and repeats that stand for a million cells."""

import contextlib
import io
import time
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

import pytest
from books import by_another_reader
from hypothesis import given
from hypothesis import strategies as st
from schemas import PERIOD_DATASETS

from trustbook.core.errors import ReturnError
from trustbook.data.period_return import table_of_sheet
from trustbook.data.reader import Table
from trustbook.data.workbooks.workbook import read_sheets

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("draw", "drawing"),
    )
)
NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
STYLES = (
    '<number:date-style style:name="N1"><number:month number:textual="true"/><number:text>-</number:text><number:year/>'
    '</number:date-style><number:date-style style:name="N2"><number:day/><number:month/><number:year/>'
    '</number:date-style><style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="bold-month" style:family="table-cell" style:parent-style-name="month"/>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value="", more=""):
    if value == "":
        return f"<table:table-cell {more}/>"
    if isinstance(value, (int, float)):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}" {more}><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    if isinstance(value, datetime):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}" {more}><text:p>'
            f"{value:%b-%y}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string" {more}>{lines}</table:table-cell>'


def row(*cells, more=""):
    written = (each if isinstance(each, str) and each.startswith("<table:") else cell(each) for each in cells)
    return f"<table:table-row {more}>{''.join(written)}</table:table-row>"


def sheet(*rows, name="adjustments", more="", columns=""):
    return f'<table:table table:name="{name}" {more}>{columns}{"".join(rows)}</table:table>'


def book(*sheets, kind=KIND, before="", parts=None):
    content = (
        f'<office:document-content {NAMES} office:version="1.3"><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{before}{''.join(sheets)}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, text in ({"META-INF/manifest.xml": MANIFEST} | (parts or {})).items():
            archive.writestr(name, text)
    return stream.getvalue()


HEADER = row("item", "kind", "amount_gbp_k", "note")
CARE = row("type", "measure", "value", "unit", "as_at")
MANY = 1_048_570


@pytest.fixture
def sheets(tmp_path):
    def read(content, name="return.ods"):
        (tmp_path / name).write_bytes(content)
        return read_sheets(tmp_path / name, name)

    return read


@pytest.fixture
def table(sheets):
    def read(*rows, **more):
        found = table_of_sheet(sheets(book(sheet(*rows, **more)))[0], "return.ods", PERIOD_DATASETS)
        assert isinstance(found, Table), found
        return found

    return read


_words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=8).map(str.strip).filter(bool)
_cells = st.lists(st.lists(st.just("") | _words | st.integers(-(10**9), 10**9), min_size=1, max_size=5), max_size=6)


@given(_cells)
def test_it_reads_the_same_values_as_another_reader(tmp_path_factory, rows):
    content = book(sheet(*(row(*each) for each in rows)))
    path = tmp_path_factory.mktemp("books") / "return.ods"
    path.write_bytes(content)
    (found,) = read_sheets(path, "return.ods")
    theirs = by_another_reader(content)
    ours = {place: each.text for place, each in found.raw.cells.items()}
    assert ours.keys() == theirs.keys()
    for place, value in theirs.items():
        assert ours[place] == (str(int(value)) if isinstance(value, float) else " ".join(value.split())) or (
            isinstance(value, str) and ours[place].split() == value.split()
        )


def test_a_workbook_of_libreoffice_is_read(table):
    found = table(HEADER, row("Income", "disputed_income", 1222, "one\ntwo"), row("Homes", "outside_contract", -43.5))
    assert not found.problems
    assert found.typed["amount_gbp"].tolist() == [1_222_000, -43_500]
    assert found.typed["note"].tolist()[0] == "one two"
    assert found.place(3, "amount_gbp_k") == "cell C3"


@pytest.mark.parametrize(
    ("style", "day", "read"),
    [("month", 1, "2024-01"), ("bold-month", 1, "2024-01"), ("day", 1, "2024-01-01"), ("day", 31, "2024-01-31")],
)
@pytest.mark.parametrize("where", ["cell", "row", "column"])
def test_a_month_stays_a_month_wherever_its_style_is_named(table, style, day, read, where):
    default = f'table:default-cell-style-name="{style}"'
    found = table(
        CARE,
        row(
            *("Residential", "packages", 130, "count"),
            cell(datetime(2024, 1, day), f'table:style-name="{style}"' if where == "cell" else ""),
            more=default if where == "row" else "",
        ),
        name="placements",
        columns='<table:table-column table:number-columns-repeated="4"/>'
        f"<table:table-column {default if where == 'column' else ''}/>",
    )
    assert found.typed["as_at"].tolist() == [read]
    assert bool(found.corrections) == (len(read) == len("2024-01"))


@pytest.mark.parametrize(
    ("attributes", "text", "words"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#REF!", "no longer there"),
        ('office:value-type="float" office:value="0" table:formula="of:=1/0"', "#DIV/0!", "divides by nothing"),
        ('office:value-type="float" office:value="0" table:formula="of:=X"', "Err:508", "could not work it out"),
        ('table:formula="of:=[.A1]"', "", "formula without its value"),
        ('office:value-type="time" office:time-value="PT10H00M00S"', "10:00", "no day that there is"),
    ],
)
def test_what_has_no_value_is_refused(table, attributes, text, words):
    (problem,) = table(
        HEADER,
        row(
            "Income",
            "disputed_income",
            f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>",
        ),
    ).problems
    assert words in problem.problem
    assert "cell C2" in str(problem)


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_and_columns_are_read_with_a_warning(table, how):
    found = table(
        HEADER,
        row("Income", "disputed_income", 5, more=f'table:visibility="{how}" table:number-rows-repeated="2"'),
        columns='<table:table-column/><table:table-column table:visibility="collapse"/>',
    )
    by = " by a filter or by hand" if how == "filter" else ""
    assert [doubt.sentence for doubt in found.doubts] == [
        f"rows 2 and 3 are hidden{by} in the sheet, and were read and counted",
        "column B (kind) is hidden in the sheet, and was read",
    ]
    assert found.typed["amount_gbp"].tolist() == [5000, 5000]


def test_a_hidden_sheet_is_read_with_a_warning(table):
    found = table(HEADER, row("Income", "disputed_income", 5), more='table:style-name="away"')
    assert "is hidden in the workbook" in found.doubts[0].sentence


def test_merged_cells_are_said(table):
    found = table(
        HEADER,
        row(cell("Income", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'), "disputed_income", 5),
        row("<table:covered-table-cell/>", "disputed_income", 6),
    )
    assert found.doubts[0].sentence.startswith("the cells A2:A3 are merged")


def test_comments_drawings_and_deleted_cells_are_no_text_of_a_cell(sheets):
    comment = "<office:annotation><text:p>look</text:p></office:annotation>"
    drawing = "<draw:rect><text:p>box</text:p></draw:rect>"
    nested = f"<draw:frame>{sheet(row('x'), name='y')}</draw:frame>"
    noted = f'<table:table-cell office:value-type="string">{comment}{drawing}<text:p>Income</text:p></table:table-cell>'
    found = sheets(
        book(
            sheet(row(noted, 5), f"<table:shapes>{nested}</table:shapes>"),
            before=f"<table:tracked-changes>{sheet(row('gone'))}</table:tracked-changes>",
        )
    )
    assert [each.rows for each in found] == [[(1, ["Income", "5"])]]


def test_empty_rows_and_cells_that_stand_for_a_million_cost_nothing(table):
    begun = time.process_time()
    found = table(
        HEADER,
        row("Income", "disputed_income", 5, cell(more='table:number-columns-repeated="16380"')),
        row(cell(more='table:number-columns-repeated="16384"'), more=f'table:number-rows-repeated="{MANY}"'),
        row("Homes", "outside_contract", 6),
    )
    assert time.process_time() - begun < 2
    assert found.typed.index.tolist() == [2, MANY + 3]


@pytest.mark.parametrize(
    "rows",
    [
        [row("x", more=f'table:number-rows-repeated="{MANY}"')],
        [row(cell("x", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1000"')],
        [row(cell(5, 'table:number-columns-repeated="999999999999"'))],
        [row(cell("x", 'table:number-columns-repeated="16384"'))] * 40,
    ],
)
def test_cells_that_stand_for_a_million_are_refused_before_they_are_laid_out(sheets, rows):
    begun = time.process_time()
    with pytest.raises(ReturnError, match="more than 500,000 cells"):
        sheets(book(sheet(HEADER, *rows)))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("count", ["0", "-5", "many", "1e3"])
def test_a_count_that_is_none_is_refused(sheets, count):
    with pytest.raises(ReturnError, match="damaged"):
        sheets(book(sheet(row("x", more=f'table:number-rows-repeated="{count}"'))))


def test_a_workbook_with_a_password_is_refused_as_such(sheets):
    manifest = '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    with pytest.raises(ReturnError, match="password"):
        sheets(book(sheet(HEADER), parts={"META-INF/manifest.xml": manifest}))


def test_another_document_of_libreoffice_is_named(sheets):
    with pytest.raises(ReturnError, match=r"opendocument\.text"):
        sheets(book(kind="application/vnd.oasis.opendocument.text"))


@given(st.binary(max_size=60), st.integers(0, 2000))
def test_damaged_bytes_are_read_or_refused(tmp_path_factory, damage, place):
    whole = book(sheet(HEADER, row("Income", "disputed_income", 5)))
    path = tmp_path_factory.mktemp("books") / "return.ods"
    path.write_bytes(whole[: place % len(whole)] + damage + whole[place % len(whole) + len(damage) :])
    with contextlib.suppress(ReturnError):
        assert read_sheets(path, "return.ods")
