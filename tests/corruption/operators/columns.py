"""A column under another heading, in another unit, shifted, doubled or gone.

In: the rows of a file and the position of a column. Out: other rows.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corruption.operators.figures import _plainly
from corruption.operators.registry import FIGURES, MONEY, Spot, column
from corruption.truth import Rows

_HEADER = "the headings of the schema"


def _headed(rows: Rows, place: int, heading: str) -> Rows:
    rows[0][place] = heading
    return rows


def _figures(rows: Rows, place: int, factor: str) -> Rows:
    for row in rows[1:]:
        if row[place]:
            row[place] = _plainly(Decimal(row[place]) * Decimal(factor))
    return rows


@column()
def headings_swapped(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """Two neighbouring headings exchanged: swapped columns."""
    if spot.column == len(rows[0]) - 1:
        return None
    rows[0][spot.column], rows[0][spot.column + 1] = rows[0][spot.column + 1], rows[0][spot.column]
    return rows


@column(seen_by="read the same")
def column_moved(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A column with its heading moved to the end."""
    if spot.column == len(rows[0]) - 1:
        return None
    return [[*row[: spot.column], *row[spot.column + 1 :], row[spot.column]] for row in rows]


@column(seen_by=_HEADER)
def heading_misspelt(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A heading with a letter left out."""
    return _headed(rows, spot.column, rows[0][spot.column][:-2] + rows[0][spot.column][-1])


@column(seen_by=_HEADER)
def heading_in_capitals(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A heading in capitals and with spaces, as for print."""
    return _headed(rows, spot.column, rows[0][spot.column].upper().replace("_", " "))


@column(MONEY, seen_by=_HEADER)
def heading_in_another_unit(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A heading that says millions."""
    return _headed(rows, spot.column, rows[0][spot.column].replace("_gbp_k", "_gbp_m"))


@column(seen_by=_HEADER)
def heading_emptied(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A column that lost its heading."""
    return _headed(rows, spot.column, "") if any(row[spot.column] for row in rows[1:]) else None


@column(seen_by=_HEADER)
def heading_twice(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A column pasted twice."""
    return [[*row, row[spot.column]] for row in rows]


@column(seen_by=_HEADER)
def heading_like_the_one_before(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """The heading of the column before, pasted once too often."""
    return _headed(rows, spot.column, rows[0][spot.column - 1]) if spot.column else None


@column()
def column_deleted(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A column that vanished with its heading."""
    return [[*row[: spot.column], *row[spot.column + 1 :]] for row in rows]


@column()
def column_emptied(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A column whose cells all vanished."""
    for row in rows[1:]:
        row[spot.column] = ""
    return rows


@column()
def column_one_line_down(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A column pasted one line too low."""
    cells = [row[spot.column] for row in rows[1:]]
    for row, text in zip(rows[1:], ["", *cells[:-1]], strict=True):
        row[spot.column] = text
    return rows


@column()
def column_one_line_up(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A column pasted one line too high, its first cell at the end."""
    cells = [row[spot.column] for row in rows[1:]]
    for row, text in zip(rows[1:], [*cells[1:], cells[0]], strict=True):
        row[spot.column] = text
    return rows


@column()
def column_sorted_by_itself(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A column sorted without the others."""
    for row, text in zip(rows[1:], sorted(row[spot.column] for row in rows[1:]), strict=True):
        row[spot.column] = text
    return rows


@column()
def column_filled_down(rows: Rows, spot: Spot, random: Random) -> Rows:
    """The first cell of a column filled down over the others."""
    for row in rows[2:]:
        row[spot.column] = rows[1][spot.column]
    return rows


@column(MONEY)
def column_in_pounds(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A whole column in pounds."""
    return _figures(rows, spot.column, "1000")


@column(MONEY)
def column_in_millions(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A whole column in millions."""
    return _figures(rows, spot.column, "0.001")


@column(FIGURES)
def column_with_the_other_sign(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A whole column with the other sign."""
    return _figures(rows, spot.column, "-1")


@column(FIGURES)
def column_copied_from_the_right(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """The next column's cells under this heading too."""
    if spot.column == len(rows[0]) - 1:
        return None
    for row in rows[1:]:
        row[spot.column] = row[spot.column + 1]
    return rows
