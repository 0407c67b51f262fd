"""The programme in words, tables and charts, on the newest pack and on made-up returns."""

import copy
import re
import xml.etree.ElementTree as ET

import pytest

from trustbook.chapters.programme import charts as chart
from trustbook.chapters.programme import savings_by_project_text
from trustbook.chapters.programme import text as page
from trustbook.chapters.programme.analysis import analyse
from trustbook.components.charts.theme import ON_DARK

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
SECTIONS = (
    page.themes,
    page.coverage,
    page.years,
    page.cases,
    page.timeline,
    page.rating_changes,
    page.projects,
    savings_by_project_text.savings,
    savings_by_project_text.reading,
)


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return analyse(data)


@pytest.fixture
def with_a_month_before(synthetic_data, full_return):
    before = copy.deepcopy(full_return)
    before["programme"][1] |= {"business_case_month": "2030-07", "rag": "green"}
    return synthetic_data({EARLIER: before, LATER: full_return})


def test_the_answer_is_what_is_to_be_saved_next_year_and_how_much_of_it_is_in_delivery_or_red(found, data):
    said = repr(page.answer(found, data))
    assert "save £0.200m in 2031/32: £0.090m is from projects in delivery, and £0.040m (20.0%)" in said


def test_a_period_without_a_programme_says_so_and_nothing_else(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(page.answer(analyse(data), data))
    assert "include no transformation programme" in said
    assert "£" not in said
    assert page.news(data) is None


def test_the_front_page_has_the_answer(data, found):
    assert page.news(data).line == page.answer(found, data).paragraphs[0]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_no_section_says_what_only_a_computer_would(section, found, data, real_data):
    newest = real_data("2023-24-P11")
    for one, its in ((found, data), (analyse(newest), newest)):
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|\bdtype\b|_gbp|to_be_|not_app", repr(section(one, its)))


def test_every_section_can_be_said_of_a_programme_that_says_almost_nothing(synthetic_data, full_return):
    full_return["programme"] = [{"project": "Alone", "stage": "concept", "rag": "green"}]
    data = synthetic_data({LATER: full_return})
    found = analyse(data)
    assert "no amount for 2031/32 yet" in repr(page.answer(found, data))
    assert chart.benefits(found, data) is None
    assert chart.timeline(found, data) is None
    for section in SECTIONS:
        assert "nan" not in repr(section(found, data))
    assert page.years_read(found)


def test_a_benefit_that_is_no_amount_is_said_in_words_and_one_that_is_not_stated_is_not_reported(found, data):
    rows = {row[0]: row for row in page.projects(found, data).rows}
    assert rows["New front door"][3:6] == ("to be confirmed", "40", "not reported")
    assert rows["Shared records"][3:5] == ("none printed", "does not apply")


def test_without_a_month_before_the_page_says_that_no_slip_can_be_worked_out(found, data):
    assert "no date can be said to have slipped" in repr(page.timeline(found, data))
    assert "no change of rating can be worked out" in repr(page.rating_changes(found, data))


def test_a_date_and_a_rating_that_moved_are_said(with_a_month_before):
    found = analyse(with_a_month_before)
    assert "Fewer moves by 2 months later" in repr(page.timeline(found, with_a_month_before))
    assert "**Fewer moves** went from green to amber, for the worse, since P3" in repr(
        page.rating_changes(found, with_a_month_before)
    )
    assert "Months later than at P3" in page.cases(found, with_a_month_before).headings


def test_a_business_case_that_is_overdue_is_named(found, data):
    assert "Due before July 2030 and still said to be due: New front door" in repr(page.timeline(found, data))


def test_a_project_whose_savings_are_rated_worse_in_the_tracker_is_said_to_be_rated_apart(found, data):
    said = repr(savings_by_project_text.reading(found, data))
    assert "**Rated apart.** The programme rates More homes green; the tracker rates £0.015m" in said
    assert "only the subject is the same" not in said


def test_a_match_by_subject_alone_says_that_the_papers_do_not_make_it(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    said = repr(savings_by_project_text.reading(found, data))
    assert re.search(r"NCT Fostering Offer green; .* only the subject is the same", said)
    assert set(savings_by_project_text.savings(found, data).notes.values()) == {
        "Matched: the papers' names agree",
        "Matched: the subject is the same, the names are not",
    }


def test_the_paper_names_more_themes_than_its_projects_have(real_data):
    data = real_data("2023-24-P11")
    assert "names 6 themes; the projects that it lists belong to 5" in repr(page.coverage(analyse(data), data))


@pytest.mark.parametrize("drawn", [chart.benefits, chart.timeline])
def test_each_chart_keeps_the_rules_of_charts(drawn, real_data, with_a_month_before):
    for data in (real_data("2023-24-P11"), with_a_month_before):
        figure = drawn(analyse(data), data)
        root = ET.fromstring(figure.svg())
        assert len(figure.title.split()) <= 10
        assert re.search(r"\bP\d", figure.subtitle)
        assert figure.table.rows
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|not reported", repr(figure))
        colours = {node.get(name) for node in root.iter() for name in ("fill", "stroke")}
        assert colours - {None, "none", "transparent"} <= set(ON_DARK)


def test_the_timeline_leads_back_to_the_month_that_a_business_case_had_before(with_a_month_before):
    figure = chart.timeline(analyse(with_a_month_before), with_a_month_before)
    assert "Fewer moves, amber: Sep 2030, was Jul 2030" in figure.description
    assert "leads back" in figure.subtitle
