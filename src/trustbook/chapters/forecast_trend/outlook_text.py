"""Write where the year may end. In: a `Forecast` and its `YearEnd`. Out: text and a table of the record behind it."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import counted, percent
from trustbook.core.markup import strong
from trustbook.outlook.calibration import own_left_out, summary
from trustbook.outlook.of_period import Behind, YearEnd


def outlook(forecast: Forecast, ahead: YearEnd | None) -> Text:
    """Say where the variance may be at year end, or what is known of such forecasts where that is too little."""
    if ahead is None:
        return say("This is the last month of the year, so the figure reported is the year-end figure.")
    end = ahead.variance
    whose = f"{words().the_body}'s own forecast of the variance, {money(end.central)}"
    if end.low is None or end.high is None:
        return say(f"We have only {whose}. {_too_few(end.behind)}")
    reach = f"{ends(end.low, end.high)} the {forecast.position.revised_name}"
    return say(
        strong(f"We estimate that the variance will end the year between {reach}."),
        _as_pressure(forecast, end.low, end.high),
        f"It is our {percent(end.coverage, 0)} range: it is meant to contain the final figure in "
        f"{round(100 * end.coverage)} years out of 100. We built it around {whose}.",
        _behind(end.behind),
        _whole_record(end.coverage),
    )


def ends(low: int, high: int, joined: str = "and") -> str:
    """Write both ends of a range of variances, as amounts above or below a budget."""
    if low >= 0:
        return f"{money(low)} {joined} {money(high)} above"
    if high <= 0:
        return f"{money(-low)} {joined} {money(-high)} below"
    return f"{money(-low)} below {joined} {money(high)} above"


def _too_few(behind: Behind) -> str:
    few = "We give no range: too few published forecasts have as many months to go and a known end"
    if not behind.can_be_told:
        return f"{few}."
    return f"{few}. In {behind.ended_lower} of {behind.forecasts} such cases the year ended lower than forecast."


def _behind(behind: Behind) -> str:
    """Say what the range rests on, and how often such ranges have held."""
    text = (
        f"It rests on {counted(behind.forecasts, 'published forecast')} by "
        f"{counted(behind.authorities, 'authority', 'authorities')}, made at about the same point in the year. "
        f"We looked at how far each was from where its year ended: {behind.ended_lower} ended lower than forecast."
    )
    if behind.held is None:
        return text
    return (
        f"{text} As a test, we left out each authority in turn: ranges from the others contained "
        f"{percent(behind.held, 0)} of its outturns."
    )


def _whole_record(coverage: float) -> str:
    """Say how such ranges did on every forecast of the record, which is often less well."""
    whole = summary(own_left_out(coverage))["overall"]
    narrow = ", so this one may be too narrow" if whole["share_held"] < coverage else ""
    held = percent(whole["share_held"], 0)
    return f"Over all {whole['n']} forecasts in our record, such ranges contained {held} of outturns{narrow}."


def _as_pressure(forecast: Forecast, low: int, high: int) -> str | None:
    """Give the range as a pressure, so that nobody compares a variance with the pressure that the page opens with."""
    if not forecast.adjusted or forecast.position.pressure is None:
        return None
    rest = forecast.position.pressure - forecast.position.variance
    budget = words().budget if forecast.position.single_budget else words().original
    reach = f"{ends(low + rest, high + rest)} the {budget}"
    return f"If the rest of the pressure stays as last reported, the pressure will be between {reach}."


def record(ahead: YearEnd | None) -> PageTable | None:
    """Show how ranges of this kind did on the forecasts of the record, by months to go; nothing without a range."""
    if ahead is None or ahead.variance.low is None:
        return None
    coverage = ahead.variance.coverage
    found = summary(own_left_out(coverage))
    frame = pd.DataFrame([*found["bands"], {"months_to_go": "All"} | found["overall"]])
    frame["mean_width_pct_budget"] = frame["mean_width_pct_budget"] / 100
    return table(
        frame,
        [
            Column("months_to_go", "Months to go"),
            Column("n", "Forecasts", "count"),
            Column("authorities", "Authorities", "count"),
            Column("share_held", "Ended inside the range", "share"),
            Column("mean_width_pct_budget", "Width of the range as a share of the budget", "share"),
        ],
        f"How often years ended inside {percent(coverage, 0)} ranges, each authority left out in turn",
    )
