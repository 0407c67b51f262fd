import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core import formatting

pounds = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (31_632_000, "£31.632m"),
        (0, "£0.000m"),
        (-43_000, "−£0.043m"),
        (1_234_567_890, "£1,234.568m"),
        (500, "£0.001m"),
        (499, "£0.000m"),
        (1_500, "£0.002m"),
        (2_500, "£0.003m"),
    ],
)
def test_millions_have_three_places_and_round_half_up(amount, text):
    assert formatting.millions(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(1_990_000, "1,990"), (-43_500, "−43.5"), (1_001, "1.001"), (10_010, "10.01"), (0, "0")]
)
def test_thousands_show_decimals_only_where_there_are_any(amount, text):
    assert formatting.thousands(amount) == text


@pytest.mark.parametrize(("amount", "text"), [(14_369_664, "£14,369,664"), (-5, "−£5"), (0, "£0")])
def test_pounds_are_written_in_full(amount, text):
    assert formatting.in_pounds(amount) == text


@given(pounds)
def test_pounds_written_in_full_read_back(amount):
    written = formatting.in_pounds(amount)
    assert int(written.replace("£", "").replace(",", "").replace(formatting.MINUS, "-")) == amount


@given(pounds)
def test_thousands_read_back_to_the_pound(amount):
    written = formatting.thousands(amount)
    assert Decimal(written.replace(",", "").replace(formatting.MINUS, "-")) * 1000 == amount


@given(pounds)
def test_millions_are_within_half_a_thousand(amount):
    written = formatting.millions(amount).strip("m").replace("£", "").replace(",", "").replace(formatting.MINUS, "-")
    assert abs(Decimal(written) * 10**6 - amount) <= 500


@given(pounds)
def test_no_amount_is_written_with_a_hyphen_for_a_minus(amount):
    for write in (formatting.millions, formatting.thousands, formatting.in_pounds):
        assert "-" not in write(amount)
        assert write(amount).startswith(formatting.MINUS) == (amount < 0) or re.search("[1-9]", write(amount)) is None


@given(st.integers(1, 10**9))
def test_a_signed_amount_has_a_sign_unless_it_is_nil(amount):
    assert formatting.in_pounds(amount, signed=True) == f"+£{amount:,}"
    assert formatting.in_pounds(-amount, signed=True) == f"−£{amount:,}"
    assert formatting.in_pounds(0, signed=True) == "£0"


@pytest.mark.parametrize(("share", "places", "text"), [(0.2096, 1, "21.0%"), (0.5584, 2, "55.84%"), (-0.05, 0, "−5%")])
def test_a_share_is_written_per_cent(share, places, text):
    assert formatting.percent(share, places) == text


@pytest.mark.parametrize(("share", "text"), [(0.2145, "21.5%"), (0.0005, "0.1%"), (1.0005, "100.1%")])
def test_a_share_rounds_half_up_as_it_is_written_and_not_as_it_is_stored(share, text):
    assert formatting.percent(share) == text


def test_a_share_that_comes_out_of_a_frame_is_written_like_any_other():
    assert formatting.percent(np.float64(0.21)) == "21.0%"
    assert formatting.number(np.float64(65.4), 1) == "65.4"


@pytest.mark.parametrize(
    ("write", "value"),
    [(formatting.percent, -0.0001), (formatting.percent, -0.0), (formatting.number, -0.2), (formatting.millions, -400)],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_what_rounds_to_nothing_has_no_sign(write, value):
    assert formatting.MINUS not in write(value)


@pytest.mark.parametrize(
    "write",
    [
        formatting.millions,
        formatting.thousands,
        formatting.in_pounds,
        formatting.percent,
        formatting.number,
        formatting.direction,
    ],
)
def test_none_is_not_reported_and_never_nil(write):
    assert write(None) == "not reported"


@pytest.mark.parametrize(("amount", "text"), [(731_000, "up £0.731m"), (-1_049_000, "down £1.049m"), (0, "unchanged")])
def test_a_direction_is_a_word_and_a_size(amount, text):
    assert formatting.direction(amount) == text


def test_a_direction_can_have_other_words():
    assert formatting.direction(2_000_000, up="more by", down="less by") == "more by £2.000m"
    assert formatting.direction(-2_000_000, up="more by", down="less by") == "less by £2.000m"
    assert formatting.direction(0, same="level") == "level"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_listing_has_and_before_the_last(parts, text):
    assert formatting.listing(parts) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 lines"), (1, "1 line"), (15, "15 lines"), (1500, "1,500 lines")])
def test_a_count_agrees_with_its_noun(count, text):
    assert formatting.counted(count, "line") == text


def test_a_noun_can_have_its_own_plural():
    assert formatting.counted(2, "entry", "entries") == "2 entries"
    assert formatting.counted(1, "entry", "entries") == "1 entry"


def test_a_number_has_the_places_asked_for():
    assert formatting.number(130) == "130"
    assert formatting.number(65.38, 1) == "65.4"
    assert formatting.number(1234.5) == "1,235"
