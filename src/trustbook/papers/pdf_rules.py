"""Put the ruled lines of a page together into grids: which lines belong to one table, and where its cells are.

In: the ruled lines of a page. Out: `RuledGrid`s, with the boxes of their cells, merged cells as one box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trustbook.papers.pdf_shapes import Box, PageTooFullError, Rule

_NEAR = 3.2
"""Points: two ruled lines this close are one line (a double line, or the borders of two cells side by side)."""
_MOST_PAIRS = 4_000_000
_MOST_CELLS = 60_000
"""On a page: a grid of 30 columns and 100 rows has 3,000."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell of a ruled grid: its first row and column, how many it covers, and its place."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    open: bool = False
    """No ruled line parts it from some cell at its side: as empty cells of a sheet, which have no border."""


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A set of ruled lines that touch each other."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[CellBox, ...]
    """Empty if the lines do not part the space into rectangles."""
    open_top: bool = False
    """No ruled line stands at its top: its first row may go on from the page before."""
    open_bottom: bool = False


def merged_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Join the pieces of ruled lines: those on one line that touch or nearly touch."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: (each.at, each.start)):
        if lines and rule.at - lines[-1][-1].at <= 1.6 and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start = end = None
        for rule in sorted(line, key=lambda each: each.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + 3.5:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start > _NEAR]


def grids_of_rules(across: Sequence[Rule], down: Sequence[Rule]) -> list[RuledGrid]:
    """Find the sets of ruled lines that touch each other and part the page into rows and columns."""
    if len(across) * len(down) > _MOST_PAIRS:
        raise PageTooFullError(f"{len(across) + len(down):,} ruled lines")
    return [grid for rules in _touching(across, down) if (grid := _grid(*rules)) is not None]


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group ruled lines that touch each other."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, line in enumerate(across):
        for j, post in enumerate(down, start=len(across)):
            if line.start - _NEAR <= post.at <= line.end + _NEAR and post.start - _NEAR <= line.at <= post.end + _NEAR:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, line in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for j, post in enumerate(down, start=len(across)):
        groups.setdefault(root(j), ([], []))[1].append(post)
    return [group for group in groups.values() if group[0] and group[1]]


def _grid(across: list[Rule], down: list[Rule]) -> RuledGrid | None:
    """Part the space of a set of ruled lines into cells; the sides of a table may be open."""
    x0, x1 = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    xs = _distinct([*(rule.at for rule in down), x0, x1])
    ys = _distinct([*(rule.at for rule in across), top, bottom])
    if len(xs) < 2 or len(ys) < 2:
        return None
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    if (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        raise PageTooFullError(f"a grid of {len(xs) - 1:,} columns and {len(ys) - 1:,} rows")
    posts = [[rule for rule in down if abs(rule.at - x) <= _NEAR] for x in xs]
    lines = [[rule for rule in across if abs(rule.at - y) <= _NEAR] for y in ys]
    cells = tuple(_cells(xs, ys, posts, lines) or ())
    return RuledGrid(box, tuple(xs), tuple(ys), cells, not lines[0], not lines[-1])


def _cells(xs: list[float], ys: list[float], posts: list[list[Rule]], lines: list[list[Rule]]) -> list[CellBox] | None:
    """Join the smallest cells wherever no ruled line stands between them; what is then no rectangle stays in parts.

    None if most of the space is such.
    """
    wide, high = len(xs) - 1, len(ys) - 1
    parent = list(range(wide * high))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for row in range(high):
        for column in range(wide):
            here = row * wide + column
            if column + 1 < wide and not _covers(posts[column + 1], ys[row], ys[row + 1]):
                parent[root(here + 1)] = root(here)
            if row + 1 < high and not _covers(lines[row + 1], xs[column], xs[column + 1]):
                parent[root(here + wide)] = root(here)
    groups: dict[int, list[int]] = {}
    for i in range(wide * high):
        groups.setdefault(root(i), []).append(i)
    cells: list[CellBox] = []
    loose = 0
    for members in groups.values():
        rows, columns = [i // wide for i in members], [i % wide for i in members]
        r0, r1, c0, c1 = min(rows), max(rows), min(columns), max(columns)
        if (r1 - r0 + 1) * (c1 - c0 + 1) != len(members):
            loose += len(members)
            cells += [
                CellBox(row, column, 1, 1, Box(xs[column], ys[row], xs[column + 1], ys[row + 1]), True)
                for row, column in zip(rows, columns, strict=True)
            ]
            continue
        cells.append(CellBox(r0, c0, r1 - r0 + 1, c1 - c0 + 1, Box(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])))
    if loose * 2 > wide * high:
        return None
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _covers(rules: list[Rule], start: float, end: float) -> bool:
    """Check whether ruled lines stand along most of a stretch."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= 0.6 * (end - start)


def _distinct(places: list[float]) -> list[float]:
    """Sort places and join those that are nearly the same."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _NEAR and place - groups[-1][0] <= 2 * _NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]
