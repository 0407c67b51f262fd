import copy

import pytest

from trustbook.chapters.workforce_agency import staff_statistics
from trustbook.chapters.workforce_agency.staff_statistics import ABSENCE, AGENCY, NATION, OWN, VACANCY

LATER = "2030-31-P04"


@pytest.fixture
def statistics(synthetic_data):
    def analyse(*args, **parts):
        return staff_statistics.analyse(synthetic_data(*args, **parts))

    return analyse


def test_a_year_is_known_only_once_it_was_published(statistics):
    found = statistics()
    assert found.years == [2028, 2029, 2030]
    assert [found.is_known(year) for year in found.years] == [True, True, False]
    assert found.newest == 2029


@pytest.mark.parametrize(("published", "newest"), [("2030-07-31", 2030), ("2030-08-01", 2029), ("2030-08", 2029)])
def test_a_year_of_which_the_day_is_on_file_is_known_from_that_day(statistics, synthetic_reference, published, newest):
    for row in synthetic_reference["workforce_statistics"]:
        if row["time_period"] == "2030":
            row["published_on"] = published
    assert statistics(reference=synthetic_reference).newest == newest


def test_a_symbol_is_kept_and_is_neither_zero_nor_a_figure(statistics):
    found = statistics()
    assert found.symbol(OWN, ABSENCE, 2028) == "u"
    assert found.value(OWN, ABSENCE, 2028) is None
    assert found.symbol(OWN, AGENCY, 2028) is None


def test_a_year_with_a_symbol_in_place_of_a_rate_is_no_point_of_the_path(statistics, synthetic_reference):
    for row in synthetic_reference["workforce_statistics"]:
        if row["time_period"] == "2029" and row["measure"] == VACANCY:
            row["value"], row["symbol"] = None, "c"
    found = statistics(reference=synthetic_reference)
    assert list(found.path(OWN)["year"]) == [2028, 2030]


def test_the_joint_return_is_one_area_and_no_figure_is_added_to_it(statistics, synthetic_reference, trust_settings):
    other = [
        row | {"area_code": "E10000001", "area_name": "East"}
        for row in copy.deepcopy(synthetic_reference["workforce_statistics"])
        if row["time_period"] == "2029" and row["geographic_level"] == "Local authority"
    ]
    synthetic_reference["workforce_statistics"] += other
    beside = statistics(reference=synthetic_reference)
    assert beside.value(OWN, "vacancy_fte", 2029) == 60
    trust_settings["statistical_areas"].append("E10000001")
    twice = statistics(reference=synthetic_reference, trust=trust_settings)
    assert twice.unclear == (2029,)
    assert twice.value(OWN, "vacancy_fte", 2029) is None
    assert twice.newest == 2028


def test_a_trust_without_areas_of_its_own_has_no_statistics(statistics, trust_settings, synthetic_reference):
    del synthetic_reference["workforce_statistics"]
    assert statistics(reference=synthetic_reference) is None
    del trust_settings["statistical_areas"]
    assert statistics(trust=trust_settings) is None


def test_the_country_s_figures_that_papers_quote_are_worked_out_for_their_years(synthetic_data):
    found = {(metric.name, year): metric.value for year, metric in _metrics(synthetic_data())}
    assert found["comparator.england.social_workers_leaving", "2029"] == 1100
    assert found["comparator.england.social_workers_leaving_increase", "2029"] == pytest.approx(0.1)
    assert found["comparator.england.vacancies_increase", "2029"] == pytest.approx(0.25)
    assert ("comparator.england.vacancies_increase", "2028") not in found


def _metrics(data):
    return staff_statistics.reference_metrics(data)


def test_a_year_is_known_by_the_day_of_its_paper_if_it_has_none_of_its_own(statistics, synthetic_reference):
    for row in synthetic_reference["workforce_statistics"]:
        row["published_on"], row["source_id"] = None, "made-up"
    assert statistics(reference=synthetic_reference).newest is None
    synthetic_reference["sources"][0]["published_on"] = "2030-07-31"
    assert statistics(reference=synthetic_reference).newest == 2029


def test_the_published_figures_of_the_joint_return_and_of_the_country(real_data):
    found = staff_statistics.analyse(real_data("2023-24-P11"))
    assert (found.newest, found.value(OWN, AGENCY), found.value(OWN, VACANCY)) == (2023, 0.267, 0.369)
    assert (found.value(NATION, AGENCY), found.value(NATION, VACANCY)) == (0.179, 0.189)
    assert found.name(OWN) == "North Northamptonshire / West Northamptonshire"
    assert found.name(OWN, 2020) == "Northamptonshire"
    assert found.value(OWN, AGENCY, 2017) == 0.409
    assert found.symbol(OWN, "vacancy_agency_cover_rate_fte", 2019) == "u"
    assert not found.is_known(2024)
    assert len(found.path(OWN)) == len(found.path(NATION)) == 9


def test_every_edition_of_the_paper_of_april_2024_knows_the_census_of_2023(real_data):
    for period in ("2023-24-P07", "2023-24-P11"):
        assert staff_statistics.analyse(real_data(period)).newest == 2023


def test_nobody_has_a_second_row_beside_a_joint_return(real_data):
    rows = real_data("2023-24-P11").reference.dataset("workforce_statistics")
    codes = [tuple(code.split(" / ")) for code in rows["area_code"].unique()]
    single = [code for part in codes for code in part]
    assert len(single) == len(set(single))
