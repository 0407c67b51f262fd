"""Write the assurance chapter. In: `Assurance`, or None. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.assurance import analysis as assurance_analysis
from trustbook.chapters.assurance.analysis import DONE, OPEN, SUBJECT_TO, Assurance
from trustbook.components.absent import no_figure, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import Absence, capitalised, counted, in_words, listing, number, uncapitalised
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData

STATUS = {DONE: "Complete", SUBJECT_TO: "Complete, with something outstanding", OPEN: "In progress"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_YEAR, _MONTH, _DAY = 1, 2, 3
_LIMITS = {"below": "fewer than", "at_most": "at most", "at_least": "at least", "above": "more than"}


def answer(assurance: Assurance | None, data: PeriodData) -> Text:
    """Open the chapter: how much of the review is complete, and what is open."""
    if assurance is None:
        return nothing_to_show(no_figure(data.period, data.absence(), "reviews or risks"))
    if assurance.areas.empty:
        return say(
            strong(
                f"{data.period.month_name}'s papers name {_in_words(len(assurance.risks), 'risk')}. "
                "They do not report a review."
            )
        )
    shown = assurance.count(DONE, SUBJECT_TO)
    return say(
        strong(_completed(assurance, shown)),
        f"{_in_progress(assurance)} {_outstanding(shown, assurance.count(SUBJECT_TO))}",
        _without_status(assurance),
        _step_in(),
    )


def _completed(assurance: Assurance, shown: int) -> str:
    """Say how many areas are complete: by the paper's own count first, if its table shows another number."""
    whole, stated = len(assurance.areas), assurance.stated.get("completed")
    if stated is None or stated == shown:
        return f"{capitalised(in_words(shown))} of the {_in_words(whole, 'area')} of {_review()} are complete."
    areas = _in_words(assurance.stated.get("areas", whole), "area")
    lost = assurance.unknown
    blank = f", and the status of {in_words(lost)} is missing from the text that we have" if lost else ""
    return (
        f"The paper says that {in_words(stated)} of the {areas} of {_review()} are complete. Its table shows "
        f"{in_words(shown)}{blank}."
    )


def _in_words(count: int, what: str) -> str:
    return f"{in_words(count)} {what if count == 1 else f'{what}s'}"


def _in_progress(assurance: Assurance) -> str:
    """Say how many areas are in progress, and what the paper counts as remaining if that is another number."""
    under_way = assurance.count(OPEN)
    sentence = f"{capitalised(in_words(under_way))} {'is' if under_way == 1 else 'are'} in progress"
    left = assurance.stated.get("remaining", under_way)
    return f"{sentence}." if left == under_way else f"{sentence}; the paper counts {in_words(left)} as remaining."


def _outstanding(shown: int, waiting: int) -> str:
    if not waiting:
        return "Nothing is outstanding on those that are complete."
    verb = "waits" if waiting == 1 else "wait"
    return f"Of the {in_words(shown)} shown as complete, {in_words(waiting)} still {verb} for something."


def _without_status(assurance: Assurance) -> str | None:
    """Name the areas whose status is lost, and say whether that would explain the paper's other count."""
    if not assurance.unknown:
        return None
    lost = f"The text that we have does not show the status of {listing(assurance.without_status)}."
    if not assurance.fits:
        return lost
    area = "that area were" if assurance.unknown == 1 else "those areas were"
    return (
        f"{lost} The paper's count and its table would agree if {area} complete. Nothing else says so, so we do not "
        "fill it in."
    )


def _review() -> str:
    return f"{words().of_the_councils} step-in review" if words().funders else "the step-in review"


def _step_in() -> str | None:
    """Explain the term once."""
    if not words().funders:
        return None
    look = words().agree("look", "looks")
    return f"In a step-in review {words().the_councils} {look} into how {words().the_body} manages its money."


def waits(assurance: Assurance) -> Text | None:
    """List what each open area waits for, those in progress first."""
    rows = assurance.open_areas
    if rows.empty:
        return None
    return bullets(
        [
            strong(row.item)
            + f" ({uncapitalised(STATUS[row.status])}): {row.outstanding}"
            + ("." if pd.isna(row.reason) else f". {row.reason}.")
            + ("" if pd.isna(row.note) else f" {row.note}.")
            for row in rows.itertuples()
        ]
    )


def areas(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show every area and its status; the notes on open areas are in the list of what is outstanding."""
    if assurance.areas.empty:
        return None
    listed = assurance.areas["status"].isin((OPEN, SUBJECT_TO))
    return table(
        assurance.areas.assign(status=assurance.areas["status"].map(STATUS), note=assurance.areas["note"].mask(listed)),
        [Column("item", "Area"), Column("status", "Status")],
        f"Areas of the step-in review, {data.period.label}",
        notes="note",
    )


def history(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show reviews, changes and undated inspections: all that neither the chart nor the list of judgements has."""
    kind = assurance.timeline["kind"]
    drawn = assurance.timeline["when"].notna() & kind.isin(("inspection", "cases"))
    rows = assurance.timeline[~drawn & (kind != "judgement")]
    if rows.empty:
        return None
    return _events(rows, data, "Reviews, changes and undated inspections that our papers name, oldest first")


def other_trusts(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show judgements of other trusts, if there are any."""
    if assurance.other_trusts.empty:
        return None
    return _events(assurance.other_trusts, data, f"Judgements of other {words().bodies}, for scale")


def whose(bodies: object, data: PeriodData) -> str:
    """Name the bodies that an event is about: `The councils and the trust`."""
    named_there = str(bodies).split("; ")
    paying = [each.name for each in data.settings.councils]
    if paying and set(paying) <= set(named_there):
        named_there = [words().the_councils, *(each for each in named_there if each not in paying)]
    own = data.settings.trust.name
    return capitalised(listing([words().the_body if each == own else each for each in named_there]))


def _events(events: pd.DataFrame, data: PeriodData, caption: str) -> PageTable:
    scoped = [Column("scope", "Which services", absent=Absence.NOT_REPORTED)] if events["scope"].notna().any() else []
    return table(
        events.assign(
            as_at=events["as_at"].map(dated),
            event=[named(*each) for each in zip(events["event"], events["value"], events["bound"], strict=True)],
            kind=events["kind"].str.capitalize(),
            body=[whose(each, data) for each in events["body"]],
            status=events["status"].str.capitalize(),
        ),
        [
            Column("as_at", "When"),
            Column("event", "What"),
            *scoped,
            Column("kind", "Kind"),
            Column("status", "Happened, or expected"),
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
        f"{_count(row.value, row.bound) if row.value else 'none'} in {dated(row.as_at)}" for row in rows.itertuples()
    ]
    return say(f"Cases without a social worker: {listing(counts)}. We have no later count.")


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
        "These are the judgements in our papers; inspectors may have published others.",
        bullets([_judgement(row) for _, row in made.iterrows()]),
        f"Papers expected {_in_words(len(expected), 'inspection')}, and do "
        f"not say which later {'one it' if len(expected) == 1 else 'ones they'} became, if any."
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
        f"The newest dated judgement{of} is of {dated(newest['as_at'])}: {uncapitalised(str(newest['event']))}."
    ) + (f" Papers also say, with no date for it: {'; '.join(undated)}." if undated else "")


def _judgement(row: pd.Series[object]) -> str:
    """Write when, which services, what, and who says so."""
    when = dated(row["as_at"])
    scope = "" if pd.isna(row["scope"]) else f", {uncapitalised(str(row['scope']))}"
    note = "" if pd.isna(row["note"]) else f" {row['note']}."
    source = "" if pd.isna(row["source"]) else f" Source: {row['source']}."
    return strong(f"{capitalised(when)}{scope}") + f": {uncapitalised(str(row['event']))}.{note}{source}"


def _dated_apart(event: str, rows: pd.DataFrame) -> str:
    """Say that papers date an event in two ways, and where; the table has both, as nothing settles which is right."""
    papers = rows["source"].nunique()
    dates = [
        dated(row.as_at) + ("" if pd.isna(row.locator) else f" ({uncapitalised(str(row.locator))})")
        for row in rows.itertuples()
    ]
    who = "One paper gives" if papers == 1 else "The papers give"
    return (
        f"{who} {in_words(len(dates))} dates for one event, {event}: {listing(dates)}. Nothing settles which is right, "
        "so we list them all."
    )


def risks(assurance: Assurance, data: PeriodData) -> Text | None:
    """Say how many risks the papers name, how many have an amount, and which themes keep coming back."""
    if assurance.risks.empty:
        return None
    many, costed = len(assurance.risks), int(assurance.risks["amount_gbp"].notna().sum())
    return say(
        strong(
            f"{data.period.month_name}'s papers name {_in_words(many, 'risk')} and give an amount for "
            f"{in_words(costed)} of them."
        ),
        _lasting(assurance),
    )


def _lasting(assurance: Assurance) -> str | None:
    """Name the themes that every paper names."""
    papers = assurance.concerns.drop(columns="theme")
    if papers.shape[1] < 2:
        return None
    always = [str(theme) for theme in assurance.concerns.loc[papers.notna().all(axis="columns"), "theme"]]
    times = f"{in_words(papers.shape[1])} times since {dated(papers.columns[0])}"
    every = listing([uncapitalised(each) for each in always])
    return (
        f"Papers have named concerns {times}. "
        + (f"Each time they named {every}." if always else "No theme is named each time.")
        + " The sorting into themes is ours. What a paper does not name may still have been a risk."
    )


def table_of_risks(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show the risks that the papers name, with any amount."""
    if assurance.risks.empty:
        return None
    return table(
        assurance.risks,
        [Column("item", "Risk"), Column("theme", "Theme"), Column("amount_gbp", "Amount", "gbp_k")],
        f"Risks that the papers name, {data.period.label}",
        notes="note",
    )


def concerns(assurance: Assurance, data: PeriodData) -> PageTable | None:
    """Show by theme what each earlier paper named, and how many risks this period's papers name."""
    papers = [name for name in assurance.concerns.columns if name != "theme"]
    if assurance.concerns.empty or len(papers) < 2:
        return None
    here = str(data.period)
    now = assurance.risks["theme"].value_counts()
    counts = [counted(int(now[theme]), "risk") if theme in now else None for theme in assurance.concerns["theme"]]
    return table(
        assurance.concerns.assign(**{here: counts}).fillna("not named"),
        [
            Column("theme", "Theme"),
            *(Column(each, data.period.label if each == here else dated(each)) for each in papers),
        ],
        "Concerns and risks by theme, paper by paper",
    )


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports any assurance."""
    assurance = assurance_analysis.analyse(data)
    return None if assurance is None else News("Assurance", answer(assurance, data).paragraphs[0])
