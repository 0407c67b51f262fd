"""What a headline figure is: its value and unit, how it is worked out, and whether a rise of it is for the worse.

Each chapter's module makes its own (`metrics(data)`); chapters/metrics.py lists those of every chapter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from trustbook.core.formatting import slug

THOUSAND = 1000


class Polarity(StrEnum):
    """What a rise of a figure means."""

    WORSE = "worse"
    BETTER = "better"
    NEITHER = ""


@dataclass(frozen=True)
class ColumnRef:
    """A column that a figure is worked out from; `only` names columns, and the values of the rows that count."""

    dataset: str
    column: str
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: bool = False
    """Whether the month before is read, for a movement."""


@dataclass(frozen=True)
class Lineage:
    """How a figure is worked out, in words, from which columns and which settings (`councils` in params/trust.yaml)."""

    how: str
    reads: tuple[ColumnRef, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metric:
    """One figure: `chapter.figure[.part]`; `value` is None where it is not reported.

    Units: gbp_k, gbp, gbp_per_week, share, count, fte, years, ratio. A headline figure has a recipe; a figure of a
    return's own line has none.
    """

    name: str
    value: float | int | None
    unit: str
    label: str
    recipe: Lineage | None = None
    rise: Polarity = Polarity.NEITHER
    as_at: str = ""
    """The day, month or year that the figure is for, where the return says that it is not for the period."""
    line: str = ""
    """What it is a figure of, where that is one line of a return or one group of lines."""


def money(
    name: str,
    pounds: int | None,
    label: str,
    recipe: Lineage | None = None,
    rise: Polarity = Polarity.NEITHER,
    line: str = "",
) -> Metric:
    """Make a metric in thousands of pounds of an amount in whole pounds."""
    value = None if pounds is None else pounds / THOUSAND
    whole = int(value) if value is not None and value.is_integer() else value
    return Metric(name, whole, "gbp_k", label, recipe, rise, line=line)


def measured(measures: pd.Series[float], name: str) -> float | None:
    """Give the value of a measure by name, or None where it is not reported."""
    found = measures.get(name)
    return None if found is None or pd.isna(found) else float(found)


def as_reported(*reads: ColumnRef) -> Lineage:
    """Make the recipe of a figure that stands in the return as it is shown."""
    return Lineage("As reported.", reads)


def comparator(body: str, measure: str, scope: str) -> str:
    """Name a figure of another year or place: `comparator.<body>.<measure>`, and the part of the body if it is one."""
    part = "" if str(scope).startswith("Whole") else f".{slug(str(scope))}"
    return f"comparator.{slug(body)}.{slug(measure)}{part}"
