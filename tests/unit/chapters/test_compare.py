"""Rank, quarter and trend among all authorities, and what the chapter says of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.compare import analysis as compare
from trustbook.chapters.compare import charts
from trustbook.chapters.compare import text as page
from trustbook.chapters.workforce_agency import staff_statistics
from trustbook.data.spread import Spread

P07, P11 = "2023-24-P07", "2023-24-P11"
figures = st.lists(st.decimals(0, 100, places=1), min_size=4, max_size=40)
OTHER = {"worse": "better", "better": "worse"}


def placed(found):
    return {path.measure.name: path for path in found.current}


@given(figures, st.sampled_from(["worse", "better"]))
def test_equal_figures_share_the_better_rank_and_the_next_is_as_many_places_on(values, high_is):
    spread = Spread.of(values)
    ranks = [compare.rank(spread.count_below(each), spread.count_equal(each), len(values), high_is) for each in values]
    for value, rank in some(zip(values, ranks, strict=True)):
        better = sum((other < value) if high_is == "worse" else (other > value) for other in values)
        assert rank == better + 1


@given(figures)
def test_with_the_polarity_the_order_of_the_ranks_turns_round(values):
    spread = Spread.of(values)
    for value in some(values):
        lower, same = spread.count_below(value), spread.count_equal(value)
        ranks = [compare.rank(lower, same, len(values), high_is) for high_is in ("worse", "better")]
        assert sum(ranks) == len(values) + 1 - same


@given(figures, st.sampled_from(["worse", "better"]))
def test_with_the_polarity_the_quarter_turns_round(values, high_is):
    _, *bounds, _ = Spread.of(values).bounds()
    for value in some(values):
        assert compare.quarter(value, bounds, high_is) + compare.quarter(value, bounds, OTHER[high_is]) == 5


@given(figures)
def test_the_highest_figure_is_never_in_a_better_quarter_than_a_lower_one_where_high_is_worse(values):
    _, *bounds, _ = Spread.of(values).bounds()
    quarters = [compare.quarter(value, bounds, "worse") for value in sorted(values)]
    assert quarters == sorted(quarters)
    assert set(quarters) <= {1, 2, 3, 4}


def test_rank_quarter_and_trend_follow_from_what_is_held(synthetic_data):
    path = placed(compare.analyse(synthetic_data()))["agency_rate_fte"]
    assert (path.now.figure.time, path.now.rank, path.now.of, path.now.quarter) == ("2029", 70, 100, 3)
    assert path.change() == -0.1
    assert page.trend(path) == "↓ down since 2028 (35.0%), better"


def test_the_same_figures_with_the_other_polarity_change_places(synthetic_data, trust_settings):
    trust_settings["compared_measures"][0]["high_is"] = "better"
    path = placed(compare.analyse(synthetic_data(trust=trust_settings)))["agency_rate_fte"]
    assert (path.now.rank, path.now.quarter) == (30, 2)
    assert page.trend(path).endswith("worse")


def test_a_symbol_has_neither_rank_nor_quarter_nor_trend_and_is_shown_as_it_is(synthetic_data):
    found = compare.analyse(synthetic_data())
    path = placed(found)["stability"]
    assert (path.now.rank, path.now.quarter, path.change()) == (None, None, None)
    row = next(row for row in page.standings(found).rows if row[0] == "Stability")
    assert row[1:5] == ("suppressed (c) (2029)", "no rank", "none", "no figure to compare")


def test_a_year_published_after_the_period_is_not_spoken_of_and_stands_in_the_table_of_years(synthetic_data):
    data = synthetic_data()
    found = compare.analyse(data)
    assert found.since == ("2030",)
    assert "2030" not in repr(page.answer(found, data)) + repr(page.standings(found))
    assert page.years(found).rows[-1][0] == "2030, published after this edition"
    assert "Only the table of years has the figures for 2030 (published after this edition)" in repr(
        page.reading(found)
    )


@pytest.mark.parametrize(("day", "newest"), [("2030-07-31", "2029"), ("2030-08-01", "2028"), (None, "2028")])
def test_a_year_is_known_from_its_day(synthetic_data, synthetic_reference, day, newest):
    for row in synthetic_reference["compared"]:
        if row["time_period"] == "2029":
            row["published_on"] = day
    found = compare.analyse(synthetic_data(reference=synthetic_reference))
    assert placed(found)["agency_rate_fte"].now.figure.time == newest


@pytest.mark.parametrize("day", ["2031-01-01", None])
def test_where_nothing_is_known_to_be_published_by_then_nothing_is_ranked(synthetic_data, synthetic_reference, day):
    for row in synthetic_reference["compared"]:
        row["published_on"] = day
    data = synthetic_data(reference=synthetic_reference)
    found = compare.analyse(data)
    assert "No figures that compare the trust's areas had been published" in repr(page.answer(found, data))
    assert (page.standings(found), charts.ranks(found, data), page.news(data)) == (None, None, None)
    assert {each.value for each in compare.metrics(data)} == {None}


@pytest.mark.parametrize("missing", ["table", "settings"])
def test_a_workspace_without_it_has_an_empty_chapter_that_says_so(
    synthetic_data, synthetic_reference, trust_settings, missing
):
    if missing == "table":
        del synthetic_reference["compared"]
    else:
        del trust_settings["compared_measures"]
    data = synthetic_data(reference=synthetic_reference, trust=trust_settings)
    found = compare.analyse(data)
    assert found is None
    assert "there is nothing to compare" in repr(page.answer(found, data))
    assert (page.standings(found), page.years(found), page.reading(found), page.news(data)) == (None,) * 4


def test_neighbours_are_said_not_to_be_named_until_they_are(synthetic_data, synthetic_reference, trust_settings):
    assert "We do not show statistical neighbours" in repr(page.reading(compare.analyse(synthetic_data())))
    synthetic_reference["compared"].append(
        synthetic_reference["compared"][1] | {"area_code": "E10000005", "area_name": "Near", "value": 0.3}
    )
    trust_settings["statistical_neighbours"] = {"codes": ["E10000005"], "source": "a made-up list"}
    found = compare.analyse(synthetic_data(reference=synthetic_reference, trust=trust_settings))
    assert "named by a made-up list" in repr(page.reading(found))
    assert "Near" in page.standings(found).headings


def test_two_areas_of_the_trust_are_two_rows_and_no_metric(synthetic_data, synthetic_reference, trust_settings):
    second = {"area_code": "E10000008", "area_name": "South", "value": 0.15, "lower": 39}
    synthetic_reference["compared"].append(synthetic_reference["compared"][1] | second)
    trust_settings["statistical_areas"].append("E10000008")
    data = synthetic_data(reference=synthetic_reference, trust=trust_settings)
    names = [row[0] for row in page.standings(compare.analyse(data)).rows]
    assert {"Agency rate, East / West", "Agency rate, South"} <= set(names)
    assert compare.metrics(data)[0].value is None


def test_the_county_s_years_are_not_the_councils_trend(real_data):
    for path in some(compare.analyse(real_data(P11)).current):
        assert path.standings[0].figure.time == "2021"


@pytest.mark.parametrize("period", [P07, P11])
def test_an_edition_of_april_2024_knows_the_census_that_was_published_in_february(real_data, period):
    assert {path.now.figure.time for path in compare.analyse(real_data(period)).current} == {"2023"}


def test_what_both_tables_of_published_figures_hold_is_the_same(real_data):
    reference = real_data(P11).reference
    key = ["time_period", "area_name", "measure"]
    both = reference.dataset("compared").merge(
        reference.dataset("workforce_statistics"), on=key, suffixes=("", "_census")
    )
    assert len(both) == 2 * 9 * 5  # own area and England, 2017 to 2025, four rates and the caseload
    for row in both.itertuples():
        assert (row.value == row.value_census) or row.symbol == row.symbol_census


def test_a_figure_of_the_own_area_agrees_with_the_chapter_on_the_workforce(real_data):
    data = real_data(P11)
    own = staff_statistics.analyse(data)
    for path in some(compare.analyse(data).current):
        known = own.value(staff_statistics.OWN, path.measure.name)
        assert known is None or known == path.now.figure.value


def test_the_chart_has_every_rank_of_the_table(synthetic_data):
    data = synthetic_data()
    found = compare.analyse(data)
    drawn = charts.ranks(found, data)
    assert ("Agency rate", "25.0% (2029)", "70 of 100 (with 1 other)") in [row[:3] for row in drawn.table.rows]
    assert drawn.table == page.standings(found)
