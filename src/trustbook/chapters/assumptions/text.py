"""List the assumptions, each with its value, its source and what it affects.

In: the data of a period. Out: a table and text.
"""

from __future__ import annotations

import pandas as pd

from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData

_UNCHANGED = "as usual"


def assumptions(data: PeriodData) -> PageTable:
    """List every assumption: its value, whether this period changes it, its source and effect."""
    rows = [
        {
            "label": entry.label,
            "value": f"{_value(entry.value)} {entry.unit}",
            "usual": _UNCHANGED if entry.usual is None else f"changed from {_value(entry.usual)}",
            "source": entry.source,
            "effect": entry.effect,
            "name": name,
        }
        for name, entry in data.assumptions_in_use.items()
    ]
    return table(
        pd.DataFrame(rows),
        [
            Column("label", "Assumption"),
            Column("value", "Value"),
            Column("usual", "For this period"),
            Column("source", "Source"),
            Column("effect", "What it affects"),
            Column("name", "Name in the settings"),
        ],
        f"Assumptions, {data.period.label}",
    )


def answer(data: PeriodData) -> Text:
    """Open the page: how many assumptions there are, and how many this period changes."""
    entries = data.assumptions_in_use.values()
    changed = sum(entry.usual is not None for entry in entries)
    differ = counted(changed, "of them differs", "of them differ") if changed else "None differs"
    return say(
        strong(
            f"This edition rests on {counted(len(entries), 'assumption')}. {differ} from the usual value for "
            f"{data.period.month_name}."
        ),
        "Where a paper gives a value that we could use, the source column names the paper.",
    )


def _value(value: float | tuple[float, ...]) -> str:
    values = value if isinstance(value, tuple) else (value,)
    return ", ".join(f"{each:,g}" for each in values)
