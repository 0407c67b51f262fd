"""A table as a page shows it: a caption, headings with their units, no index, absent cells said to be absent.

In: a frame and what each column holds. Out: an object that Jupyter displays as accessible HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from trustbook.components.in_notebooks import styled
from trustbook.components.page import TEMPLATES
from trustbook.core import formatting
from trustbook.core.formatting import Absence, Withheld
from trustbook.core.markup import Markup
from trustbook.core.units import as_plain_number

Value = str | int | float | None
"""What a cell holds, apart from how it is written: text, a number in the unit of its heading, or nothing."""
_LONG = 8
"""From so many rows a table is worth sorting."""
_FEW = 5
"""Columns, at most, of a table that a phone shows as labelled pairs."""
_FIT_A_PHONE, _FIT_A_DESK = 4, 13
"""The width that fits, where a column of figures counts one and a column of words two; a wider table scrolls."""


class _Kind(NamedTuple):
    """How cells of a kind are written, the unit in their heading, and the powers of ten from the frame to that unit."""

    write: Callable[[Any], str]
    unit: str = ""
    power: int = 0


_KINDS: Mapping[str, _Kind] = {
    "text": _Kind(str),
    "gbp_m": _Kind(lambda value: formatting.bare_millions(int(value)), "£m", -6),
    "gbp_m_rounded": _Kind(lambda value: formatting.number(int(value) / 10**6, 2), "£m", -6),
    "gbp_m_signed": _Kind(lambda value: formatting.bare_millions(int(value), signed=True), "£m", -6),
    "gbp_k": _Kind(lambda value: formatting.thousands(int(value)), "£k", -3),
    "gbp_k_signed": _Kind(lambda value: formatting.thousands(int(value), signed=True), "£k", -3),
    "gbp": _Kind(lambda value: formatting.bare_pounds(int(value)), "£"),
    "pence": _Kind(lambda value: formatting.number(float(value), 2), "£"),
    "stated_share": _Kind(lambda value: formatting.bare_stated_percent(float(value)), "%", 2),
    "share": _Kind(lambda value: formatting.bare_percent(float(value)), "%", 2),
    "count": _Kind(lambda value: formatting.number(float(value))),
    "decimal": _Kind(lambda value: formatting.number(float(value), 1)),
}


_PLACED: Mapping[str, Callable[[Any, int], str]] = {
    "gbp_m": lambda value, places: formatting.bare_millions(int(value), places=places),
    "gbp_m_signed": lambda value, places: formatting.bare_millions(int(value), signed=True, places=places),
    "share": lambda value, places: formatting.bare_percent(float(value), places),
}
"""How a cell is written with the decimals of its source, for the kinds that can be."""


@dataclass(frozen=True)
class Column:
    """A column of the frame, its heading on the page, and what it holds: one of the kinds above."""

    name: str
    heading: str
    kind: str = "text"
    absent: Absence = Absence.NOT_REPORTED
    """What a missing cell of the column is said to be, where its row does not say."""
    places: str = ""
    """The column of the frame that says with how many decimals each cell is written, if its source gives fewer."""

    @property
    def title(self) -> str:
        """The heading with the unit of the column."""
        unit = _KINDS[self.kind].unit
        return f"{self.heading}, {unit}" if unit else self.heading

    def write(self, value: Any, absent: Absence | None = None, places: int | None = None) -> str:
        """Write a cell; a missing one by why it is missing: what the cell says, its row (`absent`), or the column."""
        if isinstance(value, (Absence, Withheld)):
            return value.value
        if value is None or pd.isna(value):
            return (absent or self.absent).value
        return _KINDS[self.kind].write(value) if places is None else _PLACED[self.kind](value, places)

    def value(self, value: Any, places: int | None = None) -> Value:
        """Give a cell as a value in the unit of the heading, as exact as its source; None where it is missing."""
        if value is None or isinstance(value, (Absence, Withheld)) or pd.isna(value):
            return None
        if self.kind == "text":
            return str(value)
        exact = Decimal(str(value)).scaleb(_KINDS[self.kind].power)
        return as_plain_number(exact if places is None else round(exact, places))


@dataclass(frozen=True)
class PageTable:
    """A table ready to be shown: the first cell of each row names the row; `total` rows stand out.

    `values` has what the cells of `rows` were written from, for files. `notes`: by row, what is to be said of it below
    the table. A long table can be sorted (site/static/tables.js).
    """

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[tuple[Value, ...], ...]
    totals: frozenset[int]
    notes: Mapping[int, str] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": str(self.in_notebook()), "text/plain": repr(self)}

    def in_notebook(self) -> Markup:
        """Write the table as HTML with the style that a notebook lacks."""
        return styled(self.html(), "table")

    def html(self) -> Markup:
        """Write the table as HTML."""
        return TEMPLATES.render(
            "table.html",
            table=self,
            anchor=self._id,
            pairs=self._pairs,
            classes=self._classes,
            numbers={row: number for number, row in enumerate(sorted(self.notes), 1)},
        )

    @property
    def _classes(self) -> str:
        """How the table behaves (site/static/tables.js) and what becomes of it on a narrow screen (trustbook.css)."""
        width = sum(1 if numeric else 2 for numeric in self.numeric)
        kinds = {
            "tb-sortable": len(self.rows) - len(self.totals) >= _LONG and not self._divided,
            "tb-pairs": self._pairs,
            "tb-wide": width > _FIT_A_PHONE and not self._pairs,
            "tb-very-wide": width > _FIT_A_DESK,
        }
        return " ".join(["tb-table", *(name for name, holds in kinds.items() if holds)])

    @property
    def _pairs(self) -> bool:
        """Whether a phone shows each row as labelled pairs: some columns, with words, which no narrow one holds."""
        return 2 < len(self.headings) <= _FEW and not all(self.numeric[1:])

    @property
    def _divided(self) -> bool:
        """Whether subtotals stand among the rows, which then belong together as they are."""
        return any(row < len(self.rows) - len(self.totals) for row in self.totals)

    @property
    def _id(self) -> str:
        """A name for the anchors of this table, of the words of its caption."""
        return "-".join("".join(char if char.isalnum() else " " for char in self.caption.lower()).split())

    def __repr__(self) -> str:
        lines = [self.caption, " | ".join(self.headings), *(" | ".join(row) for row in self.rows)]
        lines += [f"Note on {self.rows[row][0]}: {self.notes[row]}" for row in sorted(self.notes)]
        return "\n".join(lines)


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    total: Mapping[str, Any] | None = None,
    notes: str | None = None,
    absent: str | None = None,
    subtotals: str | None = None,
) -> PageTable:
    """Show the rows of a frame, and a row of totals below them where one is given (by column name).

    `notes` names a column of remarks: they are numbered below the table and reached from their rows. `absent` names a
    column that says, for each row, what its missing cells are (an `Absence`). `subtotals` names a column that is true
    for the rows that add up others and stand out as they do.
    """
    records = [{str(name): value for name, value in record.items()} for record in frame.to_dict("records")]
    rows = [
        tuple(
            column.write(record.get(column.name), None if absent is None else record[absent], _places(column, record))
            for column in columns
        )
        for record in records
    ]
    values = [
        tuple(column.value(record.get(column.name), _places(column, record)) for column in columns)
        for record in records
    ]
    if total is not None:
        values.append(tuple(column.value(total.get(column.name)) for column in columns))
        rows.append(tuple(column.write(total[column.name]) if column.name in total else "" for column in columns))
    return PageTable(
        caption=caption,
        headings=tuple(column.title for column in columns),
        numeric=tuple(column.kind != "text" for column in columns),
        rows=tuple(rows),
        values=tuple(values),
        totals=frozenset(
            ([] if total is None else [len(rows) - 1])
            + [row for row, record in enumerate(records) if subtotals is not None and record[subtotals]]
        ),
        notes={} if notes is None else _notes(frame[notes]),
    )


def _places(column: Column, record: Mapping[str, Any]) -> int | None:
    """Return the decimals with which a cell is written, if the frame says so for its column."""
    return int(record[column.places]) if column.places else None


def _notes(column: pd.Series[object]) -> dict[int, str]:
    """The remarks by row; a row without one has none."""
    return {row: str(text) for row, text in enumerate(column) if not pd.isna(text) and str(text).strip()}
