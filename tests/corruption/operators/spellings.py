"""A figure or a date that is written otherwise, and what is no figure at all.

In: the text of a cell. Out: a text that the reader must read as the same value, aloud, or refuse.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corruption.operators.registry import DATES, FIGURES, MONEY, Spot, cell, empty_cell

_TYPE = "the type of the column"


def _whole(text: str) -> bool:
    return text.lstrip("-").isdigit()


def _put(name: str, says: str, text: str) -> None:
    """Register an operator that puts one text into a cell of figures."""

    def make(spot: Spot, random: Random) -> str:
        return text

    make.__name__, make.__doc__ = name, says
    cell(FIGURES, seen_by=_TYPE)(make)


for _name, _says, _text in (
    ("word_for_a_figure", "A word in a cell of figures.", "five hundred"),
    ("tbc", "TBC in a cell of figures.", "TBC"),
    ("not_available", "n/a in a cell of figures.", "n/a"),
    ("dash", "A dash for nil or for not reported.", "-"),
    ("spreadsheet_reference_error", "#REF! where a formula lost its cell.", "#REF!"),
    ("spreadsheet_lookup_error", "#N/A where a look-up found nothing.", "#N/A"),
    ("spreadsheet_division_error", "#DIV/0! where a formula divides by nothing.", "#DIV/0!"),
    ("column_too_narrow", "######## as a narrow column shows a figure.", "########"),
    ("formula_text", "The text of a formula.", "=SUM(C2:C9)"),
    ("not_a_number", "NaN, as programs write it.", "NaN"),
    ("infinity", "Infinity, as programs write it.", "inf"),
    ("true_or_false", "A truth value.", "TRUE"),
    ("null_word", "NULL, as databases write it.", "NULL"),
    ("date_for_a_figure", "A figure that a spreadsheet turned into a date.", "01/02/2024"),
    ("script_for_a_figure", "A script in a cell of figures.", "<script>alert(1)</script>"),
    ("two_figures_in_a_cell", "Two figures in one cell.", "120 and 340"),
    ("hexadecimal", "A figure in another base.", "0x7C6"),
    ("arabic_digits", "Digits of another script.", "١٩٩٠"),
    ("exponent", "A figure with an exponent.", "1.99E+03"),
):
    _put(_name, _says, _text)


@cell(FIGURES, seen_by=_TYPE)
def thousands_separators(spot: Spot, random: Random) -> str | None:
    """Commas between thousands."""
    return f"{int(spot.text):,}" if _whole(spot.text) and abs(int(spot.text)) >= 1000 else None


@cell(FIGURES, seen_by=_TYPE)
def continental_separators(spot: Spot, random: Random) -> str | None:
    """Full stops between thousands and a comma for the decimals."""
    return f"{int(spot.text):,}".replace(",", ".") + ",00" if _whole(spot.text) else spot.text.replace(".", ",")


@cell(FIGURES, seen_by=_TYPE)
def misplaced_separator(spot: Spot, random: Random) -> str | None:
    """A comma that does not part thousands."""
    return f"{spot.text[:-2]},{spot.text[-2:]}" if _whole(spot.text) and abs(int(spot.text)) >= 100 else None


@cell(FIGURES, seen_by=_TYPE)
def brackets_for_a_minus(spot: Spot, random: Random) -> str | None:
    """A negative figure in brackets."""
    return f"({spot.text[1:]})" if spot.text.startswith("-") else None


@cell(FIGURES, seen_by=_TYPE)
def minus_behind(spot: Spot, random: Random) -> str | None:
    """A minus behind the figure."""
    return f"{spot.text[1:]}-" if spot.text.startswith("-") else None


@cell(FIGURES, seen_by=_TYPE)
def typographic_minus(spot: Spot, random: Random) -> str | None:
    """The minus of a typesetter."""
    return f"\u2212{spot.text[1:]}" if spot.text.startswith("-") else None


@cell(FIGURES, seen_by=_TYPE)
def no_break_space_between_thousands(spot: Spot, random: Random) -> str | None:
    """No-break spaces between thousands."""
    return f"{int(spot.text):,}".replace(",", "\u00a0") if _whole(spot.text) and abs(int(spot.text)) >= 1000 else None


@cell(MONEY, seen_by=_TYPE)
def pound_sign(spot: Spot, random: Random) -> str:
    """A pound sign without a scale: pounds or thousands of pounds."""
    return f"£{spot.text}"


@cell(MONEY, seen_by=_TYPE)
def millions_with_their_unit(spot: Spot, random: Random) -> str:
    """£m with its unit in a column of £k, one cell of many: mixed units."""
    return f"£{Decimal(spot.text) / 1000:f}m"


@cell(MONEY, seen_by=_TYPE)
def thousands_with_their_unit(spot: Spot, random: Random) -> str:
    """The figure with its k."""
    return f"{spot.text}k"


@cell(FIGURES, seen_by=_TYPE)
def per_cent(spot: Spot, random: Random) -> str | None:
    """A share as a percentage with its sign."""
    value = Decimal(spot.text)
    return f"{value * 100:f}%" if Decimal(0) < value < 1 else None


@cell(FIGURES, seen_by=_TYPE)
def letter_for_a_digit(spot: Spot, random: Random) -> str | None:
    """The letter O for a nought, or l for a one."""
    text = spot.text.replace("0", "O", 1) if "0" in spot.text else spot.text.replace("1", "l", 1)
    return text if text != spot.text else None


@cell(FIGURES, seen_by=_TYPE)
def note_pasted_over_a_figure(spot: Spot, random: Random) -> str:
    """A note over a figure."""
    return "Includes mother and baby placements, see table 1"


@cell(FIGURES, seen_by=_TYPE)
def footnote_mark(spot: Spot, random: Random) -> str:
    """A figure with the mark of a footnote."""
    return f"{spot.text}*"


@cell(FIGURES, seen_by=_TYPE)
def text_marker(spot: Spot, random: Random) -> str:
    """A figure that a spreadsheet keeps as text, with its apostrophe."""
    return f"'{spot.text}"


@cell(FIGURES, seen_by=_TYPE)
def leading_noughts(spot: Spot, random: Random) -> str | None:
    """A figure padded with noughts: the same value."""
    return f"000{spot.text}" if _whole(spot.text) and not spot.text.startswith("-") else None


@cell(FIGURES, seen_by=_TYPE)
def spaces_around(spot: Spot, random: Random) -> str:
    """Spaces before and after a figure."""
    return f"  {spot.text} "


@cell(DATES, seen_by=_TYPE)
def ambiguous_date(spot: Spot, random: Random) -> str:
    """A date that is one of two days."""
    return "01/02/2024"


@empty_cell(DATES)
def ambiguous_date_for_not_reported(spot: Spot, random: Random) -> str:
    """A date that is one of two days in an empty cell."""
    return "03/04/2024"


@cell(DATES, seen_by=_TYPE)
def date_in_words(spot: Spot, random: Random) -> str:
    """A date in words."""
    return "end of March"


@cell(DATES, seen_by=_TYPE)
def date_as_a_serial_number(spot: Spot, random: Random) -> str:
    """A date as a spreadsheet counts days."""
    return "45351"


@cell(DATES, seen_by=_TYPE)
def date_that_does_not_exist(spot: Spot, random: Random) -> str:
    """The thirtieth of February."""
    return "2024-02-30"


@empty_cell(DATES)
def impossible_month_for_not_reported(spot: Spot, random: Random) -> str:
    """A thirteenth month in an empty cell."""
    return "2024-13"


@cell(DATES)
def another_date(spot: Spot, random: Random) -> str:
    """Another date, as plausible."""
    return "2018-06"
