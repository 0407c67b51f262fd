"""Workbooks of Excel 97 to 2003 (.xls): values, texts cut over records, dates, errors and what is hidden."""

import contextlib
import io
import struct
import time
from datetime import date, datetime

import pytest
import xlwt
from books import by_another_reader
from hypothesis import given
from hypothesis import strategies as st
from schemas import PERIOD_DATASETS

from trustbook.core.errors import ReturnError
from trustbook.data.period_return import table_of_sheet
from trustbook.data.reader import Table
from trustbook.data.workbooks.workbook import read_sheets
from trustbook.data.workbooks.xls_texts import unicode_text

HEADER = ("item", "kind", "amount_gbp_k", "note")
CARE = ("type", "measure", "value", "unit", "as_at")
ROW = ("Income", "disputed_income", 5.25, "a note")


def book(*rows, title="adjustments", change=lambda sheet: None, dates_1904=False, code="dd/mm/yyyy"):
    made = xlwt.Workbook()
    made.dates_1904 = dates_1904
    sheet = made.add_sheet(title, cell_overwrite_ok=True)
    style = xlwt.easyxf(num_format_str=code)
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value, *([style] if isinstance(value, date) else []))
    change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture
def sheets(tmp_path):
    def read(content):
        (tmp_path / "return.xls").write_bytes(content)
        return read_sheets(tmp_path / "return.xls", "return.xls")

    return read


@pytest.fixture
def table(sheets):
    def read(*rows, **more):
        found = table_of_sheet(sheets(book(*rows, **more))[0], "return.xls", PERIOD_DATASETS)
        assert isinstance(found, Table), found
        return found

    return read


_words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=200)
_values = st.none() | _words | st.integers(-(2**40), 2**40) | st.floats(-1e9, 1e9).map(lambda each: round(each, 3))


@given(st.lists(st.lists(_values, min_size=1, max_size=5), min_size=1, max_size=30))
def test_it_reads_the_same_values_as_another_reader(tmp_path_factory, rows):
    content = book(*rows)
    path = tmp_path_factory.mktemp("books") / "return.xls"
    path.write_bytes(content)
    (found,) = read_sheets(path, "return.xls")
    theirs = by_another_reader(content)
    ours = {place: each.text for place, each in found.raw.cells.items()}
    assert ours.keys() == theirs.keys()
    for place, value in theirs.items():
        assert (ours[place] if isinstance(value, str) else float(ours[place])) == value


def test_texts_that_go_on_over_many_records_are_read_whole(sheets):
    texts = [[f"{'é' if place % 3 else '語'}{place} " + "x" * (37 * place % 1900)] for place in range(400)]
    (found,) = sheets(book(*texts))
    assert found.rows == [(number, [text]) for number, (text,) in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([struct.pack("<HB", 4, 0) + b"ab", b"\x00cd"], "abcd"),
        ([struct.pack("<HB", 4, 0) + b"ab", b"\x01c\x00d\x00"], "abcd"),
        ([struct.pack("<HB", 4, 1) + b"a\x00b\x00", b"\x00cd"], "abcd"),
        ([struct.pack("<HBH", 2, 8, 1) + b"ab" + b"\x00" * 2, b"\x00" * 2], "ab"),
        ([struct.pack("<HBI", 2, 4, 5) + b"ab" + b"\x00" * 5], "ab"),
    ],
)
def test_a_text_that_is_cut_says_again_how_it_is_written(parts, text):
    assert unicode_text(parts) == text


def test_a_workbook_of_an_older_excel_is_read(table):
    found = table(HEADER, ROW, ("Homes", "outside_contract", -43, None))
    assert not found.problems
    assert found.typed["amount_gbp"].tolist() == [5250, -43_000]
    assert found.place(3, "amount_gbp_k") == "cell C3"


@pytest.mark.parametrize("dates_1904", [False, True])
@pytest.mark.parametrize(
    ("code", "day", "read", "mended"),
    [
        ("mmm-yy", date(2024, 1, 1), "2024-01", True),
        ("mmmm yyyy", date(2024, 1, 1), "2024-01", True),
        ("dd/mm/yyyy", date(2024, 1, 1), "2024-01-01", False),
        ("dd/mm/yyyy hh:mm", datetime(2024, 1, 31, 14, 30), "2024-01-31", True),
    ],
)
def test_a_month_stays_a_month_and_a_day_a_day(table, dates_1904, code, day, read, mended):
    row = ("Residential", "packages", 130, "count", day)
    found = table(CARE, row, title="placements", code=code, dates_1904=dates_1904)
    assert found.typed["as_at"].tolist() == [read]
    assert bool(found.corrections) is mended


@pytest.mark.parametrize("code", [0x17, 0x07, 0x2A])
def test_an_error_is_refused(table, code):
    names = {0x17: "#REF!", 0x07: "#DIV/0!", 0x2A: "#N/A"}
    found = table(HEADER, ROW, change=lambda sheet: sheet.row(1).set_cell_error(2, code))
    (problem,) = found.problems
    assert names[code] in problem.problem
    assert "cell C2" in str(problem)


@pytest.mark.parametrize("column", [0, 2, 3])
def test_a_formula_without_its_value_is_refused(table, column):
    found = table(HEADER, ROW, change=lambda sheet: sheet.write(1, column, xlwt.Formula("1+1")))
    (problem,) = found.problems
    assert "formula without its value" in problem.problem


def test_what_is_kept_of_a_formula_is_read(sheets):
    content = book(HEADER, ROW, change=lambda sheet: sheet.write(1, 2, xlwt.Formula("1+1")))
    kept = content.replace(struct.pack("<Q", 0xFFFF000000000003), struct.pack("<d", 2.5))
    assert sheets(kept)[0].rows[1][1][2] == "2.5"


@pytest.mark.parametrize(("visibility", "words"), [(1, "is hidden"), (2, "is very hidden")])
def test_what_is_hidden_is_read_with_a_warning(table, visibility, words):
    def change(sheet):
        sheet.visibility = visibility
        sheet.row(1).hidden = True
        sheet.col(1).hidden = True
        sheet.write_merge(1, 2, 3, 3, "merged")

    found = table(HEADER, ROW, ("Homes", "outside_contract", 1, None), change=change)
    sentences = [doubt.sentence for doubt in found.doubts]
    assert words in sentences[0]
    assert [sentence.partition(" in the")[0] for sentence in sentences[1:3]] == [
        "row 2 is hidden",
        "column B (kind) is hidden",
    ]
    assert sentences[3].startswith("the cells D2:D3 are merged")


def test_a_cell_far_below_costs_nothing(sheets):
    begun = time.process_time()
    (found,) = sheets(book(change=lambda sheet: sheet.write(65_535, 255, "x")))
    assert [line for line, _ in found.rows] == [65_536]
    assert time.process_time() - begun < 1


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_bytes_are_read_or_refused(tmp_path_factory, damage):
    content = bytearray(book(HEADER, ROW))
    for place, byte in damage:
        content[place % len(content)] = byte
    path = tmp_path_factory.mktemp("books") / "return.xls"
    path.write_bytes(bytes(content))
    with contextlib.suppress(ReturnError):
        assert read_sheets(path, "return.xls")


@pytest.mark.parametrize("size", [8, 511, 512, 513, 1500, 4000])
def test_a_workbook_that_was_cut_off_is_refused(sheets, size):
    with pytest.raises(ReturnError, match="not a workbook that can be read"):
        sheets(book(HEADER, ROW)[:size])


def test_a_workbook_with_a_password_or_of_excel_95_is_refused_as_such(sheets):
    content = book(HEADER, ROW)
    protected = content.replace(b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00", 1)
    assert protected != content
    with pytest.raises(ReturnError, match="password"):
        sheets(protected)
    with pytest.raises(ReturnError, match="Excel 95"):
        sheets(content.replace(b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x10\x00\x00\x05"))


def test_a_ring_of_sectors_is_refused_at_once(sheets):
    content = bytearray(book(HEADER, *[ROW] * 400))
    (table,) = struct.unpack_from("<I", content, 76)
    for sector in range(128):
        struct.pack_into("<I", content, 512 + 512 * table + 4 * sector, sector)
    begun = time.process_time()
    with pytest.raises(ReturnError, match="damaged"):
        sheets(bytes(content))
    assert time.process_time() - begun < 1


def test_a_table_of_sectors_that_is_named_many_times_is_refused(sheets):
    content = bytearray(book(HEADER, ROW))
    content[76 : 76 + 8] = content[76:80] * 2
    with pytest.raises(ReturnError, match="damaged"):
        sheets(bytes(content))


def test_a_sheet_that_is_listed_many_times_is_counted_each_time(sheets):
    many = book(*[ROW] * 9_000)
    assert len(sheets(many)[0].rows) == 9_000
    made = xlwt.Workbook()
    for number in range(60):
        sheet = made.add_sheet(f"s{number}")
        for row in range(9_000 if number == 0 else 1):
            sheet.write(row, 0, row + 0.5)
    stream = io.BytesIO()
    made.save(stream)
    content = stream.getvalue()
    at = content.index(b"\x85\x00")
    first = content[at + 4 : at + 8]
    for number in range(1, 60):
        place = content.index(f"s{number}".encode("ascii"), at) - 12
        content = content[: place + 4] + first + content[place + 8 :]
    with pytest.raises(ReturnError, match="more than 500,000"):
        sheets(content)
