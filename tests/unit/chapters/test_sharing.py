from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trustbook.chapters.call_on_councils.sharing import proportional, share
from trustbook.config.settings import Band, SharingRule

HALF = {"east": Decimal("0.5"), "west": Decimal("0.5")}


def bands(*ends):
    """Synthetic bands: each further one leaves less to the trust."""
    count = len(ends)
    return tuple(
        Band(
            up_to_gbp=end,
            shares={"trust": 1 - Decimal(place) / count, "east": Decimal(place) / count},
        )
        for place, end in enumerate(ends)
    )


def test_the_flat_three_quarters_of_the_paper_give_the_amounts_that_it_prints():
    rule = proportional("Doncaster", "paper", {"council": Decimal("0.75"), "trust": Decimal("0.25")})
    assert share(1_600_000, rule) == {"council": 1_200_000, "trust": 400_000}


def test_each_band_takes_its_part_and_divides_it_by_its_own_shares():
    rule = SharingRule(name="Tiered", source="synthetic", over=bands(100, 300, None))
    # 100 to the trust; 200 of the second band by 2/3 and 1/3; 50 of the third by 1/3 and 2/3
    assert share(350, rule) == {"trust": 100 + 133 + 17, "east": 67 + 33}


def test_an_underspend_has_its_own_bands_and_comes_back_with_its_sign():
    rule = SharingRule(name="Tiered", source="synthetic", over=bands(100, None), under=(Band(shares=HALF),))
    assert share(-80, rule) == {"east": -40, "west": -40}


def test_an_underspend_without_bands_of_its_own_is_shared_as_an_overspend_is():
    rule = SharingRule(name="Flat", source="synthetic", over=(Band(shares=HALF),))
    assert share(-80, rule) == {"east": -40, "west": -40}


def test_nothing_is_shared_as_nothing():
    rule = SharingRule(name="Tiered", source="synthetic", over=bands(100, None))
    assert share(0, rule) == {"trust": 0, "east": 0}


@given(
    amount=st.integers(-(10**9), 10**9),
    ends=st.lists(st.integers(1, 10**9), max_size=4, unique=True).map(sorted),
)
def test_the_parts_always_add_back_to_the_amount(amount, ends):
    rule = SharingRule(name="Tiered", source="synthetic", over=bands(*ends, None))
    assert sum(share(amount, rule).values()) == amount


@given(
    sooner=st.integers(0, 10**8),
    more=st.integers(0, 10**8),
    ends=st.lists(st.integers(1, 10**8), max_size=3, unique=True).map(sorted),
)
def test_nobody_bears_less_of_more_but_for_a_pound_of_rounding_in_each_band(sooner, more, ends):
    rule = SharingRule(name="Tiered", source="synthetic", over=bands(*ends, None))
    before, after = share(sooner, rule), share(sooner + more, rule)
    assert all(after[party] >= before[party] - len(rule.over) for party in before)


@pytest.mark.parametrize("ends", [(None, None), (100, 50, None), (100, 100, None), (100,)])
def test_bands_that_do_not_rise_to_one_without_end_are_refused(ends):
    with pytest.raises(ValidationError, match="must rise"):
        SharingRule(name="Wrong", source="synthetic", over=bands(*ends))


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(ValidationError, match=r"sum to 0\.9"):
        Band(shares={"east": Decimal("0.5"), "west": Decimal("0.4")})
