"""Hold the figures of a table to each other: sums across each row, and totals down each column.

In: a view of a table, its columns by field, the sums that are declared. Out: the cells that everything which can be
checked speaks against, with why; and what is wrong with the scale of a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from trustbook.core.characters import excerpt
from trustbook.ingest.columns import TOLERANCE
from trustbook.ingest.recognition import Sum
from trustbook.ingest.view import Column, View, decimals_of, factor_of
from trustbook.papers.amounts import Amount, parse_amount

_MOST_OUT = 2
"""How far a rounded total may be out, in units of its last place."""
_OUT_OF_MILLIONS = 3
_LARGE = 100
_USUAL = 0.6
_OUT_OF_PLACE = 2
_NOTHING = Amount("", None)


class At(NamedTuple):
    """A cell: its row and its field."""

    row: int
    field: str


@dataclass(frozen=True)
class _Witness:
    """A sum that can be checked: its cells, and whether it holds."""

    cells: tuple[At, ...]
    holds: bool
    what: str


@dataclass(frozen=True)
class Footing:
    """A total row, and the rows that it adds up."""

    total: int
    parts: tuple[int, ...]
    checked: int = 0
    """How many columns it was found to hold in."""


def contradicted(
    table: View, of: Mapping[str, Column], sums: Sequence[Sum], footings: Sequence[Footing]
) -> dict[At, str]:
    """Return the cells that sums speak against, and no other sum for them."""
    fields = [name for name, column in of.items() if _is_money(table, column)]
    across = list(_across(table, of, sums))
    down = list(_down(table, of, fields, footings))
    found: dict[At, str] = {}
    while True:  # a sum that holds with a figure that is wrong is no witness: what it supported is looked at again
        more = _against(across, down, found)
        if not more:
            return found
        found |= more


def unsupported(
    table: View, of: Mapping[str, Column], sums: Sequence[Sum], footings: Sequence[Footing], against: Mapping[At, str]
) -> set[At]:
    """Return cells that may have slipped: their row lacks a figure that most rows have, and no sum speaks for them."""
    fields = [name for name, column in of.items() if _is_money(table, column)]
    rows = [row for row in range(len(table.rows)) if table.rows[row].cells]
    usual = [
        name for name in fields if sum(table.money(row, of[name]) is not None for row in rows) >= _USUAL * len(rows)
    ]
    short = {row for row in rows if any(table.money(row, of[name]) is None for name in usual)}
    across = list(_across(table, of, sums))
    odd = {at.row for each in across if not each.holds for at in each.cells} & short
    witnesses = [*(each for each in across if each.cells[0].row not in odd), *_down(table, of, fields, footings)]
    held = {at for each in witnesses if each.holds and not set(each.cells) & against.keys() for at in each.cells}
    held -= {at for each in witnesses if not each.holds for at in each.cells}
    there = {At(row, name) for row in short for name in fields if table.money(row, of[name]) is not None}
    return there - held


def _against(across: Sequence[_Witness], down: Sequence[_Witness], found: Mapping[At, str]) -> dict[At, str]:
    """Return further cells that fail: no sum that holds has them, or fewer than have the others of their column."""
    held: dict[At, int] = {}
    failed: dict[At, list[str]] = {}
    for each in across:
        for at in each.cells:
            if not each.holds:
                failed.setdefault(at, []).append(each.what)
            elif not any(other in found for other in each.cells):
                held[at] = held.get(at, 0) + 1
    footed = {at for each in down if each.holds for at in each.cells}
    more: dict[At, str] = {}
    for at, why in failed.items():
        if not held.get(at) and at not in footed:
            more[at] = why[0]
    for each in down:
        if not each.holds:
            support = {at: held.get(at, 0) for at in each.cells if at not in footed and at not in found}
            most = max(support.values(), default=0)
            more |= {at: each.what for at, count in support.items() if count < most or not count}
    return {at: why for at, why in more.items() if at not in found}


def _across(table: View, of: Mapping[str, Column], sums: Sequence[Sum]) -> Iterator[_Witness]:
    for each in sums:
        names = (each.whole, *each.parts)
        if not set(names) <= of.keys():
            continue
        for row in range(len(table.rows)):
            values = [table.money(row, of[name]) for name in names]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                continue
            holds = abs(known[0] - sum(known[1:])) <= TOLERANCE * _unit(table, row, [of[name] for name in names])
            what = f"in its row {' + '.join(_short(name) for name in each.parts)} is not {_short(each.whole)}"
            yield _Witness(tuple(At(row, name) for name in names), holds, what)


def _down(
    table: View, of: Mapping[str, Column], fields: Sequence[str], footings: Sequence[Footing]
) -> Iterator[_Witness]:
    for each in footings:
        rows = (each.total, *each.parts)
        for name in fields:
            outcome = _foots(table, of[name], each.total, each.parts)
            if outcome is not None:
                what = f"its column does not add up to {excerpt(table.rows[each.total].label) or 'the total'}"
                yield _Witness(tuple(At(row, name) for row in rows), outcome, what)


def footings(table: View, columns: Sequence[Column], totals: Sequence[int]) -> list[Footing]:
    """Find what each total adds up: the lines since the last total, all lines, or the last total and what follows."""
    found: list[Footing] = []
    for place, total in enumerate(totals):
        before = totals[place - 1] if place else -1
        lines = [row for row in range(total) if row not in totals and table.rows[row].cells]
        since = [row for row in lines if row > before]
        ways = [since, lines, *([[before, *since]] if place else [])]
        scored = [(_agreement(table, columns, total, way), way) for way in ways if way]
        if not scored:
            continue
        best, way = max(scored, key=lambda each: each[0])
        found.append(Footing(total, tuple(way), max(best, 0)))
    return found


def _agreement(table: View, columns: Sequence[Column], total: int, parts: Sequence[int]) -> int:
    outcomes = [_foots(table, column, total, parts) for column in columns]
    return sum(1 if each else -1 for each in outcomes if each is not None)


def _foots(table: View, column: Column, total: int, parts: Sequence[int]) -> bool | None:
    """Check whether lines add up to their total; None where one of them has no figure."""
    whole = table.money(total, column)
    known = [table.money(row, column) for row in parts]
    if whole is None or any(value is None for value in known) or len(known) < 2:
        return None
    units = sorted(_unit(table, row, [column]) for row in (total, *parts))
    unit = units[len(units) // 2]  # the usual one: a figure whose last nought was left out is as exact as the others
    allowed = min(Decimal(len(known) + 1) / 2, Decimal(_MOST_OUT)) * unit
    return abs(whole - sum((value for value in known if value is not None), Decimal(0))) <= allowed


def gap(table: View, column: Column, footing: Footing) -> tuple[int, Decimal] | None:
    """Return the one line of a total that has no figure, and what the total leaves for it."""
    whole = table.money(footing.total, column)
    missing = [row for row in footing.parts if table.money(row, column) is None]
    if whole is None or len(missing) != 1:
        return None
    rest = sum((table.money(row, column) or Decimal(0) for row in footing.parts), Decimal(0))
    return missing[0], whole - rest


def other_scale(table: View, column: Column) -> tuple[set[int], str]:
    """Return the rows whose figure is in another unit than most of its column; all of them if the column is wrong."""
    there = {row: factor_of(cells[column]) for row, cells in enumerate(table.cells) if column in cells}
    factors = {row: factor for row, factor in there.items() if factor}
    if not factors:
        return set(), ""
    usual = max(set(factors.values()), key=list(factors.values()).count)
    decimals = [decimals_of(table.cells[row][column]) or 0 for row in factors]
    numbers = [abs(table.cells[row][column].value) for row in factors]  # type: ignore[arg-type]
    largest = max(numbers)
    if usual == 1 and sum(each >= _OUT_OF_MILLIONS for each in decimals) * 2 > len(decimals):
        return set(factors), "its column is headed in thousands and has three decimals, as millions do"
    if usual == Decimal(1000) and all(each + _OUT_OF_MILLIONS <= 0 for each in decimals) and largest >= _LARGE * usual:
        return set(factors), "its column is headed in millions and has no decimals, as thousands do"
    places = {row: (parse_amount(table.cells[row][column].printed) or _NOTHING).decimals for row in factors}
    most = max(set(places.values()), key=list(places.values()).count)
    mark = {row for row, each in places.items() if abs(each - most) >= _OUT_OF_PLACE}
    if mark:
        return mark, "it has other decimals than its column: its point or its comma may be wrong"
    odd = {row for row, factor in factors.items() if factor != usual}
    return odd, "it is in another unit than its column" if odd else ""


def _unit(table: View, row: int, columns: Sequence[Column]) -> Decimal:
    """Return the last place of the figures of a row, in thousands of pounds; a thousand if nothing says."""
    units = [decimals_of(table.cells[row][column]) for column in columns if column in table.cells[row]]
    known = [each for each in units if each is not None]
    return Decimal(1).scaleb(-min(max(known, default=0), 3)) if known else Decimal(1)


def _is_money(table: View, column: Column) -> bool:
    return any(table.money(row, column) is not None for row in range(len(table.rows)))


def _short(name: str) -> str:
    return name.removesuffix("_gbp_k").replace("_", " ")
