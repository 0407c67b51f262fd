"""What pages say of nights and prices, and that no small count is on them. The figures are invented."""

import re

import pytest
from activities import series
from golden_books import workspace_of
from shown import shown

from looked_at import some
from trustbook.chapters.placements import activity_charts, activity_text, nights, occupancy_text, year_end_text
from trustbook.chapters.placements.text import answer, news
from trustbook.components.charts.chart import Chart
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.period_data import open_period
from trustbook.site.downloads.contents import page, write_downloads

LATER = "2030-31-P04"
LONGEST = 30


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """The invented city, opened at a period."""
    return workspace_of("city", tmp_path_factory.mktemp("city") / "workspace")


@pytest.fixture
def of_city(city):
    return lambda period: open_period(period, workspace=Workspace(city))


def everything(folder, period):
    parts = []
    for _, each in shown(period, folder, "placements"):
        parts += [repr(each), repr(each.table), str(each.spec)] if isinstance(each, Chart) else [repr(each)]
    return parts


def rows(made_lines):
    return [
        {
            "care_type": each.care_type,
            "provider": each.provider,
            "month": each.month.calendar_month,
            "heading": each.heading,
            "at_start": each.at_start,
            "entries": each.entries,
            "exits": each.exits,
            "nights": each.nights,
            "weekly_price_gbp": float(each.week_gbp),
        }
        for each in made_lines
    ]


@pytest.fixture
def of_months(synthetic_data, full_return):
    """Open the made-up return with these invented months."""

    def opened(*made_lines):
        full_return["activity"] = rows(made_lines)
        data = synthetic_data({LATER: full_return})
        return nights.analyse(data), data

    return opened


def test_the_city_s_page_says_what_its_placements_cost_and_would_cost(of_city):
    data = of_city("2025-26-P07")
    found = nights.analyse(data)
    assert "640 placements at the end of October 2025, at an average of £1,302 a week" in repr(answer(None, data))
    assert news(data).title == "Placements"
    said = repr(year_end_text.committed(found))
    assert "If nobody came or left after October 2025 and no price changed" in said
    assert "£42.6m" in said
    assert "£915k less than the £43.6m forecast for Children looked after" in said


def test_at_the_end_of_the_year_nothing_is_to_come_and_missing_months_are_named(of_city):
    found = nights.analyse(of_city("2024-25-P12"))
    assert repr(year_end_text.committed(found)) == (
        "No return that we have states April to December 2024. So the cost of the year cannot be added up."
    )
    assert year_end_text.committed_table(found) is None
    assert year_end_text.projected(found) is None


@pytest.mark.parametrize(("months", "said"), [(1, ""), (2, " The two months that we have of 2030/31 cost ")])
def test_what_the_months_cost_together_is_said_of_more_than_one(of_months, months, said):
    found, data = of_months(*series([(0, 0)] * months, first=Period.parse(LATER).step(1 - months)))
    text = repr(activity_text.answer(found, data))
    assert "The month's 3,100 nights" in text
    assert ("that we have of" in text) is bool(said)
    assert said in text


def test_a_period_without_the_dataset_says_so_in_one_sentence(real_data):
    assert repr(activity_text.opening(None, real_data("2023-24-P11"))) == (
        "February's return does not report nights and prices of placements."
    )
    assert repr(activity_text.opening(None, real_data("2023-24-P10"))) == (
        "We do not have January's nights and prices of placements."
    )


@pytest.mark.parametrize("period", ["2024-25-P12", "2025-26-P02", "2025-26-P05", "2025-26-P07"])
def test_no_page_shows_a_count_of_1_to_4_or_what_gives_it_away(city, of_city, period):
    found = nights.analyse(of_city(period))
    texts = everything(city, period)
    said = "\n".join(texts)
    assert found.kept_back.small == {"Secure"}
    assert "fewer than 5" in said
    assert said.count("so that no child can be identified") == 1
    tables = [each for _, each in shown(period, city, "placements") if hasattr(each, "rows")]
    kept = found.kept_back_at_any_time.kept_back
    own = [cell for each in tables for row in each.rows if row[0] in kept for cell in row[1:]]
    assert own
    assert set(own) <= {"fewer than 5", "not shown"}
    values = [cell for each in tables for row in each.values if row[0] in kept for cell in row[1:]]
    assert set(values) == {None}


def test_the_chart_carries_no_small_count_in_its_drawing(of_city):
    data = of_city("2025-26-P07")
    chart = activity_charts.placements_by_month(nights.analyse(data), data)
    assert chart.title == "Placements rose from 605 in January 2025 to 640"
    values = [each for values in _datasets(chart.spec) for each in values if "series" in each]
    secure = [each for each in values if each["series"] == "Secure"]
    assert {(each["amount"], each["label"]) for each in secure} == {(0, "<5")}
    assert not [each for each in values if each["series"] == "Supported accommodation"]


def _datasets(spec):
    if isinstance(spec, dict):
        if isinstance(spec.get("values"), list):
            yield spec["values"]
        for each in spec.values():
            yield from _datasets(each)
    elif isinstance(spec, list):
        for each in spec:
            yield from _datasets(each)


def test_the_lines_are_in_no_download_and_the_page_says_why(synthetic_workspace):
    made = synthetic_workspace()
    period = made.period(LATER)
    folder = write_downloads(made, period, [])
    assert not list(folder.glob("*activity*"))
    assert "weekly_price_gbp" not in (folder / "datapackage.json").read_text(encoding="utf-8")
    assert "activity.csv are not among the files" in page(made, period, [], folder)
    assert "activity.csv" not in page(made, made.period("2030-31-P03"), [], None)


def test_a_body_without_24_months_reads_how_many_it_has(of_months):
    found, _ = of_months(*series([(2, 1)] * 7, first=Period(2029, 10)))
    assert "need 24 months in a row of a type of care. We have seven." in repr(year_end_text.projected(found))


def test_a_projection_is_given_with_its_test_or_refused_with_it(of_months):
    rising = series([(12, 5)] * 36, 60, Period(2027, 5))
    flat = series([(3, 3)] * 36, 90, Period(2027, 5), care_type="Residential")
    found, _ = of_months(*rising, *flat)
    said = repr(year_end_text.projected(found))
    assert re.search(r"By the end of March 2031 there may be \d+ placements of Fostering", said)
    assert re.search(r"In 17 tests on past months, the projection of Fostering was out by [\d.]+ placements", said)
    assert "We give no projection of Residential. In 17 tests" in said
    assert "Assuming no change was out by" in said
    assert [row[0] for row in year_end_text.projected_table(found).rows] == ["Fostering"]


def test_restated_months_are_counted_and_named(synthetic_data, full_return, group_return):
    group_return["activity"] = [{**full_return["activity"][0], "nights": 900}]
    data = synthetic_data({"2030-31-P03": group_return, LATER: full_return})
    said = repr(activity_text.opening(nights.analyse(data), data))
    assert "A later return restated 1 month: June 2030. The newest figures are used." in said


def test_without_a_heading_nothing_is_compared(of_months):
    found, _ = of_months(*series([(2, 1)] * 4, heading=None))
    assert "does not say which budget heading pays for these placements" in repr(year_end_text.committed(found))


def test_too_few_placements_are_said_and_nothing_of_them_is_shown(of_months):
    found, data = of_months(*series([(0, 0)] * 4, 3))
    assert "too few placements to show their number" in repr(activity_text.answer(found, data))
    for made in (activity_text.month_table, activity_text.year_table, activity_text.changed):
        assert made(found) is None
    assert activity_charts.placements_by_month(found, data) is None
    assert nights.headlines(found) == ()


def test_sentences_are_short(city, of_city, of_months):
    found, data = of_months(*series([(12, 5)] * 36, 60, Period(2027, 5)))
    texts = [
        activity_text.opening(found, data),
        year_end_text.committed(found),
        year_end_text.projected(found),
        activity_text.changed(found),
    ]
    for period in ("2024-25-P12", "2025-26-P07"):
        of_period = nights.analyse(of_city(period))
        texts += [
            activity_text.answer(of_period, data),
            activity_text.small_counts(of_period),
            occupancy_text.full(of_period),
            year_end_text.committed(of_period),
        ]
    paragraphs = [str(paragraph) for text in texts for paragraph in text.paragraphs]
    for sentence in some(each for one in paragraphs for each in re.split(r"(?<=[.:;?!])\s", one)):
        assert len(sentence.split()) <= LONGEST, sentence


@pytest.mark.parametrize(
    ("moves", "title", "ends"),
    [
        (
            [(0, 0), (10, 0), (10, 0)],
            "Placements rose from 100 in February 2030 to 120",
            "100 at first, 120 at the end",
        ),
        ([(0, 0), (0, 10), (0, 10)], "Placements fell from 100 in February 2030 to 80", "100 at first, 80 at the end"),
        ([(0, 0), (9, 0), (0, 9)], "There are as many placements as in February 2030", "100 at both ends"),
    ],
)
def test_the_chart_says_how_the_placements_moved_from_its_first_month_to_its_last(of_months, moves, title, ends):
    chart = activity_charts.placements_by_month(*of_months(*series(moves, 100, Period(2029, 11))))
    assert chart.title == title
    assert f"Fostering: {ends}." in chart.description


@pytest.mark.parametrize(("start", "later", "word"), [((3, 0), (40, 0), "more"), ((43, 40), (0, 40), "fewer")])
def test_the_chart_says_only_whether_there_are_more_where_the_placements_were_few(of_months, start, later, word):
    moves = [(0, 0), (0, 0), later]
    fostering, residential = (
        series(moves, first_count, Period(2029, 11), care_type=name)
        for first_count, name in zip(start, ("Fostering", "Residential"), strict=True)
    )
    chart = activity_charts.placements_by_month(*of_months(*fostering, *residential))
    assert chart.title == f"There are {word} placements than in February 2030"


@pytest.mark.parametrize(
    ("starts", "shown_of"),
    [
        ({"Fostering": 60, "Residential": 40}, ["Fostering", "Residential"]),
        ({"Fostering": 60, "Residential": 3, "Adoption": 40}, None),
        ({"Fostering": 60}, None),
    ],
)
def test_how_full_places_are_is_shown_by_type_unless_a_type_has_few_or_is_the_only_one(
    synthetic_data, full_return, starts, shown_of
):
    months = [each for name, start in starts.items() for each in series([(0, 0)] * 4, start, care_type=name)]
    full_return["activity"] = [row | {"places": 80} for row in rows(months)]
    found = nights.analyse(synthetic_data({LATER: full_return}))
    assert {each.care_type for each in found.activity.of(found.month)} == set(starts)
    made = occupancy_text.full_table(found)
    assert (None if made is None else [row[0] for row in made.rows]) == shown_of
