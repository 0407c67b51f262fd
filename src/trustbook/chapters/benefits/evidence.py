"""Compare two statements of one return about a programme's savings: what its report says, and what is rated amber.

In: the data of a period. Out: `Evidence`, or None if the return does not make both. Whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass

from trustbook.chapters.benefits import reported
from trustbook.chapters.benefits.reported import DELIVERED
from trustbook.data.period_data import PeriodData, worked_out_once

_THOUSANDS = -3
"""Savings are rated in thousands, so that what is left of them is no finer."""


@dataclass(frozen=True)
class Evidence:
    """The two statements.

    `refs`: the lines of the savings table that seem to be the programme's; `target`: their target; `amber`: what the
    table rates amber of them; `left`: what the programme reports as not delivered of it, at most the amber.
    """

    title: str
    refs: tuple[str, ...]
    target: int
    amber: int
    left: int

    @property
    def differs(self) -> bool:
        """Whether the programme reports more as delivered than the table leaves room for."""
        return self.left < self.amber


@worked_out_once
def evidence(data: PeriodData) -> Evidence | None:
    """Find both statements, as the benefits chapter has them; None if nothing is rated amber."""
    benefits = reported.analyse(data)
    if benefits is None or benefits.confirmed is None or benefits.saving(DELIVERED) is None:
        return None
    lines = benefits.confirmed
    left = round(max(benefits.confirmed_gap or 0, 0), _THOUSANDS)
    if not lines.amber:
        return None
    return Evidence(data.settings.benefits_title, lines.refs, lines.target, lines.amber, min(lines.amber, left))
