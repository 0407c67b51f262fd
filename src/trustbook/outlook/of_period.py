"""Say where the year of a period may end, and what past forecasts stand behind that.

In: the data of a period. Out: a `YearEnd`. Few past forecasts make no percentage: then it says what happened to them,
or nothing. Our record has few services and few forecasts of the last months, and is the thinner the nearer the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from trustbook.core.formatting import slug
from trustbook.core.units import POUNDS_IN_THOUSAND
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Return
from trustbook.outlook.calibration import own_left_out
from trustbook.outlook.ranges import Ranges
from trustbook.outlook.record import own_record
from trustbook.position import position

FEWEST_FORECASTS, FEWEST_AUTHORITIES = 10, 5
"""So many past forecasts of so many authorities must stand behind a range with a percentage."""
FEWEST_TO_TELL, FEWEST_TO_TELL_OF = 5, 3
"""So many must there be to say what happened to them."""
_ABOUT = 2
"""Forecasts with so many months to go more or fewer stand behind one."""
_SERVICE = "service"


@dataclass(frozen=True)
class Behind:
    """The past forecasts that stand behind a range: of the same level, with about as many months to go."""

    forecasts: int
    authorities: int
    ended_lower: int
    held: float | None
    """Of their outturns, the share that such ranges held when each authority was left out in turn."""

    @property
    def carries_range(self) -> bool:
        """Whether they are enough for a range with a percentage."""
        return self.forecasts >= FEWEST_FORECASTS and self.authorities >= FEWEST_AUTHORITIES

    @property
    def can_be_told(self) -> bool:
        """Whether they are enough to say what happened to them."""
        return self.forecasts >= FEWEST_TO_TELL and self.authorities >= FEWEST_TO_TELL_OF


@dataclass(frozen=True)
class End:
    """Where one variance may end, in whole pounds; without a range where too little stands behind one."""

    central: int
    low: int | None
    high: int | None
    coverage: float
    behind: Behind


@dataclass(frozen=True)
class YearEnd:
    """Where the year may end: the whole variance, and the budget lines for which the record allows it."""

    months_to_go: int
    level: str
    variance: End
    lines: tuple[tuple[str, End], ...] = ()


def analyse(data: PeriodData) -> YearEnd | None:
    """Work out where the year may end; None if it has ended. An earlier year's own outturns count as a body's own."""
    months = data.period.year_end - data.period
    if not months or data.status.is_outturn:
        return None
    past, here = _Past(data), position(data.current, data.reference)
    lines = []
    if past.behind(_SERVICE, months).carries_range:
        for row in data.current.forecast.itertuples():
            if row.level == "heading" and not pd.isna(row.variance_gbp) and not pd.isna(row.revised_contract_sum_gbp):
                end = past.end(_SERVICE, months, int(row.variance_gbp), int(row.revised_contract_sum_gbp))
                lines.append((str(row.heading), end))
    return YearEnd(months, past.level, past.end(past.level, months, here.variance, here.budget), tuple(lines))


def earlier_ends(data: PeriodData) -> list[tuple[Return, End]]:
    """Work out, for each return of the year so far, the range that its own forecast had, oldest first."""
    past, found = _Past(data), []
    for made in data.history:
        months, here = made.period.year_end - made.period, position(made, data.reference)
        if months:
            found.append((made, past.end(past.level, months, here.variance, here.budget)))
    return found


class _Past:
    """The forecasts that we know the end of: those of the library's record, and the body's own of earlier years."""

    def __init__(self, data: PeriodData) -> None:
        self.level = data.settings.outlook_level
        self._authority = data.settings.trust.name
        self._record = pd.concat([own_record(), pd.DataFrame(list(_own(data)))], ignore_index=True)
        self._ranges = Ranges(self._record, data.assumptions.outlook_coverage)

    def end(self, level: str, months: int, variance: int, budget: int | None) -> End:
        """Say where a variance of whole pounds may end, and what stands behind that."""
        behind, coverage = self.behind(level, months), self._ranges.coverage
        if not behind.carries_range:
            return End(variance, None, None, coverage, behind)
        thousands = None if budget is None else budget / POUNDS_IN_THOUSAND
        found = self._ranges.one(self._authority, level, months, variance / POUNDS_IN_THOUSAND, thousands)
        low, high = (round(end) * POUNDS_IN_THOUSAND for end in (found.low, found.high))
        return End(variance, low, high, coverage, behind)

    def behind(self, level: str, months: int) -> Behind:
        """Count the forecasts of a level with about as many months to go, and how such ranges did on them."""
        near = (self._record["level"] == level) & ((self._record["months_to_go"] - months).abs() <= _ABOUT)
        rows = self._record[near]
        outcomes = own_left_out(self._ranges.coverage)
        held = outcomes.loc[outcomes.index.isin(rows.index), "held"]
        return Behind(
            len(rows),
            int(rows["authority"].nunique()),
            int((rows["error_gbp_k"] < 0).sum()),
            None if held.empty else float(held.mean()),
        )


def _own(data: PeriodData) -> Iterator[dict[str, object]]:
    """Yield the body's own forecasts of earlier years whose outturn we have, in the form of the record."""
    level, authority = data.settings.outlook_level, data.settings.trust.name
    returns = {made.period: made for made in chain(data.earlier, data.history)}
    for period, made in returns.items():
        ended = returns.get(period.year_end)
        if period == period.year_end or ended is None or not data.status_of(ended.period).is_outturn:
            continue
        here = position(made, data.reference)
        forecast, outturn = here.variance, position(ended, data.reference).variance
        budget = here.budget
        yield {
            "authority": authority,
            "scope": "whole",
            "financial_year": period.financial_year,
            "level": level,
            "months_to_go": float(period.year_end - period),
            "forecast_variance_gbp_k": forecast / POUNDS_IN_THOUSAND,
            "outturn_variance_gbp_k": outturn / POUNDS_IN_THOUSAND,
            "budget_gbp_k": None if budget is None else budget / POUNDS_IN_THOUSAND,
            "error_gbp_k": (outturn - forecast) / POUNDS_IN_THOUSAND,
        }


def as_json(found: YearEnd | None) -> str:
    """Write where the year may end as JSON, in thousands of pounds; `variance.<line>` for a budget line."""
    if found is None:
        return json.dumps({"variance": None})
    named = [("variance", found.variance), *((f"variance.{slug(name)}", end) for name, end in found.lines)]
    return json.dumps({name: _values(end) for name, end in named}, indent=2)


def _values(end: End) -> dict[str, float | int | None]:
    low, high = (None if each is None else each / POUNDS_IN_THOUSAND for each in (end.low, end.high))
    return {
        "central": end.central / POUNDS_IN_THOUSAND,
        "low": low,
        "high": high,
        "coverage": None if end.low is None else end.coverage,
        "n": end.behind.forecasts,
        "authorities": end.behind.authorities,
        "held": None if end.behind.held is None else round(end.behind.held, 4),
        "ended_lower": end.behind.ended_lower,
    }
