"""Draw what was spent by each return of the year, with the plan and the forecast. Out: a chart in £m."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.forecast_trend.charts import span
from trustbook.chapters.forecast_trend.datasets import ACTUALS
from trustbook.chapters.forecast_trend.spent_so_far import SpentSoFar
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import titles
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE, TURQUOISE
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import above_or_below, money, share
from trustbook.core.formatting import capitalised, millions
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData


def spending(spent: SpentSoFar | None, data: PeriodData) -> Chart | None:
    """Draw a bar for what each return says was spent and planned, and one for the forecast of the year.

    Nothing where there is a single return and no plan: one bar alone shows nothing.
    """
    if spent is None or (len(spent.points) == 1 and spent.points[0].profile is None):
        return None
    bars_of: list[tuple[str, int, str]] = []
    for point in spent.points:
        bars_of.append((f"{point.period.short}: spent", point.to_date, DARK_BLUE))
        if point.profile is not None:
            bars_of.append((f"{point.period.short}: planned by then", point.profile, TURQUOISE))
    if spent.together.outturn is not None:
        end = spent.status.choose("forecast for the year", spent.status.words)
        bars_of.append((f"{spent.period.year_end.short}: {end}", spent.together.outturn, CONTEXT))
    title = _title(spent)
    of = "" if spent.is_whole else f", the {words().lines} with a figure"
    return figure(
        bars([Row(name, millions(amount), in_millions(amount), colour) for name, amount, colour in bars_of]),
        name="spent-so-far",
        period=data.period,
        title=title,
        subtitle=f"Spent since the start of {spent.period.financial_year} by the end of each month{of}, £m, "
        f"{span(spent.points[0].period, spent.period.year_end)}",
        source=_sources(spent, data),
        description=_in_words(spent),
        table=table(
            pd.DataFrame([(name, amount) for name, amount, _ in bars_of], columns=["what", "amount"]),
            [Column("what", "Month and what it is"), Column("amount", "Amount", "gbp_m")],
            title,
        ),
    )


def _in_words(spent: SpentSoFar) -> str:
    """Describe the bars, and the last of them."""
    whole = spent.together
    planned = ", what was planned by then" if any(point.profile is not None for point in spent.points) else ""
    text = f"Bars from zero, in the order of the months: what was spent{planned}, and the whole year last. "
    text += f"Spent by {spent.period.month_name}: {money(whole.to_date)}."
    if whole.outturn is None:
        return text.replace(", and the whole year last", "")
    end = spent.status.choose("Forecast for the year", capitalised(spent.status.words))
    return f"{text} {end}: {money(whole.outturn)}."


def _title(spent: SpentSoFar) -> str:
    whole = spent.together
    if not whole.months_left and whole.left is not None:
        end = spent.status.choose("forecast", "outturn")
        apart = above_or_below(-whole.left) if whole.left else "as much as"
        return f"Spending to {spent.period.month_name} is {apart} the {end}"
    if whole.is_overcommitted:
        return f"Spent and committed: {money(whole.beyond)} above the forecast"
    if whole.share_spent is None:
        return f"{money(whole.to_date)} spent by the end of {spent.period.month_name}"
    return f"{share(whole.share_spent)} of the forecast spent after {share(whole.share_of_year)} of the year"


def _sources(spent: SpentSoFar, data: PeriodData) -> tuple[str, ...]:
    """List the papers behind the returns that are drawn, and behind the forecast."""
    drawn = {point.period for point in spent.points}
    made = [each.tables[ACTUALS.name] for each in data.history if each.period in drawn]
    return titles(data, [each.typed["source_id"] for each in (*made, data.current.tables["forecast"])])
