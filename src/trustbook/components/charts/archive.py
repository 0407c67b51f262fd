"""Draw the chart of the archive page. In: pressure and variance by period, in pounds. Out: a chart in £m."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.panels import panels
from trustbook.components.tables import Column, table
from trustbook.core.amounts_in_prose import up_or_down
from trustbook.core.formatting import Absence
from trustbook.core.period import Period
from trustbook.core.units import in_millions


@dataclass(frozen=True)
class Point:
    """The pressure and the variance of one period in whole pounds; None if there is no figure."""

    period: Period
    pressure: int | None
    variance: int | None
    absent: str = Absence.NOT_REPORTED.value
    """What an amount is that the period does not have."""


_SERIES: dict[str, Callable[[Point], int | None]] = {
    "Pressure": lambda point: point.pressure,
    "Variance": lambda point: point.variance,
}


def history(points: Sequence[Point]) -> Chart | None:
    """Draw pressure and variance over the periods, oldest first, or nothing for fewer than two."""
    if len(points) < 2:
        return None
    years = {point.period.year for point in points}
    names = {point.period: _name(point.period, several_years=len(years) > 1) for point in points}
    frame = pd.DataFrame(
        [
            {
                "series": series,
                "period": names[point.period],
                "amount": in_millions(amount),
                "label": f"{in_millions(amount):,.3f}",
            }
            for series, of in _SERIES.items()
            for point in points
            if (amount := of(point)) is not None
        ]
    )
    gaps = [
        f"{series} is {point.absent} for {names[point.period]}."
        for series, of in _SERIES.items()
        for point in points
        if of(point) is None
    ]
    first, last = points[0], points[-1]
    title = _finding(points, names)
    return figure(
        panels(frame, strong={"Pressure"}),
        name="history",
        period=last.period,
        title=title,
        subtitle=f"Forecast pressure and variance, £m, {names[first.period]} to {names[last.period]}"
        f"{_of_year(points)}. Both panels have one scale from zero",
        source=("the editions listed below",),
        description=" ".join(["Two panels of bars, one bar a report: the pressure, then the variance.", *gaps]),
        table=table(
            pd.DataFrame(
                {
                    "period": [point.period.label for point in points],
                    **{series: [of(point) for point in points] for series, of in _SERIES.items()},
                }
            ),
            [Column("period", "Report"), *(Column(series, series, "gbp_m") for series in _SERIES)],
            title,
        ),
    )


def _finding(points: Sequence[Point], names: dict[Period, str]) -> str:
    first, last = points[0], points[-1]
    for series, old, new in (("Pressure", first.pressure, last.pressure), ("Variance", first.variance, last.variance)):
        if old is not None and new is not None:
            return f"{series} is {up_or_down(new - old)} since {names[first.period]}"
    return "Pressure and variance by report"


def _name(period: Period, *, several_years: bool) -> str:
    return f"{period.short} {period.financial_year}" if several_years else period.short


def _of_year(points: Sequence[Point]) -> str:
    return f" of {points[0].period.financial_year}" if points[0].period.year == points[-1].period.year else ""
