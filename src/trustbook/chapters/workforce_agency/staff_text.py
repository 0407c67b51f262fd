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
        f"In the census of September {statistics.newest}, {percent(rate)} of all social workers in "
        f"{statistics.name(OWN, statistics.newest)} were agency staff. The papers' shares may count other staff too."
        if statistics is not None and statistics.newest is not None and rate is not None
        else None
    )
    return say(
        strong(f"The share of agency staff in {most['team']} is {number(times, 1)} times that in {least['team']}")
        + f": {stated_percent(float(most['share']))} against {stated_percent(float(least['share']))}.",
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
            lines.append(f"{name}: " + strong(_written(measure, own)) + f"; {country} {_written(measure, nation)}.")
    day = when(statistics.day.isoformat())
    return say(
        f"The newest census published by {day}, the day of this report, is of 30 September {year}. It counts social "
        f"workers only, and is one return for {statistics.name(OWN, year)} that cannot be divided.",
        bullets(lines) if lines else None,
        *_papers_against_census(statistics, data),
        *_not_known(statistics),
        f"In {_years(list(statistics.unclear))} there was more than one return, and we do not add them up."
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
                f"Figures of {_years(years)} {published.clause}. They are shown, and nothing is worked out from them."
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
                f"For {financial_year(year)} {titles.get(row.source_id, 'a paper')} gave {stated_percent(row.value)} "
                f"agency staff{_marked(row.published)}. The census of September {year[:4]} has {percent(census)} of "
                "social workers. The paper may count other staff too."
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


def rates(statistics: Statistics | None) -> PageTable | None:
    """Show agency, vacancy, turnover and caseload by year, for the trust's own area and the country."""
    if statistics is None:
        return None
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
        f"In the census of September {cover.year} for {cover.area}, agency staff covered "
        + strong(f"{percent(cover.share, 0)} of {number(cover.vacant)} vacant posts")
        + (
            f". At a premium of {percent(cover.premium, 0)} they can cover {percent(cover.break_even, 0)} at no extra "
            f"cost: {_room(beyond)}."
        )
    )
    return say(
        sentence,
        _after_factor(cover),
        "The census counts social workers only, and the vacancy factor is for all staff.",
    )


def _after_factor(cover: Cover) -> str | None:
    left, share = cover.vacant_after_factor, cover.share_after_factor
    if left is None:
        return None
    taken = (
        f"But the vacancy factor has taken about {number(cover.factor_posts)} vacant posts out of the budget already"
    )
    if share is None:
        return f"{taken}, so none is left to pay for agency staff."
    return (
        f"{taken}. The same agency staff cover {percent(share, 0)} of the {number(left)} that are left: "
        f"{_room(cover.posts_beyond(left) or 0.0)}."
    )


def _room(beyond: float) -> str:
    posts = number(abs(beyond))
    return f"{posts} more agency staff than these posts pay for" if beyond > 0 else f"room for {posts} more"


def budget(budget: StaffBudget | None) -> Text | None:
    """Say what the vacancy factor means for the staffing budget, and what the causes that are named explain."""
    if budget is None or (budget.factor_gbp is None and budget.risk_gbp is None):
        return None
    without, share = budget.variance_without_factor_gbp, budget.factor_share
    first = None
    if budget.factor_gbp is not None and without is not None:
        first = strong(
            f"The vacancy factor, a cut for posts expected to be vacant, takes {money(budget.factor_gbp)} "
            f"({percent(share, 0)}) out of the staffing budget, as we read it."
        ) + (
            f" Staffing is forecast {_over(budget.variance_gbp)}. Without the cut, the same spending would be "
            f"{_over(without)}."
        )
    requests = None
    if budget.requests_gbp:
        requests = (
            f"Change requests of {money(budget.requests_gbp)} are in the budget already, so they explain none of it."
        )
    return say(first, _named(budget), requests, f"Note on the {words().line}: {budget.note}." if budget.note else None)


def _named(budget: StaffBudget) -> str | None:
    """Say which causes have an amount, what part of the variance they come to, and what is not explained."""
    together, left = budget.named_gbp, budget.unexplained_gbp
    if together is None or left is None:
        return None
    causes = listing([f"{cause} ({money(amount)})" for cause, amount in budget.named.items()])
    several = len(budget.named) > 1
    sentence = f"The paper gives an amount for {causes}{f', together {money(together)}' if several else ''}."
    if left < 0:
        explained = (
            f" That is {money(-left)} more than the variance of {money(budget.variance_gbp)}. Either something that "
            "the paper does not name offsets the rest, or not all of it falls on this forecast."
        )
    elif left:
        explained = f" That leaves {money(left)} of the variance of {money(budget.variance_gbp)} unexplained."
    else:
        explained = f" That is as much as the variance of {money(budget.variance_gbp)}."
    risk = " It does not say how much of the flagged income is missing." if budget.risk_gbp is not None else ""
    return f"{sentence}{explained}{risk} The return does not divide the variance among its causes."


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
        + f"That is {number(found.absent_posts, 1)} of {number(found.in_post)} posts, or about "
        f"{rounded_millions(found.absence_gbp)} a year if a post costs {in_pounds(round(found.post_cost_gbp))}."
        if found.absence is not None and found.absence_gbp is not None
        else None
    )
    gap, each = found.pay_gap_gbp, workforce.saving_each_gbp
    pay = None
    if gap is not None and each is not None:
        left = each - gap
        pay = (
            f"A neighbour of {found.gap_body} paid {in_pounds(gap)} more for a social worker{_when(found.gap_as_at)}"
            f"{_marked(found.gap_published)}. This is from another place and time. If {words().the_body} had to pay as "
            f"much more to permanent staff, {_left(left, each)}."
        )
    unknown = f"The return does not report what sickness costs {words().the_body}, or how its pay compares."
    return say(own, pay, unknown)


def _when(as_at: str) -> str:
    return f" in {financial_year(as_at)}" if as_at else ", at a time that is not stated"


def _left(left: int, each: int) -> str:
    rest = in_pounds(left) if left > 0 else "nothing"
    return f"{rest} would be left of the {in_pounds(each)} that each conversion is assumed to save"


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
        "Sickness and pay elsewhere",
    )


def _figure(value: float, unit: str) -> str:
    if unit in ("gbp", "gbp_k"):
        return in_pounds(round(in_base(value, unit)))
    return stated_percent(value) if unit == "share" else write(value, unit)
