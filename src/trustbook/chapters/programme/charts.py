"""Draw the programme charts. In: `Programme` and its data. Out: charts of £m and of months.

A rating has its symbol, and its word in the table; colour is never the only sign.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.programme.analysis import Programme, months_later
from trustbook.chapters.programme.text import cases as table_of_cases
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import BAR, Drawing, Layout, Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE, FAINT, RAG, SHAPES
from trustbook.components.tables import Column, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import counted, listing, millions
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData

_RATINGS = "A triangle is rated red, a diamond amber, a circle green"


def benefits(programme: Programme, data: PeriodData) -> Chart | None:
    """Draw what each project is to save next year, the largest first, or nothing if no project has an amount."""
    known = programme.projects.dropna(subset=["benefit_next_year_gbp", "rag"])
    known = known.sort_values("benefit_next_year_gbp", ascending=False, kind="stable")
    total = programme.next_year.total
    if known.empty or not total:
        return None
    rows = [
        Row(
            f"{row.project}, {row.stage}",
            millions(int(row.benefit_next_year_gbp)),
            in_millions(int(row.benefit_next_year_gbp)),
            RAG[str(row.rag)],
            SHAPES[str(row.rag)],
        )
        for row in known.itertuples()
    ]
    first = known.iloc[0]
    share = round(100 * int(first["benefit_next_year_gbp"]) / total)
    title = f"{first['project']} is {share}% of next year's benefits"
    return figure(
        bars(rows),
        name="benefits-of-next-year",
        period=data.period,
        title=title,
        subtitle=f"Benefits of {programme.next_year.name} by project, £m, as reported at {data.period.short}. "
        f"{_RATINGS}",
        source=sources(data, "programme"),
        description=_in_words(known),
        table=table(
            known.assign(rag=known["rag"].str.capitalize(), stage=known["stage"].str.capitalize()),
            [
                Column("project", "Project"),
                Column("benefit_next_year_gbp", "Benefit", "gbp_m"),
                Column("stage", "Stage"),
                Column("rag", "Rating"),
            ],
            title,
        ),
    )


def timeline(programme: Programme, data: PeriodData) -> Chart | None:
    """Draw each business case at its month, with a line from its previous month if it changed."""
    known = programme.cases.dropna(subset=["month", "rag"])
    if known.empty:
        return None
    months = [*known["month"], *known["was"].dropna()]
    first, last = min(months), max(months)
    rows = [
        Row(
            str(row.project),
            f"{pd.Timestamp(str(row.month)):%b %Y}",
            months_later(first, str(row.month)),
            RAG[str(row.rag)],
            SHAPES[str(row.rag)],
        )
        for row in known.itertuples()
    ]
    counts = known[known["business_case"] == "due"].groupby("month")["project"].count()
    title = (
        f"{counts.max()} of {counts.sum()} cases due fall in {pd.Timestamp(str(counts.idxmax())):%B %Y}"
        if len(counts)
        else "No business case is due any more"
    )
    before = [
        months_later(first, str(row.month)) if row.was is None else months_later(first, str(row.was))
        for row in known.itertuples()
    ]
    slipped = ". A line leads back to the month that it had before" if any(known["slipped"].dropna()) else ""
    return figure(
        _months(rows, before, max(1, months_later(first, last))),
        name="business-cases-by-month",
        period=data.period,
        title=title,
        subtitle=f"Month of each business case, {_month(first)} to {_month(last)} from left to right, as reported at "
        f"{data.period.short}. {_RATINGS}{slipped}",
        source=sources(data, "programme"),
        description=f"{counted(len(known), 'business case')}, from {_month(known.iloc[0]['month'])} to "
        f"{_month(known.iloc[-1]['month'])}.{_rated(known)}{_moved(known)}",
        table=table_of_cases(programme, data),
    )


def _months(rows: list[Row], before: list[int], last: int) -> Drawing:
    """Draw each case at its month, on a line from the first month to the last."""

    def draw(width: int) -> Any:
        layout = Layout(rows, width)
        at = alt.X("amount:Q", axis=None, scale=layout.scale([0, last], padding=8))
        layout.base.data = layout.base.data.assign(before=before)
        track = layout.base.mark_rule(color=FAINT, strokeWidth=2).encode(
            x=alt.XDatum(0, axis=None), x2=alt.X2Datum(last)
        )
        moved = layout.base.mark_rule(color=DARK_BLUE, strokeWidth=4).encode(x=at, x2=alt.X2("before:Q"))
        points = layout.tick(thickness=8, height=BAR).encode(
            x=at, color=alt.Color("colour:N", scale=None), tooltip=layout.tooltip
        )
        return layout.draw(track, moved, points)

    return draw


def _in_words(known: pd.DataFrame) -> str:
    """Describe the bars, largest first: the largest, the smallest, and those not rated green."""
    ends = [f"{row['project']} ({money(int(row['benefit_next_year_gbp']))})" for row in (known.iloc[0], known.iloc[-1])]
    span = ends[0] if len(known) == 1 else f"{ends[0]} to {ends[1]}"
    return f"{counted(len(known), 'bar')}: {span}.{_rated(known)}"


def _rated(known: pd.DataFrame) -> str:
    """Name the projects that are rated red or amber."""
    named = {rag: [str(each) for each in known.loc[known["rag"] == rag, "project"]] for rag in ("red", "amber")}
    return "".join(f" Rated {rag}: {listing(names)}." for rag, names in named.items() if names)


def _moved(known: pd.DataFrame) -> str:
    """Name the business cases whose month changed, with the month that each had before."""
    moved = [
        f"{row.project} ({_month(str(row.month))}, was {_month(row.was)})" for row in known.itertuples() if row.slipped
    ]
    return f" Moved: {listing(moved)}." if moved else ""


def _month(month: str) -> str:
    return f"{pd.Timestamp(month):%b %Y}"
