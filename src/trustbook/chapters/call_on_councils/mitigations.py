"""Read the mitigations of a return, and work out what those of one item do to its cost together.

In: rows of `mitigations.csv`, and what the item comes to. Out: whole pounds; a likelihood is an exact fraction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from trustbook.data.period_data import PeriodData

_SAID = {"yes": True, "no": False}


@dataclass(frozen=True)
class Mitigation:
    """One measure that is to lower the cost by `amount_gbp`, in pounds.

    `confidence`: a share from 0 to 1; `in_forecast`: whether the forecast counts on it already. None: not reported.
    `relates_to`: the item, or the reference of the saving, whose cost it meets.
    """

    measure: str
    amount_gbp: int
    confidence: Fraction | None = None
    in_forecast: bool | None = None
    relates_to: str | None = None
    owner: str | None = None
    date: str | None = None
    note: str | None = None

    @property
    def counts_in_expected(self) -> bool:
        """Whether the return says enough of it to move the expected cost."""
        return self.confidence is not None and self.in_forecast is not None


def mitigations(data: PeriodData) -> tuple[Mitigation, ...] | None:
    """List the mitigations of the period in the order of the return; None if it lists none."""
    rows = data.current.dataset("mitigations")
    if rows is None:
        return None
    return tuple(
        Mitigation(
            str(row.measure),
            int(row.amount_gbp),
            None if pd.isna(row.confidence) else Fraction(Decimal(str(row.confidence))),
            _SAID.get(row.in_forecast),
            *(None if pd.isna(cell) else str(cell) for cell in (row.relates_to, row.owner, row.date, row.note)),
        )
        for row in rows[rows["amount_gbp"].notna()].itertuples()
    )


@dataclass(frozen=True)
class Together:
    """What mitigations of one cost do together, in pounds: what they can lower it by, and raise it by if they fail.

    `lower_gbp`: those that the forecast does not count on; `counted_gbp`: those that it counts on, which the cost is
    lower by already; `raise_gbp`: those that it counts on or may count on. `expected`: the change that is expected.
    """

    lower_gbp: int
    counted_gbp: int
    raise_gbp: int
    expected: Fraction


def together(found: Iterable[Mitigation], most_gbp: int | None) -> Together:
    """Add up mitigations of one cost, capped at what it comes to (None: at nothing).

    Those that the forecast counts on come first, then those that it does not count on, then those of which the return
    does not say it. Where the cap leaves room for a part only, each of its kind is lowered in proportion.
    """
    every = list(found)
    counted, new, unsaid = ([each for each in every if each.in_forecast is said] for said in (True, False, None))
    room = sum(each.amount_gbp for each in every) if most_gbp is None else most_gbp
    of_counted = min(room, _total(counted))
    of_new = min(room - of_counted, _total(new))
    of_unsaid = min(room - of_counted - of_new, _total(unsaid))
    return Together(
        lower_gbp=of_new + of_unsaid,
        counted_gbp=of_counted,
        raise_gbp=min(room, of_counted + _total(unsaid)),
        expected=_likely(counted, of_counted, failing=True) - _likely(new, of_new, failing=False),
    )


def _total(found: Iterable[Mitigation]) -> int:
    return sum(each.amount_gbp for each in found)


def _likely(found: list[Mitigation], used: int, *, failing: bool) -> Fraction:
    """Weigh amounts by how likely each is to work, or to fail; one without a stated likelihood moves nothing."""
    total = _total(found)
    if not total:
        return Fraction(0)
    weighed = sum(
        (each.amount_gbp * ((1 - each.confidence) if failing else each.confidence))
        for each in found
        if each.confidence is not None
    )
    return weighed * Fraction(used, total)
