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
    assert (
        "£200k for 2031/32. Of this, £90k is from projects in delivery. Projects rated red account for £40k (20%)"
        in said
    )
    assert "contract sum" not in said


@pytest.fixture
def contradicted(synthetic_data, full_return, trust_settings):
    """Make a programme of which the benefits chapter is about one project, and which other papers contradict."""
    trust_settings["benefits_title"] = "More homes"
    full_return["trackers"] = [
        {"tracker": "Plan", "benefit": "More Homes", "amount_gbp_k": 44},
        {"tracker": "Report", "benefit": "More homes", "year": "2031-32", "amount_gbp_k": 91, "note": "Rounded up"},
        {"tracker": "Report", "benefit": "More homes", "year": "2030-31", "amount_gbp_k": 60},
        {"tracker": "Report", "benefit": "Fewer moves", "year": "2031-32", "amount_gbp_k": 70},
        {"tracker": "Report", "benefit": "Something else", "year": "2031-32", "amount_gbp_k": 5},
    ]
    for row in full_return["benefits"]:
        if row["stage"] == "in_contract_sum":
            row["value"] = 50_000
    data = synthetic_data({LATER: full_return}, trust=trust_settings)
    return analyse(data), data


def test_the_answer_says_what_the_contract_sum_already_has_of_next_years_total(contradicted):
    found, data = contradicted
    first, second, *_ = page.answer(found, data).paragraphs
    assert "£50k of the £200k is already taken off the contract sum for that year" in first
    assert "That £50k is part of More homes, which is in delivery. It is not a further saving" in second


def test_the_answer_names_the_amounts_that_other_papers_contradict(contradicted):
    found, data = contradicted
    said = repr(page.answer(found, data))
    assert (
        "The total includes amounts that the papers contradict elsewhere: More homes (£90k here, £91k there)." in said
    )


def test_each_other_amount_is_said_with_its_place_and_why_it_is_not_used(contradicted):
    said, shown = repr(page.years_read(contradicted[0])), page.other_amounts(*contradicted)
    assert ("More homes", "Plan", "no year given", "44") in shown.rows
    assert ("More homes", "Report", "2031/32", "91") in shown.rows
    assert ("More homes", "Table of projects (used here)", "2031/32", "90") in shown.rows
    assert set(shown.notes.values()) == {"Rounded up"}
    assert {row[0] for row in shown.rows} == {"More homes"}
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", repr(shown))
    assert "We use the table of projects" in said
    assert "do not say which amount is right" in said


def test_what_is_taken_off_is_no_more_than_the_projects_own_amount(synthetic_data, full_return, trust_settings):
    trust_settings["benefits_title"] = "More homes"
    made = analyse(synthetic_data({LATER: full_return}, trust=trust_settings))
    assert made.taken_off.amount == 90_000


def test_on_the_true_pack_the_total_rests_on_a_contradicted_amount_and_has_what_is_taken_off(real_data):
    data = real_data("2023-24-P11")
    said = repr(page.answer(analyse(data), data))
    assert "£13.8m for 2024/25" in said
    assert "£4.0m of the £13.8m is already taken off the contract sum for that year" in said
    assert "not a further saving to the councils" in said
    assert "Circle to Success (£8.05m here, £8.07m there)" in said
    assert "Maximising Housing Benefit Subsidy (£403k here, £169k or £483k there)" in said


def test_a_period_without_a_programme_says_so_and_nothing_else(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(page.answer(analyse(data), data))
    assert "return does not report transformation programme figures" in said
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
    assert rows["Shared records"][3:5] == ("– (a dash in the paper)", "does not apply")


def test_without_a_month_before_the_page_says_that_no_slip_can_be_worked_out(found, data):
    assert "cannot say which dates or ratings have changed" in repr(page.timeline(found, data))
    assert "No rating has changed" not in repr(page.rating_changes(found, data))


def test_a_date_and_a_rating_that_moved_are_said(with_a_month_before):
    found = analyse(with_a_month_before)
    assert "Fewer moves, 2 months later" in repr(page.timeline(found, with_a_month_before))
    assert "**Fewer moves** went from green to amber (worse) since June" in repr(
        page.rating_changes(found, with_a_month_before)
    )
    assert "Months later than at P3" in page.cases(found, with_a_month_before).headings


def test_a_business_case_that_is_overdue_is_named(found, data):
    assert "New front door was due before July 2030 but is still said to be due" in repr(page.timeline(found, data))


def test_a_project_whose_savings_are_rated_worse_in_the_tracker_is_said_to_be_rated_apart(found, data):
    said = repr(savings_by_project_text.reading(found, data))
    assert "**Rated differently.** The programme rates More homes green, but £15k" in said
    assert "only the subject is the same" not in said


def test_a_match_by_subject_alone_says_that_the_papers_do_not_make_it(real_data):
    data = real_data("2023-24-P11")
    found = analyse(data)
    said = repr(savings_by_project_text.reading(found, data))
    assert re.search(r"NCT Fostering Offer, only the subject is the same. The papers do not say", said)
    assert set(savings_by_project_text.savings(found, data).notes.values()) == {
        "Matched: the papers' names agree",
        "Matched: the subject is the same, the names are not",
    }


def test_the_paper_names_more_themes_than_its_projects_have(real_data):
    data = real_data("2023-24-P11")
    assert "names 6 themes, but the projects that it lists belong to 5" in repr(page.coverage(analyse(data), data))


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
    assert "Fewer moves (Sep 2030, was Jul 2030)" in figure.description
    assert "leads back" in figure.subtitle


def test_a_project_without_an_officer_is_named(synthetic_data, full_return):
    full_return["programme"][1]["sro"] = None
    data = synthetic_data({LATER: full_return})
    assert "The paper gives no officer for Fewer moves." in repr(page.coverage(analyse(data), data))


def test_equal_amounts_are_called_the_same_and_not_an_agreement(real_data):
    data = real_data("2023-24-P11")
    said = repr(savings_by_project_text.reading(analyse(data), data))
    assert "are the same amount for Sufficiency Programme and Circle to Success" in said
    assert "agree" not in said
    assert "only the subject is the same" in said


def test_without_anything_taken_off_the_contradicted_amounts_are_said_of_the_total(synthetic_data, full_return):
    full_return["trackers"] = [{"tracker": "Report", "benefit": "More homes", "year": "2031-32", "amount_gbp_k": 91}]
    data = synthetic_data({LATER: full_return})
    said = repr(page.answer(analyse(data), data))
    assert "The total includes amounts that the papers contradict elsewhere: More homes (£90k here" in said
    assert "taken off" not in said


def test_a_project_whose_savings_have_a_target_and_that_gives_no_amount_is_named(synthetic_data, full_return):
    full_return["programme"][0]["benefit_this_year_gbp_k"] = None
    data = synthetic_data({LATER: full_return})
    said = repr(savings_by_project_text.reading(analyse(data), data))
    assert "We match £100k of savings in the tracker to projects." in said
    assert "More homes has no amount for 2030/31, but the matched savings have a target." in said
