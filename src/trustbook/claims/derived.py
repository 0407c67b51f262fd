"""Work out metrics that a setting declares as a sum, difference, product or ratio of others.

In: `params/derived.yaml`. Out: checked declarations, and their value from any source of figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from pydantic import Field, RootModel, model_validator

from trustbook.claims import quantity
from trustbook.claims.quantity import Quantity
from trustbook.config.assumptions import Strict
from trustbook.config.settings import read_yaml
from trustbook.core.errors import PeriodError
from trustbook.core.incoming import path_exists
from trustbook.core.period import Period

Lookup = Callable[[str, str], Quantity | None]
"""Find the figure of a metric and a period."""


GREATEST = Decimal(10**15)
"""A thousand times the spending of a state, in pounds."""


class Operation(StrEnum):
    """How the parts are combined."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"


class Derived(Strict):
    """One declaration. A part is a metric of the same period, `metric@previous`, `metric@<period>` or a number."""

    name: str
    of: Operation
    parts: tuple[str | float, ...] = Field(min_length=1, max_length=200)
    unit: str
    label: str
    period: str | None = None
    """The only period that it applies to, if any."""

    @model_validator(mode="after")
    def _enough_parts(self) -> Derived:
        if self.of is Operation.RATIO and len(self.parts) != len(("over", "under")):
            raise ValueError(f"a ratio has two parts, and '{self.name}' has {len(self.parts)}")
        for part in self.parts:
            if not isinstance(part, str) and abs(part) > GREATEST:
                raise ValueError(f"a part of '{self.name}' is {part:g}, and no amount is above {GREATEST:,}")
        return self

    def value(self, period: str, lookup: Lookup) -> Quantity | None:
        """Work out the value for a period; None if a part is not known or the declaration is for another period."""
        if self.period is not None and self.period != period:
            return None
        parts = [_part(part, period, lookup) for part in self.parts]
        known = [part for part in parts if part is not None]
        if len(known) != len(parts):
            return None
        result = _OPERATIONS[self.of](known)
        return None if result is None else replace(result, unit=Quantity.stated(0, self.unit, 0).unit)


_OPERATIONS: dict[Operation, Callable[[list[Quantity]], Quantity | None]] = {
    Operation.SUM: quantity.total,
    Operation.DIFFERENCE: quantity.difference,
    Operation.PRODUCT: quantity.product,
    Operation.RATIO: quantity.ratio,
}


class DerivedFile(RootModel[tuple[Derived, ...]]):
    """The whole file."""

    root: tuple[Derived, ...] = Field(max_length=2_000)


def read_derived(file: Path) -> tuple[Derived, ...]:
    """Read the declarations; none if there is no file. Raises WorkspaceError naming the entry that is wrong."""
    return read_yaml(file, DerivedFile).root if path_exists(file) else ()


def _part(part: str | float, period: str, lookup: Lookup) -> Quantity | None:
    if not isinstance(part, str):
        return Quantity(Decimal(str(part)), "number", Decimal(0))
    metric, _, when = part.partition("@")
    if not when:
        return lookup(metric, period)
    if when != "previous":
        return lookup(metric, when)
    try:
        return lookup(metric, str(Period.parse(period).previous))
    except PeriodError:
        return None
