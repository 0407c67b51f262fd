"""The headline figures as the papers of 2023/24 state them, against what the book works out."""

import pytest

from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.metrics import metrics
from trustbook.chapters.savings_rag import analysis as savings
from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.core.formatting import millions, percent
from trustbook.outlook import of_period
from trustbook.position import Adjustment

P11 = "2023-24-P11"
THIN = ["2023-24-P07", "2023-24-P08", "2023-24-P09", "2023-24-P10"]


@pytest.fixture
def figures(real_data):
    return lambda period: {each.name: each.value for each in metrics(real_data(period))}


def test_p11_has_the_pressure_that_the_paper_states(real_data):
    here = forecast.analyse(real_data(P11))
    assert millions(here.position.pressure) == "£31.632m"
    assert millions(here.position.contract_sum) == "£150.938m"
    assert percent(here.position.pressure_share) == "21.0%"
    assert millions(here.pressure_movement) == "£0.731m"


def test_p11_calls_on_the_councils_for_what_the_paper_states(real_data):
    here = forecast.analyse(real_data(P11))
    assert millions(here.position.call) == "£32.540m"
    assert sum(here.calls.values()) == here.position.call == 32_540_000
    assert {code: percent(amount / here.position.call, 2) for code, amount in here.calls.items()} == {
        "nnc": "44.16%",
        "wnc": "55.84%",
    }


def test_p11_has_the_savings_by_rating_that_the_paper_states(figures):
    found = figures(P11)
    assert [found[f"savings.{name}"] for name in ("target", "red", "amber", "green")] == [7672, 1447, 1170, 5055]
    assert found["savings.deliverable"] == 6225


def test_p11_leaves_only_the_property_savings_out_of_the_forecast(real_data):
    found = savings.analyse(real_data(P11))
    assert found.red_outside_forecast == found.call_items == 200_000


def test_p11_has_the_agency_premium_that_the_paper_states(real_data):
    found = workforce.analyse(real_data(P11))
    assert found.premium_fte == pytest.approx(39)
    assert found.offset.vacant_posts == pytest.approx(169)
    assert percent(found.offset.break_even, 0) == "77%"


def test_at_p8_the_variance_rose_while_the_pressure_fell(figures):
    found = figures("2023-24-P08")
    assert found["forecast.variance_movement"] == 1068
    assert found["forecast.pressure_movement"] == -1049


def test_at_p8_it_was_income_in_dispute_that_made_the_pressure_fall(real_data):
    bridge = forecast.analyse(real_data("2023-24-P08")).bridge.set_index("step")["amount_gbp"]
    assert bridge["Income in dispute"] == -2_117_000
    assert bridge.drop("Income in dispute").sum() == 1_068_000


@pytest.mark.parametrize("period", THIN)
def test_p7_to_p10_report_no_call_no_savings_and_no_workforce(real_data, figures, period):
    data, found = real_data(period), figures(period)
    here = forecast.analyse(data)
    assert here.position.not_in_forecast is None
    assert here.position.call is None
    assert here.calls is None
    assert savings.analyse(data) is None
    assert workforce.analyse(data) is None
    for name in ("council.call", "council.call.nnc", "savings.target", "workforce.agency_headcount"):
        assert found[name] is None


@pytest.mark.parametrize("period", [*THIN, P11])
def test_every_real_period_reports_the_kinds_that_make_the_pressure(real_data, period):
    here = forecast.analyse(real_data(period)).position
    for kind in (Adjustment.AGREED_FUNDING, Adjustment.OUTSIDE_CONTRACT, Adjustment.DISPUTED_INCOME):
        assert getattr(here, kind) is not None
    assert here.pressure is not None


def test_p7_is_the_first_and_has_nothing_to_move_from(figures):
    found = figures("2023-24-P07")
    assert found["forecast.variance_movement"] is None
    assert found["forecast.pressure_movement"] is None


def test_each_return_has_a_range_around_its_own_forecast_and_no_line_has_one(real_data, real_period):
    data = real_data(real_period)
    found = of_period.analyse(data)
    if data.period == data.period.year_end:
        assert found is None
        return
    assert found.variance.low < found.variance.central < found.variance.high
    assert found.lines == ()  # the record has services of two authorities
