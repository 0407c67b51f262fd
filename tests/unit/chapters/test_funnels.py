from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.benefits.funnels import by_part, funnel, funnels, together
from trustbook.core.errors import ReturnError

COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=1, max_size=8)
THREE = st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=3, max_size=3)
UNITS = st.lists(st.tuples(st.sampled_from(["leads", "enquiries"]), st.integers(0, 500)), min_size=1, max_size=8)


def staged(counts):
    return [(f"stage {place}", count) for place, count in enumerate(counts)]


def narrowing(counts):
    known = iter(sorted((count for count in counts if count is not None), reverse=True))
    return [None if count is None else next(known) for count in counts]


def lines(rows):
    return pd.DataFrame(rows, columns=["measure", "part", "stage", "step", "value", "unit"])


@given(COUNTS)
def test_a_funnel_of_one_unit_narrows_or_is_refused(counts):
    known = [count for count in counts if count is not None]
    if known == sorted(known, reverse=True):
        assert all(
            stage.lost is None or stage.lost >= 0 for stage in funnel("x", "", "children", staged(counts)).stages
        )
    else:
        with pytest.raises(ReturnError, match="no more than at the stage before"):
            funnel("x", "", "children", staged(counts))


@given(COUNTS.map(narrowing))
def test_what_is_lost_step_by_step_is_what_is_lost_between_the_first_and_the_last(counts):
    made = funnel("x", "", "children", staged(counts))
    known = [count for count in counts if count is not None]
    assert (made.lost or 0) == (known[0] - known[-1] if known else 0)


@given(COUNTS.map(narrowing))
def test_no_stage_keeps_more_than_all_of_the_first(counts):
    made = funnel("x", "", "children", staged(counts))
    assert all(0 <= kept <= 1 for stage in made.stages if (kept := made.kept(stage.name)) is not None)


def test_a_stage_that_is_not_reported_loses_nobody_and_the_next_is_held_to_the_last_known():
    first, unknown, last = funnel("x", "", "children", staged([320, None, 41])).stages
    assert (first.lost, unknown.lost, last.lost) == (None, None, 279)


@given(UNITS)
def test_only_stages_that_count_the_same_are_in_one_funnel(stages):
    ordered = sorted(stages, key=lambda each: -each[1])
    rows = [("x", None, f"stage {step}", step, count, unit) for step, (unit, count) in enumerate(ordered, 1)]
    made = funnels(lines(rows), "x")
    assert len(made) == len({unit for unit, _ in stages})
    assert sorted((each.unit, stage.count) for each in made for stage in each.stages) == sorted(stages)


def test_a_larger_stage_after_a_smaller_one_of_another_unit_is_no_widening():
    made = funnels(lines([("x", None, "leads", 1, 38, "leads"), ("x", None, "asked", 2, 232, "enquiries")]), "x")
    assert [[stage.count for stage in each.stages] for each in made] == [[38], [232]]


def test_a_line_without_a_step_is_in_no_funnel():
    assert funnels(lines([("x", None, "delivered", None, 41, "interventions")]), "x") == []


def test_funnels_of_parts_add_up_stage_by_stage_and_a_stage_that_one_lacks_is_not_reported():
    rows = [("x", "a", "identified", 1, 5, "u"), ("x", "a", "realised", 2, 3, "u"), ("x", "b", "identified", 1, 4, "u")]
    every = together(by_part(lines(rows), "x", ["identified", "realised"]))
    assert (every.count("identified"), every.count("realised")) == (9, None)


@given(st.lists(THREE.map(narrowing), min_size=1, max_size=5))
def test_narrowing_funnels_added_up_narrow_too(many):
    every = together([funnel("x", str(place), "u", staged(counts)) for place, counts in enumerate(many)])
    known = [stage.count for stage in every.reported]
    assert known == sorted(known, reverse=True)


def test_parts_that_count_different_things_are_not_added_up():
    assert together([funnel("x", "a", "u", staged([3])), funnel("x", "b", "v", staged([3]))]) is None


def test_a_funnel_that_widens_by_one_is_refused():
    assert funnel("x", "", "children", staged([40, 40])).lost == 0
    with pytest.raises(ReturnError, match="41 children at 'stage 1', after 40 at 'stage 0'"):
        funnel("x", "", "children", staged([40, 41]))


def test_what_a_stage_keeps_is_a_share_of_the_first_and_the_first_has_none():
    made = funnel("x", "", "u", staged([None, 4, 1, None]))
    assert [made.kept(stage.name) for stage in made.stages] == [None, None, Fraction(1, 4), None]
    assert made.kept("no such stage") is None
    assert funnel("x", "", "u", staged([0, 0])).kept("stage 1") is None
    assert funnel("x", "", "u", staged([1, 0])).kept("stage 1") == 0


def test_what_is_lost_is_not_known_of_one_stage_and_nil_where_none_is_lost():
    assert funnel("x", "", "u", staged([5])).lost is None
    assert funnel("x", "", "u", staged([None, None])).lost is None
    assert funnel("x", "", "u", staged([5, 5])).lost == 0
    assert funnel("x", "", "u", staged([5, 4, 2])).lost == 3


def test_funnels_keep_the_order_of_their_steps_and_of_their_parts():
    rows = [("x", None, "c", 3, 1, "u"), ("x", None, "a", 1, 9, "u"), ("x", None, "b", 2, 4, "v")]
    rows += [("x", "z", "a", 1, 2, "u"), ("x", "y", "a", 1, 3, "u"), ("other", None, "a", 1, 3, "u")]
    made = funnels(lines(rows), "x")
    assert [(each.unit, [stage.name for stage in each.stages]) for each in made] == [("u", ["a", "c"]), ("v", ["b"])]
    assert [(each.part, each.count("a"), each.count("b")) for each in by_part(lines(rows), "x", ["a", "b"])] == [
        ("z", 2, None),
        ("y", 3, None),
    ]


def test_nothing_is_added_up_of_no_funnel_and_one_is_itself():
    assert together([]) is None
    one = funnel("x", "a", "u", staged([3, 2]))
    assert together([one]).stages == one.stages
