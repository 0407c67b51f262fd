"""The chapter on assurance: its figures against the papers, its order of events, and its words."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.assurance import analysis as assurance
from trustbook.chapters.assurance import charts as chart
from trustbook.chapters.assurance import text as page
from trustbook.chapters.assurance.analysis import DONE, OPEN, SUBJECT_TO, midpoint
from trustbook.chapters.metrics import metrics
from trustbook.core.markup import plain, strong

P11 = "2023-24-P11"
LATER = "2030-31-P04"


@pytest.fixture
def found(real_data):
    return assurance.analyse(real_data(P11))


def values(data):
    return {each.name: each.value for each in assurance.metrics(data)}


def test_the_review_has_thirteen_areas_of_which_the_table_shows_nine_completed_and_three_in_progress(real_data):
    named = values(real_data(P11))
    assert named["assurance.areas"] == 13
    assert named["assurance.areas_shown_completed"] == 9
    assert named["assurance.areas_subject_to"] == 2
    assert named["assurance.areas_in_progress"] == 3


def test_what_the_table_shows_is_counted_though_the_paper_counts_otherwise(found, real_data):
    assert found.unknown == 1
    assert found.stated == {"areas": 13, "completed": 10, "remaining": 3}
    assert found.fits
    counted = {each.name: each.value for each in assurance.details(real_data(P11))}
    assert counted["assurance.areas_completed"] == 9
    assert counted["assurance.areas_awaiting_year_end"] == 2


def test_what_is_counted_adds_up_to_the_areas(found):
    assert found.count(DONE, SUBJECT_TO, OPEN) + found.unknown == len(found.areas)
    assert len(found.open_areas) == found.count(SUBJECT_TO, OPEN)


def test_every_open_area_says_what_is_outstanding_and_why(found):
    assert found.open_areas[["outstanding", "reason"]].notna().all(axis=None)


def test_the_unallocated_cases_fall_from_three_hundred_to_none(found):
    cases = found.timeline[found.timeline["kind"] == "cases"]
    assert list(zip(cases["as_at"], cases["value"], strict=True)) == [("2019-10", 300), ("2020-02", 0)]


def test_the_board_that_two_paragraphs_date_apart_is_found(found):
    assert [list(rows["as_at"]) for _, rows in found.twice_dated] == [["2023-11", "2023-12"]]
    assert "One paper gives two dates for one event, Transformation and Efficiency Board set up: November 2023 " in (
        repr(page.judgements(found))
    )


def test_a_judgement_of_another_trust_is_not_in_the_timeline(found):
    assert "Doncaster Children's Services Trust" not in set(found.timeline["body"])
    assert set(found.other_trusts["body"]) == {"Doncaster Children's Services Trust"}


def test_every_area_risk_and_event_names_its_paper_and_its_place(real_data):
    data = real_data(P11)
    for rows in (data.current.dataset("assurance"), data.reference.dataset("oversight")):
        assert rows[["source_id", "locator"]].notna().all(axis=None)


def test_the_same_figures_are_named_whether_or_not_a_period_reports(real_data):
    assert list(values(real_data("2023-24-P08"))) == list(values(real_data(P11)))
    assert set(values(real_data("2023-24-P08")).values()) == {None}


def test_every_headline_figure_of_the_chapter_has_a_recipe(real_data):
    assert all(each.lineage is not None for each in metrics(real_data(P11)) if each.name.startswith("assurance."))


def test_the_areas_that_wait_for_the_year_end_are_those_that_the_table_says_wait_for_it(synthetic_data):
    counted = {each.name: each.value for each in assurance.details(synthetic_data())}
    assert counted["assurance.areas_completed"] == 2
    assert counted["assurance.areas_awaiting_year_end"] == 1
    assert counted["assurance.risk.income_is_lost"] == 20


@pytest.mark.parametrize(
    ("written", "middle"),
    [
        ("2019-10-17", "2019-10-17"),
        ("2019-10", "2019-10-15"),
        ("2009-10", "2009-10-01"),
        ("2021-22", "2021-10-01"),
        ("2019", "2019-07-01"),
    ],
)
def test_a_date_is_drawn_in_the_middle_of_what_it_names(written, middle):
    assert midpoint(written) == pd.Timestamp(middle)


@given(st.lists(st.sampled_from([None, "2019", "2019-06", "2019-08", "2021-22", "2020-01-14"]), max_size=8))
def test_events_come_in_order_and_the_undated_last(dates):
    events = pd.DataFrame(
        {"as_at": pd.Series(dates, dtype="object"), "event": [str(place) for place in range(len(dates))]}
    ).assign(body="Body", kind="review", status="happened", note=None)
    made = assurance._in_order(events)
    known = [when for when in made["when"] if not pd.isna(when)]
    assert known == sorted(known)
    assert made["as_at"].isna().tolist() == sorted(made["as_at"].isna())
    assert sorted(made["event"]) == sorted(events["event"])


def test_the_answer_opens_with_how_far_the_review_has_come(found, real_data):
    said = repr(page.answer(found, real_data(P11)))
    assert (
        "says that 10 of the 13 areas of the councils' step-in review are complete. Its table shows nine, and" in said
    )
    assert "Three are in progress. Of the nine shown as complete, two still wait for something." in said
    assert "does not show the status of Financial reporting by the councils" in said
    assert "would agree if that area were complete. Nothing else says so, so we do not fill it in." in said


def test_a_period_without_assurance_says_so_in_one_sentence(real_data):
    data = real_data("2023-24-P08")
    said = page.answer(assurance.analyse(data), data).paragraphs
    assert said == (strong("We do not have November's reviews or risks."),)
    assert page.news(data) is None


def test_the_table_of_areas_shows_the_missing_status_as_not_reported(found, real_data):
    row = next(row for row in page.areas(found, real_data(P11)).rows if row[0].startswith("Financial reporting"))
    assert row[1] == "not reported"


def test_a_count_of_what_remains_is_said_only_where_the_table_shows_another(found, real_data):
    other = replace(found, stated=found.stated | {"remaining": 4})
    assert "as remaining" not in repr(page.answer(found, real_data(P11)))
    assert "Three are in progress; the paper counts four as remaining." in repr(page.answer(other, real_data(P11)))


def test_each_note_on_an_area_is_on_the_page_once(found, real_data):
    listed, shown = repr(page.waits(found)), page.areas(found, real_data(P11)).notes
    for row in some(found.areas[found.areas["note"].notna()].itertuples()):
        assert (row.note in listed) != (row.note in shown.values())


def test_the_list_of_what_is_outstanding_names_each_open_area_once(found):
    said = repr(page.waits(found))
    assert said.count("- **") == len(found.open_areas) == 5


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019-10-17", "17 October 2019"),
        ("2019-10", "October 2019"),
        ("2019", "2019"),
        ("2021-22", "2021/22"),
        (None, "not dated"),
    ],
)
def test_dates_are_written_as_people_write_them(written, said):
    assert page.dated(written) == said


def test_risks_without_an_amount_say_so_and_are_not_nil(found, real_data):
    data = real_data(P11)
    shown = {row[0]: row[2] for row in page.table_of_risks(found, data).rows}
    assert shown["The health body does not pay the income in dispute"] == "1,222"
    assert shown["Too few placements on the market"] == "not reported"
    assert "name 14 risks and give an amount for three of them" in repr(page.risks(found, data))


def test_themes_named_every_time_are_those_with_no_gap(found, real_data):
    said = repr(page.risks(found, real_data(P11)))
    assert "three times since February 2020" in said
    assert "Each time they named placements, prices and demand, quality of services and workforce." in said
    rows = {row[0]: row for row in page.concerns(found, real_data(P11)).rows}
    assert rows["Prices and demand"][3] == "4 risks"
    assert rows["Leadership and culture"][3] == "not named"


def test_a_workspace_without_any_history_still_makes_the_chapter(synthetic_data, synthetic_reference, full_return):
    del synthetic_reference["oversight"], synthetic_reference["comparators"]
    data = synthetic_data({LATER: full_return}, reference=synthetic_reference)
    made = assurance.analyse(data)
    assert made.timeline.empty
    assert chart.timeline(made, data) is None
    shown = (page.judgements(made), page.cases(made), page.other_trusts(made, data), page.concerns(made, data))
    assert shown == (None, None, None, None)
    assert page.history(made, data) is None
    assert "named concerns" not in repr(page.risks(made, data))


def test_a_period_with_risks_and_no_review_has_no_areas_to_show(synthetic_data, full_return):
    full_return["assurance"] = [row for row in full_return["assurance"] if row["kind"] == "risk"]
    data = synthetic_data({LATER: full_return})
    made = assurance.analyse(data)
    assert "July's papers name two risks. They do not report a review." in repr(page.answer(made, data))
    assert page.areas(made, data) is None
    assert page.waits(made) is None


def test_a_period_with_a_review_and_no_risks_shows_none(synthetic_data, full_return):
    full_return["assurance"] = [row for row in full_return["assurance"] if row["kind"] == "area"]
    data = synthetic_data({LATER: full_return})
    made = assurance.analyse(data)
    assert page.risks(made, data) is None
    assert page.table_of_risks(made, data) is None
    assert "nan" not in repr(page.concerns(made, data)).lower()


def test_a_judgement_that_minutes_only_repeat_is_not_dated_by_them(found):
    said = repr(page.judgements(found))
    assert "with no date for it: judged inadequate twice before the trust was set up; services still" in said
    assert "services still judged inadequate, as stated at P6 of 2021/22" in said


def test_the_judgements_are_each_of_a_scope_and_have_a_source(found):
    made = found.judgements
    assert made[["scope", "source"]].notna().all(axis=None)
    said = repr(page.judgements(found))
    assert "newest dated judgement of all children's services is of 25 November 2022" in said
    assert "newest dated judgement of fostering is of March 2023" in said
    assert "rated good when inspected again" in said


@pytest.fixture
def inspected(synthetic_data, synthetic_reference, full_return):
    """Make a history of two scopes: one judged twice, one judged at a date and again without one."""

    def event(as_at, event, scope):
        same = {"place": "here", "body": "Body", "kind": "judgement", "status": "happened", "source_id": "made-up"}
        return same | {"as_at": as_at, "event": event, "scope": scope, "locator": "page 1"}

    synthetic_reference["oversight"] = [
        event("2027", "Judged poor", "All services"),
        event("2029-05-02", "Judged fair", "All services"),
        event("2030-03", "Judged bad", "Homes"),
        event(None, "Judged good again", "Homes"),
    ]
    return assurance.analyse(synthetic_data({LATER: full_return}, reference=synthetic_reference))


def test_the_newest_judgement_of_each_scope_is_said_and_what_has_no_date_is_not_lost(inspected):
    first, second, only, *rest = page.judgements(inspected).paragraphs
    assert "of all services is of 2 May 2029: judged fair" in first
    assert "of homes is of March 2030: judged bad." in second
    assert second.endswith("Papers also say, with no date for it: judged good again.")
    assert "inspectors may have published others" in only
    assert rest == []


def test_every_judgement_is_listed_with_its_source(inspected):
    lines = repr(page.judgements(inspected)).split("\n- ")[1:]
    assert len(lines) == 4
    assert all("Source: A made-up paper." in line for line in lines)


def test_the_events_are_said_to_be_those_that_our_papers_name_and_each_is_shown_once(found, real_data):
    data = real_data(P11)
    drawn, listed = chart.timeline(found, data), page.history(found, data)
    assert drawn.title == "Judgements, inspections and reviews that papers date"
    assert "that our papers name" in listed.caption
    undated = found.judgements["as_at"].isna().sum()
    assert len(drawn.table.rows) + len(listed.rows) + undated == len(found.timeline)
    assert "The councils and the trust" in {row[-1] for row in listed.rows}


@pytest.mark.parametrize(
    ("stated", "opens"),
    [
        ({}, "Two of the three areas of the councils' step-in review are complete."),
        ({"completed": 2}, "Two of the three areas of the councils' step-in review are complete."),
        ({"completed": 3, "areas": 3}, "The paper says that three of the three areas"),
    ],
)
def test_a_count_of_the_paper_that_its_table_does_not_show_comes_first(stated, opens, synthetic_data):
    data = synthetic_data()
    made = replace(assurance.analyse(data), stated=stated)
    said = page.answer(made, data).paragraphs[0]
    assert plain(said).startswith(opens)
    assert ("shows two" in said) == (stated.get("completed") == 3)


def test_a_count_that_a_paper_gives_as_more_than_a_number_stays_so(found):
    said = repr(page.cases(found))
    assert "more than 300 in October 2019 and none in February 2020. We have no later count." in said
