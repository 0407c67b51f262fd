"""Interpret a grid: rows with labels, columns with names, figures with value and unit; refuse what is doubtful.

In: a `Grid` as a file has it, and the words that tell kinds, units and signs. Out: tables, and what was refused, with
the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from trustbook.papers.amounts import Amount, is_not_applicable
from trustbook.papers.body_lines import BodyLine, lines_of
from trustbook.papers.cell_lines import with_rows_for_lines
from trustbook.papers.continuing import joined
from trustbook.papers.headings import heading_starts, layout_of
from trustbook.papers.layout import Column, Layout, has_figure, has_figure_text, is_year, texts_of
from trustbook.papers.model import Grid, GridCell, Refusal, Row, Table
from trustbook.papers.row_units import is_unit_line
from trustbook.papers.signs import Signs, settle_signs
from trustbook.papers.totals import Standing, settle_standing
from trustbook.papers.units import settle_units
from trustbook.papers.values import Decided, Valuer, unit_of_line
from trustbook.papers.words import Words, own_words, plain

_FOR_ALL = re.compile(r"\ball (?:\w+ )?(?:figures|amounts|values|tables|sums)\b", re.IGNORECASE)
_MOST_SHORT_WORDS = 4
_MOST_LINES, _LONGEST_LINE = 40, 400
"""How much of the lines near a table is looked through for its unit and signs."""
_KINDS = ("variance", "budget", "outturn", "actual", "movement")


def table_of(grid: Grid, words: Words | None = None) -> tuple[Table | None, list[Refusal]]:
    """Read a grid that is one table. None where it has no figures; of several tables in it, the first."""
    tables, refused = tables_of(grid, words)
    if len(tables) > 1:
        refused += [
            Refusal(cell.printed, cell.place, "it stands in a second table of the same grid")
            for table in tables[1:]
            for row in table.rows
            for cell in row.cells
        ]
    return (tables[0] if tables else None), refused


def tables_of(grid: Grid, words: Words | None = None) -> tuple[list[Table], list[Refusal]]:
    """Read the tables of a grid: a new one begins where headings stand below figures."""
    return tables_of_all([grid], words or own_words())


def tables_of_all(grids: Sequence[Grid], words: Words) -> tuple[list[Table], list[Refusal]]:
    """Read the tables of a paper: what some tables prove of the sign of overspends holds for those that say nothing."""
    whole = joined([with_rows_for_lines(grid) for grid in _with_telling_red(grids)], words)
    parts = joined([part for grid in whole for part in _parts(grid, words)], words)
    refused = [each for grid in grids for each in grid.refused]
    proofs: dict[str, set[bool]] = {}
    readings = [_Reading(part, words, {}) for part in parts]
    found = [reading.table() for reading in readings]
    for reading in readings:
        for name, turned in reading.proved.items():
            proofs.setdefault(name, set()).add(turned)
    elsewhere = {name: turned.copy().pop() for name, turned in proofs.items() if len(turned) == 1}
    tables: list[Table] = []
    for part, reading, (table, doubts) in zip(parts, readings, found, strict=True):
        if reading.unproved and elsewhere:
            table, doubts = _Reading(part, words, elsewhere).table()
        refused += doubts
        if table is not None:
            tables.append(table)
    return tables, refused


def _with_telling_red(grids: Sequence[Grid]) -> Sequence[Grid]:
    """Leave out that figures are in red where all of them are: it says nothing of a sign then."""
    figures = [cell for grid in grids for row in grid.rows for cell in row if cell.text and has_figure(cell)]
    if not any(cell.red for cell in figures) or not all(cell.red for cell in figures):
        return grids
    return [
        replace(grid, rows=tuple(tuple(replace(cell, red=False) for cell in row) for row in grid.rows))
        for grid in grids
    ]


def _parts(grid: Grid, words: Words) -> list[Grid]:
    """Split a grid before headings that stand below figures, with the lines just above them; drop repeated headings."""
    rows = list(grid.rows)
    if not rows:
        return []
    first = layout_of(rows, grid.header_rows, words)
    if first is None:
        return [grid]
    heads = {texts_of(rows[number]) for number in first.head}
    begins = heading_starts(rows, first, words)
    kept: list[Sequence[GridCell]] = []
    starts: list[int] = []
    for number, row in enumerate(rows):
        if number in begins:
            starts.append(len(kept))
        if number not in first.body or texts_of(row) not in heads or not any(texts_of(row)):
            kept.append(row)
    parts = []
    for place, (begin, end) in enumerate(pairwise([0, *starts, len(kept)])):
        if end > begin:
            part = tuple(tuple(row) for row in kept[begin:end])
            if place == 0:
                parts.append(replace(grid, rows=part))
            else:
                for_all = tuple(line for line in (*grid.around, *first.titles) if _FOR_ALL.search(line))
                parts.append(Grid(part, grid.place, around=for_all))
    return parts


class _Reading:
    """The reading of one table."""

    def __init__(self, grid: Grid, words: Words, elsewhere: Mapping[str, bool]) -> None:
        self.grid, self.words, self.elsewhere = grid, words, elsewhere
        self.refused: list[Refusal] = []
        self.proved: dict[str, bool] = {}
        """Columns of variances, by name, of which the table itself proves whether they are turned; `` for all."""
        self.unproved = False

    def table(self) -> tuple[Table | None, list[Refusal]]:
        """Read it. None where no row has a figure."""
        layout = layout_of(self.grid.rows, self.grid.header_rows, self.words)
        if layout is None:
            return None, []
        if layout.label < 0:
            return None, self._refuse_all(layout, layout.why)
        lines, notes = lines_of(self.grid.rows, layout)
        layout.columns = self._with_figures(layout.columns, lines)
        near = [*self.grid.around, *([self.grid.title] if self.grid.title else []), *layout.titles, *notes]
        near = [line[:_LONGEST_LINE] for line in near[:_MOST_LINES]]
        decided, steps = self._decide(layout, lines, near)
        standings = [_standing(line, decided) for line in lines]
        settle_standing(standings, steps, self.words)
        for line, standing in zip(lines, standings, strict=True):
            line.standing = standing
        valuer = Valuer(decided, self.words)
        rows = [row for line in lines if (row := _row(line, valuer)) is not None]
        self.refused += valuer.refused
        title = self._title(layout)
        if not any(row.cells for row in rows):
            return None, self.refused
        return Table(title, self.grid.place, tuple(rows)), self.refused

    def _title(self, layout: Layout) -> str | None:
        """Choose the line nearest above that says what the table is, and not only its unit."""
        given = [self.grid.title] if self.grid.title else []
        above = list(self.grid.around)
        if given and given[0] in above:
            given = above[: above.index(given[0]) + 1]
        lines = [*given, *layout.titles]
        telling = [line for line in lines if not self.words.scale(line) or not is_unit_line(line, self.words)]
        return telling[-1] if telling else None

    def _decide(self, layout: Layout, lines: list[BodyLine], near: list[str]) -> tuple[Decided, dict[int, Decimal]]:
        """Decide units, kinds and signs."""
        columns = layout.columns
        by_column = {
            column.index: [(line.number, line.amounts[column.index]) for line in lines if column.index in line.amounts]
            for column in columns
        }
        amounts = {index: [amount for _, amount in found] for index, found in by_column.items()}
        heads = " ".join(self.grid.rows[number][layout.label].text for number in layout.head)
        without_unit = settle_units(columns, amounts, heads, near, self.words)
        for column in columns:
            column.kind = self.words.kind(column.name)
        values = {column.index: self._values(column, lines) for column in columns}
        steps = {column.index: _step(column, amounts[column.index]) for column in columns}
        said = " . ".join(near)
        signs = settle_signs(columns, values, steps, said, self.words, self.elsewhere)
        self._note_proofs(columns, signs)
        of_rows = self._signs_of_rows(columns, lines, values, steps, said)
        return Decided(columns, layout.doubtful, without_unit, signs, of_rows, by_column, values, said), steps

    def _signs_of_rows(
        self,
        columns: Sequence[Column],
        lines: Sequence[BodyLine],
        values: Mapping[int, Mapping[int, Decimal]],
        steps: Mapping[int, Decimal],
        said: str,
    ) -> Signs | None:
        """Decide the signs of rows where the table lies on its side: budget, outturn and variance down the side."""
        if any(column.kind in _KINDS for column in columns):
            return None
        sideways = [
            Column(line.number, [line.label], line.label, self.words.kind(line.label), "GBP_k")
            for line in lines
            if line.cells and ((found := unit_of_line(line, self.words)) is None or found.unit == "GBP_k")
        ]
        kinds = {each.kind for each in sideways}
        if "variance" not in kinds or not kinds & {"budget", "outturn", "actual"}:
            return None
        by_row = {
            each.index: {index: found[each.index] for index, found in values.items() if each.index in found}
            for each in sideways
        }
        step = max(steps.values(), default=Decimal(1))
        return settle_signs(sideways, by_row, dict.fromkeys(by_row, step), said, self.words, {})

    def _note_proofs(self, columns: Sequence[Column], signs: Signs) -> None:
        for column in columns:
            if column.kind == "variance" and column.unit == "GBP_k":
                if column.index in signs.witnessed:
                    self.proved[plain(column.name)] = signs.turned[column.index]
                else:
                    self.unproved = True
        if len(directions := set(self.proved.values())) == 1:
            self.proved[""] = directions.pop()

    def _refuse_all(self, layout: Layout, why: str) -> list[Refusal]:
        return [
            Refusal(cell.text.strip(), cell.place, why)
            for number in layout.body
            for cell in self.grid.rows[number]
            if has_figure(cell)
        ]

    def _with_figures(self, columns: Sequence[Column], lines: Sequence[BodyLine]) -> list[Column]:
        """Keep columns of figures and of short words (a status); leave out free text, references and years."""
        kept = []
        for column in columns:
            cells = [line.cells[column.index].text.strip() for line in lines if column.index in line.cells]
            figures = sum(column.index in line.amounts for line in lines)
            if not cells or self.words.is_reference_heading(column.heading):
                continue
            if self.words.is_comment_heading(column.heading) and figures * 2 <= len(cells):
                continue
            if len(cells) > 1 and all(is_year(each) for each in cells) and "year" in plain(column.heading):
                column.text, column.unit = True, "text"
            elif figures * 2 < len(cells) and not (figures and self._is_for_figures(column)):
                wordy = [each for each in cells if not is_not_applicable(each)]
                short = all(len(each.split()) <= _MOST_SHORT_WORDS for each in wordy)
                if (
                    not column.heading
                    or not short
                    or any(has_figure_text(each) for each in wordy if not _is_date(each))
                ):
                    self._refuse_column(column, lines)
                    continue
                column.text, column.unit = True, "text"
            kept.append(column)
        return kept

    def _is_for_figures(self, column: Column) -> bool:
        return bool(self.words.kind(column.heading) or self.words.unit_words(column.heading))

    def _refuse_column(self, column: Column, lines: Sequence[BodyLine]) -> None:
        self.refused += [
            Refusal(cell.text.strip(), cell.place, "it stands in a column of words")
            for line in lines
            if (cell := line.cells.get(column.index)) is not None and has_figure_text(cell.text)
        ]

    def _values(self, column: Column, lines: Sequence[BodyLine]) -> dict[int, Decimal]:
        """Give the printed figures of a column by row, in thousands of pounds where they are money."""
        found: dict[int, Decimal] = {}
        for line in lines:
            amount = line.amounts.get(column.index)
            if amount is None or amount.why:
                continue
            if amount.is_dash:
                found[line.number] = Decimal(0)
            elif column.unit == "GBP_k" and not (amount.percent or amount.per):
                value = amount.thousands("pounds" if column.scale in ("own", "") else column.scale)
                if value is not None:
                    found[line.number] = value
            elif amount.number is not None and column.unit != "GBP_k":
                found[line.number] = amount.number
        return found


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}", text) is not None


def _step(column: Column, amounts: Sequence[Amount]) -> Decimal:
    """Give the size of one unit of the last digit that a column prints, in its values."""
    shown = [each for each in amounts if each.number is not None]
    if not shown:
        return Decimal(1)
    finest = max(shown, key=lambda each: each.decimals)
    step = Decimal(1).scaleb(-finest.decimals)
    if column.unit != "GBP_k":
        return step
    one = replace(finest, number=step).thousands("pounds" if column.scale in ("own", "") else column.scale)
    return one if one is not None else step


def _standing(line: BodyLine, decided: Decided) -> Standing:
    sums = {
        column.index: decided.values[column.index][line.number]
        for column in decided.columns
        if column.unit in ("GBP_k", "count", "fte") and line.number in decided.values[column.index]
    }
    return Standing(line.number, line.label, sums, bold=line.bold, indent=line.indent, filled=bool(line.cells))


def _row(line: BodyLine, valuer: Valuer) -> Row | None:
    standing = line.standing
    assert standing is not None
    if not line.label and not (standing.total and standing.foots):
        for index, amount in line.amounts.items():
            if not amount.is_dash:
                valuer.refuse(line.cells[index], "its line has no label, and is not the total of the lines above")
        return None
    cells = [valuer.cell(line, column) for column in valuer.decided.columns if column.index in line.cells]
    found = tuple(cell for cell in cells if cell is not None)
    if not found and line.cells:
        return None
    return Row(line.label, standing.level, standing.total, found)
