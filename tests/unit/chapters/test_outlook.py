import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustbook.chapters.forecast_trend import outlook as chapter
from trustbook.chapters.forecast_trend.outlook import FEWEST_PERIODS, NoOutlook, Outlook, outlook
from trustbook.config.assumptions import Assumptions
from trustbook.core.period import Period

START = Period(2030, 1)
T_FOR_80_PER_CENT = {2: 1.885618, 3: 1.637744, 4: 1.533206}
"""Student's t for a two-sided interval of 80%, by degrees of freedom, from the printed tables."""


def assumed(**changes):
    return Assumptions(
        **{
            "amber_rate": 0.5,
            "post_cost_gbp": 1,
            "agency_premium_low": 0.3,
            "agency_premium_high": 0.4,
            "conversions": (10,),
            "outlook_level_weight": 0.8,
            "outlook_trend_weight": 0.5,
            "outlook_damping": 0.8,
            "outlook_coverage": 0.8,
        }
        | changes
    )


def look(*variances, first=START, **changes):
    return outlook({first.step(months): variance for months, variance in enumerate(variances)}, assumed(**changes))


def forecast(found, method):
    return found.methods.set_index("method").loc[method]


def damped(series, ahead, level_weight, trend_weight, damping):
    """Hyndman and Athanasopoulos, section 8.2, written out."""
    trend = (series[1] - series[0]) / damping
    level = series[0] - (series[1] - series[0])
    for reported in series:
        before = level
        level = level_weight * reported + (1 - level_weight) * (before + damping * trend)
        trend = trend_weight * (level - before) + (1 - trend_weight) * damping * trend
    return level + sum(damping**month for month in range(1, ahead + 1)) * trend


@pytest.mark.parametrize("count", range(1, FEWEST_PERIODS))
def test_too_few_periods_give_a_reason_that_says_how_many(count):
    found = look(*range(count))
    assert isinstance(found, NoOutlook)
    assert str(count) in found.reason
    assert str(FEWEST_PERIODS) in found.reason


def test_just_enough_periods_give_an_outlook():
    assert isinstance(look(*range(FEWEST_PERIODS)), Outlook)


def test_a_gap_in_the_series_gives_a_reason():
    periods = [START.step(months) for months in (0, 1, 2, 4, 5)]
    found = outlook(dict.fromkeys(periods, 100), assumed())
    assert isinstance(found, NoOutlook)
    assert "missing" in found.reason


def test_a_year_that_has_ended_has_no_outlook():
    found = look(*range(12))
    assert isinstance(found, NoOutlook)
    assert "last period" in found.reason


def test_the_order_in_which_periods_are_given_does_not_matter():
    values = {START.step(months): variance for months, variance in enumerate([5, 9, 2, 8, 1])}
    one, other = outlook(values, assumed()), outlook(dict(reversed(values.items())), assumed())
    assert one.methods.equals(other.methods)


def test_the_horizon_is_the_months_left_to_p12():
    assert look(1, 2, 3, 4).horizon == 8
    assert look(*range(11)).horizon == 1


def test_the_last_value_stays_and_the_drift_goes_on_along_a_straight_line():
    found = look(100, 130, 160, 190, 220)
    assert forecast(found, "last value")["forecast_gbp"] == 220
    assert forecast(found, "drift")["forecast_gbp"] == 220 + 7 * 30


def test_along_a_straight_line_the_drift_has_never_been_wrong():
    found = look(100, 130, 160, 190, 220)
    drift = found.backtest[found.backtest["method"] == "drift"]
    assert (drift["mean_absolute_error_gbp"] == 0).all()
    assert found.best.name == "drift"
    assert found.best["low_gbp"] == found.best["forecast_gbp"] == found.best["high_gbp"]


def test_along_a_straight_line_the_last_value_is_short_by_the_slope_for_each_month():
    found = look(100, 130, 160, 190, 220)
    last = found.backtest[found.backtest["method"] == "last value"]
    assert list(last["bias_gbp"]) == [-30 * months for months in last["horizon"]]
    assert list(last["mean_absolute_error_gbp"]) == [30 * months for months in last["horizon"]]


def test_a_series_that_does_not_move_stays_where_it_is():
    found = look(*[700] * 6)
    assert (
        set(found.methods["forecast_gbp"]) == set(found.methods["low_gbp"]) == set(found.methods["high_gbp"]) == {700}
    )
    assert (found.low, found.high) == (700, 700)


@pytest.mark.parametrize(
    ("level_weight", "trend_weight", "damping"), [(0.8, 0.5, 0.8), (0.3, 0.9, 0.95), (1.0, 1.0, 1.0), (0.5, 0.0, 0.5)]
)
@pytest.mark.parametrize(
    "series",
    [
        [21_415_000, 22_483_000, 25_628_000, 26_860_000, 27_591_000],
        [5, -3, 12, 400, -900, 7],
        [-100_000, 0, 50_000, 20_000],
    ],
    ids=["rising", "jumping", "turning"],
)
def test_the_damped_trend_is_the_recursion_of_the_textbook(series, level_weight, trend_weight, damping):
    found = look(
        *series,
        outlook_level_weight=level_weight,
        outlook_trend_weight=trend_weight,
        outlook_damping=damping,
    )
    expected = damped(series, found.horizon, level_weight, trend_weight, damping)
    assert forecast(found, "damped trend")["forecast_gbp"] == pytest.approx(expected, abs=1)


def test_the_backtest_of_the_damped_trend_is_made_from_the_periods_before_only():
    series = [5000, -3000, 12000, 40000, -9000]
    found = look(*series)
    errors = [damped(series[:made], 1, 0.8, 0.5, 0.8) - series[made] for made in range(2, 5)]
    row = found.backtest.set_index(["method", "horizon"]).loc[("damped trend", 1)]
    assert row["bias_gbp"] == pytest.approx(sum(errors) / 3, abs=1)
    assert row["mean_absolute_error_gbp"] == pytest.approx(sum(map(abs, errors)) / 3, abs=1)


@pytest.mark.parametrize("count", [4, 5, 8, 11])
def test_the_backtest_counts_every_forecast_that_could_have_been_made(count):
    found = look(*[100 * month**2 for month in range(count)])
    for row in found.backtest.itertuples():
        assert row.trials == count - 1 - row.horizon
    reached = min(found.horizon, count - 2)
    for _, rows in found.backtest.groupby("method"):
        assert list(rows["horizon"]) == list(range(1, reached + 1))


def test_an_error_is_what_was_forecast_less_what_was_reported():
    found = look(0, 50, 50, 650)
    last = found.backtest.set_index(["method", "horizon"]).loc[("last value", 1)]
    assert (last["trials"], last["bias_gbp"], last["mean_absolute_error_gbp"]) == (2, -300, 300)


@pytest.mark.parametrize("series", [[0, 9_000, 10_000, 40_000], [0, 1_000, 3_000, 7_000, 2_000]])
def test_the_interval_is_t_times_the_errors_times_the_root_of_the_months(series):
    found = look(*series)
    steps = [now - before for before, now in pairwise(series[1:])]
    spread = math.sqrt(sum(step**2 for step in steps) / len(steps))
    reach = T_FOR_80_PER_CENT[len(steps)] * spread * math.sqrt(found.horizon)
    row = forecast(found, "last value")
    assert row["high_gbp"] - row["forecast_gbp"] == pytest.approx(reach, abs=1.5)
    assert row["forecast_gbp"] - row["low_gbp"] == pytest.approx(reach, abs=1.5)


def test_the_interval_widens_with_the_months_ahead():
    series = [100_000, 150_000, 90_000, 200_000]
    widths = [
        row["high_gbp"] - row["low_gbp"]
        for row in (forecast(look(*series, first=START.step(months)), "drift") for months in range(8))
    ]
    assert len(widths) == 8
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[-1]


def test_more_coverage_needs_a_wider_interval():
    series = [100_000, 150_000, 90_000, 200_000]
    narrow, wide = look(*series, outlook_coverage=0.5).best, look(*series, outlook_coverage=0.95).best
    assert wide["low_gbp"] < narrow["low_gbp"] < narrow["forecast_gbp"] < narrow["high_gbp"] < wide["high_gbp"]


@settings(max_examples=15)
@given(st.lists(st.integers(-(10**8), 10**8), min_size=4, max_size=11))
def test_the_best_method_is_one_of_the_three_and_lies_in_its_interval(series):
    found = look(*series)
    assert found.best.name in {"last value", "drift", "damped trend"}
    assert found.low <= found.best["forecast_gbp"] <= found.high
    assert (found.methods["low_gbp"] <= found.methods["forecast_gbp"]).all()
    assert (found.methods["forecast_gbp"] <= found.methods["high_gbp"]).all()
    ahead = found.backtest[found.backtest["horizon"] == 1].set_index("method")["mean_absolute_error_gbp"]
    assert ahead[found.best.name] == ahead.min()


def test_only_the_variance_is_looked_ahead_and_not_what_stands_beside_it(synthetic_data, monthly_returns, tmp_path):
    plain, disputed = monthly_returns(100, 140, 150, 170), monthly_returns(100, 140, 150, 170)
    disputed["2030-31-P04"]["adjustments"][2]["amount_gbp_k"] = 9999
    one = chapter.analyse(synthetic_data(plain, root=tmp_path / "one"))
    other = chapter.analyse(synthetic_data(disputed, root=tmp_path / "other"))
    assert one.methods.equals(other.methods)
    assert one.low == 170_000


def test_an_outlook_of_an_earlier_period_knows_nothing_of_later_ones(synthetic_data, monthly_returns, tmp_path):
    short = synthetic_data(monthly_returns(100, 140, 150, 170), root=tmp_path / "short")
    long = synthetic_data(monthly_returns(100, 140, 150, 170, 900), period="2030-31-P04", root=tmp_path / "long")
    assert chapter.analyse(short).methods.equals(chapter.analyse(long).methods)
