"""Statements, figures and declared arithmetic at each limit and just beyond it. All figures are made up."""

from decimal import Decimal

import pytest

from trustbook.claims.derived import GREATEST, Derived, previous_of
from trustbook.claims.evidence import _agree, _within
from trustbook.claims.quantity import Quantity, difference, product, ratio, total
from trustbook.claims.statements import Bound, Claim, claims_of_return
from trustbook.claims.traced import Traced
from trustbook.claims.worked_out import DEEPEST, WorkedOut
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.core.period import Period
from trustbook.data.schema import MOST_DECIMALS

NOW = "2030-31-P04"


def pounds(value, slack=0):
    return Quantity(Decimal(value), "gbp", Decimal(slack))


@pytest.mark.parametrize(
    ("bound", "figures"),
    [
        (Bound.BELOW, {8: True, 9: True, 10: False, 11: False}),
        (Bound.AT_MOST, {9: True, 11: True, 12: True, 13: False}),
        (Bound.AT_LEAST, {11: True, 9: True, 8: True, 7: False}),
        (Bound.ABOVE, {12: True, 11: True, 10: False, 9: False}),
        (Bound.EXACT, {7: False, 8: True, 10: True, 12: True, 13: False}),
    ],
)
def test_a_figure_is_within_what_is_said_of_it_up_to_the_slack_of_both(bound, figures):
    assert {each: _within(pounds(10, 1), bound, pounds(each, 1)) for each in figures} == figures


@pytest.mark.parametrize("bound", list(Bound))
def test_figures_in_two_units_are_never_within(bound):
    assert not _within(pounds(10), bound, Quantity(Decimal(10), "count", Decimal(0)))


def claim(value, bound=Bound.EXACT):
    return Claim("C1", "paper", "page 1", "cost.total", NOW, value, "gbp", 0, None, "A figure", bound)


def test_of_two_limits_nothing_is_said_and_a_limit_holds_for_the_other_figure_either_way_round():
    assert _agree(claim(10, Bound.AT_MOST), claim(20, Bound.AT_LEAST))
    assert _agree(claim(10, Bound.AT_MOST), claim(9))
    assert not _agree(claim(10, Bound.AT_MOST), claim(12))
    assert _agree(claim(9), claim(10, Bound.AT_MOST))
    assert not _agree(claim(12), claim(10, Bound.AT_MOST))
    assert not _agree(claim(12), claim(10))


def test_what_is_put_together_is_as_uncertain_as_its_parts():
    one, other = pounds(10, 1), pounds(-5, 2)
    assert total([one, other]) == pounds(5, 3)
    assert difference([one, other]) == pounds(15, 3)
    assert difference([one, other, other]) == pounds(20, 5)
    assert product([one, other]) == pounds(-50, 25)
    assert product([pounds(0, 1), pounds(5, 1)]) == pounds(0, 0)
    assert ratio([one, other]) == Quantity(Decimal(-2), "share", Decimal(1))
    assert ratio([one, pounds(0)]) is None


def test_a_figure_is_known_to_half_of_its_last_place_and_what_its_wording_allows():
    assert Quantity.stated(10, "gbp", 0).slack == Decimal("0.5")
    assert Quantity.stated(10, "gbp", -1, 2).slack == Decimal(7)
    assert Quantity.stated(10, "gbp", 1, 0).slack == Decimal("0.05")
    assert pounds(10, 1).agrees(pounds(12, 1))
    assert not pounds(10, 1).agrees(pounds(13, 1))
    assert pounds(10, 1).equals(pounds(10, 9))
    assert not pounds(10).equals(pounds(11))


def declared(name, *parts, of="sum", **more):
    return Derived(name=name, of=of, parts=parts, unit="gbp", label=f"Made of {len(parts)}", **more)


def ways(declarations, name="cost.0", known=None):
    found = WorkedOut(declarations, lambda metric, when: (known or {}).get(metric), previous_of([]))
    return [made.figure.value for _, made in found.ways(name, NOW)]


def chain(length):
    """So many declarations, each made of the next; the last of a number."""
    made = [declared(f"cost.{place}", f"cost.{place + 1}") for place in range(length - 1)]
    return [*made, declared(f"cost.{length - 1}", 7.0)]


def test_a_figure_may_lead_through_fifty_declarations_and_not_one_more():
    assert DEEPEST == 50
    assert ways(chain(DEEPEST)) == [7]
    with pytest.raises(WorkspaceError, match="it leads through more than 50 other figures"):
        ways(chain(DEEPEST + 1))


def test_no_result_is_above_the_greatest_amount():
    greatest = float(GREATEST)
    assert ways([declared("cost.0", greatest)]) == [GREATEST]
    assert ways([declared("cost.0", -greatest)]) == [-GREATEST]
    for parts in ((greatest, 1.0), (-greatest, -1.0)):
        with pytest.raises(WorkspaceError, match="it comes to more than any amount"):
            ways([declared("cost.0", *parts)])
    with pytest.raises(ValueError, match="no amount is above"):
        declared("cost.0", greatest * 1.01)
    with pytest.raises(ValueError, match="no amount is above"):
        declared("cost.0", -greatest * 1.01)


@pytest.mark.parametrize(
    ("rounded", "parts", "used"),
    [
        (pounds(1000, 50), (pounds(600), pounds(420)), 1020),
        (pounds(1000, 50), (pounds(600), pounds(900)), 1000),
        (pounds(1000, 50), (pounds(600, 30), pounds(420, 20)), 1000),
        (pounds(1000, 50), (pounds(600, 30), pounds(420, 19)), 1020),
        (pounds(1000), (pounds(600), pounds(420)), 1000),
    ],
)
def test_a_rounded_part_is_taken_from_its_parts_if_they_say_it_more_exactly_and_do_not_contradict_it(
    rounded, parts, used
):
    known = {"cost.part": Traced(rounded), "cost.a": Traced(parts[0]), "cost.b": Traced(parts[1])}
    entries = [declared("cost.whole", "cost.part"), declared("cost.part", "cost.a", "cost.b")]
    assert ways(entries, name="cost.whole", known=known) == [used]


def test_a_slack_above_the_greatest_amount_is_no_result_either():
    known = {"cost.a": Traced(pounds(1, GREATEST))}
    assert ways([declared("cost.0", "cost.a")], known=known) == [1]
    known = {"cost.a": Traced(pounds(1, GREATEST + 1))}
    with pytest.raises(WorkspaceError, match="it comes to more than any amount"):
        ways([declared("cost.0", "cost.a")], known=known)


@pytest.mark.parametrize("parts", [1, 3])
def test_a_ratio_has_two_parts(parts):
    assert declared("cost.0", 1.0, 2.0, of="ratio").parts == (1, 2)
    with pytest.raises(ValueError, match=f"a ratio has two parts, and 'cost.0' has {parts}"):
        declared("cost.0", *[1.0] * parts, of="ratio")


def test_a_declaration_has_one_part_at_least_and_two_hundred_at_most():
    assert len(declared("cost.0", *[1.0] * 200).parts) == 200
    for parts in (0, 201):
        with pytest.raises(ValueError, match="parts"):
            declared("cost.0", *[1.0] * parts)


def test_a_declaration_of_one_period_holds_in_no_other_and_one_without_a_part_has_no_result():
    assert ways([declared("cost.0", 1.0, period=NOW)]) == [1]
    assert ways([declared("cost.0", 1.0, period="2030-31-P03")]) == []
    assert ways([declared("cost.0", 1.0, "cost.unknown")]) == []
    assert ways([declared("cost.0", 1.0, 0.0, of="ratio")]) == []


def test_the_previous_period_is_the_last_return_before_it_in_its_year():
    previous = previous_of(["2030-31-P04", "2030-31-P02", "2030-31-P01", "2029-30-P12", "no period"])
    assert [previous(f"2030-31-P{month:02}") for month in (5, 4, 3, 2, 1)] == [
        "2030-31-P04",
        "2030-31-P02",
        "2030-31-P02",
        "2030-31-P01",
        None,
    ]
    assert previous("2029-30-P12") is None
    assert previous("no period") is None


CLAIMS = "claim_id,source_id,locator,metric,period,value,unit,decimals,tolerance,label,bound\n"


@pytest.fixture
def read(synthetic_workspace, group_return):
    def read_one(value="5", decimals="0", tolerance="", bound=""):
        line = f"C1,synthetic,page 1,cost.total,{NOW},{value},gbp_k,{decimals},{tolerance},A figure,{bound}\n"
        workspace = synthetic_workspace({NOW: group_return | {"claims": CLAIMS + line}})
        (one,) = claims_of_return(workspace, Period.parse(NOW))
        return one

    return read_one


@pytest.mark.parametrize("decimals", [MOST_DECIMALS, -MOST_DECIMALS, 0])
def test_a_claim_has_six_decimals_either_way_at_most(read, decimals):
    assert MOST_DECIMALS == 6
    assert read(decimals=decimals).decimals == decimals


@pytest.mark.parametrize("decimals", [MOST_DECIMALS + 1, -MOST_DECIMALS - 1, "1.5", ""])
def test_other_decimals_are_refused_with_those_that_are_allowed(read, decimals):
    with pytest.raises(ReturnError) as caught:
        read(decimals=decimals)
    assert (caught.value.line, caught.value.column) == (2, "decimals")
    assert caught.value.expected == "a whole number from -6 to 6"


def test_a_tolerance_and_a_bound_are_read_and_their_absence_too(read):
    assert (read().tolerance, read().bound) == (None, Bound.EXACT)
    one = read(tolerance="0.5", bound="at_most")
    assert (one.tolerance, one.bound) == (0.5, Bound.AT_MOST)
    assert one.figure.slack == 1000
    with pytest.raises(ReturnError, match="found 'most'"):
        read(bound="most")
