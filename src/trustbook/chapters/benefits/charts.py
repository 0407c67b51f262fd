"""Draw the benefits charts. In: `Benefits` and its data. Out: charts of counts and pounds a week."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from trustbook.chapters.benefits.funnels import IDENTIFIED
from trustbook.chapters.benefits.reported import WHOLE_COHORT, Benefits
from trustbook.chapters.benefits.text import month, words
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE
from trustbook.components.tables import Column, table
from trustbook.core.formatting import capitalised, in_pounds, number, percent
from trustbook.data.period_data import PeriodData

FEWEST_STAGES = 2


def children(benefits: Benefits, data: PeriodData) -> Chart | None:
    """Draw how many children are at each stage, each bar from zero."""
    funnel = next((each for each in benefits.children if len(each.reported) >= FEWEST_STAGES), None)
    if funnel is None:
        return None
    first, last = funnel.reported[0], funnel.reported[-1]
    rows = [Row(words(each.name).capitalize(), number(each.count), float(each.count or 0)) for each in funnel.reported]
    title = f"{number(first.count)} children {words(first.name)}, {number(last.count)} {words(last.name)}"
    frame = pd.DataFrame([{"stage": row.name, "count": row.amount} for row in rows])
    return figure(
        bars(rows),
        name="children-by-stage",
        period=data.period,
        title=title,
        subtitle=f"Number of children. {_papers(data)}",
        source=sources(data, "benefits"),
        description=f"One bar from zero for each count. {words(first.name).capitalize()} {number(first.count)} is the "
        f"longest and {words(last.name)} {number(last.count)} the shortest.",
        table=table(
            frame,
            [
                Column("stage", "Stage"),
                Column("count", "Children", "count"),
            ],
            title,
        ),
    )


def _papers(data: PeriodData) -> str:
    """Say which papers the figures are from; the data give their months, which may differ from the period's."""
    return f"From the papers with {data.period.month_name}'s return (Period {data.period.month})"


def opportunities(benefits: Benefits, data: PeriodData) -> Chart | None:
    """Draw the opportunities identified by kind, most first."""
    known = [(each.part, each.count(IDENTIFIED)) for each in benefits.opportunities]
    counts = sorted(((part, count) for part, count in known if count is not None), key=lambda each: -each[1])
    if not counts:
        return None
    total = sum(count for _, count in counts)
    rows = [Row(part, number(count), float(count)) for part, count in counts]
    title = f"{counts[0][0]}: {number(counts[0][1])} of {number(total)} opportunities"
    return figure(
        bars(rows, strong={rows[0].name}),
        name="opportunities-by-kind",
        period=data.period,
        title=title,
        subtitle=f"Number of opportunities identified, by kind. {_papers(data)}",
        source=sources(data, "benefits"),
        description=f"One bar from zero for each kind, most first: {counts[0][0].lower()} has {number(counts[0][1])} "
        f"and {counts[-1][0].lower()} {number(counts[-1][1])}.",
        table=table(
            pd.DataFrame(counts, columns=["kind", "count"]),
            [Column("kind", "Kind"), Column("count", "Identified", "count")],
            title,
        ),
    )


def weekly_cost(benefits: Benefits, data: PeriodData) -> Chart | None:
    """Draw both averages at both dates, from zero."""
    made = benefits.composition
    if made is None:
        return None
    without = f"Without {benefits.group}"
    points = [
        (WHOLE_COHORT, made.before.date, made.before.whole, CONTEXT),
        (WHOLE_COHORT, made.after.date, made.after.whole, DARK_BLUE),
        (without, made.before.date, made.before.others, CONTEXT),
        (without, made.after.date, made.after.others, DARK_BLUE),
    ]
    rows = [
        Row(f"{part}, {month(when)}", in_pounds(amount), float(amount), colour) for part, when, amount, colour in points
    ]
    title = _finding(made.group_share, benefits.group)
    frame = pd.DataFrame([{"part": part, "when": month(when), "gbp": amount} for part, when, amount, _ in points])
    return figure(
        bars(rows),
        name="weekly-cost",
        period=data.period,
        title=title,
        subtitle=f"Average cost of a child, £ a week, {month(made.before.date)} (grey) and {month(made.after.date)} "
        f"(blue). {_papers(data)}",
        source=sources(data, "benefits"),
        description=f"Bars from zero, two for each cohort. The whole cohort goes from {in_pounds(made.before.whole)} "
        f"to {in_pounds(made.after.whole)}. {without} it goes from {in_pounds(made.before.others)} to "
        f"{in_pounds(made.after.others)}.",
        table=table(
            frame,
            [Column("part", "Cohort"), Column("when", "Month"), Column("gbp", "Average a week", "gbp")],
            title,
        ),
    )


def _finding(share: Fraction | None, group: str) -> str:
    """Say in ten words or fewer how the fall changes without the group."""
    if share is None:
        return "The average weekly cost has not fallen"
    return f"{capitalised(group)} account for {percent(float(share), 0)} of the fall"
