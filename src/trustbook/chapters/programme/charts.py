"""Draw the programme charts. In: `Programme` and its data. Out: charts of £m and of months.

A rating has its symbol, and its word in the table; colour is never the only sign.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from trustbook.chapters.programme.analysis import Programme, months_later
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import BAR, Layout, Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE, FAINT, RAG, SHAPES
from trustbook.components.tables import Column, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import millions
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
        subtitle=f"Benefits of {programme.next_year.name} by project, £m, as reported in {data.period.month_name}. "
        f"{_RATINGS}",
        source=sources(data, "programme"),
        description=f"One bar for each project, largest first: {first['project']}, "
        f"{money(int(first['benefit_next_year_gbp']))}, rated {first['rag']}.",
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
    layout = Layout(rows)
    scale = alt.Scale(domain=[0, max(1, months_later(first, last))], nice=False, zero=True, padding=8)
    at = alt.X("amount:Q", axis=None, scale=scale)
    before = [
        months_later(first, str(row.month)) if row.was is None else months_later(first, str(row.was))
        for row in known.itertuples()
    ]
    layout.base.data = layout.base.data.assign(before=before)
    track = layout.base.mark_rule(yOffset=layout.below, color=FAINT, strokeWidth=2).encode(
        x=alt.XDatum(0, axis=None), x2=alt.X2Datum(max(1, months_later(first, last)))
    )
    moved = layout.base.mark_rule(yOffset=layout.below, color=DARK_BLUE, strokeWidth=4).encode(
        x=at, x2=alt.X2("before:Q")
    )
    points = layout.base.mark_tick(thickness=8, height=BAR, opacity=1, yOffset=layout.below).encode(
        x=at, color=alt.Color("colour:N", scale=None), tooltip=layout.tooltip
    )
    slipped = ". A line leads back to the month that it had before" if any(known["slipped"].dropna()) else ""
    return figure(
        layout.draw(track, moved, points),
        name="business-cases-by-month",
        period=data.period,
        title=title,
        subtitle=f"Month of each business case, {_month(first)} to {_month(last)} from left to right, as reported at "
        f"{data.period.short}. {_RATINGS}{slipped}",
        source=sources(data, "programme"),
        description=f"One point for each business case, from {_month(first)} (left) to {_month(last)} (right)."
        + "".join(
            f" {row.project} has moved from {_month(row.was)} to {_month(str(row.month))}."
            for row in known.itertuples()
            if row.slipped
        ),
        table=table(
            known.assign(
                month=[_month(month) for month in known["month"]],
                rag=known["rag"].str.capitalize(),
                stage=known["stage"].str.capitalize(),
            ),
            [
                Column("project", "Project"),
                Column("month", "Business case"),
                Column("stage", "Stage"),
                Column("rag", "Rating"),
            ],
            title,
        ),
    )


def _month(month: str) -> str:
    return f"{pd.Timestamp(month):%b %Y}"
