"""Write the programme chapter. In: `Programme`, or None if there is none. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.programme import analysis as programme_analysis
from trustbook.chapters.programme.analysis import AMOUNT, RAG, STAGES, Programme, ProjectBenefits
from trustbook.components.absent import no_figure
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, counted, in_words, listing, percent, thousands
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_WORDS = {"to_be_confirmed": "to be confirmed", "none": "a dash in the paper", "not_applicable": "does not apply"}
_RISK_CHANGE = {"up": "rose", "down": "fell"}


def answer(programme: Programme | None, data: PeriodData) -> Text:
    """Open the chapter: what the programme is to save next year, how sure that is, and this year's amount."""
    if programme is None:
        return say(strong(no_figure(data.period, data.absence(), "figures for the transformation programme")))
    later = programme.next_year
    if later.total is None:
        return say(
            strong(f"The programme has {counted(len(programme.staged), 'project')} and no amount for {later.name} yet.")
        )
    return say(
        strong(f"{_total(programme)} {_how_sure(later)}"),
        _in_the_budget(programme),
        _contradicted(programme),
        joined([_stages(programme), *_growth(programme.this_year, later), *_unknown(later)]),
    )


def _total(programme: Programme) -> str:
    """Give next year's savings, and how much of them the contract sum has already."""
    later, taken = programme.next_year, programme.taken_off
    total = f"The transformation programme's projects are to save {money(later.total)} in {later.name}"
    if taken is None:
        return f"{total}."
    return f"{total}, but {money(taken.amount)} of that is already taken off the {words().budget} for that year."


def _how_sure(later: ProjectBenefits) -> str:
    """Give the parts of projects in delivery and of projects rated red."""
    parts = f"{capitalised(money(later.in_delivery))} comes from projects in delivery"
    if not later.red or not later.total:
        return f"{parts}."
    return (
        f"{parts}; {money(later.red)} ({percent(later.red / later.total, 0)}) rests on projects rated red, the worst "
        "of three ratings."
    )


def _in_the_budget(programme: Programme) -> str | None:
    """Say of which project the contract sum has savings already, and that they are not further ones."""
    taken = programme.taken_off
    if taken is None:
        return None
    explained = "" if words().budget.endswith("budget") else f" The {words().budget} is {words().the_body}'s budget."
    counted_in = ", counted above in the part in delivery" * taken.in_delivery
    to_funders = f" to {words().the_councils}" * bool(words().funders)
    return (
        f"The {money(taken.amount)} is part of {taken.project}{counted_in}. It is not a further saving{to_funders}."
        + explained
    )


def _contradicted(programme: Programme) -> str | None:
    """Name the projects whose amount of next year the papers give differently elsewhere."""
    sentences = []
    for row in programme.projects.dropna(subset=["benefit_next_year_gbp"]).itertuples():
        theirs = [each for each in programme.others if each.project == row.project and each.year != "this_year"]
        own, amounts = int(row.benefit_next_year_gbp), [each.amount for each in theirs if each.year]
        amounts = list(dict.fromkeys(amounts or [each.amount for each in theirs]))
        if amounts:
            apart = min(abs(own - amount) for amount in amounts)
            other = listing([money(amount, apart) for amount in amounts], "or")
            sentences.append(f"{row.project} is {money(own, apart)} in the table of projects and {other} elsewhere.")
    if not sentences:
        return None
    return joined([f"Elsewhere the papers give other amounts for {_projects(len(sentences))}.", *sentences])


def _projects(count: int) -> str:
    return f"{in_words(count)} {'project' if count == 1 else 'projects'}"


def _stages(programme: Programme) -> str:
    count = programme.in_delivery
    are = "is" if count == 1 else "are"
    return (
        f"{capitalised(in_words(count))} of {counted(len(programme.staged), 'project')} {are} in delivery, "
        "the last of four stages."
    )


def _growth(now: ProjectBenefits, later: ProjectBenefits) -> list[str]:
    if not now.total or not later.total:
        return []
    many = "one project has an amount," if now.projects == 1 else f"{in_words(now.projects)} projects have amounts,"
    return [f"For {now.name}, {many} {money(now.total)}{' in all' * (now.projects > 1)}."]


def _unknown(later: ProjectBenefits) -> list[str]:
    count = len(later.to_be_confirmed)
    projects = "one more project is" if count == 1 else f"{in_words(count)} more projects are"
    return [f"The savings of {projects} still to be confirmed for {later.name}."] if count else []


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
        lines.append(f"The paper names {in_words(stated)} themes. Its projects belong to {in_words(found)} of them.")
    for row in programme.planned_only.itertuples():
        worth = "" if pd.isna(row.benefit_in_plan_gbp) else f" ({money(int(row.benefit_in_plan_gbp))})"
        lines.append(f"{row.project} is in the plan only{worth}. It has no stage or rating, so no count includes it.")
    waiting = list(programme.staged.loc[programme.staged["sro"] == "TBC", "project"])
    if waiting:
        lines.append(f"The senior responsible officer is to be confirmed for {listing(waiting)}.")
    unnamed = [str(each) for each in programme.staged.loc[programme.staged["sro"].isna(), "project"]]
    if unnamed:
        lines.append(f"No senior responsible officer is given for {listing(unnamed)}.")
    return bullets(lines) if lines else say("Every project is counted, and each has a senior responsible officer.")


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
            Column("total", "All projects", "gbp_k"),
            Column("in_delivery", "In delivery", "gbp_k"),
            Column("before", "Not yet in delivery", "gbp_k"),
            Column("red", "Rated red", "gbp_k"),
            Column("without", "Without overlaps", "gbp_k"),
            Column("to_be_confirmed", "Projects with no amount yet", "count"),
        ],
        f"What the projects are to save, {data.period.label}",
    )


def years_read(programme: Programme) -> Text:
    """Say what two projects may both count, how the plan compares with the years, and what the papers contradict."""
    lines: list[str] = [
        strong("Possible double counting.")
        + f" {row.project} has {money(int(row.overlap_gbp))} that {row.overlap_with} may count too."
        for row in programme.projects[programme.projects["overlap_gbp"].notna()].itertuples()
    ]
    if lines:
        lines.append("No year is given for this, so 'Without overlaps' takes it off every total.")
    same, other = _plan_against_years(programme)
    if same or other:
        counts = listing([f"{name} for {_projects(count)}" for name, count in same])
        sentences = [f"Its amounts match those of {counts}."] if same else []
        sentences += [f"They match neither year for {listing(other)}."] if other else []
        lines.append(joined([strong("The plan gives no year."), *sentences]))
    if programme.others:
        projects = list(dict.fromkeys(each.project for each in programme.others))
        lines += [
            strong("The papers contradict themselves") + f" on {listing(projects)}, as the next table shows. They do "
            "not say which amount is right.",
            "We use the table of projects: only it gives each project's stage, rating and both years.",
        ]
    return bullets(lines) if lines else say("No project reports a saving that another may count too.")


def other_amounts(programme: Programme, data: PeriodData) -> PageTable | None:
    """Show each amount that another part of the papers gives for a project, or nothing if there is none."""
    if not programme.others:
        return None
    names = {"this_year": programme.this_year.name, "next_year": programme.next_year.name}
    frame = pd.DataFrame(
        [
            {
                "project": each.project,
                "year": "no year given" if each.year is None else names[each.year],
                "here": _amounts_here(programme, each.project, each.year),
                "amount": each.amount,
                "tracker": each.tracker,
                "note": each.note,
            }
            for each in programme.others
        ]
    )
    columns = [
        Column("project", "Project"),
        Column("year", "Year"),
        Column("here", "Used here, £k"),
        Column("amount", "Given elsewhere", "gbp_k"),
        Column("tracker", "Where"),
    ]
    return table(frame, columns, f"Amounts that the papers contradict, {data.period.label}", notes="note")


def _amounts_here(programme: Programme, project: str, year: str | None) -> str:
    """Write a project's amount of a year, or those of both years where the other paper names none."""
    row = programme.projects.loc[programme.projects["project"] == project].iloc[0]
    amounts = [row[f"benefit_{when}_gbp"] for when in ((year,) if year else programme.year_codes)]
    return listing([thousands(int(amount)) for amount in amounts if not pd.isna(amount)], "or")


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
    return [(name, count) for name, count in counts if count], list(neither["project"].astype(str))


def _word(text: object) -> str | None:
    return None if text is None or pd.isna(text) else str(text).capitalize()


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
        Column("benefit_this_year", f"{programme.this_year.name}, £k"),
        Column("benefit_next_year", f"{programme.next_year.name}, £k"),
        Column("benefit_in_plan", "In the plan, £k"),
        Column("sro", "Responsible officer"),
    ]
    return table(frame, columns, f"What each project is to save, {data.period.label}", notes="note")


def rating_changes(programme: Programme, data: PeriodData) -> Text:
    """Say which ratings changed since the previous return, and which risks the paper says rose or fell."""
    since = None if programme.since is None else programme.since.seen_from(data.period)
    lines: list[str] = [
        strong(row.project) + f" {'worsened' if row.worse else 'improved'} from {row.was} to {row.now} since {since}."
        for row in programme.rating_changes.itertuples()
    ]
    lines += [
        "The paper says that the risk of "
        + strong(row.project)
        + f"{_rated(row.rag)} {_RISK_CHANGE[str(row.risk)]}."
        + ("" if pd.isna(row.note) else f" {row.note}.")
        for row in programme.risk_changes.sort_values("risk", ascending=False).itertuples()
    ]
    if since is None:
        lines.append(
            "We have no earlier report on the programme this year, so we cannot say what dates or ratings changed."
        )
    elif programme.rating_changes.empty:
        lines.append(f"No rating has changed since {since}.")
    return bullets(lines)


def _rated(rag: object) -> str:
    return "" if rag is None or pd.isna(rag) else f" ({rag})"


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports a programme."""
    programme = programme_analysis.analyse(data)
    return None if programme is None else News("The programme", answer(programme, data).paragraphs[0])
