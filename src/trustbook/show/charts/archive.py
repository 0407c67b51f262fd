"""The one chart of the archive page. In: pressure and variance by period, in pounds. Out: a figure in £m."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from trustbook.period import Period
from trustbook.show.charts.figure import Figure, figure
from trustbook.show.charts.theme import DARK_BLUE, DARK_PINK, WIDTH
from trustbook.words import direction, millions

_MILLION = 1_000_000
_SERIES = {"Pressure": DARK_PINK, "Variance": DARK_BLUE}


@dataclass(frozen=True)
class Point:
    """The pressure and the variance of one period in whole pounds; None is not reported."""

    period: Period
    pressure: int | None
    variance: int | None


def history(points: Sequence[Point]) -> Figure | None:
    """Draw pressure and variance over the periods, oldest first, or nothing for fewer than two."""
    if len(points) < 2:
        return None
    years = {point.period.year for point in points}
    names = {point.period: _name(point.period, several_years=len(years) > 1) for point in points}
    frame = pd.DataFrame(
        [
            {
                "period": names[point.period],
                "series": series,
                "amount": amount / _MILLION,
                "label": f"{series} {millions(amount)}" if point is points[-1] else millions(amount),
            }
            for point in points
            for series, amount in (("Pressure", point.pressure), ("Variance", point.variance))
            if amount is not None
        ]
    )
    order = list(names.values())
    x = alt.X("period:N", sort=order, title=None, scale=alt.Scale(domain=order))
    y = alt.Y("amount:Q", title="£m", scale=alt.Scale(zero=True))
    colour = alt.Color("series:N", scale=alt.Scale(domain=list(_SERIES), range=list(_SERIES.values())), legend=None)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=list(_SERIES), range=["circle", "square"]), legend=None)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    last = names[points[-1].period]
    ends = alt.Chart(frame[frame["period"] == last]).encode(x=x, y=y, text="label:N")
    starts = alt.Chart(frame[frame["period"] != last]).encode(x=x, y=y, text="label:N")
    drawn = alt.layer(
        base.mark_line(),
        base.mark_point(filled=True, opacity=1, size=80).encode(shape=shape),
        _labels(starts, "Pressure", dy=-14),
        _labels(starts, "Variance", dy=18),
        ends.mark_text(align="left", dx=10),
    )
    told = "; ".join(
        f"{names[point.period]}: pressure {millions(point.pressure)}, variance {millions(point.variance)}"
        for point in points
    )
    return figure(
        drawn.properties(width=WIDTH - 130, height=220),
        title=_finding(points, names),
        subtitle=f"Forecast pressure and variance, £m, {order[0]} to {order[-1]}{_of_year(points)}",
        description=f"Two lines, pressure above variance. {told}.",
    )


def _labels(chart: Any, series: str, dy: int) -> Any:
    return chart.transform_filter(alt.datum.series == series).mark_text(dy=dy)


def _finding(points: Sequence[Point], names: dict[Period, str]) -> str:
    first, last = points[0], points[-1]
    for series, old, new in (("Pressure", first.pressure, last.pressure), ("Variance", first.variance, last.variance)):
        if old is not None and new is not None:
            return f"{series} is {direction(new - old)} since {names[first.period]}"
    return "Pressure and variance by report"


def _name(period: Period, *, several_years: bool) -> str:
    return f"{period.short} {period.financial_year}" if several_years else period.short


def _of_year(points: Sequence[Point]) -> str:
    return f" of {points[0].period.financial_year}" if points[0].period.year == points[-1].period.year else ""
