"""Check a table with tabs or bars for cells that are lost or have slipped, and give its columns their units.

In: `DelimitedTable`. Out: refusals; the cells that were refused are emptied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from trustbook.core.characters import excerpt
from trustbook.papers.model import Refusal
from trustbook.papers.text_cells import (
    BLANK,
    BROKEN,
    FIGURE,
    UNIT,
    WORDS,
    heads_remarks,
    kind_of,
)
from trustbook.papers.text_headings import is_heading_phrase
from trustbook.papers.text_stream import cell_kind
from trustbook.papers.text_witness import Numbers, adds_up, links_of, numbers_of


@dataclass
class DelimitedTable:
    """A table as its lines have it."""

    heads: list[list[str]]
    head_lines: list[int]
    rows: list[list[str]]
    lines: list[int]
    title: str | None
    above: str = ""
    """Words of a line just above, which may belong to the heading."""
    refused: list[Refusal] = field(default_factory=list)
    lost: str = ""
    """Why none of its figures can be told."""

    @property
    def width(self) -> int:
        """Return how many columns it has."""
        return max(len(row) for row in (*self.heads, *self.rows))


_MOST_SUMMED = 24


_SHORT = 24
"""How many characters a word in the place of a figure may have (`TBC`, `n/a`) before it is a remark that slipped."""


def kinds_of(table: DelimitedTable) -> list[str]:
    """Return for each column whether it has figures or words; blank where it is empty."""
    kinds = []
    for at in range(table.width):
        found = [cell_kind(row[at]) for row in table.rows if at < len(row)]
        figures = sum(kind in (FIGURE, BROKEN) for kind in found)
        words = sum(kind == WORDS for kind in found)
        kinds.append(FIGURE if figures > words else WORDS if words else BLANK)
    return kinds


def check_lengths(
    table: DelimitedTable, lengths: Sequence[int], heads: int, given: Sequence[bool], kept: Sequence[int]
) -> None:
    """Refuse rows that have lost a cell; a table is lost if its headings have."""
    full = Counter(lengths[heads:]).most_common(1)[0][0]
    numbers = [at for at, kind in enumerate(kinds_of(table)) if kind == FIGURE]
    last = max((kept[at] for at in numbers), default=0)
    if any(1 < length <= last for length in lengths[:heads]) and full > last:
        table.lost = "a heading is lost: which columns the others belong to cannot be told"
    if any(heads_remarks(head[at]) for head in table.heads for at in numbers):
        table.lost = "a heading of words stands above figures: the headings have slipped"
    # rows that end in a blank cell keep it: then a row that is shorter has lost one
    keeps_blanks = (
        sum(
            length == full and not row[-1]
            for length, row in zip(_body_lengths(lengths, heads, given), table.rows, strict=True)
        )
        > 1
    )
    if keeps_blanks and any(1 < length < full for length in lengths[:heads]):
        table.lost = "a heading is lost: which columns the others belong to cannot be told"
    figures = _figures_of(table, numbers)
    links = links_of(figures)
    for place, length in enumerate(_body_lengths(lengths, heads, given)):
        there = {at for at, number in enumerate(figures[place]) if number is not None}
        words = any(cell_kind(table.rows[place][at]) == WORDS for at in numbers)
        if length >= full or not there or (length > last and not words and not keeps_blanks):
            continue
        within = [link for link in links if set(link) <= there]
        sound = all(adds_up(figures[place], link) for link in within)
        if not words and sound and {at for link in within for at in link} == there:
            continue
        for at in numbers:
            if kind_of(table.rows[place][at]) in (FIGURE, BROKEN):
                why = f"its row has {length} cells of {full}: which one is lost cannot be told"
                table.refused.append(Refusal(table.rows[place][at], f"line {table.lines[place]}", why))
                table.rows[place][at] = ""


def _body_lengths(lengths: Sequence[int], heads: int, given: Sequence[bool]) -> list[int]:
    return [length for length, some in zip(lengths[heads:], given[heads:], strict=True) if some]


def sums_of(numbers: Numbers) -> set[tuple[int, tuple[int, ...]]]:
    """Return which columns are the sum of columns that stand together, in every row."""
    width = len(numbers[0]) if numbers else 0
    found: set[tuple[int, tuple[int, ...]]] = set()
    if width > _MOST_SUMMED:
        return found
    for whole in range(width):
        for first, last in combinations(range(width + 1), 2):
            parts = tuple(at for at in range(first, last) if at != whole)
            if len(parts) < 2 or len(parts) != last - first:
                continue
            told = [
                sum(row[at] or 0 for at in parts) == row[whole]
                for row in numbers
                if row[whole] and any(row[at] for at in parts)
            ]
            if len(told) >= 3 and all(told):
                found.add((whole, parts))
    return found


def take_words_above(table: DelimitedTable, kinds: Sequence[str]) -> None:
    """Give the words of the line above to the first columns, one each, if that makes every name a known one."""
    words = table.above.split()
    numbers = [at for at, kind in enumerate(kinds) if kind == FIGURE]
    if not words or len(words) > len(numbers) or numbers[0] != 1:
        return
    names = []
    for word, at in zip(words, numbers, strict=False):
        parts = [word, *" ".join(row[at] for row in table.heads).split()]
        names.append(" ".join(part for part in dict.fromkeys(each.lower() for each in parts) if kind_of(part) != UNIT))
    rest = [_bare_name(table, at) for at in numbers[len(words) :]]
    if all(is_heading_phrase(name) for name in names) and len({*names, *rest}) == len(numbers):
        row = [""] * len(table.heads[0])
        for word, at in zip(words, numbers, strict=False):
            if word.lower() not in " ".join(each[at] for each in table.heads).lower().split():
                row[at] = word
        table.heads.insert(0, row)
        table.head_lines.insert(0, table.head_lines[0])


def spread_groups(table: DelimitedTable, kinds: Sequence[str]) -> None:
    """Write groups in a row of headings above each of their columns: the cells behind them are blank.

    Only where each group has as many columns as the others; where names come twice and groups are not even, the table
    is lost.
    """
    numbers = [at for at, kind in enumerate(kinds) if kind == FIGURE]
    for place, head in enumerate(table.heads[:-1]):
        given = [at for at in numbers if head[at]]
        names = [" ".join(row[at] for row in table.heads[place + 1 :] if row[at]).lower() for at in numbers]
        units = any(kind_of(head[at]) == UNIT for at in given)
        if not given or len(given) == len(numbers) or not all(names) or units:
            continue
        if len(given) == 1 and given[0] != numbers[-1]:
            table.lost = "one heading stands above several columns: to how many of them it belongs cannot be told"
            return
        each = len(numbers) // len(given)
        if each > 1 and given == numbers[::each] and len(numbers) % len(given) == 0:
            for at, first in zip(numbers, (first for first in given for _ in range(each)), strict=True):
                head[at] = head[first]
        elif len(set(names)) < len(names):
            table.lost = "its groups of columns have different widths: which columns belong to which cannot be told"


def spread_units(table: DelimitedTable, kinds: Sequence[str]) -> None:
    """Write `'000` as a unit, and give the unit of a column to the columns that add up to it."""
    for head in table.heads:
        for at, cell in enumerate(head):
            if kinds[at] == FIGURE and "£" not in cell:
                head[at] = re.sub(r"(?<!\d)'000'?s?$", "£'000", cell)
    numbers = [at for at, kind in enumerate(kinds) if kind == FIGURE]
    units = {at: unit for at in numbers if (unit := _unit_of(table, at))}
    if not units or len(set(units.values())) > 1 or len(units) == len(numbers):
        return
    unit = next(iter(units.values()))
    linked = {at for whole, parts in sums_of(_figures_of(table, numbers)) for at in (whole, *parts)}
    if not linked & {numbers.index(at) for at in units}:
        return
    linked |= {last for first in linked for last in _equals(_figures_of(table, numbers), first)}
    row = ["" for _ in table.heads[0]]
    for place in linked:
        if numbers[place] not in units:
            row[numbers[place]] = unit
    table.heads.append(row)
    table.head_lines.append(table.head_lines[-1])


def _figures_of(table: DelimitedTable, numbers: Sequence[int]) -> Numbers:
    return numbers_of([[row[at] for at in numbers] for row in table.rows])


def _equals(numbers: Numbers, column: int) -> set[int]:
    """Return the columns that have the same figure in every row."""
    return {
        other
        for other in range(len(numbers[0]))
        if other != column and len(numbers) > 2 and all(row[other] == row[column] for row in numbers)
    }


def _unit_of(table: DelimitedTable, at: int) -> str:
    words = " ".join(head[at] for head in table.heads).split()
    return next((word for word in words if kind_of(word) == UNIT and word != "%"), "")


def _bare_name(table: DelimitedTable, at: int) -> str:
    words = " ".join(row[at] for row in table.heads).lower().split()
    return " ".join(word for word in words if kind_of(word) != UNIT)


def slipped_cells(table: DelimitedTable, kinds: Sequence[str]) -> list[Refusal]:
    """Refuse cells where a remark stands in the place of a figure; the row's other figures too unless they add up."""
    refused = []
    numbers = [at for at, kind in enumerate(kinds) if kind == FIGURE]
    whole = [row for row in table.rows if all(kind_of(row[at]) == FIGURE for at in numbers)]
    links = links_of(numbers_of([[row[at] for at in numbers] for row in whole]), 1)
    for row, line in zip(table.rows, table.lines, strict=True):
        wrong = [at for at in numbers if kind_of(row[at]) == WORDS and len(row[at]) > _SHORT]
        if not wrong:
            continue
        texts = [at for at, kind in enumerate(kinds) if kind == WORDS and at > wrong[-1]]
        for at in wrong:
            free = next((to for to in texts if not row[to]), None)
            name = " ".join(head[at] for head in table.heads if head[at])
            why = f"{name}: words stand where the figure should be: it is missing, or the cells have slipped"
            refused.append(Refusal(excerpt(row[at]), f"line {line}, column {at + 1}", why))
            if free is not None:
                row[free] = row[at]
            row[at] = ""
        before = numbers_of([[row[at] for at in numbers]])[0]
        kept = {numbers.index(at) for at in numbers if at < wrong[0]}
        held = [link for link in links if set(link) <= kept]
        covered = {at for link in held for at in link}
        if not all(adds_up(before, link) for link in held) or covered != kept:
            for at in numbers:
                if kind_of(row[at]) == FIGURE:
                    refused.append(
                        Refusal(row[at], f"line {line}, column {at + 1}", "the cells of its row have slipped")
                    )
                    row[at] = ""
    return refused


def marks_of_plans(table: DelimitedTable, kinds: Sequence[str]) -> list[Refusal]:
    """Refuse the figures of columns of dates that are mostly empty: the bars of a plan, read as digits."""
    refused = []
    for at, kind in enumerate(kinds):
        name = " ".join(head[at] for head in table.heads if at < len(head)).strip()
        given = [row for row in table.rows if row[at]]
        dated = re.fullmatch(r"(?:\d+ )?[A-Z][a-z]{2,8}[- ]\d{2,4}", name) is not None
        if kind == FIGURE and (dated or not name) and len(given) * 2 < len(table.rows):
            for row, line in zip(table.rows, table.lines, strict=True):
                if kind_of(row[at]) in (FIGURE, BROKEN):
                    why = "a mark in a column without amounts" if dated else "its column has no heading"
                    refused.append(Refusal(row[at], f"line {line}, column {at + 1}", why))
                row[at] = ""
    return refused


def columns_of_one_name(table: DelimitedTable, kinds: Sequence[str]) -> list[Refusal]:
    """Refuse the figures of columns that have the same heading."""
    names = [" ".join(head[at] for head in table.heads if head[at]).lower() for at in range(table.width)]
    refused = []
    for at, (kind, name) in enumerate(zip(kinds, names, strict=True)):
        if kind != FIGURE or names.count(name) < 2 or not name:
            continue
        for row, line in zip(table.rows, table.lines, strict=True):
            if kind_of(row[at]) in (FIGURE, BROKEN):
                why = f"two columns are headed {excerpt(name)}: which one it is cannot be told"
                refused.append(Refusal(row[at], f"line {line}, column {at + 1}", why))
            row[at] = ""
    return refused
