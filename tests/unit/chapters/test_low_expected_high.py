"""How low and how high the cost could end: each step by itself, nothing twice, and the sums to the pound."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.assurance import sensitivity
from trustbook.chapters.call_on_councils import low_expected_high as range_of
from trustbook.chapters.call_on_councils.low_expected_high import CostRange, steps
from trustbook.chapters.call_on_councils.mitigations import Mitigation, mitigations
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind, OpenItem
from trustbook.chapters.metrics import metrics

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
POUNDS = st.integers(1, 5_000_000)
SHARES = st.none() | st.fractions(0, 1, max_denominator=1000)
COUNTED = st.sampled_from((True, False, None))
NAMES = ("dispute", "left out", "saving", "counted in full")
ANYTHING = st.none() | st.sampled_from((*NAMES, "nothing there"))


def item(name, kind, low, high, whole, *refs):
    return OpenItem(name, kind, low, high, whole, frozenset(refs or (name,)))


def dispute(amount=100, name="dispute"):
    return item(name, ItemKind.DISPUTED, -amount, 0, amount)


def saving(amount=100, lost=0, name="saving"):
    return item(name, ItemKind.AMBER if amount else None, -amount, amount, amount + lost)


def ends(items, *found):
    made = steps(items, found)
    return [(each.low_gbp, each.expected_gbp, each.high_gbp) for each in made]


@st.composite
def cases(draw, relates_to=None):
    amounts = {name: draw(POUNDS) for name in NAMES}
    items = [
        item("dispute", ItemKind.DISPUTED, -amounts["dispute"], 0, amounts["dispute"]),
        item("left out", ItemKind.LEFT_OUT, -amounts["left out"], 0, amounts["left out"]),
        saving(amounts["saving"], draw(st.integers(0, 1_000_000))),
        item("counted in full", None, 0, 0, amounts["counted in full"]),
    ]
    found = draw(
        st.lists(
            st.builds(
                Mitigation,
                measure=st.just("Measure"),
                amount_gbp=POUNDS,
                confidence=SHARES,
                in_forecast=COUNTED,
                relates_to=ANYTHING if relates_to is None else relates_to,
            ),
            max_size=6,
        )
    )
    return items, found


def made_of(start, items, found):
    return CostRange(start, True, True, tuple(steps(items, found)))


@given(st.integers(-10_000_000, 10_000_000), cases())
def test_the_steps_add_up_to_each_total_and_low_is_never_above_expected_nor_that_above_high(start, case):
    found = made_of(start, *case)
    for end in ("low", "expected", "high"):
        assert getattr(found, end) == start + sum(getattr(each, f"{end}_gbp") for each in found.steps)
    assert found.low <= found.expected <= found.high
    assert found.low <= start <= found.high
    for each in found.steps:
        assert each.low_gbp <= each.expected_gbp <= each.high_gbp
        assert each.low_gbp <= 0 <= each.high_gbp


@given(cases())
def test_relating_mitigations_never_widens_a_step_beyond_what_its_item_comes_to(case):
    items, found = case
    for item_, name in some(zip(items, NAMES, strict=True)):
        (step,) = [each for each in steps(items, found) if each.name == name] or [None]
        assert step is None or -item_.whole_gbp <= step.low_gbp
        assert step is None or step.high_gbp <= max(item_.high_gbp, item_.whole_gbp)


@given(cases(relates_to=st.sampled_from(NAMES)))
def test_relating_a_mitigation_never_makes_the_range_wider_than_counting_it_by_itself(case):
    items, found = case
    apart = [Mitigation(each.measure, each.amount_gbp, each.confidence, each.in_forecast) for each in found]
    joined, alone = made_of(0, items, found), made_of(0, items, apart)
    assert alone.low <= joined.low
    assert joined.high <= alone.high


@given(cases())
def test_every_mitigation_is_in_one_step_and_no_item_is_lost(case):
    items, found = case
    made = steps(items, found)
    assert sorted(map(id, (one for each in made for one in each.mitigations))) == sorted(map(id, found))
    assert {each.name for each in made} >= {each.name for each in items if each.kind is not None}


@given(POUNDS, st.sampled_from((True, False)), st.sampled_from((0, 1)))
def test_a_mitigation_that_is_certain_or_hopeless_gives_an_end_of_the_range(amount, counted, share):
    (step,) = steps([], [Mitigation("Measure", amount, Fraction(share), counted)])
    assert step.expected_gbp == (step.low_gbp if share == 1 else step.high_gbp)


@given(cases())
def test_the_largest_step_comes_first(case):
    reaches = [each.reach for each in steps(*case)]
    assert reaches == sorted(reaches, reverse=True)


@given(cases(), st.integers(1, 50))
def test_scaling_all_money_scales_both_ends(case, factor):
    items, found = case
    larger = [
        OpenItem(
            each.name, each.kind, each.low_gbp * factor, each.high_gbp * factor, each.whole_gbp * factor, each.refs
        )
        for each in items
    ]
    scaled = [
        Mitigation(each.measure, each.amount_gbp * factor, each.confidence, each.in_forecast, each.relates_to)
        for each in found
    ]
    once, more = made_of(0, items, found), made_of(0, larger, scaled)
    assert (more.low, more.high) == (once.low * factor, once.high * factor)
    assert abs(more.expected - once.expected * factor) <= len(once.steps) * factor


@pytest.mark.parametrize(
    ("in_forecast", "confidence", "expected"),
    [
        (False, Fraction(3, 4), (-100, -75, 0)),
        (True, Fraction(3, 4), (0, 25, 100)),
        (None, Fraction(3, 4), (-100, 0, 100)),
        (False, None, (-100, 0, 0)),
        (True, None, (0, 0, 100)),
        (None, None, (-100, 0, 100)),
    ],
)
def test_a_mitigation_of_no_item_moves_the_cost_by_what_is_said_of_it(in_forecast, confidence, expected):
    assert ends([], Mitigation("Measure", 100, confidence, in_forecast)) == [expected]


def test_income_in_dispute_is_expected_as_reported_unless_a_mitigation_of_it_gives_a_likelihood():
    assert ends([dispute()]) == [(-100, 0, 0)]
    assert ends([dispute()], Mitigation("Talks", 100, Fraction(2, 5), False, "dispute")) == [(-100, -40, 0)]
    assert ends([dispute()], Mitigation("Talks", 100, None, False, "dispute")) == [(-100, 0, 0)]


def test_an_item_and_its_mitigations_lower_the_cost_by_no_more_than_the_item():
    two = [Mitigation(name, 80, Fraction(1, 2), False, "dispute") for name in ("One", "Two")]
    assert ends([dispute()], *two) == [(-100, -50, 0)]


def test_what_the_forecast_counts_on_already_lowers_the_cost_of_its_item_only_once():
    assert ends([dispute()], Mitigation("Talks", 30, Fraction(1, 2), True, "dispute")) == [(-70, 15, 30)]


def test_a_saving_and_what_replaces_it_raise_the_cost_only_once():
    counted = Mitigation("Elsewhere", 60, Fraction(1, 2), True, "saving")
    assert ends([saving()], counted) == [(-40, 30, 100)]


def test_a_saving_that_will_not_be_delivered_can_be_met_and_is_no_step_without_that():
    assert ends([saving(0, lost=90)]) == []
    assert ends([saving(0, lost=90)], Mitigation("Elsewhere", 120, Fraction(1, 3), False, "saving")) == [(-90, -30, 0)]


def test_a_cost_that_the_forecast_counts_in_full_can_be_met_by_a_mitigation():
    counted = item("Pay award", None, 0, 0, 50)
    assert ends([counted]) == []
    assert ends([counted], Mitigation("Grant", 80, Fraction(1, 2), False, "Pay award")) == [(-50, -25, 0)]


def test_an_item_for_a_saving_is_one_step_with_it_once_a_mitigation_names_either():
    left_out = item("Red saving", ItemKind.LEFT_OUT, -15, 0, 15, "Red saving", "A1")
    uncertain = item("Proposal", ItemKind.AMBER, -25, 25, 25, "A1")
    assert len(steps([left_out, uncertain], [])) == 2
    for named in ("Red saving", "A1"):
        (step,) = steps([left_out, uncertain], [Mitigation("Elsewhere", 50, None, False, named)])
        assert (step.low_gbp, step.high_gbp) == (-40, 25)


def test_the_expected_change_is_rounded_to_a_pound_once():
    (step,) = steps([], [Mitigation("Measure", 100, Fraction(1, 3), False)])
    assert step.expected_gbp == -33
    two = [Mitigation(name, 100, Fraction(1, 3), False, "dispute") for name in ("One", "Two")]
    assert ends([dispute(1000)], *two) == [(-1000, -67, 0)]


def test_a_likelihood_is_read_as_it_is_written_and_not_as_a_binary_number(synthetic_data):
    found = {each.measure: each for each in mitigations(synthetic_data())}
    assert found["Recruitment freeze"].confidence == Fraction(3, 5)
    assert found["Review of suppliers"].confidence is None
    assert found["Sale of a van"].in_forecast is None


def test_the_range_of_a_return_is_what_was_worked_out_by_hand(synthetic_data):
    """500 reported: 20 in dispute, items of 15 and 5, amber of 25 and 80, then the mitigations."""
    found = range_of.analyse(synthetic_data())
    assert found.start == 500_000
    assert {each.name: (each.low_gbp, each.expected_gbp, each.high_gbp) for each in found.steps} == {
        "Claimed from partners": (-20_000, -5_000, 0),
        "Red saving": (-15_000, 0, 0),
        "Staff taken over": (-5_000, 0, 0),
        "Proposal A1": (-25_000, 0, 25_000),
        "Proposal A2": (-40_000, 30_000, 80_000),
        "Recruitment freeze": (-30_000, -18_000, 0),
        "Review of suppliers": (-20_000, 0, 0),
        "Sale of a van": (-6_000, 0, 6_000),
    }
    assert (found.low, found.expected, found.high) == (339_000, 507_000, 611_000)


def test_all_pages_have_one_range(synthetic_data, real_data):
    for data in (synthetic_data(), real_data("2023-24-P11")):
        found = range_of.analyse(data)
        named = {each.name: each.amount for each in metrics(data)}
        assert sensitivity.call_range(data) == (found.low, found.high)
        assert (named["assurance.call_low"], named["assurance.call_high"]) == (found.low, found.high)
        assert [named[f"council.{end}"] for end in ("low", "expected", "high")] == [
            found.low,
            found.expected,
            found.high,
        ]


def test_the_true_return_lists_no_mitigation_so_that_the_expected_cost_is_the_one_reported(real_data):
    found = range_of.analyse(real_data("2023-24-P11"))
    assert not found.lists_mitigations
    assert (found.low, found.expected, found.high) == (29_240_000, 32_540_000, 32_718_000)


def test_without_a_cost_there_is_no_range_where_other_returns_report_what_it_is_made_of(synthetic_data, real_data):
    assert range_of.analyse(synthetic_data(period=EARLIER)) is None
    assert range_of.analyse(real_data("2023-24-P08")) is None


def test_a_body_that_never_reports_anything_beside_its_lines_has_the_range_of_its_variance(synthetic_data, full_return):
    del full_return["adjustments"]
    full_return["mitigations"] = [each for each in full_return["mitigations"] if each["relates_to"] is None]
    found = range_of.analyse(synthetic_data({LATER: full_return}))
    assert (found.start, found.is_cost) == (380_000, False)
    assert sensitivity.analyse(synthetic_data({LATER: full_return})) is None


def test_the_outlook_does_not_change_the_range(synthetic_data, full_return):
    wide = synthetic_data({LATER: copy.deepcopy(full_return)}, assumptions={"outlook_coverage": 0.5})
    assert range_of.analyse(wide).low == range_of.analyse(synthetic_data()).low


@pytest.mark.parametrize("larger_first", [True, False])
def test_items_that_are_one_step_are_named_the_furthest_reaching_first(larger_first):
    larger = item("Larger", ItemKind.AMBER, -90, 90, 90, "A1", "A2")
    smaller = item("Smaller", ItemKind.LEFT_OUT, -20, 0, 20, "A1")
    items = [larger, smaller] if larger_first else [smaller, larger]
    (step,) = steps(items, [Mitigation("Elsewhere", 50, None, False, "A1")])
    assert (step.name, step.kind) == ("Larger / Smaller", ItemKind.AMBER)
