"""Take the lines of a table's body: label, cells, figures, and the section that each stands in.

In: the rows of a grid and its layout. Out: `BodyLine`s from top to bottom, and the notes that stand below or between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from trustbook.papers.amounts import Amount
from trustbook.papers.layout import Layout, figure, has_figure, has_figure_text
from trustbook.papers.model import GridCell
from trustbook.papers.totals import Standing

_LONG_NOTE = 70
_CONTINUED = re.compile(r"\(?\b(?:continued|cont['.’]?d?)(?![a-z])\.?\)?", re.IGNORECASE)


@dataclass
class BodyLine:
    """A line of the body while it is read. A heading of a section has no cells."""

    number: int
    """Its row in the grid; below nil for a section that a column of its own names."""
    label: str
    place: str
    cells: dict[int, GridCell]
    amounts: dict[int, Amount] = field(default_factory=dict)
    section: str = ""
    """The heading just above it."""
    standing: Standing | None = None
    bold: bool = False
    indent: int = 0


def lines_of(rows: Sequence[Sequence[GridCell]], layout: Layout) -> tuple[list[BodyLine], list[str]]:
    """Take the lines; a label or section that a merged cell gives to several rows is theirs too."""
    return _Body(rows, layout).read()


class _Body:
    """The reading of a body from top to bottom."""

    def __init__(self, rows: Sequence[Sequence[GridCell]], layout: Layout) -> None:
        self.rows, self.layout = rows, layout
        self.lines: list[BodyLine] = []
        self.notes: list[str] = []
        self.merged_labels: dict[int, str] = {}
        self.outer: dict[int, str] = {}
        self.section = ""

    def read(self) -> tuple[list[BodyLine], list[str]]:
        last = max((n for n in self.layout.body if any(has_figure(cell) for cell in self.rows[n])), default=-1)
        for number in self.layout.body:
            row = self.rows[number]
            if number > last and not self._is_line_without_figures(row):
                if any(cell.text for cell in row):
                    self.notes.append(" ".join(cell.text.strip() for cell in row if cell.text.strip()))
            elif any(cell.text.strip() for cell in row):
                self._add(number, row)
        return self.lines, self.notes

    def _is_line_without_figures(self, row: Sequence[GridCell]) -> bool:
        """Check whether a row below the last figures is still a line: a label, and dashes or words for figures.

        Or words with a figure among them, which is not read, but must not be lost either.
        """
        if not row[self.layout.label].text.strip():
            return False
        filled = [column for column in self.layout.columns if row[column.index].text.strip()]
        figures = any(has_figure_text(row[column.index].text) for column in filled)
        return figures or len(filled) * 2 > len(self.layout.columns) > 1

    def _add(self, number: int, row: Sequence[GridCell]) -> None:
        own = row[self.layout.label]
        label = " ".join(own.text.split()) or self.merged_labels.get(number, "")
        for below in range(number + 1, number + own.spans_rows):
            self.merged_labels[below] = label
        cells = {column.index: row[column.index] for column in self.layout.columns if row[column.index].text.strip()}
        if label or not cells:
            self._open_sections(row)
        else:
            label = self._label_before(row)
        if not cells and (not label or len(label) > _LONG_NOTE):
            self.notes += [label] if label else []
            return
        line = BodyLine(number, label, own.place, cells, section=self.section, bold=own.bold, indent=own.indent)
        for index, cell in cells.items():
            amount = figure(cell)
            if amount is not None:
                line.amounts[index] = amount
        if not cells:
            if self.section and _CONTINUED.sub("", label).strip(" :-") == self.section:
                return
            self.section = label
        self.lines.append(line)

    def _label_before(self, row: Sequence[GridCell]) -> str:
        """Take the label of a line from the column of sections, where its own is blank: `Total` often stands there."""
        texts = [" ".join(row[index].text.split()) for index in self.layout.outer]
        return next((each for each in reversed(texts) if each), "")

    def _open_sections(self, row: Sequence[GridCell]) -> None:
        """Make a heading of a section's name that stands in a column of its own."""
        for index in self.layout.outer:
            text = " ".join(row[index].text.split())
            if text and text != self.outer.get(index):
                self.outer[index] = self.section = text
                self.lines.append(BodyLine(-1, text, row[index].place, {}, bold=True, indent=index))
