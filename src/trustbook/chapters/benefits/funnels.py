"""Build funnels: how many of those counted at one stage are still counted at the next, and how many are lost.

In: the lines of a return that have a step. Out: one `Funnel` for each unit, since a funnel can only have stages that
count the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from trustbook.core.errors import ReturnError

IDENTIFIED, REALISED, VERIFIED = "identified", "realised", "verified"


@dataclass(frozen=True)
class Stage:
    """One stage. `count` is None if not reported; `lost` is the fall since the last stage that is reported."""

    name: str
    count: int | None
    lost: int | None


@dataclass(frozen=True)
class Funnel:
    """Stages in order that all count the same `unit`; `measure` and `part` say of what."""

    measure: str
    part: str
    unit: str
    stages: tuple[Stage, ...]

    @property
    def reported(self) -> tuple[Stage, ...]:
        """The stages whose count is reported."""
        return tuple(stage for stage in self.stages if stage.count is not None)

    @property
    def lost(self) -> int | None:
        """The fall from the first to the last stage reported."""
        known = [stage.lost for stage in self.reported if stage.lost is not None]
        return sum(known) if known else None

    def count(self, stage: str) -> int | None:
        """Return the count at one stage; None if it is not reported."""
        return next((each.count for each in self.stages if each.name == stage), None)

    def kept(self, stage: str) -> Fraction | None:
        """Work out the share of the first stage that is still counted at this one."""
        found = self.reported
        here = self.count(stage)
        if here is None or found[0].name == stage or not found[0].count:
            return None
        return Fraction(here, found[0].count)


def funnel(measure: str, part: str, unit: str, counts: Sequence[tuple[str, int | None]]) -> Funnel:
    """Make a funnel of stages in their order. Raises ReturnError if it widens, which the gate refuses earlier."""
    known = [(name, count) for name, count in counts if count is not None]
    for (earlier, before), (later, after) in pairwise(known):
        if after > before:
            raise ReturnError(
                f"{measure.replace('_', ' ')}: {after} {unit} at '{later}', after {before} at '{earlier}'",
                expected="no more than at the stage before, where both count the same",
            )
    lost = {later: before - after for (_, before), (later, after) in pairwise(known)}
    return Funnel(measure, part, unit, tuple(Stage(name, count, lost.get(name)) for name, count in counts))


def funnels(rows: pd.DataFrame, measure: str) -> list[Funnel]:
    """Build the funnels of one measure, over all its parts: one for each unit, in the order of their steps."""
    of_all = rows[(rows["measure"] == measure) & rows["part"].isna() & rows["step"].notna()]
    ordered = of_all.sort_values("step", kind="stable")
    return [
        funnel(measure, "", str(unit), [(str(row["stage"]), _count(row["value"])) for _, row in group.iterrows()])
        for unit, group in ordered.groupby("unit", sort=False)
    ]


def by_part(rows: pd.DataFrame, measure: str, stages: Sequence[str]) -> list[Funnel]:
    """Build a funnel for each part of a measure, with these stages; a stage without a line is not reported."""
    lines = rows[(rows["measure"] == measure) & rows["part"].notna()]
    found = []
    for (part, unit), group in lines.groupby(["part", "unit"], sort=False):
        counts = {str(stage): _count(value) for stage, value in zip(group["stage"], group["value"], strict=True)}
        found.append(funnel(measure, str(part), str(unit), [(stage, counts.get(stage)) for stage in stages]))
    return found


def together(parts: Sequence[Funnel]) -> Funnel | None:
    """Add up funnels of one unit, stage by stage; a stage that one of them does not report is not reported."""
    if not parts or len({each.unit for each in parts}) > 1:
        return None
    stages = [stage.name for stage in parts[0].stages]
    counts: list[tuple[str, int | None]] = []
    for name in stages:
        values = [each.count(name) for each in parts]
        known = [value for value in values if value is not None]
        counts.append((name, sum(known) if len(known) == len(values) else None))
    return funnel(parts[0].measure, "", parts[0].unit, counts)


def _count(value: object) -> int | None:
    return None if pd.isna(value) else int(float(str(value)))
