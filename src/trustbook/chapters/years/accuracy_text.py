"""Write how far forecasts were from where their year ended. In: `Years` and its data. Out: text and a table."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years.analysis import Years
from trustbook.chapters.years.comparison import above_budget
from trustbook.chapters.years.prose import amount
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, financial_year, in_words
from trustbook.core.markup import Prose, strong
from trustbook.data.period_data import PeriodData
from trustbook.position import Position, position, reports_adjustments, subtract


def accuracy(found: Years, data: PeriodData) -> Text:
    """Say how far forecasts were from their year's outturn, or that no paper gives one."""
    sentences = [
        _missed(str(year), each, found.position)
        for year, group in found.accuracy.groupby("year")
        for _, each in group.groupby("against")
    ]
    if not sentences:
        sentences = [
            strong(
                f"We cannot say how accurate {words().the_body}'s forecasts were: no paper that we have says where its "
                "years ended."
            )
        ]
    return say(*sentences, _so_far(data))


def _missed(year: str, pairs: pd.DataFrame, here: Position) -> Prose:
    """Say how far the last forecast of a year was from its end, against one of the budgets, and all on average."""
    last, budget = pairs.iloc[-1], _against(str(pairs.iloc[-1]["against"]), here)
    places, error, outturn = int(last["decimals"]), int(last["error_gbp"]), int(last["outturn_gbp"])
    how = f"{amount(error, places)} too {'low' if error < 0 else 'high'}" if error else "exactly right"
    average = amount(round(pairs["error_gbp"].abs().mean()), int(pairs["decimals"].min()))
    many = f" The {in_words(len(pairs))} forecasts of that year missed by {average} on average."
    return (
        strong(f"{last['period'].month_name}'s forecast for {financial_year(year)} was {how}, against the {budget}.")
        + (
            f" The year ended {amount(outturn, places)} {'below' if outturn < 0 else 'above'} it "
            f"({last['status']} outturn)."
            f"{many if len(pairs) > 1 else ''} {last['later']}"
        ).rstrip()
    )


def _against(which: str, here: Position) -> str:
    """Name one of the two budgets, original and revised, in the body's words; both are one where it has one."""
    return {"original": here.original_name, "revised": here.revised_name}.get(which, words().budget)


def _so_far(data: PeriodData) -> str | None:
    """Say how far the first forecast of this year is from the newest, while the year is under way."""
    if data.status.is_outturn:
        return None
    made = [position(each, data.reference) for each in data.history]
    first, last = made[0], made[-1]
    moved, varied = subtract(above_budget(data, last), above_budget(data, first)), last.variance - first.variance
    if moved is None or first.period == last.period:
        return None
    what, months = "pressure" if reports_adjustments(data) else "variance", (first.period, last.period)
    earlier, later = (each.month_name for each in months)
    if not moved:
        return f"This year, {later}'s {what} is what {earlier}'s return forecast."
    alone = {True: f"rose by {money(abs(varied))}", False: f"fell by {money(abs(varied))}"}[varied > 0]
    sentence = (
        f"This year, the forecast of the {what} has {'risen' if moved > 0 else 'fallen'} by {money(abs(moved))} "
        f"since {earlier}."
    )
    if varied == moved:
        return sentence
    return f"{sentence} The variance alone {alone if varied else 'did not change'}."


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
