"""Write what the budget is made of and what drives it: the second half of the chapter on the years.

In: `Years`. Out: text, or nothing without the figures; the tables are those of the charts.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years.analysis import Years
from trustbook.chapters.years.prose import amount
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, say
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import above_or_below, money
from trustbook.core.formatting import financial_year, listing, percent, rounded_millions
from trustbook.core.markup import strong
from trustbook.core.precision import decimals_of
from trustbook.core.units import in_pounds_of
from trustbook.data.period_data import PeriodData


def services(found: Years) -> Text | None:
    """Say how the budget was divided between services, in the newest year for which a paper says."""
    if found.services.empty:
        return None
    largest = found.services.loc[found.services["share"].idxmax()]
    year = str(largest["year"])
    known = found.years.set_index("year")["sum_gbp"].dropna()
    near = (
        f", so each share is known to about {rounded_millions(round(int(known[year]) / 200))}"
        if year in known.index
        else ""
    )
    return say(
        strong(
            f"By service, {str(largest['service']).lower()} took {percent(largest['share'], 0)} of the budget "
            f"of {financial_year(year)}."
        )
        + f" We have no newer division by service. The paper gives whole per cents{near}. "
        + _divisions(),
        str(largest["later"]) or None,
    )


def _divisions() -> str:
    if words().line.endswith("service"):
        return "Do not compare these services with the lines of the forecast: the division is the paper's own."
    return f"Do not compare services with {words().lines}: they divide the budget in different ways."


def headings(found: Years, data: PeriodData) -> Text:
    """Say which headings take most of what is spent, and of what was agreed."""
    if found.headings.empty:
        return say(no_figure(data.period, data.absence(), f"{words().budgets} by {words().line}"))
    first = found.headings.head(2)
    goes = data.status.choose("goes", "went")
    spent = [
        f"{percent(row.outturn_share, 0)} {f'{goes} ' if place == 0 else ''}to {row.heading}"
        for place, row in enumerate(first.itertuples())
    ]
    agreed = listing([percent(row.sum_share, 0) for row in first.itertuples()])
    return say(
        strong(f"Of the {data.status.choose('forecast spending', 'spending')}, {listing(spent)}.")
        + f" {'Its share' if len(first) == 1 else 'Their shares'} of the {found.position.original_name} "
        f"{'was' if len(first) == 1 else 'were'} {agreed}."
    )


def drivers(found: Years, data: PeriodData) -> Text | None:
    """Say how much of the variance is in the cost drivers that an earlier paper named."""
    frame = found.drivers
    if frame.empty:
        return None
    named = listing(sorted({_month(str(when)) for when in frame["named"]}))
    unseen = [str(row.driver).lower() for row in frame.itertuples() if pd.isna(row.heading)]
    alone = f" No {words().line} shows {listing(unseen)} alone, so that has no figure." if unseen else ""
    return say(
        _of_the_drivers(found, data, f"the cost drivers that a paper named in {named}"),
        _others(found),
        f"Which {words().line} matches which driver is our reading, not the paper's.{alone}",
        *_earlier(data),
    )


def _of_the_drivers(found: Years, data: PeriodData, drivers_named: str) -> str:
    """Say what the headings of the drivers come to: a part of the whole variance if they are one."""
    frame, of_drivers, whole = found.drivers, found.drivers_variance, found.position.variance
    if of_drivers is not None and found.drivers_share is not None and found.drivers_share <= 1:
        apart = whole - of_drivers if money(whole) == money(of_drivers) and whole != of_drivers else None
        part, all_of_it = (money(abs(pounds), apart) for pounds in (of_drivers, whole))
        return strong(
            f"{part} of the {all_of_it} {'underspend' if whole < 0 else 'overspend'} against the "
            f"{found.position.revised_name} is on the {words().lines} that match {drivers_named}."
        )
    if of_drivers is not None:
        return strong(
            f"The {words().lines} that match {drivers_named} are together {_from_budget(of_drivers)}. All "
            f"{words().lines} are {_from_budget(whole)}."
        )
    missing = frame["heading"].notna() & frame["variance_gbp"].isna()
    if frame["variance_gbp"].isna().all():
        return strong(no_figure(data.period, data.absence(), f"figures for {drivers_named}"))
    without = listing([str(name).lower() for name in frame.loc[missing, "driver"]])
    return (
        strong(
            f"Without {without}, the {words().lines} that match {drivers_named} are "
            f"{_from_budget(int(frame['variance_gbp'].sum()))}."
        )
        + f" {no_figure(data.period, data.absence(), f'figures for {without}')}"
    )


def _others(found: Years) -> str | None:
    """Say what lies behind a share of the net variance: the over- and underspends of the other headings."""
    if found.drivers_variance is None or found.others is None or not any(found.others):
        return None
    over, under = (money(pounds) for pounds in found.others)
    if all(found.others):
        return f"Of the other {words().lines}, some are together {over} over their budgets and some {under} under."
    way = f"{over} over" if found.others[0] else f"{under} under"
    return f"The other {words().lines} are together {way} their budgets."


def _from_budget(pounds: int) -> str:
    return f"{above_or_below(pounds)} their budgets" if pounds else "on their budgets"


def _month(written: str) -> str:
    return f"{pd.Timestamp(written):%B %Y}" if len(written) > len("2020") else written


def _earlier(data: PeriodData) -> list[str]:
    """List what papers say about single parts of the budget in earlier years."""
    figures = data.reference.comparators
    own = (figures["body"] == data.settings.trust.name) & figures["measure"].str.endswith("_variance")
    rows = figures[own & (figures["as_at"] < data.period.year_code)]
    found = [(row, in_pounds_of(str(row.value), "gbp_k"), decimals_of(row.decimals)) for row in rows.itertuples()]
    return [
        f"In {financial_year(str(row.as_at))} {str(row.scope).lower()} were {amount(pounds, places)} "
        f"{'below' if pounds < 0 else 'above'} budget. ({row.basis}.)"
        for row, pounds, places in found
    ]
