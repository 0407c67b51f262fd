"""Write the pages about the book itself: the assumptions, what each period reports, and the papers.

In: the data of a period. Out: tables and text.
"""

from __future__ import annotations

import pandas as pd

from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import NOT_REPORTED, counted, listing
from trustbook.core.markup import strong
from trustbook.data.datasets import period_datasets
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Return

_NO_RESERVATION = "as usual"


def assumptions(data: PeriodData) -> PageTable:
    """List every assumption: its value, whether this period changes it, its source and effect."""
    rows = [
        {
            "label": entry.label,
            "value": f"{_value(entry.value)} {entry.unit}",
            "usual": _NO_RESERVATION if entry.usual is None else f"changed from {_value(entry.usual)}",
            "source": entry.source,
            "effect": entry.effect,
            "name": name,
        }
        for name, entry in data.assumption_book.entries().items()
    ]
    return table(
        pd.DataFrame(rows),
        [
            Column("label", "Assumption"),
            Column("value", "Value"),
            Column("usual", "For this period"),
            Column("source", "Source"),
            Column("effect", "What it moves"),
            Column("name", "Name in params"),
        ],
        f"Assumptions, {data.period.label}",
    )


def assumptions_answer(data: PeriodData) -> Text:
    """Open the page: how many assumptions there are, and how many this period changes."""
    entries = data.assumption_book.entries().values()
    changed = sum(entry.usual is not None for entry in entries)
    differ = counted(changed, "of them differs", "of them differ") if changed else "none differs"
    return say(
        strong(
            f"{counted(len(entries), 'setting')} of this edition {'is' if len(entries) == 1 else 'are'} "
            f"chosen and not reported; {differ} from the usual value for this period."
        )
    )


def _value(value: float | tuple[float, ...]) -> str:
    values = value if isinstance(value, tuple) else (value,)
    return ", ".join(f"{each:,g}" for each in values)


def reported(data: PeriodData) -> PageTable:
    """Show which datasets each period of the year reports."""
    rows = [
        {"period": made.period.label, "source": listing(_titles(made, data))}
        | {
            name: counted(len(made.tables[name].written), "line") if name in made.tables else NOT_REPORTED
            for name in period_datasets(data.root)
        }
        for made in data.history
    ]
    return table(
        pd.DataFrame(rows),
        [
            Column("period", "Period"),
            *(Column(name, name.capitalize()) for name in period_datasets(data.root)),
            Column("source", "Taken from"),
        ],
        "What is held for each period of the year, and the paper that it was taken from",
    )


def _titles(made: Return, data: PeriodData) -> tuple[str, ...]:
    return data.reference.titles_of(source for table in made.tables.values() for source in table.typed["source_id"])


def sources(data: PeriodData) -> PageTable:
    """List the papers that the figures come from."""
    return table(
        data.reference.sources,
        [
            Column("title", "Paper"),
            Column("publisher", "Publisher"),
            Column("published_on", "Published"),
            Column("licence", "Licence"),
            Column("note", "Note"),
            Column("source_id", "Name in the data"),
        ],
        "The papers",
    )
