"""Work out what is left of the reserves of those who pay, and which debts there are between them and the body.

In: the data of a period. Out: a `Funder` for each council and, where the return has it, for the body; whole pounds.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from trustbook.chapters.call_on_councils import low_expected_high
from trustbook.chapters.call_on_councils.low_expected_high import CostRange
from trustbook.config.settings import TRUST, Settings
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.position import pounds_of, split

RESERVES = ("reserve", "contingency")
OWED_TO_BODY, OWED_BY_BODY = "owed_to_body", "owed_by_body"


class Ends(NamedTuple):
    """One amount at the low, the expected and the high cost, in pounds."""

    low: int
    expected: int
    high: int


@dataclass(frozen=True)
class Reserve:
    """One reserve or contingency; `committed_gbp` is None if the return does not say what is committed already."""

    name: str
    amount_gbp: int
    committed_gbp: int | None
    as_at: str | None


@dataclass(frozen=True)
class Debt:
    """One debt between a funder and the body; `days_overdue` is None if the return does not say how old it is."""

    name: str
    owed_to_body: bool
    amount_gbp: int
    days_overdue: float | None


@dataclass(frozen=True)
class Funder:
    """What one funder, or the body itself, could meet a cost from, and what it would have to meet.

    `shares`: its share of the cost, by the contract split; None if the cost is not known, or if it has no share.
    """

    code: str
    name: str
    reserves: tuple[Reserve, ...] = ()
    debts: tuple[Debt, ...] = ()
    shares: Ends | None = None

    @property
    def available(self) -> int | None:
        """Its reserves and contingency, less what is said to be committed already; None if none is reported."""
        if not self.reserves:
            return None
        return sum(each.amount_gbp - (each.committed_gbp or 0) for each in self.reserves)

    @property
    def left(self) -> Ends | None:
        """What is left of that after its share of the cost, below zero where that is not enough."""
        if self.available is None or self.shares is None:
            return None
        return Ends(*(self.available - share for share in self.shares))


@worked_out_once
def analyse(data: PeriodData) -> tuple[Funder, ...] | None:
    """List each council, and the body if the return has a row of it; None if it reports no reserves and no debts."""
    rows = data.current.dataset("funders")
    if rows is None:
        return None
    parties = [party_of(str(each), data.settings) for each in rows["funder"]]
    rows = rows.assign(party=parties)[rows["amount_gbp"].notna()]
    shares = shares_of(low_expected_high.analyse(data), data)
    names = {each.code: each.name for each in data.settings.councils} | {TRUST: data.settings.trust.name}
    shown = [code for code in names if code != TRUST or (rows["party"] == TRUST).any()]
    return tuple(_funder(code, names[code], rows[rows["party"] == code], shares.get(code)) for code in shown)


def party_of(written: str, settings: Settings) -> str | None:
    """Return the code of the council with this code or name, `trust` for the body itself; None if it is neither."""
    known = {
        name.casefold(): each.code for each in settings.councils for name in (each.code, each.name, each.short_name)
    }
    own = {name.casefold(): TRUST for name in (settings.trust.name, settings.trust.short_name)}
    return (own | known).get(" ".join(written.split()).casefold())


def shares_of(found: CostRange | None, data: PeriodData) -> dict[str, Ends]:
    """Divide the cost at its low, its expected and its high end by the contract split, to the pound.

    Where nobody else pays, the body bears all of it.
    """
    if found is None:
        return {}
    ends = (found.low, found.expected, found.high)
    if not data.settings.councils:
        return {TRUST: Ends(*ends)}
    parts = [split(each, data.shares) for each in ends]
    return {code: Ends(*(part[code] for part in parts)) for code in data.shares}


def _funder(code: str, name: str, rows: pd.DataFrame, shares: Ends | None) -> Funder:
    records = rows.to_dict("records")
    return Funder(
        code,
        name,
        tuple(_reserve(each) for each in records if each["measure"] in RESERVES),
        tuple(_debt(each) for each in records if each["measure"] in (OWED_TO_BODY, OWED_BY_BODY)),
        shares,
    )


def _reserve(row: Mapping[Hashable, Any]) -> Reserve:
    as_at = row["as_at"]
    return Reserve(
        str(row["name"]),
        int(row["amount_gbp"]),
        pounds_of(row["committed_gbp"]),
        None if pd.isna(as_at) else str(as_at),
    )


def _debt(row: Mapping[Hashable, Any]) -> Debt:
    days = row["days_overdue"]
    to_body = row["measure"] == OWED_TO_BODY
    return Debt(str(row["name"]), to_body, int(row["amount_gbp"]), None if pd.isna(days) else float(days))


AGES = ("up to 30 days", "31 to 90 days", "over 90 days", "not said")
_FIRST, _SECOND = 30, 90


def age(debt: Debt) -> str:
    """Say how long a debt has been due, as one of `AGES`."""
    if debt.days_overdue is None:
        return AGES[3]
    return AGES[0] if debt.days_overdue <= _FIRST else AGES[1] if debt.days_overdue <= _SECOND else AGES[2]


def debts_by_age(found: Sequence[Funder]) -> pd.DataFrame:
    """Add up the debts by funder, direction and age: name, owed_to_body, age, amount_gbp, debts (their names)."""
    rows: dict[tuple[str, bool, str], list[Debt]] = {}
    for funder in found:
        for debt in sorted(funder.debts, key=lambda each: (not each.owed_to_body, AGES.index(age(each)))):
            rows.setdefault((funder.name, debt.owed_to_body, age(debt)), []).append(debt)
    return pd.DataFrame(
        [
            {
                "name": name,
                "owed_to_body": to_body,
                "age": band,
                "amount_gbp": sum(each.amount_gbp for each in debts),
                "debts": "; ".join(each.name for each in debts),
            }
            for (name, to_body, band), debts in rows.items()
        ],
        columns=["name", "owed_to_body", "age", "amount_gbp", "debts"],
    )
