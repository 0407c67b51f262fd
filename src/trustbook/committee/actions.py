"""Write the section of a paper on the actions of the last meeting: how many are done, open and overdue, and each one.

In: the data of a period. Out: a `Section` with its table; None where the return lists no action, or the book has no
chapter on them. The sentences and the words of the table are those of the chapter, so that they are in the edition.
"""

from __future__ import annotations

import re

from trustbook.chapters.metrics import named
from trustbook.committee.model import Column, Paragraph, Row, Section, Table
from trustbook.components.tables import PageTable
from trustbook.config.discovery import folder_of, in_chapter
from trustbook.data.period_data import PeriodData

KEY = "actions"
_COUNTS = tuple(f"{KEY}.{name}" for name in ("total", "done", "open", "overdue"))


def section(data: PeriodData) -> Section | None:
    """Write the section; None if the edition has no chapter on actions."""
    analysis, text = (in_chapter(folder_of(KEY), name) for name in ("analysis", "text"))
    found = analysis.analyse(data) if analysis is not None and KEY in data.chapters else None
    if found is None or text is None:
        return None
    said = text.counts(found)
    written = set(re.findall(r"\d+", said))
    counts = named(data, _COUNTS)
    stated = tuple(name for name in _COUNTS if str(counts[name].amount) in written)
    others = [text.day(found)] if found.open else []
    paragraphs = (Paragraph(said, stated), *map(Paragraph, [*others, *text.without_a_date(found)]))
    return Section(KEY, text.TITLE, paragraphs, tables=(_table(text.every_action(found, data)),))


def _table(shown: PageTable) -> Table:
    return Table(
        key=KEY,
        caption=shown.caption,
        columns=tuple(map(Column, shown.headings)),
        rows=tuple(map(Row, shown.rows)),
        notes=tuple(f"{shown.rows[row][0]}: {note}" for row, note in sorted(shown.notes.items())),
    )
