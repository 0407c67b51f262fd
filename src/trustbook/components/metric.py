"""Define a headline figure: its value and unit, how it is worked out, and whether a rise is for the worse.

Each chapter makes its own (`metrics(data)`); chapters/metrics.py lists those of every chapter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from trustbook.core.formatting import slug
from trustbook.core.units import from_base, in_pounds_of


class Polarity(StrEnum):
    """What a rise of a figure means."""

    WORSE = "worse"
    BETTER = "better"
    NEITHER = ""


@dataclass(frozen=True)
class ColumnRef:
    """A column that a figure is worked out from. `only`: columns, and the values of the rows that count."""

    dataset: str
    column: str
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: bool = False
    """Whether the previous month is read, for a movement."""


@dataclass(frozen=True)
class Lineage:
    """How a figure is worked out, in words, and from which columns and settings (`councils` in params/trust.yaml)."""

    how: str
    reads: tuple[ColumnRef, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metric:
    """One figure: `chapter.figure[.part]`; `amount` is None if it is not reported.

    Units: gbp_k, gbp, gbp_per_week, share, count, fte, years, ratio. A headline figure has a lineage; a figure of a
    return's own line has none.
    """

    name: str
    amount: float | int | None
    """Whole pounds for money; for anything else the figure itself."""
    unit: str
    label: str
    lineage: Lineage | None = None
    polarity: Polarity = Polarity.NEITHER
    as_at: str = ""
    """The day, month or year that the figure is for, if not the period."""
    line: str = ""
    """What it is a figure of, if that is one line of a return or one group of lines."""
    typed_from: tuple[str, str] | None = None
    """The paper and the place in it that the figure was typed from, if it is one cell; for a figure without lineage."""
    also: tuple[tuple[str, str], ...] = ()
    """Other names, each with its time, under which papers state this very figure."""

    @classmethod
    def stated(
        cls, name: str, value: float, unit: str, label: str, typed_from: tuple[str, str] | None = None
    ) -> Metric:
        """Make a metric of a value in its unit, such as thousands of pounds."""
        amount = in_pounds_of(value, unit) if unit == "gbp_k" else value
        return cls(name, amount, unit, label, typed_from=typed_from)

    @property
    def is_money(self) -> bool:
        """Whether the amount is in whole pounds and stated in thousands."""
        return self.unit == "gbp_k"

    @property
    def value(self) -> float | int | None:
        """The figure in its unit, as the command line, files and claims state it."""
        return from_base(self.amount, self.unit) if self.is_money else self.amount


def money(
    name: str,
    pounds: int | None,
    label: str,
    lineage: Lineage | None = None,
    polarity: Polarity = Polarity.NEITHER,
    line: str = "",
    typed_from: tuple[str, str] | None = None,
    also: tuple[tuple[str, str], ...] = (),
    as_at: str = "",
) -> Metric:
    """Make a metric of an amount in whole pounds, which is stated in thousands."""
    return Metric(
        name, pounds, "gbp_k", label, lineage, polarity, line=line, typed_from=typed_from, also=also, as_at=as_at
    )


def place_of(row: pd.Series[Any]) -> tuple[str, str]:
    """Return the paper and the place in it that a row of a dataset was typed from; empty where it names none."""
    source, locator = row.get("source_id"), row.get("locator")
    return "" if pd.isna(source) else str(source), "" if pd.isna(locator) else str(locator)


def measured(measures: pd.Series[float], name: str) -> float | None:
    """Return the value of a measure by name, or None if it is not reported."""
    found = measures.get(name)
    return None if found is None or pd.isna(found) else float(found)


AS_REPORTED = "As reported."


def as_reported(*reads: ColumnRef) -> Lineage:
    """Make the lineage of a figure that is shown as the return reports it."""
    return Lineage(AS_REPORTED, reads)


def comparator(body: str, measure: str, scope: str) -> str:
    """Name a figure of another year or place: `comparator.<body>.<measure>`, with the part of the body, if any."""
    part = "" if str(scope).startswith("Whole") else f".{slug(str(scope))}"
    return f"comparator.{slug(body)}.{slug(measure)}{part}"
