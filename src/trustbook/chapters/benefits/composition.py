"""Work out how much of a fall in an average cost comes from a change in who is counted.

In: average weekly costs of a whole cohort and of it without one group, at two dates, and their numbers of children if
reported. Out: parts that add up to the fall, in whole pounds: two parts without the numbers, three with them. Nothing
is assumed about what is not reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class At:
    """Averages at one date, in whole pounds a week; `whole_count` and `others_count` are children, or None."""

    date: str
    whole: int
    others: int
    whole_count: int | None = None
    others_count: int | None = None

    @property
    def share(self) -> Fraction | None:
        """The group's share of the whole cohort, if both numbers are reported and plausible."""
        if self.whole_count is None or self.others_count is None or not 0 < self.others_count <= self.whole_count:
            return None
        return Fraction(self.whole_count - self.others_count, self.whole_count)

    @property
    def least_share(self) -> Fraction:
        """The smallest share that the group can have: the share if its care cost nothing."""
        return max(Fraction(0), 1 - Fraction(self.whole, self.others)) if self.others > 0 else Fraction(0)


@dataclass(frozen=True)
class Composition:
    """The fall of the whole cohort's average in parts, in whole pounds a week.

    `others`: the fall of the average without the group. `group`: the rest of the fall. If the shares are reported, the
    same fall is also `costs_of_others` + `costs_of_group` + `mixture`.
    """

    before: At
    after: At
    costs_of_others: int | None
    costs_of_group: int | None
    mixture: int | None

    @property
    def fall(self) -> int:
        """The fall of the average of the whole cohort."""
        return self.before.whole - self.after.whole

    @property
    def others(self) -> int:
        """The fall of the average of the cohort without the group."""
        return self.before.others - self.after.others

    @property
    def group(self) -> int:
        """The rest of the fall: more of the group than before, or the group cheaper than before."""
        return self.fall - self.others

    @property
    def group_share(self) -> Fraction | None:
        """The rest as a share of the fall, if there is one."""
        return Fraction(self.group, self.fall) if self.fall > 0 else None


def compose(before: At, after: At) -> Composition:
    """Divide the change of an average, as far as the numbers of children are reported.

    With them, by midpoints: each cost's change at the mean of both shares, and the change of the shares at the mean of
    both costs. These add up to the whole change without a remainder. Method: E. M. Kitagawa, Components of a difference
    between two rates, Journal of the American Statistical Association 50 (1955).
    """
    parts = _midpoints(before, after)
    if parts is None:
        return Composition(before, after, None, None, None)
    return Composition(before, after, *whole_pounds(parts, before.whole - after.whole))


def _midpoints(before: At, after: At) -> tuple[Fraction, Fraction, Fraction] | None:
    share, share_after = before.share, after.share
    if share is None or share_after is None:
        return None
    cost, cost_after = _cost_of_group(before, share), _cost_of_group(after, share_after)
    if cost is None and cost_after is None:
        return Fraction(before.others - after.others), Fraction(0), Fraction(0)
    here = cost if cost is not None else cost_after
    there = cost_after if cost_after is not None else cost
    assert here is not None
    assert there is not None
    mean = (share + share_after) / 2
    return (
        (1 - mean) * (before.others - after.others),
        mean * (here - there),
        (share - share_after) * ((here + there) / 2 - Fraction(before.others + after.others, 2)),
    )


def _cost_of_group(at: At, share: Fraction) -> Fraction | None:
    """Work out the group's average cost from the two averages and its share; None if nobody is in it."""
    return (at.whole - (1 - share) * at.others) / share if share else None


def whole_pounds(parts: Sequence[Fraction], total: int) -> list[int]:
    """Round parts to whole pounds that add up to the total; any remainder goes to the largest part."""
    rounded = [round(part) for part in parts]
    largest = max(range(len(parts)), key=lambda place: abs(parts[place]))
    rounded[largest] += total - sum(rounded)
    return rounded
