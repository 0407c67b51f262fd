"""Draw the assurance charts: a timeline, and what could change the cost to the councils.

In: `Assurance` or `Levers`, and the data of the period. Out: charts, or None if there is nothing to draw.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.assurance.analysis import Assurance
from trustbook.chapters.assurance.levers import Levers, as_frame
from trustbook.chapters.assurance.text import dated, named
from trustbook.components.charts.both_ways import BothWays, bars_both_ways, ends
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Layout, Row
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE, DARK_PINK
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.formatting import counted, listing, millions
from trustbook.data.period_data import PeriodData

_DRAWN = ("inspection", "judgement", "cases")
_MOST_YEARS = 5
"""The years that stand beside each other on a phone without touching."""


def timeline(assurance: Assurance, data: PeriodData) -> Chart | None:
    """Draw inspections, judgements and unallocated cases in time: a dot happened, a diamond was expected."""
    events = assurance.timeline[assurance.timeline["kind"].isin(_DRAWN) & assurance.timeline["when"].notna()]
    if events.empty:
        return None
    names = [named(*each) for each in zip(events["event"], events["value"], events["bound"], strict=True)]
    dates = [dated(each) for each in events["as_at"]]
    rows = [Row(name, date, 0) for name, date in zip(names, dates, strict=True)]
    ahead = int((events["status"] == "expected").sum())
    judged = events.loc[(events["kind"] == "judgement") & (events["status"] == "happened"), "as_at"]
    title = f"{counted(len(events) - ahead, 'dated event')}, and {ahead} that were expected"
    if not judged.empty:
        title = f"Last judgement dated in our papers: {dated(judged.iloc[-1])}"
    dated_events = [
        f"{date}, {name}{' (expected)' if status == 'expected' else ''}"
        for date, name, status in zip(dates, names, events["status"], strict=True)
    ]
    history = data.reference.dataset("oversight")
    used = history.loc[history["event"].isin(events["event"]), "source_id"]
    return figure(
        _dots(rows, events),
        name="timeline",
        period=data.period,
        title=title,
        subtitle="Inspections, judgements and counts of cases without a social worker, by date, as far as the papers "
        f"that we have name and date them, {data.period.label}. Dots happened; diamonds were expected when the paper "
        "was written",
        source=data.reference.titles_of(used),
        description=f"In order of time: {'; '.join(dated_events)}.",
        table=table(
            pd.DataFrame({"when": dates, "what": names, "status": list(events["status"].str.capitalize())}),
            [Column("when", "When"), Column("what", "What"), Column("status", "Happened, or expected")],
            title,
        ),
    )


def _dots(rows: list[Row], events: pd.DataFrame) -> Any:
    layout = Layout(rows)
    frame = pd.DataFrame(
        {
            "place": range(len(rows)),
            "name": [row.name for row in rows],
            "figure": [row.figure for row in rows],
            "when": [each.strftime("%Y-%m-%dT00:00:00Z") for each in events["when"]],
            "expected": [status == "expected" for status in events["status"]],
        }
    )
    years = [each.year for each in events["when"]]
    step = ceil((max(years) + 1 - min(years)) / _MOST_YEARS)
    axis = alt.Axis(
        title=None,
        format="%Y",
        tickCount=alt.TimeIntervalStep(interval="year", step=step),
        domain=False,
        ticks=False,
        grid=True,
        labelFlush=True,
        labelOverlap=True,
    )
    ends = [f"{year}-01-01T00:00:00Z" for year in (min(years), max(years) + 1)]
    x = alt.X("when:T", scale=alt.Scale(type="utc", domain=ends), axis=axis)
    base = alt.Chart(frame).encode(x=x, y=alt.Y("place:O", axis=None), tooltip=layout.tooltip)
    happened = base.transform_filter("!datum.expected").mark_point(
        shape="circle", color=DARK_BLUE, yOffset=layout.below
    )
    ahead = base.transform_filter("datum.expected").mark_point(
        shape="diamond", size=160, color=DARK_PINK, yOffset=layout.below
    )
    return layout.draw(happened, ahead)


def levers(found: Levers, data: PeriodData) -> Chart | None:
    """Draw how far each lever alone changes the cost to the councils: left of the line down, right of it up."""
    if not found.levers:
        return None
    title = f"Our estimate: {millions(found.low)} to {millions(found.high)}, all going one way"
    frame = as_frame(found)
    return figure(
        bars_both_ways([BothWays(each.name, each.low_gbp, each.high_gbp) for each in found.levers]),
        name="levers",
        period=data.period,
        title=title,
        subtitle=f"How far each item, moved alone, takes the {words().cost} from {millions(found.call)}, £m, "
        f"{data.period.label}. Left of the line is down, right of it up",
        source=sources(
            data, "adjustments", "savings", "forecast", "mitigations", *(("benefits",) if found.evidence else ())
        ),
        description=f"Bars from the cost as reported, longest first: "
        f"{listing([f'{each.name} {ends(each.low_gbp, each.high_gbp)}' for each in found.levers])}.",
        table=table(
            frame,
            [
                Column("lever", "Lever"),
                Column("down_gbp", "Down by", "gbp_m_signed"),
                Column("up_gbp", "Up by", "gbp_m_signed"),
                Column("low_gbp", "Cost at the low end", "gbp_m"),
                Column("high_gbp", "Cost at the high end", "gbp_m"),
            ],
            title,
        ),
    )
