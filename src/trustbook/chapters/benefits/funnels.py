"""Funnels: how many of those counted at one stage are still there at the next, and what is lost on the way.

In: the lines of a return that have a step. Out: one `Funnel` for each unit, since only stages that count the same thing
can be put in one.
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
    """One stage. `count` is None where it is not reported; `lost` is what was lost since the last stage that is."""

    name: str
    count: int | None
    lost: int | None


@dataclass(frozen=True)
class Funnel:
    """Stages in order, all of which count the same `unit`. `measure` and `part` say what of."""

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
        """All that is lost between the first and the last stage reported."""
        known = [stage.lost for stage in self.reported if stage.lost is not None]
        return sum(known) if known else None

    def count(self, stage: str) -> int | None:
        """What is counted at one stage; None where it is not reported."""
        return next((each.count for each in self.stages if each.name == stage), None)

    def kept(self, stage: str) -> Fraction | None:
        """The part of those at the first stage who are still counted at this one."""
        found = self.reported
        here = self.count(stage)
        if here is None or found[0].name == stage or not found[0].count:
            return None
        return Fraction(here, found[0].count)


def funnel(measure: str, part: str, unit: str, counts: Sequence[tuple[str, int | None]]) -> Funnel:
    """Make a funnel of stages in their order. Raises ReturnError if it widens, which the gate refuses before."""
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
    """Give the funnels of one measure, of all of it together: one for each unit, in the order of their steps."""
    of_all = rows[(rows["measure"] == measure) & rows["part"].isna() & rows["step"].notna()]
    ordered = of_all.sort_values("step", kind="stable")
    return [
        funnel(measure, "", str(unit), [(str(row["stage"]), _count(row["value"])) for _, row in group.iterrows()])
        for unit, group in ordered.groupby("unit", sort=False)
    ]


def by_part(rows: pd.DataFrame, measure: str, stages: Sequence[str]) -> list[Funnel]:
    """Give a funnel for each part of a measure, with these stages; a stage without a line is not reported."""
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
