"""Work out the causes of the staffing overspend, and the cost of sickness and pay.

In: the data of a period, and the published statistics. Out: `StaffBudget` and `SicknessAndPay`. Whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.workforce_agency.analysis import of_the_whole, with_publication
from trustbook.chapters.workforce_agency.staff_statistics import ABSENCE, IN_POST, OWN, Statistics
from trustbook.config.words import words
from trustbook.core.units import in_pounds_of
from trustbook.data.period_data import PeriodData
from trustbook.data.publication import Publication
from trustbook.position import add, subtract

STAFFING = "Staffing"
VACANCY_FACTOR, FLAGGED_INCOME = "the vacancy factor", "Supporting Families income that was flagged as a risk"


@dataclass(frozen=True)
class StaffBudget:
    """The staffing budget, and the causes that its paper names for its variance; None is not reported.

    `factor_gbp` was taken out of the budget for posts expected to be vacant; `risk_gbp` is income flagged earlier as a
    risk, which may differ from what is missing. `requests_gbp` are change requests, which raised the budget already;
    `note` is what the paper adds to the heading.
    """

    revised_gbp: int
    variance_gbp: int
    factor_gbp: int | None
    risk_gbp: int | None
    requests_gbp: int | None = None
    note: str = ""

    @property
    def before_factor_gbp(self) -> int | None:
        """The budget as it would be without the cut."""
        return add(self.revised_gbp, self.factor_gbp)

    @property
    def factor_share(self) -> float | None:
        """The cut as a share of the budget before it."""
        whole = self.before_factor_gbp
        return None if self.factor_gbp is None or not whole else self.factor_gbp / whole

    @property
    def variance_without_factor_gbp(self) -> int | None:
        """The variance if the budget had not been cut and spending were the same."""
        return subtract(self.variance_gbp, self.factor_gbp)

    @property
    def named(self) -> dict[str, int]:
        """The causes to which the paper puts an amount, each with that amount."""
        amounts = {VACANCY_FACTOR: self.factor_gbp, FLAGGED_INCOME: self.risk_gbp}
        return {cause: amount for cause, amount in amounts.items() if amount is not None}

    @property
    def named_gbp(self) -> int | None:
        """Those amounts together."""
        return sum(self.named.values()) if self.named else None

    @property
    def unexplained_gbp(self) -> int | None:
        """The variance less those amounts; below zero where they come to more than the variance."""
        return subtract(self.variance_gbp, self.named_gbp)


def budget(data: PeriodData) -> StaffBudget | None:
    """Read the staffing budget, or None if the return does not report it by heading."""
    rows, staff = data.current.forecast, data.current.workforce
    line = rows[(rows["level"] == "heading") & (rows["heading"] == STAFFING)]
    if staff is None or line.empty or line[["revised_contract_sum_gbp", "variance_gbp"]].isna().to_numpy().any():
        return None
    whole = staff[of_the_whole(staff["team"])].set_index("measure")["value"]

    def pounds(measure: str) -> int | None:
        value = whole.get(measure)
        return None if value is None or pd.isna(value) else in_pounds_of(float(value), "gbp_k")

    first = line.iloc[0]
    requests = first["change_requests_gbp"]
    return StaffBudget(
        revised_gbp=int(first["revised_contract_sum_gbp"]),
        variance_gbp=int(first["variance_gbp"]),
        factor_gbp=pounds("vacancy_factor"),
        risk_gbp=pounds("supporting_families_risk"),
        requests_gbp=None if pd.isna(requests) else int(requests),
        note="" if pd.isna(first["note"]) else str(first["note"]),
    )


@dataclass(frozen=True)
class SicknessAndPay:
    """Sickness and pay, as far as anyone states them.

    `facts`: body, measure, value, unit, as_at, basis, published, of other bodies. `absence`, `in_post`, `year`: as
    published for the trust's own area. `pay_gap_gbp`: what a neighbour paid above another trust, `gap_body` that trust,
    `gap_as_at` the date, empty if none is on file, and `gap_published` whether it was known on the edition's day.
    """

    facts: pd.DataFrame
    absence: float | None
    in_post: float | None
    year: int | None
    post_cost_gbp: float
    pay_gap_gbp: int | None
    gap_body: str
    gap_as_at: str
    gap_published: Publication
    area: str = ""
    """The area that the published figures are of."""

    @property
    def absent_posts(self) -> float | None:
        """Sickness absence in a year, in full posts."""
        return None if self.absence is None or self.in_post is None else self.absence * self.in_post

    @property
    def absence_gbp(self) -> int | None:
        """Their cost at the assumed cost of a post."""
        return None if self.absent_posts is None else round(self.absent_posts * self.post_cost_gbp)


_MEASURES = {
    "sickness_rate": "Sickness rate",
    "long_term_sick": "Staff on long-term sick leave",
    "sickness_cost": "Cost of days lost in a year",
    "pay_gap_to_neighbour": "Extra pay at a neighbouring {neighbour}",
    "salary_loss_on_conversion": "Pay lost on moving from agency to a permanent post",
}


def _measure(name: str) -> str:
    return _MEASURES[name].replace("{neighbour}", "council" if words().funders else "authority")


def sickness_and_pay(data: PeriodData, statistics: Statistics | None) -> SicknessAndPay:
    """Gather what papers and statistics say about sickness and pay."""
    comparators = with_publication(data)
    facts = comparators[comparators["measure"].isin(_MEASURES)]
    facts = facts.assign(order=facts["measure"].map(list(_MEASURES).index)).sort_values("order", kind="stable")
    gaps = facts[(facts["measure"] == "pay_gap_to_neighbour") & (facts["unit"] == "gbp")]
    return SicknessAndPay(
        facts=facts.assign(measure=[_measure(str(each)) for each in facts["measure"]]),
        absence=None if statistics is None else statistics.value(OWN, ABSENCE),
        in_post=None if statistics is None else statistics.value(OWN, IN_POST),
        year=None if statistics is None else statistics.newest,
        area="" if statistics is None else statistics.name(OWN, statistics.newest),
        post_cost_gbp=data.assumptions.post_cost_gbp,
        pay_gap_gbp=None if gaps.empty else round(float(gaps.iloc[0]["value"])),
        gap_body="" if gaps.empty else str(gaps.iloc[0]["body"]),
        gap_published=Publication.NOT_DATED if gaps.empty else gaps.iloc[0]["published"],
        gap_as_at="" if gaps.empty or pd.isna(gaps.iloc[0]["as_at"]) else str(gaps.iloc[0]["as_at"]),
    )
