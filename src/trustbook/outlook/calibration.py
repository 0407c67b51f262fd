"""Judge ranges on forecasts whose outturn is known: by a file of others, or by leaving out each authority in turn.

In: a record to learn from and one to be judged on. Out: shares held, widths, scores and errors, all in all and by
months to go. Beside each stands what the simplest way gives: the forecast alone, and a band of fixed width.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from trustbook.outlook.ranges import Floats, Ranges
from trustbook.outlook.record import own_record

BANDS = ((0, 1), (2, 3), (4, 6), (7, 9), (10, 12))
"""Months to go that are judged together."""
_DRAWS = 2_000
_SURE = (0.025, 0.975)
_SEED = 20_260_401


def calibrate(record: pd.DataFrame, judged: pd.DataFrame, coverage: float = 0.8) -> dict[str, Any]:
    """Learn from one record and judge on another; `overall` and `bands`, as `trustbook calibrate` writes them."""
    return summary(_outcomes(record, judged, coverage))


def left_out(record: pd.DataFrame, coverage: float = 0.8) -> pd.DataFrame:
    """Judge each authority of a record on what the others alone say: one row for each forecast."""
    parts = [
        _outcomes(record[record["authority"] != authority], rows, coverage)
        for authority, rows in record.groupby("authority", sort=False)
        if (record["authority"] != authority).any()
    ]
    return pd.concat(parts)


@cache
def own_left_out(coverage: float = 0.8) -> pd.DataFrame:
    """Judge the library's record by leaving out each authority in turn."""
    return left_out(own_record(), coverage)


def _outcomes(record: pd.DataFrame, judged: pd.DataFrame, coverage: float) -> pd.DataFrame:
    """Compare the range and the fixed band of each forecast with what came, in £k and as shares of the budget."""
    ranges = Ranges(record, coverage).of(judged)
    errors = judged["error_gbp_k"].to_numpy(float)
    budgets = judged["budget_gbp_k"].abs().to_numpy(float)
    unknown = np.isnan(budgets)
    below, above = _fixed_band(record, coverage)
    low, high = ranges["low"] - ranges["central"], ranges["high"] - ranges["central"]
    centre = judged["outturn_variance_gbp_k"] - ranges["central"]
    return pd.DataFrame(
        {
            "authority": judged["authority"],
            "level": judged["level"],
            "months_to_go": judged["months_to_go"],
            "held": (errors >= low) & (errors <= high),
            "off_gbp_k": centre.abs(),
            "off_no_change_gbp_k": np.abs(errors),
            "width": (high - low) / budgets,
            "score": interval_score(errors, low.to_numpy(), high.to_numpy(), coverage) / budgets,
            "fixed_held": np.where(unknown, np.nan, (errors >= below * budgets) & (errors <= above * budgets)),
            "fixed_width": np.where(unknown, np.nan, above - below),
            "fixed_score": interval_score(errors, below * budgets, above * budgets, coverage) / budgets,
        },
        judged.index,
    )


def interval_score(values: Floats, low: Floats, high: Floats, coverage: float) -> Floats:
    """Score intervals: their width, and 2/α for each unit by which a value lies outside; α is 1 less the coverage.

    Method: Gneiting and Raftery, Strictly proper scoring rules, 2007, section 6.2. The smaller the better.
    """
    penalty = 2 / (1 - coverage)
    return high - low + penalty * np.maximum(low - values, 0) + penalty * np.maximum(values - high, 0)


def _fixed_band(record: pd.DataFrame, coverage: float) -> tuple[float, float]:
    """Return the quantiles of error over budget in a record, whatever the months: 10% and 90% for a coverage of 80%."""
    relative = (record["error_gbp_k"] / record["budget_gbp_k"].abs()).dropna()
    if relative.empty:
        return float("nan"), float("nan")
    tail = (1 - coverage) / 2
    return float(relative.quantile(tail)), float(relative.quantile(1 - tail))


def summary(outcomes: pd.DataFrame) -> dict[str, Any]:
    """Add up outcomes, all in all and by months to go; a band without a forecast is left out."""
    bands = []
    for first, last in BANDS:
        rows = outcomes[outcomes["months_to_go"].between(first, last)]
        if len(rows):
            bands.append({"months_to_go": f"{first}-{last}"} | _added_up(rows))
    return {"overall": _added_up(outcomes), "bands": bands}


def _added_up(rows: pd.DataFrame) -> dict[str, float | int | None]:
    low, high = _sure(rows)
    return {
        "n": len(rows),
        "authorities": int(rows["authority"].nunique()),
        "share_held": _rounded(rows["held"].mean()),
        "share_held_low": _rounded(low),
        "share_held_high": _rounded(high),
        "mean_width_pct_budget": _rounded(100 * rows["width"].mean()),
        "interval_score": _rounded(100 * rows["score"].mean()),
        "mae_gbp_k": _rounded(rows["off_gbp_k"].mean()),
        "mae_no_change_gbp_k": _rounded(rows["off_no_change_gbp_k"].mean()),
        "fixed_band_share_held": _rounded(rows["fixed_held"].mean()),
        "fixed_band_width_pct_budget": _rounded(100 * rows["fixed_width"].mean()),
        "fixed_band_interval_score": _rounded(100 * rows["fixed_score"].mean()),
    }


def _sure(rows: pd.DataFrame) -> tuple[float, float]:
    """Return how sure a share held is: 95% of its values when whole authorities are drawn again and again."""
    by_authority = rows.groupby("authority")["held"].agg(["sum", "size"]).to_numpy(float)
    draws = np.random.default_rng(_SEED).integers(0, len(by_authority), (_DRAWS, len(by_authority)))
    drawn = by_authority[draws].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], _SURE)
    return float(low), float(high)


def _rounded(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 4)


def as_json(found: Mapping[str, Any]) -> str:
    """Write a calibration as JSON."""
    return json.dumps(found, indent=2)
