"""Find the papers that a chart's figures come from.

In: a period's data. Out: the titles, for the line below the chart.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.data.period_data import PeriodData


def sources(data: PeriodData, *datasets: str) -> tuple[str, ...]:
    """List the titles of the papers behind these datasets of the period, each once, in their order."""
    return titles(
        data,
        [table.typed["source_id"] for name, table in data.current.tables.items() if not datasets or name in datasets],
    )


def published(data: PeriodData, *datasets: str) -> tuple[str, ...]:
    """List the titles of the papers behind these reference datasets."""
    return titles(data, [data.reference.dataset(name)["source_id"] for name in datasets])


def titles(data: PeriodData, columns: Sequence[pd.Series[str]]) -> tuple[str, ...]:
    """List the titles of the papers that these columns name, each once, in their order."""
    return data.reference.titles_of(source for column in columns for source in column)
