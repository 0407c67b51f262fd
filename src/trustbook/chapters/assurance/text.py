"""Write the assurance chapter. In: `Assurance` and `Levers`, or None. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.assurance import analysis as assurance_analysis
from trustbook.chapters.assurance.analysis import DONE, OPEN, SUBJECT_TO, Assurance
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted, listing, millions, number, uncapitalised
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

STATUS = {DONE: "Completed", SUBJECT_TO: "Completed, with something outstanding", OPEN: "In progress"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_YEAR, _MONTH, _DAY = 1, 2, 3


def answer(assurance: Assurance | None, data: PeriodData) -> Text:
    """Open the chapter: how far the review is, and what is open."""
    if assurance is None:
        return say(strong(f"The figures held for {data.period.short} include nothing on assurance."))
    if assurance.areas.empty:
        return say(
            strong(f"The papers of {data.period.short} name {counted(len(assurance.risks), 'risk')} and no review.")
        )
    parts = [f"{assurance.count(DONE, SUBJECT_TO)} are shown as completed", f"{assurance.count(OPEN)} are in progress"]
    if assurance.unknown:
        parts.append(
            f"{assurance.unknown} {'has' if assurance.unknown == 1 else 'have'} no status in the text that is held"
        )
    waiting = assurance.count(SUBJECT_TO)
    return say(
        strong(f"Of the {counted(len(assurance.areas), 'area')} of the councils' step-in review, {listing(parts)}."),
        f"Of those completed, {waiting} still {'waits' if waiting == 1 else 'wait'} for something."
        if waiting
        else "Nothing is outstanding on those completed.",
    )


def areas(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show every area, its status, what is outstanding and why."""
    if assurance.areas.empty:
        return None
    nothing = assurance.areas["status"].map(lambda status: None if pd.isna(status) else "nothing stated")
    return table(
        assurance.areas.assign(
            status=assurance.areas["status"].map(STATUS),
            outstanding=assurance.areas["outstanding"].fillna(nothing),
            reason=assurance.areas["reason"].fillna(
                assurance.areas["outstanding"].isna().map({True: "–", False: None})
            ),
        ),
        [
            Column("item", "Area"),
            Column("status", "Status"),
            Column("outstanding", "What is outstanding"),
            Column("reason", "Why"),
        ],
        f"Areas of the step-in review, {data.period.label}",
        notes="note",
    )


def waits(assurance: Assurance) -> Text | None:
    """List what each open area waits for."""
    rows = assurance.open_areas
    if rows.empty:
        return None
    return bullets(
        [
            strong(row.item)
            + f" ({STATUS[row.status].lower()}): {row.outstanding}"
            + ("." if pd.isna(row.reason) else f". {row.reason}.")
            for row in rows.itertuples()
        ]
    )


def counted_by_the_paper(assurance: Assurance) -> Text | None:
    """Compare the paper's own count with its table."""
    if not {"areas", "completed", "remaining"} <= assurance.stated.keys():
        return None
    stated = assurance.stated
    says = f"The paper counts {stated['completed']} of {stated['areas']} as completed and {stated['remaining']} as not."
    if not assurance.unknown:
        same = (stated["areas"], stated["completed"]) == (len(assurance.areas), assurance.count(DONE, SUBJECT_TO))
        return say(f"{says} Its table says {'the same' if same else 'otherwise'}.")
    missing = listing([str(item) for item in assurance.areas.loc[assurance.areas["status"].isna(), "item"]])
    sentence = f"{says} Its table, as it is held, gives no status for {missing}."
    if assurance.fits:
        sentence += " The two agree if that area is among those completed; it is not filled in here."
    return say(sentence)


def timeline(assurance: Assurance, data: PeriodData) -> PageTable:
    """Show inspections, judgements, cases without a social worker, reviews and changes in order."""
    return _events(assurance.timeline, "Inspections, judgements, reviews and changes, oldest first; the undated last")


def other_trusts(assurance: Assurance) -> PageTable | None:
    """Show judgements of other trusts, if there are any."""
    return (
        None
        if assurance.other_trusts.empty
        else _events(assurance.other_trusts, "Judgements of other trusts, for scale")
    )


def _events(events: pd.DataFrame, caption: str) -> PageTable:
    return table(
        events.assign(
            as_at=events["as_at"].map(dated),
            event=[named(event, value) for event, value in zip(events["event"], events["value"], strict=True)],
            kind=events["kind"].map(lambda kind: "Cases" if kind == "cases" else str(kind).capitalize()),
            body=events["body"].map(lambda bodies: listing(str(bodies).split("; "))),
            status=events["status"].str.capitalize(),
        ),
        [
            Column("as_at", "When"),
            Column("event", "What"),
            Column("kind", "Kind"),
            Column("status", "Happened, or expected at the time"),
            Column("body", "Body"),
        ],
        caption,
        notes="note",
    )


def named(event: str, value: object) -> str:
    """Write an event, with its count if it has one."""
    return event if value is None or pd.isna(value) else f"{event}: {number(float(str(value)))}"


def dated(as_at: object) -> str:
    """Write `17 October 2019`, `October 2019`, `2019` or `2021/22`; say if an event has no date."""
    if as_at is None or pd.isna(as_at):
        return "not dated"
    parts = str(as_at).split("-")
    middle = assurance_analysis.midpoint(as_at)
    assert middle is not None  # a date has a middle
    if len(parts) == _YEAR:
        return parts[0]
    if len(parts) == _MONTH and middle.month != int(parts[1]):
        return "/".join(parts)
    month = f"{_MONTHS[middle.month - 1]} {parts[0]}"
    return f"{middle.day} {month}" if len(parts) == _DAY else month


def cases(assurance: Assurance) -> Text | None:
    """Say how many cases had no social worker at each date that papers give."""
    rows = assurance.timeline[assurance.timeline["kind"] == "cases"]
    if rows.empty:
        return None
    counts = [
        f"{number(float(row.value))} in {dated(row.as_at)}"
        + ("" if pd.isna(row.note) else f" ({uncapitalised(row.note)})")
        for row in rows.itertuples()
    ]
    last = rows["as_at"].iloc[-1]
    return say(
        f"Cases without a social worker: {listing(counts)}. No paper that is held counts them after {dated(last)}."
    )


def judgements(assurance: Assurance) -> Text | None:
    """Name the newest judgement with a date, those without one, and the dates that disagree."""
    happened = assurance.timeline[
        (assurance.timeline["kind"] == "judgement") & (assurance.timeline["status"] == "happened")
    ]
    if happened.empty:
        return None
    known = happened[happened["as_at"].notna()]
    sentences = []
    if not known.empty:
        newest = known.iloc[-1]
        sentences.append(
            f"The newest judgement with a date is of {dated(newest['as_at'])}: {uncapitalised(newest['event'])}."
        )
    undated = [uncapitalised(event) for event in happened.loc[happened["as_at"].isna(), "event"]]
    if undated:
        sentences.append(f"Stated without a date: {listing(undated)}.")
    expected = assurance.timeline[
        (assurance.timeline["kind"] == "inspection") & (assurance.timeline["status"] == "expected")
    ]
    if not expected.empty:
        sentences.append(
            f"{counted(len(expected), 'inspection was', 'inspections were')} expected when the papers were written; "
            "no paper that is held says that a later inspection was one of these."
        )
    twice = [
        f"{event} is dated {listing([dated(each) for each in dates])} in different places of the papers"
        for event, dates in assurance.twice_dated
    ]
    return say(joined(sentences), *[f"{each}." for each in twice])


def risks(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show the risks that the papers name, with any amount."""
    if assurance.risks.empty:
        return None
    amounts = assurance.risks["amount_gbp"].map(
        lambda pounds: "no amount stated" if pd.isna(pounds) else millions(pounds)
    )
    return table(
        assurance.risks.assign(amount=amounts),
        [Column("item", "Risk"), Column("theme", "Theme"), Column("amount", "Amount")],
        f"Risks that the papers name, {data.period.label}",
        notes="note",
    )


def concerns(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show by theme what each paper named, oldest first."""
    papers = [name for name in assurance.concerns.columns if name != "theme"]
    if assurance.concerns.empty or len(papers) < 2:
        return None
    here = str(data.period)
    return table(
        assurance.concerns.fillna("not named"),
        [
            Column("theme", "Theme"),
            *(Column(each, data.period.label if each == here else dated(each)) for each in papers),
        ],
        "Concerns and risks by theme, paper by paper",
    )


def lasting(assurance: Assurance) -> Text | None:
    """Name the themes that every paper names. The sorting into themes is ours."""
    papers = assurance.concerns.drop(columns="theme")
    if papers.shape[1] < 2:
        return None
    always = [str(theme) for theme in assurance.concerns.loc[papers.notna().all(axis="columns"), "theme"]]
    sentence = (
        f"Named all {papers.shape[1]} times: {listing([uncapitalised(each) for each in always])}."
        if always
        else "No theme is named each time."
    )
    return say(f"{sentence} The sorting into themes is ours. What a paper does not name may still have been there.")


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports any assurance."""
    assurance = assurance_analysis.analyse(data)
    return None if assurance is None else News("Assurance", answer(assurance, data).paragraphs[0])
