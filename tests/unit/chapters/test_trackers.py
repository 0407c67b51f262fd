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


def test_benefits_are_in_the_order_of_their_distance_and_of_the_trackers_where_that_is_equal():
    rows = tracked(
        *(("Plan", name, None, 10) for name in ("Housing", "Carers", "Homes", "Plain")),
        *(
            ("Update", name, None, amount)
            for name, amount in zip(("Housing", "Carers", "Homes", "Plain"), (11, 10, 14, 10), strict=True)
        ),
        ("Report", "Carers", None, 10),
    )
    found = compare(rows, None, YEAR).benefits
    assert found.to_numpy().tolist() == [
        ["Homes", 2, 10, 14, 4],
        ["Housing", 2, 10, 11, 1],
        ["Carers", 3, 10, 10, 0],
        ["Plain", 2, 10, 10, 0],
    ]
    assert list(compare(rows, None, YEAR).differing["benefit"]) == ["Homes", "Housing"]


def test_each_years_two_amounts_furthest_apart_are_listed_where_they_differ():
    rows = tracked(
        ("Plan", "Homes", "2031-32", 50),
        ("Update", "Homes", "2031-32", 70),
        ("Report", "Homes", "2031-32", 55),
        ("Plan", "Homes", YEAR, 10),
        ("Update", "Homes", YEAR, 9),
        ("Plan", "Carers", None, 5),
        ("Update", "Carers", None, 7),
        ("Plan", "Housing", YEAR, 3),
        ("Update", "Housing", YEAR, 3),
    )
    found = compare(rows, None, YEAR)
    listed = [
        [benefit, "" if pd.isna(year) else year, low, high]
        for benefit, year, low, high in found.differences.to_numpy().tolist()
    ]
    assert listed == [["Homes", YEAR, 9, 10], ["Homes", "2031-32", 50, 70], ["Carers", "", 5, 7]]
    assert list(found.differences.index) == [0, 1, 2]
    assert found.benefits[["benefit", "low_gbp", "high_gbp"]].to_numpy().tolist() == [
        ["Homes", 50, 70],
        ["Carers", 5, 7],
        ["Housing", 3, 3],
    ]
    assert len(found.amounts) == len(rows)


def test_a_benefit_that_no_year_can_compare_is_in_no_list():
    rows = tracked(("Plan", "Homes", YEAR, 10), ("Update", "Homes", "2031-32", 12), ("Plan", "Carers", None, 2))
    found = compare(rows, None, YEAR)
    assert found.differences.empty
    assert found.benefits.empty
    assert found.inside.empty


def test_what_is_inside_names_the_larger_tracker_first_whichever_comes_first():
    lines = [("Summary", "Main", YEAR, 3800), ("Plan", "Main", None, 3200), ("Plan", "Early help", None, 600)]
    for rows in (lines, [lines[1], lines[0], lines[2]]):
        (found,) = compare(tracked(*rows), None, YEAR).inside.to_dict("records")
        assert found == {
            "benefit": "Main",
            "larger": "Summary",
            "smaller": "Plan",
            "apart_gbp": 600,
            "inside": "Early help",
        }


def test_amounts_that_agree_have_nothing_inside_though_another_benefit_is_nil():
    rows = tracked(("Summary", "Main", YEAR, 5), ("Plan", "Main", YEAR, 5), ("Plan", "Nothing", None, 0))
    assert compare(rows, None, YEAR).inside.empty


def test_a_line_of_another_year_does_not_keep_later_lines_from_being_found_and_nil_is_no_amount():
    savings = pd.DataFrame([saving("S1", 100, ""), saving("S2", 0), saving("S3", 1, "Bob")])
    savings.loc[2, "sro"] = None
    rows = tracked(
        ("Plan", "Later", "2031-32", 100),
        ("Plan", "Payments", YEAR, 100),
        ("Plan", "Nothing", None, 0),
        ("Plan", "One", None, 1),
    ).assign(officer=[None, None, None, "Ann"])
    found = compare(rows, savings, YEAR).in_savings
    assert found.drop(columns="officer").to_numpy().tolist() == [
        ["Payments", "Plan", 100, "S1", "S1"],
        ["One", "Plan", 1, "S3", "S3"],
    ]
    assert [None if pd.isna(each) else each for each in found["officer"]] == [None, "Ann"]


def test_what_confirms_a_benefit_has_its_references_in_order_with_their_remarks():
    rows = tracked(("Summary", "Main", YEAR, 3800), ("Plan", "Main", None, 3200), ("Plan", "Early help", None, 600))
    savings = pd.DataFrame([saving("V2", 3200, green=2130, amber=1070), saving("V1", 600, green=600)])
    found = confirmed(compare(rows, savings, YEAR), savings.assign(note=["Half", None]), "Main", 3800)
    assert (found.refs, found.remarks) == (("V1", "V2"), ("V2: Half",))
    assert (found.target, found.green, found.amber) == (3800, 2730, 1070)
    made = compare(rows, savings, YEAR)
    assert confirmed(made, savings, "Main", 3800).remarks == ()
    assert confirmed(made, savings, "Main", 3801) is None
    assert confirmed(made, savings, "Main", None) is None
    assert confirmed(made, None, "Main", 3800) is None
    assert confirmed(made, savings, "Other", 3800) is None
    assert confirmed(made, savings.assign(amber_gbp=None), "Main", 3800) is None


def test_the_nearest_two_amounts_are_compared_where_one_names_no_year():
    rows = tracked(("Plan", "Homes", None, 100), ("Summary", "Homes", YEAR, 90), ("Summary", "Homes", "2031-32", 111))
    assert compare(rows, None, YEAR).benefits[["low_gbp", "high_gbp"]].to_numpy().tolist() == [[90, 100]]
