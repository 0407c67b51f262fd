"""Draw how the forecast of placements moved over the returns of the year.

In: the data of a period. Out: a chart in £m, or None if fewer than two returns have a line or group of that name.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from trustbook.chapters.forecast_trend.analysis import analyse
from trustbook.chapters.forecast_trend.charts import span
from trustbook.chapters.placements.budget_line import HEADING
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.panels import panels
from trustbook.components.charts.source import titles
from trustbook.components.tables import Column, table
from trustbook.core.amounts_in_prose import above_or_below, money, up_or_down
from trustbook.core.formatting import bare_millions, slug
from trustbook.core.period import Period
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData

_HEIGHT = 180


@dataclass(frozen=True)
class _Point:
    """What one return forecasts above the budget for placements, in whole pounds."""

    period: Period
    variance_gbp: int


def trend(data: PeriodData) -> Chart | None:
    """Draw a bar for each return of the year: how far placements are forecast above or below their budget."""
    points = _points(data)
    if len(points) < 2 or points[-1].period != data.period:
        return None
    first, last = points[0], points[-1]
    title = _title(first, last, data)
    frame = pd.DataFrame(
        {
            "series": "Variance, £m",
            "period": [each.period.short for each in points],
            "amount": [in_millions(each.variance_gbp) for each in points],
            "label": [bare_millions(each.variance_gbp) for each in points],
        }
    )
    return figure(
        panels(frame, height=_HEIGHT),
        name="forecast-by-period",
        period=data.period,
        title=title,
        subtitle=f"Forecast of placements less their budget (the variance), £m, {span(first.period, last.period)}",
        source=titles(data, [each.tables["forecast"].typed["source_id"] for each in data.history]),
        description=_in_words(points),
        table=table(
            pd.DataFrame([(each.period.label, each.variance_gbp) for each in points], columns=["period", "variance"]),
            [Column("period", "Return"), Column("variance", "Variance", "gbp_m")],
            title,
        ),
    )


def _points(data: PeriodData) -> list[_Point]:
    """List the returns by line or by summary group, whichever more of them have: the two are not mixed."""
    lines = [
        _Point(each.period, int(amount))
        for each in data.history
        for level, name, amount in zip(
            each.forecast["level"], each.forecast["heading"], each.forecast["variance_gbp"], strict=True
        )
        if level == "heading" and slug(str(name)) == HEADING and not pd.isna(amount)
    ]
    grouped = analyse(data).trend
    own = grouped[[slug(str(name)) == HEADING for name in grouped["group"]]].dropna(subset=["variance_gbp"])
    groups = [_Point(row.period, int(row.variance_gbp)) for row in own.itertuples()]
    return max(lines, groups, key=len)


def _title(first: _Point, last: _Point, data: PeriodData) -> str:
    moved = up_or_down(last.variance_gbp - first.variance_gbp)
    verb = data.status.choose("are forecast", "ended")
    apart = above_or_below(last.variance_gbp) if last.variance_gbp else "on"
    return f"Placements {verb} {apart} budget, {moved} since {first.period.month_name}"


def _in_words(points: list[_Point]) -> str:
    """Describe the pattern: both ends, and whether every return forecast more than the one before."""
    first, last = points[0], points[-1]
    apart = last.variance_gbp - first.variance_gbp or None
    steps = [after.variance_gbp - before.variance_gbp for before, after in pairwise(points)]
    text = f"One bar for each return, from {money(first.variance_gbp, apart)} in {first.period.month_name} to "
    text += f"{money(last.variance_gbp, apart)} in {last.period.month_name}."
    if len(steps) > 1 and (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        text += f" Every return forecast {'more' if steps[0] > 0 else 'less'} than the one before."
    return text
