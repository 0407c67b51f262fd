"""Draw what was forecast each month, and where the year may end from there. Out: a chart in £m."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.forecast_trend.charts import span
from trustbook.chapters.forecast_trend.outlook_text import ends
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Drawing, Layout, Row
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE
from trustbook.components.tables import Column, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import Absence, in_words, millions, percent
from trustbook.core.period import Period
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData
from trustbook.outlook.of_period import End, YearEnd, earlier_ends
from trustbook.position import position


def outlook(ahead: YearEnd | None, data: PeriodData) -> Chart | None:
    """Draw the forecast of each return of the year with its range for the outturn; nothing if the last has none.

    One row for each return: a dot for the forecast, a pale bar for its range. Dots need no axis from zero, and the axis
    says that it has none.
    """
    if ahead is None or ahead.variance.low is None or ahead.variance.high is None:
        return None
    low, high = ahead.variance.low, ahead.variance.high
    made_before = [(made.period, end) for made, end in earlier_ends(data)]
    frame = pd.DataFrame(
        [
            {"period": period.label, "amount": end.central, "low": end.low, "high": end.high}
            for period, end in made_before
        ]
    )
    rows = [Row(period.short, millions(end.central), in_millions(end.central)) for period, end in made_before]
    bars = [
        {"place": place, "low": in_millions(end.low), "high": in_millions(end.high)}
        for place, (_, end) in enumerate(made_before)
        if end.low is not None and end.high is not None
    ]
    share = percent(ahead.variance.coverage, 0)
    budget = position(data.current, data.reference).revised_name
    title = f"Our range: {ends(low, high, 'to')} the {budget}"
    return figure(
        _dots(rows, pd.DataFrame(bars)),
        name="outlook",
        period=data.period,
        title=title,
        subtitle="Dots: the variance that each return forecast for the end of the year. Pale bars: our "
        f"{share} range for where it may end. £m, {span(made_before[0][0], data.period)}",
        source=sources(data, "forecast"),
        description=_in_words(made_before),
        table=table(
            frame,
            [
                Column("period", "Return"),
                Column("amount", "Forecast of the variance", "gbp_m"),
                Column("low", f"{share} range from", "gbp_m", Absence.NOT_APPLICABLE),
                Column("high", f"{share} range to", "gbp_m", Absence.NOT_APPLICABLE),
            ],
            title,
        ),
    )


def _in_words(made: list[tuple[Period, End]]) -> str:
    """Describe the pattern: the first range and the last, each with the forecast that it is built around."""
    known = [(period, end.central, end.low, end.high) for period, end in made if end.low is not None]
    first, last = known[0], known[-1]
    text = "One row for each return: a dot for its forecast and a pale bar for its range."
    for period, central, low, high in [first, last] if first != last else [last]:
        text += (
            f" In {period.month_name} the forecast was {money(central)} and the range {money(low)} to {money(high)}."
        )
    missing = len(made) - len(known)
    return f"{text} {in_words(missing).capitalize()} of the {in_words(len(made))} had no range." if missing else text


def _dots(rows: list[Row], bars: pd.DataFrame) -> Drawing:
    ends = [row.amount for row in rows] + [float(end) for end in (*bars["low"], *bars["high"])]

    def draw(width: int) -> Any:
        layout = Layout(rows, width)
        scale = layout.scale([min(ends), max(ends)], zero=False, nice=True)
        axis = alt.Axis(
            title="£m (the axis does not start at zero)",
            tickCount=5,
            domain=False,
            ticks=False,
            labelFlush=True,
            titleAnchor="start",
            titleX=layout.span[0],
        )
        x = alt.X("low:Q", scale=scale, axis=axis)
        pale = (
            alt.Chart(bars.assign(at=[layout.at[place] for place in bars["place"]]))
            .mark_rule(strokeWidth=8, opacity=0.35, color=DARK_BLUE)
            .encode(y=layout.y, x=x, x2=alt.X2("high:Q"))
        )
        dots = layout.base.mark_point(shape="circle", color=DARK_BLUE).encode(
            x=alt.X("amount:Q", scale=scale, axis=axis), tooltip=layout.tooltip
        )
        return layout.draw(pale, dots)

    return draw
