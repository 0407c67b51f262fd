"""Learn from a record how far a year ends from its forecast, and give the range for a forecast that is still open.

In: a record of forecasts and outturns. Out: a `Range` for each open forecast, in thousands of pounds.

A forecast is a body's best view of one event, so the centre of its range is the forecast itself ("no change"). Its
ends are that centre plus quantiles of past errors, each error divided by what is usual for its size and its time:

    usual error = a · budget^b · (months to go + 1)^c

b and c are fitted on the logarithms of errors, and drawn towards 0.69 and 0.35, which a record as thin as ours cannot
move far (ridge regression: Hoerl and Kennard, 1970). Rows of one authority and year hang together, so that a row counts
the less the more of them there are (a design effect: Kish, Survey Sampling, 1965). Errors of another level (council,
directorate, service) count, but less than those of the same one; a body's own history counts more as it grows.

The quantiles are of whole authorities left out in turn, so that the share held is that for a body which is not in the
record. decisions/0032 in docs/ has what was tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

_WITHIN_YEAR = 0.5
"""How alike the errors of one authority, scope and year are: the share of their spread that they have in common."""
_WITHIN_AUTHORITY = 0.2
"""How alike the errors of one authority are over its years and scopes."""
_USUAL = np.array([0.0, 0.69, 0.35])
"""Where b and c are drawn to; the level a is free."""
_DRAWN = np.diag([0.0, 20.0, 20.0])
_NEARLY_EXACT = 0.002
"""An error of nil has no logarithm: errors are raised by this part of budget^0.69."""
_OTHER_LEVEL = 0.35
"""How much an error of another level counts, where one of the same counts 1."""
_OWN_HALF = 5.0
"""With so many own forecasts (as rows that hang together count) a body's own history is half of what counts."""
_SMALLEST = 50.0
"""Budgets below this, in thousands of pounds, are no measure of size."""


@dataclass(frozen=True)
class Range:
    """Where a variance may end, in thousands of pounds above the budget, and how often such a range has held."""

    central: float
    low: float
    high: float
    coverage: float


class Ranges:
    """What a record says of the errors of forecasts. `coverage`: the share of outturns that a range is to hold."""

    def __init__(self, record: pd.DataFrame, coverage: float = 0.8) -> None:
        self.coverage = coverage
        self._record = record.reset_index(drop=True)
        self._weights = row_weights(self._record)
        self._budgets = _typical_budgets(self._record, self._weights)
        sizes, months = self._sizes(self._record), self._record["months_to_go"].to_numpy(float)
        errors = self._record["error_gbp_k"].to_numpy(float)
        self._fitted = _fit(sizes, months, errors, self._weights)
        self._relative = errors / self._usual(sizes, months)

    def of(self, forecasts: pd.DataFrame) -> pd.DataFrame:
        """Give central, low and high in thousands of pounds for rows of authority, level, months_to_go and amounts."""
        usual = self._usual(self._sizes(forecasts), forecasts["months_to_go"].to_numpy(float))
        central = forecasts["forecast_variance_gbp_k"].to_numpy(float)
        tail = (1 - self.coverage) / 2
        ends = {
            key: weighted_quantiles(self._relative, self._counting(*key), (tail, 1 - tail))
            for key in set(zip(forecasts["authority"], forecasts["level"], strict=True))
        }
        each = [ends[key] for key in zip(forecasts["authority"], forecasts["level"], strict=True)]
        low = np.minimum(0, np.array([end[0] for end in each])) * usual
        high = np.maximum(0, np.array([end[1] for end in each])) * usual
        return pd.DataFrame({"central": central, "low": central + low, "high": central + high}, forecasts.index)

    def one(self, authority: str, level: str, months_to_go: int, variance: float, budget: float | None) -> Range:
        """Give the range of one forecast, in thousands of pounds."""
        row = {
            "authority": authority,
            "level": level,
            "months_to_go": months_to_go,
            "forecast_variance_gbp_k": variance,
            "budget_gbp_k": np.nan if budget is None else budget,
        }
        found = self.of(pd.DataFrame([row])).iloc[0]
        return Range(variance, float(found["low"]), float(found["high"]), self.coverage)

    def _counting(self, authority: str, level: str) -> Floats:
        """Return how much each error of the record counts for a forecast of an authority at a level."""
        same_level = (self._record["level"] == level).to_numpy()
        counting = self._weights * np.where(same_level, 1.0, _OTHER_LEVEL)
        own = (self._record["authority"] == authority).to_numpy()
        history = self._weights[own].sum()
        if history and not own.all():
            share = history / (history + _OWN_HALF)
            of_own, of_others = share / counting[own].sum(), (1 - share) / counting[~own].sum()
            counting = counting * np.where(own, of_own, of_others)
        return counting

    def _sizes(self, rows: pd.DataFrame) -> Floats:
        """Return budgets; where one is missing, the typical one of its level."""
        typical = rows["level"].map(self._budgets).fillna(self._budgets[""])
        return np.asarray(rows["budget_gbp_k"].abs().fillna(typical).clip(lower=_SMALLEST), np.float64)

    def _usual(self, sizes: Floats, months: Floats) -> Floats:
        return np.asarray(np.exp(_columns(sizes, months) @ self._fitted))


def row_weights(record: pd.DataFrame) -> Floats:
    """Return how much each row counts: rows of one authority, scope and year hang together, then an authority's."""
    together = record.groupby(["authority", "scope", "financial_year"])["error_gbp_k"].transform("size")
    each = 1 / (1 + (together - 1) * _WITHIN_YEAR)
    whole = each.groupby(record["authority"]).transform("sum")
    return np.asarray(each / (1 + (whole - 1).clip(lower=0) * _WITHIN_AUTHORITY), np.float64)


def weighted_quantiles(values: Floats, weights: Floats, at: Sequence[float]) -> Floats:
    """Return quantiles of values that count unequally, each value at the middle of its weight."""
    order = np.argsort(values, kind="stable")
    ranked, counted = values[order], weights[order]
    return np.interp(at, (np.cumsum(counted) - counted / 2) / counted.sum(), ranked)


def _columns(sizes: Floats, months: Floats) -> Floats:
    return np.column_stack([np.ones(len(sizes)), np.log(sizes), np.log((months + 1) / 12)])


def _fit(sizes: Floats, months: Floats, errors: Floats, weights: Floats) -> Floats:
    """Fit the usual error, as the logarithm of a product: weighted least squares, drawn towards `_USUAL`."""
    columns = _columns(sizes, months)
    logs = np.log(np.abs(errors) + _NEARLY_EXACT * sizes ** _USUAL[1])
    weighed = columns.T * weights
    return np.linalg.solve(weighed @ columns + _DRAWN, weighed @ logs + _DRAWN @ _USUAL)


def _typical_budgets(record: pd.DataFrame, weights: Floats) -> dict[str, float]:
    """Return the weighted geometric mean of the budgets of each level, and of all under an empty name."""
    known = record["budget_gbp_k"].notna().to_numpy()
    if not known.any():
        return {"": 1_000.0}
    budgets = record.loc[known, "budget_gbp_k"].abs().clip(lower=_SMALLEST)
    logs = pd.DataFrame({"level": record.loc[known, "level"], "log": np.log(budgets), "weight": weights[known]})
    of_level = {str(level): rows for level, rows in logs.groupby("level")} | {"": logs}
    return {level: float(np.exp(np.average(rows["log"], weights=rows["weight"]))) for level, rows in of_level.items()}
