"""Write what the year's placements would cost, and where their number may end. In: `Nights`. Out: text and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.chapters.placements.activity_text import month_name, months_in_words
from trustbook.chapters.placements.committed_nights import Committed, CommittedLine
from trustbook.chapters.placements.nights import Nights
from trustbook.chapters.placements.stock_flow import NEEDED, Projection
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, more_or_less
from trustbook.core.formatting import Absence, capitalised, counted, in_words, listing, number
from trustbook.core.markup import Prose, strong

_NOT_NAMED = "None named"


def committed(found: Nights) -> Text:
    """Say what the year's placements would cost if nobody came or left, next to the forecast."""
    year = found.committed
    if year is None:
        return say(
            f"The return states no month of {found.period.financial_year}, so we cannot work out the cost of the year."
        )
    if not year.is_whole:
        ending = "" if not year.days_left else ", or compared with the forecast"
        return say(
            f"No return that we have states {months_in_words(year.missing)}. "
            f"So the cost of the year cannot be added up{ending}."
        )
    if year.total_gbp is None or year.so_far_gbp is None:
        return say("The price of a placement is missing, so the cost of the year cannot be worked out.")
    return say(*_cost(found, year, year.total_gbp, year.so_far_gbp), *_compared(found, year))


def _cost(found: Nights, year: Committed, total: int, so_far: int) -> list[Prose | str]:
    if not year.days_left:
        return [strong(f"The year's placements cost {money(total)}.")]
    known = f"{in_words(len(year.known))} months" if len(year.known) > 1 else "month"
    return [
        strong(
            f"If nobody came or left after {month_name(year.newest)} and no price changed, the year's placements would "
            f"cost {money(total)}."
        ),
        f"The {known} so far cost {money(so_far)}. The rest is for the {counted(year.days_left, 'day')} left.",
    ]


def _compared(found: Nights, year: Committed) -> list[str]:
    """Set the cost next to the forecast or the outturn of the lines that pay for it."""
    compared = year.compared
    if not compared:
        return [
            f"The return does not say which {words().budget_line} pays for these placements, or gives no "
            f"{found.status.words} of it. So there is nothing to compare this cost with."
        ]
    cost = sum(each.total_gbp or 0 for each in compared)
    forecast = sum(each.forecast_gbp or 0 for each in compared)
    names = listing([str(each.heading) for each in compared])
    size = f"{more_or_less(cost - forecast)} than" if cost != forecast else "exactly"
    size = f"{size} the {money(forecast)} {found.status.words}"
    charged = f"The {money(cost)} is {size} for {names}."
    if any(each not in compared for each in year.lines):
        charged = f"{money(cost)} of the year's cost is charged to {names}: {size}."
    line = words().line if len(compared) == 1 else words().lines
    return [
        charged,
        f"The {line} may pay for more than these placements, so the difference is a question to ask.",
    ]


def committed_table(found: Nights) -> PageTable | None:
    """Show the cost so far, the cost to come and the forecast by budget heading."""
    year = found.committed
    if year is None or not year.is_whole or year.total_gbp is None:
        return None
    frame = pd.DataFrame([_row(each) for each in year.lines], dtype="object")
    columns = [
        Column("heading", capitalised(words().line)),
        Column("so_far", "Months so far" if year.days_left else "The year", "gbp_k"),
        *([Column("to_come", "Days left", "gbp_k"), Column("total", "The year", "gbp_k")] if year.days_left else []),
        Column("forecast", capitalised(found.status.words), "gbp_k"),
        Column("above", f"Cost less {found.status.words}", "gbp_k_signed"),
    ]
    total = {"heading": "All", "so_far": year.so_far_gbp, "total": year.total_gbp}
    total["to_come"] = year.total_gbp - (year.so_far_gbp or 0)
    caption = (
        "What the year's placements would cost if nobody came or left"
        if year.days_left
        else "What the year's placements cost"
    )
    return table(frame, columns, caption, total if len(year.lines) > 1 else None)


def _row(each: CommittedLine) -> dict[str, object]:
    nothing = Absence.NOT_APPLICABLE if each.heading is None else None
    return {
        "heading": each.heading or _NOT_NAMED,
        "so_far": each.so_far_gbp,
        "to_come": each.to_come_gbp,
        "total": each.total_gbp,
        "forecast": nothing if each.forecast_gbp is None else each.forecast_gbp,
        "above": nothing if each.above_gbp is None else each.above_gbp,
    }


def projected(found: Nights) -> Text | None:
    """Say where the placements of each type may end the year, or why that is not projected."""
    every = _shown(found)
    if not every:
        return None
    known = [each for each in every if each.is_long_enough]
    most = max(each.months for each in every)
    if not known:
        return say(
            f"To project placements we need {NEEDED} months in a row of a type of care. We have {in_words(most)}."
        )
    given = [each for each in known if each.stocks]
    end = found.period.year_end
    parts: list[str | None] = []
    if given:
        listed = [f"{number(float(each.stocks[-1]))} placements of {each.care_type}" for each in given]
        parts.append(
            strong(f"By the end of {month_name(end)} there may be {listing(listed)}.")
            + " That assumes that children come and leave as they did in the last 12 months."
        )
    parts += [_tested(each) for each in known]
    short = [each.care_type for each in every if not each.is_long_enough]
    if short:
        parts.append(f"There are too few months in a row to project {listing(short)}: {NEEDED} are needed.")
    return say(*parts)


def _tested(each: Projection) -> str:
    test = each.test
    if test is None:
        return f"We cannot test a projection of {each.care_type} on the past, so we give none."
    times = counted(test.tests, "test on past months", "tests on past months")
    which = f"the projection of {each.care_type}" if each.stocks else "it"
    said = (
        f"In {times}, {which} was out by {number(float(test.error), 1)} placements on average. Assuming no change was "
        f"out by {number(float(test.unchanged_error), 1)}."
    )
    return said if each.stocks else f"We give no projection of {each.care_type}. {said}"


def projected_table(found: Nights) -> PageTable | None:
    """Show the projections that are given."""
    given = [each for each in _shown(found) if each.stocks]
    if not given:
        return None
    end = found.period.year_end
    frame = pd.DataFrame(
        [
            {
                "name": each.care_type,
                "now": each.now,
                "then": float(each.stocks[-1]),
                "nights": None if each.nights is None else round(each.nights),
                "cost": each.cost_gbp,
            }
            for each in given
        ]
    )
    return table(
        frame,
        [
            Column("name", "Type of care"),
            Column("now", "Placements now", "count"),
            Column("then", f"End of {end.month_name}, projected", "count"),
            Column("nights", "Nights until then", "count"),
            Column("cost", "Cost at today's prices", "gbp"),
        ],
        "Where placements may end the year",
    )


def _shown(found: Nights) -> Sequence[Projection]:
    """Return the projections of the types that may be shown by themselves."""
    return [each for each in found.projections if each.care_type not in found.kept_back_at_any_time.kept_back]
