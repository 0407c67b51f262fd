"""How far out a figure is that is worked out from rounded ones, and which of several statements counts as exact."""

from decimal import Decimal

import pytest

from trustbook.claims.derived import Derived
from trustbook.claims.quantity import Quantity, difference, product, ratio, total
from trustbook.claims.statements import Claim
from trustbook.claims.traced import Traced, typed
from trustbook.claims.verdicts import Verdict, tie_out

P5 = "2030-31-P05"


def figure(value, slack, unit="gbp"):
    return Quantity(Decimal(str(value)), unit, Decimal(str(slack)))


def claim(value, metric="a.whole", decimals=0, unit="gbp", claim_id="C1", locator="page 1"):
    return Claim(claim_id, "paper", locator, metric, P5, value, unit, decimals, None, "A figure")


def verdict(stated, known, *others, of="sum", parts=("a.part", "a.rest")):
    declared = [Derived(name="a.whole", of=of, parts=parts, unit="gbp", label="worked out")]
    ties = {each.claim.claim_id: each for each in tie_out([stated, *others], known, declared)}
    return ties[stated.claim_id].verdict


def test_a_sum_and_a_difference_are_as_far_out_as_all_their_parts_together():
    parts = [figure(10, 2), figure(4, "0.5")]
    assert total(parts) == figure(14, "2.5")
    assert difference(parts) == figure(6, "2.5")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_product_is_as_far_out_as_each_part_makes_it(sign):
    made = product([figure(sign * 200, 5), figure(3, "0.1", "count")])
    assert made == figure(sign * 600, 5 * 3 + Decimal("0.1") * 200)


def test_a_product_with_an_exact_part_is_as_far_out_as_the_other_part_so_many_times():
    assert product([figure(4_000, "0.5"), figure(52, 0, "number")]) == figure(208_000, 26)


@pytest.mark.parametrize("over", [200, -200])
@pytest.mark.parametrize("under", [50, -50])
def test_a_ratio_is_as_far_out_as_both_its_parts_make_it_whatever_their_signs(over, under):
    made = ratio([figure(over, 5), figure(under, 2)])
    assert made == figure(Decimal(over) / under, Decimal(5) / 50 + Decimal(4) * 2 / 50, "share")


def test_a_ratio_of_two_units_keeps_that_of_the_first_and_one_to_nil_is_no_figure():
    assert ratio([figure(200, 0), figure(50, 0, "count")]) == figure(4, 0)
    assert ratio([figure(200, 0), figure(0, 0)]) is None


@pytest.mark.parametrize(
    ("stated", "expected"), [(208_026, Verdict.ROUNDING), (208_027, Verdict.CONTRADICTION), (207_974, Verdict.ROUNDING)]
)
def test_a_statement_is_held_to_a_product_within_what_rounding_makes_of_it(stated, expected):
    known = {("a.part", P5): Traced(Quantity.stated(4_000, "gbp", 0))}
    assert verdict(claim(stated), known, of="product", parts=("a.part", 52)) is expected


@pytest.mark.parametrize("exact_first", [True, False])
def test_of_several_statements_of_a_part_the_most_exact_is_added_up(exact_first):
    rough = claim(1_000, "a.part", -3, claim_id="rough")
    exact = claim(1_200, "a.part", claim_id="exact")
    known = {("a.rest", P5): Traced(figure(300, 0))}
    others = (exact, rough) if exact_first else (rough, exact)
    assert verdict(claim(1_500), known, *others) is Verdict.TIES
    assert verdict(claim(1_300), known, *others) is Verdict.CONTRADICTION


@pytest.mark.parametrize("exact_first", [True, False])
def test_a_typed_figure_is_as_exact_as_the_most_exact_statement_of_its_place(exact_first):
    known = {("a.part", P5): typed(Quantity.stated(1.0, "gbp_k", 0), "paper", "Table 2")}
    known["a.rest", P5] = Traced(figure(300, 0))
    rough = claim(1_000, "a.part", -2, claim_id="rough", locator="Table 2, row A")
    exact = claim(1_000, "a.part", 0, claim_id="exact", locator="Table 2, row B")
    others = (exact, rough) if exact_first else (rough, exact)
    assert verdict(claim(1_301), known, *others) is Verdict.ROUNDING
    assert verdict(claim(1_302), known, *others) is Verdict.CONTRADICTION
