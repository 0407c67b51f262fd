"""List the headline figures of what was spent so far. In: the data of a period. Out: metrics, in whole pounds."""

from __future__ import annotations

from fractions import Fraction

from trustbook.chapters.forecast_trend import spent_so_far
from trustbook.chapters.forecast_trend.datasets import ACTUALS
from trustbook.chapters.forecast_trend.spending import Spending
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, money
from trustbook.core.amounts_in_prose import to_the_pound
from trustbook.data.period_data import PeriodData, worked_out_once

_TO_DATE = ColumnRef(ACTUALS.name, "to_date_gbp_k")
_OUTTURN = ColumnRef("forecast", "projected_outturn_gbp_k")


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the figures of the whole; without an amount where a line of the forecast has no figure."""
    found = spent_so_far.analyse(data)
    whole = found.together if found is not None and found.is_whole else Spending("", data.period.month, None)
    return [
        money(
            "forecast.spent_to_date",
            whole.to_date,
            "Spent to date",
            Lineage("What was spent on each line so far, added up.", (_TO_DATE,)),
        ),
        money(
            "forecast.committed",
            whole.committed,
            "Committed and not yet spent",
            Lineage(
                "The commitments of the lines up to the end of the year, added up.",
                (ColumnRef(ACTUALS.name, "committed_gbp_k"),),
            ),
        ),
        money(
            "forecast.run_rate",
            _pounds(whole.run_rate),
            "Spent a month so far",
            Lineage("What was spent so far, divided by the months that have gone.", (_TO_DATE,)),
            Polarity.WORSE,
        ),
        money(
            "forecast.rest_rate",
            _pounds(whole.rest_rate),
            "Left to spend a month, if the forecast holds",
            Lineage(
                "The projected outturn less what was spent so far, divided by the months that are left.",
                (_OUTTURN, _TO_DATE),
            ),
        ),
        money(
            "forecast.full_year_effect",
            _pounds(whole.full_year_effect),
            "Full-year effect into next year, an estimate",
            Lineage(
                "Twelve months at the rate of the rest of the year, less the projected outturn of this year.",
                (_OUTTURN, _TO_DATE),
            ),
            Polarity.WORSE,
        ),
    ]


def _pounds(amount: Fraction | None) -> int | None:
    return None if amount is None else to_the_pound(amount)
