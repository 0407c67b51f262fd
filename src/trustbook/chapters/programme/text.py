"""Write the programme chapter. In: `Programme`, or None if there is none. Out: text and tables."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from trustbook.chapters.programme import analysis as programme_analysis
from trustbook.chapters.programme.analysis import AMOUNT, RAG, STAGES, Programme
from trustbook.components.absent import no_figure, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.officers import TO_BE_CONFIRMED, Officers, shown
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, share
from trustbook.core.formatting import counted, financial_year, listing, thousands, were
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_CASE = {
    "date": "dated",
    "due": "due",
    "to_be_confirmed": "date to be confirmed",
    "not_applicable": "not applicable, the paper says",
}
_WORDS = {"to_be_confirmed": "to be confirmed", "none": "– (a dash in the paper)", "not_applicable": "does not apply"}


def answer(programme: Programme | None, data: PeriodData) -> Text:
    """Open the chapter: what the programme is to save next year, how sure that is, and this year's figure."""
    if programme is None:
        return nothing_to_show(no_figure(data.period, data.absence(), "transformation programme figures"))
    later, taken = programme.next_year, programme.taken_off
    if later.total is None:
        return say(strong(f"{counted(len(programme.staged), 'project')}, and no amount for {later.name} yet."))
    sentences = [
        f"The programme lists benefits (savings) of {money(later.total)} for {later.name}.",
        f"Of this, {money(later.in_delivery)} is from projects in delivery.",
    ]
    if later.red:
        sentences.append(
            f"Projects rated red account for {money(later.red)} ({share(Fraction(later.red, later.total))}): that "
            "rates the project, and does not mean that the saving is lost."
        )
    if taken:
        part = f"{money(taken.amount)} of the {money(later.total)}"
        sentences.append(f"{part} is already taken off the {words().budget} for that year.")
    return say(strong(" ".join(sentences)), _taken_off(programme), _elsewhere(programme), _projects(programme))


def _taken_off(programme: Programme) -> str | None:
    """Say whose benefit the contract sum already has, and that it is no further saving."""
    taken = programme.taken_off
    if taken is None:
        return None
    in_delivery = ", which is in delivery" * taken.in_delivery
    no_more = f"is not a further saving{f' to {words().the_councils}' if words().funders else ''}"
    return f"That {money(taken.amount)} is part of {taken.project}{in_delivery}. It {no_more}."


def _elsewhere(programme: Programme) -> str | None:
    """Name next year's amounts that other papers contradict, each with theirs."""
    amounts = []
    for row in programme.projects.dropna(subset=["benefit_next_year_gbp"]).itertuples():
        theirs = [each for each in programme.others if each.project == row.project and each.year != "this_year"]
        dated = list(dict.fromkeys(each.amount for each in [each for each in theirs if each.year] or theirs))
        if dated:
            own = int(row.benefit_next_year_gbp)
            apart = min(abs(own - each) for each in dated)
            other = listing([money(each, apart) for each in dated], "or")
            amounts.append(f"{row.project} ({money(own, apart)} here, {other} there)")
    return f"The total includes amounts that the papers contradict elsewhere: {listing(amounts)}." if amounts else None


def _projects(programme: Programme) -> str:
    """Count the projects in delivery, this year's amounts, and the amounts that are to be confirmed."""
    now, later = programme.this_year, programme.next_year
    are = "is" if programme.in_delivery == 1 else "are"
    sentences = [f"{programme.in_delivery} of {counted(len(programme.staged), 'project')} {are} in delivery."]
    if now.total:
        listed = f"{counted(now.projects, 'project')} list{'s' * (now.projects == 1)}"
        sentences.append(f"For {now.name}, {listed} {money(now.total)}.")
    if later.to_be_confirmed:
        more = counted(len(later.to_be_confirmed), "more project")
        sentences.append(f"For {more}, the amount for {later.name} is to be confirmed.")
    return " ".join(sentences)


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
        lines.append(f"The paper names {stated} themes, but the projects that it lists belong to {found} of them.")
    for row in programme.planned_only.itertuples():
        worth = "" if pd.isna(row.benefit_in_plan_gbp) else f" ({money(int(row.benefit_in_plan_gbp))})"
        lines.append(f"{row.project} is in the plan{worth} but has no stage, so it is in no count of projects.")
    waiting = list(programme.staged.loc[programme.staged["sro"] == "TBC", "project"])
    if waiting:
        lines.append(f"The officer responsible is to be confirmed for {listing(waiting)}.")
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
    """Say what may be counted twice, how the plan compares with the two years, and which amounts are contradicted."""
    lines: list[str] = [
        strong("Overlap.") + f" {row.overlap_with} may also count {money(int(row.overlap_gbp))} of {row.project}."
        for row in programme.projects[programme.projects["overlap_gbp"].notna()].itertuples()
    ]
    if lines:
        lines.append("The totals without overlaps are what is left if all of that falls in them.")
    same, other = _plan_against_years(programme)
    counts = listing([f"{name} for {counted(count, 'project')}" for name, count in same])
    sentences = [f"Its amounts match {counts}."] if same else []
    sentences += [f"They match neither year for {listing(other)}."] if other else []
    if sentences:
        lines.append(joined([strong("The plan gives no year."), *sentences]))
    if programme.others:
        names = listing(list(dict.fromkeys(each.project for each in programme.others)))
        lines.append(
            strong(f"The papers give other amounts for {names}.")
            + " We use the table of projects: it alone gives each project's stage, rating and both years. The papers "
            "do not say which amount is right."
        )
    return bullets(lines) if lines else say("No project says that another may count the same benefit.")


def other_amounts(programme: Programme, data: PeriodData) -> PageTable | None:
    """Show each amount that other papers give for a project below the project's own, or nothing if there is none."""
    if not programme.others:
        return None
    rows: list[dict[str, object]] = []
    for project in dict.fromkeys(each.project for each in programme.others):
        own = programme.projects.loc[programme.projects["project"] == project].iloc[0]
        rows += [
            {"project": project, "place": "Table of projects (used here)", "year": financial_year(code), "note": None}
            | {"amount": int(own[f"benefit_{when}_gbp"])}
            for when, code in programme.year_codes.items()
            if not pd.isna(own[f"benefit_{when}_gbp"])
        ]
        rows += [
            {"project": project, "place": each.tracker, "amount": each.amount, "note": each.note}
            | {"year": financial_year(programme.year_codes[each.year]) if each.year else "no year given"}
            for each in programme.others
            if each.project == project
        ]
    columns = [
        Column("project", "Project"),
        Column("place", "Where"),
        Column("year", "Year"),
        Column("amount", "Amount", "gbp_k"),
    ]
    return table(pd.DataFrame(rows), columns, f"Amounts that the papers contradict, {data.period.label}", notes="note")


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
    return [(name, count) for name, count in counts if count], [str(name) for name in neither["project"]]


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
        columns.insert(3, Column("slipped", f"Months later than at {programme.since.short}", "count"))
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
        return say("No business case has a month when it is due.", _nothing_before(programme))
    counts = due.groupby("month")["project"].count()
    month = str(counts.idxmax())
    part = due[due["month"] == month]
    worth = int(part["next_year_gbp"].sum())
    sentences: list[str] = [
        strong(
            f"{len(part)} of {counted(len(due), 'business case')} still due {'falls' if len(part) == 1 else 'fall'} in "
            f"{month_words(month)}"
        )
        + (f", with {money(worth)} of the benefits of {programme.next_year.name}." if worth else ".")
    ]
    late = list(programme.overdue["project"])
    if late:
        still = "is" if len(late) == 1 else "are"
        before = f"{data.period.first_day:%B %Y}"
        sentences.append(f"{listing(late)} {were(len(late))} due before {before} but {still} still said to be due.")
    return say(joined(sentences), _slipped(programme))


def _nothing_before(programme: Programme) -> str | None:
    """Say that there is no earlier programme of the year to compare with, if there is none."""
    if programme.since is not None:
        return None
    return "We do not have an earlier programme of this year, so we cannot say which dates or ratings have changed."


def _slipped(programme: Programme) -> str | None:
    if programme.since is None:
        return _nothing_before(programme)
    moved = programme.cases[programme.cases["slipped"].notna() & (programme.cases["slipped"] != 0)]
    if moved.empty:
        return f"No date has moved since {programme.since.month_name}."
    lines = [
        f"{row.project}, {counted(abs(int(row.slipped)), 'month')} {'later' if row.slipped > 0 else 'earlier'}"
        for row in moved.itertuples()
    ]
    return strong(f"Moved since {programme.since.month_name}:") + f" {listing(lines)}."


def projects(programme: Programme, data: PeriodData) -> PageTable:
    """Show every project with what it is to save, in the paper's own words if that is not an amount."""
    rows, officers = programme.projects, data.settings.officers
    frame = rows.assign(
        sro=shown(rows["sro"], officers, data.settings.officer_roles).replace(TO_BE_CONFIRMED, "to be confirmed"),
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
        *([] if officers is Officers.NONE else [Column("sro", "Officer")]),
    ]
    return table(frame, columns, f"Every project of the programme, {data.period.label}", notes="note")


def rating_changes(programme: Programme, data: PeriodData) -> Text:
    """Say which ratings changed since the previous period, and which risks the paper says went up or down."""
    lines: list[str] = [
        strong(row.project)
        + (
            f" went from {row.was} to {row.now} ({'worse' if row.worse else 'better'}) since "
            f"{programme.since.month_name if programme.since else ''}."
        )
        for row in programme.rating_changes.itertuples()
    ]
    lines += [
        strong(row.project)
        + f" (rated {row.rag}): the paper says that its risk went {row.risk}."
        + ("" if pd.isna(row.note) else f" {row.note}.")
        for row in programme.risk_changes.sort_values("risk", ascending=False).itertuples()
    ]
    if programme.since is not None and programme.rating_changes.empty:
        lines.append(f"No rating has changed since {programme.since.month_name}.")
    return bullets(lines) if lines else say("The paper does not say of any project that its risk went up or down.")


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports a programme."""
    programme = programme_analysis.analyse(data)
    return None if programme is None else News("The programme", answer(programme, data).paragraphs[0])
