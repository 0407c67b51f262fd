"""Two revisions are compared figure by figure, exactly, and as a page shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.revisions.differences import NO_SUCH_FIGURE, changed_figures


def figure(value, unit="gbp_k", label="Variance", **more):
    return {"value": value, "unit": unit, "label": label} | more


def only(old, new):
    (found,) = changed_figures({"a.b": old}, {"a.b": new})
    return found


def test_figures_that_are_as_they_were_are_not_listed():
    assert changed_figures({"a": figure(1), "b": figure(None)}, {"b": figure(None), "a": figure(1.0)}) == []


def test_a_figure_that_changed_is_listed_with_both_values():
    found = only(figure(27591), figure(28322))
    assert (found.name, found.label, found.unit) == ("a.b", "Variance", "gbp_k")
    assert (found.old, found.new) == (27591, 28322)
    assert (found.old_written, found.new_written, found.difference) == ("£27.591m", "£28.322m", "up £0.731m")


@pytest.mark.parametrize(
    ("old", "new", "written", "difference"),
    [
        (figure(100), figure(50), ("£0.100m", "£0.050m"), "down £0.050m"),
        (figure(-100), figure(100), ("−£0.100m", "£0.100m"), "up £0.200m"),
        (figure(100), figure(100.4), ("£100,000", "£100,400"), "up £400"),
        (figure(100), figure(100.0004), ("£100k", "£100.0004k"), "up £0.0004k"),
        (figure(-100, "gbp"), figure(-100.25, "gbp"), ("−£100", "−£100.25"), "down £0.25"),
        (figure(0.21, "share"), figure(0.222, "share"), ("21.0%", "22.2%"), "up 1.2 percentage points"),
        (
            figure(0.20956949, "share"),
            figure(0.20956948, "share"),
            ("20.956949%", "20.956948%"),
            "down 0.000001 percentage points",
        ),
        (figure(130, "count"), figure(131, "count"), ("130", "131"), "up 1"),
        (figure(65.41, "fte"), figure(65.44, "fte"), ("65.41", "65.44"), "up 0.03"),
        (
            figure(1200, "gbp_per_week"),
            figure(900, "gbp_per_week"),
            ("£1,200 a week", "£900 a week"),
            "down £300 a week",
        ),
        (figure(5, "gbp"), figure(7, "gbp"), ("£5", "£7"), "up £2"),
    ],
)
def test_both_values_are_written_so_that_they_are_seen_to_differ(old, new, written, difference):
    found = only(old, new)
    assert (found.old_written, found.new_written) == written
    assert found.difference == difference


def test_why_there_is_no_value_is_kept_apart():
    found = only(figure(None, absent="not held"), figure(None, absent="not reported"))
    assert (found.old, found.new) == (None, None)
    assert (found.old_written, found.new_written, found.difference) == ("not held", "not reported", "")
    assert only(figure(None, absent="not applicable"), figure(0)).new_written == "£0.000m"
    assert only(figure(5), figure(None)).new_written == "not reported"


def test_a_figure_that_is_nought_is_not_one_that_is_missing():
    found = only(figure(0), figure(None))
    assert (found.old, found.old_absent) == (0, "")
    assert (found.new, found.new_absent) == (None, "not reported")


def test_figures_that_came_or_went_are_listed_and_said_to_have():
    old = {"gone": figure(1, label="Gone"), "same": figure(2), "also_gone": figure(3)}
    new = {"new": figure(4, label="New"), "same": figure(2)}
    came, went, also = changed_figures(old, new)
    assert (came.name, came.label, came.old_written, came.new) == ("new", "New", NO_SUCH_FIGURE, 4)
    assert (went.name, went.label, went.old, went.new_written) == ("gone", "Gone", 1, NO_SUCH_FIGURE)
    assert also.name == "also_gone"


def test_the_order_is_that_of_the_newer():
    old = {name: figure(1) for name in "abc"}
    new = {name: figure(2) for name in "cad"}
    assert [each.name for each in changed_figures(old, new)] == ["c", "a", "d", "b"]


def test_a_figure_in_another_unit_is_another_figure():
    found = only(figure(5, "gbp_k"), figure(5, "gbp"))
    assert (found.old_unit, found.unit) == ("gbp_k", "gbp")
    assert (found.old_written, found.new_written, found.difference) == ("£0.005m", "£5", "")


def test_another_label_alone_is_no_other_figure():
    assert changed_figures({"a": figure(1, label="One")}, {"a": figure(1, label="Uno")}) == []


VALUES = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_subnormal=False))
UNITS = st.sampled_from(["gbp_k", "gbp", "gbp_per_week", "share", "count", "fte", "ratio"])


@given(old=VALUES, new=VALUES, unit=UNITS)
def test_what_differs_is_always_listed_and_looks_different(old, new, unit):
    found = changed_figures({"a": figure(old, unit)}, {"a": figure(new, unit)})
    assert bool(found) == (old != new)
    for each in found:
        assert each.old_written != each.new_written
        assert bool(each.difference) == (old is not None and new is not None)
