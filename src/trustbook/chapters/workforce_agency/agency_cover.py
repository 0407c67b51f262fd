"""Work out the share of vacant posts that agency staff may cover at no extra cost, and compare the trust's with it.

In: the premium and vacancy factor of a return, and the published vacancies. Out: `Cover`, or None without a premium.
Cover costs nothing extra while cover × (1 + premium) ≤ vacant posts, so the break-even share is 1 / (1 + premium).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.workforce_agency.analysis import Workforce
from trustbook.chapters.workforce_agency.staff_statistics import COVERING, OWN, VACANT, Statistics

_STEPS = 20
"""The curve covers premiums from nothing to the whole cost of a post, in this many steps."""


def break_even(premium: float) -> float:
    """Return the share of vacant posts that agency staff can cover at no extra cost."""
    return 1 / (1 + premium)


@dataclass(frozen=True)
class Cover:
    """`curve`: premium, break_even. `covering`, `vacant`: posts as published for `year` and `area`; None if not there.

    `factor_posts`: the vacant posts that the vacancy factor has already taken from the budget, at the assumed cost.
    """

    premium: float
    curve: pd.DataFrame
    year: int | None
    covering: float | None
    vacant: float | None
    factor_posts: float | None
    area: str = ""

    @property
    def break_even(self) -> float:
        """The share of vacant posts that can be covered at no extra cost at the premium reported."""
        return break_even(self.premium)

    @property
    def share(self) -> float | None:
        """The share of vacant posts that agency staff cover."""
        return None if self.covering is None or not self.vacant else self.covering / self.vacant

    @property
    def vacant_after_factor(self) -> float | None:
        """Vacant posts that the budget still pays for after the vacancy factor."""
        return None if self.vacant is None or self.factor_posts is None else self.vacant - self.factor_posts

    @property
    def share_after_factor(self) -> float | None:
        """The share of those that agency staff cover; None if none is left."""
        left = self.vacant_after_factor
        return None if self.covering is None or left is None or left <= 0 else self.covering / left

    def posts_beyond(self, vacant: float) -> float | None:
        """Work out the agency staff beyond what these vacant posts pay for; below zero there is room for more."""
        return None if self.covering is None else self.covering - vacant * self.break_even


def analyse(workforce: Workforce, statistics: Statistics | None) -> Cover | None:
    """Work out how much the trust covers; None if the return names no premium."""
    if workforce.premium is None:
        return None
    premiums = [step / _STEPS for step in range(_STEPS + 1)]
    year = None if statistics is None else statistics.newest
    return Cover(
        premium=workforce.premium,
        curve=pd.DataFrame({"premium": premiums, "break_even": [break_even(each) for each in premiums]}),
        year=year,
        covering=None if statistics is None else statistics.value(OWN, COVERING),
        vacant=None if statistics is None else statistics.value(OWN, VACANT),
        factor_posts=None if workforce.offset is None else workforce.offset.factor_posts,
        area="" if statistics is None else statistics.name(OWN, year),
    )
