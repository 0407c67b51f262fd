import re

import nbformat
import pytest
import test_chart_rules as rules

from trustbook.chapters.benefits import charts as chart
from trustbook.chapters.benefits import tables, trackers_text
from trustbook.chapters.benefits import text as page
from trustbook.chapters.benefits.analysis import analyse
from trustbook.config.settings import Settings
from trustbook.site.titles import entitle

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
CHARTS = (chart.children, chart.opportunities, chart.weekly_cost)
TEXTS = (
    *(page.scenarios, page.beyond, page.against_the_table, page.money, page.composition, page.ratings, page.carers),
    *(trackers_text.differences, trackers_text.same_money),
)
TABLES = (
    *(tables.opportunities, tables.savings, tables.investment, tables.ratings),
    *(trackers_text.trackers, trackers_text.in_savings),
)


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return analyse(data)


@pytest.fixture
def real(real_data):
    return real_data("2023-24-P11")


def test_the_answer_is_the_saving_as_a_share_of_the_target(real):
    assert repr(page.answer(analyse(real), real)).startswith(
        "**The report on Circle to Success says that it saved £3.7m in 2023/24: 98% of its £3.8m target.**"
    )


@pytest.mark.parametrize(
    ("delivered", "part"),
    [(340_000, "all of"), (339_999, "just under 100% of"), (340_001, "just over 100% of"), (510_000, "150% of")],
)
def test_a_target_that_is_nearly_met_is_not_said_to_be_met(delivered, part, synthetic_data, full_return):
    line = next(row for row in full_return["benefits"] if row["stage"] == "delivered" and row["measure"] == "saving")
    line["value"] = delivered
    data = synthetic_data({LATER: full_return})
    assert f"in 2030/31: {part} its £340k target." in repr(page.answer(analyse(data), data))


def test_the_answer_says_how_much_of_the_fall_goes_without_care_leavers(real):
    said = repr(page.answer(analyse(real), real))
    assert "Without care leavers it fell by £657, so care leavers account for 42% of the fall." in said
    assert "No part of the fall is shown to be a saving." in said


def test_a_period_without_benefits_says_so_in_one_bold_sentence(synthetic_data):
    data = synthetic_data(period=EARLIER)
    said = repr(page.answer(analyse(data), data))
    assert said.startswith("**")
    assert "return does not report benefits of a programme" in said
    assert "£" not in said


def test_a_programme_without_a_saving_says_that_it_is_not_reported(synthetic_data, full_return):
    full_return["benefits"] = [row for row in full_return["benefits"] if row["measure"] != "saving"]
    data = synthetic_data({LATER: full_return})
    assert "does not report what Benefits saved in 2030/31" in repr(page.answer(analyse(data), data))
    assert page.beyond(analyse(data)) is None


def test_without_a_title_in_the_settings_the_chapter_is_called_benefits(data, real):
    assert (page.news(data).title, page.news(real).title) == ("Benefits", "Circle to Success")


@pytest.mark.parametrize(
    "dropped", ["children", "opportunities", "foster_carers", "saving", "investment", "weekly_cost"]
)
def test_what_is_not_reported_leaves_its_section_without_failing_the_others(dropped, synthetic_data, full_return):
    full_return["benefits"] = [row for row in full_return["benefits"] if row["measure"] != dropped]
    data = synthetic_data({LATER: full_return})
    found = analyse(data)
    assert repr(page.answer(found, data))
    for part in (*TEXTS, *TABLES):
        shown = part(found)
        assert shown is None or "nan" not in repr(shown).lower().split()
    for draw in CHARTS:
        draw(found, data)


def test_scenarios_that_are_reported_are_said_to_be_reached_or_not(found):
    said = repr(page.scenarios(found))
    assert "low scenario of 2030/31 is £200k, which was reached" in said
    assert "high scenario of 2030/31 is £300k, which was not reached" in said


def test_scenarios_without_an_amount_are_said_to_have_none(real):
    said = repr(page.scenarios(analyse(real)))
    assert "met the low scenario" in said
    assert "gives no amount for either" in said


@pytest.mark.parametrize(("part_funded", "larger"), [(24_000, "£1k larger"), (25_000, None), (30_000, None)])
def test_a_grant_larger_than_the_cost_that_it_part_funds_is_said_to_be(
    part_funded, larger, synthetic_data, full_return
):
    line = next(row for row in full_return["benefits"] if row["stage"] == "grant")
    full_return["benefits"].append(line | {"part": "First", "stage": "part_funded", "value": part_funded})
    said = repr(page.money(analyse(synthetic_data({LATER: full_return}))))
    assert ("was to pay part of a cost of £24k" in said) == (larger is not None)
    assert larger is None or larger in said


def test_money_that_depends_on_something_is_said_with_its_condition(synthetic_data, full_return):
    line = next(row for row in full_return["benefits"] if row["part"] == "Second")
    line["condition"] = "the work goes on"
    found = analyse(synthetic_data({LATER: full_return}))
    assert "The paper says that £25k for 2030/31 (second) was agreed on condition that the work goes on." in (
        repr(page.money(found))
    )


def test_what_the_money_is_made_of_is_shown_line_by_line_with_what_the_paper_says(real):
    shown = tables.investment(analyse(real))
    amounts = {(row[0], row[2]): row[3] for row in shown.rows if row[1] == "2023/24"}
    assert amounts["First funding", "Subtotal in the paper"] == "1,300,000"
    assert amounts["Innovate Therapeutic Services", "What part of it paid for"] == "848,000"
    assert amounts["The grant", "Grant"] == "330,000"
    said = repr(page.money(analyse(real)))
    assert "was to pay part of a cost of £324k, but the grant is £6k larger" in said
    assert "business as usual by 31 March 2025" in said


def test_a_subtotal_and_a_cost_are_not_added_to_the_money(real):
    now = analyse(real).now
    assert (now.agreed, now.parts) == (1_816_000, 1_808_000)


def test_trackers_that_repeat_an_amount_are_not_said_to_agree(real):
    said = repr(trackers_text.differences(analyse(real)))
    assert "On the other seven they repeat one amount, which does not prove that it is right" in said
    assert "This chapter uses the programme's own report" in said


def test_no_difference_between_two_counts_of_children_is_called_a_loss(real):
    said = repr(page.reached(analyse(real), real))
    assert "Do not read the falls as children lost" in said
    assert "the papers do not say that each count is part of the one before" in said
    assert "fewer" not in said
    shown = chart.children(analyse(real), real).table
    assert [row[1] for row in shown.rows] == ["320", "63", "41"]


def test_the_children_assessed_are_said_by_cohort(real):
    assert "The 320 assessed are in two cohorts: Cohort 1 (218) and Cohort 2 (102)." in repr(
        page.reached(analyse(real), real)
    )


def test_what_is_verified_is_said_and_a_missing_verification_is_not_passed_over(real, found, data):
    assert "checked later is not reported" in repr(page.reached(analyse(real), real))
    assert "checked later is not reported" not in repr(page.reached(found, data))
    assert "20 were verified: 25% of those identified" in repr(page.opportunities(found, data))


def test_a_least_share_is_rounded_down_so_that_it_is_true(real):
    assert "at least 2% of the children were care leavers in April 2023, and at least 15% in February 2024" in repr(
        page.composition(analyse(real))
    )


def test_with_numbers_of_children_the_three_parts_are_said(found):
    assert "With the numbers of children we can explain the whole change" in repr(page.composition(found))


def test_leads_are_kept_out_of_the_funnel_of_enquiries(real):
    said = repr(page.carers(analyse(real)))
    assert said.startswith("The report counts 38 leads and 232 enquiries.")
    assert "so they seem to count something else" in said


def test_a_number_that_cannot_be_told_to_be_of_one_stage_makes_no_stage(real):
    said = repr(page.carers(analyse(real)))
    assert "which stage it counts cannot be read" in said
    assert "Of 232" not in said


def test_enquiries_that_can_be_followed_are(found):
    assert "**Of 90 enquiries, 9 were at 'stage 2'.**" in repr(page.carers(found))


def test_a_stage_of_enquiries_without_a_count_is_said_to_be_not_reported(synthetic_data, full_return):
    next(row for row in full_return["benefits"] if row["stage"] == "stage_2")["value"] = ""
    said = repr(page.carers(analyse(synthetic_data({LATER: full_return}))))
    assert "How many are at 'stage 2' is not reported." in said


def test_the_programmes_saving_is_held_against_what_the_savings_table_confirms(real):
    said = repr(page.against_the_table(analyse(real)))
    assert "£992k more than is green" in said
    assert "£2.7m green (confirmed, which does not mean delivered yet) and £1.1m amber" in said
    assert "they seem to be this programme" in said
    noted = repr(tables.savings(analyse(real)))
    assert "PYE" in noted
    assert "blocked one or more beds" in noted
    assert "£3.78m" in noted


def test_the_commonest_kind_is_not_called_most_and_what_is_read_by_elimination_is_said_to_be(real):
    said = repr(page.opportunities(analyse(real), real))
    assert "The commonest kind is reunification (42)." in said
    assert "By elimination it is stepping down" in said
    assert "10, 8 and 13" in said
    assert "do not say how many of each kind were realised or verified" in said


def test_the_table_of_opportunities_has_what_the_chart_has_not(real, found):
    assert tables.opportunities(analyse(real)) is None
    assert "Realised" in repr(tables.opportunities(found))


def test_the_papers_own_amount_after_the_grant_is_noted_next_to_the_one_worked_out(real):
    noted = repr(tables.investment(analyse(real)))
    assert "£1.516m" in noted
    assert "£1.816m less £0.330m is £1.486m" in noted
    assert "The papers do not separate the two." in repr(page.money(analyse(real)))


def test_what_two_trackers_count_is_named_with_both_amounts(real):
    said = repr(trackers_text.differences(analyse(real)))
    assert "Maximising Housing Benefit Subsidy (£169k or £483k, no year named)" in said
    assert "Circle to Success (£3.8m or £4.0m for 2023/24)" in said
    assert "exactly the amount of Targeted early help" in said


def test_every_amount_of_a_benefit_is_shown_with_the_trackers_that_give_it(real):
    rows = {row[1]: row[2] for row in trackers_text.trackers(analyse(real)).rows if row[0] == "Circle to Success"}
    assert rows["3,800"] == "Project summary (2023/24), Programme report (2023/24)"
    assert rows["8,049"] == "Project summary (2024/25)"
    assert rows["8,072"] == "Board update (no year), Programme report (2024/25)"


@pytest.mark.parametrize("named", [True, False])
def test_the_table_of_equal_amounts_names_officers_only_where_a_tracker_does(synthetic_data, full_return, named):
    for row in full_return["trackers"]:
        row["officer"] = row.get("officer") if named else None
    found = analyse(synthetic_data({LATER: full_return}))
    shown = trackers_text.in_savings(found)
    assert shown.headings == (
        *("Savings line", "Proposal", "Benefit", "Tracker"),
        *(["Officer, where both name one"] if named else []),
        "Amount, £k",
    )


def test_trackers_that_agree_are_said_to_be_counted_twice_and_not_apart(synthetic_data, full_return):
    full_return["trackers"] = [row | {"amount_gbp_k": 5} for row in full_return["trackers"]]
    said = repr(trackers_text.differences(analyse(synthetic_data({LATER: full_return}))))
    assert "do not add the trackers up" in said
    assert "different amounts" not in said


def test_made_up_charts_keep_the_rules_of_all_charts(data):
    drawn = [draw(analyse(data), data) for draw in CHARTS]
    assert all(drawn)
    read = [(each, rules.ET.fromstring(each.svg()), rules.vl_convert.vegalite_to_vega(each.spec)) for each in drawn]
    rules.test_no_chart_has_a_legend(read)
    rules.test_text_is_horizontal_and_large_enough_to_read_on_a_phone(read)
    rules.test_no_chart_tells_more_than_four_things_apart_by_colour(read)
    rules.test_every_figure_that_is_drawn_is_in_the_chart_s_own_table(read)
    rules.test_the_tables_say_nothing_that_only_a_computer_would(read)
    for each in drawn:
        assert len(each.title.split()) <= 10
        assert re.search(r"\bPeriod \d", each.subtitle)
        assert re.search("£|[Nn]umber", each.subtitle)


def test_an_edition_has_the_title_of_the_settings_on_the_chapter(tmp_path, trust_settings):
    path = tmp_path / "benefits.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# Benefits"), nbformat.v4.new_markdown_cell("# Another")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    entitle(tmp_path, Settings.model_validate(trust_settings | {"benefits_title": "Homeward"}))
    assert [cell.source for cell in nbformat.read(path, as_version=4).cells] == ["# Homeward", "# Another"]


def test_a_book_without_the_chapter_has_nothing_to_entitle(tmp_path, trust_settings):
    entitle(tmp_path, Settings.model_validate(trust_settings))
    assert list(tmp_path.iterdir()) == []


def test_the_programmes_own_ratings_are_said_to_be_its_own_and_a_lost_one_is_not_filled_in(found, real):
    said = repr(page.ratings(found))
    assert "report of 5 July 2030 rates it: the work as a whole green and risks amber." in said
    assert [row[1] for row in tables.ratings(found).rows] == ["Green", "Amber", "not reported"]
    true = repr(page.ratings(analyse(real)))
    assert "project as a whole green, risks and issues amber and milestones green" in true


def test_without_ratings_nothing_is_said_of_them(synthetic_data, full_return):
    del full_return["ratings"]
    found = analyse(synthetic_data({LATER: full_return}))
    assert page.ratings(found) is None
    assert tables.ratings(found) is None
