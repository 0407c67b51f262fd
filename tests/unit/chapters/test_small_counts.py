"""No count of 1 to 4 children is shown: at the start of a month, at its end, or at its height. All is made up."""

import pytest
from activities import line

from trustbook.chapters.placements.small_counts import FEWEST, Disclosure, disclosure, is_small, shown, written
from trustbook.core.formatting import Withheld
from trustbook.core.period import Period

BIG = line(at_start=90, care_type="Residential")


def kept(at_start, entries=0, exits=0, *others):
    return disclosure([BIG, line(at_start=at_start, entries=entries, exits=exits, nights=50), *others])


def test_counts_from_1_to_4_are_small_and_0_and_5_are_not():
    assert FEWEST == 5
    assert [is_small(count) for count in range(7)] == [False, True, True, True, True, False, False]
    assert [shown(count) for count in (0, 1, 4, 5)] == [0, Withheld.FEW, Withheld.FEW, 5]
    assert [written(count) for count in (0, 1, 4, 5)] == ["0", "fewer than 5", "fewer than 5", "5"]


@pytest.mark.parametrize(
    ("at_start", "entries", "exits", "small"),
    [
        (0, 0, 0, False),
        (1, 0, 0, True),
        (4, 0, 0, True),
        (5, 0, 0, False),
        (4, 5, 0, True),
        (5, 0, 1, True),
        (5, 0, 5, False),
        (5, 4, 9, False),
        (0, 4, 4, True),
        (0, 5, 5, False),
        (0, 5, 0, False),
        (0, 5, 1, True),
        (9, 0, 4, False),
        (9, 0, 5, True),
    ],
)
def test_a_type_is_small_by_its_start_its_end_or_its_height(at_start, entries, exits, small):
    assert kept(at_start, entries, exits) == (
        Disclosure(frozenset({"Fostering"}), "Residential", True) if small else Disclosure()
    )


@pytest.mark.parametrize(("one", "other", "small"), [(2, 2, True), (2, 3, False), (1, 0, True), (4, 1, False)])
def test_the_providers_of_a_type_are_counted_together(one, other, small):
    assert bool(kept(one, 0, 0, line(at_start=other, provider="agency", nights=1)).small) is small


def test_months_are_not_counted_together():
    assert kept(5, 0, 0, line(Period(2030, 2), at_start=4, nights=50)).small == {"Fostering"}
    assert kept(3, 0, 0, line(Period(2030, 2), at_start=3, nights=50)).small == {"Fostering"}
    assert not kept(5, 0, 0, line(Period(2030, 2), at_start=5, nights=50)).small


def test_the_companion_is_the_other_type_with_the_fewest_nights_that_has_any_and_of_equals_the_first_by_name():
    def of(name, nights):
        return line(at_start=20, nights=nights, care_type=name)

    small = line(at_start=2, nights=60)
    assert disclosure([small, of("B", 300), of("A", 301)]).companion == "B"
    assert disclosure([small, of("B", 300), of("A", 300)]).companion == "A"
    assert disclosure([small, of("B", 300), of("A", 0)]).companion == "B"
    assert disclosure([small, of("B", 300), of("A", 1)]).companion == "A"
    assert disclosure([small, of("B", 150), of("B", 160), of("A", 301)]).companion == "A"


def test_without_another_type_nothing_of_the_whole_is_shown():
    alone = disclosure([line(at_start=2)])
    assert (alone.companion, alone.whole, alone.kept_back) == (None, False, {"Fostering"})
    assert disclosure([line(at_start=2), line(at_start=2, care_type="Secure")]).whole is False
    assert disclosure([]) == Disclosure()
    assert kept(2).kept_back == {"Fostering", "Residential"}


def test_where_no_type_is_small_the_whole_is_shown():
    found = kept(5)
    assert (found.whole, found.companion, found.kept_back) == (True, None, frozenset())
