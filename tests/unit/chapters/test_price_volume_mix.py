from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trustbook.chapters.placements.price_volume_mix import Amount, decompose

KINDS = ("Residential", "Fostering", "Over 18s")
EFFECTS = ("volume", "mix", "price")


def amounts(**kinds):
    return {
        kind: Amount(Fraction(volume), None if price is None else Fraction(price))
        for kind, (volume, price) in kinds.items()
    }


def effects(before, after):
    found = decompose(before, after)
    return tuple(found.total(effect) for effect in EFFECTS)


volumes = st.decimals(0, 5000, places=1).map(Fraction)
prices = st.decimals(0, 500_000, places=2).map(Fraction)
sides = st.tuples(*(st.builds(Amount, volumes, prices) for _ in KINDS)).map(
    lambda each: dict(zip(KINDS, each, strict=True))
)


@given(before=sides, after=sides)
def test_the_effects_add_up_to_the_movement_to_the_pound_whatever_the_figures_are(before, after):
    found = decompose(before, after)
    if found is None:
        assert not sum(each.volume for each in before.values())
        return
    assert sum(found.total(effect) for effect in EFFECTS) == found.movement
    rows = found.kinds
    assert (rows["before_gbp"] + rows["volume_gbp"] + rows["mix_gbp"] + rows["price_gbp"] == rows["after_gbp"]).all()
    assert list(rows["after_gbp"]) == [round(each.volume * each.price) for each in after.values()]


@given(before=sides, after=sides)
def test_a_kind_whose_price_stays_has_no_price_effect(before, after):
    same = {kind: Amount(after[kind].volume, before[kind].price) for kind in KINDS}
    found = decompose(before, same)
    assume(found is not None)
    known = [before[kind].volume > 0 for kind in KINDS]
    assert not found.kinds.loc[known, "price_gbp"].any()


@given(before=sides, growth=st.decimals(0, 3, places=2).map(Fraction))
def test_when_all_kinds_grow_alike_there_is_no_mix(before, growth):
    after = {kind: Amount(each.volume * growth, each.price) for kind, each in before.items()}
    found = decompose(before, after)
    assume(found is not None)
    assert found.total("mix") == 0
    assert found.total("price") == 0


def test_one_more_of_each_at_the_old_prices_is_volume():
    assert effects(amounts(a=(10, 100), b=(10, 300)), amounts(a=(11, 100), b=(11, 300))) == (400, 0, 0)


def test_as_many_of_a_dearer_kind_is_mix():
    assert effects(amounts(a=(10, 100), b=(10, 300)), amounts(a=(5, 100), b=(15, 300))) == (0, 1000, 0)


def test_a_dearer_place_is_price_at_the_new_volume():
    assert effects(amounts(a=(10, 100)), amounts(a=(12, 110))) == (200, 0, 120)


def test_a_kind_that_is_new_moves_volume_and_mix_and_not_price():
    found = decompose(amounts(a=(10, 100), b=(0, None)), amounts(a=(10, 100), b=(5, 400)))
    new = found.kinds.set_index("kind").loc["b"]
    assert new["price_gbp"] == 0
    assert found.movement == 2000


def test_a_kind_that_ended_needs_no_new_price():
    assert decompose(amounts(a=(10, 100), b=(5, 400)), amounts(a=(10, 100), b=(0, None))).movement == -2000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (amounts(a=(10, 100)), amounts(a=(10, None))),
        (amounts(a=(10, None)), amounts(a=(10, 100))),
        (amounts(a=(10, 100)), amounts(a=(10, 100), b=(1, 100))),
        (amounts(a=(0, 100)), amounts(a=(10, 100))),
        ({}, {}),
    ],
)
def test_what_is_not_known_at_both_times_is_not_divided(before, after):
    assert decompose(before, after) is None
