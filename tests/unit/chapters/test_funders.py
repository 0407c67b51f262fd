"""What is left of the reserves of those who pay, and the debts between them and the body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.call_on_councils import funders, low_expected_high
from trustbook.chapters.call_on_councils import funders_text as page
from trustbook.chapters.call_on_councils.funders import Debt, Ends, Funder, Reserve
from trustbook.chapters.metrics import metrics
from trustbook.config.settings import TRUST

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
POUNDS = st.integers(-10_000_000, 10_000_000)


def named(data):
    return {each.name: each.amount for each in metrics(data)}


@pytest.fixture
def data(synthetic_data):
    return synthetic_data()


@pytest.fixture
def found(data):
    return funders.analyse(data)


def test_what_is_available_and_left_is_what_was_worked_out_by_hand(found):
    """East: 200 - 80 + 40 = 160; its three tenths of 339, 507 and 611 are 101.7, 152.1 and 183.3."""
    east, west = found
    assert (east.available, east.left) == (160_000, Ends(58_300, 7_900, -23_300))
    assert (west.available, west.left) == (None, None)


def test_the_shares_of_the_funders_add_up_to_the_cost_at_each_end(found, data):
    whole = low_expected_high.analyse(data)
    for place, amount in enumerate((whole.low, whole.expected, whole.high)):
        assert sum(each.shares[place] for each in found) == amount


@given(st.lists(st.tuples(POUNDS, st.none() | POUNDS), min_size=1, max_size=5), st.tuples(POUNDS, POUNDS, POUNDS))
def test_what_is_left_and_the_share_make_what_is_available(amounts, shares):
    kept = tuple(Reserve("Reserve", amount, committed, None) for amount, committed in amounts)
    made = Funder("east", "East", kept, (), Ends(*shares))
    for left, share in some(zip(made.left, made.shares, strict=True)):
        assert left + share == made.available == sum(amount - (committed or 0) for amount, committed in amounts)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.none() | st.integers(0, 400), st.booleans()), max_size=8))
def test_every_debt_is_in_one_age_and_none_is_in_a_reserve(debts):
    made = Funder("east", "East", (), tuple(Debt("Debt", to_body, amount, days) for amount, days, to_body in debts))
    rows = funders.debts_by_age([made])
    assert rows["amount_gbp"].sum() == sum(amount for amount, _, _ in debts)
    assert made.available is None


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "up to 30 days"), (30, "up to 30 days"), (31, "31 to 90 days"), (90, "31 to 90 days"), (91, "over 90 days")],
)
def test_the_ages_of_debts_begin_and_end_where_they_say(days, band):
    assert funders.age(Debt("Debt", True, 1, days)) == band


def test_a_debt_whose_age_is_not_said_is_not_taken_for_a_new_one():
    assert funders.age(Debt("Debt", True, 1, None)) == "not said"


def test_the_metrics_are_absent_where_a_council_has_no_row(data):
    of = named(data)
    assert (of["council.available.east"], of["council.left.east"]) == (160_000, 7_900)
    assert (of["council.available.west"], of["council.left.west"]) == (None, None)


def test_without_a_list_there_is_nothing_and_no_metric_is_nil(synthetic_data, full_return):
    del full_return["funders"]
    data = synthetic_data({LATER: full_return})
    assert funders.analyse(data) is None
    assert page.answer(None, data) is None
    assert page.left(None, data) is page.reserves(None, data) is page.debts(None, data) is None
    assert named(data)["council.available.east"] is None


def test_without_a_cost_what_is_available_is_given_and_what_is_left_is_not(synthetic_data, full_return, group_return):
    group_return["funders"] = full_return["funders"]
    data = synthetic_data({EARLIER: group_return}, period=EARLIER)
    east = funders.analyse(data)[0]
    assert (east.available, east.left) == (160_000, None)
    assert "Without the cost to the councils we cannot say what would be left" in repr(
        page.answer(funders.analyse(data), data)
    )


@pytest.mark.parametrize("written", ["east", "East", "EAST", "East Synthetic Council", " East  Synthetic Council"])
def test_a_council_is_known_by_its_code_or_a_name(written, data):
    assert funders.party_of(written, data.settings) == "east"


def test_the_body_is_known_by_its_name_and_has_no_share_by_the_split(synthetic_data, full_return):
    full_return["funders"].append(full_return["funders"][0] | {"funder": "Synthetic Trust", "committed_gbp_k": 0})
    data = synthetic_data({LATER: full_return})
    found = funders.analyse(data)
    assert [each.code for each in found] == ["east", "west", TRUST]
    assert (found[-1].available, found[-1].left) == (200_000, None)
    assert "no part of the cost falls to the trust itself" in repr(page.answer(found, data))
    assert "not applicable" in page.left(found, data).rows[-1]


def test_where_nobody_else_pays_the_body_bears_all_of_the_cost(synthetic_data, full_return, trust_settings):
    trust_settings["councils"] = []
    full_return["funders"] = [full_return["funders"][0] | {"funder": "ST", "amount_gbp_k": 700}]
    data = synthetic_data({LATER: full_return}, trust=trust_settings)
    (own,) = funders.analyse(data)
    assert own.left == Ends(281_000, 113_000, 9_000)
    said = repr(page.answer((own,), data))
    assert "council" not in said
    assert not [name for name in named(data) if name.startswith("council.available")]


def test_a_shortfall_is_called_one_and_a_missing_council_is_named(found, data):
    said = repr(page.answer(found, data))
    assert "**East Synthetic Council has £160k of reserves and contingency that it could use.**" in said
    assert "would leave £8k at the expected figure and a shortfall of £23k at the high one" in said
    assert "July's return does not report reserves of West Synthetic Council" in said
    assert 'does not say how much of "Contingency" is already committed' in said


def test_debts_are_said_by_themselves_with_the_reason(found, data):
    said = repr(page.answer(found, data))
    assert "East Synthetic Council owes the trust £25k. The trust owes East Synthetic Council £12k." in said
    assert "We do not add debts to reserves: the accounts of whoever is owed already count that money." in said
    assert [row[1] for row in page.debts(found, data).rows] == ["over 90 days", "the return does not say"]


def test_the_tables_have_the_figures_and_say_what_is_absent(found, data):
    assert page.left(found, data).rows == (
        ("East Synthetic Council", "160", "152.1", "58.3", "7.9", "−23.3"),
        ("West Synthetic Council", "not reported", "354.9", "not reported", "not reported", "not reported"),
    )
    assert page.reserves(found, data).rows[1] == (
        "East Synthetic Council: Contingency",
        "40",
        "not reported",
        "31 July 2030",
    )


def funder(amount=100, expected=60, high=None, low=None):
    ends = None if expected is None else Ends(low=expected if low is None else low, expected=expected, high=high)
    return Funder("east", "East", (Reserve("General", amount, 0, None),), (), ends)


@pytest.mark.parametrize(
    ("share", "left"),
    [(60, "Its share would leave £40."), (100, "Its share would leave £0."), (101, "leave a shortfall of £1.")],
)
def test_what_is_left_is_a_shortfall_from_the_first_pound(data, share, left):
    assert left in str(page._of(funder(expected=share, high=share), data))


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "Its expected part is £0 below the contract sum. That would leave £100."),
        (-1, "Its expected part is £1 below the contract sum. That would leave £101."),
        (1, "Its share would leave £99."),
    ],
)
def test_a_part_below_the_contract_sum_is_said_to_be(data, share, said):
    assert said in str(page._of(funder(expected=share, high=share), data))


@pytest.mark.parametrize(
    ("expected", "high", "said"),
    [
        (60, 99, "would leave £40 at the expected figure and £1 at the high one."),
        (60, 100, "would leave £40 at the expected figure and £0 at the high one."),
        (60, 101, "would leave £40 at the expected figure and a shortfall of £1 at the high one."),
        (101, 102, "would leave a shortfall of £1 at the expected figure and of £2 at the high one."),
    ],
)
def test_both_ends_are_said_where_they_differ(data, expected, high, said):
    assert said in str(page._of(funder(expected=expected, high=high), data))
