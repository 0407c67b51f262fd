"""Returns parted among the processes of the gate."""

from hypothesis import given
from hypothesis import strategies as st

from trustbook.build.parallel_checks import shares
from trustbook.core.period import Period

FIRST = Period.parse("2020-21-P01")
MONTHS = [Period.parse(f"20{year}-{year + 1}-P{month:02}") for year in range(20, 25) for month in range(1, 13)]


@given(st.integers(1, len(MONTHS)), st.integers(1, 9), st.integers(1, 5))
def test_every_return_is_checked_once_in_order_and_no_process_is_begun_for_fewer_than_it_is_worth(
    count, workers, least
):
    parts = shares(MONTHS[:count], workers, least)
    assert [each for part in parts for each in part] == MONTHS[:count]
    assert len(parts) <= workers
    assert min(map(len, parts)) >= min(least, count)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
