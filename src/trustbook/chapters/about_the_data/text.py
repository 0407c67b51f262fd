"""Show what we have for each period, and which papers the figures come from.

In: the data of a period. Out: tables and text.
"""

from __future__ import annotations

import pandas as pd

from trustbook.components.absent import not_held
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted, listing
from trustbook.data.datasets import period_datasets
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Return


def reported(data: PeriodData) -> PageTable:
    """Show which datasets we have for each period of the year, and which returns we have not been given."""
    rows: list[dict[str, object]] = [
        {
            "period": made.period.label,
            "source": listing(_titles(made, data)),
            "absent": data.absence(made.period),
            "remark": not_held(data, made.period) or "",
        }
        | {
            name: counted(len(made.tables[name].written), "line") if name in made.tables else None
            for name in period_datasets(data.root)
        }
        for made in data.history
    ]
    return table(
        pd.DataFrame(rows),
        [
            Column("period", "Period"),
            *(Column(name, name.replace("_", " ").capitalize()) for name in period_datasets(data.root)),
            Column("source", "Taken from"),
        ],
        "What we have for each month of the year, and the paper it comes from",
        notes="remark",
        absent="absent",
    )


def _titles(made: Return, data: PeriodData) -> tuple[str, ...]:
    return data.reference.titles_of(source for table in made.tables.values() for source in table.typed["source_id"])


def sources(data: PeriodData) -> PageTable:
    """List the papers that the edition cites: in the returns of its year, in the statements and in reference data."""
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
        "The papers that this report cites",
    )
