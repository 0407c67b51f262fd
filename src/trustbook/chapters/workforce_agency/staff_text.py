"""Write about published statistics, agency cover, the staffing budget, sickness and pay.

In: the analyses of `staff_statistics`, `agency_cover` and `staff_costs`. Out: text and tables, or None.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.workforce_agency.agency_cover import Cover
from trustbook.chapters.workforce_agency.analysis import AGENCY_SHARE, Workforce, of_the_whole, with_publication
from trustbook.chapters.workforce_agency.staff_costs import SicknessAndPay, StaffBudget
from trustbook.chapters.workforce_agency.staff_statistics import (
    AGENCY,
    CASELOAD,
    NATION,
    OWN,
    TURNOVER,
    VACANCY,
    Statistics,
)
from trustbook.components.page import Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import (
    NOT_REPORTED,
    capitalised,
    financial_year,
    in_pounds,
    listing,
    number,
    percent,
    rounded_millions,
    stated_percent,
    when,
)
from trustbook.core.markup import strong
from trustbook.core.units import in_base, write
from trustbook.data.conventions import SYMBOLS
from trustbook.data.period_data import PeriodData
from trustbook.data.publication import Publication

_RATES = {AGENCY: "Agency rate", VACANCY: "Vacancy rate", TURNOVER: "Turnover rate", CASELOAD: "Cases per worker"}


def concentration(workforce: Workforce, statistics: Statistics | None) -> Text | None:
    """Say where agency staff are concentrated, and the area's published rate of all social workers."""
    now = workforce.teams[workforce.teams["reported"] == "now"].dropna(subset=["share"])
    if len(now) < 2 or not now.iloc[-1]["share"]:
        return None
    most, least = now.iloc[0], now.iloc[-1]
    times = float(most["share"]) / float(least["share"])
    rate = None if statistics is None else statistics.value(OWN, AGENCY)
    census = (
        f"In the census of September {statistics.newest}, {percent(rate)} of social workers in "
        f"{statistics.name(OWN, statistics.newest)} were agency staff. Not every team's share says which staff it is "
        "of, so they may not all be of social workers."
        if statistics is not None and statistics.newest is not None and rate is not None
        else None
    )
    return say(
        strong(
            f"The agency share is {stated_percent(float(most['share']))} in {most['team']} and "
            f"{stated_percent(float(least['share']))} in {least['team']}"
        )
        + f". These are the highest and lowest of the teams that the paper names, {number(times, 1)} times apart.",
        census,
    )


def statistics(statistics: Statistics | None, data: PeriodData) -> Text | None:
    """Compare the newest figures known by then with the country's, and say what was published since."""
    if statistics is None or statistics.newest is None:
        return None
    year, country = statistics.newest, statistics.name(NATION)
    lines = []
    for measure, name in _RATES.items():
        own, nation = statistics.value(OWN, measure), statistics.value(NATION, measure, year)
        if own is not None and nation is not None:
            lines.append(f"{name}: " + strong(_written(measure, own)) + f" ({country} {_written(measure, nation)})")
    day = when(statistics.day.isoformat())
    return say(
        f"The newest census published by {day}, the day of this edition, is of 30 September {year}. It counts social "
        f"workers only, in one return for {statistics.name(OWN, year)}. Its figures cannot be divided between areas or "
        "added to others.",
        bullets(lines) if lines else None,
        *_papers_against_census(statistics, data),
        *_not_known(statistics),
        f"In {_years(list(statistics.unclear))} more than one return was made. We do not add them up."
        if statistics.unclear
        else None,
    )


def _not_known(statistics: Statistics) -> list[str]:
    """Say which years were not known on the edition's day."""
    sentences = []
    for published in (Publication.SINCE, Publication.NOT_DATED):
        years = [each for each in statistics.years if statistics.published[each] is published]
        if years:
            sentences.append(
                f"Figures of {_years(years)} {published.clause}. We show them but work nothing out from them."
            )
    return sentences


def _papers_against_census(statistics: Statistics, data: PeriodData) -> list[str]:
    """Compare what papers said about the trust in a financial year with the census of its September."""
    titles = data.reference.titles
    rows = with_publication(data)
    statements = rows[
        (rows["body"] == data.settings.trust.name) & (rows["measure"] == AGENCY_SHARE) & of_the_whole(rows["scope"])
    ]
    sentences = []
    for row in statements.dropna(subset=["as_at", "value"]).itertuples():
        year, census = str(row.as_at), statistics.value(OWN, AGENCY, int(str(row.as_at)[:4]))
        if len(year) == len("2021-22") and census is not None and statistics.is_known(int(year[:4])):
            sentences.append(
                f"{capitalised(titles.get(row.source_id, 'a paper'))} gave {stated_percent(row.value)} agency staff "
                f"for {financial_year(year)}{_marked(row.published)}, without saying which staff it counts. The census "
                f"of September {year[:4]} has {percent(census)} of social workers. The two may count different staff."
            )
    return sentences


def _marked(published: Publication) -> str:
    """Write in brackets that a figure is not known to have been published by the edition's day."""
    return "" if published is Publication.BY_THEN else f" ({published})"


def _years(years: list[int]) -> str:
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]} to {years[-1]}"
    return listing([str(year) for year in years])


def _written(measure: str, value: float) -> str:
    return number(value, 1) if measure == CASELOAD else percent(value)


def rates(statistics: Statistics) -> PageTable:
    """Show agency, vacancy, turnover and caseload by year, for the trust's own area and the country."""
    rows = [
        {
            "year": str(year),
            "area": statistics.name(OWN, year) if side == OWN else statistics.name(NATION),
            "when": str(statistics.published[year]),
        }
        | {measure: _cell(statistics, side, measure, year) for measure in _RATES}
        for side in (OWN, NATION)
        for year in statistics.years
        if any(_cell(statistics, side, measure, year) != NOT_REPORTED for measure in _RATES)
    ]
    return table(
        pd.DataFrame(rows),
        [
            Column("year", "Year"),
            Column("area", "Area"),
            *(Column(measure, name) for measure, name in _RATES.items()),
            Column("when", "Published"),
        ],
        "Social workers at 30 September: agency, vacancy, turnover and caseload",
    )


def _cell(statistics: Statistics, side: str, measure: str, year: int) -> str:
    value, symbol = statistics.value(side, measure, year), statistics.symbol(side, measure, year)
    if value is not None:
        return _written(measure, value)
    return NOT_REPORTED if symbol is None else SYMBOLS.get(symbol, symbol)


def cover(cover: Cover | None) -> Text | None:
    """Compare the trust's agency cover with the break-even share, before and after the vacancy factor."""
    if cover is None or cover.share is None or cover.vacant is None:
        return None
    beyond = cover.posts_beyond(cover.vacant) or 0.0
    sentence = (
        f"In the census of September {cover.year} for {cover.area}, agency staff filled "
        + strong(f"{percent(cover.share, 0)} of {number(cover.vacant)} vacant posts")
        + f". Against {percent(cover.break_even, 0)}, that is {_room(beyond)}."
    )
    after = _after_factor(cover)
    return say(
        sentence,
        None
        if after is None
        else f"{after} The census counts social workers only, while the vacancy factor is of all staff.",
    )


def _after_factor(cover: Cover) -> str | None:
    left, share = cover.vacant_after_factor, cover.share_after_factor
    if left is None:
        return None
    taken = f"But the vacancy factor already takes about {number(cover.factor_posts)} vacant posts out of the budget"
    if share is None:
        return f"{taken}. No vacant post is left that could pay for agency staff."
    return (
        f"{taken}. Of the {number(left)} left, the agency staff of the census fill {percent(share, 0)}: "
        f"{_room(cover.posts_beyond(left) or 0.0)}."
    )


def _room(beyond: float) -> str:
    posts = number(abs(beyond))
    return (
        f"{posts} more agency staff than those posts would pay for"
        if beyond > 0
        else f"room for {posts} more at no extra cost"
    )


def budget(budget: StaffBudget | None) -> Text | None:
    """Say how staffing stands against its budget, and what the causes that the paper names explain."""
    if budget is None or (budget.factor_gbp is None and budget.risk_gbp is None):
        return None
    without, share = budget.variance_without_factor_gbp, budget.factor_share
    first = None
    if budget.factor_gbp is not None and without is not None:
        first = strong(f"Staffing is forecast {_over(budget.variance_gbp)}: this is its variance.") + (
            f" As we read it, the vacancy factor takes {money(budget.factor_gbp)} ({percent(share, 0)}) out of the "
            f"budget for posts expected to be vacant. Without it, the same spending would be {_over(without)}."
        )
    requests = None
    if budget.requests_gbp:
        requests = (
            f"Change requests of {money(budget.requests_gbp)} are already in the budget, so they explain none of the "
            "variance."
        )
    return say(first, _named(budget), requests, f"Note on the {words().line}: {budget.note}." if budget.note else None)


def _named(budget: StaffBudget) -> str | None:
    """Say which causes have an amount, what part of the variance they come to, and what is not explained."""
    together, left = budget.named_gbp, budget.unexplained_gbp
    if together is None or left is None:
        return None
    causes = listing([f"{cause} ({money(amount)})" for cause, amount in budget.named.items()])
    several = len(budget.named) > 1
    sentence = f"The paper puts an amount to {causes}{f': {money(together)} together' if several else ''}."
    if left < 0:
        explained = (
            f" That is {money(-left)} more than the variance. Either something that the paper does not name offsets "
            "the rest, or not all of it falls on this forecast."
        )
    elif left:
        explained = f" That leaves {money(left)} of the {money(budget.variance_gbp)} variance unexplained."
    else:
        explained = " That is as much as the variance."
    risk = ", or how much of the flagged income is missing" if budget.risk_gbp is not None else ""
    return f"{sentence}{explained} The return does not say how much of the variance each cause explains{risk}."


def _over(pounds: int) -> str:
    return "on budget" if not pounds else f"{money(abs(pounds))} {'over' if pounds > 0 else 'under'} budget"


def budget_steps(budget: StaffBudget | None, data: PeriodData) -> PageTable | None:
    """Show the amounts that the paper names behind the staffing variance, and what they leave unexplained."""
    if budget is None or not budget.named:
        return None
    parts = [{"part": f"{cause[0].upper()}{cause[1:]}", "amount": amount} for cause, amount in budget.named.items()]
    parts.append({"part": "Not explained by these amounts", "amount": budget.unexplained_gbp})
    return table(
        pd.DataFrame(parts),
        [Column("part", "Part of the variance"), Column("amount", "Amount", "gbp_k")],
        f"The staffing variance and the amounts that the paper names, {data.period.label}",
        {"part": "Variance on staffing", "amount": budget.variance_gbp},
    )


def sickness_and_pay(found: SicknessAndPay, workforce: Workforce) -> Text:
    """Say what sickness costs, and what a pay gap means for conversions."""
    own = (
        (
            f"Sickness took {percent(found.absence)} of social workers' days in {found.area} in the year to "
            f"September {found.year}. "
        )
        + f"That is {number(found.absent_posts, 1)} of {number(found.in_post)} posts, or "
        f"{rounded_millions(found.absence_gbp)} a year if a post costs {in_pounds(round(found.post_cost_gbp))} (our "
        "assumption)."
        if found.absence is not None and found.absence_gbp is not None
        else None
    )
    gap, each = found.pay_gap_gbp, workforce.saving_each_gbp
    pay = None
    if gap is not None and each is not None:
        left = each - gap
        pay = (
            f"A neighbour of {found.gap_body} paid {in_pounds(gap)} more for a social worker{_when(found.gap_as_at)}"
            f"{_marked(found.gap_published)}. If {words().the_body} had to pay that much more to staff it makes "
            f"permanent, {_left(left, each)}. This is an illustration, from another place and time."
        )
    unknown = (
        f"The return does not report what sickness costs {words().the_body}, or how its pay compares with its "
        "neighbours'."
    )
    return say(own, pay, unknown)


def _when(as_at: str) -> str:
    return f" in {financial_year(as_at)}" if as_at else ", at a time that is not stated"


def _left(left: int, each: int) -> str:
    if left > 0:
        return f"{in_pounds(left)} of the {in_pounds(each)} saving on each would be left"
    return f"nothing of the {in_pounds(each)} saving on each would be left"


def other_bodies(found: SicknessAndPay) -> PageTable | None:
    """Show what other bodies' papers say about sickness and pay."""
    if found.facts.empty:
        return None
    shown = found.facts.assign(figure=[_figure(row.value, row.unit) for row in found.facts.itertuples()])
    return table(
        shown,
        [
            Column("body", "Body"),
            Column("measure", "What"),
            Column("figure", "Figure"),
            Column("as_at", "As at"),
            Column("basis", "Basis"),
            Column("published", "Published"),
        ],
        "Sickness and pay at other bodies",
    )


def _figure(value: float, unit: str) -> str:
    if unit in ("gbp", "gbp_k"):
        return in_pounds(round(in_base(value, unit)))
    return stated_percent(value) if unit == "share" else write(value, unit)
