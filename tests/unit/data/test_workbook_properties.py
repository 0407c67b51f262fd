"""Any workbook: what is written is what is read back, and nothing but the library's own error comes of any bytes."""

import io
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.config.workspace import Workspace
from trustbook.core.characters import forbidden_character, on_one_line
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.cells import is_total
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table

PERIOD = Period(2030, 4)
HEADER = ["item", "kind", "amount_gbp_k", "note"]

_characters = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\u00a0") | st.just("\n")
_words = (
    st.text(_characters, max_size=12)
    .map(str.strip)
    .filter(lambda text: not is_total(text) and text[:1] not in ("=", "#") and forbidden_character(text) is None)
)
_rows = st.lists(st.tuples(_words.filter(bool), st.none() | st.integers(-(10**11), 10**11), _words), max_size=6)


def read(content: bytes) -> list[Table | ReturnError]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        file = workspace.data / str(PERIOD) / "return.xlsx"
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        return list(return_tables(workspace, PERIOD))


def workbook(*rows, header=HEADER, title="adjustments", change=lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(header)
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def adjustments(content: bytes) -> Table:
    (table,) = (each for each in read(content) if isinstance(each, Table))
    return table


@given(_rows)
def test_what_is_written_to_a_sheet_is_what_is_read(rows):
    cells = [(item, "outside_contract", None if pounds is None else pounds / 1000, note) for item, pounds, note in rows]
    table = adjustments(workbook(*cells))
    assert not table.problems
    assert table.typed.index.tolist() == list(range(2, len(rows) + 2))
    frame = table.typed.astype(object).where(table.typed.notna(), None)
    read_back = list(zip(frame["item"], frame["amount_gbp"], frame["note"], strict=True))
    assert read_back == [(on_one_line(item), pounds, on_one_line(note) or None) for item, pounds, note in rows]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.booleans())
def test_a_day_is_read_as_the_day_that_it_is(day, as_text):
    header = ["team", "measure", "value", "unit", "as_at"]
    row = ("Court", "agency_share", 0.25, "share", day.isoformat() if as_text else day)
    assert adjustments(workbook(row, header=header, title="workforce")).typed["as_at"].tolist() == [day.isoformat()]


@given(st.sets(st.integers(2, 60), min_size=1, max_size=6))
def test_rows_between_which_others_are_blank_keep_their_numbers(numbers):
    def fill(sheet):
        for number in numbers:
            for column, value in enumerate(("Item", "outside_contract", number), 1):
                sheet.cell(number, column, value)

    table = adjustments(workbook(change=fill))
    assert table.typed["amount_gbp"].to_dict() == {number: number * 1000 for number in sorted(numbers)}


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_never_fall_over(content):
    assert any(isinstance(each, ReturnError) for each in read(content))


_WHOLE = workbook(("Income", "disputed_income", 1222, "a note"), ("Homes", "outside_contract", -43.5, None))


@given(st.lists(st.tuples(st.integers(0, len(_WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_damaged_bytes_is_read_or_refused_and_never_falls_over(damage):
    content = bytearray(_WHOLE)
    for place, byte in damage:
        content[place] = byte
    for each in some(read(bytes(content))):
        assert isinstance(each, (Table, ReturnError))


@given(st.integers(0, len(_WHOLE) - 1))
def test_a_workbook_that_was_cut_off_is_refused(length):
    errors = [each for each in read(_WHOLE[:length]) if isinstance(each, ReturnError)]
    assert any("not a workbook" in error.problem for error in errors)


def test_formatting_far_below_and_beside_the_table_is_passed_over():
    def colour(sheet):
        sheet.cell(1_048_576, 16_384).font = openpyxl.styles.Font(bold=True)

    table = adjustments(workbook(("Income", "disputed_income", 1222, None), change=colour))
    assert not table.problems
    assert not table.corrections
    assert table.typed["amount_gbp"].tolist() == [1_222_000]


@pytest.mark.parametrize("value", ["TRUE", "007", "1e5", "null", "_x41_", "'quoted'"])
def test_words_that_a_spreadsheet_might_take_for_something_else_are_kept(value):
    table = adjustments(workbook((value, "outside_contract", 5, None)))
    assert table.typed["item"].tolist() == [value]
    assert not pd.isna(table.typed["amount_gbp"]).any()


def test_a_character_that_the_format_writes_as_its_number_is_read_as_that_character():
    table = adjustments(workbook(("_x005F_x0041_", "outside_contract", 5, "one_x000D_\ntwo")))
    assert table.typed["item"].tolist() == ["_x0041_"]
    assert table.typed["note"].tolist() == ["one two"]
