"""Write what the budget is made of and what drives it: the second half of the chapter on the years.

In: `Years`. Out: text and tables, or nothing without the figures.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years.analysis import Years
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import (
    Absence,
    above_or_below,
    capitalised,
    financial_year,
    listing,
    millions,
    percent,
    rounded_millions,
)
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
    point = (
        f", so each is known to about {rounded_millions(round(int(known[year]) / 200))}" if year in known.index else ""
    )
    return say(
        strong(
            f"By service, {str(largest['service']).lower()} took {percent(largest['share'], 0)} of the budget "
            f"of {financial_year(year)}."
        )
        + (
            f" We have no newer division by service. The paper gives the shares in whole per cents{point}. "
            f"{_divisions()}"
        ),
        str(largest["later"]) or None,
    )


def _divisions() -> str:
    if words().line.endswith("service"):
        return "That division is the paper's own, so it is not compared with the lines of the forecast."
    return f"Services and {words().lines} divide the budget in different ways, so the two are not compared."


def headings(found: Years) -> Text:
    """Say which headings take most of what is spent, and of what was agreed."""
    here = found.position
    if found.headings.empty:
        return say(f"Our figures of {here.period.short} give no {words().budgets} by {words().line}.")
    shares = [
        f"{row.heading} {percent(row.outturn_share)} (of the {here.original_name}, {percent(row.sum_share)})"
        for row in found.headings.head(2).itertuples()
    ]
    return say(strong(f"By {words().line}, of what is forecast to be spent: {listing(shares)}."))


def headings_table(found: Years) -> PageTable | None:
    """Show each heading's part of what was agreed and of what is forecast to be spent."""
    if found.headings.empty:
        return None
    return table(
        found.headings,
        [
            Column("heading", capitalised(words().line)),
            Column("sum_gbp", capitalised(words().budget), "gbp_k"),
            Column("sum_share", "Part of it", "share"),
            Column("outturn_gbp", "Projected outturn", "gbp_k"),
            Column("outturn_share", "Part of it", "share"),
        ],
        f"What the budget is made of, {found.position.period.label}",
        {
            "heading": "Total",
            "sum_gbp": found.headings["sum_gbp"].sum(),
            "sum_share": 1,
            "outturn_gbp": found.headings["outturn_gbp"].sum(),
            "outturn_share": 1,
        },
    )


def drivers(found: Years, data: PeriodData) -> Text | None:
    """Say how much of the variance is in the cost drivers that an earlier paper named."""
    frame = found.drivers
    if frame.empty:
        return None
    named = listing(sorted({_month(str(when)) for when in frame["named"]}))
    if found.drivers_share is not None:
        sentence = strong(
            f"The {words().lines} of the drivers named in {named} hold {percent(found.drivers_share)} of the "
            f"{_variance(found)}: {millions(_size(found, found.drivers_variance))} of "
            f"{millions(_size(found, found.position.variance))}."
        )
    elif (held := found.drivers_variance) is not None:
        sentence = strong(
            f"The {words().lines} of the drivers named in {named} are together {_from_budget(held)}; all "
            f"{words().lines} are {_from_budget(found.position.variance)}."
        )
    else:
        shown = frame[frame["variance_gbp"].notna()]
        missing = frame[frame["heading"].notna() & frame["variance_gbp"].isna()]
        sentence = (
            strong(
                f"Of the drivers named in {named}, our figures of {found.position.period.short} do not show "
                f"{listing([str(name).lower() for name in missing['driver']])}."
            )
            + f" Those that they show stand {above_or_below(int(shown['variance_gbp'].sum()))} their budgets."
            if len(missing) and len(shown)
            else strong(f"Our figures of {found.position.period.short} do not show what the drivers of {named} cost.")
        )
    unseen = [str(row.driver).lower() for row in frame.itertuples() if pd.isna(row.heading)]
    alone = f"No {words().line} shows {listing(unseen)} alone, so that has no figure." if unseen else None
    ours = f"Which {words().line} stands for which driver is our match, not the paper's."
    return say(sentence, _others(found), ours, alone, *_earlier(data))


def _others(found: Years) -> str | None:
    """Say what lies behind a share of the net variance: the over- and underspends of the other headings."""
    if found.drivers_variance is None or found.others is None or not any(found.others):
        return None
    over, under = (millions(pounds) for pounds in found.others)
    net = "" if found.drivers_share is None else "That is a share of the net variance. "
    return net + (
        f"Of the other {words().lines}, some are {over} over their budgets together and some {under} under."
        if all(found.others)
        else f"The other {words().lines} are together {over} over their budgets."
        if found.others[0]
        else f"The other {words().lines} are together {under} under their budgets."
    )


def _variance(found: Years) -> str:
    return "underspend" if found.position.variance < 0 else "variance"


def _size(found: Years, pounds: int | None) -> int | None:
    """Return an amount of the whole's own sign as it is written beside its word."""
    return None if pounds is None else -pounds if found.position.variance < 0 else pounds


def _from_budget(pounds: int) -> str:
    return f"{above_or_below(pounds)} their budgets" if pounds else "on their budgets"


def _month(written: str) -> str:
    return f"{pd.Timestamp(written):%B %Y}" if len(written) > len("2020") else written


def _earlier(data: PeriodData) -> list[str]:
    """List what papers say about single parts of the budget in earlier years."""
    figures = data.reference.comparators
    own = (figures["body"] == data.settings.trust.name) & figures["measure"].str.endswith("_variance")
    rows = figures[own & (figures["as_at"] < data.period.year_code)]
    return [
        f"In {financial_year(str(row.as_at))} {str(row.scope).lower()} stood "
        f"{above_or_below(in_pounds_of(str(row.value), 'gbp_k'), places=decimals_of(row.decimals))} budget. "
        f"({row.basis}.)"
        for row in rows.itertuples()
    ]


def drivers_table(found: Years, absent: Absence = Absence.NOT_REPORTED) -> PageTable | None:
    """Show each driver's budget, forecast cost and variance; `absent` is why the period lacks a figure."""
    if found.drivers.empty:
        return None
    frame = found.drivers.assign(
        note=[f"{row.basis}. {row.later}".strip() for row in found.drivers.itertuples()],
        heading=found.drivers["heading"].fillna("none by itself"),
        absent=[Absence.NOT_APPLICABLE if pd.isna(name) else absent for name in found.drivers["heading"]],
    )
    return table(
        frame,
        [
            Column("driver", "Driver"),
            Column("heading", capitalised(words().line)),
            Column("sum_gbp", capitalised(found.position.revised_name), "gbp_k"),
            Column("outturn_gbp", "Projected outturn", "gbp_k"),
            Column("variance_gbp", "Variance", "gbp_k_signed"),
            Column("over", "Variance of its sum", "share"),
        ],
        f"What the drivers named earlier cost, {found.position.period.label}",
        notes="note",
        absent="absent",
    )
