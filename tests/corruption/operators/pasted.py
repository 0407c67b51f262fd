"""What comes along when a table is pasted, printed or sent on: lines around it, other encodings, marks beside figures.

In: a true file, or a cell. Out: a file that is read the same, aloud, or refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from corruption.operators.registry import DATES, FIGURES, TEXT, Spot, cell, file
from corruption.truth import written

_SAME = "read the same, aloud, or refused"
_SHAPE = "the shape of the table"
_TYPE = "the type of the column"


@file(seen_by=_SAME, aloud=True)
def separator_named_above(spot: Spot, random: Random) -> bytes:
    """The line that tells a spreadsheet what parts the columns."""
    return b"sep=;\n" + written(spot.sheet.rows, ";")


@file(seen_by=_SAME)
def titles_above_the_header(spot: Spot, random: Random) -> bytes:
    """A title, a date and a blank line above the header."""
    return b'Children\'s services trust,,\n"Finance return, January",,\n\n' + spot.sheet.raw


@file(seen_by=_SHAPE)
def units_below_the_header(spot: Spot, random: Random) -> bytes:
    """A line of units below the header."""
    rows = spot.sheet.rows
    return written([rows[0], ["\u00a3000"] * len(rows[0]), *rows[1:]])


@file(seen_by=_SHAPE)
def footnote(spot: Spot, random: Random) -> bytes:
    """A footnote below the table."""
    return spot.sheet.raw + b"\nNote: figures are provisional\n"


def _encoded(name: str, says: str, encode: Callable[[str], bytes]) -> None:
    """Register an operator that writes a file in which some letter tells in another encoding."""

    def make(spot: Spot, random: Random) -> bytes | None:
        return None if spot.sheet.raw.isascii() else encode(spot.sheet.raw.decode("utf-8"))

    make.__name__, make.__doc__ = name, says
    file(seen_by=_SAME)(make)


def _without_a_byte(text: str) -> bytes:
    """UTF-8 without the last byte of the first letter that has several."""
    place = next(place for place, letter in enumerate(text) if not letter.isascii())
    return text[:place].encode() + text[place].encode()[:-1] + text[place + 1 :].encode()


_encoded("mac_roman", "The encoding of old Macintoshes.", lambda text: text.encode("mac_roman", errors="replace"))
_encoded("code_page_850", "The encoding of DOS.", lambda text: text.encode("cp850", errors="replace"))
_encoded(
    "encoded_twice",
    "UTF-8 taken for Windows-1252 and encoded again.",
    lambda text: text.encode().decode("cp1252", errors="ignore").encode(),
)
_encoded("one_damaged_byte", "One byte of a letter lost in UTF-8.", _without_a_byte)


@cell(FIGURES, seen_by=_TYPE)
def plus_sign(spot: Spot, random: Random) -> str | None:
    """A plus before a figure that rose."""
    return None if spot.text.startswith("-") else f"+{spot.text}"


@cell(FIGURES, seen_by=_TYPE)
def word_for_nil(spot: Spot, random: Random) -> str:
    """What papers write where there is nothing."""
    return random.choice(["nil", "-", "\u2013", "..", ":", "n/a", "\u2014"])


@cell(DATES, seen_by=_TYPE)
def month_as_a_spreadsheet_shows_it(spot: Spot, random: Random) -> str:
    """A month in letters and two digits of a year."""
    return "Jan-24"


@cell(DATES, seen_by=_TYPE)
def slashes_in_a_date(spot: Spot, random: Random) -> str | None:
    """A day with the year first and slashes: it has one meaning."""
    return spot.text.replace("-", "/") if re.fullmatch(r"\d{4}-\d{2}-\d{2}", spot.text) else None


@cell(DATES, seen_by=_TYPE)
def year_of_a_paper(spot: Spot, random: Random) -> str | None:
    """A financial year as papers write it."""
    year = re.fullmatch(r"(\d{4})-(\d{2})", spot.text)
    return f"{year[1]}/{year[2]}" if year and int(year[2]) == (int(year[1]) + 1) % 100 else None


@cell(DATES, seen_by=_TYPE)
def year_that_no_return_is_of(spot: Spot, random: Random) -> str:
    """A year before all counting, or long after."""
    return random.choice(["0000-01-01", "9999-12-31", "0001-02", "3024-01"])


@cell(TEXT, seen_by="a character that nobody sees")
def soft_hyphen_in_a_word(spot: Spot, random: Random) -> str:
    """A hyphen that is seen only at the end of a line."""
    return spot.text[:1] + random.choice("\u00ad\u200c\u2800\u3164\ufe0f") + spot.text[1:]
