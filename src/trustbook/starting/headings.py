"""Read the headings of a body's budget from a first return: a CSV file or a workbook.

In: the path of the file, and what the body calls a heading. Out: the headings in order, each with the subtotal that it
belongs to, if the file has one; totals, groups and subtotals are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.core.incoming import MOST_BYTES, require_file
from trustbook.data.datasets.finance import FORECAST
from trustbook.data.header import MOST_ABOVE, plain_heading
from trustbook.data.rows import read_rows, tidy_rows
from trustbook.data.workbooks.kinds import ENDINGS, ending
from trustbook.data.workbooks.workbook import read_sheets
from trustbook.starting.answers import Line

_USUAL = ("heading", "budget_heading", "service", "service_area", "budget_line", "line", "cost_centre", "description")
_GROUPS = ("parent", "group", "summary_group", "directorate", "division")
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b.*|.*\btotals?", re.IGNORECASE)

Row = tuple[int, list[str]]


def headings_from(path: Path, word: str = "heading") -> tuple[Line, ...]:
    """Read the headings in a file. Raises ReturnError or WorkspaceError if there are none to be read."""
    require_file(path, path, MOST_BYTES, kind=WorkspaceError)
    names = tuple(dict.fromkeys((plain_heading(word), f"{plain_heading(word)}s", *_USUAL)))
    for rows in _tables(path, names):
        found: dict[str, Line] = {}
        for line in _headings(rows, names):
            found.setdefault(line.name, line)
        if found:
            return tuple(found.values())
    raise WorkspaceError(
        "it has no column of headings",
        file=path.name,
        expected=f"a column named {listing(names[:4], 'or')}",
        mend="Name the column so, or give the headings with --heading.",
    )


def _tables(path: Path, names: Sequence[str]) -> Iterator[Sequence[Row]]:
    """Yield the rows of a CSV file, or of each sheet of a workbook, the one named forecast first."""
    columns = (*names, *FORECAST.names)
    if ending(path) in ENDINGS:
        sheets = [sheet for sheet in read_sheets(path, path.name) if sheet.rows]
        for sheet in sorted(sheets, key=lambda each: each.title.strip().lower() != FORECAST.name):
            yield tidy_rows(sheet.rows, f"{path.name}, sheet {excerpt(sheet.title)}", columns, []).rows
    else:
        yield read_rows(path, path.name, columns).rows


def _headings(rows: Sequence[Row], names: Sequence[str]) -> Iterator[Line]:
    for place, (_, cells) in enumerate(rows[: MOST_ABOVE + 1]):
        titles = [plain_heading(cell) for cell in cells]
        column = next((titles.index(name) for name in names if name in titles), None)
        if column is None:
            continue
        level = titles.index("level") if "level" in titles else None
        group = next((titles.index(name) for name in _GROUPS if name in titles), None)
        for _, row in rows[place + 1 :]:
            name = _cell(row, column)
            if name and not _TOTAL.fullmatch(name) and (level is None or _cell(row, level).lower() == "heading"):
                yield Line(name, "" if group is None else _cell(row, group))
        return


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""
