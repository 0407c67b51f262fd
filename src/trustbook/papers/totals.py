"""Find which rows are totals and how deep each row stands: by words, arithmetic, headings and the set of the text.

In: the rows of a table's body with labels and figures. Out: `Standing` for each row: heading, level, total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trustbook.papers.words import Words, plain

_MOST_PARTS, _MOST_UNNAMED = 300, 40
"""How many lines back a total may reach: one that says so, and one that does not."""
_FEW_COLUMNS = 5
_NIL, _ONE = Decimal(0), Decimal(1)


@dataclass
class Standing:
    """One row of a body, and where it stands."""

    number: int
    label: str
    figures: Mapping[int, Decimal] = field(default_factory=dict)
    """Its figures by column, in the table's scale."""
    bold: bool = False
    indent: int = 0
    filled: bool = True
    """Whether it has any cell besides its label."""
    level: int = 0
    total: bool = False
    heading: bool = False
    foots: bool | None = None
    """For a total: whether the rows above add up to it; None where that was not found."""


def settle_standing(rows: Sequence[Standing], steps: Mapping[int, Decimal], words: Words) -> None:
    """Set heading, level and total of the rows."""
    for row in rows:
        row.heading = not row.filled
    _find_totals(rows, steps, words)
    _set_levels(rows)


def _find_totals(rows: Sequence[Standing], steps: Mapping[int, Decimal], words: Words) -> None:
    open_rows: list[Standing] = []
    """Rows that no total has taken in yet."""
    since_heading: list[Standing] = []
    since_total: list[Standing] = []
    """Rows since the last that says that it is a total, or has no label."""
    for row in rows:
        if row.heading:
            since_heading = []
            continue
        named = words.is_total(row.label) or not row.label
        for parts in (since_heading, open_rows, since_total if named else []):
            if len(parts) > 1 or (named and len(parts) == 1):
                taken = _adds_up(row, parts, steps, named)
                if taken:
                    row.total, row.foots = True, True
                    since_heading = []
                    gone = {id(each) for each in taken}
                    open_rows = [each for each in open_rows if id(each) not in gone]
                    break
        if named and row.label and not row.total:
            row.total, row.foots = True, False
        open_rows.append(row)
        since_heading.append(row)
        if named:
            since_total.clear()
        else:
            since_total.append(row)


def _adds_up(row: Standing, parts: Sequence[Standing], steps: Mapping[int, Decimal], named: bool) -> Sequence[Standing]:
    """Return the last of the rows above that this one is the sum of, in all or nearly all of its columns; or none."""
    columns = [each for each in row.figures if row.figures[each]]
    if not columns:
        return []
    sums: dict[int, Decimal] = dict.fromkeys(columns, Decimal(0))
    needed = len(columns) - (len(columns) // 4 if len(columns) > _FEW_COLUMNS else 0)
    if named:
        needed = max(1, -(-len(columns) // 2))
    trusted = named or len(columns) > 1
    for count, each in enumerate(reversed(parts[-(_MOST_PARTS if named else _MOST_UNNAMED) :]), 1):
        for column in columns:
            sums[column] += each.figures.get(column, _NIL)
        # a line that does not say that it is a total must be one to the last digit, or nearly so in several columns
        allowed = Decimal(count + 1) / 2 if named else Decimal(len(columns) > 1)
        missing = 0
        for column in columns:
            if abs(sums[column] - row.figures[column]) > steps.get(column, _ONE) * allowed:
                missing += 1
                if missing > len(columns) - needed:
                    break
        else:
            if (count > 1 or named) and (trusted or count > 2):
                return parts[-count:]
    return []


def _set_levels(rows: Sequence[Standing]) -> None:
    """Count the headings above each row; a heading's section ends with its total, or at the next heading."""
    headings: list[Standing] = []
    had_rows = False
    for place, row in enumerate(rows):
        if row.heading:
            if had_rows:
                _close_for(row, headings)
            row.level = len(headings)
            headings.append(row)
            had_rows = False
            continue
        had_rows = True
        if headings and row.total and row.label and _ends_all(row, headings, rows[place + 1 :]):
            while headings and not _is_total_of(row, headings[-1]):
                headings.pop()
        row.level = len(headings)
        if headings and row.total and (not row.label or _is_total_of(row, headings[-1])):
            headings.pop()


def _is_total_of(row: Standing, heading: Standing) -> bool:
    return plain(heading.label).strip(" :") in plain(row.label)


def _ends_all(row: Standing, headings: Sequence[Standing], after: Sequence[Standing]) -> bool:
    """Check whether a total closes sections: it is the total of one of them, or of the whole table."""
    return any(_is_total_of(row, each) for each in headings) or not any(not each.total for each in after)


def _close_for(row: Standing, headings: list[Standing]) -> None:
    """End the sections that a new heading ends: back to one that is set like it, or one level."""
    alike = [place for place, each in enumerate(headings) if (each.indent, each.bold) == (row.indent, row.bold)]
    if alike:
        del headings[alike[0] :]
    elif headings:
        headings.pop()
