"""Add up a return: its variance, the pressure and the cost to the councils.

In: one return, the contract sums, the councils' shares. Out: a `Position` in whole pounds. An amount that a return does
not report is None, and so is every total that needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import chain
from typing import Any

import pandas as pd

from trustbook.config.words import words
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing, uncapitalised
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Reference, Return


class Adjustment(StrEnum):
    """The kinds of amount reported outside the budget headings."""

    AGREED_FUNDING = "agreed_funding"
    OUTSIDE_CONTRACT = "outside_contract"
    DISPUTED_INCOME = "disputed_income"
    RECOVERY = "recovery"
    NOT_IN_FORECAST = "not_in_forecast"


@dataclass(frozen=True)
class Layer:
    """One amount in the position: its field of `Position`, its label (the body's words left open), and its metric."""

    name: str
    wording: str
    metric: str

    @property
    def label(self) -> str:
        """Its label, with what the body's budget belongs to."""
        return self.wording.format(agreement=words().agreement)

    @property
    def column(self) -> str:
        """The name of its column in frames of whole pounds."""
        return f"{self.name}_gbp"


VARIANCE = Layer("variance", "Variance", "forecast.variance")
PRESSURE_ADJUSTMENTS = (
    Layer(Adjustment.AGREED_FUNDING, "Agreed funding", "forecast.agreed_funding"),
    Layer(Adjustment.OUTSIDE_CONTRACT, "Outside the {agreement}", "forecast.outside_contract"),
    Layer(Adjustment.DISPUTED_INCOME, "Income in dispute", "forecast.disputed_income"),
    Layer(Adjustment.RECOVERY, "Recovery measures", "forecast.recovery"),
)
PRESSURE = (VARIANCE, *PRESSURE_ADJUSTMENTS)
"""The parts of the pressure: everything forecast above the original contract sum."""
NOT_IN_FORECAST = Layer(Adjustment.NOT_IN_FORECAST, "Not in the forecast", "council.not_in_forecast")
COST_TO_COUNCILS = (*PRESSURE, NOT_IN_FORECAST)
"""What the councils would have to fund unless it is mitigated."""
PRESSURE_KINDS = tuple(Adjustment(layer.name) for layer in PRESSURE_ADJUSTMENTS)
"""The kinds of adjustment that count towards the pressure."""


_IN_A_SENTENCE = {Adjustment.OUTSIDE_CONTRACT: "costs outside the {agreement}"}


@dataclass(frozen=True)
class Position:
    """One return's forecast for the end of the year, in whole pounds; a variance above zero is an overspend."""

    period: Period
    variance: int
    contract_sum: int | None
    revised_contract_sum: int | None
    projected_outturn: int | None
    agreed_funding: int | None
    outside_contract: int | None
    disputed_income: int | None
    not_in_forecast: int | None
    single_budget: bool = False
    """Whether every line has one budget: none was changed during the year."""
    recovery: int | None = None
    kinds: frozenset[str] = frozenset(Adjustment) - {Adjustment.RECOVERY}
    """The kinds of adjustment that the return has lines of; if it has no adjustments at all, those that most have."""

    def has(self, layer: Layer) -> bool:
        """Say whether a layer is part of this position: a kind that the paper does not use is no line of nil."""
        return layer is VARIANCE or layer.name in self.kinds

    def amounts(self, layers: Iterable[Layer]) -> list[tuple[Layer, int | None]]:
        """Return each of these layers that the return has, with its amount."""
        return [(layer, getattr(self, layer.name)) for layer in layers if self.has(layer)]

    def counted_in(self, *but: Adjustment) -> str:
        """Name in a sentence what the pressure counts besides the variance, but for some kinds; empty if nothing.

        Funding that was not agreed is left out too: it is nil where there is one budget.
        """
        names = [
            _IN_A_SENTENCE.get(Adjustment(layer.name), uncapitalised(layer.wording)).format(agreement=words().agreement)
            for layer, amount in self.amounts(PRESSURE_ADJUSTMENTS)
            if layer.name not in but and (amount or layer.name != Adjustment.AGREED_FUNDING)
        ]
        return listing(names) if names else ""

    @property
    def pressure(self) -> int | None:
        """The forecast above the original contract sum: the layers of `PRESSURE` together."""
        return add(*(amount for _, amount in self.amounts(PRESSURE)))

    @property
    def call(self) -> int | None:
        """The cost to the councils unless it is mitigated; None if the return reports no items outside the forecast."""
        return add(*(amount for _, amount in self.amounts(COST_TO_COUNCILS))) if self.has(NOT_IN_FORECAST) else None

    @property
    def budget(self) -> int | None:
        """The budget that the variance is measured from: the revised one, or the only one that is known."""
        return self.contract_sum if self.revised_contract_sum is None else self.revised_contract_sum

    @property
    def original_name(self) -> str:
        """What the budget is called that the pressure is measured from."""
        return words().budget if self.single_budget else words().original

    @property
    def revised_name(self) -> str:
        """What the budget is called that the variance is measured from."""
        return words().budget if self.single_budget else words().revised

    @property
    def pressure_share(self) -> float | None:
        """The pressure as a share of the original contract sum."""
        if self.pressure is None or not self.contract_sum:
            return None
        return self.pressure / self.contract_sum


def add(*amounts: int | None) -> int | None:
    """Add whole pounds; None if any of them is not reported."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def subtract(amount: int | None, other: int | None) -> int | None:
    """Subtract whole pounds; None if either is not reported."""
    return None if amount is None or other is None else amount - other


_HARDLY_BELOW_NIL = 0.1
"""How far below nil a share may be that is still given: a line slightly under its budget in a large overspend."""


def share_of(part: int, parts: Sequence[int], most: float = 1) -> float | None:
    """Return a part as a share of the sum of all parts; None where that would mislead.

    It does where over- and underspends nearly cancel, so that the sum is less than half of what they are together; and
    where the share would be below nil or above `most`: 100%, or a little more for a page that says why it is.
    """
    whole = sum(parts)
    if not whole or 2 * abs(whole) < sum(map(abs, parts)):
        return None
    share = part / whole
    return share if -_HARDLY_BELOW_NIL <= share <= most else None


def pounds_of(cell: Any) -> int | None:
    """Return a cell of a money column in whole pounds; None if it is empty."""
    return None if pd.isna(cell) else int(cell)


def total(column: pd.Series[int]) -> object:
    """Sum a money column for a cell of a frame; missing if any of its cells is."""
    return column.sum(skipna=False)


def column_sum(column: pd.Series[int] | None) -> int | None:
    """Sum a money column; None if it has no rows or a cell is missing."""
    if column is None or column.empty or column.isna().any():
        return None
    return int(column.sum())


def position(made: Return, reference: Reference) -> Position:
    """Add up one return. The original contract sum is the return's own, or else the year's from the reference data.

    Raises ReturnError if a cell cannot be read and WorkspaceError if a variance is missing, which the gate refuses
    earlier.
    """
    forecast = made.forecast
    own = column_sum(forecast["contract_sum_gbp"])
    variance = column_sum(forecast["variance_gbp"])
    if variance is None:
        raise WorkspaceError(
            "a variance is missing", file=f"data/{made.period}/forecast.csv", expected="one on each line"
        )
    return Position(
        period=made.period,
        variance=variance,
        contract_sum=own if own is not None else _year_contract_sum(reference, made.period),
        revised_contract_sum=column_sum(forecast["revised_contract_sum_gbp"]),
        single_budget=_single_budget(forecast),
        projected_outturn=column_sum(forecast["projected_outturn_gbp"]),
        kinds=_kinds(made),
        **{kind.value: _of_kind(made, kind) for kind in Adjustment},
    )


def _kinds(made: Return) -> frozenset[str]:
    if made.adjustments is None:
        return Position.kinds
    return frozenset(str(kind) for kind in made.adjustments["kind"].dropna())


def _single_budget(forecast: pd.DataFrame) -> bool:
    original, revised = forecast["contract_sum_gbp"], forecast["revised_contract_sum_gbp"]
    unchanged = not forecast["change_requests_gbp"].fillna(0).any()
    return unchanged and not original.isna().any() and bool((original == revised).all())


def _year_contract_sum(reference: Reference, period: Period) -> int | None:
    sums = reference.contract_sums
    return column_sum(sums.loc[sums["year"] == period.year_code, "original_gbp"])


def _of_kind(made: Return, kind: Adjustment) -> int | None:
    rows = made.adjustments
    return None if rows is None else column_sum(rows.loc[rows["kind"] == kind, "amount_gbp"])


def reports_adjustments(data: PeriodData) -> bool:
    """Say whether any return that we have reports an amount outside the budget headings.

    Earlier years are looked at only if no return of this year does: a chapter depends on what it looks at.
    """
    return any(made.adjustments is not None and len(made.adjustments) for made in chain(data.history, data.earlier))


def reports(data: PeriodData, kind: Adjustment) -> bool:
    """Say whether any return that we have reports an adjustment of one kind, of this year or else of earlier ones."""
    returns = (made.adjustments for made in chain(data.history, data.earlier))
    return any((lines["kind"] == kind).any() for lines in returns if lines is not None)


def split(amount: int, shares: Mapping[str, Decimal]) -> dict[str, int]:
    """Divide an amount between the councils, by code, in whole pounds that add up to it.

    Shares are exact decimals that sum to 1. Each part is rounded to a pound; any remainder goes to the largest share.
    Raises WorkspaceError if the shares do not sum to 1. Method: the contract split as the P11 forecast paper states it
    (paragraph 2.8).
    """
    if sum(shares.values()) != 1:
        raise WorkspaceError(
            f"the councils' shares sum to {sum(shares.values())}", file="params/trust.yaml", expected="1"
        )
    parts = {code: int((amount * share).quantize(Decimal(1), ROUND_HALF_EVEN)) for code, share in shares.items()}
    largest = max(shares, key=lambda code: shares[code])
    parts[largest] += amount - sum(parts.values())
    return parts


def by_group(forecast: pd.DataFrame, group_of: Mapping[str, str]) -> pd.Series[int]:
    """Add up the variance of each summary group in pounds, from groups or headings; missing if one of its cells is."""
    groups = forecast["heading"].where(forecast["level"] == "group", forecast["heading"].map(group_of))
    return forecast.groupby(groups, sort=False)["variance_gbp"].agg(total)
