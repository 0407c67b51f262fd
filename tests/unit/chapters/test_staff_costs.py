import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.workforce_agency import agency_cover, staff_costs, staff_statistics
from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency.agency_cover import break_even
from trustbook.chapters.workforce_agency.staff_costs import StaffBudget

LATER = "2030-31-P04"
MONEY = st.integers(-10_000_000_000, 10_000_000_000)


def cover_of(data):
    return agency_cover.analyse(workforce.analyse(data), staff_statistics.analyse(data))


@given(st.floats(0, 5))
def test_at_the_break_even_agency_staff_cost_what_the_vacant_posts_would(premium):
    assert break_even(premium) * (1 + premium) == pytest.approx(1)


@given(MONEY, MONEY, MONEY, MONEY)
def test_what_is_named_behind_the_variance_adds_up_to_the_pound(revised, variance, factor, risk):
    budget = StaffBudget(revised, variance, factor, risk)
    assert budget.variance_without_factor_gbp + factor == variance
    assert budget.named_gbp == factor + risk
    assert budget.unexplained_gbp + factor + risk == variance
    assert budget.before_factor_gbp - factor == revised


@given(st.none() | MONEY, st.none() | MONEY)
def test_what_is_not_reported_makes_nothing_else_nil(factor, risk):
    budget = StaffBudget(1000, 10, factor, risk)
    assert (budget.factor_share is None) is (factor is None or factor == -1000)
    assert (budget.unexplained_gbp is None) is (factor is None and risk is None)


def test_the_standing_is_the_published_cover_over_the_published_vacancies(synthetic_data):
    cover = cover_of(synthetic_data())
    assert (cover.year, cover.covering, cover.vacant) == (2029, 30, 60)
    assert cover.share == 0.5
    assert cover.break_even == 0.8
    assert cover.posts_beyond(cover.vacant) == pytest.approx(30 - 48)
    assert cover.vacant_after_factor == 55
    assert cover.share_after_factor == pytest.approx(30 / 55)


def test_a_factor_as_large_as_all_vacancies_leaves_no_share(synthetic_data, full_return):
    next(row for row in full_return["workforce"] if row["measure"] == "vacancy_factor")["value"] = 2400
    cover = cover_of(synthetic_data({LATER: full_return}))
    assert cover.vacant_after_factor == 0
    assert cover.share_after_factor is None


def test_without_published_vacancies_the_curve_stands_and_the_trust_is_not_on_it(synthetic_data, synthetic_reference):
    del synthetic_reference["workforce_statistics"]
    cover = cover_of(synthetic_data(reference=synthetic_reference))
    assert cover.share is None
    assert cover.share_after_factor is None
    assert cover.curve["break_even"].is_monotonic_decreasing
    assert (cover.curve["break_even"].iloc[0], cover.curve["break_even"].iloc[-1]) == (1, 0.5)


def test_a_return_by_group_has_no_staffing_budget(synthetic_data, full_return, group_return):
    full_return["forecast"] = group_return["forecast"]
    del full_return["controls"]
    assert staff_costs.budget(synthetic_data({LATER: full_return})) is None


def test_sickness_is_priced_from_what_is_published(synthetic_data):
    data = synthetic_data()
    found = staff_costs.sickness_and_pay(data, staff_statistics.analyse(data))
    assert found.absent_posts == 4
    assert found.absence_gbp == 160_000
    assert found.pay_gap_gbp is None


def test_the_papers_figures_behind_the_staffing_variance(real_data):
    budget = staff_costs.budget(real_data("2023-24-P11"))
    assert (budget.factor_gbp, budget.risk_gbp) == (3_269_000, 392_000)
    assert (budget.revised_gbp, budget.variance_gbp) == (51_826_000, 1_990_000)
    assert budget.variance_without_factor_gbp == -1_279_000
    assert budget.unexplained_gbp == 1_990_000 - 3_269_000 - 392_000


def test_the_trust_is_below_the_curve_and_above_it_once_the_factor_is_taken_out(real_data):
    cover = cover_of(real_data("2023-24-P11"))
    assert (cover.year, cover.covering, cover.vacant) == (2023, 123, 198)
    assert cover.share < cover.break_even < cover.share_after_factor


def test_what_the_minutes_of_doncaster_say_of_sickness_and_pay(real_data):
    data = real_data("2023-24-P11")
    found = staff_costs.sickness_and_pay(data, staff_statistics.analyse(data))
    assert list(found.facts["value"]) == [0.04, 12, 223, 10_000, 0.2]
    assert found.pay_gap_gbp == 10_000
    assert found.absence == 0.033
