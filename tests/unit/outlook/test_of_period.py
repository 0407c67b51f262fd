"""Where a year may end is said only as far as past forecasts carry it."""

import json

import pytest

from trustbook.outlook.of_period import Behind, analyse, as_json, earlier_ends
from trustbook.outlook.words import behind


def test_the_last_month_of_a_year_has_no_outlook(synthetic_data, full_return):
    assert analyse(synthetic_data({"2030-31-P12": full_return})) is None
    assert json.loads(as_json(None)) == {"variance": None}


def test_the_centre_is_the_forecast_of_the_return_in_thousands_of_pounds(synthetic_data):
    data = synthetic_data()
    found = json.loads(as_json(analyse(data)))["variance"]
    assert found["central"] * 1000 == data.current.forecast["variance_gbp"].sum()
    assert found["low"] < found["central"] < found["high"]
    assert found["coverage"] == data.assumptions.outlook_coverage
    assert found["n"] >= 10
    assert found["authorities"] >= 5


def test_no_percentage_is_given_where_too_few_forecasts_stand_behind_it(synthetic_data, trust_settings):
    trust_settings["outlook_level"] = "service"  # many rows, of two authorities
    found = json.loads(as_json(analyse(synthetic_data(trust=trust_settings))))["variance"]
    assert found["low"] is None
    assert found["high"] is None
    assert found["coverage"] is None
    assert found["authorities"] < 5


def test_the_bodys_own_years_are_part_of_what_stands_behind(synthetic_data, full_return, monthly_returns):
    alone = analyse(synthetic_data({"2030-31-P04": full_return}))
    year_before = monthly_returns(*[100] * 12, first="2029-30-P01")
    ended = {"2029-30-P12": {"period": "2029-30-P12", "status": "final_outturn"}}
    with_history = analyse(synthetic_data(year_before | {"2030-31-P04": full_return}, params=ended))
    assert with_history.variance.behind.forecasts > alone.variance.behind.forecasts


def test_each_return_of_the_year_has_the_range_of_its_own_forecast_and_later_ones_are_narrower(
    synthetic_data, monthly_returns
):
    ends = [end for _, end in earlier_ends(synthetic_data(monthly_returns(100, 100, 100, 100)))]
    widths = [end.high - end.low for end in ends if end.low is not None]
    assert len(widths) > 1
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Behind(14, 7, 9, 0.79), "14 published forecasts by 7 authorities with about as many months to go, of which 9"),
        (Behind(2, 1, 1, None), "only 2 published forecasts with about as many months to go, too few to use"),
    ],
)
def test_what_stands_behind_a_range_is_said(found, said):
    assert behind(found).startswith(said)
