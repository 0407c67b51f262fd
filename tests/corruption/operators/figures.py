"""A figure that became another figure: slips of a hand, of a unit, of a place.

In: the text of a cell that holds a plain figure. Out: the text of another one, or None where it would be the same.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from random import Random

from corruption.operators.registry import FIGURES, MONEY, Spot, around_cell, cell, empty_cell
from corruption.truth import Rows


def _plainly(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if character.isdigit()]


def _scaled(text: str, factor: str) -> str:
    return _plainly(Decimal(text) * Decimal(factor))


@cell(FIGURES)
def sign_flipped(spot: Spot, random: Random) -> str | None:
    """The figure with the other sign."""
    return _scaled(spot.text, "-1") if Decimal(spot.text) else None


@cell(FIGURES)
def thousandfold(spot: Spot, random: Random) -> str:
    """Pounds pasted where thousands of pounds belong."""
    return _scaled(spot.text, "1000")


@cell(FIGURES)
def thousandth(spot: Spot, random: Random) -> str:
    """Millions of pounds pasted where thousands of pounds belong."""
    return _scaled(spot.text, "0.001")


@cell(FIGURES)
def point_moved_right(spot: Spot, random: Random) -> str:
    """The decimal point one place to the right."""
    return _scaled(spot.text, "10")


@cell(FIGURES)
def point_moved_left(spot: Spot, random: Random) -> str:
    """The decimal point one place to the left."""
    return _scaled(spot.text, "0.1")


@cell(FIGURES)
def hundredfold(spot: Spot, random: Random) -> str:
    """A percentage where a share belongs, or pence where pounds do."""
    return _scaled(spot.text, "100")


@cell(FIGURES)
def digits_transposed(spot: Spot, random: Random) -> str | None:
    """Two neighbouring digits exchanged, as 57 for 75."""
    text, places = spot.text, _digits(spot.text)
    pairs = [(a, b) for a, b in pairwise(places) if b == a + 1 and text[a] != text[b]]
    if not pairs:
        return None
    a, b = random.choice(pairs)
    return text[:a] + text[b] + text[a] + text[b + 1 :]


@cell(FIGURES)
def digit_dropped(spot: Spot, random: Random) -> str | None:
    """One digit left out."""
    places = _digits(spot.text)
    if len(places) < 2 or "." in spot.text:
        return None
    place = random.choice(places)
    return spot.text[:place] + spot.text[place + 1 :]


@cell(FIGURES)
def digit_added(spot: Spot, random: Random) -> str:
    """One digit typed too many, at the end."""
    return spot.text + random.choice("123456789")


@cell(FIGURES)
def digit_doubled(spot: Spot, random: Random) -> str:
    """One digit typed twice."""
    place = random.choice(_digits(spot.text))
    return spot.text[:place] + spot.text[place] + spot.text[place:]


@cell(FIGURES)
def digit_mistyped(spot: Spot, random: Random) -> str:
    """One digit typed as the key beside it."""
    place = random.choice(_digits(spot.text))
    keys = "0123456789"
    beside = keys[(int(spot.text[place]) + random.choice((-1, 1))) % 10]
    return spot.text[:place] + beside + spot.text[place + 1 :]


@cell(FIGURES)
def off_by_one(spot: Spot, random: Random) -> str:
    """The figure one too high: the rounding of what was printed."""
    return _plainly(Decimal(spot.text) + 1)


@cell(FIGURES)
def off_by_two(spot: Spot, random: Random) -> str:
    """The figure two too low: just beyond the rounding of what was printed."""
    return _plainly(Decimal(spot.text) - 2)


@cell(FIGURES)
def rounded_away(spot: Spot, random: Random) -> str:
    """The figure rounded to its first digit, as for a slide."""
    value = Decimal(spot.text)
    return _plainly(round(value, -value.adjusted())) if value else spot.text


@cell(FIGURES)
def set_to_zero(spot: Spot, random: Random) -> str:
    """Nil in the place of a figure."""
    return "0"


@cell(FIGURES)
def absurdly_large(spot: Spot, random: Random) -> str:
    """A figure with twelve nines, as from a stuck key."""
    return "9" * 12


@cell(FIGURES)
def absurdly_small(spot: Spot, random: Random) -> str:
    """A figure with nine nines below zero."""
    return "-" + "9" * 9


@cell(FIGURES)
def tiny_fraction_added(spot: Spot, random: Random) -> str | None:
    """A tail of a spreadsheet's arithmetic, as 1990.0000000002."""
    return None if "." in spot.text else f"{spot.text}.0000000002"


@cell(FIGURES)
def financial_year_pasted(spot: Spot, random: Random) -> str:
    """The number of a year in the place of a figure."""
    return "2023"


@cell(FIGURES)
def figure_copied_from_above(spot: Spot, random: Random) -> str | None:
    """The cell of the line above, pasted once too often."""
    return spot.other(lines=-1) or None


@cell(FIGURES)
def figure_copied_from_the_left(spot: Spot, random: Random) -> str | None:
    """The cell to the left, pasted once too often."""
    return spot.other(columns=-1) or None


@cell(FIGURES)
def figure_of_last_month(spot: Spot, random: Random) -> str | None:
    """The same cell of last month's return."""
    period = spot.sheet.period
    last = None if period is None else spot.truth.before(period).get(spot.sheet.dataset)
    if last is None:
        return None
    header = last.header
    name = spot.sheet.header[spot.column]
    keys = [(spot.sheet.header.index(key), header.index(key)) for key in spot.sheet.schema.key if key in header]
    same = [row for row in last.rows[1:] if all(row[b] == spot.sheet.rows[spot.line][a] for a, b in keys)]
    return (same[0][header.index(name)] or None) if same and name in header else None


@cell(MONEY)
def total_of_the_column_pasted(spot: Spot, random: Random) -> str:
    """The total of the column in the place of one of its lines."""
    return _plainly(sum(Decimal(row[spot.column] or "0") for row in spot.sheet.rows[1:]))


@cell(MONEY)
def total_of_another_column_pasted(spot: Spot, random: Random) -> str | None:
    """The total of the next column of money in the place of a figure."""
    money = [
        place
        for place, name in enumerate(spot.sheet.header)
        if spot.sheet.schema[name].kind is spot.kind and place != spot.column
    ]
    if not money:
        return None
    place = next((each for each in money if each > spot.column), money[0])
    return _plainly(sum(Decimal(row[place] or "0") for row in spot.sheet.rows[1:]))


@cell(frozenset(FIGURES))
def cell_emptied(spot: Spot, random: Random) -> str:
    """A figure left out."""
    return ""


@empty_cell(FIGURES)
def nil_for_not_reported(spot: Spot, random: Random) -> str:
    """Nil in a cell that is empty because nothing was reported."""
    return "0"


@empty_cell(FIGURES)
def figure_for_not_reported(spot: Spot, random: Random) -> str:
    """A figure in a cell that is empty because nothing was reported."""
    return str(random.randint(100, 9000))


def _exchanged(rows: Rows, spot: Spot, lines: int, columns: int) -> Rows | None:
    other = spot.other(lines, columns)
    if not other:
        return None
    rows[spot.line][spot.column] = other
    rows[spot.line + lines][spot.column + columns] = spot.text
    return rows


@around_cell(FIGURES)
def swapped_with_the_cell_below(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """Two figures of a column exchanged."""
    return _exchanged(rows, spot, 1, 0)


@around_cell(FIGURES)
def swapped_with_the_cell_to_the_right(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """Two cells of a line exchanged."""
    return _exchanged(rows, spot, 0, 1)


@around_cell(MONEY)
def error_made_good_in_the_line_below(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """Ten moved from one line to the next, so that the total of the column stays."""
    below = spot.other(lines=1)
    if not below:
        return None
    rows[spot.line][spot.column] = _plainly(Decimal(spot.text) - 10)
    rows[spot.line + 1][spot.column] = _plainly(Decimal(below) + 10)
    return rows
