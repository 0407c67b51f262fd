"""Write the assurance chapter. In: `Assurance` and `Levers`, or None. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.assurance import analysis as assurance_analysis
from trustbook.chapters.assurance.analysis import DONE, OPEN, SUBJECT_TO, Assurance
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import counted, listing, millions, number, uncapitalised
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData

STATUS = {DONE: "Completed", SUBJECT_TO: "Completed, with something outstanding", OPEN: "In progress"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_YEAR, _MONTH, _DAY = 1, 2, 3
_LIMITS = {"below": "fewer than", "at_most": "at most", "at_least": "at least", "above": "more than"}


def answer(assurance: Assurance | None, data: PeriodData) -> Text:
    """Open the chapter: how far the review is, and what is open."""
    if assurance is None:
        return say(strong(f"The figures held for {data.period.short} include nothing on assurance."))
    if assurance.areas.empty:
        return say(
            strong(f"The papers of {data.period.short} name {counted(len(assurance.risks), 'risk')} and no review.")
        )
    shown, waiting = assurance.count(DONE, SUBJECT_TO), assurance.count(SUBJECT_TO)
    rest = [f"{assurance.count(OPEN)} {'is' if assurance.count(OPEN) == 1 else 'are'} in progress"]
    if assurance.unknown:
        verb = "has" if assurance.unknown == 1 else "have"
        rest.append(
            f"{assurance.unknown} ({listing(assurance.without_status)}) {verb} no status in the text that we have"
        )
    return say(
        strong(_completed(assurance, shown)),
        f"Of the others in the table, {listing(rest)}. "
        + (
            f"Of the {shown} shown as completed, {waiting} still {'waits' if waiting == 1 else 'wait'} for something."
            if waiting
            else "Nothing is outstanding on those completed."
        ),
    )


def _completed(assurance: Assurance, shown: int) -> str:
    """Say how many areas are complete: by the paper's own count first, if its table shows another number."""
    whole, stated = len(assurance.areas), assurance.stated.get("completed")
    if stated is None or stated == shown:
        return f"{shown} of the {counted(whole, 'area')} of {_review()} are shown as completed."
    areas = counted(assurance.stated.get("areas", whole), "area")
    return (
        f"The paper says that {stated} of the {areas} of {_review()} are completed; its table, in the text "
        f"that we have, shows {shown}."
    )


def _review() -> str:
    return f"{words().of_the_councils} step-in review" if words().funders else "the step-in review"


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
            + ("" if pd.isna(row.note) else f" {row.note}.")
            for row in rows.itertuples()
        ]
    )


def counted_by_the_paper(assurance: Assurance) -> Text | None:
    """Compare the paper's own count with its table."""
    if not {"areas", "completed", "remaining"} <= assurance.stated.keys():
        return None
    stated = assurance.stated
    says = (
        f"In its text the paper counts {stated['completed']} of {stated['areas']} areas as completed and "
        f"{stated['remaining']} as remaining."
    )
    if not assurance.unknown:
        same = (stated["areas"], stated["completed"]) == (len(assurance.areas), assurance.count(DONE, SUBJECT_TO))
        return say(f"{says} Its table says {'the same' if same else 'otherwise'}.")
    missing = listing(assurance.without_status)
    sentence = f"{says} In the text that we have, its table has lost the status of {missing}."
    if assurance.fits:
        sentence += (
            " The two counts agree if that area is completed, but nothing else says so, and we do not fill it in."
        )
    return say(sentence)


def timeline(assurance: Assurance, data: PeriodData) -> PageTable:
    """Show inspections, judgements, cases without a social worker, reviews and changes in order."""
    return _events(
        assurance.timeline,
        "Inspections, judgements, reviews and changes that the papers we have name, oldest first; the undated last",
    )


def other_trusts(assurance: Assurance) -> PageTable | None:
    """Show judgements of other trusts, if there are any."""
    return (
        None
        if assurance.other_trusts.empty
        else _events(assurance.other_trusts, f"Judgements of other {words().bodies}, for scale")
    )


def _events(events: pd.DataFrame, caption: str) -> PageTable:
    return table(
        events.assign(
            as_at=events["as_at"].map(dated),
            event=[named(*each) for each in zip(events["event"], events["value"], events["bound"], strict=True)],
            kind=events["kind"].map(lambda kind: "Cases" if kind == "cases" else str(kind).capitalize()),
            body=events["body"].map(lambda bodies: listing(str(bodies).split("; "))),
            status=events["status"].str.capitalize(),
            scope=events["scope"].fillna(""),
        ),
        [
            Column("as_at", "When"),
            Column("event", "What"),
            Column("scope", "Which services"),
            Column("kind", "Kind"),
            Column("status", "Happened, or expected at the time"),
            Column("body", "Body"),
        ],
        caption,
        notes="note",
    )


def named(event: object, value: object, bound: object) -> str:
    """Write an event, with its count if it has one."""
    return str(event) if value is None or pd.isna(value) else f"{event}: {_count(value, bound)}"


def _count(value: object, bound: object) -> str:
    """Write a count, or the limit that a paper gives in its place: `more than 300`."""
    limit = "" if bound is None or pd.isna(bound) else f"{_LIMITS[str(bound)]} "
    return f"{limit}{number(float(str(value)))}"


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
        f"{_count(row.value, row.bound)} in {dated(row.as_at)}"
        + ("" if pd.isna(row.note) else f" ({uncapitalised(row.note)})")
        for row in rows.itertuples()
    ]
    last = rows["as_at"].iloc[-1]
    return say(f"Cases without a social worker: {listing(counts)}. We have no count of them after {dated(last)}.")


def judgements(assurance: Assurance) -> Text | None:
    """Name the newest dated judgement of each scope, then list every judgement with its source."""
    made = assurance.judgements
    if made.empty:
        return None
    scopes = made.groupby("scope", sort=False, dropna=False)
    newest = [_newest(rows) for _, rows in scopes if rows["as_at"].notna().any()]
    expected = assurance.timeline[
        (assurance.timeline["kind"] == "inspection") & (assurance.timeline["status"] == "expected")
    ]
    return say(
        *newest,
        "This is what the papers that we have say of judgements. It is not a full list of what the inspectors "
        "published.",
        bullets([_judgement(row) for _, row in made.iterrows()]),
        f"{counted(len(expected), 'inspection was', 'inspections were')} expected when the papers were written. The "
        f"papers do not say which later inspection {'it' if len(expected) == 1 else 'each of them'} became, if any."
        if len(expected)
        else None,
        *[_dated_apart(event, rows) for event, rows in assurance.twice_dated],
    )


def _newest(rows: pd.DataFrame) -> str:
    """Say the newest dated judgement of one scope, and what is said of it without a date, which may be newer."""
    newest = rows[rows["as_at"].notna()].iloc[-1]
    of = "" if pd.isna(newest["scope"]) else f" of {uncapitalised(str(newest['scope']))}"
    undated = [uncapitalised(str(event)) for event in rows.loc[rows["as_at"].isna(), "event"]]
    return strong(
        f"The newest dated judgement{of} in the papers that we have is of {dated(newest['as_at'])}: "
        f"{uncapitalised(str(newest['event']))}."
    ) + (f" Without a date they also say: {'; '.join(undated)}." if undated else "")


def _judgement(row: pd.Series[object]) -> str:
    """Write when, which services, what, and who says so."""
    when = dated(row["as_at"])
    scope = "" if pd.isna(row["scope"]) else f", {uncapitalised(str(row['scope']))}"
    note = "" if pd.isna(row["note"]) else f" {row['note']}."
    source = "" if pd.isna(row["source"]) else f" Source: {row['source']}."
    return strong(f"{when[0].upper()}{when[1:]}{scope}") + f": {uncapitalised(str(row['event']))}.{note}{source}"


def _dated_apart(event: str, rows: pd.DataFrame) -> str:
    """Say that papers date an event in two ways, and where; the list has both, as nothing settles which is right."""
    papers = rows["source"].nunique()
    dates = [
        dated(row.as_at) + ("" if pd.isna(row.locator) else f" ({uncapitalised(str(row.locator))})")
        for row in rows.itertuples()
    ]
    who = "One paper gives" if papers == 1 else "The papers give"
    return (
        f"{who} more than one date for this: {event}, {listing(dates)}. We list each date, since nothing settles which "
        "is right."
    )


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
