"""A table as a page shows it: a caption, headings with their units, no index, absent cells said to be absent.

In: a frame and what each column holds. Out: an object that Jupyter displays as accessible HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from trustbook import words

_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "text": str,
    "gbp_k": lambda value: words.thousands(int(value)),
    "gbp_k_signed": lambda value: words.thousands(int(value), signed=True),
    "gbp": lambda value: words.in_pounds(int(value)),
    "share": lambda value: words.percent(float(value)),
    "count": lambda value: words.number(float(value)),
    "decimal": lambda value: words.number(float(value), 1),
}
_UNITS = {"gbp_k": "£k", "gbp_k_signed": "£k", "gbp": "£", "share": "%"}


@dataclass(frozen=True)
class Column:
    """A column of the frame, its heading on the page, and what it holds (see the writers above)."""

    name: str
    heading: str
    kind: str = "text"

    @property
    def title(self) -> str:
        """The heading with the unit of the column."""
        unit = _UNITS.get(self.kind)
        return f"{self.heading}, {unit}" if unit else self.heading

    def write(self, value: Any) -> str:
        """Write a cell; a missing one is said to be not reported."""
        if value is None or pd.isna(value):
            return words.NOT_REPORTED
        text = _WRITERS[self.kind](value)
        return text.replace("£", "").replace("%", "") if self.kind in _UNITS else text


@dataclass(frozen=True)
class PageTable:
    """A table ready to be shown: the first cell of each row names the row; `total` rows stand out."""

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: frozenset[int]

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col"{_numeric(number)}>{escape(text)}</th>'
            for text, number in zip(self.headings, self.numeric, strict=True)
        )
        body = "".join(self._row(position, row) for position, row in enumerate(self.rows))
        caption = escape(self.caption)
        return (
            f'<div class="tb-scroll" role="region" aria-label="{caption}" tabindex="0"><table class="tb-table">'
            f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _row(self, position: int, row: tuple[str, ...]) -> str:
        cells = "".join(
            f"<td{_numeric(number)}>{escape(text)}</td>" for text, number in zip(row, self.numeric, strict=True)
        )
        first = f'<th scope="row"{_numeric(self.numeric[0])}>{escape(row[0])}</th>'
        rest = cells[cells.index("</td>") + len("</td>") :]
        total = ' class="tb-total"' if position in self.totals else ""
        return f"<tr{total}>{first}{rest}</tr>"

    def __repr__(self) -> str:
        lines = [self.caption, " | ".join(self.headings), *(" | ".join(row) for row in self.rows)]
        return "\n".join(lines)


def _numeric(number: bool) -> str:
    return ' class="tb-number"' if number else ""


def table(
    frame: pd.DataFrame, columns: Sequence[Column], caption: str, total: Mapping[str, Any] | None = None
) -> PageTable:
    """Show the rows of a frame, and a row of totals below them where one is given (by column name)."""
    records = [{str(name): value for name, value in record.items()} for record in frame.to_dict("records")]
    rows = [tuple(column.write(record.get(column.name)) for column in columns) for record in records]
    if total is not None:
        rows.append(tuple(column.write(total[column.name]) if column.name in total else "" for column in columns))
    return PageTable(
        caption=caption,
        headings=tuple(column.title for column in columns),
        numeric=tuple(column.kind != "text" for column in columns),
        rows=tuple(rows),
        totals=frozenset() if total is None else frozenset({len(rows) - 1}),
    )
