"""Work out how low and how high the cost to the councils could end, and what is expected, step by step.

In: the data of a period. Out: a `CostRange`, or None if there is no cost to begin with. Whole pounds; the steps add up
to the totals. The range of the outlook is not in it: errors of past forecasts have such items in them already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from trustbook.chapters.call_on_councils.mitigations import Mitigation, mitigations, together
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind, OpenItem, every_item
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.position import Position, position, reports_adjustments


@dataclass(frozen=True)
class Step:
    """One item with its mitigations, or one mitigation of no item: the changes of the cost at each end, in pounds."""

    name: str
    kind: ItemKind
    low_gbp: int
    expected_gbp: int
    high_gbp: int
    mitigations: tuple[Mitigation, ...] = ()

    @property
    def reach(self) -> int:
        """The distance from one end to the other."""
        return self.high_gbp - self.low_gbp


@dataclass(frozen=True)
class CostRange:
    """The cost as reported, and its steps, the largest first.

    `is_cost`: whether it is the cost to the councils; else it is the variance, of a body whose returns never report
    anything beside their lines. `lists_mitigations`: whether the return lists any.
    """

    start: int
    is_cost: bool
    lists_mitigations: bool
    steps: tuple[Step, ...]

    @property
    def low(self) -> int:
        """The cost if every step goes its best way."""
        return self.start + sum(each.low_gbp for each in self.steps)

    @property
    def expected(self) -> int:
        """The cost with what the return itself says of the likelihood of each mitigation."""
        return self.start + sum(each.expected_gbp for each in self.steps)

    @property
    def high(self) -> int:
        """The cost if every step goes its worst way."""
        return self.start + sum(each.high_gbp for each in self.steps)

    @property
    def mitigations(self) -> tuple[Mitigation, ...]:
        """All mitigations that are in the steps."""
        return tuple(mitigation for each in self.steps for mitigation in each.mitigations)


@worked_out_once
def analyse(data: PeriodData) -> CostRange | None:
    """Work out the range; None if the period has no cost to begin with."""
    here = position(data.current, data.reference)
    start, is_cost = _start(here, data)
    if start is None:
        return None
    found = mitigations(data)
    made = steps(every_item(data), found or ())
    return CostRange(start, is_cost, found is not None, tuple(made))


def _start(here: Position, data: PeriodData) -> tuple[int | None, bool]:
    """Return what the range begins from, and whether it is the cost to the councils.

    The variance stands for it only where no return of the body reports anything beside the lines of its budget: where
    others do, the variance without these amounts would seem to be the whole.
    """
    if here.call is not None:
        return here.call, True
    return (None, True) if reports_adjustments(data) else (here.variance, False)


def steps(items: Sequence[OpenItem], found: Sequence[Mitigation]) -> list[Step]:
    """Make one step of each item and what relates to it, and one of each other mitigation; the largest first."""
    made = []
    for group in _groups(items):
        refs = frozenset().union(*(each.refs for each in group))
        related = tuple(each for each in found if each.relates_to in refs)
        if related or any(each.kind is not None for each in group):
            made += [_joint(group, related)] if related else [_alone(each) for each in group if each.kind is not None]
    known = {ref for each in items for ref in each.refs}
    made += [_of_no_item(each) for each in found if each.relates_to not in known]
    return sorted(made, key=lambda each: -each.reach)


def _groups(items: Sequence[OpenItem]) -> list[list[OpenItem]]:
    """Put items together that a mitigation cannot tell apart: a saving, and the item for what it leaves out."""
    groups: list[tuple[set[str], list[OpenItem]]] = []
    for each in items:
        touching = [group for group in groups if group[0] & each.refs]
        refs = set(each.refs).union(*(group[0] for group in touching))
        members = [*(member for group in touching for member in group[1]), each]
        groups = [*(group for group in groups if group not in touching), (refs, members)]
    return [members for _, members in groups]


def _alone(item: OpenItem) -> Step:
    assert item.kind is not None
    return Step(item.name, item.kind, item.low_gbp, 0, item.high_gbp)


def _joint(group: Sequence[OpenItem], related: tuple[Mitigation, ...]) -> Step:
    """Join items and their mitigations: they lower the cost by no more than the items come to, and raise it once.

    What the forecast counts on already cannot lower the cost again.
    """
    whole = sum(each.whole_gbp for each in group)
    down, up = -sum(each.low_gbp for each in group), sum(each.high_gbp for each in group)
    of_them = together(related, whole)
    named = sorted(group, key=lambda each: (each.kind is None, each.low_gbp - each.high_gbp))
    return Step(
        " / ".join(dict.fromkeys(each.name for each in named if each.kind is not None)) or named[0].name,
        named[0].kind or ItemKind.MITIGATION,
        -min(whole - of_them.counted_gbp, down + of_them.lower_gbp),
        _rounded(of_them.expected),
        max(up, of_them.raise_gbp),
        related,
    )


def _of_no_item(each: Mitigation) -> Step:
    of_it = together([each], None)
    return Step(each.measure, ItemKind.MITIGATION, -of_it.lower_gbp, _rounded(of_it.expected), of_it.raise_gbp, (each,))


def _rounded(pounds: Fraction) -> int:
    """Round to a pound: the only place where a step is rounded."""
    return round(pounds)


def as_frame(found: CostRange) -> pd.DataFrame:
    """List the steps as rows: step, kind, low_gbp, expected_gbp, high_gbp (each a change of the cost)."""
    return pd.DataFrame(
        [
            {
                "step": each.name,
                "kind": str(each.kind),
                "low_gbp": each.low_gbp,
                "expected_gbp": each.expected_gbp,
                "high_gbp": each.high_gbp,
            }
            for each in found.steps
        ],
        columns=["step", "kind", "low_gbp", "expected_gbp", "high_gbp"],
    )
