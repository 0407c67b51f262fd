"""A word, a name or a code that became another one.

In: the text of a cell. Out: another text, or None where it would be the same.
"""

from __future__ import annotations

from random import Random

from corruption.operators.registry import DATES, TEXT, Spot, around_cell, cell, empty_cell
from corruption.truth import Rows


@cell(TEXT)
def wrong_case(spot: Spot, random: Random) -> str:
    """Vocabulary in the wrong case."""
    return spot.text.upper() if spot.text != spot.text.upper() else spot.text.lower()


@cell(TEXT)
def letters_transposed(spot: Spot, random: Random) -> str | None:
    """Two neighbouring letters exchanged."""
    text = spot.text
    places = [place for place in range(len(text) - 1) if text[place] != text[place + 1]]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


@cell(TEXT)
def letter_dropped(spot: Spot, random: Random) -> str | None:
    """One letter left out."""
    if len(spot.text) < 2:
        return None
    place = random.randrange(len(spot.text))
    return spot.text[:place] + spot.text[place + 1 :]


@cell(TEXT)
def unknown_word(spot: Spot, random: Random) -> str:
    """A word that no vocabulary has: an unknown heading, unit, kind, source."""
    return "Miscellaneous"


@cell(TEXT | DATES)
def unknown_period(spot: Spot, random: Random) -> str | None:
    """A period that no year has."""
    return "2023-24-P13" if "-P" in spot.text and spot.text[:4].isdigit() else None


@cell(TEXT | DATES)
def impossible_year(spot: Spot, random: Random) -> str | None:
    """A financial year that does not end a year after it begins."""
    return spot.text[:5] + "99" + spot.text[7:] if spot.text[:4].isdigit() and spot.text[4:5] == "-" else None


@cell(TEXT)
def figure_for_a_word(spot: Spot, random: Random) -> str:
    """A figure in a cell of words."""
    return "4242"


@cell(TEXT)
def error_for_a_word(spot: Spot, random: Random) -> str:
    """#REF! in a cell of words."""
    return "#REF!"


@cell(TEXT)
def word_emptied(spot: Spot, random: Random) -> str:
    """A cell of words left out."""
    return ""


@cell(TEXT)
def word_copied_from_above(spot: Spot, random: Random) -> str | None:
    """The word of the line above, pasted once too often."""
    return spot.other(lines=-1) or None


@cell(TEXT, seen_by="read the same")
def spaces_in_a_word(spot: Spot, random: Random) -> str:
    """Spaces before and after a word."""
    return f" {spot.text}  "


@cell(TEXT)
def words_parted_twice(spot: Spot, random: Random) -> str | None:
    """Two spaces between words."""
    return spot.text.replace(" ", "  ") if " " in spot.text else None


@cell(TEXT)
def look_alike_letter(spot: Spot, random: Random) -> str | None:
    """A Cyrillic letter that looks like a Latin one."""
    text = spot.text.replace("a", "\u0430", 1).replace("e", "\u0435", 1)
    return text if text != spot.text else None


@cell(TEXT)
def invisible_letter(spot: Spot, random: Random) -> str:
    """A space of no width inside a word."""
    return f"{spot.text[:1]}\u200b{spot.text[1:]}"


@cell(TEXT)
def line_break_in_a_word(spot: Spot, random: Random) -> str | None:
    """A line break inside a cell, as pasted from a document."""
    return spot.text.replace(" ", "\n", 1) if " " in spot.text else None


@empty_cell(TEXT)
def word_for_not_reported(spot: Spot, random: Random) -> str:
    """A word in a cell that was empty."""
    return "no"


@around_cell(TEXT)
def word_swapped_with_the_one_below(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """Two words of a column exchanged."""
    below = spot.other(lines=1)
    if not below:
        return None
    rows[spot.line][spot.column], rows[spot.line + 1][spot.column] = below, spot.text
    return rows
