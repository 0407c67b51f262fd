"""Lay a paper's table out as officers do: headings in one or more rows, units here or there, marks, notes, sections.

In: a table of the truth and a layout, which a seed chooses. Out: a page of lines and cells, and what must be found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from papers.truth import Column, Line, Paper, Said, Truth

SCALES = {"£'000": ("£'000", "£000", "£000s", "£k", "£’000"), "£m": ("£m", "£ million", "£million"), "£": ("£",)}
"""How papers write the scale of a column."""
NOTES = (
    "Figures may not sum because of rounding.",
    "Note: 2 posts were vacant at 30 September 2019.",
    "Source: financial ledger, 14 January 2022.",
)
COMMENTS = ("", "", "more placements than planned", "includes £148k from a grant", "3 posts vacant since May", "")
MARKS = ("*", " (1)", "¹", " [2]", " †")


@dataclass(frozen=True)
class Layout:
    """How a table is laid out."""

    headings: str = "joined"
    """`joined` (one row), `stacked` (lines in its cells), `groups` (merged above), `rows` (a row for each line)."""
    units: str = "column"
    """`column` (in the heading), `row` (a row of its own), `title`, `line` (a line above the table)."""
    scale_words: int = 0
    sections: str = "heading"
    """`heading` (a row of its own), `column` (a column before the labels), `joined` (`section / label`)."""
    label_first: bool = False
    merged_down: bool = False
    """A heading without a group above it is merged with the empty cell above it."""
    negatives: str = "as printed"
    """`as printed`, `brackets`, `minus`, `true minus`, `red` (workbooks: a red format without a sign)."""
    nil: str = "as printed"
    cells: str = "numbers"
    """In a workbook: `numbers`, `texts`, or `mixed`."""
    marks: str = ""
    """`labels` or `figures`: these have footnote marks, and notes stand below."""
    notes: bool = False
    comments: bool = False
    blank_rows: bool = False
    running_head: bool = False
    bold_totals: bool = True
    indent: bool = True
    borders: str = "all"
    """`all`, `none`, `rows` (lines between rows only)."""
    break_after: int = 0
    """After so many rows the table goes on below (or on the next page) with its heading repeated."""
    seed: int = 0


@dataclass(frozen=True)
class Cell:
    """One cell of a page."""

    text: str = ""
    number: Decimal | None = None
    """What a workbook keeps, with `form`, its number format; None where it keeps text."""
    form: str = ""
    columns: int = 1
    rows: int = 1
    bold: bool = False
    indent: int = 0
    heading: bool = False
    covered: bool = False
    """It lies under a merged cell."""


@dataclass(frozen=True)
class Expected:
    """A cell that a reader must find: the labels and headings that are right for it, and what it says."""

    labels: tuple[str, ...]
    column: str
    said: Said
    total: bool
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A table on a page, in cells, each row of one length."""

    rows: tuple[tuple[Cell, ...], ...]
    heading_rows: int


@dataclass(frozen=True)
class Page:
    """What is written into a file: lines of text and tables in their order, and what must be found there."""

    title: str
    running_head: str
    parts: tuple[str | Block, ...]
    expected: tuple[tuple[Expected, ...], ...]
    """For each row of the truth that has cells, in the order of the page."""
    layout: Layout
    name: str


def chosen(seed: int) -> Layout:
    """Choose a layout: the same for the same seed."""
    pick = Random(f"layout {seed}")
    return Layout(
        headings=pick.choice(("joined", "stacked", "groups", "rows")),
        units=pick.choice(("column", "row", "title", "line", "row")),
        scale_words=pick.randrange(5),
        sections=pick.choice(("heading", "heading", "column", "joined")),
        label_first=pick.random() < 0.4,
        merged_down=pick.random() < 0.5,
        negatives=pick.choice(("as printed", "as printed", "brackets", "minus", "true minus", "red")),
        nil=pick.choice(("as printed", "as printed", "-", "–")),
        cells=pick.choice(("numbers", "numbers", "texts", "mixed")),
        marks=pick.choice(("", "", "labels", "figures")),
        notes=pick.random() < 0.5,
        comments=pick.random() < 0.25,
        blank_rows=pick.random() < 0.2,
        running_head=pick.random() < 0.4,
        bold_totals=pick.random() < 0.7,
        indent=pick.random() < 0.6,
        borders=pick.choice(("all", "all", "rows", "none")),
        break_after=pick.choice((0, 0, 0, 5, 8)),
        seed=seed,
    )


def lay_out(paper: Paper, layout: Layout) -> Page:
    """Make the page of a paper in a layout."""
    parts: list[str | Block] = []
    expected: list[tuple[Expected, ...]] = []
    pick = Random(f"{paper.number} {layout.seed}")
    for table in paper.tables:
        made = _Table(table, _fitting(table, layout), pick)
        parts += made.parts()
        expected += made.expected
    if layout.notes or layout.marks:
        parts += [f"{mark.strip()} {pick.choice(NOTES)}" if layout.marks else pick.choice(NOTES) for mark in MARKS[:2]]
    head = f"{paper.body}: agenda item 7, page 14" if layout.running_head else ""
    return Page(paper.title, head, tuple(parts), tuple(expected), layout, f"{paper.number}-{layout.seed:03}")


def number_in(printed: str) -> Decimal | None:
    """The number that a token prints, in the scale of its column; None where it is more than a plain number."""
    if not re.fullmatch(r"\(?-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?\)?", printed.strip()):
        return None
    digits = Decimal(re.sub(r"[(),%\s]", "", printed))
    return -digits if printed.strip().startswith("(") else digits


def _fitting(table: Truth, layout: Layout) -> Layout:
    """Take back what would make the paper say something else, or nothing at all."""
    scales = {column.scale for column in table.columns if column.scale}
    if layout.units in ("title", "line") and len(scales) != 1:
        layout = replace(layout, units="column")
    if any("(" in column.name and "favourable" in column.name for column in table.columns):
        layout = replace(layout, negatives="as printed")
    if layout.headings == "groups" and not any(len(column.heading) > 1 for column in table.columns):
        layout = replace(layout, headings="joined")
    return layout


class _Table:
    """One table being laid out."""

    def __init__(self, table: Truth, layout: Layout, pick: Random) -> None:
        self.table, self.layout, self.pick = table, layout, pick
        self.label_at = 0 if layout.label_first else table.label_at
        self.sectioned = layout.sections == "column" and any(line.section for line in table.lines)
        self.figured = {
            column
            for at, column in enumerate(table.columns)
            if any(line.cells[at] and line.cells[at].value for line in table.lines)
        }
        self.expected: list[tuple[Expected, ...]] = []

    def parts(self) -> list[str | Block]:
        layout, table = self.layout, self.table
        head, body = self._heading(), self._body()
        scale = next((column.scale for column in table.columns if column.scale), "")
        words = self._scale(scale)
        said = f"{table.title} ({words})" if layout.units == "title" and scale else table.title
        parts: list[str | Block] = [said] if said else []
        if layout.units == "title" and scale and not table.title:
            parts.append(f"({words})")
        if layout.units == "line" and scale:
            parts.append(self.pick.choice((f"All figures in {words}", f"All amounts are in {words}.", words)))
        step = layout.break_after or len(body)
        for start in range(0, len(body), step):
            rows = (*head, *body[start : start + step])
            parts.append(Block(rows, len(head)))
        return parts

    def _scale(self, scale: str) -> str:
        known = SCALES.get(scale, ("",))
        return known[self.layout.scale_words % len(known)]

    def _heading(self) -> list[tuple[Cell, ...]]:
        layout, columns = self.layout, self.table.columns
        units_row = layout.units == "row"
        lines = [self._lines(column, units_row) for column in columns]
        height = max(len(each) for each in lines)
        rows: list[list[Cell]] = []
        if layout.headings == "groups":
            rows = [self._groups(lines), [Cell(each[-1], heading=True) for each in lines]]
            if layout.merged_down:
                for at, (above, below) in enumerate(zip(*rows, strict=True)):
                    if not above.text and not above.covered:
                        rows[0][at], rows[1][at] = replace(below, rows=2), replace(below, text="", covered=True)
        elif layout.headings == "rows":
            padded = [("",) * (height - len(each)) + each for each in lines]
            rows = [[Cell(each[at], heading=True) for each in padded] for at in range(height)]
        else:
            between = "\n" if layout.headings == "stacked" else " "
            rows = [[Cell(between.join(each), heading=True) for each in lines]]
        if units_row:
            rows.append([Cell(self._unit_below(column), heading=True) for column in columns])
        made = []
        for at, row in enumerate(rows):
            label = Cell(self.table.headed if at == len(rows) - 1 else "", heading=True)
            cells = [*row[: self.label_at], label, *row[self.label_at :]]
            if self.sectioned:
                cells.insert(self.label_at, Cell("Division" if at == len(rows) - 1 else "", heading=True))
            if layout.comments:
                cells.append(Cell("Comments" if at == len(rows) - 1 else "", heading=True))
            made.append(tuple(replace(cell, bold=True) for cell in cells))
        return made

    def _lines(self, column: Column, units_row: bool) -> tuple[str, ...]:
        *groups, last = column.heading
        if units_row and column.unit == "pct" and last.endswith(" %"):
            last = last[:-2]
        if self.layout.units == "column" and column.scale:
            last = f"{last} {self._scale(column.scale)}".strip()
        elif self.layout.units == "column" and column.unit == "GBP_per_head":
            last += " £"
        if self.layout.headings == "rows" and not groups and " " in last and len(last) > 14:
            words = last.split()
            half = len(words) // 2
            return (" ".join(words[:half]), " ".join(words[half:]))
        return (*groups, last)

    def _unit_below(self, column: Column) -> str:
        if column.unit == "pct":
            return "%" if column.name.endswith(" %") else ""
        return self._scale(column.scale) if column.scale else "£" if column.unit == "GBP_per_head" else ""

    def _groups(self, lines: list[tuple[str, ...]]) -> list[Cell]:
        names = [each[0] if len(each) > 1 else "" for each in lines]
        row: list[Cell] = []
        for at, name in enumerate(names):
            same = at and name and names[at - 1] == name and at != self.label_at
            if same:
                first = max(place for place, cell in enumerate(row) if not cell.covered)
                row[first] = replace(row[first], columns=row[first].columns + 1)
                row.append(Cell(covered=True, heading=True))
            else:
                row.append(Cell(name, heading=True))
        return row

    def _body(self) -> list[tuple[Cell, ...]]:
        layout, table = self.layout, self.table
        width = len(table.columns) + 1 + self.sectioned + layout.comments
        rows: list[tuple[Cell, ...]] = []
        section = ""
        for line in table.lines:
            new = line.section != section
            section = line.section
            if new and rows and layout.blank_rows:
                rows.append((Cell(),) * width)
            if new and section and layout.sections == "heading":
                heading = [Cell()] * width
                heading[self.label_at] = Cell(section, bold=True)
                rows.append(tuple(heading))
            rows.append(self._row(line, new))
        return rows

    def _row(self, line: Line, new: bool) -> tuple[Cell, ...]:
        layout = self.layout
        bold = line.total and layout.bold_totals
        label = line.label
        accepted = [label]
        if layout.sections == "joined" and line.section:
            label = f"{line.section} / {line.label}" if line.label else f"Total {line.section}"
            accepted = [label, line.label] if line.label else [label]
        if layout.marks == "labels" and label and self.pick.random() < 0.25:
            label += self.pick.choice(MARKS)
            accepted.append(label)
        cells, expected = [], []
        for column, each in zip(self.table.columns, line.cells, strict=True):
            if each is None or each.in_words:
                cells.append(Cell(bold=bold))
                continue
            made = replace(self._figure(each, column in self.figured), bold=bold)
            cells.append(made)
            sections = (line.section,) if line.section else ()
            as_made = replace(each, printed=made.text)
            expected.append(Expected(tuple(accepted), column.name, as_made, line.total, sections))
        set_in = int(layout.indent and layout.sections == "heading" and bool(line.section) and not line.total)
        cells.insert(self.label_at, Cell(label, bold=bold, indent=set_in))
        if self.sectioned:
            cells.insert(self.label_at, Cell(line.section if new else "", bold=True))
        if layout.comments:
            cells.append(Cell(self.pick.choice(COMMENTS)))
        self.expected.append(tuple(expected))
        return tuple(cells)

    def _figure(self, cell: Said, some: bool) -> Cell:
        layout, printed = self.layout, cell.printed
        number = number_in(printed)
        if number is None:
            return Cell(printed)
        percent = printed.rstrip(")").endswith("%")
        style = layout.negatives
        if style == "as printed":
            style = "brackets" if printed.startswith("(") else "minus"
        decimals = len(printed.rstrip("%)").partition(".")[2])
        if number == 0 and layout.nil != "as printed" and cell.unit == "GBP_k" and not decimals and some:
            return Cell(layout.nil, number if layout.cells == "numbers" else None, f'#,##0;-#,##0;"{layout.nil}"')
        if printed.startswith("(") and number == 0:
            return Cell(printed)
        if decimals == 0 and not percent and len(printed) > 3 and "," not in printed:
            pattern = "0"
        else:
            pattern = ("#,##0" + ("." + "0" * decimals if decimals else "")) + ("%" if percent else "")
        size = printed.strip("()-")
        text = size
        if number < 0:
            text = {"brackets": f"({size})", "minus": f"-{size}", "true minus": f"−{size}", "red": f"-{size}"}[style]
        if layout.marks == "figures" and self.pick.random() < 0.08:
            return Cell(text + self.pick.choice(("*", " †", " *")))
        below = {"brackets": f"({pattern})", "red": f"[Red]{pattern}"}.get(style, f"-{pattern}")
        as_text = layout.cells == "texts" or (layout.cells == "mixed" and self.pick.random() < 0.5)
        kept = number / 100 if percent else number
        return Cell(text, None if as_text else kept, f"{pattern};{below}")
