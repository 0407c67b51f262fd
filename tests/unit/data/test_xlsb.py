"""Binary workbooks (.xlsb): values, dates, errors and what is hidden, written here record by record."""

import contextlib
import io
import struct
import time
import zipfile

import pytest
from books import by_another_reader
from hypothesis import given
from hypothesis import strategies as st
from schemas import PERIOD_DATASETS

from trustbook.core.errors import ReturnError
from trustbook.data.period_return import table_of_sheet
from trustbook.data.reader import Table
from trustbook.data.workbooks.workbook import read_sheets
from trustbook.data.workbooks.xlsb import rk

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MONTH, DAY = 1, 2
HEADER = ("item", "kind", "amount_gbp_k", "note")
CARE = ("type", "measure", "value", "unit", "as_at")


class Raw:
    """A cell given as its record: kind and what follows column and style."""

    def __init__(self, kind, body, style=0):
        self.kind, self.body, self.style = kind, body, style


def number(value, style=0):
    return Raw(5, struct.pack("<d", value), style)


def error(code):
    return Raw(3, bytes([code]))


def varying(value):
    out = b""
    while True:
        value, low = value >> 7, value & 0x7F
        out += bytes([low | (0x80 if value else 0)])
        if not value:
            return out


def record(kind, body=b""):
    return varying(kind) + varying(len(body)) + body


def wide(text):
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def row_of(index, cells, hidden):
    head = struct.pack("<IIHBB", index, 0, 300, 0, 0x10 if hidden else 0) + b"\x00" + struct.pack("<I", 0)
    out = record(0, head)
    for column, value in enumerate(cells):
        if value is None:
            continue
        each = value if isinstance(value, Raw) else number(value) if not isinstance(value, str) else Raw(6, wide(value))
        out += record(each.kind, struct.pack("<II", column, each.style) + each.body)
    return out


def sheet_part(rows, hidden=(), merged=(), columns=(), filtered=False, at=0):
    body = record(129) + record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, 9))
    if columns:
        each = (struct.pack("<IIIIH", first, last, 2000, 0, 1) for first, last in columns)
        body += record(390) + b"".join(record(60, one) for one in each) + record(391)
    body += record(145)
    body += b"".join(row_of(at + index, cells, index in hidden) for index, cells in enumerate(rows)) + record(146)
    if filtered:
        body += record(161, struct.pack("<IIII", 0, 9, 0, 3)) + record(163, b"\x00" * 6) + record(164) + record(162)
    if merged:
        body += record(177, struct.pack("<I", len(merged)))
        body += b"".join(record(176, struct.pack("<IIII", *each)) for each in merged) + record(178)
    return body + record(130)


def book(part, title="adjustments", state=0, texts=(), starts_1904=False):
    formats = record(44, struct.pack("<H", 164) + wide("mmm\\-yy")) + record(
        44, struct.pack("<H", 165) + wide("dd/mm/yyyy")
    )
    styles = b"".join(record(47, struct.pack("<HH", 0, each) + b"\x00" * 12) for each in (0, 164, 165))
    main = record(131) + record(153, struct.pack("<II", int(starts_1904), 0) + wide(""))
    main += (
        record(143) + record(156, struct.pack("<II", state, 1) + wide("rId1") + wide(title)) + record(144) + record(132)
    )
    shared = record(159, struct.pack("<II", len(texts), len(texts)))
    shared += b"".join(record(19, b"\x00" + wide(text)) for text in texts) + record(160)
    two, three = struct.pack("<I", 2), struct.pack("<I", 3)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="bin" ContentType="application/x"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": main,
        "xl/_rels/workbook.bin.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.bin"),
            ("rId2", "styles", "styles.bin"),
            ("rId3", "sharedStrings", "sharedStrings.bin"),
        ),
        "xl/worksheets/sheet1.bin": part,
        "xl/styles.bin": record(278)
        + record(615, two)
        + formats
        + record(616)
        + record(617, three)
        + styles
        + record(618),
        "xl/sharedStrings.bin": shared,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(*each):
    listed = "".join(f'<Relationship Id="{one}" Type="{OFFICE}/{kind}" Target="{to}"/>' for one, kind, to in each)
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


@pytest.fixture
def sheets(tmp_path):
    def read(content):
        (tmp_path / "return.xlsb").write_bytes(content)
        return read_sheets(tmp_path / "return.xlsb", "return.xlsb")

    return read


@pytest.fixture
def table(sheets):
    def read(*rows, title="adjustments", state=0, texts=(), starts_1904=False, **more):
        (sheet,) = sheets(book(sheet_part(rows, **more), title, state, texts, starts_1904))
        found = table_of_sheet(sheet, "return.xlsb", PERIOD_DATASETS)
        assert isinstance(found, Table), found
        return found

    return read


_words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
_values = st.none() | _words | st.integers(-(2**29), 2**29 - 1) | st.floats(-1e9, 1e9).map(lambda each: round(each, 3))


@given(st.lists(st.lists(_values, min_size=1, max_size=5), min_size=1, max_size=6))
def test_it_reads_the_same_values_as_another_reader(tmp_path_factory, rows):
    content = book(sheet_part(rows))
    path = tmp_path_factory.mktemp("books") / "return.xlsb"
    path.write_bytes(content)
    (found,) = read_sheets(path, "return.xlsb")
    theirs = by_another_reader(content)
    ours = {place: each.text for place, each in found.raw.cells.items()}
    assert ours.keys() == theirs.keys()
    for place, value in theirs.items():
        assert (float(ours[place]) if isinstance(value, float) else ours[place]) == value


@pytest.mark.parametrize(
    ("bits", "value"),
    [(0x3FF00000, 1.0), (0x3FF00001, 0.01), (2 | 123 << 2, 123), (3 | 123 << 2, 1.23), (2 | (2**30 - 5) << 2, -5)],
)
def test_a_short_number_is_read_as_the_format_says(table, bits, value):
    assert rk(bits) == value
    found = table(HEADER, ("Income", "disputed_income", Raw(2, struct.pack("<I", bits)), None))
    assert found.typed["amount_gbp"].tolist() == [round(value * 1000)]


def test_texts_that_cells_share_and_texts_with_fonts_are_read(table):
    shared, rich = Raw(7, struct.pack("<I", 1)), Raw(62, b"\x01" + wide("bold"))
    found = table(HEADER, (shared, "outside_contract", 5, rich), texts=("other", "Homes"))
    assert (found.typed["item"].tolist(), found.typed["note"].tolist()) == (["Homes"], ["bold"])


@pytest.mark.parametrize("kind", [3, 11])
@pytest.mark.parametrize(("code", "words"), [(0x17, "#REF!"), (0x07, "#DIV/0!"), (0x2A, "#N/A"), (0x99, "an error")])
def test_an_error_is_refused(table, kind, code, words):
    (problem,) = table(HEADER, ("Income", "disputed_income", Raw(kind, bytes([code])))).problems
    assert words in problem.problem
    assert "cell C2" in str(problem)


@pytest.mark.parametrize(
    ("style", "serial", "read", "mended"),
    [(MONTH, 45292, "2024-01", True), (DAY, 45292, "2024-01-01", False), (DAY, 45322.5, "2024-01-31", True)],
)
def test_a_month_stays_a_month_and_a_day_a_day(table, style, serial, read, mended):
    found = table(CARE, ("Residential", "packages", 130, "count", number(serial, style)), title="placements")
    assert found.typed["as_at"].tolist() == [read]
    assert bool(found.corrections) is mended


def test_the_calendar_of_1904_is_honoured(table):
    row = ("Residential", "packages", 130, "count", number(45292 - 1462, DAY))
    assert table(CARE, row, title="placements", starts_1904=True).typed["as_at"].tolist() == ["2024-01-01"]


@pytest.mark.parametrize("filtered", [True, False])
def test_what_is_hidden_is_read_with_a_warning(table, filtered):
    row = ("Income", "disputed_income", 5, None)
    found = table(HEADER, row, state=2, hidden=(1,), columns=[(1, 1)], merged=[(0, 1, 3, 3)], filtered=filtered)
    assert [doubt.sentence.partition(" in the")[0] for doubt in found.doubts] == [
        "the sheet 'adjustments' is very hidden",
        f"row 2 is hidden{' by a filter or by hand' if filtered else ''}",
        "column B (kind) is hidden",
        "the cells D1:D2 are merged: the first cell of each was read, the others as empty",
    ]


def test_one_cell_in_the_last_row_costs_nothing(table):
    begun = time.process_time()
    found = table(HEADER, ("Income", "disputed_income", 5), at=1_048_574)
    assert found.typed.index.tolist() == [1_048_576]
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "part",
    [
        record(0, struct.pack("<I", 2**31) + b"\x00" * 13),
        row_of(0, ["x"], False)[:-3],
        record(5, struct.pack("<IId", 0, 0, 5)),
        row_of(0, [], False) + record(5, struct.pack("<IId", 20_000, 0, 5)),
        row_of(0, [number(float("nan"))], False),
        row_of(0, [number(float("inf"))], False),
        row_of(0, [Raw(7, struct.pack("<I", 999))], False),
        row_of(0, [Raw(6, struct.pack("<I", 2**31))], False),
        row_of(0, [Raw(16, struct.pack("<d", 5))], False),
    ],
)
def test_a_damaged_part_is_refused(sheets, part):
    with pytest.raises(ReturnError, match="damaged"):
        sheets(book(part))


def test_more_records_than_any_workbook_has_are_refused(sheets):
    with pytest.raises(ReturnError, match="more than 500,000 cells"):
        sheets(book(record(500) * 500_001))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_bytes_are_read_or_refused(tmp_path_factory, damage):
    part = bytearray(sheet_part([HEADER, ("Income", "disputed_income", 5, "note")], hidden=(1,), merged=[(0, 1, 3, 3)]))
    for place, byte in damage:
        part[place % len(part)] = byte
    path = tmp_path_factory.mktemp("books") / "return.xlsb"
    path.write_bytes(book(bytes(part)))
    with contextlib.suppress(ReturnError):
        assert read_sheets(path, "return.xlsb")
