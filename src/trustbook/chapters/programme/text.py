"""Write the programme chapter. In: `Programme`, or None if there is none. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.programme import analysis as programme_analysis
from trustbook.chapters.programme.analysis import AMOUNT, RAG, STAGES, Programme, ProjectBenefits
from trustbook.chapters.programme.other_papers import written_year
from trustbook.components.absent import no_figure
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import counted, listing, percent, thousands, uncapitalised
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_CASE = {
    "date": "dated",
    "due": "due",
    "to_be_confirmed": "date to be confirmed",
    "not_applicable": "not applicable, the paper says",
}
_WORDS = {"to_be_confirmed": "to be confirmed", "none": "none", "not_applicable": "does not apply"}
_TO_COMPARE = 100_000
"""A difference in pounds that is to be seen between two amounts for one thing."""
_RISK_CHANGE = {"up": "Risk went up", "down": "Risk went down"}


def answer(programme: Programme | None, data: PeriodData) -> Text:
    """Open the chapter: what the programme is to save next year, how sure that is, and this year's figure."""
    if programme is None:
        return say(
            strong(no_figure(data.period, data.absence(), "projects")),
        )
    later, now = programme.next_year, programme.this_year
    if later.total is None:
        return say(strong(f"{counted(len(programme.staged), 'project')}, and no amount for {later.name} yet."))
    red = f" {money(later.red)} ({percent(_of(later.red, later), 0)}) depends on projects rated red." * bool(later.red)
    taken = (
        f" {money(programme.taken_off.amount)} is already taken off the {words().budget} for that year."
        if programme.taken_off
        else ""
    )
    return say(
        strong(
            f"The projects are to save {money(later.total)} in {later.name}, of which {money(later.in_delivery)} is "
            f"from projects in delivery.{red}{taken}"
        ),
        *_rests_on(programme),
        f"{programme.in_delivery} of {counted(len(programme.staged), 'project')} "
        f"{'is' if programme.in_delivery == 1 else 'are'} in delivery. "
        + " ".join(part for part in (_growth(now, later), _unknown(later)) if part),
    )


def _rests_on(programme: Programme) -> list[str]:
    """Say what of next year's total the contract sum has already, and which of its amounts other papers contradict."""
    sentences, taken = [], programme.taken_off
    if taken:
        both = ", like the part in delivery," * taken.in_delivery
        sentences.append(
            f"The total{both} includes that {money(taken.amount)}, of {taken.project}. It is not a further saving"
            + (f" to {words().the_councils}." if words().funders else ".")
        )
    amounts = []
    for row in programme.projects.dropna(subset=["benefit_next_year_gbp"]).itertuples():
        theirs = [each for each in programme.others if each.project == row.project and each.year != "this_year"]
        dated = [each for each in theirs if each.year] or theirs
        if dated:
            other = listing([_amount(pounds) for pounds in dict.fromkeys(each.amount for each in dated)], "or")
            amounts.append(f"{row.project} ({_amount(int(row.benefit_next_year_gbp))} here and {other} elsewhere)")
    if amounts:
        sentences.append(f"Other places in the papers contradict the amounts of {listing(amounts)}.")
    return [" ".join(sentences)] if sentences else []


def _amount(pounds: int) -> str:
    """Write an amount that others are compared with, to two decimals of a million."""
    return money(pounds, _TO_COMPARE)


def _of(part: int, benefits: ProjectBenefits) -> float | None:
    return part / benefits.total if benefits.total else None


def _growth(now: ProjectBenefits, later: ProjectBenefits) -> str:
    if not now.total or not later.total:
        return ""
    verb = "is" if now.projects == 1 else "are"
    return f"In {now.name} {counted(now.projects, 'project')} {verb} to save {money(now.total)}."


def _unknown(later: ProjectBenefits) -> str:
    count = len(later.to_be_confirmed)
    return (
        f"{counted(count, 'more project has', 'more projects have')} no confirmed amount for {later.name}."
        if count
        else ""
    )


def themes(programme: Programme, data: PeriodData) -> PageTable:
    """Count the projects of each theme by stage and by rating."""
    names = ("projects", *STAGES, *RAG)
    return table(
        programme.themes,
        [Column("theme", "Theme"), *(Column(name, name.capitalize(), "count") for name in names)],
        f"Projects by theme, stage and rating, {data.period.label}",
        {"theme": "All themes"} | {name: int(programme.themes[name].sum()) for name in names},
    )


def coverage(programme: Programme, data: PeriodData) -> Text:
    """Say what the counts leave out: themes without a project, projects only in the plan or without an officer."""
    lines = []
    stated = _themes_stated(data)
    found = int((programme.themes["theme"] != "No theme stated").sum())
    if stated is not None and stated != found:
        lines.append(f"The paper names {stated} themes, and its projects belong to {found} of them.")
    for row in programme.planned_only.itertuples():
        worth = "" if pd.isna(row.benefit_in_plan_gbp) else f", with {money(int(row.benefit_in_plan_gbp))}"
        lines.append(f"{row.project} is in the plan{worth}. It has no stage or rating, so no count includes it.")
    waiting = list(programme.staged.loc[programme.staged["sro"] == "TBC", "project"])
    if waiting:
        lines.append(f"The officer for {listing(waiting)} is to be confirmed.")
    unnamed = [str(each) for each in programme.staged.loc[programme.staged["sro"].isna(), "project"]]
    if unnamed:
        lines.append(f"The paper gives no officer for {listing(unnamed)}.")
    return bullets(lines) if lines else say("Every project is counted, and each has an officer.")


def _themes_stated(data: PeriodData) -> int | None:
    claims = data.current.dataset("claims")
    values = [] if claims is None else list(claims.loc[claims["metric"] == "programme.themes", "value"])
    return int(values[0]) if len(set(values)) == 1 else None


def years(programme: Programme, data: PeriodData) -> PageTable:
    """Show the benefits of each year and of the plan, with and without what may be counted twice."""
    shown = [each for each in (programme.this_year, programme.next_year, programme.plan) if each.total is not None]
    frame = pd.DataFrame(
        [
            {
                "name": each.name,
                "total": each.total,
                "in_delivery": each.in_delivery,
                "before": each.before_delivery,
                "red": each.red,
                "without": each.without_overlaps,
                "to_be_confirmed": len(each.to_be_confirmed),
            }
            for each in shown
        ],
    )
    return table(
        frame,
        [
            Column("name", "Year"),
            Column("total", "All amounts", "gbp_k"),
            Column("in_delivery", "In delivery", "gbp_k"),
            Column("before", "Not in delivery yet", "gbp_k"),
            Column("red", "Rated red", "gbp_k"),
            Column("without", "Without overlaps", "gbp_k"),
            Column("to_be_confirmed", "Projects to be confirmed", "count"),
        ],
        f"Benefits of the programme, {data.period.label}",
    )


def years_read(programme: Programme) -> Text:
    """Say what the overlaps are, and how the plan compares with the two years."""
    lines: list[str] = [
        strong("Overlap.")
        + f" {row.project}: {money(int(row.overlap_gbp))} may be counted by {row.overlap_with} too."
        + ("" if pd.isna(row.note) else f" {row.note}.")
        for row in programme.projects[programme.projects["overlap_gbp"].notna()].itertuples()
    ]
    if lines:
        lines.append("The totals without overlaps take all of that off.")
    same, other = _plan_against_years(programme)
    counts = listing([f"that of {name} for {counted(count, 'project')}" for name, count in same])
    sentences = [f"Its amount is {counts}."] if same else []
    sentences += [f"It is neither for {listing(other)}."] if other else []
    if sentences:
        lines.append(joined([strong("The plan gives no year."), *sentences]))
    lines += _contradicted(programme)
    return bullets(lines) if lines else say("No project says that another may count the same benefit.")


def _contradicted(programme: Programme) -> list[str]:
    """Name what other papers give for a project, say which amount is used here, and why."""
    lines: list[str] = []
    for project in dict.fromkeys(each.project for each in programme.others):
        row = programme.projects.loc[programme.projects["project"] == project].iloc[0]
        own = [
            f"{_amount(int(row[f'benefit_{when}_gbp']))} {written_year(when, programme.year_codes)}"
            for when in programme.year_codes
            if not pd.isna(row[f"benefit_{when}_gbp"])
        ]
        theirs = [
            f"{_amount(each.amount)} {written_year(each.year, programme.year_codes)} ({uncapitalised(each.tracker)})"
            for each in programme.others
            if each.project == project
        ]
        notes = [
            f" On {_amount(each.amount)} in the {uncapitalised(each.tracker)}: {uncapitalised(each.note)}."
            for each in programme.others
            if each.project == project and each.note
        ]
        lines.append(
            strong(f"{project} has other amounts elsewhere.")
            + f" This page has {listing(own)}. Other places in the papers have {listing(theirs)}.{''.join(notes)}"
        )
    if lines:
        lines.append(
            "This page uses the table of projects, which alone gives stage, rating and both years. "
            "The papers do not say which amount is right."
        )
    return lines


def _plan_against_years(programme: Programme) -> tuple[list[tuple[str, int]], list[str]]:
    """Count the amounts of the plan that match a year, and list the projects that match neither, if a year has one."""
    rows = programme.staged[programme.staged["benefit_in_plan_gbp"].notna()]
    plan, now, later = (rows[f"benefit_{when}_gbp"] for when in ("in_plan", "this_year", "next_year"))
    as_later, as_now = (plan == later).fillna(False), (plan == now).fillna(False)
    counts = [
        (programme.next_year.name, int(as_later.sum())),
        (programme.this_year.name, int((as_now & ~as_later).sum())),
    ]
    neither = rows[~as_later & ~as_now & (now.notna() | later.notna())]
    mismatches = [_plan_and_years(row, programme) for _, row in neither.iterrows()]
    return [(name, count) for name, count in counts if count], mismatches


def _plan_and_years(row: pd.Series[object], programme: Programme) -> str:
    years = ((programme.this_year.name, "this_year"), (programme.next_year.name, "next_year"))
    known = [
        f"{money(int(str(row[f'benefit_{when}_gbp'])))} for {name}"
        for name, when in years
        if not pd.isna(row[f"benefit_{when}_gbp"])
    ]
    return f"{row['project']} ({money(int(str(row['benefit_in_plan_gbp'])))} in the plan, {listing(known)})"


def cases(programme: Programme, data: PeriodData) -> PageTable:
    """Show when each business case is due, and how far it slipped since the previous return, if there is one."""
    shown = programme.cases[programme.cases["business_case"] != "not_applicable"]
    frame = shown.assign(
        month=[month_words(month) if month else _CASE[kind] for month, kind in _pairs(shown)],
        kind=[_CASE[kind] if month else "" for month, kind in _pairs(shown)],
        stage=[_word(stage) for stage in shown["stage"]],
        rag=[_word(rag) for rag in shown["rag"]],
    )
    columns = [
        Column("project", "Project"),
        Column("month", "Business case"),
        Column("kind", "Due or dated"),
        Column("stage", "Stage"),
        Column("rag", "Rating"),
    ]
    if programme.since is not None:
        columns.insert(3, Column("slipped", f"Months later than in {programme.since.month_name}", "count"))
    return table(frame, columns, f"Business cases by month, {data.period.label}")


def _pairs(cases: pd.DataFrame) -> list[tuple[str | None, str]]:
    return list(zip(cases["month"], cases["business_case"], strict=True))


def _word(text: object) -> str | None:
    return None if text is None or pd.isna(text) else str(text).capitalize()


def month_words(month: str) -> str:
    """Write `March 2024` for `2024-03`."""
    return f"{pd.Timestamp(month):%B %Y}"


def timeline(programme: Programme, data: PeriodData) -> Text:
    """Name the month with most business cases and what depends on them, what is overdue, and what slipped."""
    due = programme.cases[(programme.cases["business_case"] == "due") & programme.cases["month"].notna()]
    if due.empty:
        return say("The paper gives no month for any business case that is due.")
    counts = due.groupby("month")["project"].count()
    month = str(counts.idxmax())
    part = due[due["month"] == month]
    worth = int(part["next_year_gbp"].sum())
    sentences: list[str] = [
        strong(
            f"{len(part)} of {counted(len(due), 'business case')} {'is' if len(part) == 1 else 'are'} due in "
            f"{month_words(month)}"
        )
        + (f", with savings of {money(worth)} in {programme.next_year.name}." if worth else ".")
    ]
    late = list(programme.overdue["project"])
    if late:
        sentences.append(f"Due before {data.period.first_day:%B %Y}, and still to come: {listing(late)}.")
    return say(joined(sentences), _slipped(programme, data))


def _slipped(programme: Programme, data: PeriodData) -> str:
    if programme.since is None:
        return "We have no earlier list of projects for this year, so we cannot say whether a date has slipped."
    moved = programme.cases[programme.cases["slipped"].notna() & (programme.cases["slipped"] != 0)]
    if moved.empty:
        return f"No date has moved since {programme.since.month_name}."
    lines = [
        f"{row.project} by {counted(abs(int(row.slipped)), 'month')} {'later' if row.slipped > 0 else 'earlier'}"
        for row in moved.itertuples()
    ]
    return strong(f"Moved since {programme.since.month_name}:") + f" {listing(lines)}."


def projects(programme: Programme, data: PeriodData) -> PageTable:
    """Show every project with what it is to save, in the paper's own words if that is not an amount."""
    rows = programme.projects
    frame = rows.assign(
        sro=rows["sro"].replace("TBC", "to be confirmed"),
        stage=[_word(stage) for stage in rows["stage"]],
        rag=[_word(rag) for rag in rows["rag"]],
        **{
            f"benefit_{when}": [
                thousands(None if pd.isna(amount) else int(amount)) if pd.isna(word) or word == AMOUNT else _WORDS[word]
                for word, amount in zip(rows[f"benefit_{when}"], rows[f"benefit_{when}_gbp"], strict=True)
            ]
            for when in ("this_year", "next_year", "in_plan")
        },
    )
    columns = [
        Column("project", "Project"),
        Column("stage", "Stage"),
        Column("rag", "Rating"),
        Column("benefit_this_year", f"Benefit {programme.this_year.name}, £k"),
        Column("benefit_next_year", f"Benefit {programme.next_year.name}, £k"),
        Column("benefit_in_plan", "In the plan, £k"),
        Column("sro", "Officer"),
    ]
    return table(frame, columns, f"Every project of the programme, {data.period.label}", notes="note")


def rating_changes(programme: Programme, data: PeriodData) -> Text:
    """Say which ratings changed since the previous period, and which risks the paper says went up or down."""
    lines: list[str] = [
        strong(row.project)
        + (
            f" went from {row.was} to {row.now}, for the {'worse' if row.worse else 'better'}, since "
            f"{programme.since.month_name if programme.since else ''}."
        )
        for row in programme.rating_changes.itertuples()
    ]
    lines += [
        strong(row.project)
        + f" ({row.rag}): {_RISK_CHANGE[str(row.risk)].lower()}, the paper says."
        + ("" if pd.isna(row.note) else f" {row.note}.")
        for row in programme.risk_changes.sort_values("risk", ascending=False).itertuples()
    ]
    if programme.since is None:
        lines.append("We have no earlier list of projects for this year, so we cannot say which ratings changed.")
    elif programme.rating_changes.empty:
        lines.append(f"No rating has changed since {programme.since.month_name}.")
    return bullets(lines)


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports a programme."""
    programme = programme_analysis.analyse(data)
    return None if programme is None else News("The programme", answer(programme, data).paragraphs[0])
