"""Forecast the variance at year end by three plain methods, with how wrong each has been on this series.

In: the data of a period, or the variance of each period of the year so far. Out: an `Outlook`, or the reason why there
is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

from trustbook.config.assumptions import Assumptions
from trustbook.core.formatting import counted
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData
from trustbook.position import position

FEWEST_PERIODS = 4
_FEWEST_TO_FORECAST = 2


@dataclass(frozen=True)
class Outlook:
    """The outlook for year end, in whole pounds.

    `methods`: method, forecast_gbp, low_gbp, high_gbp (the interval), one row for each method. `backtest`: method,
    horizon (months ahead), trials, mean_absolute_error_gbp, bias_gbp (forecast less what was then reported).
    """

    horizon: int
    coverage: float
    methods: pd.DataFrame
    backtest: pd.DataFrame

    @property
    def low(self) -> int:
        """The lowest of the three forecasts."""
        return int(self.methods["forecast_gbp"].min())

    @property
    def high(self) -> int:
        """The highest of the three forecasts."""
        return int(self.methods["forecast_gbp"].max())

    @property
    def best(self) -> pd.Series[object]:
        """The method whose one-month forecasts have been least wrong."""
        ahead = self.backtest[self.backtest["horizon"] == 1].set_index("method")["mean_absolute_error_gbp"]
        return self.methods.set_index("method").loc[ahead.idxmin()]


@dataclass(frozen=True)
class NoOutlook:
    """Why there is no outlook: a sentence for the page."""

    reason: str


def analyse(data: PeriodData) -> Outlook | NoOutlook:
    """Work out the outlook for the variance at year end, without the adjustments."""
    positions = [position(made, data.reference) for made in data.history]
    return outlook({each.period: each.variance for each in positions}, data.assumptions)


Forecaster = Callable[[Sequence[float], int], float]


def forecasters(assumptions: Assumptions) -> Mapping[str, Forecaster]:
    """Return the three methods by name: each takes a series and months ahead, and gives the figure then.

    Last value and drift: Hyndman and Athanasopoulos, Forecasting: principles and practice, 3rd edition, section 5.2.
    Damped trend: the same, section 8.2, with fixed weights instead of fitted ones.
    """

    def last_value(series: Sequence[float], ahead: int) -> float:
        return series[-1]

    def drift(series: Sequence[float], ahead: int) -> float:
        return series[-1] + ahead * (series[-1] - series[0]) / (len(series) - 1)

    def damped_trend(series: Sequence[float], ahead: int) -> float:
        from statsmodels.tsa.holtwinters import Holt

        slope, damping = series[1] - series[0], assumptions.outlook_damping
        model = Holt(
            list(series),
            damped_trend=True,
            initialization_method="known",
            initial_level=series[0] - slope,
            initial_trend=slope / damping,
        )
        with np.errstate(divide="ignore", invalid="ignore"):  # its likelihood, which a perfect fit does not have
            fitted = model.fit(
                smoothing_level=assumptions.outlook_level_weight,
                smoothing_trend=assumptions.outlook_trend_weight,
                damping_trend=damping,
                optimized=False,
            )
            return float(fitted.forecast(ahead)[-1])

    return {"last value": last_value, "drift": drift, "damped trend": damped_trend}


def outlook(variances: Mapping[Period, int], assumptions: Assumptions) -> Outlook | NoOutlook:
    """Forecast the year-end variance from the consecutive periods reported so far.

    Each method's interval is its forecast ± t·RMSE·√months, where t has as many degrees of freedom as the method has
    had one-month errors: the naive method's rule (the same book, section 5.5), used for all three as an indication.
    """
    periods = sorted(variances)
    last = periods[-1]
    horizon = last.year_end - last
    if horizon == 0:
        return NoOutlook("This is the last period of the year, so the figure reported is the year-end figure.")
    if last - periods[0] != len(periods) - 1:
        return NoOutlook("A period between the first and the last is missing, so no outlook is given.")
    if len(periods) < FEWEST_PERIODS:
        return NoOutlook(
            f"We have figures for {counted(len(periods), 'period')} of this year so far. "
            f"That is too few for an outlook, which needs {FEWEST_PERIODS}."
        )
    series = [float(variances[period]) for period in periods]
    errors = _rolling_errors(series, horizon, assumptions)
    return Outlook(
        horizon=horizon,
        coverage=assumptions.outlook_coverage,
        methods=_methods(series, horizon, errors, assumptions),
        backtest=_backtest(errors),
    )


def _rolling_errors(series: Sequence[float], furthest: int, assumptions: Assumptions) -> pd.DataFrame:
    """List the error of every forecast that each method would have made from an earlier period."""
    rows = [
        {"method": name, "horizon": ahead, "error": method(series[:made], ahead) - series[made + ahead - 1]}
        for name, method in forecasters(assumptions).items()
        for ahead in range(1, furthest + 1)
        for made in range(_FEWEST_TO_FORECAST, len(series) - ahead + 1)
    ]
    return pd.DataFrame(rows)


def _methods(series: Sequence[float], horizon: int, errors: pd.DataFrame, assumptions: Assumptions) -> pd.DataFrame:
    from scipy.stats import t

    rows = []
    for name, method in forecasters(assumptions).items():
        ahead = errors.loc[(errors["method"] == name) & (errors["horizon"] == 1), "error"]
        spread = sqrt(float((ahead**2).mean())) * sqrt(horizon)
        reach = float(t.ppf(0.5 + assumptions.outlook_coverage / 2, len(ahead))) * spread
        centre = method(series, horizon)
        rows.append(
            {
                "method": name,
                "forecast_gbp": round(centre),
                "low_gbp": round(centre - reach),
                "high_gbp": round(centre + reach),
            }
        )
    return pd.DataFrame(rows)


def _backtest(errors: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "method": method,
            "horizon": horizon,
            "trials": len(group),
            "mean_absolute_error_gbp": round(float(group["error"].abs().mean())),
            "bias_gbp": round(float(group["error"].mean())),
        }
        for (method, horizon), group in errors.groupby(["method", "horizon"], sort=False)
    ]
    return pd.DataFrame(rows)
