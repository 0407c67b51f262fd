from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.what_changed import analysis
from trustbook.chapters.what_changed import text as page
from trustbook.chapters.what_changed.analysis import Level, Meaning, State, compare, diff, figures
from trustbook.chapters.what_changed.movement import after, before, in_lines, movement
from trustbook.components.metric import Metric, Polarity
from trustbook.core.formatting import Absence

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
UNITS = {"forecast.variance": "gbp_k", "savings.red": "gbp_k", "workforce.agency_headcount": "count", "a.b": "share"}
RISES = dict(zip(UNITS, (Polarity.WORSE, Polarity.BETTER, Polarity.WORSE, Polarity.NEITHER), strict=True))

whole_pounds = st.integers(-(10**9), 10**9)
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 6))


@st.composite
def figure_lists(draw):
    """Figures as two returns may give them: names in common and not, values missing, a name given twice."""
    names = draw(st.lists(st.sampled_from([f"{kind}.{part}" for kind in UNITS for part in "xyz"]), max_size=8))
    found = []
    for name in names:
        unit = UNITS[name.rpartition(".")[0]]
        value = draw(st.none() | (whole_pounds if unit == "gbp_k" else numbers))
        found.append(Metric(name, value, unit, f"Label of {name}", polarity=RISES[name.rpartition(".")[0]]))
    return found


@given(figure_lists())
def test_figures_set_beside_themselves_are_all_unchanged(found):
    assume(found)
    for change in some(diff(found, found)):
        assert change.state in (State.UNCHANGED, State.NEITHER)
        assert not change.change
        assert change.meaning is Meaning.NEITHER


@given(figure_lists(), figure_lists())
def test_the_other_way_round_every_movement_is_turned(old, new):
    there = {each.name: each for each in diff(old, new)}
    back = {each.name: each for each in diff(new, old)}
    assert set(there) == set(back)
    turned = {State.APPEARED: State.VANISHED, State.VANISHED: State.APPEARED}
    opposite = {Meaning.WORSE: Meaning.BETTER, Meaning.BETTER: Meaning.WORSE}
    for name, change in there.items():
        other = back[name]
        assert (change.old, change.new) == (other.new, other.old)
        assert change.change == (None if other.change is None else -other.change)
        assert change.state is turned.get(other.state, other.state)
        assert change.meaning is opposite.get(other.meaning, other.meaning)


@given(figure_lists(), figure_lists())
def test_no_figure_is_lost_and_none_is_invented(old, new):
    changes = diff(old, new)
    for side, found in (("old", old), ("new", new)):
        reported = sorted(Decimal(str(each.value)) for each in found if each.value is not None)
        kept = [each for each in changes if getattr(each, side) is not None]
        assert sorted(Decimal(str(each.as_reported(getattr(each, side)))) for each in kept) == reported
    assert {each.name for each in [*old, *new]} <= {each.name for each in changes}


@given(figure_lists(), figure_lists())
def test_moved_money_comes_first_and_the_largest_of_it_before_all(old, new):
    changes = diff(old, new)
    assert [list(State).index(each.state) for each in changes] == sorted(
        list(State).index(each.state) for each in changes
    )
    moved = [abs(each.change) for each in changes if each.state is State.MOVED and each.is_money]
    assert moved == sorted(moved, reverse=True)
    assert all(isinstance(size, int) for size in moved)


@pytest.mark.parametrize(
    ("name", "polarity"),
    [
        ("forecast.variance", Polarity.WORSE),
        ("forecast.variance.placements", Polarity.WORSE),
        ("council.call.east", Polarity.WORSE),
        ("savings.red.a1", Polarity.WORSE),
        ("savings.deliverable", Polarity.BETTER),
        ("forecast.contract_sum", Polarity.NEITHER),
        ("savings.target", Polarity.NEITHER),
    ],
)
def test_a_figure_says_whether_its_rise_is_for_the_worse(synthetic_data, name, polarity):
    assert next(each for each in figures(synthetic_data()) if each.name == name).polarity is polarity


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        (Polarity.WORSE, Meaning.WORSE, Meaning.BETTER),
        (Polarity.BETTER, Meaning.BETTER, Meaning.WORSE),
        (Polarity.NEITHER, Meaning.NEITHER, Meaning.NEITHER),
    ],
)
def test_a_movement_has_a_meaning_only_where_that_of_a_rise_is_known(polarity, up, down):
    was, is_now = (Metric("a.b", value, "gbp_k", "x", polarity=polarity) for value in (10, 11))
    assert diff([was], [is_now])[0].meaning is up
    assert diff([is_now], [was])[0].meaning is down


def test_a_penny_that_a_computer_makes_up_is_no_movement():
    was, is_now = Metric("forecast.variance", 0.3, "gbp_k", "x"), Metric("forecast.variance", 0.1 + 0.2, "gbp_k", "x")
    assert diff([was], [is_now])[0].state is State.UNCHANGED


def test_a_figure_in_two_units_is_refused():
    with pytest.raises(ValueError, match=r"a\.b has two units"):
        diff([Metric("a.b", 1, "gbp_k", "x")], [Metric("a.b", 1, "share", "x")])


def test_a_heading_is_never_set_beside_a_group_of_the_same_name(synthetic_data, group_return, full_return):
    group_return["forecast"][0]["heading"] = "Staff"
    found = compare(synthetic_data(period=EARLIER), synthetic_data(period=LATER))
    assert (found.old_level, found.new_level, found.same_level) == (Level.GROUP, Level.HEADING, False)
    assert {each.state for each in found.changes if each.name.startswith("forecast.variance.")} == {State.APPEARED}
    assert {each.name: each.change for each in found.lines} == {
        "forecast.group_variance.care": 25_000,
        "forecast.group_variance.staff": 10_000,
    }


def test_two_returns_by_heading_are_compared_by_heading(synthetic_data, full_return):
    import copy

    before = copy.deepcopy(full_return)
    before["forecast"][1]["variance_gbp_k"] -= 20
    before["forecast"][2]["variance_gbp_k"] += 45
    opened = synthetic_data({EARLIER: before, LATER: full_return})
    earlier = replace(opened, period=opened.history[0].period, history=opened.history[:1])
    found = compare(earlier, opened)
    assert found.same_level
    assert [(each.name.rpartition(".")[2], each.change) for each in found.lines] == [
        ("homes", -45_000),
        ("placements", 20_000),
        ("staffing", 0),
    ]
    assert {each.state for each in found.changes if each.name.startswith("savings.red.")} == {State.UNCHANGED}


def test_lines_that_only_one_return_has_are_said_to_appear_or_to_vanish(synthetic_data):
    there = compare(synthetic_data(period=EARLIER), synthetic_data(period=LATER))
    back = compare(synthetic_data(period=LATER), synthetic_data(period=EARLIER))
    assert there.get("council.call").state is State.APPEARED
    assert back.get("council.call").state is State.VANISHED
    assert there.get("savings.red.a1").state is State.APPEARED
    assert back.get("savings.red.a1").state is State.VANISHED


def test_the_lines_moved_by_as_much_as_the_variance(real_data, real_period):
    data = real_data(real_period)
    if data.previous is None:
        pytest.skip("no return of the month before")
    found = compare(real_data(str(data.period.step(-1))), data)
    assert sum(each.change for each in found.lines) == found.get("forecast.variance").change


def test_movements_are_not_themselves_compared(synthetic_data):
    assert not [each.name for each in figures(synthetic_data()) if "movement" in each.name]


def _names(data):
    return {each.name for each in figures(data)}


SECOND_BUDGET = {"forecast.revised_contract_sum", "forecast.change_requests"}
ADJUSTED = {"forecast.agreed_funding", "forecast.outside_contract", "forecast.disputed_income", "forecast.recovery"}
SPENT = {"forecast.committed", "forecast.run_rate", "forecast.rest_rate", "forecast.full_year_effect"}


def test_a_second_budget_is_compared_only_where_a_line_has_one(synthetic_data, full_return):
    assert _names(synthetic_data()) >= SECOND_BUDGET
    for row in full_return["forecast"]:
        outturn = row["contract_sum_gbp_k"] + row["variance_gbp_k"]
        row |= {"change_requests_gbp_k": 0, "revised_contract_sum_gbp_k": row["contract_sum_gbp_k"]}
        row |= {"projected_outturn_gbp_k": outturn}
    assert not _names(synthetic_data({LATER: full_return})) & SECOND_BUDGET


def test_of_the_adjustments_those_kinds_are_compared_that_a_return_reports(synthetic_data, full_return):
    kept = ("agreed_funding", "outside_contract", "not_in_forecast")
    full_return["adjustments"] = [row for row in full_return["adjustments"] if row["kind"] in kept]
    with_some = _names(synthetic_data({LATER: full_return}))
    assert with_some & ADJUSTED == {"forecast.agreed_funding", "forecast.outside_contract"}
    assert {"forecast.pressure", "council.call"} <= with_some


def test_without_adjustments_nothing_that_is_made_of_them_is_compared(synthetic_data, full_return):
    del full_return["adjustments"]
    without = _names(synthetic_data({LATER: full_return}))
    assert not [name for name in without if name in ADJUSTED or name.startswith(("forecast.pressure", "council."))]


def test_spending_so_far_is_compared_where_a_return_reports_some(synthetic_data, full_return):
    assert _names(synthetic_data({LATER: full_return})) >= SPENT


def test_without_spending_so_far_nothing_that_is_made_of_it_is_compared(synthetic_data, full_return):
    del full_return["actuals"]
    without = _names(synthetic_data({LATER: full_return}))
    assert not [name for name in without if name in SPENT]


def test_the_part_of_each_council_is_compared_only_where_several_pay(synthetic_data, trust_settings):
    parts = {"council.call.east", "council.share.east"}
    assert _names(synthetic_data()) >= parts
    trust_settings["councils"] = [trust_settings["councils"][0] | {"share": "1"}]
    alone = _names(synthetic_data(trust=trust_settings))
    assert "council.call" in alone
    assert not alone & parts


def test_a_figure_is_absent_in_the_word_of_its_own_period():
    metric = Metric("a.b", 1, "count", "A")
    (change,) = diff([], [metric], old_absent=Absence.NOT_HELD)
    assert (before(change), after(change), movement(change)) == ("not held", "1", "not held")
    (change,) = diff([metric], [], old_absent=Absence.NOT_HELD)
    assert (before(change), after(change), movement(change)) == ("1", "not reported", "not reported")


def _ranks(monkeypatch, synthetic_data, was, is_now):
    """Compare the two made-up months, each with one more figure that is of the time given."""
    real = analysis.metrics
    times = {EARLIER: was, LATER: is_now}

    def with_rank(data):
        rank = Metric("compare.rank.x", 3 if str(data.period) == EARLIER else 1, "count", "Rank")
        return [*real(data), replace(rank, as_at=times[str(data.period)])]

    monkeypatch.setattr(analysis, "metrics", with_rank)
    afresh = [replace(each) for each in (synthetic_data(period=EARLIER), synthetic_data())]  # others asked these before
    return compare(*afresh)


@pytest.mark.parametrize(("was", "is_now"), [("2029", "2030"), ("2029-30", "2030-31"), ("2030-05", "2030-05")])
def test_a_figure_of_a_year_or_of_the_same_day_is_no_movement_of_a_month(monkeypatch, synthetic_data, was, is_now):
    found = _ranks(monkeypatch, synthetic_data, was, is_now)
    assert found.get("compare.rank.x") is None
    assert "Rank" in found.not_monthly
    assert "that cannot change from month to month" in repr(page.unchanged(found))


def test_a_figure_of_one_month_and_of_the_next_is_a_movement(monkeypatch, synthetic_data):
    assert _ranks(monkeypatch, synthetic_data, "2030-05", "2030-06").get("compare.rank.x").change == -2


def test_an_estimate_of_ours_is_neither_better_nor_worse(synthetic_data, monthly_returns):
    data = synthetic_data(monthly_returns(100, 120, 160, 150, 180))
    found = compare(data.at_previous(), data)
    shown = [found.get(name) for name in analysis.ESTIMATES if found.get(name)]
    assert any(each.change for each in shown)
    assert {each.meaning for each in shown} == {Meaning.NEITHER}
    assert "(our estimate)" in repr(page.others(found))


def test_money_comes_before_other_figures_and_those_by_their_change_for_their_size():
    was = {"a.count": 100, "a.share": 0.2, "a.below": -10, "a.little": 5, "a.much": -90, "a.gone": 1, "a.same": 7}
    now = {"a.came": 2, "a.count": 110, "a.share": 0.3, "a.below": -20, "a.little": 6, "a.much": -100, "a.same": 7}
    units = {"a.share": "share", "a.little": "gbp_k", "a.much": "gbp_k"}
    old, new = ([Metric(name, each[name], units.get(name, "count"), name) for name in each] for each in (was, now))
    assert [each.name.removeprefix("a.") for each in diff(old, new)] == [
        *("much", "little"),
        *("below", "share", "count"),
        *("came", "gone", "same"),
    ]


@pytest.mark.parametrize("word", ["x" * 150, "-".join(["part"] * 40)])
def test_a_word_that_is_longer_than_a_line_is_written_in_one_piece(synthetic_data, word):
    data = synthetic_data()
    comparison = replace(
        compare(data, data), changes=diff([Metric("a.b", 1, "count", word)], [Metric("a.b", 2, "count", word)])
    )
    assert word in "\n".join(in_lines(comparison))
