"""Draw the assurance charts: a timeline, and what could change the cost to the councils.

In: `Assurance` or `Sensitivity`, and the data of the period. Out: charts, or None if there is nothing to draw.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.assurance.analysis import Assurance
from trustbook.chapters.assurance.sensitivity import Sensitivity, as_frame
from trustbook.chapters.assurance.sensitivity_text import OUTCOMES, could_go
from trustbook.chapters.assurance.text import dated, named, whose
from trustbook.components.charts.both_ways import BothWays, bars_both_ways
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Drawing, Layout, Row
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE, DARK_PINK
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, counted, in_words
from trustbook.data.period_data import PeriodData

_DRAWN = ("inspection", "judgement", "cases")
_YEAR = 62
"""The width that a year takes on the axis without touching the next."""


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
    happened = f"{counted(len(events) - ahead, 'dated event')} that happened"
    title = f"{happened}, and {in_words(ahead)} expected"
    if not judged.empty:
        title = "Judgements, inspections and reviews that papers date"
    history = data.reference.dataset("oversight")
    used = history.loc[history["event"].isin(events["event"]), "source_id"]
    return figure(
        _dots(rows, events),
        name="timeline",
        period=data.period,
        title=title,
        subtitle="Inspections, judgements and counts of cases without a social worker by date, from our papers, "
        f"{data.period.label}. Dots happened; diamonds were expected when the paper was written",
        source=data.reference.titles_of(used),
        description=f"A timeline from {dates[0]} to {dates[-1]}: {happened}, and {in_words(ahead)} that a paper "
        "expected.",
        table=table(
            pd.DataFrame(
                {
                    "when": dates,
                    "what": names,
                    "status": list(events["status"].str.capitalize()),
                    "body": [whose(each, data) for each in events["body"]],
                    "note": list(events["note"].mask(events["kind"] == "judgement")),
                }
            ),
            [
                Column("when", "When"),
                Column("what", "What"),
                Column("status", "Happened, or expected"),
                Column("body", "Body"),
            ],
            title,
            notes="note",
        ),
    )


def _dots(rows: list[Row], events: pd.DataFrame) -> Drawing:
    frame = pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "figure": [row.figure for row in rows],
            "when": [each.strftime("%Y-%m-%dT00:00:00Z") for each in events["when"]],
            "expected": [status == "expected" for status in events["status"]],
        }
    )
    years = [each.year for each in events["when"]]
    ends = [f"{year}-01-01T00:00:00Z" for year in (min(years), max(years) + 1)]

    def draw(width: int) -> Any:
        layout = Layout(rows, width)
        step = ceil((max(years) + 1 - min(years)) * _YEAR / (layout.span[1] - layout.span[0]))
        axis = alt.Axis(
            title=None,
            format="%Y",
            tickCount=alt.TimeIntervalStep(interval="year", step=step),
            domain=False,
            ticks=False,
            grid=True,
            labelFlush=not layout.wide,
            labelOverlap=True,
        )
        x = alt.X("when:T", scale=layout.scale(ends, type="utc"), axis=axis)
        base = alt.Chart(frame.assign(at=layout.at)).encode(x=x, y=layout.y, tooltip=layout.tooltip)
        happened = base.transform_filter("!datum.expected").mark_point(shape="circle", color=DARK_BLUE)
        ahead = base.transform_filter("datum.expected").mark_point(shape="diamond", size=160, color=DARK_PINK)
        return layout.draw(happened, ahead)

    return draw


def open_items(found: Sensitivity, data: PeriodData) -> Chart | None:
    """Draw how far each item alone changes the cost to the councils: left of the line down, right of it up."""
    if not found.items:
        return None
    reach = found.high - found.low
    title = f"We estimate {money(found.low, reach)} to {money(found.high, reach)}, all going one way"
    downward = sum(not each.high_gbp for each in found.items)
    first = found.items[0]
    return figure(
        bars_both_ways([BothWays(each.name, each.low_gbp, each.high_gbp) for each in found.items]),
        name="open-items",
        period=data.period,
        title=title,
        subtitle=f"How far each item alone would change the {words().cost} of {money(found.call, reach)}, £m, "
        f"{data.period.label}. Left of the line is down, right of it up",
        source=sources(
            data, "adjustments", "savings", "forecast", "mitigations", *(("benefits",) if found.evidence else ())
        ),
        description=f"One bar for each item, the longest first. {capitalised(first.name)} is the longest: "
        f"{could_go(first)}. {capitalised(in_words(downward))} of the "
        f"{in_words(len(found.items))} could only lower it.",
        table=table(
            as_frame(found).assign(outcomes=[OUTCOMES[each.kind] for each in found.items]),
            [
                Column("item", "Item"),
                Column("kind", "Kind"),
                Column("outcomes", "What could happen"),
                Column("down_gbp", "Down by", "gbp_m_signed"),
                Column("up_gbp", "Up by", "gbp_m_signed"),
            ],
            title,
        ),
    )
