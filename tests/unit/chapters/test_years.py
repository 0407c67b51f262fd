import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustbook.chapters.metrics import reference_metrics
from trustbook.chapters.years.analysis import analyse, details, metrics
from trustbook.chapters.years.comparison import accuracy, by_year, later

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
SLOW = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def found(synthetic_data):
    return analyse(synthetic_data())


def year(frame, code):
    return frame.set_index("year").loc[code]


@pytest.fixture
def reported(synthetic_data, synthetic_reference):
    """Open the made-up data with these statements of other years in place of its own."""

    def open_one(*statements, papers=(), **more):
        reference = synthetic_reference | {"outturns": list(statements)}
        reference["sources"] = reference["sources"] + [
            {"source_id": name, "title": name, "publisher": "Nobody", "published_on": when} for name, when in papers
        ]
        return synthetic_data(reference=reference, **more)

    return open_one


def test_every_year_between_the_first_and_the_last_has_a_row_and_what_is_not_held_is_absent(over_budget, reported):
    years = by_year(reported(over_budget("2027-28", 10, "press")))
    assert list(years["year"]) == ["2027-28", "2028-29", "2029-30", "2030-31", "2031-32"]
    assert year(years, "2028-29")[["sum_gbp", "over_gbp", "share"]].isna().all()
    assert pd.isna(year(years, "2027-28")["share"])


def test_the_own_year_has_the_forecast_of_the_period_even_where_a_paper_says_where_it_ended(over_budget, reported):
    own = year(by_year(reported(over_budget("2030-31", 999, "audited"))), "2030-31")
    assert (own["over_gbp"], own["over_status"], own["as_at"]) == (480_000, "forecast", LATER)


@pytest.mark.parametrize(
    ("statements", "taken"),
    [
        ([("forecast", "2029-30-P06", 1), ("press", None, 2)], 2),
        ([("press", None, 2), ("audited", None, 3), ("provisional", None, 4)], 3),
        ([("forecast", "2029-30-P09", 5), ("forecast", "2029-30-P06", 6)], 5),
    ],
)
def test_of_a_year_the_firmest_figure_is_taken_and_of_equals_the_newest(over_budget, reported, statements, taken):
    made = [over_budget("2029-30", amount, status, as_at) for status, as_at, amount in statements]
    assert year(by_year(reported(*made)), "2029-30")["over_gbp"] == taken * 1000


def test_a_sum_is_set_beside_the_cost_of_the_year_before(found):
    assert year(found.years, "2030-31")["beyond_gbp"] == 3_500_000 - 3_060_000
    assert year(found.years, "2031-32")["beyond_gbp"] == -found.upcoming.short == 3_900_000 - 3_980_000


def test_an_earlier_year_without_a_statement_has_the_last_forecast_that_its_returns_hold(reported, monthly_returns):
    returns = monthly_returns(100, first="2029-30-P11") | monthly_returns(200, first="2030-31-P01")
    row = year(by_year(reported(returns=returns)), "2029-30")
    assert (row["as_at"], row["over_status"], row["over_gbp"]) == ("2029-30-P11", "forecast", 220_000)


def test_a_paper_after_the_edition_is_marked_and_the_paper_of_the_return_itself_is_not(reported, group_return):
    papers = [("late", "2030-12-02"), ("early", "2030-12-01"), ("undated", None)]
    for row in group_return["forecast"]:
        row["source_id"] = "own"
    returns = {EARLIER: group_return}
    data = reported(returns=returns, papers=[*papers, ("own", "2030-12-01")])
    assert later(data, "late") == "Published 2 December 2030, after this edition."
    assert later(data, "early") == later(data, "undated") == later(data, "own") == later(data, None) == ""


def test_a_sum_published_later_is_marked_and_held_against_nothing(synthetic_data, synthetic_reference):
    synthetic_reference["sources"].append(
        {"source_id": "late", "title": "Late", "publisher": "Nobody", "published_on": "2030-12"}
    )
    synthetic_reference["contract_sums"][-1]["source_id"] = "late"
    data = synthetic_data(reference=synthetic_reference)
    found = analyse(data)
    row = year(found.years, "2031-32")
    assert row["later"]
    assert pd.isna(row["beyond_gbp"])
    assert found.upcoming is None
    assert {each.value for each in metrics(data) if each.name.startswith("years.next")} == {None}


def test_forecasts_are_held_against_where_the_year_ended_month_by_month(over_budget, reported, monthly_returns):
    """Synthetic: no real paper says where a year ended."""
    returns = monthly_returns(100, 300, first="2029-30-P10") | monthly_returns(0)
    data = reported(
        over_budget("2029-30", 90, "forecast", "2029-30-P02"),
        over_budget("2029-30", 500, "audited"),
        over_budget("2029-30", 450, "provisional"),
        returns=returns,
    )
    pairs = accuracy(data)
    assert [each.short for each in pairs["period"]] == ["P2", "P10", "P11"]
    assert list(pairs["left"]) == [10, 2, 1]
    assert list(pairs["error_gbp"]) == [-410_000, 220_000 - 500_000, 420_000 - 500_000]
    assert set(pairs["status"]) == {"audited"}


def test_a_forecast_is_never_paired_with_an_outturn_against_another_budget(over_budget, reported, monthly_returns):
    returns = monthly_returns(100, first="2029-30-P10") | monthly_returns(0)
    revised = over_budget("2029-30", 90, "audited", against="revised")
    pairs = accuracy(reported(over_budget("2029-30", 70, "forecast", "2029-30-P02"), revised, returns=returns))
    assert list(pairs["forecast_gbp"]) == [100_000]
    assert list(pairs["error_gbp"]) == [10_000]


@pytest.mark.parametrize(("ended", "pairs"), [("2029-30", 1), ("2030-31", 1), ("2031-32", 0)])
def test_a_year_after_the_period_s_own_makes_no_pair_though_a_paper_says_where_it_ended(
    over_budget, reported, ended, pairs
):
    data = reported(
        over_budget(ended, 70, "forecast", f"{ended}-P02"),
        over_budget(ended, 90, "audited"),
        period=EARLIER,
    )
    found = accuracy(data)
    assert len(found[found["period"].map(str) == f"{ended}-P02"]) == pairs


def test_a_forecast_alone_makes_no_pair(found):
    assert found.accuracy.empty


@SLOW
@given(over=st.integers(-5000, 5000), forecast=st.integers(-5000, 5000))
def test_forecast_less_error_is_where_the_year_ended(over_budget, reported, over, forecast):
    pairs = accuracy(
        reported(over_budget("2029-30", forecast, "forecast", "2029-30-P06"), over_budget("2029-30", over, "audited"))
    )
    assert (pairs["forecast_gbp"] - pairs["error_gbp"] == over * 1000).all()
    assert len(pairs) == 1


def test_next_years_sum_is_held_against_this_years_cost(found):
    ahead = found.upcoming
    assert (ahead.total, ahead.status, ahead.cost) == (3_900_000, "provisional", 3_980_000)
    assert (ahead.rise, ahead.short, ahead.lasting_short) == (400_000, 80_000, 150_000)
    assert (ahead.of_kind("in_sum"), ahead.of_kind("set_aside"), ahead.of_kind("taken_off")) == (
        3_900_000,
        40_000,
        30_000,
    )


def test_what_no_paper_calls_one_off_is_not_said_to_be(synthetic_data, synthetic_reference):
    synthetic_reference["contract_blocks"] = synthetic_reference["contract_blocks"][:1]
    ahead = analyse(synthetic_data(reference=synthetic_reference)).upcoming
    assert (ahead.non_recurring, ahead.lasting_short, ahead.of_kind("set_aside")) == (None, None, None)


def test_the_shares_of_the_headings_add_up_to_the_whole(found):
    for column in ("sum_share", "outturn_share"):
        assert found.headings[column].sum() == pytest.approx(1)
    assert found.headings["outturn_gbp"].sum() == found.position.projected_outturn


def test_drivers_take_the_variance_of_their_headings_and_one_without_a_heading_has_none(found):
    drivers = found.drivers.set_index("driver")
    assert drivers.loc["Staff", "variance_gbp"] == 100_000
    assert pd.isna(drivers.loc["Too few homes", "variance_gbp"])
    assert found.drivers_share == pytest.approx(400 / 380)


def test_a_group_of_several_headings_does_not_stand_for_one_of_them(synthetic_data):
    found = analyse(synthetic_data(period=EARLIER))
    drivers = found.drivers.set_index("driver")
    assert drivers.loc["Staff", "variance_gbp"] == 90_000
    assert pd.isna(drivers.loc["Placement prices", "variance_gbp"])
    assert found.drivers_share is None


def test_without_reference_data_the_chapter_still_stands_and_names_the_same_figures(synthetic_data, full_return):
    bare = synthetic_data({LATER: full_return}, reference={})
    found = analyse(bare)
    assert list(found.years["year"]) == ["2030-31"]
    assert found.upcoming is None
    assert [len(each) for each in (found.accuracy, found.services, found.drivers)] == [0, 0, 0]
    assert [each.name for each in metrics(bare)] == [each.name for each in metrics(synthetic_data())]


def test_the_real_years_are_as_the_papers_print_them(real_data):
    found = analyse(real_data("2023-24-P11"))
    years = found.years.set_index("year")
    assert list(years.index) == ["2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25"]
    assert years["over_gbp"].dropna().tolist() == [7_500_000, 622_000, 20_900_000, 31_632_000]
    assert years["sum_gbp"].dropna().tolist() == [123_348_000, 130_000_000, 150_938_000, 180_009_000]
    assert years["over_status"].dropna().tolist() == ["forecast", "forecast", "press", "forecast"]
    assert found.accuracy.empty


def test_the_real_sum_of_2024_25_against_the_cost_of_2023_24(real_data):
    ahead = analyse(real_data("2023-24-P11")).upcoming
    assert (ahead.cost, ahead.short, ahead.non_recurring) == (182_570_000, 2_561_000, 2_363_000)
    assert ahead.of_kind("in_sum") == ahead.total


def test_the_real_drivers_hold_nearly_all_of_the_variance(real_data):
    found = analyse(real_data("2023-24-P11"))
    assert (found.drivers_variance, round(found.drivers_share, 3)) == (27_527_000, 0.998)


def test_an_edition_made_from_a_later_paper_knows_what_that_paper_says(real_data):
    found = analyse(real_data("2023-24-P07"))
    assert found.upcoming is not None
    assert not (found.years["later"] != "").any()


def test_the_statements_of_other_years_have_figures_to_be_held_against(real_data):
    data = real_data("2023-24-P11")
    known = {(name.name, when): name.value for when, name in reference_metrics(data)}
    assert known["contract.block_2_non_recurring", "2024-25"] == 2363
    assert known["comparator.northamptonshire_county_council.forecast_variance.childrens_services", "2019-20"] == 7500
    assert known["comparator.northamptonshire_childrens_trust.budget_share.corporate_parenting", "2021-22"] == 0.32
    assert details(data)[0].name == "years.sum_share.placements"


@pytest.fixture
def two_years(monthly_returns, synthetic_data, synthetic_reference):
    """The last two months of a year whose own return is its outturn, and a month of the year after."""
    returns = monthly_returns(100, 300, first="2029-30-P11") | monthly_returns(50, first="2030-31-P01")
    ended = {"2029-30-P12": {"period": "2029-30-P12", "status": "provisional_outturn"}}

    def open_one(period="2030-31-P01", **more):
        reference = synthetic_reference | {"outturns": []}
        return synthetic_data(returns, params=ended, reference=reference, period=period, **more)

    return open_one


def test_where_a_year_ended_by_its_own_return_is_compared_with_its_forecasts(two_years):
    pairs = accuracy(two_years())
    assert list(pairs["against"]) == ["original", "revised"]
    assert {str(each) for each in pairs["period"]} == {"2029-30-P11"}
    assert list(pairs["left"]) == [1, 1]
    assert set(pairs["error_gbp"]) == {-200_000}
    assert set(pairs["status"]) == {"provisional"}
    assert set(pairs["decimals"]) == {3}


def test_a_year_that_has_not_ended_is_compared_with_nothing(two_years):
    assert accuracy(two_years("2029-30-P11")).empty
