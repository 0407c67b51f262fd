"""Write the front door chapter. In: `FrontDoor`, or None if nothing was reported. Out: text, tables and charts."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.front_door import analysis as front_door_analysis
from trustbook.chapters.front_door.analysis import NOT_DESCRIBED, NOT_NAMED, FrontDoor
from trustbook.components.absent import no_figure, nothing_to_show
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import sources as papers
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import listing, number, percent, two_digits, uncapitalised
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData


def answer(door: FrontDoor | None, data: PeriodData) -> Text:
    """Open the chapter: what happens to a hundred referrals."""
    if door is None:
        return nothing_to_show(no_figure(data.period, data.absence(), "front door figures"))
    if door.outcomes.empty:
        return say(strong("What becomes of a referral was not reported."))
    named = door.outcomes[door.outcomes["part"] != NOT_DESCRIBED]
    ends = [f"{_of_hundred(row.share)} lead to {uncapitalised(str(row.part))}" for row in named.itertuples()]
    rest = (
        f" The paper does not say what happened to the other {_of_hundred(left)}."
        if (left := door.not_described)
        else ""
    )
    return say(
        strong(f"Of 100 referrals to the front door, where concerns about children come in, {listing(ends)}.{rest}"),
        None
        if door.contacts_a_year is None
        else f"About {number(door.contacts_a_year)} contacts reach the front door in a year. How many of them become "
        "referrals was not reported.",
        None
        if door.re_referred is None
        else f"The paper says that {number(door.re_referred)} cases are likely to be referred again, but not out of "
        "how many.",
    )


def notes(door: FrontDoor) -> Text | None:
    """Say what the paper adds to its figures."""
    return bullets(door.notes) if door.notes else None


def _of_hundred(share: float) -> str:
    return number(share * 100, 0 if round(share * 100, 6).is_integer() else 1)


def outcomes_chart(door: FrontDoor, data: PeriodData) -> Chart | None:
    """Draw the outcomes of a hundred referrals, with those not described in grey."""
    title = (
        f"{_of_hundred(door.rate)} of 100 referrals lead to an assessment" if door.rate else "What referrals lead to"
    )
    return _shares_chart(
        door.outcomes,
        data,
        name="outcomes",
        title=title,
        what="What 100 referrals lead to",
        grey=NOT_DESCRIBED,
    )


def sources_chart(door: FrontDoor, data: PeriodData) -> Chart | None:
    """Draw who makes contact, with those that the paper does not name in grey."""
    named = door.sources[door.sources["part"] != NOT_NAMED]
    title = (
        f"{named.iloc[0]['part']}: {percent(named.iloc[0]['share'], 0)} of contacts, the most of any source named"
        if len(named)
        else "Who makes contact"
    )
    return _shares_chart(
        door.sources, data, name="contacts", title=title, what="Contacts with the front door", grey=NOT_NAMED
    )


def _shares_chart(
    shares: pd.DataFrame, data: PeriodData, *, name: str, title: str, what: str, grey: str
) -> Chart | None:
    if shares.empty:
        return None
    rows = [
        Row(part, percent(share, 0), share * 100, CONTEXT if part == grey else DARK_BLUE)
        for part, share in shares[["part", "share"]].itertuples(index=False)
    ]
    return figure(
        bars(rows, whole=100),
        name=name,
        period=data.period,
        title=title,
        subtitle=f"{what}, % of all ({data.period.label}). The pale bar is all; the grey one is what the "
        "paper leaves out",
        source=papers(data, "front_door"),
        description=f"One bar for each part of the whole. {rows[0].name} is {rows[0].figure}."
        + (f" What the paper leaves out is {rows[-1].figure}." if rows[-1].name == grey else ""),
        table=table(shares, [Column("part", "Part"), Column("share", "Share", "share")], title),
    )


def scenarios(door: FrontDoor) -> PageTable | None:
    """Show what reaching the target would mean, by where the rise comes from."""
    if not door.scenarios:
        return None
    names = [f"Now ({percent(door.rate, 0)})", *(_from(each.by_fewer) for each in door.scenarios[1:])]
    frame = pd.DataFrame(door.scenarios).assign(scenario=names)
    columns = [
        Column("scenario", f"At {percent(door.target, 0)}, if the rise comes from"),
        Column("referrals", "Referrals for 100 now", "count"),
        Column("assessments", "Assessments", "count"),
    ]
    for column, heading in (
        ("contacts_a_year", "Contacts a year, assumed"),
        ("assessments_a_year", "Assessments a year, assumed"),
        ("open_cases", "Cases open at one time, assumed"),
    ):
        if frame[column].notna().all():
            frame[column] = frame[column].map(two_digits)
            columns.append(Column(column, heading, "count"))
    return table(frame, columns, "What a higher conversion rate would mean")


def _from(by_fewer: float) -> str:
    if by_fewer in (0, 1):
        return "fewer referrals only" if by_fewer else "more assessments only"
    return "half of each" if by_fewer == 0.5 else f"{percent(by_fewer, 0)} fewer referrals"


def reading(door: FrontDoor) -> Text:
    """Say that the same target can mean opposite things for the workload."""
    if not door.scenarios:
        return say("The figures we have name no conversion rate to aim at, so there is no scenario.")
    more, fewer = door.scenarios[1], door.scenarios[-1]
    return say(
        "The aim is to raise the conversion rate, the share of referrals that lead to an assessment, from "
        f"{percent(door.rate, 0)} to {percent(door.target, 0)}.",
        strong("The paper does not say whether that means more assessments or fewer referrals."),
        f"With as many referrals as now, assessments rise from {_of_hundred(door.rate or 0)} to "
        f"{number(more.assessments)} for each 100, and the caseload rises with them. With as many assessments as now, "
        f"referrals fall from 100 to {number(fewer.referrals)}, and the caseload stays as it is.",
        _assumed(door),
    )


def _assumed(door: FrontDoor) -> str | None:
    """Say which assumptions the figures for a year rest on."""
    if not door.scenarios or door.scenarios[0].assessments_a_year is None:
        return None
    assumed = [f"{percent(door.referral_share, 0)} of contacts become referrals"]
    if door.scenarios[0].open_cases is not None:
        assumed += [
            f"{percent(door.case_share, 0)} of assessments become cases",
            f"a case is open for {number(door.case_months)} months",
        ]
    return (
        f"The yearly figures in the chart's table rest on our assumptions: {listing(assumed)}. No paper says any of "
        "this, so the true figures may be lower or higher. They show how large the question is and are no forecast."
    )


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports demand."""
    front_door = front_door_analysis.analyse(data)
    return None if front_door is None else News("The front door", answer(front_door, data).paragraphs[0])
