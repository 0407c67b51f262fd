"""Write next year's sum, against this year's cost. In: `Years`. Out: text and a table, or a sentence without a sum."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years.analysis import NextYear, Years
from trustbook.chapters.years.prose import share, than
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, more_or_less
from trustbook.core.formatting import Absence, financial_year, listing
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.position import Adjustment, Position, add


def upcoming(found: Years) -> Text:
    """Say what next year's sum is, what it counts on, and how it compares with this year's cost."""
    ahead, code = found.upcoming, Period(found.position.period.year + 1, 1).year_code
    if ahead is None:
        row = next((row for row in found.years.itertuples() if row.year == code), None)
        if row is None:
            return say(f"We have no paper that gives the {words().budget} for {financial_year(code)}.")
        return say(
            f"The table of years shows a {words().budget} for {financial_year(code)}. {row.later} It was not known "
            "then, so we do not compare it with this forecast."
        )
    return say(
        strong(_rise(ahead, found)),
        _cost(ahead, found.status),
        _counted(ahead, found.position),
        _one_off(ahead),
        _outside_the_sum(ahead),
    )


def _rise(ahead: NextYear, found: Years) -> str:
    sentence = f"The {ahead.status} {words().budget} for {financial_year(ahead.year)} is {money(ahead.total)}"
    if ahead.rise is None or not ahead.this_sum:
        return f"{sentence}."
    this_year = found.position.period.financial_year
    if not ahead.rise:
        return f"{sentence}, the same as for {this_year}."
    more = "more" if ahead.rise > 0 else "less"
    return f"{sentence}: {money(abs(ahead.rise))} ({share(ahead.rise / ahead.this_sum)}) {more} than for {this_year}."


def _cost(ahead: NextYear, status: Status) -> str | None:
    """Say by how much the body would have to cost less than this year, or how much more it could cost."""
    if ahead.short is None or ahead.cost is None:
        return None
    costs = f"This year {status.choose('is forecast to cost', 'cost')} {money(ahead.cost)}."
    if ahead.short <= 0:
        room = f"{money(-ahead.short)} for" if ahead.short else "nothing for"
        return f"{costs} Next year's sum leaves {room} rises in prices and demand."
    return (
        f"{costs} {words().The_body} would have to cost {share(ahead.short / ahead.cost)} less than that next year, "
        "before any rise in prices or demand."
    )


def _counted(ahead: NextYear, here: Position) -> str | None:
    """Say what this year's cost counts, and what could make it smaller or larger."""
    if ahead.short is None or here.pressure is None:
        return None
    counted, sentences = here.counted_in(Adjustment.AGREED_FUNDING), []
    if counted:
        sentences.append(f"This year's cost includes {counted}.")
    if counted and here.projected_outturn is not None:
        alone = ahead.total - here.projected_outturn
        apart = more_or_less(alone) if alone else "the same"
        sentences.append(f"Compared with the projected outturn alone, next year's sum is {apart}.")
    if here.disputed_income:
        sentences.append(f"The income in dispute, {money(here.disputed_income)}, may yet be paid.")
    if here.not_in_forecast:
        whole = money(add(ahead.cost, here.not_in_forecast))
        sentences.append(f"With the costs that the forecast leaves out, this year would cost {whole}.")
    return " ".join(sentences) or None


def _one_off(ahead: NextYear) -> str | None:
    if ahead.non_recurring is None:
        return None
    sentence = (
        f"{money(ahead.non_recurring)} of next year's sum is one-off. The papers do not say whether the rest recurs."
    )
    if ahead.lasting_short is None:
        return sentence
    return f"{sentence} Without the one-off part, the sum is {than(ahead.lasting_short)} this year's cost."


def _outside_the_sum(ahead: NextYear) -> str | None:
    set_aside, savings = ahead.of_kind("set_aside"), ahead.of_kind("taken_off")
    sentences = []
    if set_aside is not None:
        whole = money(add(ahead.total, set_aside))
        sentences.append(f"{_set_aside(set_aside)} outside the sum. If all of it is spent, next year costs {whole}.")
    if savings is not None:
        named = listing(list(ahead.blocks.loc[ahead.blocks["kind"] == "taken_off", "item"].astype(str)))
        sentences.append(
            f"{money(savings)} of savings ({named}) is already taken off the sum. If this year's rule holds, savings "
            "that are not delivered add to the pressure."
        )
    return " ".join(sentences) or None


def _set_aside(pounds: int) -> str:
    if not words().funders:
        return f"{money(pounds)} is set aside"
    return f"{words().The_councils} {words().agree('have', 'has')} set aside {money(pounds)}"


_KINDS = {"in_sum": "in the sum", "set_aside": "set aside outside it", "taken_off": "already taken off"}


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
            Column("non_recurring_gbp", "One-off part of it", "gbp_k"),
        ],
        f"The parts of the {words().budget} of {financial_year(ahead.year)}, and what is outside it",
        {"item": "The parts in the sum", "kind": f"{ahead.status} {words().budget}", "amount_gbp": ahead.total},
        "basis",
        "absent",
    )
