"""Write the answer of the chapter on the years, and its tables of years. In: `Years` and the data of its period."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years import analysis as years_analysis
from trustbook.chapters.years.analysis import Years
from trustbook.chapters.years.prose import amount, share, source, than
from trustbook.components.absent import no_figure
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import above_or_below, money
from trustbook.core.formatting import Absence, capitalised, financial_year, listing, uncapitalised
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.core.precision import decimals_of, rounded
from trustbook.core.units import in_pounds_of
from trustbook.data.period_data import PeriodData


def answer(found: Years, absent: Absence = Absence.NOT_REPORTED) -> Text:
    """Open the chapter: what this year costs above its sum, and whether next year's sum would cover it."""
    here, ahead = found.position, found.upcoming
    if found.base is None or found.above is None:
        missing = no_figure(here.period, absent, f"full figures for the {words().budget} and the costs above it")
        return say(strong(missing) + f" So we cannot compare {here.period.financial_year} with other years.")
    sentences = [_this_year(found, found.base, found.above)]
    short = None if ahead is None else ahead.short
    if ahead is not None and short is not None:
        sentences.append(
            f"The {ahead.status} {words().budget} for {financial_year(ahead.year)}, {money(ahead.total)}, is "
            f"{than(short)} this year {found.status.choose('is forecast to cost', 'cost')}."
        )
    left_out = None
    if short is not None and here.not_in_forecast and found.adjusted:
        whole = than(short + here.not_in_forecast)
        left_out = f"Counting the items that the forecast leaves out, it is {whole} this year's cost."
    return say(strong(" ".join(sentences)), left_out, _pressure(found, found.above), _before(found))


def _this_year(found: Years, base: int, above: int) -> str:
    """Say how far the year's forecast or outturn is from what was agreed for it."""
    agreed = f"{'agreed ' * bool(words().funders)}for {found.position.period.financial_year}"
    apart = above_or_below(above, base) if above else "exactly"
    return f"{words().The_body}'s {found.status.words} is {apart} the {money(base)} {words().budget} {agreed}."


def _pressure(found: Years, above: int) -> str | None:
    """Explain the term that the notes below use."""
    counted = found.position.counted_in() if found.adjusted else ""
    if not counted:
        return None
    return (
        f"The {money(abs(above))} is the pressure: the variance from the {found.position.revised_name}, with {counted} "
        "added."
    )


def _before(found: Years) -> str | None:
    known = found.years[found.years["share"].notna() & (found.years["year"] < found.position.period.year_code)]
    shares = [
        f"{share(row.share, row.share_decimals)}{' below' if row.share < 0 else ''} in {financial_year(str(row.year))} "
        f"({source(row)})"
        for row in known.itertuples()
    ]
    if not shares:
        return None
    many = "These years are measured differently" if len(shares) > 1 else "That year is measured differently"
    ended = any("outturn" in source(row) for row in known.itertuples())
    none = "" if ended else " We do not have the outturn of any earlier year."
    return f"In earlier years the amount above the sum was {listing(shares)}. {many}, so do not compare them.{none}"


def _firm(row: object) -> str:
    """Write how firm the figure above the sum is: `forecast at P6`, `press`."""
    status, as_at = getattr(row, "over_status", None), getattr(row, "as_at", None)
    if pd.isna(status):
        return ""
    return str(status) if pd.isna(as_at) else f"{status} at {Period.covering(str(as_at)).short}"


def _marked(row: object) -> str | None:
    """Write how firm the sum is, and whether it was published later."""
    status, later = getattr(row, "sum_status", None), getattr(row, "later", "")
    if pd.isna(status):
        return None
    return f"{status}, published later" if later else str(status)


def years(found: Years) -> PageTable:
    """Show what was agreed for each year and what it came to, with its basis as a note."""
    frame = found.years
    frame = frame.assign(
        year=[financial_year(code) for code in frame["year"]],
        sum_status=[_marked(row) for row in frame.itertuples()],
        firm=[_firm(row) or None for row in frame.itertuples()],
        note=[f"{row.basis} {row.later}".strip() for row in frame.itertuples()],
        absent=[_why_absent(row, found.position.period) for row in found.years.itertuples()],
    )
    return table(
        frame,
        [
            Column("year", "Year"),
            Column("sum_gbp", capitalised(words().budget_of_any_year), "gbp_m", places="sum_decimals"),
            Column("sum_status", "How firm"),
            Column("over_gbp", "Above it", "gbp_m_signed", places="over_decimals"),
            Column("firm", "How firm"),
            Column("share", "Above it", "share", places="share_decimals"),
        ],
        "What was agreed for each year, and the forecast or reported amount above it",
        notes="note",
        absent="absent",
    )


def _why_absent(row: object, period: Period) -> Absence:
    """Say why a figure of a year is absent: the year is still to come, no paper is of it, or its paper does not say."""
    if str(getattr(row, "year", "")) > period.year_code:
        return Absence.NOT_APPLICABLE
    nothing = pd.isna(getattr(row, "sum_gbp", None)) and pd.isna(getattr(row, "over_gbp", None))
    return Absence.NOT_HELD if nothing else Absence.NOT_REPORTED


def gaps(found: Years) -> Text:
    """Say how this year's sum compares with the cost of the year before, and which years lack a figure."""
    frame = found.years
    no_sum, no_amount = frame["sum_gbp"].isna(), frame["over_gbp"].isna()
    bare, half = (
        [financial_year(str(code)) for code in frame.loc[rows, "year"]]
        for rows in (no_sum & no_amount, no_sum & ~no_amount)
    )
    missing = [
        f"We have no paper that gives a budget or an outturn for {listing(bare)}." if bare else "",
        f"Our paper on {listing(half)} gives no budget, so there is no percentage." if half else "",
    ]
    return say(_beyond(found), " ".join(filter(None, missing)))


def _beyond(found: Years) -> str | None:
    """Compare this year's sum with the cost of the year before; the chapter compares next year's further down."""
    rows = found.years[found.years["year"] == found.position.period.year_code]
    if rows.empty or pd.isna(rows["beyond_gbp"].iloc[0]):
        return None
    pounds, places = int(rows["beyond_gbp"].iloc[0]), int(rows["beyond_decimals"].iloc[0])
    before = Period(found.position.period.year - 1, 1).financial_year
    year = found.position.period.financial_year
    if not rounded(abs(pounds), places):
        return f"The {words().budget} for {year} is about what {before} cost, by the latest figure that we have."
    more = "more" if pounds > 0 else "less"
    return (
        f"The {words().budget} for {year} is {amount(pounds, places)} {more} than {before} cost, by the latest figure "
        "that we have."
    )


_FOR_SCALE = ("budget", "savings_programme", "staffing_savings_not_delivered", "special_guardianship_growth")
"""The amounts of other years and bodies that the chapter shows, each by itself: they are added to nothing."""


def other_papers(data: PeriodData) -> PageTable | None:
    """Show amounts that papers of other years and bodies state, each with whose it is; None if there are none."""
    figures = data.reference.comparators
    known = figures["measure"].isin(_FOR_SCALE) & (figures["unit"] == "gbp_k")
    known &= figures["as_at"].isna() | (figures["as_at"] <= data.period.year_code)
    frame = figures[known].sort_values(["as_at", "measure"], kind="stable")
    if frame.empty:
        return None
    titles = data.reference.sources.set_index("source_id")["title"]
    frame = frame.assign(
        year=[None if pd.isna(code) else financial_year(str(code)) for code in frame["as_at"]],
        about=[f"{row.body}: {uncapitalised(str(row.scope))}" for row in frame.itertuples()],
        amount=[in_pounds_of(str(value), "gbp_k") for value in frame["value"]],
        places=[decimals_of(cell) for cell in frame["decimals"]],
        paper=[titles.get(source) for source in frame["source_id"]],
    )
    return table(
        frame,
        [
            Column("about", "Whose figure"),
            Column("year", "Year"),
            Column("basis", "What it is"),
            Column("amount", "Amount", "gbp_m", places="places"),
            Column("paper", "Paper"),
        ],
        "Single amounts from papers of other years and bodies: do not compare them",
    )


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Year by year", answer(years_analysis.analyse(data), data.absence()).paragraphs[0])
