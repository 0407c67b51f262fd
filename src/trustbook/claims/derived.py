"""Work out metrics that a setting declares as a sum, difference, product or ratio of others.

In: `params/derived.yaml`. Out: checked declarations, and their value from any source of figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from pydantic import Field, RootModel, model_validator

from trustbook.claims import quantity
from trustbook.claims.quantity import Quantity
from trustbook.claims.traced import Traced, worked_out
from trustbook.config.assumptions import Strict
from trustbook.config.settings_files import read_yaml
from trustbook.core.errors import PeriodError
from trustbook.core.incoming import path_exists
from trustbook.core.period import Period

Lookup = Callable[[str, str], Traced | None]
"""Find the figure of a metric and a period."""

Previous = Callable[[str], str | None]
"""Name the return before a period in its year; None if there is none."""

GREATEST = Decimal(10**15)
"""A thousand times the spending of a state, in pounds."""


class Operation(StrEnum):
    """How the parts are combined."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"


class Relation(StrEnum):
    """What a declaration says of the figure that it names."""

    IS = "is"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    APPEARS = "appears"

    @property
    def words(self) -> str:
        """What a claim that breaks it is compared with."""
        return _RELATIONS[self]


_RELATIONS = {
    Relation.IS: "worked out",
    Relation.AT_MOST: "it cannot be more than this",
    Relation.AT_LEAST: "it cannot be less than this",
    Relation.APPEARS: "it implies this figure, which is in no paper",
}


class Derived(Strict):
    """One declaration. A part is a metric of the same period, `metric@previous`, `metric@<period>` or a number."""

    name: str
    of: Operation
    parts: tuple[str | float, ...] = Field(min_length=1, max_length=200)
    unit: str
    label: str
    period: str | None = None
    """The only period that it applies to, if any."""
    relation: Relation = Relation.IS
    """Whether the figure is what is worked out, or is limited by it, or makes it appear somewhere."""

    @model_validator(mode="after")
    def _enough_parts(self) -> Derived:
        if self.of is Operation.RATIO and len(self.parts) != len(("over", "under")):
            raise ValueError(f"a ratio has two parts, and '{self.name}' has {len(self.parts)}")
        for part in self.parts:
            if not isinstance(part, str) and abs(part) > GREATEST:
                raise ValueError(f"a part of '{self.name}' is {part:g}, and no amount is above {GREATEST:,}")
        return self

    def value(self, period: str, lookup: Lookup, previous: Previous) -> Traced | None:
        """Work out the value for a period; None if a part is not known or the declaration is for another period."""
        if self.period is not None and self.period != period:
            return None
        parts = [_part(part, period, lookup, previous) for part in self.parts]
        known = [part for part in parts if part is not None]
        if len(known) != len(parts):
            return None
        result = _OPERATIONS[self.of]([part.figure for part in known])
        if result is None:
            return None
        return worked_out(replace(result, unit=Quantity.stated(0, self.unit, 0).unit), known)


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


def previous_of(periods: Iterable[str]) -> Previous:
    """Return a function that names the return before a period in its year, whatever the months between."""
    known = sorted(found for each in periods if (found := _period(each)) is not None)

    def previous(period: str) -> str | None:
        now = _period(period)
        before = [] if now is None else [each for each in known if each.year == now.year and each < now]
        return str(before[-1]) if before else None

    return previous


def _period(written: str) -> Period | None:
    try:
        return Period.parse(written)
    except PeriodError:
        return None


def _part(part: str | float, period: str, lookup: Lookup, previous: Previous) -> Traced | None:
    if not isinstance(part, str):
        return Traced(Quantity(Decimal(str(part)), "number", Decimal(0)))
    metric, _, when = part.partition("@")
    if not when:
        return lookup(metric, period)
    if when != "previous":
        return lookup(metric, when)
    before = previous(period)
    return None if before is None else lookup(metric, before)
