import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.benefits.trackers import compare, confirmed

YEAR = "2030-31"
AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from(["Plan", "Summary", "Report"]),
        st.sampled_from(["Housing", "Carers", "Homes"]),
        st.sampled_from([None, YEAR, "2031-32"]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:3],
)


def tracked(*rows):
    frame = pd.DataFrame(rows, columns=["tracker", "benefit", "year", "amount_gbp"])
    return frame.assign(officer=None, note=None)


def saving(ref, target, sro="Ann", green=0, amber=0):
    return {
        "ref": ref,
        "proposal": ref,
        "sro": sro,
        "target_gbp": target,
        "green_gbp": green,
        "amber_gbp": amber,
        "red_gbp": 0,
    }


def test_one_benefit_at_two_amounts_is_found_with_the_distance():
    found = compare(tracked(("Plan", "Housing", None, 169), ("Update", "Housing", None, 483)), None, YEAR)
    assert found.differing[["benefit", "apart_gbp"]].to_numpy().tolist() == [["Housing", 314]]


def test_different_years_of_one_benefit_are_not_two_opinions_of_it():
    rows = tracked(("Plan", "Homes", "2030-31", 840), ("Summary", "Homes", "2031-32", 964))
    assert compare(rows, None, YEAR).differing.empty


def test_an_amount_without_a_year_agrees_if_it_fits_any_year():
    rows = tracked(
        ("Plan", "Homes", None, 964), ("Summary", "Homes", "2030-31", 840), ("Summary", "Homes", "2031-32", 964)
    )
    assert compare(rows, None, YEAR).differing.empty


def test_a_benefit_in_one_tracker_only_is_not_counted_twice():
    assert compare(tracked(("Plan", "Homes", None, 1), ("Plan", "Carers", None, 1)), None, YEAR).benefits.empty


@given(AMOUNTS)
def test_no_distance_is_larger_than_the_amounts_allow_and_the_largest_comes_first(rows):
    found = compare(tracked(*rows), None, YEAR)
    distances = found.benefits["apart_gbp"].tolist()
    assert distances == sorted(distances, reverse=True)
    for row in found.benefits.itertuples():
        held = found.amounts.loc[found.amounts["benefit"] == row.benefit, "amount_gbp"]
        assert 0 <= row.apart_gbp == row.high_gbp - row.low_gbp <= held.max() - held.min()
        assert row.trackers > 1


@given(AMOUNTS)
def test_the_order_of_the_lines_changes_no_distance(rows):
    one, other = (compare(tracked(*each), None, YEAR).benefits for each in (rows, rows[::-1]))
    assert dict(zip(one["benefit"], one["apart_gbp"], strict=True)) == dict(
        zip(other["benefit"], other["apart_gbp"], strict=True)
    )


def test_a_difference_that_is_another_benefit_is_said_to_be_inside():
    rows = tracked(
        ("Summary", "Programme", YEAR, 3800), ("Plan", "Programme", None, 3200), ("Plan", "Early help", None, 600)
    )
    assert compare(rows, None, YEAR).inside["inside"].tolist() == ["Early help"]


def test_a_difference_that_two_benefits_fit_is_said_of_neither():
    rows = tracked(("S", "A", YEAR, 900), ("P", "A", YEAR, 600), ("P", "B", YEAR, 300), ("P", "C", YEAR, 300))
    assert compare(rows, None, YEAR).inside.empty


@pytest.mark.parametrize(("officer", "fits"), [("Ann", 1), ("Cara", 0), (None, 1)])
def test_a_saving_is_the_same_money_only_if_the_officer_is_the_same_where_both_name_one(officer, fits):
    rows = tracked(("Plan", "Early help", None, 600)).assign(officer=officer)
    assert len(compare(rows, pd.DataFrame([saving("V2", 600, "Bob; Ann")]), YEAR).in_savings) == fits


def test_an_amount_that_two_savings_have_is_matched_to_neither():
    savings = pd.DataFrame([saving("S1", 100), saving("S2", 100)])
    assert compare(tracked(("Plan", "Payments", None, 100)), savings, YEAR).in_savings.empty


def test_a_benefit_of_another_year_is_not_looked_for_in_this_years_savings():
    savings = pd.DataFrame([saving("S1", 100)])
    assert compare(tracked(("Plan", "Payments", "2031-32", 100)), savings, YEAR).in_savings.empty


def test_what_the_savings_table_confirms_of_a_benefit_counts_what_is_inside_it_too():
    rows = tracked(("Summary", "Main", YEAR, 3800), ("Plan", "Main", None, 3200), ("Plan", "Early help", None, 600))
    savings = pd.DataFrame([saving("V1", 3200, green=2130, amber=1070), saving("V2", 600, green=600)])
    found = confirmed(compare(rows, savings, YEAR), savings, "Main", 3800)
    assert (found.refs, found.target, found.green, found.amber) == (("V1", "V2"), 3800, 2730, 1070)


def test_lines_that_miss_the_target_are_not_said_to_be_the_benefit():
    savings = pd.DataFrame([saving("V1", 3200)])
    found = compare(tracked(("Plan", "Main", None, 3200)), savings, YEAR)
    assert confirmed(found, savings, "Main", 3800) is None
