"""Write the chapter on the years.

In: `Years` and the data of its period. Out: text and tables; what was published later is marked.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years import analysis as years_analysis
from trustbook.chapters.years.analysis import NextYear, Years
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Absent, Column, PageTable, table
from trustbook.core.formatting import counted, direction, financial_year, listing, millions, percent
from trustbook.core.markup import strong
from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.core.precision import rounded
from trustbook.data.period_data import PeriodData
from trustbook.position import Position, add, position, subtract


def answer(found: Years) -> Text:
    """Open the chapter: what was agreed, the forecast above it, and whether next year's sum covers that."""
    here, ahead = found.position, found.upcoming
    if here.contract_sum is None or here.pressure is None:
        return say(
            strong(f"For {here.period.financial_year} the contract sum, or all that stands above it, is not reported")
            + ", so the year cannot be set beside others."
        )
    sentence = (
        f"For {here.period.financial_year} the councils agreed {millions(here.contract_sum)}, and "
        f"{here.period.short} forecasts {millions(here.pressure)} ({percent(here.pressure_share)}) above it"
    )
    if ahead is not None and ahead.short is not None:
        sentence += (
            f"; the {ahead.status} sum for {financial_year(ahead.year)}, {millions(ahead.total)}, is "
            f"{_than(ahead.short)} this year is forecast to cost"
        )
    return say(strong(f"{sentence}."), _before(found))


def _than(short: int) -> str:
    return f"{millions(abs(short))} {'less' if short > 0 else 'more'} than" if short else "exactly what"


def _before(found: Years) -> str | None:
    known = found.years[found.years["share"].notna() & (found.years["year"] < found.position.period.year_code)]
    shares = [
        f"{percent(row.share, int(row.share_places))} in {financial_year(str(row.year))} ({_firm(row)})"
        for row in known.itertuples()
    ]
    if not shares:
        return None
    ended = "" if len(found.ended) else " No paper held says where any of these years ended."
    return f"Earlier it was {listing(shares)}: on other bases, so these are no series.{ended}"


def _firm(row: object) -> str:
    """Write how firm the figure above the sum is: `forecast at P6`, `press`."""
    status, as_at = getattr(row, "over_status", None), getattr(row, "as_at", None)
    if pd.isna(status):
        return ""
    return str(status) if pd.isna(as_at) else f"{status} at {Period.parse(str(as_at)).short}"


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
    )
    frame = _absent(frame, financial_year(found.position.period.year_code))
    return table(
        frame,
        [
            Column("year", "Year"),
            Column("sum_gbp", "Sum agreed", "gbp_m", "sum_places"),
            Column("called", "What the paper calls it"),
            Column("sum_status", "How firm"),
            Column("over_gbp", "Above it", "gbp_m_signed", "over_places"),
            Column("firm", "How firm"),
            Column("share", "Above it", "share", "share_places"),
            Column("beyond_gbp", "Sum less the year before's cost", "gbp_m_signed", "beyond_places"),
        ],
        "What was agreed for each year, and what it came to above that",
        notes="note",
    )


def _absent(frame: pd.DataFrame, this_year: str) -> pd.DataFrame:
    """Say in each cell without a figure whether we have no paper on it, its paper does not say, or none can be."""
    frame = frame.astype({name: object for name in ("sum_gbp", "over_gbp", "beyond_gbp", "share")})
    no_sum, no_over = frame["sum_gbp"].isna(), frame["over_gbp"].isna()
    to_come = frame["year"] > this_year
    reasons = [
        (to_come, ("over_gbp", "share"), Absent.NOT_APPLICABLE),
        (no_sum & no_over, ("sum_gbp", "over_gbp", "share"), Absent.NOT_HELD),
        (no_sum, ("called", "sum_status"), Absent.NOT_APPLICABLE),
        (no_over, ("firm",), Absent.NOT_APPLICABLE),
        (frame["later"] != "", ("beyond_gbp",), Absent.NOT_APPLICABLE),
        (frame["beyond_gbp"].isna(), ("beyond_gbp",), Absent.NOT_HELD),
    ]
    for where, columns, reason in reasons:
        for name in columns:
            frame[name] = frame[name].mask(where & frame[name].isna(), reason)
    return frame


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
        f"{financial_year(str(row.year))} {_beyond(int(str(row.beyond_gbp)), int(str(row.beyond_places)))}"
        for row in frame[frame["beyond_gbp"].notna()].itertuples()
    ]
    return say(
        "The bases differ from year to year, so this is no series: a forecast, a press report and an outturn are "
        "different things.",
        f"Each sum against what the year before was forecast or reported to cost: {listing(beyond)}. Each difference "
        "is rounded as coarsely as the roundest figure in it."
        if beyond
        else None,
        _called(frame),
        f"Nothing is held for {listing(bare)}." if bare else None,
        f"For {listing(half)} no budget is held, so there is no share." if half else None,
    )


def _beyond(pounds: int, places: int) -> str:
    shown = rounded(pounds, places)
    if not shown:
        return f"the same, as far as figures in {_steps(places)} tell"
    return f"{'above' if shown > 0 else 'below'} by {millions(abs(shown), places=places)}"


def _steps(places: int) -> str:
    return {0: "whole millions", 1: "tenths of a million", 2: "hundredths of a million"}.get(places, "whole thousands")


def _called(frame: pd.DataFrame) -> str | None:
    """Say so if papers call the sums different things; None if they all call them the same."""
    known = frame[frame["called"].notna()]
    names = list(dict.fromkeys(map(str, known["called"])))
    if len(names) <= 1:
        return None
    years = {name: [financial_year(str(year)) for year in known.loc[known["called"] == name, "year"]] for name in names}
    each = "; ".join(f"{name} ({listing(of)})" for name, of in years.items())
    return (
        f"The papers call the sums different things: {each}. They do not say whether these cover the same "
        "services and costs, so a difference between two of them may be a difference of scope."
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
            strong("How far forecasts were out cannot be worked out: no paper held says where a year ended.")
            + f" Held are only {listing(held)}."
        )
    for year, group in found.accuracy.groupby("year"):
        last = group.iloc[-1]
        sentences.append(
            strong(
                f"In {financial_year(str(year))} the forecast at {last['period'].short} was "
                f"{_out(int(last['error_gbp']))} where the year ended"
            )
            + (
                f" ({last['status']}): {millions(int(last['outturn_gbp']))} above its budget. The "
                f"{counted(len(group), 'forecast')} held of that year missed it by "
                f"{millions(round(group['error_gbp'].abs().mean()))} on average. {last['later']}"
            ).rstrip()
        )
    return say(*sentences, _so_far(data))


def _out(error: int) -> str:
    return f"{millions(abs(error))} {'above' if error > 0 else 'below'}" if error else "exactly"


def _so_far(data: PeriodData) -> str | None:
    """Say how far the first forecast of this year is from the newest."""
    held = [position(made, data.reference) for made in data.history]
    first, last = held[0], held[-1]
    moved = subtract(last.pressure, first.pressure)
    if moved is None or first.period == last.period:
        return None
    return (
        f"Within this year the forecast pressure is {direction(moved)} since {first.period.short}: that forecast is "
        f"already {millions(abs(moved))} {'too low' if moved > 0 else 'too high'} beside that of {last.period.short}."
        if moved
        else f"Within this year the forecast pressure is as it was at {first.period.short}."
    )


def accuracy_table(found: Years) -> PageTable | None:
    """Show each month's forecast with its year's outturn, or nothing if no year has both."""
    if found.accuracy.empty:
        return None
    frame = found.accuracy.assign(
        year=[financial_year(code) for code in found.accuracy["year"]],
        period=[period.short for period in found.accuracy["period"]],
    )
    return table(
        frame,
        [
            Column("year", "Year"),
            Column("period", "Forecast at"),
            Column("left", "Months to the end", "count"),
            Column("forecast_gbp", "Forecast", "gbp_k_signed"),
            Column("outturn_gbp", "Where it ended", "gbp_k_signed"),
            Column("error_gbp", "Forecast less end", "gbp_k_signed"),
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
            return say(f"No paper held gives the contract sum of {financial_year(code)}.")
        return say(
            f"A contract sum for {financial_year(code)} is in the table of years, with this mark: {row.later} It was "
            "not known then, so it is not held against the forecast of this period."
        )
    return say(_rise(ahead, found), _cost(ahead, found.position), _lasting(ahead), _outside_the_sum(ahead))


def _rise(ahead: NextYear, found: Years) -> str:
    sentence = strong(f"The {ahead.status} contract sum for {financial_year(ahead.year)} is {millions(ahead.total)}")
    if ahead.rise is None or not ahead.this_sum:
        return sentence + "."
    more = "more" if ahead.rise >= 0 else "less"
    this = found.position.period.financial_year
    return (
        sentence
        + f": {millions(abs(ahead.rise))} ({percent(abs(ahead.rise) / ahead.this_sum)}) {more} than for {this}."
    )


def _cost(ahead: NextYear, here: Position) -> str | None:
    if ahead.short is None or ahead.cost is None:
        return None
    months = [millions(round(amount / MONTHS_IN_YEAR)) for amount in (ahead.cost, ahead.total)]
    meant = (
        f"The trust would have to cost {percent(ahead.short / ahead.cost)} less than this year, before any rise of "
        "prices or of demand"
        if ahead.short > 0
        else "So much may prices and demand add before it is spent"
    )
    return (
        f"This year is forecast to cost {millions(ahead.cost)}, so next year's sum is {_than(ahead.short)} this year. "
        f"{meant}. On average that is {months[0]} a month this year and {months[1]} next year; spending month by month "
        "is not reported, so the rate at which the year ends is not known."
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
            f"Beside the sum the councils have set aside {millions(set_aside)}: if all of it were spent, the year "
            f"would take {millions(together)}."
        )
    if savings is not None:
        sentences.append(
            f"The sum counts on savings of {millions(savings)}, taken off beforehand. If the rule of this year holds, "
            "what does not arrive is a pressure."
        )
    return " ".join(sentences) or None


_KINDS = {"in_sum": "in the sum", "set_aside": "beside the sum", "taken_off": "taken off beforehand"}


def blocks(found: Years) -> PageTable | None:
    """Show what next year's sum is made of and what is set aside outside it, or nothing if no paper says."""
    ahead = found.upcoming
    if ahead is None or ahead.blocks.empty:
        return None
    recurs = ahead.blocks["non_recurring_gbp"].astype(object)
    frame = ahead.blocks.assign(
        non_recurring_gbp=recurs.mask(recurs.isna() & (ahead.blocks["kind"] != "in_sum"), Absent.NOT_APPLICABLE),
        kind=ahead.blocks["kind"].map(_KINDS),
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
        f"What the contract sum of {financial_year(ahead.year)} is made of, and what stands beside it",
        {"item": "The parts in the sum", "kind": f"{ahead.status} contract sum", "amount_gbp": ahead.total},
        "basis",
    )


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Year by year", answer(years_analysis.analyse(data)).paragraphs[0])
