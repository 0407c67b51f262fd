"""Tell which column of a table is which field of a dataset: by its heading, or by what adds up if headings are vague.

In: a view of a table, its kind. Out: `Columns`: the column of each field, and the columns that are none, with why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from trustbook.core.characters import excerpt
from trustbook.core.formatting import listing
from trustbook.core.period import Period
from trustbook.ingest.headings_of_columns import candidates, plain_heading
from trustbook.ingest.names import is_phrase
from trustbook.ingest.recognition import Sum, TableKind
from trustbook.ingest.view import Column, View

_MOST_WAYS = 2_000
TOLERANCE = Decimal("1.5")
"""How far the sum of two or three rounded figures may be out, in the last place."""


@dataclass
class Columns:
    """The column of each field; comments; and the columns that are no field, with why."""

    of: dict[str, Column] = field(default_factory=dict)
    comments: list[Column] = field(default_factory=list)
    unknown: dict[Column, str] = field(default_factory=dict)


def columns_of(table: View, kind: TableKind, comments: Sequence[str], period: Period) -> Columns:
    """Assign columns to fields.

    A column that may be two fields, and a field that two columns may be, stay open unless sums leave one way only.
    """
    found = Columns()
    phrases = [(name, phrase) for name, phrases in kind.fields.items() for phrase in phrases]
    may: dict[Column, list[str]] = {}
    for column in table.columns:
        heading = plain_heading(column.heading, period)
        if is_phrase(heading, comments) or is_phrase(column.heading, comments):
            found.comments.append(column)
            continue
        named = candidates(heading, phrases)
        vague = [name for phrase, names in kind.vague.items() if is_phrase(heading, [phrase]) for name in names]
        either = list(dict.fromkeys([*named, *vague]))
        if either:
            may[column] = either
        else:
            found.unknown[column] = "no field of the dataset has this heading"
    _settle(table, may, kind, found)
    return found


def _settle(table: View, may: Mapping[Column, list[str]], kind: TableKind, found: Columns) -> None:
    """Take what is plain, then try every way that is left, and take the one that adds up best if it is alone."""
    asked: dict[str, list[Column]] = {}
    for column, names in may.items():
        for name in names:
            asked.setdefault(name, []).append(column)
    for column, names in may.items():
        if len(names) == 1 and len(asked[names[0]]) == 1:
            found.of[names[0]] = column
    open_columns = {column: names for column, names in may.items() if column not in found.of.values()}
    if not open_columns:
        return
    ways = [dict(way) for way in _ways(open_columns)]
    scored = [(holding(table, {**found.of, **way}, kind.adds_up), way) for way in ways]
    best = max((score for score, _ in scored), default=0)
    if best > 0:
        first, *rest = [way for score, way in scored if score == best]
        found.of.update({name: place for name, place in first.items() if all(way.get(name) == place for way in rest)})
    for column, names in open_columns.items():
        if column not in found.of.values():
            others = [excerpt(other.heading) for other in may if other != column and set(may[other]) & set(names)]
            why = f"it may be {listing(names, 'or')}" if len(names) > 1 else f"so may another column be {names[0]}"
            found.unknown[column] = f"{why}{f' (also: {listing(others)})' if others else ''}, and no sum decides"


def _ways(open_columns: Mapping[Column, list[str]]) -> Iterator[list[tuple[str, Column]]]:
    """Yield every way to give each column one of its fields, each field once; a field may also be nobody's."""
    choices = [[*names, None] for names in open_columns.values()]
    count = 1
    for each in choices:
        count *= len(each)
    if count > _MOST_WAYS:
        return
    for picked in product(*choices):
        chosen = [name for name in picked if name is not None]
        if len(chosen) == len(set(chosen)) and chosen:
            yield [(name, column) for name, column in zip(picked, open_columns, strict=True) if name is not None]


def holding(table: View, of: Mapping[str, Column], sums: Sequence[Sum]) -> int:
    """Count the rows in which sums hold less those in which they fail; a sum of nils tells nothing."""
    score = 0
    for each in sums:
        if not {each.whole, *each.parts} <= of.keys():
            continue
        for row in range(len(table.rows)):
            whole = table.money(row, of[each.whole])
            parts = [table.money(row, of[part]) for part in each.parts]
            if whole is None or None in parts or sum(1 for part in parts if part) < 2:
                continue
            known = [part for part in parts if part is not None]
            score += 1 if abs(whole - sum(known)) <= TOLERANCE else -1
    return score
