"""Nights and prices: what is joined, added, committed, divided and masked. All figures are invented."""

from fractions import Fraction

import pytest
from activities import APRIL, known, line, series
from hypothesis import assume, given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.metrics import metrics
from trustbook.chapters.placements import nights
from trustbook.chapters.placements.activity import Line, average_week, days_in, joined
from trustbook.chapters.placements.change_of_cost import change_of_cost
from trustbook.chapters.placements.committed_nights import committed, days_left, to_come
from trustbook.chapters.placements.occupancy import occupancy
from trustbook.chapters.placements.small_counts import disclosure, shown, written
from trustbook.core.formatting import Withheld
from trustbook.core.period import Period
from trustbook.position import add

MAY, JUNE = APRIL.step(1), APRIL.step(2)
LATER = "2030-31-P04"
pounds = st.decimals(0, 9000, places=2).map(Fraction)


@st.composite
def lines(draw, months=(APRIL, MAY)):
    """Lines of up to three types and two providers, each name once a month."""
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(months), st.sampled_from("ABC"), st.sampled_from(("own", "agency"))),
            unique=True,
            min_size=1,
        )
    )
    made = []
    for month, care_type, provider in names:
        at_start, entries = draw(st.integers(0, 60)), draw(st.integers(0, 9))
        exits = draw(st.integers(0, at_start + entries))
        counts = {"at_start": at_start, "entries": entries, "exits": exits}
        night_count = draw(st.integers(0, (at_start + entries) * days_in(month)))
        made.append(
            line(month, **counts, nights=night_count, week=draw(pounds), care_type=care_type, provider=provider)
        )
    return made


@given(each=lines())
def test_placements_at_the_end_are_those_at_the_start_and_who_came_less_who_left(each):
    assert all(one.at_end == one.at_start + one.entries - one.exits >= 0 for one in each)


@given(each=lines(), more=lines())
def test_cost_is_additive_over_lines(each, more):
    both = [*each, *more]
    assert add(*(one.cost_gbp for one in both)) == add(*(one.cost_gbp for one in each)) + add(
        *(one.cost_gbp for one in more)
    )


@given(each=lines(), factor=st.integers(2, 9))
def test_prices_scaled_scale_costs_to_the_rounding_of_each_line(each, factor):
    dearer = [Line(**vars(one) | {"week_gbp": one.week_gbp * factor}) for one in each]
    for one, other in zip(each, dearer, strict=True):
        assert abs(other.cost_gbp - factor * one.cost_gbp) <= factor / 2 + 1
    week, week_dearer = average_week(each), average_week(dearer)
    assert (week is None and week_dearer is None) or week_dearer == factor * week


@given(each=lines())
def test_committed_cost_is_the_cost_so_far_and_the_known_placements_for_the_days_left(each):
    activity = known(*each)
    newest = activity.months[-1]
    year = committed(activity, newest, {})
    assert year.days_left == days_left(newest) == (Period(2031, 1).first_day - newest.step(1).first_day).days
    so_far = sum(one.cost_gbp for one in each)
    rest = sum(to_come(one, year.days_left) for one in each if one.month == newest)
    if APRIL in activity.months:
        assert year.total_gbp == so_far + rest
    else:
        assert year.missing == (APRIL,)
        assert year.total_gbp is None


@given(each=lines())
def test_volume_mix_and_price_add_up_to_the_change_to_the_pound_and_the_other_way_round_negates_it(each):
    activity = known(*each)
    there, back = change_of_cost(activity, [APRIL], [MAY]), change_of_cost(activity, [MAY], [APRIL])
    known_ways = [found for found in (there, back) if found is not None]
    assume(known_ways)
    for found in some(known_ways):
        assert sum(found.total(name) for name in ("volume", "mix", "price")) == found.movement
        rows = found.kinds
        assert (
            rows["before_gbp"] + rows["volume_gbp"] + rows["mix_gbp"] + rows["price_gbp"] == rows["after_gbp"]
        ).all()
        assert rows["kind"].is_unique
    assert there is None or back is None or there.movement == -back.movement


def test_months_of_different_length_with_the_same_placements_and_prices_have_no_change():
    found = change_of_cost(known(*series([(0, 0)] * 2)), [APRIL], [MAY])
    assert [found.total(name) for name in ("before", "volume", "mix", "price")] == [70_000, 0, 0, 0]


def test_a_type_that_ended_and_one_that_is_new_are_none_on_the_other_side():
    old, new = line(care_type="Old"), line(MAY, care_type="New", week=1400)
    found = change_of_cost(known(old, new), [APRIL], [MAY])
    rows = found.kinds.set_index("kind")
    assert (rows.loc["Old", "after_gbp"], rows.loc["New", "before_gbp"]) == (0, 0)
    assert (found.movement, found.total("price")) == (7_000, 0)


def test_a_move_to_a_dearer_provider_at_the_same_prices_is_mix():
    own, agency = {"provider": "own", "week": 700}, {"provider": "agency", "week": 1400}
    before, after = [line(**own), line(**agency)], [line(MAY, 5, **own), line(MAY, 15, **agency)]
    found = change_of_cost(known(*before, *after), [APRIL], [MAY])
    assert [found.total(name) for name in ("volume", "mix", "price")] == [0, 3_500, 0]
    assert list(found.kinds["kind"]) == ["Fostering"]


def test_spans_of_months_can_be_compared_and_a_month_that_is_not_known_cannot():
    activity = known(*series([(0, 0)] * 3))
    assert change_of_cost(activity, [APRIL, MAY], [JUNE]).movement == 0
    assert change_of_cost(activity, [APRIL.step(-1)], [JUNE]) is None
    assert change_of_cost(activity, [], [JUNE]) is None


def test_without_placements_at_first_or_without_a_price_nothing_is_divided():
    assert change_of_cost(known(line(at_start=0), line(MAY)), [APRIL], [MAY]) is None
    assert change_of_cost(known(line(week=None), line(MAY)), [APRIL], [MAY]) is None


def test_the_newest_statement_of_a_month_counts_with_all_its_lines_and_a_changed_one_is_a_restatement():
    first = [line(), line(care_type="Residential"), line(MAY)]
    again = [line(at_start=12)]
    activity = joined([first, again])
    assert activity.of(APRIL) == (line(at_start=12),)
    assert activity.restated == (APRIL,)
    assert joined([first, first]).restated == ()
    assert joined([first, [first[1], first[0]]]).restated == ()


def test_the_cost_of_a_line_is_its_nights_at_a_seventh_of_a_week_rounded_once():
    assert line(nights=10, week=Fraction("1234.56")).cost_gbp == 1764
    assert line(nights=0, week=None).cost_gbp == 0
    assert line(nights=1, week=None).cost_gbp is None
    assert add(1, None) is None


def test_the_average_week_weighs_prices_by_nights():
    assert average_week([line(nights=30, week=700), line(nights=10, week=1100)]) == 800
    assert average_week([line(nights=0, week=None)]) is None


def test_committed_cost_is_set_against_the_forecast_of_each_heading_that_is_named():
    activity = known(line(), line(care_type="Secure", heading=None))
    year = committed(activity, APRIL, {"Placements": 300_000})
    named, other = year.lines
    assert named.so_far_gbp == 30_000
    assert named.to_come_gbp == 10 * 335 * 100
    assert named.above_gbp == 30_000 + 335_000 - 300_000
    assert (other.heading, other.above_gbp) == (None, None)
    assert year.compared == (named,)


def test_missing_months_are_named_and_nothing_is_compared():
    year = committed(known(line(), line(JUNE)), JUNE, {"Placements": 1})
    assert year.missing == (MAY,)
    assert (year.total_gbp, year.compared) == (None, ())


def test_at_the_end_of_the_year_only_what_it_cost_is_left():
    year = committed(known(*series([(0, 0)] * 12)), Period(2030, 12), {"Placements": 3_650_000})
    assert (year.days_left, year.total_gbp) == (0, 10 * 365 * 1000)
    assert year.compared[0].above_gbp == 0
    until_november = committed(known(*series([(0, 0)] * 8)), Period(2030, 12), {})
    assert [each.month for each in until_november.missing] == [9, 10, 11, 12]


def test_february_of_a_leap_year_has_its_day():
    assert days_in(Period(2031, 11)) == 29
    assert days_left(Period(2031, 10)) == 60


def test_how_full_places_are_counts_only_lines_with_places_and_a_full_one_fills_no_other():
    full, half = line(nights=330, places=10, provider="a"), line(nights=150, places=10, provider="b")
    found = occupancy([full, half, line(provider="c")])
    assert (found.places, found.available, found.empty) == (20, 600, 150)
    assert found.share == Fraction(480, 600)
    assert found.empty_gbp == 15_000
    assert occupancy([line()]) is None
    assert occupancy([line(places=0, nights=0)]).share is None


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, Withheld.FEW), (4, Withheld.FEW), (5, 5)])
def test_counts_of_1_to_4_are_not_shown(count, said):
    assert shown(count) == said
    assert written(count) == str(said)


def test_a_small_type_is_kept_back_with_the_smallest_other_one():
    big, middle, small = (line(at_start=size, care_type=name) for name, size in (("B", 90), ("M", 20), ("S", 3)))
    found = disclosure([big, middle, small])
    assert (found.small, found.companion, found.whole) == (frozenset({"S"}), "M", True)
    assert disclosure([big, middle]).kept_back == frozenset()
    assert disclosure([small]).whole is False


def test_a_type_is_small_if_it_ever_was_even_where_all_have_left():
    came_and_left = line(at_start=0, entries=2, exits=2, nights=9, care_type="S")
    assert disclosure([line(), came_and_left]).small == {"S"}
    providers = [line(at_start=3, provider=name) for name in ("a", "b")]
    assert disclosure(providers).small == frozenset()


def test_the_figures_of_the_made_up_return_are_those_worked_out_by_hand(synthetic_data):
    figures = {each.name: each for each in metrics(synthetic_data())}
    assert figures["placements.nights"].value == 961 + 325 + 1891 + 80
    week = Fraction(961 * 42 + 325 * 35 + 1891 * Fraction("5.25") + 80 * 80, 3257)
    assert figures["placements.average_week"].value == round(week)
    assert figures["placements.committed_cost"].value is None
    assert figures["placements.occupancy"].value == pytest.approx(325 / (12 * 31))


def test_a_return_without_activity_has_none_of_its_figures(synthetic_data):
    data = synthetic_data(period="2030-31-P03")
    assert nights.analyse(data) is None
    assert [each.amount for each in nights.metrics(data)] == [None] * 4


def test_a_return_with_too_few_placements_has_no_figures_of_them(synthetic_data, full_return):
    full_return["activity"] = [each for each in full_return["activity"] if each["care_type"] == "Secure"]
    assert nights.metrics(synthetic_data({LATER: full_return})) == []


def test_months_of_earlier_returns_and_years_are_joined(synthetic_data, full_return, group_return):
    rows = full_return["activity"]
    group_return["activity"] = [rows[0] | {"month": "2030-04", "at_start": 29, "entries": 1, "exits": 0, "nights": 890}]
    last_year = {name: list(frame) for name, frame in group_return.items()}
    last_year["activity"] = [rows[0] | {"month": "2029-30-P12"}]
    data = synthetic_data({"2029-30-P12": last_year, "2030-31-P01": group_return, LATER: full_return})
    found = nights.analyse(data)
    assert [each.calendar_month for each in found.activity.months] == ["2030-03", "2030-04", "2030-06", "2030-07"]
    assert [each.before.calendar_month for each in found.changes] == ["2030-04"]
    assert [each.calendar_month for each in found.committed.missing] == ["2030-05"]


def test_what_changed_is_listed_in_the_order_of_the_types_in_the_return():
    types = ("Residential", "Fostering", "Adoption")
    lines = [each for name in types for each in series([(0, 0), (1, 0)], 10, care_type=name)]
    found = change_of_cost(known(*lines), [APRIL], [MAY])
    assert list(found.kinds["kind"]) == list(types)
