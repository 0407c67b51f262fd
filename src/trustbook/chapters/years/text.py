"""Write the chapter on the years.

In: `Years` and the data of its period. Out: text and tables; what was published later is marked.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years import analysis as years_analysis
from trustbook.chapters.years.analysis import NextYear, Years
from trustbook.chapters.years.comparison import above_budget
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import (
    Absence,
    above_or_below,
    capitalised,
    counted,
    direction,
    financial_year,
    listing,
    millions,
    percent,
)
from trustbook.core.markup import Prose, strong
from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.core.precision import decimals_of, rounded
from trustbook.core.status import Status
from trustbook.core.units import in_pounds_of
from trustbook.data.period_data import PeriodData
from trustbook.position import Adjustment, Position, add, position, reports_adjustments, subtract


def answer(found: Years) -> Text:
    """Open the chapter: what was agreed, the forecast above it, and whether next year's sum covers that."""
    here, ahead = found.position, found.upcoming
    if found.base is None or found.above is None:
        return say(
            strong(
                f"For {here.period.financial_year} the {words().budget}, or all that stands above it, is not reported"
            )
            + ", so the year cannot be set beside others."
        )
    agreed = (
        f"{words().the_councils} agreed {millions(found.base)}"
        if words().funders
        else f"the {words().budget} is {millions(found.base)}"
    )
    share = f" ({percent(abs(found.above) / found.base)})" if found.base else ""
    forecasts = found.status.choose(f"{here.period.short} forecasts", f"the {found.status.words} is")
    sentence = (
        f"For {here.period.financial_year} {agreed}, and {forecasts} "
        f"{millions(abs(found.above))}{share} {'below' if found.above < 0 else 'above'} it"
    )
    if ahead is not None and ahead.short is not None:
        sentence += (
            f"; the {ahead.status} sum for {financial_year(ahead.year)}, {millions(ahead.total)}, is "
            f"{_than(ahead.short)} this year's {words().budget} and "
            + ("the pressure together" if found.adjusted else "the variance together")
        )
        if here.not_in_forecast and found.adjusted:
            sentence += f", and {_than(ahead.short + here.not_in_forecast)} that with what the forecast leaves out"
    return say(strong(f"{sentence}."), _before(found))


def _than(short: int) -> str:
    return f"{millions(abs(short))} {'less' if short > 0 else 'more'} than" if short else "exactly what"


def _before(found: Years) -> str | None:
    known = found.years[found.years["share"].notna() & (found.years["year"] < found.position.period.year_code)]
    shares = [
        f"{_apart(row.share, row.share_decimals)} in {financial_year(str(row.year))} ({_firm(row)})"
        for row in known.itertuples()
    ]
    if not shares:
        return None
    ended = "" if len(found.ended) else " No paper that we have says where any of these years ended."
    return f"In earlier years it was {listing(shares)}: measured differently, so do not compare them.{ended}"


def _apart(share: float, places: int) -> str:
    return f"{percent(abs(share), places)} below" if share < 0 else percent(share, places)


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
        beyond_gbp=_differences(frame),
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
            Column("beyond_gbp", "Sum less last year's cost", "gbp_m_signed", places="beyond_decimals"),
        ],
        "What was agreed for each year, and what it was forecast or reported to come to above that",
        notes="note",
        absent="absent",
    )


def _differences(frame: pd.DataFrame) -> list[int | Absence]:
    """List each sum less the cost of the year before, or why there is none.

    It is not held where no paper that we have is of the year before, and does not apply where the two are not compared.
    """
    nothing = frame["sum_gbp"].isna() & frame["over_gbp"].isna()
    unknown = frame["sum_gbp"].notna() & nothing.shift(fill_value=False)
    return [
        int(pounds) if not pd.isna(pounds) else Absence.NOT_HELD if before else Absence.NOT_APPLICABLE
        for pounds, before in zip(frame["beyond_gbp"], unknown, strict=True)
    ]


def _why_absent(row: object, period: Period) -> Absence:
    """Say why a figure of a year is absent: the year is still to come, no paper is of it, or its paper does not say."""
    if str(getattr(row, "year", "")) > period.year_code:
        return Absence.NOT_APPLICABLE
    nothing = pd.isna(getattr(row, "sum_gbp", None)) and pd.isna(getattr(row, "over_gbp", None))
    return Absence.NOT_HELD if nothing else Absence.NOT_REPORTED


def caution(found: Years) -> Text:
    """Say why the years are not a series, and how far each sum was from the previous year's cost."""
    frame = found.years
    bare = [
        financial_year(str(row.year)) for row in frame.itertuples() if pd.isna(row.sum_gbp) and pd.isna(row.over_gbp)
    ]
    half = [
        financial_year(str(row.year))
        for row in frame.itertuples()
        if pd.isna(row.sum_gbp) and not pd.isna(row.over_gbp)
    ]
    beyond = [
        f"{financial_year(str(row.year))} {_beyond(int(str(row.beyond_gbp)), int(str(row.beyond_decimals)))}"
        for row in frame[frame["beyond_gbp"].notna()].itertuples()
    ]
    return say(
        "The years are measured differently, so do not compare them: a forecast, a press report and an outturn are "
        "different things.",
        f"Each sum against what the year before was forecast or reported to come to: {listing(beyond)}."
        if beyond
        else None,
        _unlike(frame),
        f"No paper that we have gives a budget or an outturn for {listing(bare)}." if bare else None,
        f"For {listing(half)} the paper that we have gives no budget, so there is no share." if half else None,
    )


def _beyond(pounds: int, places: int) -> str:
    if not (size := rounded(abs(pounds), places)):
        return "about the same"
    return f"{'above' if pounds > 0 else 'below'} by {millions(size, places=places)}"


def _unlike(frame: pd.DataFrame) -> str | None:
    """Name the sums that are not compared with the year before because they do not cover the same."""
    sums = frame[["year", "sum_gbp", "covers", "later"]].assign(
        before=frame["covers"].shift(), known=frame["sum_gbp"].notna() & frame["sum_gbp"].shift().notna()
    )
    unlike = sums[sums["known"] & (sums["covers"] != sums["before"]) & (sums["later"] == "")]
    named = [f"{financial_year(str(row.year))} ({row.covers} after {row.before})" for row in unlike.itertuples()]
    return (
        f"We do not compare the sums of {listing(named)} with the year before: the papers may not count the same."
        if named
        else None
    )


def accuracy(found: Years, data: PeriodData) -> Text:
    """Say how far forecasts were from their year's outturn, or that no paper gives one."""
    sentences = []
    if found.accuracy.empty:
        held = [
            f"{financial_year(str(row.year))} ({_firm(row)})"
            for row in found.years.itertuples()
            if not pd.isna(row.over_gbp)
        ]
        sentences.append(
            strong("How far forecasts were out cannot be worked out: no paper that we have says where a year ended.")
            + f" We have only {listing(held)}."
        )
    for year, group in found.accuracy.groupby("year"):
        sentences += [_missed(str(year), each, found.position) for _, each in group.groupby("against")]
    return say(*sentences, _so_far(data))


def _missed(year: str, pairs: pd.DataFrame, here: Position) -> Prose:
    """Say how far the last forecast of a year was from its end, against one of the budgets, and all on average."""
    last, budget = pairs.iloc[-1], _against(str(pairs.iloc[-1]["against"]), here)
    places = int(last["decimals"])
    missed = millions(round(pairs["error_gbp"].abs().mean()), places=int(pairs["decimals"].min()))
    every = f" The {counted(len(pairs), 'forecast')} of that year that we have missed it by {missed} on average."
    return (
        strong(
            f"In {financial_year(year)} the forecast at {last['period'].short} was "
            f"{_out(int(last['error_gbp']), places)} where the year ended"
        )
        + (
            f" ({last['status']}): {above_or_below(int(last['outturn_gbp']), places=places)} the {budget}."
            f"{every if len(pairs) > 1 else ''} {last['later']}"
        ).rstrip()
    )


def _against(which: str, here: Position) -> str:
    """Name one of the two budgets, original and revised, in the body's words; both are one where it has one."""
    return {"original": here.original_name, "revised": here.revised_name}.get(which, words().budget)


def _out(error: int, places: int) -> str:
    return above_or_below(error, places=places) if error else "exactly"


def _so_far(data: PeriodData) -> str | None:
    """Say how far the first forecast of this year is from the newest."""
    held = [position(made, data.reference) for made in data.history]
    first, last = held[0], held[-1]
    moved = subtract(above_budget(data, last), above_budget(data, first))
    what = "forecast pressure" if reports_adjustments(data) else "forecast variance"
    if moved is None or first.period == last.period:
        return None
    return (
        f"Within this year the {what} is {direction(moved)} since {first.period.short}: that forecast is "
        f"already {millions(abs(moved))} {'too low' if moved > 0 else 'too high'} beside that of {last.period.short}."
        + (
            f" The variance alone is {direction(varied)}."
            if (varied := last.variance - first.variance) != moved
            else ""
        )
        if moved
        else f"Within this year the {what} is as it was at {first.period.short}."
    )


def accuracy_table(found: Years) -> PageTable | None:
    """Show each month's forecast with its year's outturn, or nothing if no year has both."""
    if found.accuracy.empty:
        return None
    frame = found.accuracy.assign(
        year=[financial_year(code) for code in found.accuracy["year"]],
        period=[period.short for period in found.accuracy["period"]],
        against=[capitalised(_against(which, found.position)) for which in found.accuracy["against"]],
    )
    both = [Column("against", "Measured from")] if frame["against"].nunique() > 1 else []
    return table(
        frame,
        [
            Column("year", "Year"),
            Column("period", "Forecast at"),
            *both,
            Column("left", "Months to the end", "count"),
            Column("forecast_gbp", "Forecast", "gbp_m_signed", places="decimals"),
            Column("outturn_gbp", "Where it ended", "gbp_m_signed", places="decimals"),
            Column("error_gbp", "Forecast less end", "gbp_m_signed", places="decimals"),
            Column("status", "How firm the end is"),
        ],
        "Forecasts above the budget, and where the year ended (below zero: the forecast was too low)",
        notes="later",
    )


def upcoming(found: Years) -> Text:
    """Say what next year's sum is, what it counts on, and how it compares with this year's cost."""
    ahead, code = found.upcoming, Period(found.position.period.year + 1, 1).year_code
    if ahead is None:
        row = next((row for row in found.years.itertuples() if row.year == code), None)
        if row is None:
            return say(f"No paper that we have gives the {words().budget} of {financial_year(code)}.")
        return say(
            f"A {words().budget} for {financial_year(code)} is in the table of years, with this mark: {row.later} "
            "It was not known then, so it is not held against the forecast of this period."
        )
    return say(
        _rise(ahead, found), _cost(ahead, found.position, found.status), _lasting(ahead), _outside_the_sum(ahead)
    )


def _rise(ahead: NextYear, found: Years) -> str:
    sentence = strong(
        f"The {ahead.status} {words().budget} for {financial_year(ahead.year)} is {millions(ahead.total)}"
    )
    if ahead.rise is None or not ahead.this_sum:
        return sentence + "."
    more = "more" if ahead.rise >= 0 else "less"
    this = found.position.period.financial_year
    return (
        sentence
        + f": {millions(abs(ahead.rise))} ({percent(abs(ahead.rise) / ahead.this_sum)}) {more} than for {this}."
    )


def _cost(ahead: NextYear, here: Position, status: Status) -> str | None:
    if ahead.short is None or ahead.cost is None:
        return None
    months = [millions(round(amount / MONTHS_IN_YEAR)) for amount in (ahead.cost, ahead.total)]
    meant = (
        f"{words().The_body} would have to cost {percent(ahead.short / ahead.cost)} less than this year, before any "
        "rise of prices or of demand"
        if ahead.short > 0
        else "So much may prices and demand add before it is spent"
    )
    outturn = here.projected_outturn
    with_all = here.pressure is not None
    others = here.counted_in(Adjustment.AGREED_FUNDING) if with_all else ""
    counted_in = f", with {others} counted" if others else ""
    alone = (
        ""
        if outturn is None or not with_all
        else f" Against the projected outturn alone, {millions(outturn)}, the sum is "
        f"{_than(outturn - ahead.total)} that."
    )
    costs = status.choose("is forecast to cost", "cost")
    return (
        f"This year {costs} {millions(ahead.cost)}{counted_in}, so next year's sum is "
        f"{_than(ahead.short)} this year. {meant}.{alone} On average that is {months[0]} a month this "
        f"year and {months[1]} next year; spending month by month is not reported, so the rate "
        "at which the year ends is not known."
        f"{_uncertain(ahead, here)}"
    )


def _uncertain(ahead: NextYear, here: Position) -> str:
    """Say what could make this year's cost smaller or larger."""
    sentences = ""
    if here.disputed_income:
        sentences += (
            f" Of this year's cost, {millions(here.disputed_income)} is income in dispute, which may yet be paid."
        )
    if here.not_in_forecast:
        sentences += (
            f" With the items that the forecast leaves out it is {millions(add(ahead.cost, here.not_in_forecast))}."
        )
    return sentences


def _lasting(ahead: NextYear) -> str | None:
    if ahead.non_recurring is None:
        return None
    sentence = f"Of the sum, {millions(ahead.non_recurring)} does not come again; whether the rest does, no paper says."
    if ahead.lasting_short is None:
        return sentence
    return f"{sentence} Without that part the sum is {_than(ahead.lasting_short)} this year's cost."


def _outside_the_sum(ahead: NextYear) -> str | None:
    set_aside, savings = ahead.of_kind("set_aside"), ahead.of_kind("taken_off")
    sentences = []
    if set_aside is not None:
        together = add(ahead.total, set_aside)
        sentences.append(
            f"Beside the sum {_set_aside(set_aside)}: if all of it were spent, the year "
            f"would take {millions(together)}."
        )
    if savings is not None:
        named = listing(list(ahead.blocks.loc[ahead.blocks["kind"] == "taken_off", "item"].astype(str)))
        sentences.append(
            f"{millions(savings)} is taken off the sum beforehand ({named}). If the rule of this year holds, what does "
            "not arrive is a pressure."
        )
    return " ".join(sentences) or None


def _set_aside(pounds: int) -> str:
    if not words().funders:
        return f"{millions(pounds)} is set aside"
    return f"{words().the_councils} {words().agree('have', 'has')} set aside {millions(pounds)}"


_KINDS = {"in_sum": "in the sum", "set_aside": "beside the sum", "taken_off": "taken off beforehand"}


def blocks(found: Years) -> PageTable | None:
    """Show what next year's sum is made of and what is set aside outside it, or nothing if no paper says."""
    ahead = found.upcoming
    if ahead is None or ahead.blocks.empty:
        return None
    frame = ahead.blocks.assign(
        kind=ahead.blocks["kind"].map(_KINDS),
        absent=[Absence.NOT_REPORTED if kind == "in_sum" else Absence.NOT_APPLICABLE for kind in ahead.blocks["kind"]],
        item=[
            str(row.item) if pd.isna(row.block) else f"Block {row.block}: {row.item}"
            for row in ahead.blocks.itertuples()
        ],
    )
    return table(
        frame,
        [
            Column("item", "Part"),
            Column("kind", "Place"),
            Column("amount_gbp", "Amount", "gbp_k"),
            Column("non_recurring_gbp", "Of it, not recurring", "gbp_k"),
        ],
        f"What the {words().budget} of {financial_year(ahead.year)} is made of, and what stands beside it",
        {"item": "The parts in the sum", "kind": f"{ahead.status} {words().budget}", "amount_gbp": ahead.total},
        "basis",
        "absent",
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
        about=[f"{row.body}: {str(row.scope)[:1].lower()}{str(row.scope)[1:]}" for row in frame.itertuples()],
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
            Column("paper", "The paper that says so"),
        ],
        "What papers of other years and bodies say: do not compare these amounts with each other",
    )


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Year by year", answer(years_analysis.analyse(data)).paragraphs[0])
