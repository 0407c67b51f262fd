"""Work out what could change the cost to the councils: each open item and each assumption over its range.

In: the data of a period. Out: `Sensitivity`, or None if the period has no cost to the councils. Whole pounds; each
item changes alone. The items and their range are those of the chapter on the cost to the councils
(`low_expected_high.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

import pandas as pd

from trustbook.chapters.benefits.evidence import Evidence, evidence
from trustbook.chapters.call_on_councils import low_expected_high
from trustbook.chapters.call_on_councils.low_expected_high import Step
from trustbook.chapters.metrics import chapters
from trustbook.components.metric import Metric
from trustbook.config.assumptions import Assumption, Assumptions
from trustbook.data.period_data import PeriodData, worked_out_once

HEADLINE = "council.call"
_Figures = Callable[[PeriodData], Sequence[Metric]]


@dataclass(frozen=True)
class Moved:
    """One figure, and its value at the two ends of an assumption's range."""

    label: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class AssumptionMove:
    """What one assumption changes.

    `call`: the change in the cost to the councils, in pounds; `most`: the figure it changes most.
    `span` is None if no range is stated; then nothing is worked out.
    """

    name: str
    assumption: Assumption
    span: tuple[float, float] | None
    call: int | None
    most: Moved | None
    figures: int

    @property
    def reach(self) -> float:
        """The largest change of a figure, as a share of its larger end; 0 if nothing changes."""
        if self.most is None:
            return 0.0
        return abs(self.most.high - self.most.low) / max(abs(self.most.high), abs(self.most.low))


@dataclass(frozen=True)
class Sensitivity:
    """All open items, and what each assumption changes, both with the largest effect first.

    `evidence`: what the programme of the benefits chapter says of its savings, if an item rests on that.
    """

    call: int
    items: tuple[Step, ...]
    assumptions: tuple[AssumptionMove, ...]
    evidence: Evidence | None = None

    @property
    def low(self) -> int:
        """The cost to the councils if every item goes its best way."""
        return self.call + sum(each.low_gbp for each in self.items)

    @property
    def high(self) -> int:
        """The cost to the councils if every item goes its worst way."""
        return self.call + sum(each.high_gbp for each in self.items)

    @property
    def high_with_all_amber(self) -> int:
        """The same if nothing that the savings table rates amber is delivered, whatever the programme reports."""
        return self.high + (self.evidence.amber - self.evidence.left if self.evidence else 0)

    @property
    def moved_by_assumptions(self) -> tuple[AssumptionMove, ...]:
        """The assumptions that change the cost to the councils."""
        return tuple(each for each in self.assumptions if each.call)


@worked_out_once
def analyse(data: PeriodData) -> Sensitivity | None:
    """Work out every item and assumption; None if the period has no cost to the councils."""
    found = low_expected_high.analyse(data)
    if found is None or not found.is_cost:
        return None
    return Sensitivity(
        call=found.start,
        items=found.steps,
        assumptions=tuple(_assumption_moves(data)),
        evidence=evidence(data),
    )


def call_range(data: PeriodData) -> tuple[int, int] | None:
    """Give the cost to the councils if every item goes its best and its worst way; None if the period has none."""
    found = low_expected_high.analyse(data)
    return None if found is None or not found.is_cost else (found.low, found.high)


class _RecordedAssumptions:
    """Record which assumptions are read."""

    def __init__(self, values: Assumptions, asked: set[str]) -> None:
        self._values, self._asked = values, asked

    def __getattr__(self, name: str) -> Any:
        self._asked.add(name)
        return getattr(self._values, name)


@dataclass(frozen=True)
class _RecordedData(PeriodData):
    """Record which assumptions a period's data are asked for."""

    asked: set[str] = field(default_factory=set)

    @property
    def assumptions(self) -> Assumptions:
        return cast(Assumptions, _RecordedAssumptions(super().assumptions, self.asked))

    def assumed(self, name: str) -> float | None:
        self.asked.add(name)
        return super().assumed(name)


def _assumption_moves(data: PeriodData) -> list[AssumptionMove]:
    """Move each assumption alone, and work out again only the figures that read it."""
    parts = {each.name: getattr(data, each.name) for each in fields(PeriodData) if each.init}
    now: dict[str, Metric] = {}
    readers: dict[str, list[_Figures]] = {}
    for figures in (chapter.metrics for chapter in chapters(data)):
        recorded = _RecordedData(**parts)
        now |= {each.name: each for each in figures(recorded)}
        for name in recorded.asked:
            readers.setdefault(name, []).append(figures)
    moves = [_move(data, name, entry, now, readers.get(name, [])) for name, entry in data.assumptions_in_use.items()]
    return sorted(moves, key=lambda each: (each.span is None, -abs(each.call or 0), -each.reach))


def _move(
    data: PeriodData, name: str, entry: Assumption, now: Mapping[str, Metric], readers: Sequence[_Figures]
) -> AssumptionMove:
    if entry.span is None or isinstance(entry.value, tuple):
        return AssumptionMove(name, entry, None, None, None, 0)
    low, high = (
        now if end == entry.value else {**now, **_recalculated(_with_assumption(data, name, end), readers)}
        for end in entry.span
    )
    moved = {each: (low[each], high[each]) for each in low.keys() & high.keys() if _differ(low[each], high[each])}
    first, last = low.get(HEADLINE), high.get(HEADLINE)
    call = round(_amount(last) - _amount(first)) if first and last else None
    return AssumptionMove(name, entry, entry.span, call, _most(moved), len(moved))


def _recalculated(data: PeriodData, readers: Sequence[_Figures]) -> dict[str, Metric]:
    return {each.name: each for figures in readers for each in figures(data)}


def _with_assumption(data: PeriodData, name: str, value: float) -> PeriodData:
    """Copy the data with one assumption at another value."""
    book = data.assumption_book
    changed = book.entries()[name].model_copy(update={"value": value})
    return replace(data, assumption_book=book.model_copy(update={name: changed}))


def _value(metric: Metric) -> float:
    return float(metric.value) if metric.value is not None else 0.0


def _amount(metric: Metric) -> float:
    return float(metric.amount) if metric.amount is not None else 0.0


def _differ(low: Metric, high: Metric) -> bool:
    return low.amount is not None and high.amount is not None and low.amount != high.amount


def _most(moved: Mapping[str, tuple[Metric, Metric]]) -> Moved | None:
    """Find the figure that changes most for its size; the first by name if several do."""
    if not moved:
        return None

    def size(name: str) -> tuple[float, str]:
        low, high = (_value(each) for each in moved[name])
        return -abs(high - low) / max(abs(low), abs(high)), name

    low, high = moved[min(moved, key=size)]
    return Moved(low.label, low.unit, _value(low), _value(high))


def as_frame(found: Sensitivity) -> pd.DataFrame:
    """List the items as rows: item, kind, down_gbp, up_gbp."""
    return pd.DataFrame(
        [
            {
                "item": each.name,
                "kind": str(each.kind),
                "down_gbp": each.low_gbp,
                "up_gbp": each.high_gbp,
            }
            for each in found.items
        ],
        columns=["item", "kind", "down_gbp", "up_gbp"],
    )
