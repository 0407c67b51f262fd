"""A line that stands where it should not, twice, or not at all.

In: the rows of a file and the number of a line (the header is 0). Out: other rows.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corruption.operators.registry import Spot, line
from corruption.truth import Rows
from trustbook.data.schema import Kind

_SHAPE = "the shape of the table"
_NAMES = ("Total", "ALL", "Net", "Sum", "Overall total", "Sub total", "Grand total")


@line(seen_by="the key of the dataset")
def line_duplicated(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A line pasted twice."""
    return [*rows[: spot.line + 1], rows[spot.line], *rows[spot.line + 1 :]]


@line()
def line_deleted(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A line that vanished: a heading, a saving, a printed total."""
    return [*rows[: spot.line], *rows[spot.line + 1 :]] if len(rows) > 2 else None


@line(seen_by="read the same")
def line_moved(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A line moved to the end."""
    return [*rows[: spot.line], *rows[spot.line + 1 :], rows[spot.line]] if spot.line < len(rows) - 1 else None


@line(seen_by=_SHAPE)
def total_among_the_lines(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A total of the lines so far, standing among them, under one of the names that papers use."""
    total = []
    for place, name in enumerate(spot.sheet.header):
        money = spot.sheet.schema[name].kind is Kind.MONEY
        so_far = rows[1 : spot.line + 1]
        total.append(str(sum(Decimal(row[place] or "0") for row in so_far)) if money else rows[spot.line][place])
    keys = [spot.sheet.header.index(name) for name in spot.sheet.schema.key]
    total[next((place for place in keys if rows[0][place] not in ("level", "kind")), keys[0])] = random.choice(_NAMES)
    return [*rows[: spot.line + 1], total, *rows[spot.line + 1 :]]


@line(seen_by=_SHAPE)
def header_again(rows: Rows, spot: Spot, random: Random) -> Rows:
    """The header a second time below a line."""
    return [*rows[: spot.line + 1], rows[0], *rows[spot.line + 1 :]]


@line(seen_by="read the same")
def blank_line(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A blank line."""
    return [*rows[: spot.line + 1], [""] * len(rows[0]), *rows[spot.line + 1 :]]


@line(seen_by=_SHAPE)
def cell_too_many(rows: Rows, spot: Spot, random: Random) -> Rows:
    """A comma without quotes: one cell too many."""
    rows[spot.line] = [*rows[spot.line], "and more"]
    return rows


@line(seen_by=_SHAPE)
def cell_too_few(rows: Rows, spot: Spot, random: Random) -> Rows:
    """One cell missing from a line."""
    rows[spot.line] = rows[spot.line][:-1]
    return rows


@line(seen_by=_SHAPE)
def two_lines_merged(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """A line end lost: two lines in one."""
    if spot.line == len(rows) - 1:
        return None
    return [*rows[: spot.line], rows[spot.line] + rows[spot.line + 1], *rows[spot.line + 2 :]]


@line(seen_by="the type of a column, a vocabulary or a required cell")
def cells_shifted_right(rows: Rows, spot: Spot, random: Random) -> Rows:
    """The cells of a line one column to the right."""
    rows[spot.line] = ["", *rows[spot.line][:-1]]
    return rows


@line()
def cells_shifted_left(rows: Rows, spot: Spot, random: Random) -> Rows:
    """The cells of a line one column to the left."""
    rows[spot.line] = [*rows[spot.line][1:], ""]
    return rows


@line()
def figures_of_the_line_below(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """The figures of the next line against this line's name: off by one line."""
    if spot.line == len(rows) - 1:
        return None
    figures = [
        place
        for place, name in enumerate(spot.sheet.header)
        if spot.sheet.schema[name].kind in (Kind.MONEY, Kind.NUMBER)
    ]
    for place in figures:
        rows[spot.line][place] = rows[spot.line + 1][place]
    return rows


@line()
def figures_of_two_lines_exchanged(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """All figures of two neighbouring lines exchanged."""
    if spot.line == len(rows) - 1:
        return None
    for place, name in enumerate(spot.sheet.header):
        if spot.sheet.schema[name].kind in (Kind.MONEY, Kind.NUMBER):
            below = rows[spot.line + 1][place]
            rows[spot.line + 1][place], rows[spot.line][place] = rows[spot.line][place], below
    return rows


@line(seen_by="the key of the dataset")
def line_repeated_with_other_figures(rows: Rows, spot: Spot, random: Random) -> Rows | None:
    """The line again with other figures: a correction that did not replace."""
    again = list(rows[spot.line])
    changed = False
    for place, name in enumerate(spot.sheet.header):
        if spot.sheet.schema[name].kind in (Kind.MONEY, Kind.NUMBER) and again[place] not in ("", "0"):
            again[place], changed = str(Decimal(again[place]) / 2), True
    return [*rows[: spot.line + 1], again, *rows[spot.line + 1 :]] if changed else None
