"""The chart of the chapter. In: `YouthJustice` and the data of the period. Out: a figure."""

import pandas as pd
from trustbook.chapters.youth_justice.analysis import YouthJustice

from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.tables import Column, table
from trustbook.data.period_data import PeriodData


def counts(found: YouthJustice, data: PeriodData) -> Chart:
    """Draw orders and remands as bars."""
    title = "More young people have an order than are on remand"
    frame = pd.DataFrame({"what": ["Orders", "Remands"], "count": [found.orders, found.remands]})
    return figure(
        bars([Row(what, str(count), count) for what, count in frame.itertuples(index=False)]),
        name="counts",
        period=data.period,
        title=title,
        subtitle=f"Young people, {data.period.label}",
        source=sources(data, "youth_justice"),
        description=f"Orders {found.orders}, remands {found.remands}.",
        table=table(frame, [Column("what", "What"), Column("count", "Young people", "count")], title),
    )
