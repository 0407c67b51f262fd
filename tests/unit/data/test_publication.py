from datetime import date

import pytest

from trustbook.data.publication import Publication, days_of, publication, publications

DAY = date(2024, 4, 24)
THEN, SINCE, NOT_DATED = Publication.BY_THEN, Publication.SINCE, Publication.NOT_DATED
P03, P04 = "2030-31-P03", "2030-31-P04"


@pytest.mark.parametrize(
    ("time", "published_on", "known"),
    [
        ("2023", "2024-04-24", THEN),
        ("2023", "2024-04-25", SINCE),
        ("2023", "2024-03", THEN),
        ("2023", "2024-04", NOT_DATED),
        ("2023", "2024-05", SINCE),
        ("2023", None, NOT_DATED),
        ("2024-01-24", None, NOT_DATED),
        ("2024-01-26", None, SINCE),
        ("2023", "spring", NOT_DATED),
        ("2024", None, SINCE),
        ("2024", "2024-05-01", SINCE),
        ("2024-25", "2024-04-20", THEN),
        ("2023-24", None, SINCE),
        ("2024-25", None, SINCE),
        ("2024-03-31", None, SINCE),
        ("2023-24-P12", "2024-04-20", THEN),
        ("", "2020-02", THEN),
    ],
)
def test_a_figure_is_known_from_its_day_and_one_without_a_day_not_within_90_days_of_what_it_is_about(
    time, published_on, known
):
    assert publication(DAY, time, published_on) is known


def test_a_series_is_released_in_order_so_a_year_before_a_known_one_was_known():
    given = [("2021", None), ("2022", None), ("2023", "2024-02-29"), ("2024", None), ("2025", "2026-02-26")]
    found = publications(DAY, given)
    assert [found[year] for year in ("2021", "2022", "2023", "2024", "2025")] == [THEN, THEN, THEN, SINCE, SINCE]


def test_a_year_after_the_last_dated_one_is_not_known():
    assert publications(DAY, [("2022", "2023-02-23"), ("2023", None)])["2023"] is NOT_DATED


def test_a_time_with_several_dates_was_known_when_the_last_of_them_was():
    assert publications(DAY, [("2023", "2024-02-29"), ("2023", "2024-06-01")])["2023"] is SINCE


@pytest.mark.parametrize("written", [None, "", "x", "2024-13", "2024-02-30", "2023-24-P13", "20240229"])
def test_what_is_no_time_covers_no_days(written):
    assert days_of(written) is None


def test_a_year_in_two_halves_is_a_financial_year():
    assert days_of("2011-12") == (date(2011, 4, 1), date(2012, 3, 31))


def test_the_day_of_an_edition_is_that_of_the_newest_paper_its_return_cites(
    synthetic_data, full_return, synthetic_reference
):
    full_return["forecast"][0]["source_id"] = "old"
    full_return["forecast"][1]["source_id"] = "new"
    full_return["claims"] = [{"claim_id": "C1", "source_id": "later"}]
    papers = {"old": "2030-08", "new": "2030-09-10", "later": "2031-01-01", "none": None}
    synthetic_reference["sources"] = [
        {"source_id": name, "title": name, "publisher": "Nobody", "file": "none.txt", "published_on": day}
        for name, day in papers.items()
    ]
    data = synthetic_data({P04: full_return}, reference=synthetic_reference)
    assert data.edition_day == date(2030, 9, 10)
    assert data.publication("2029-30", source_id="later") is SINCE
    assert data.publication("2029-30", source_id="none") is NOT_DATED
    assert data.publication("2029-30", "2030-09-09", "later") is THEN
    assert data.publication("2030-31", source_id="new") is THEN, "what its own papers say was known"


def test_a_return_without_a_dated_paper_is_of_the_last_day_of_its_period(synthetic_data):
    assert synthetic_data().edition_day == date(2030, 7, 31)
    assert synthetic_data(period=P03).edition_day == date(2030, 6, 30)


def test_each_edition_made_from_the_pack_of_april_2024_has_its_day(real_data):
    assert {real_data(f"2023-24-P{month:02}").edition_day for month in range(7, 12)} == {DAY}
