"""The programme: the paper's figures, and what holds for any programme (made-up rows throughout)."""

import copy

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustbook.chapters.metrics import details, metrics
from trustbook.chapters.programme.analysis import RAG, STAGES, analyse, months_later
from trustbook.chapters.programme.savings_by_project import SavingsByProject

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def found(synthetic_data):
    return analyse(synthetic_data())


@pytest.fixture
def two_returns(full_return):
    """The made-up return, and the same for the month before with a date, a rating and a stage that were others."""
    before = copy.deepcopy(full_return)
    before["programme"][1] |= {"business_case_month": "2030-07", "rag": "green"}
    before["programme"][2] |= {"rag": "red"}
    del before["programme"][3]
    return {EARLIER: before, LATER: full_return}


def test_a_period_without_a_programme_has_none(synthetic_data):
    assert analyse(synthetic_data(period=EARLIER)) is None


def test_the_names_of_the_figures_are_the_same_whether_or_not_the_period_reports(synthetic_data):
    names = {
        period: [each.name for each in metrics(synthetic_data(period=period)) if each.name.startswith("programme.")]
        for period in (EARLIER, LATER)
    }
    assert names[EARLIER] == names[LATER]
    assert len(names[LATER]) == 8


def test_the_benefits_of_a_year_are_the_amounts_added_up_and_its_parts(found):
    later = found.next_year
    assert (later.name, later.total, later.in_delivery, later.red) == ("2031/32", 200_000, 90_000, 40_000)
    assert (found.this_year.total, found.this_year.to_be_confirmed) == (110_000, ("New front door",))


def test_what_two_projects_may_both_count_is_taken_out_of_the_total_without_overlaps(found):
    assert (found.this_year.overlaps, found.this_year.without_overlaps) == (20_000, 90_000)


def test_an_overlap_is_never_more_than_the_smaller_of_the_two(synthetic_data, full_return):
    full_return["programme"][1]["overlap_gbp_k"] = 5000
    found = analyse(synthetic_data({LATER: full_return}))
    assert found.this_year.overlaps == 50_000


def test_an_overlap_with_a_project_without_an_amount_takes_nothing_out(synthetic_data, full_return):
    full_return["programme"][0] |= {"benefit_this_year": "to_be_confirmed", "benefit_this_year_gbp_k": None}
    assert analyse(synthetic_data({LATER: full_return})).this_year.overlaps == 0


def test_without_any_amount_the_total_is_not_reported_and_not_nil(found):
    assert found.plan.total is None
    assert found.plan.without_overlaps is None


def test_every_project_with_a_stage_is_counted_once_by_stage_and_by_rating(found):
    counts = found.themes
    assert counts["projects"].sum() == len(found.staged) == 4
    assert counts[list(STAGES)].to_numpy().sum() == 4
    assert counts[list(RAG)].to_numpy().sum() == 4


_AMOUNTS = st.lists(
    st.tuples(st.integers(0, 9999), st.sampled_from(STAGES), st.sampled_from(RAG), st.integers(0, 9999)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=_AMOUNTS)
def test_delivery_and_the_rest_add_up_and_no_total_without_overlaps_is_above_or_below_what_it_can_be(
    synthetic_data, full_return, amounts
):
    blank = {name: None for name in full_return["programme"][0]}
    full_return["programme"] = [
        blank
        | {"project": f"Project {number}", "stage": stage, "rag": rag, "overlap_gbp_k": overlap}
        | {"benefit_next_year": "amount", "benefit_next_year_gbp_k": amount}
        | {"overlap_with": "Project 0" if number else None}
        for number, (amount, stage, rag, overlap) in enumerate(amounts)
    ]
    found = analyse(synthetic_data({LATER: full_return}))
    later = found.next_year
    assert later.total == 1000 * sum(amount for amount, *_ in amounts)
    assert later.in_delivery + later.before_delivery == later.total
    assert later.overlaps <= later.total
    assert 0 <= later.without_overlaps <= later.total
    assert found.themes["projects"].sum() == len(amounts)


def test_business_cases_stand_in_the_order_of_their_months_and_those_without_one_last(found):
    assert [month for month in found.cases["month"] if month] == ["2030-06", "2030-09"]
    assert list(found.cases["month"].isna()) == [False, False, True, True]


def test_a_business_case_due_before_the_month_of_the_return_is_overdue(found):
    assert list(found.overdue["project"]) == ["New front door"]


def test_a_date_that_moved_since_the_return_before_has_slipped_by_so_many_months(synthetic_data, two_returns):
    cases = analyse(synthetic_data(two_returns)).cases.set_index("project")
    assert cases.loc["Fewer moves", "slipped"] == 2
    assert cases.loc["New front door", "slipped"] == 0
    assert cases.loc["Shared records", "slipped"] is None


@pytest.mark.parametrize(
    ("old", "new", "months"),
    [
        ("2030-03", "2030-05", 2),
        ("2030-12", "2031-01", 1),
        ("2031-01", "2030-12", -1),
        ("2030-03-31", "2030-05", 2),
        ("2030-03", "2030-05-01", 2),
    ],
)
def test_months_are_counted_across_the_end_of_a_year(old, new, months):
    assert months_later(old, new) == months


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(-40, 40))
def test_so_many_months_later_is_as_many_months_earlier_the_other_way(year, month, step):
    count = year * 12 + month - 1 + step
    here, there = f"{year}-{month:02d}", f"{count // 12}-{count % 12 + 1:02d}"
    assert months_later(here, there) == step == -months_later(there, here)


def test_rating_changes_are_those_since_the_return_before(synthetic_data, two_returns):
    changes = analyse(synthetic_data(two_returns)).rating_changes
    assert changes.to_dict("records") == [{"project": "Fewer moves", "was": "green", "now": "amber", "worse": True}]


def test_without_a_return_before_no_rating_has_changed_and_nothing_has_slipped(found):
    assert found.since is None
    assert found.rating_changes.empty
    assert found.cases["slipped"].isna().all()


def test_a_risk_that_the_paper_says_went_up_is_kept_apart_from_a_change_of_rating(found):
    assert found.risk_changes[["project", "risk"]].to_numpy().tolist() == [["Fewer moves", "up"]]


def test_a_saving_stands_beside_the_project_that_carries_it(found):
    (pair,) = found.savings.pairs.itertuples()
    assert (pair.project, pair.refs, pair.benefit_gbp, pair.target_gbp) == ("More homes", "A1", 60_000, 100_000)
    assert (pair.red_gbp, pair.gap_gbp) == (15_000, -40_000)
    assert list(found.savings.rated_worse["project"]) == ["More homes"]


@pytest.fixture
def matched():
    """Savings of projects, each with its project's rating and two of its own amounts, made up."""

    def made(*rows):
        frame = pd.DataFrame(rows, columns=["project", "rag", "red_gbp", "amber_gbp"])
        return SavingsByProject(
            frame.astype({"red_gbp": "Int64", "amber_gbp": "Int64"}), pd.DataFrame(), pd.DataFrame(), None
        )

    return made


def test_savings_are_rated_worse_if_any_pound_is_red_and_the_project_is_not(matched):
    found = matched(
        ("Nothing red", "green", 0, 0),
        ("A pound red", "green", 1, 0),
        ("Not reported", "green", None, 0),
        ("Red here too", "red", 1000, 0),
        ("Amber here", "amber", 1000, 0),
    )
    assert list(found.rated_worse["project"]) == ["A pound red", "Amber here"]


def test_a_green_project_s_savings_are_rated_amber_if_any_pound_is(matched):
    found = matched(
        ("Nothing amber", "green", 0, 0),
        ("A pound amber", "green", 0, 1),
        ("Not reported", "green", 0, None),
        ("Amber here too", "amber", 0, 1000),
        ("Red here", "red", 0, 1000),
    )
    assert list(found.rated_amber["project"]) == ["A pound amber"]


def test_what_stands_in_one_of_the_two_pictures_alone_is_kept(found):
    assert list(found.savings.without_saving["project"]) == ["Fewer moves"]
    assert list(found.savings.without_project["ref"]) == ["A2", "A3"]


def test_what_is_matched_has_no_sum_where_one_of_its_savings_has_no_target(synthetic_data, full_return):
    full_return["programme"][0]["savings_ref"] = "A1; A2"
    assert analyse(synthetic_data({LATER: full_return})).savings.target == 300_000
    full_return["savings"][1]["target_gbp_k"] = None
    assert analyse(synthetic_data({LATER: full_return})).savings.target is None


def test_carried_and_not_carried_savings_are_the_whole_target(synthetic_data, found):
    whole = synthetic_data().current.savings["target_gbp"].sum()
    assert found.savings.target + found.savings.without_project["target_gbp"].sum() == whole


def test_without_a_savings_tracker_there_is_nothing_to_put_beside_the_programme(synthetic_data, full_return):
    del full_return["savings"]
    del full_return["controls"]
    assert analyse(synthetic_data({LATER: full_return})).savings is None


def test_the_newest_pack_plans_these_benefits(real_data):
    """Added up from the project summary; the paper prints no total of its own."""
    found = analyse(real_data("2023-24-P11"))
    assert (found.this_year.total, found.next_year.total, found.plan.total) == (4_790_000, 13_800_000, 9_167_000)
    assert (found.next_year.in_delivery, found.next_year.red) == (10_356_000, 2_417_000)
    assert (found.this_year.without_overlaps, found.next_year.without_overlaps) == (4_680_000, 13_690_000)


def test_the_newest_pack_lists_nineteen_projects_in_five_themes(real_data):
    found = analyse(real_data("2023-24-P11"))
    assert (len(found.staged), found.in_delivery, len(found.themes)) == (19, 7, 5)
    assert [found.rated(rag) for rag in RAG] == [2, 1, 16]
    assert list(found.planned_only["project"]) == ["Targeted Early Help"]


def test_the_benefit_of_circle_to_success_is_the_sum_of_the_two_savings_that_it_carries(real_data):
    pairs = analyse(real_data("2023-24-P11")).savings.pairs.set_index("project")
    assert pairs.loc["Circle to Success", "benefit_gbp"] == pairs.loc["Circle to Success", "target_gbp"] == 3_800_000
    assert pairs.loc["Sufficiency Programme", "gap_gbp"] == 0


def test_each_projects_benefit_has_the_name_by_which_papers_state_it(real_data):
    named = {each.name: each.value for each in details(real_data("2023-24-P11"))}
    assert named["programme.benefit_next_year.circle_to_success"] == 8049
    assert named["programme.benefit_in_plan.targeted_early_help"] == 600
    assert "programme.benefit_this_year.joint_funding" not in named
