"""Define what was spent on a line so far, the rates that follow from it, and what the forecast asks of the rest.

In: amounts in whole pounds, cost above zero and income below, and a month of the year. Out: exact pounds, and exact
pounds a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from trustbook.core.period import MONTHS_IN_YEAR

FIRST_MONTH_FOR_NEXT_YEAR = 2
"""Before this month of the year no rate is carried into the next: a single month says too little."""


@dataclass(frozen=True)
class Spending:
    """What was spent on one line, or on several together, by the end of a month of the year (1 is the first).

    Amounts in whole pounds, cost above zero and income below; None where the return does not say.
    """

    name: str
    month: int
    to_date: int | None
    outturn: int | None = None
    """Where the year is forecast to end, or where it ended."""
    profile: int | None = None
    """The part of the budget that was planned to be spent by now."""
    committed: int | None = None
    """Ordered or contracted up to the end of the year, and not yet spent."""
    before: int | None = None
    """What was spent by the end of an earlier month of the same year."""
    month_before: int | None = None
    """That month."""
    note: str | None = None

    @property
    def months_left(self) -> int:
        """The months of the year after this one."""
        return MONTHS_IN_YEAR - self.month

    @property
    def share_of_year(self) -> Fraction:
        """The share of the year that has gone."""
        return Fraction(self.month, MONTHS_IN_YEAR)

    @property
    def share_spent(self) -> Fraction | None:
        """The share of the outturn that is spent; None unless the outturn is a cost and no income was received."""
        if self.to_date is None or self.outturn is None or self.to_date < 0 or self.outturn <= 0:
            return None
        return Fraction(self.to_date, self.outturn)

    @property
    def above_profile(self) -> int | None:
        """What was spent less what was planned to be spent by now."""
        return None if self.to_date is None or self.profile is None else self.to_date - self.profile

    @property
    def left(self) -> int | None:
        """The outturn less what was spent."""
        return None if self.to_date is None or self.outturn is None else self.outturn - self.to_date

    @property
    def undecided(self) -> int | None:
        """What is left of the forecast less what is committed; None once the year is over."""
        if self.left is None or self.committed is None or not self.months_left:
            return None
        return self.left - self.committed

    @property
    def is_overcommitted(self) -> bool:
        """Whether spending and commitments exceed the year's forecast cost before the year is over.

        Commitments that are not reported are not counted; lines whose year ends in income are left out, since income
        that is still to come lowers them.
        """
        return self.beyond > 0

    @property
    def beyond(self) -> int:
        """The amount by which spending and commitments exceed the forecast cost; nil where they do not."""
        if self.left is None or self.outturn is None or self.outturn <= 0 or not self.months_left:
            return 0
        return max(0, max(0, self.committed or 0) - self.left)

    @property
    def run_rate(self) -> Fraction | None:
        """Pounds a month since the start of the year."""
        return None if self.to_date is None else Fraction(self.to_date, self.month)

    @property
    def latest_rate(self) -> Fraction | None:
        """Pounds a month since the earlier month; None where no earlier return has a figure."""
        if self.to_date is None or self.before is None or self.month_before is None:
            return None
        return Fraction(self.to_date - self.before, self.month - self.month_before)

    @property
    def rest_rate(self) -> Fraction | None:
        """Pounds a month in the rest of the year, if the forecast holds; None once the year is over."""
        return None if self.left is None or not self.months_left else Fraction(self.left, self.months_left)

    @property
    def rate_change(self) -> Fraction | None:
        """The rate of the rest of the year less the rate so far."""
        return None if self.rest_rate is None or self.run_rate is None else self.rest_rate - self.run_rate

    @property
    def rate_change_share(self) -> Fraction | None:
        """The same as a share of the rate so far, where both rates are costs."""
        if self.rate_change is None or not self.run_rate or self.run_rate < 0 or not self.rest_rate:
            return None
        return self.rate_change / self.run_rate if self.rest_rate > 0 else None

    @property
    def end_at_run_rate(self) -> Fraction | None:
        """Where the year would end if spending went on at the rate so far; None once it is over."""
        return None if self.run_rate is None or not self.months_left else self.run_rate * MONTHS_IN_YEAR

    @property
    def end_at_latest_rate(self) -> Fraction | None:
        """Where the year would end if spending went on at the latest rate; None once it is over."""
        if self.to_date is None or self.latest_rate is None or not self.months_left:
            return None
        return self.to_date + self.latest_rate * self.months_left

    @property
    def full_year_effect(self) -> Fraction | None:
        """What a year at the rate of the rest of this one would cost more than this year is forecast to."""
        if self.rest_rate is None or self.outturn is None or self.month < FIRST_MONTH_FOR_NEXT_YEAR:
            return None
        return self.rest_rate * MONTHS_IN_YEAR - self.outturn
