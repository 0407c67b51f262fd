"""A cell is one line of text that can be seen: what else it holds is refused with its place, or read as a space."""

import openpyxl
import pytest

from trustbook.core.characters import forbidden_character
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.period_return import read_return, return_tables

LATER = "2030-31-P04"
PERIOD = Period.parse(LATER)
ODD = ["\x1b", "\x07", "\x7f", "\x9b", "\u2028", "\u202e", "\u200e", "\u2066", "\ufffe", "\ufeff", "\u200b", "\x0b"]
HEADER = "item,kind,amount_gbp_k,recurring,note\n"


@pytest.fixture
def adjustments(synthetic_workspace):
    def read(text):
        made = synthetic_workspace()
        (made.data / LATER / "adjustments.csv").write_bytes(text.encode("utf-8"))
        found = [each for each in return_tables(made, PERIOD) if "adjustments" in each.file]
        assert len(found) == 1
        return found[0]

    return read


@pytest.mark.parametrize("char", ODD, ids=lambda char: f"{ord(char):04X}")
def test_a_character_that_nobody_sees_is_refused_with_its_cell(adjustments, char):
    error = adjustments(f"{HEADER}Income,outside_contract,5,,a note\nRent,outside_contract,5,,a {char}note\n")
    assert isinstance(error, ReturnError)
    assert (error.file, error.line, error.column) == (f"data/{LATER}/adjustments.csv", 3, "note")
    assert "found 'a \\" in error.problem
    assert f"U+{ord(char):04X}" in error.problem
    assert forbidden_character(str(error)) is None


@pytest.mark.parametrize("char", ODD, ids=lambda char: f"{ord(char):04X}")
def test_in_a_heading_it_is_refused_with_its_place(adjustments, char):
    error = adjustments(f"item,ki{char}nd,amount_gbp_k\nIncome,outside_contract,5\n")
    assert isinstance(error, ReturnError)
    assert (error.line, error.column) == (1, "2")
    assert forbidden_character(str(error)) is None


@pytest.mark.parametrize("place", ["\x1c5", "5\x85", "\u20285"])
def test_it_is_refused_though_taking_space_off_would_take_it_away(adjustments, place):
    assert isinstance(adjustments(f"{HEADER}Income,outside_contract,{place},,\n"), ReturnError)


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\t", " \n\n "])
def test_a_line_break_within_a_cell_becomes_a_space_and_is_said(adjustments, between):
    table = adjustments(f'{HEADER}Income,outside_contract,5,,"one{between}two"\n')
    assert table.typed["note"].tolist() == ["one two"]
    assert [(correction.line, correction.sentence) for correction in table.corrections] == [
        (2, "line breaks or tabs in 1 cell were read as spaces")
    ]


def test_a_line_break_at_the_end_of_a_cell_is_space_like_other_space(adjustments):
    table = adjustments(f'{HEADER}Income,outside_contract,"5\n",,"note\n"\n')
    assert table.typed["note"].tolist() == ["note"]
    assert not table.corrections


def test_in_a_workbook_too(synthetic_workspace):
    made = synthetic_workspace()
    for text in ("Income\u202e", "Income\ufffe\u2028"):
        book = openpyxl.Workbook()
        book.active.title = "adjustments"
        book.active.append(HEADER.strip().split(","))
        book.active.append([text.replace("\ufffe", ""), "outside_contract", 5])
        book.save(made.data / LATER / "return.xlsx")
        (made.data / LATER / "adjustments.csv").unlink(missing_ok=True)
        with pytest.raises(ReturnError, match=r"U\+20") as caught:
            read_return(made, PERIOD)
        assert caught.value.file == f"data/{LATER}/return.xlsx, sheet adjustments"
        assert (caught.value.line, caught.value.column) == (2, "item")


def test_a_long_text_that_many_cells_share_is_refused_by_the_first(synthetic_workspace):
    made = synthetic_workspace()
    book = openpyxl.Workbook()
    book.active.title = "adjustments"
    book.active.append(HEADER.strip().split(","))
    for _ in range(50):
        book.active.append(["x\u00a0" * 16_000, "outside_contract", 5])
    book.save(made.data / LATER / "return.xlsx")
    errors = [each for each in return_tables(made, PERIOD) if isinstance(each, ReturnError)]
    assert any("a cell has 31,999 characters" in error.problem and error.line == 2 for error in errors)
