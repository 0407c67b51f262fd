import xml.etree.ElementTree as ET

import pytest

from trustbook.components.charts.drawing import draw_in_process
from trustbook.components.charts.theme import DOWN, GROUND, NARROW, UP, WIDE
from trustbook.components.charts.waterfall import Step, is_cut, waterfall

STEPS = (
    Step("Before", 10_000_000, total=True),
    Step("Staff", 3_000_000),
    Step("Transport", 0),
    Step("Care", -5_000_000),
    Step("After", 8_000_000, total=True, strong=True),
)


def bars(steps, width=WIDE, **how):
    spec = waterfall(steps, **how)(width).to_dict()
    (rows,) = [rows for rows in spec["datasets"].values() if "begin" in rows[0]]
    return {row["name"]: row for row in rows}


def svg(steps, width=WIDE, **how):
    return draw_in_process(waterfall(steps, **how)(width).to_dict())


def test_each_change_floats_from_where_the_one_before_ended_and_totals_begin_at_zero():
    drawn = {name: (row["begin"], row["amount"]) for name, row in bars(STEPS).items()}
    assert drawn == {"Before": (0, 10), "Staff": (10, 13), "Transport": (13, 13), "Care": (13, 8), "After": (0, 8)}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_rise_and_a_fall_differ_in_arrow_sign_and_colour(width):
    made = svg(STEPS, width)
    said = {"".join(node.itertext()) for node in ET.fromstring(made).iter() if node.tag.endswith("}text")}
    assert {"▲ +£3.000m", "▼ −£5.000m", "no change", "£10.000m"} <= said
    assert UP in made
    assert DOWN in made


def test_totals_are_cut_only_where_the_changes_would_be_too_short_to_see_and_a_gap_shows_it():
    small = (Step("Before", 10_000_000, total=True), Step("Staff", 100_000), Step("After", 10_100_000, total=True))
    assert is_cut(small)
    assert not is_cut(STEPS)
    assert bars(small, cut=True)["Before"]["begin"] > 9
    assert GROUND in svg(small, cut=True)
    assert GROUND not in svg(small)


def test_nothing_is_cut_where_nothing_changed_or_a_level_is_below_zero():
    assert not is_cut((Step("Before", 10, total=True), Step("Staff", 0), Step("After", 10, total=True)))
    assert not is_cut((Step("Before", 10, total=True), Step("Staff", -11), Step("After", -1, total=True)))
