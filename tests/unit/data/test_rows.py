import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core.errors import ReturnError
from trustbook.data.rows import LONGEST_CELL, MOST_ROWS, read_rows

COLUMNS = ("heading", "variance_gbp_k", "note")


@pytest.fixture
def read(tmp_path):
    def write_and_read(content: bytes | str):
        file = tmp_path / "forecast.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_rows(file, "forecast.csv", COLUMNS)

    return write_and_read


def whys(read_back):
    return " | ".join(correction.sentence for correction in read_back.corrections)


PLAIN = "heading,variance_gbp_k,note\nStaff,5,x\n"
ROWS = ((1, ["heading", "variance_gbp_k", "note"]), (2, ["Staff", "5", "x"]))


def test_a_plain_file_is_read_as_it_is_and_nothing_is_said(read):
    assert read(PLAIN).rows == ROWS
    assert read(PLAIN).corrections == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xef\xbb\xbf" + PLAIN.encode(), "byte order mark"),
        (PLAIN.encode("utf-16"), "UTF-16"),
        (PLAIN.replace(",", ";"), "semicolons"),
        (PLAIN.replace(",", "\t"), "tabs"),
        (PLAIN + ",,\n,,\n", "2 blank rows were left out"),
        (PLAIN.replace("\n", ",,\n"), "2 blank columns were left out"),
        (PLAIN.replace("variance_gbp_k", " Variance GBP-k "), "case and spaces of the heading"),
        (PLAIN.replace("\n", "\r\n") + "\r\n", "1 blank row was left out"),
    ],
)
def test_what_a_spreadsheet_does_to_a_file_is_mended_and_said(read, content, says):
    found = read(content)
    assert found.rows == ROWS
    assert says in whys(found)


def test_windows_letters_are_read_and_said_with_the_line(read):
    found = read("heading,variance_gbp_k,note\nStaff,5,Caf\u00e9 \u00a35\n".encode("cp1252"))
    assert found.rows[1][1][2] == "Caf\u00e9 \u00a35"
    assert "Windows-1252" in whys(found)
    assert found.corrections[0].line == 2


def test_non_breaking_spaces_are_read_as_spaces_and_counted(read):
    found = read("heading,variance_gbp_k,note\nOther\u00a0Care,5,x\n")
    assert found.rows[1][1][0] == "Other Care"
    assert "non-breaking spaces in 1 cell" in whys(found)


def test_columns_may_come_in_another_order(read):
    assert read("note,heading,variance_gbp_k\nx,Staff,5\n").rows[0][1] == ["note", "heading", "variance_gbp_k"]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b",,\n", b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n\x00", b"\xff\xfe\x00"]
)
def test_what_is_no_table_of_text_is_refused(read, content):
    with pytest.raises(ReturnError):
        read(content)


def test_a_folder_where_a_file_should_be_is_refused(tmp_path):
    with pytest.raises(ReturnError, match="cannot be read"):
        read_rows(tmp_path, "forecast.csv", COLUMNS)


def test_more_lines_than_any_return_has_are_refused(read):
    with pytest.raises(ReturnError, match="more than 10,000 lines"):
        read("heading,variance_gbp_k,note\n" + "Staff,5,x\n" * (MOST_ROWS + 1))
    assert len(read("heading,variance_gbp_k,note\n" + "Staff,5,x\n" * MOST_ROWS).rows) == MOST_ROWS + 1


def test_a_cell_longer_than_any_note_is_refused_with_its_line(read):
    with pytest.raises(ReturnError, match="quotation mark") as caught:
        read(PLAIN + f'Care,6,"{"x" * (LONGEST_CELL + 1)}"\n')
    assert caught.value.line == 3


def test_a_quotation_mark_that_is_not_closed_is_refused(read):
    with pytest.raises(ReturnError, match="not CSV"):
        read(PLAIN + 'Care,6,"open\n')


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_the_projects_own_error(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("bytes") / "forecast.csv"
    file.write_bytes(content)
    with contextlib.suppress(ReturnError):
        assert all(isinstance(line, int) for line, _ in read_rows(file, "forecast.csv", COLUMNS).rows)
