"""Write the workforce chapter. In: `Workforce`, or None if nothing was reported. Out: text and tables."""

from __future__ import annotations

from trustbook.chapters.workforce_agency import analysis as workforce_analysis
from trustbook.chapters.workforce_agency.analysis import Workforce
from trustbook.components.absent import no_figure, nothing_to_show
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import (
    NOT_REPORTED,
    financial_year,
    in_pounds,
    listing,
    number,
    percent,
    rounded_millions,
    stated_percent,
)
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.data.publication import Publication

_MIXED = (
    "This mixes two groups: the vacancy factor is of the whole staffing budget, while the agency staff may be social "
    "workers only."
)


def answer(workforce: Workforce | None, data: PeriodData) -> Text:
    """Open the chapter: how many agency staff, and what they cost beyond permanent staff."""
    if workforce is None:
        return nothing_to_show(no_figure(data.period, data.absence(), "workforce figures"))
    if workforce.premium_fte is None:
        return say(strong("The return does not report the number of agency staff, or the premium paid for them."))
    return say(
        strong(
            f"The extra cost of {number(workforce.headcount)} agency staff equals the cost of "
            f"{number(workforce.premium_fte)} permanent posts."
        ),
        f"Agency staff cost {percent(workforce.premium, 0)} more than permanent staff (the premium). If a post costs "
        f"{in_pounds(round(workforce.post_cost_gbp))}, which is our assumption, the premium comes to "
        f"{rounded_millions(workforce.premium_gbp)} a year.",
        _total_cost(workforce) + ("" if workforce.dated else " The paper does not date these figures."),
    )


def _total_cost(workforce: Workforce) -> str:
    """Say what all agency staff cost, or that the return does not."""
    if workforce.agency_cost_gbp is None:
        return "The return does not report what agency staff cost in total."
    return f"The return says that agency staff cost {money(workforce.agency_cost_gbp)} in total."


def teams(workforce: Workforce) -> PageTable:
    """Show the agency share by team, with earlier figures."""
    return table(
        workforce.teams.assign(as_at=workforce.teams["as_at"].fillna("not dated")),
        [
            Column("team", "Team"),
            Column("share", "Agency staff", "stated_share"),
            Column("as_at", "As at"),
            Column("basis", "Basis"),
            Column("published", "Published"),
        ],
        "Agency share by team: reported now, and in earlier papers",
    )


def earlier_vacancies(workforce: Workforce) -> PageTable:
    """Show what earlier papers say about vacancies, each with its own basis."""
    facts = workforce.vacancy_facts.assign(
        measure=workforce.vacancy_facts["measure"].str.replace("_", " ").str.capitalize()
    )
    return table(
        facts,
        [
            Column("body", "Body"),
            Column("measure", "Measure"),
            Column("value", "Share", "stated_share"),
            Column("as_at", "As at"),
            Column("basis", "Basis"),
            Column("published", "Published"),
        ],
        "Vacancies in earlier papers: two different measures, so do not compare them",
    )


def premium(workforce: Workforce) -> PageTable:
    """Show what the premium costs over a range."""
    return table(
        workforce.premiums,
        [
            Column("premium", "Premium", "stated_share"),
            Column("basis", "Where it comes from"),
            Column("posts", "Posts that it would pay for", "decimal"),
            Column("cost_gbp", "Cost a year", "gbp"),
        ],
        f"The premium a year, if a post costs {in_pounds(round(workforce.post_cost_gbp))}",
    )


def offset(workforce: Workforce) -> Text:
    """Say when vacancies pay for agency cover, and what the vacancy factor leaves of that."""
    vacancy_offset = workforce.offset
    if vacancy_offset is None:
        return say(
            "The return does not report the number of agency staff, or their premium. So we cannot say how many vacant "
            "posts would pay for them."
        )
    second = None
    if vacancy_offset.factor_gbp is not None:
        second = (
            f"But the budget has a vacancy factor of {money(vacancy_offset.factor_gbp)}. We read this as money already "
            f"taken out for posts expected to be vacant: about {number(vacancy_offset.factor_posts)} posts at our "
            f"assumed cost. So about {number(vacancy_offset.posts_needed)} would have to be vacant in all. "
            f"{_MIXED}"
        )
    return say(
        "Agency staff cost nothing extra only while they fill at most "
        + strong(f"{percent(vacancy_offset.break_even, 0)} of vacant posts")
        + f". {number(workforce.headcount)} agency staff need {number(vacancy_offset.vacant_posts)} vacant posts to "
        "pay for them.",
        second,
        f"The papers do not say how many posts are vacant in the whole {words().body}. The published figures are of "
        "social workers only.",
    )


def conversions(workforce: Workforce) -> PageTable:
    """Show what making agency staff permanent would save, by how many."""
    columns = [
        Column("converted", "Agency staff made permanent", "count"),
        Column("saving_gbp", "Saving a year at the premium reported", "gbp_m_rounded"),
    ]
    if "low_gbp" in workforce.conversions and "high_gbp" in workforce.conversions:
        where = other_trust_and_year(workforce)
        columns += [
            Column("low_gbp", f"At the lower saving thought possible at {where}", "gbp_m_rounded"),
            Column("high_gbp", f"At the higher saving thought possible at {where}", "gbp_m_rounded"),
        ]
    caption = "What making agency staff permanent would save, if a post costs "
    return table(workforce.conversions, columns, f"{caption}{in_pounds(round(workforce.post_cost_gbp))}")


def other_trust_and_year(workforce: Workforce) -> str:
    """Name the trust that thought a saving possible, and the year of its figure."""
    body, as_at, inferred, published = workforce.other_trust
    known = [
        *([f"{financial_year(as_at)}{', a year read from the text' if inferred else ''}"] if as_at else []),
        *([] if published is Publication.BY_THEN else [str(published)]),
    ]
    return f"{body} ({'; '.join(known)})" if known else body


def position(workforce: Workforce | None) -> tuple[str, tuple[str, ...]]:
    """Give the agency position for the front page: the figure, and lines about it."""
    if workforce is None:
        return "not held", ("we have no workforce figures for this month",)
    if workforce.headcount is None:
        return NOT_REPORTED, ("the return does not say how many",)
    now = workforce.teams[workforce.teams["reported"] == "now"]
    teams = listing([f"{row.team} {stated_percent(float(row.share))}" for row in now.itertuples()])
    posts = f"their {percent(workforce.premium, 0)} premium equals the cost of {number(workforce.premium_fte)} posts"
    cost = (
        "their total cost is not reported"
        if workforce.agency_cost_gbp is None
        else f"{money(workforce.agency_cost_gbp)} in total"
    )
    by_team = (f"agency share of the teams that the paper names: {teams}",) if teams else ()
    return f"{number(workforce.headcount)} staff", (posts, cost, *by_team)


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Workforce and agency", answer(workforce_analysis.analyse(data), data).paragraphs[0])
