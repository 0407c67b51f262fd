"""Write where the year may end. In: a `Forecast` and its `YearEnd`. Out: text and a table of the record behind it."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.chapters.forecast_trend.text import made_of
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import counted, millions, percent
from trustbook.core.markup import strong
from trustbook.outlook.calibration import own_left_out, summary
from trustbook.outlook.of_period import Behind, YearEnd
from trustbook.position import PRESSURE_ADJUSTMENTS


def outlook(forecast: Forecast, ahead: YearEnd | None) -> Text:
    """Say where the variance may be at year end, or what is known of such forecasts where that is too little."""
    if ahead is None:
        return say("This is the last period of the year, so the figure reported is the year-end figure.")
    here, end = forecast.position.period.year_end.short, ahead.variance
    whose = f"{words().The_body}'s forecast of the variance at {here} is {millions(end.central)}"
    if end.low is None or end.high is None:
        return say(strong(f"{whose}.") + f" {_too_few(end.behind)}", _carried(forecast))
    return say(
        strong(
            f"By {here} the variance may end between {millions(end.low)} and {millions(end.high)} "
            f"({percent(end.coverage, 0)} range)."
        )
        + f" {whose}, which is the centre of the range.",
        _behind(end.behind),
        _carried(forecast),
    )


def _too_few(behind: Behind) -> str:
    if not behind.can_be_told:
        return "Too few published forecasts with as many months to go stand behind a range, so we give none."
    return (
        f"Too few published forecasts with as many months to go stand behind a range. In {behind.ended_lower} of "
        f"{behind.forecasts} such cases the year ended lower than forecast."
    )


def _behind(behind: Behind) -> str:
    """Say what the range rests on, and how often such ranges have held."""
    text = (
        f"The range rests on {counted(behind.forecasts, 'published forecast')} of "
        f"{counted(behind.authorities, 'authority', 'authorities')} with about as many months to go: how far each was "
        f"from where its year ended. {behind.ended_lower} of them ended lower."
    )
    if behind.held is None:
        return text
    return (
        f"{text} With each authority left out in turn, such ranges held {percent(behind.held, 0)} of the outturns of "
        "the one left out."
    )


def _carried(forecast: Forecast) -> str | None:
    """Say that what the pressure adds to the variance is as last reported."""
    if not forecast.adjusted:
        return None
    amounts = made_of(forecast.position, PRESSURE_ADJUSTMENTS)
    return f"The adjustments are carried separately, as last reported: {amounts}." if amounts else None


def record(ahead: YearEnd | None) -> PageTable | None:
    """Show how ranges of this kind did on the forecasts of the record, by months to go; nothing without a range."""
    if ahead is None or ahead.variance.low is None:
        return None
    coverage = ahead.variance.coverage
    found = summary(own_left_out(coverage))
    rows = [*found["bands"], {"months_to_go": "All"} | found["overall"]]
    frame = pd.DataFrame(rows)
    for name in ("mean_width_pct_budget", "fixed_band_width_pct_budget"):
        frame[name] = frame[name] / 100
    return table(
        frame,
        [
            Column("months_to_go", "Months to go"),
            Column("n", "Forecasts", "count"),
            Column("authorities", "Authorities", "count"),
            Column("share_held", "Held by the range", "share"),
            Column("mean_width_pct_budget", "Width of the range, of the budget", "share"),
            Column("fixed_band_share_held", "Held by one band for all months", "share"),
        ],
        f"How {percent(coverage, 0)} ranges did on published forecasts, each authority left out in turn",
    )
