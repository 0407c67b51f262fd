"""Draw the outlook to year end. In: a `Forecast` and its outlook. Out: a chart in £m."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.chapters.forecast_trend.outlook import NoOutlook, Outlook
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Layout, Row
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE, DARK_PINK
from trustbook.components.tables import Column, table
from trustbook.core.formatting import Absence, listing, millions, percent
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData

_THOUSAND = 1000


def outlook(forecast: Forecast, outlook: Outlook | NoOutlook, data: PeriodData) -> Chart | None:
    """Draw the variance so far and three methods' year-end forecasts, or nothing if there is no outlook.

    One row for each figure: a dot for a reported one, a diamond for a forecast. Dots need no axis from zero, and the
    axis says that it has none.
    """
    if not isinstance(outlook, Outlook):
        return None
    end, best = forecast.position.period.year_end, outlook.best
    reported = [
        (row.period.short, int(row.variance_gbp)) for row in forecast.layers[["period", "variance_gbp"]].itertuples()
    ]
    ahead = [(str(row.method), _thousands(row.forecast_gbp)) for row in outlook.methods.itertuples()]
    low, high = _thousands(best["low_gbp"]), _thousands(best["high_gbp"])
    rows = [Row(f"{period}, reported", millions(amount), in_millions(amount)) for period, amount in reported]
    rows += [
        Row(f"{end.short}, {method}", millions(amount), in_millions(amount), DARK_PINK) for method, amount in ahead
    ]
    title = f"Year-end variance: near {millions(_thousands(best['forecast_gbp']))}"
    interval = f"{percent(outlook.coverage, 0)} interval"
    frame = pd.DataFrame(
        [{"what": f"{period}, reported", "amount": amount, "low": None, "high": None} for period, amount in reported]
        + [
            {
                "what": f"{end.short}, {row.method}",
                "amount": _thousands(row.forecast_gbp),
                "low": _thousands(row.low_gbp),
                "high": _thousands(row.high_gbp),
            }
            for row in outlook.methods.itertuples()
        ]
    )
    return figure(
        _dots(rows, 3, next(place for place, row in enumerate(rows) if row.name.endswith(f", {best.name}")), low, high),
        name="outlook",
        period=data.period,
        title=title,
        subtitle=f"Variance as reported (dots) and three methods for {end.short} (diamonds), £m, {end.financial_year}. "
        f"The pale bar is an indicative {interval}",
        source=sources(data, "forecast"),
        description=f"The variance reported runs from {millions(reported[0][1])} to {millions(reported[-1][1])}. For "
        f"{end.short}: {listing([f'{method} {millions(amount)}' for method, amount in ahead])}. The {interval} of "
        f"{best.name} runs from {millions(low)} to {millions(high)}.",
        table=table(
            frame,
            [
                Column("what", "Period and method"),
                Column("amount", "Variance", "gbp_m"),
                Column("low", f"{interval} from", "gbp_m", Absence.NOT_APPLICABLE),
                Column("high", f"{interval} to", "gbp_m", Absence.NOT_APPLICABLE),
            ],
            title,
        ),
    )


def _dots(rows: list[Row], ahead: int, best: int, low: int, high: int) -> Any:
    layout = Layout(rows)
    scale = alt.Scale(zero=False, nice=True)
    axis = alt.Axis(title="£m (the axis does not start at zero)", tickCount=5, domain=False, ticks=False)
    x = alt.X("amount:Q", scale=scale, axis=axis)
    so_far = len(rows) - ahead
    interval = pd.DataFrame({"place": [best], "low": [in_millions(low)], "high": [in_millions(high)]})
    pale = (
        alt.Chart(interval)
        .mark_rule(strokeWidth=8, opacity=0.35, color=DARK_BLUE, yOffset=layout.below)
        .encode(y=alt.Y("place:O", axis=None), x=alt.X("low:Q", scale=scale, axis=axis), x2=alt.X2("high:Q"))
    )
    dots = layout.base.mark_point(shape="circle", color=DARK_BLUE, yOffset=layout.below).encode(
        x=x, tooltip=layout.tooltip
    )
    diamonds = layout.base.mark_point(shape="diamond", size=160, color=DARK_PINK, yOffset=layout.below).encode(
        x=x, tooltip=layout.tooltip
    )
    return layout.draw(
        pale, dots.transform_filter(alt.datum.place < so_far), diamonds.transform_filter(alt.datum.place >= so_far)
    )


def _thousands(pounds: object) -> int:
    """Round to the thousand, as the returns are."""
    return round(int(str(pounds)) / _THOUSAND) * _THOUSAND
