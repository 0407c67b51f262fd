from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.benefits.composition import At, _midpoints, compose, whole_pounds

POUNDS = st.integers(0, 20_000)
SIZES = st.tuples(st.integers(1, 500), st.integers(0, 500))


def at(date, costs, sizes):
    """A date at which the average of the whole is exactly the mean of both groups, to the pound."""
    others, group = costs
    count, more = sizes
    whole = (others * count + group * more) // (count + more)
    return At(date, whole, others, count + more, count)


@given(POUNDS, POUNDS, POUNDS, POUNDS)
def test_without_numbers_of_children_the_two_parts_are_the_fall(whole, others, whole_after, others_after):
    made = compose(At("a", whole, others), At("b", whole_after, others_after))
    assert made.others + made.group == made.fall == whole - whole_after
    assert made.mixture is None


@given(st.tuples(POUNDS, POUNDS), st.tuples(POUNDS, POUNDS), SIZES, SIZES)
def test_with_them_the_three_parts_are_the_fall_to_the_pound(before, after, sizes, sizes_after):
    made = compose(at("a", before, sizes), at("b", after, sizes_after))
    assert made.costs_of_others + made.costs_of_group + made.mixture == made.fall


@given(st.tuples(POUNDS, POUNDS), SIZES, SIZES)
def test_where_no_cost_changes_the_fall_is_all_mixture_but_for_the_pound_of_the_average(costs, sizes, sizes_after):
    before, after = at("a", costs, sizes), at("b", costs, sizes_after)
    made = compose(before, after)
    assert made.costs_of_others == 0 or abs(made.costs_of_others) <= 1
    if before.share == after.share:
        assert abs(made.mixture) <= 1


def test_where_nobody_is_in_the_group_at_either_date_all_of_it_is_the_others():
    made = compose(At("a", 500, 500, 10, 10), At("b", 400, 400, 12, 12))
    assert (made.costs_of_others, made.costs_of_group, made.mixture) == (100, 0, 0)


def test_a_group_that_is_new_is_mixture_and_no_change_of_its_cost():
    made = compose(At("a", 4000, 4000, 10, 10), At("b", 3000, 4000, 20, 10))
    assert (made.costs_of_others, made.costs_of_group, made.mixture) == (0, 0, 1000)


def test_numbers_that_cannot_be_are_not_used():
    assert At("a", 1, 1, 10, 11).share is None
    assert compose(At("a", 4, 4, 10, 11), At("b", 3, 3, 10, 9)).mixture is None


@given(POUNDS, POUNDS, st.integers(0, 200), st.integers(1, 200))
def test_the_least_share_is_never_more_than_the_share(others, group, more, count):
    whole = Fraction(others * count + group * more, count + more)
    least = At("a", whole, others).least_share
    assert 0 <= least <= Fraction(more, count + more)


def test_an_average_that_rises_has_no_share_of_a_fall():
    assert compose(At("a", 100, 100), At("b", 120, 90)).group_share is None


@given(st.lists(st.fractions(-1000, 1000), min_size=1, max_size=5))
def test_rounded_parts_add_up_to_the_whole_and_only_the_largest_gives_way(parts):
    total = round(sum(parts))
    rounded = whole_pounds(parts, total)
    assert sum(rounded) == total
    apart = [abs(one - other) > Fraction(1, 2) for one, other in zip(rounded, parts, strict=True)]
    assert sum(apart) <= 1


def test_each_part_is_weighed_by_the_mean_of_both_dates():
    """Half of ten children cost 1,200 and the others 800; then six of ten cost 1,000 and the others 600."""
    made = compose(At("a", 1_000, 800, 10, 5), At("b", 840, 600, 10, 4))
    assert (made.costs_of_others, made.costs_of_group, made.mixture) == (90, 110, -40)


def test_the_parts_are_right_before_any_is_rounded_since_the_largest_takes_what_is_left():
    """What is left over goes to the largest part, so that a wrong one would not be seen in the rounded parts."""
    assert _midpoints(At("a", 1_000, 800, 10, 5), At("b", 840, 600, 10, 4)) == (90, 110, -40)
    assert _midpoints(At("a", 840, 600, 10, 4), At("b", 1_000, 800, 10, 5)) == (-90, -110, 40)


def test_what_rounding_leaves_goes_to_the_largest_part_whatever_its_sign():
    fifths = [Fraction(-501, 5), Fraction(52, 5), Fraction(52, 5)]
    assert whole_pounds(fifths, -79) == [-99, 10, 10]


def test_a_group_whose_care_makes_the_average_cheaper_may_be_nobody():
    assert At("a", whole=4_100, others=4_000).least_share == 0
    assert At("a", whole=3_000, others=4_000).least_share == Fraction(1, 4)
    assert At("a", whole=3_000, others=0).least_share == 0


def test_where_nobody_is_in_the_group_the_parts_are_right_before_any_is_rounded():
    assert _midpoints(At("a", 500, 500, 10, 10), At("b", 400, 400, 12, 12)) == (100, 0, 0)
    assert _midpoints(At("a", 400, 400, 10, 10), At("b", 500, 500, 12, 12)) == (-100, 0, 0)


@pytest.mark.parametrize(
    ("whole", "others", "share"),
    [(10, 10, 0), (10, 9, Fraction(1, 10)), (10, 1, Fraction(9, 10)), (10, 0, None), (10, 11, None), (1, 1, 0)],
)
def test_a_share_needs_one_child_outside_the_group_at_least_and_no_more_than_there_are(whole, others, share):
    assert At("a", 1, 1, whole, others).share == share
    assert At("a", 1, 1, None, others).share is None
    assert At("a", 1, 1, whole, None).share is None


@pytest.mark.parametrize(("after", "share"), [(99, 1), (100, None), (101, None)])
def test_a_fall_of_a_pound_has_a_share(after, share):
    assert compose(At("a", 100, 90), At("b", after, 90)).group_share == share


@pytest.mark.parametrize(("others", "least"), [(1, 0), (2, Fraction(1, 2)), (0, 0)])
def test_a_cohort_that_costs_a_pound_has_a_least_share(others, least):
    assert At("a", whole=1, others=others).least_share == least
