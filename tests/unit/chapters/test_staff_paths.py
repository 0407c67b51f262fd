"""What the charts of agency staff and vacancies say and draw, and how years are named. The figures are invented."""

import re

import pandas as pd
import pytest

from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency.agency_cover import Cover
from trustbook.chapters.workforce_agency.conversions_chart import _rounded, conversions
from trustbook.chapters.workforce_agency.staff_charts import _curve_in, _finding, _in_words, _paths_in
from trustbook.chapters.workforce_agency.staff_text import _years
from trustbook.components.charts.theme import PAPER


def rates(year, agency, vacancy):
    return pd.Series({"year": year, "agency": agency, "vacancy": vacancy})


NOBODY = pd.DataFrame(columns=["year", "agency", "vacancy"])


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ((0.21, 0.29), "Agency use up, vacancies down since 2028"),
        ((0.201, 0.301), "Agency use up, vacancies up since 2028"),
        ((0.2004, 0.2996), "Agency use unchanged, vacancies unchanged since 2028"),
    ],
)
def test_a_rate_that_moves_by_less_than_its_last_place_is_unchanged(last, said):
    assert _finding(rates(2028, 0.2, 0.3), rates(2030, *last), NOBODY, "the country") == said


@pytest.fixture
def drawn_paths():
    frame = pd.DataFrame(
        {
            "side": ["own", "own", "nation"],
            "year": [2028, 2029, 2029],
            "agency": [0.2, 0.25, 0.15],
            "vacancy": [0.3, 0.35, 0.2],
            "known": [True, False, True],
            "series": ["Own area", "Own area", "The country"],
            "label": ["2028", "2029", "2029"],
        }
    )
    return _paths_in(400, frame, {"own": "Own area", "nation": "The country"}).to_dict()


def test_the_paths_are_drawn_within_the_width_that_they_are_given(drawn_paths):
    assert 300 < drawn_paths["width"] < 400


def test_a_year_that_the_edition_could_not_know_is_a_ring_as_large_as_the_points_and_as_thick_as_the_path(drawn_paths):
    by_mark = {}
    for layer in drawn_paths["layer"]:
        by_mark.setdefault(layer["mark"]["type"], []).append(layer)
    known, ring = by_mark["point"]
    assert known["transform"] == [{"filter": "datum.known"}]
    assert ring["transform"] == [{"filter": "!datum.known"}]
    assert (ring["mark"]["filled"], ring["mark"]["fill"]) == (False, PAPER)
    assert ring["mark"]["size"] == known["mark"]["size"]
    assert {ring["mark"]["strokeWidth"]} == {each["mark"]["strokeWidth"] for each in by_mark["line"]}


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2019, 2020, 2021], "2019 to 2021"),
        ([2018, 2020, 2021], "2018, 2020 and 2021"),
        ([2018, 2019, 2021], "2018, 2019 and 2021"),
        ([2020, 2021], "2020 and 2021"),
    ],
)
def test_years_in_a_row_are_a_span_and_others_are_listed(years, said):
    assert _years(years) == said


def test_a_share_below_break_even_is_labelled_below_its_point_and_another_above():
    curve = pd.DataFrame({"premium": [0.0, 0.5], "break_even": [1.0, 2 / 3]})
    cover = Cover(premium=0.25, curve=curve, year=2029, covering=30, vacant=60, factor_posts=None)
    drawn = _curve_in(400, cover, [("Of all", 0.5, "grey"), ("After the factor", 0.95, "blue")]).to_dict()
    texts = {each["mark"]["dy"] < 0: each for each in drawn["layer"] if each["mark"]["type"] == "text"}
    for is_above, layer in texts.items():
        assert layer["transform"] == [{"filter": f"(datum.place === '{'over' if is_above else 'under'}')"}]
    rows = [row for values in drawn["datasets"].values() for row in values if "place" in row]
    assert {row["name"]: row["place"] for row in rows} == {
        "Break-even": "over",
        "Of all": "under",
        "After the factor": "over",
    }


def test_the_chart_of_conversions_says_what_so_many_save_together(synthetic_data):
    data = synthetic_data()
    found = workforce.analyse(data)
    chart = conversions(found, data)
    number = int(re.search(r"saving for (\d+) of", chart.description)[1])
    assert number > 1
    assert f"at the premium reported, {_rounded(found.saving_each_gbp * number)}" in chart.description


@pytest.mark.parametrize(
    ("gone", "value"), [("agency_headcount", None), ("agency_headcount", 0), ("agency_premium", 0)]
)
def test_without_agency_staff_or_a_saving_each_there_is_no_chart_of_conversions(
    synthetic_data, full_return, gone, value
):
    for row in full_return["workforce"]:
        if row["measure"] == gone:
            row["value"] = value
    full_return["workforce"] = [row for row in full_return["workforce"] if row["value"] is not None]
    data = synthetic_data({"2030-31-P04": full_return})
    found = workforce.analyse(data)
    assert found is not None
    assert conversions(found, data) is None


def test_the_cost_of_a_post_is_written_in_whole_pounds(synthetic_data):
    data = synthetic_data(assumptions={"post_cost_gbp": 40_000.4})
    chart = conversions(workforce.analyse(data), data)
    assert chart.title.endswith("if posts cost £40,000")


PATH = pd.DataFrame(
    {
        "year": [2028, 2029, 2030],
        "agency": [0.2, 0.25, 0.3],
        "vacancy": [0.3, 0.35, 0.4],
    }
)


@pytest.mark.parametrize(
    ("known", "newest"),
    [
        ([True, True, False], " In 2029, the newest year known: 25.0% and 35.0%."),
        ([True, False, False], " In 2028, the newest year known: 20.0% and 30.0%."),
        ([True, True, True], ""),
        ([False, False, False], ""),
    ],
)
def test_a_path_is_described_by_its_ends_and_the_newest_year_known_where_that_is_not_the_last(known, newest):
    assert _in_words("Own area", PATH.assign(known=known)) == (
        "Own area: agency rate from 20.0% in 2028 to 30.0% in 2030; vacancy rate from 30.0% in 2028 to 40.0% in 2030."
        + newest
    )


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ((0.29, 0.39), "Agency use and vacancies are both above the country's"),
        ((0.3, 0.4), "Agency use and vacancies are both not above the country's"),
        ((0.31, 0.41), "Agency use and vacancies are both not above the country's"),
        ((0.29, 0.4), "Agency use up, vacancies up since 2028"),
    ],
)
def test_the_newest_year_is_compared_with_the_country_if_both_rates_agree(country, said):
    nation = PATH[PATH["year"] == 2030].assign(agency=country[0], vacancy=country[1])
    assert _finding(PATH.iloc[0], PATH.iloc[-1], nation, "the country") == said


def test_the_axes_end_at_the_tens_above_the_highest_rate_and_are_in_per_cent():
    frame = PATH.assign(side="own", known=True, series="Own area", label=["2028", "2029", "2030"])
    for highest, end in ((0.399, 40), (0.4, 50), (0.41, 50)):
        drawn = _paths_in(400, frame.assign(vacancy=[0.3, 0.35, highest]), {"own": "Own area"}).to_dict()
        domains = {tuple(layer["encoding"][axis]["scale"]["domain"]) for layer in drawn["layer"] for axis in ("x", "y")}
        assert domains == {(0, end)}
