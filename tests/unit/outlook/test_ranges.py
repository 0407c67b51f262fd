"""Ranges hold what they say they hold, narrow as the year ends, and grow with the budget less than it does."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.outlook.calibration import BANDS, calibrate, interval_score, left_out, own_left_out, summary
from trustbook.outlook.ranges import Ranges, row_weights, weighted_quantiles
from trustbook.outlook.record import own_record


def made_record(seed, authorities=40, years=3, noise=1.0):
    """Synthetic: errors with a spread of 1% of budget^0.7 · √months, another for each authority, alike in a year."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(authorities):
        budget = float(np.exp(random.uniform(np.log(2_000), np.log(400_000))))
        own = float(np.exp(random.normal(0, 0.3)))
        for year in range(years):
            whole = random.normal()
            for months in (2, 4, 6, 9):
                drawn = 0.7 * whole + np.sqrt(1 - 0.49) * random.normal()
                error = noise * own * drawn * 0.05 * budget**0.7 * np.sqrt((months + 1) / 12)
                rows.append((f"A{number}", "whole", f"20{year:02d}", "council", months, 0.0, error, budget, error))
    names = ["authority", "scope", "financial_year", "level", "months_to_go", "forecast_variance_gbp_k"]
    return pd.DataFrame(rows, columns=[*names, "outturn_variance_gbp_k", "budget_gbp_k", "error_gbp_k"])


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9])
def test_ranges_hold_the_share_of_unseen_outturns_that_they_are_to_hold(coverage):
    shares = [calibrate(made_record(seed), made_record(seed + 100), coverage)["overall"] for seed in range(4)]
    assert np.mean([each["share_held"] for each in shares]) == pytest.approx(coverage, abs=0.06)


def test_ranges_score_better_than_a_band_of_fixed_width():
    found = calibrate(made_record(1), made_record(2))["overall"]
    assert found["interval_score"] < found["fixed_band_interval_score"]
    assert found["mae_gbp_k"] == found["mae_no_change_gbp_k"]


def test_the_range_of_the_librarys_record_holds_four_in_five_for_authorities_that_are_left_out():
    found = summary(own_left_out())["overall"]
    assert found["share_held_low"] <= 0.8 <= found["share_held_high"]
    assert found["interval_score"] < found["fixed_band_interval_score"]


@given(st.integers(0, 10), st.floats(1_000, 1_000_000), st.floats(-50_000, 50_000))
def test_the_centre_is_the_forecast_and_the_range_lies_around_it(months, budget, variance):
    found = Ranges(own_record()).one("Nowhere", "directorate", months, variance, budget)
    assert found.low <= found.central == variance <= found.high


def test_a_range_narrows_as_the_year_ends():
    ranges = Ranges(own_record())
    widths = [
        (found.high - found.low) for found in (ranges.one("Nowhere", "council", m, 0, 200_000) for m in range(12))
    ]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_a_range_grows_with_the_budget_but_less_than_it_does():
    ranges = Ranges(own_record())
    one, ten = (ranges.one("Nowhere", "council", 6, 0, budget) for budget in (20_000, 200_000))
    assert one.high < ten.high < 10 * one.high


def test_a_bodys_own_history_counts_the_more_the_longer_it_is():
    """Synthetic: a body that is exact, beside a record of bodies that are not."""
    exact = made_record(3, authorities=1, years=8).assign(authority="Exact", error_gbp_k=0.0)
    others = made_record(4)
    widths = []
    for years in (0, 2, 8):
        own = exact[exact["financial_year"].isin([f"20{year:02d}" for year in range(years)])]
        found = Ranges(pd.concat([others, own], ignore_index=True)).one("Exact", "council", 6, 0, 100_000)
        widths.append(found.high - found.low)
    assert widths[0] > widths[1] > widths[2]


def test_rows_of_one_authority_and_year_count_less_each_and_more_together():
    one, four = made_record(5, authorities=2, years=1), made_record(5, authorities=1, years=4)
    assert row_weights(one).max() < 1
    assert row_weights(four).sum() > row_weights(one)[one["authority"] == "A0"].sum()


def test_a_missing_budget_still_has_a_range():
    found = Ranges(own_record()).one("Nowhere", "directorate", 4, 100, None)
    assert found.low < found.central < found.high


def test_quantiles_of_equal_weights_are_plain_quantiles():
    values = np.arange(101, dtype=float)
    assert weighted_quantiles(values, np.ones(101), (0.1, 0.5)) == pytest.approx(
        np.quantile(values, (0.1, 0.5)), abs=0.6
    )


def test_a_value_outside_a_range_costs_ten_times_its_distance_at_four_in_five():
    scored = interval_score(np.array([0.0, 3.0]), np.array([-1.0, -1.0]), np.array([1.0, 1.0]), 0.8)
    assert list(scored) == pytest.approx([2.0, 22.0])


def test_every_forecast_falls_in_one_band_of_months():
    assert [months for first, last in BANDS for months in range(first, last + 1)] == list(range(13))
    found = summary(left_out(made_record(6, authorities=5)))
    assert sum(band["n"] for band in found["bands"]) == found["overall"]["n"]
