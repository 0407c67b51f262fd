"""Projections of placements, on synthetic months whose entries and exit rates are known."""

import random
from fractions import Fraction

import pytest
from activities import APRIL, known, series
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.placements.stock_flow import back_test, flows, nights_of, project, projected

MONTHS = 41
"""From April 2030 to August 2033: 41 months, and 7 to the end of the year."""


def synthetic(entries, rate, start, seed=20301, months=MONTHS):
    """Synthetic months: each placement ends with a known chance, and entries vary around a known mean."""
    chance = random.Random(seed)
    moves, stock = [], start
    for _ in range(months):
        came = max(0, round(chance.gauss(entries, entries**0.5)))
        left = sum(chance.random() < rate for _ in range(stock))
        moves.append((came, left))
        stock += came - left
    return series(moves, start)


def find(lines):
    return projected(known(*lines), "Fostering", lines[-1].month)


@given(stock=st.integers(1, 500), moved=st.integers(0, 50), ahead=st.integers(1, 12))
def test_constant_flows_reproduce_the_steady_state(stock, moved, ahead):
    moved = min(stock, moved)
    series_of_months = flows(series([(moved, moved)] * 24, stock))
    assert project(series_of_months, ahead) == (stock,) * ahead
    assert nights_of(stock, (Fraction(stock),) * 12, APRIL.step(-1)) == stock * 365


def test_the_projection_goes_towards_entries_over_the_exit_rate():
    lines = series([(10, 5)] * 12, 50)
    stocks = project(flows(lines), 200)
    starts = sum(each.at_start for each in lines)
    assert float(stocks[-1]) == pytest.approx(float(10 / Fraction(60, starts)), rel=1e-3)


def test_it_beats_no_change_where_the_stock_trends():
    found = find(synthetic(entries=20, rate=0.04, start=150))
    assert found.months == MONTHS
    assert found.ahead == 7
    assert found.test.tests == MONTHS - 12 - 7 + 1
    assert found.test.is_better
    assert len(found.stocks) == 7
    assert found.stocks[-1] > found.now
    assert found.nights > found.now * 212
    assert found.cost_gbp == round(found.nights * 100)


def test_it_is_refused_where_the_stock_only_wavers():
    refused = [find(synthetic(entries=12, rate=0.06, start=200, seed=seed)) for seed in range(1, 9)]
    assert any(not each.test.is_better for each in refused)
    for each in refused:
        assert bool(each.stocks) is each.test.is_better


def test_it_is_refused_where_it_is_only_as_good_as_no_change():
    found = find(series([(3, 3)] * MONTHS))
    assert (found.test.error, found.test.unchanged_error) == (0, 0)
    assert not found.test.is_better
    assert (found.stocks, found.nights, found.cost_gbp) == ((), None, None)


def test_fewer_than_24_months_in_a_row_are_counted_and_not_projected():
    found = find(series([(2, 1)] * 23))
    assert (found.months, found.is_long_enough, found.test, found.stocks) == (23, False, None, ())
    gap = series([(2, 1)] * 30)
    del gap[20]
    assert find(gap).months == 9


def test_a_year_that_has_ended_has_nothing_to_project():
    assert find(series([(2, 1)] * 24)) is None


def test_the_test_of_the_past_knows_nothing_of_what_came_after():
    months = flows(series([(1, 1)] * 24))
    changed = flows(series([(1, 1)] * 23 + [(50, 0)]))
    assert back_test(months, 1).error == 0
    assert back_test(changed, 1).error == Fraction(50, 12)
    assert back_test(months[:12], 1) is None


def test_fewer_than_12_months_cannot_be_learnt_from():
    with pytest.raises(ValueError, match="12 months are needed"):
        project(flows(series([(1, 1)] * 11)), 1)


def test_more_exits_than_placements_at_the_start_leave_none_and_never_fewer():
    months = flows(series([(30, 30)] * 12, 1))
    assert min(project(months, 12)) >= 0


def test_no_change_is_measured_from_the_newest_month_that_was_known():
    months = flows(series([(1, 0)] * 20))
    found = back_test(months, 3)
    assert (found.tests, found.error, found.unchanged_error) == (6, 0, 3)
    assert back_test(months, 1).unchanged_error == 1
    falling = back_test(flows(series([(0, 1)] * 20)), 3)
    assert falling.unchanged_error == 3
    assert 0 < falling.error < 1


def test_the_past_can_be_tested_from_12_months_and_those_ahead():
    months = flows(series([(1, 0)] * 15))
    assert back_test(months, 3).tests == 1
    assert back_test(months[:14], 3) is None
    assert back_test(months, 4) is None


def test_only_the_last_12_months_are_learnt_from():
    late = series([(4, 4)] * 12, 100, APRIL.step(6))
    early = series([(90, 0)] * 6, 100)
    early[-1] = early[-1].__class__(**{**vars(early[-1]), "exits": 450 + 90})
    assert project(flows([*early, *late]), 2) == project(flows(late), 2) == (100, 100)


def test_where_nobody_was_placed_at_the_start_all_leave_if_any_left():
    assert project(flows(series([(0, 0)] * 12, 0)), 2) == (0, 0)
    came = series([(0, 0)] * 11, 0) + series([(12, 12)], 0, APRIL.step(11))
    assert project(flows(came), 2) == (1, 1)
    stays = series([(0, 0)] * 11, 0) + series([(12, 0)], 0, APRIL.step(11))
    assert project(flows(stays), 2) == (13, 14)


def test_nights_to_come_are_the_mean_of_each_month_times_its_days():
    assert nights_of(10, (Fraction(12), Fraction(12)), APRIL) == 11 * 31 + 12 * 30
    assert nights_of(10, (), APRIL) == 0


def test_a_projection_of_24_months_needs_the_newest_and_one_month_ahead():
    lines = series([(12, 5)] * 24, 60, APRIL.step(-13))
    assert lines[-1].month.month == 11
    found = projected(known(*lines), "Fostering", lines[-1].month)
    assert (found.months, found.ahead, found.test.tests) == (24, 1, 12)
    assert found.now == lines[-1].at_end
    assert projected(known(*lines), "Residential", lines[-1].month) is None
    assert projected(known(*lines), "Fostering", lines[-1].month.step(-1)) is None
