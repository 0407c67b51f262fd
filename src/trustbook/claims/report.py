"""Write the tie-out as data and in words: what the paper states, what it was compared with, and the difference.

In: `Tie`s. Out: rows that are written as JSON and read back, each figure in the unit of the paper.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from trustbook.claims.quantity import Quantity
from trustbook.claims.statements import Claim
from trustbook.claims.verdicts import Tie, Verdict
from trustbook.core.formatting import MINUS, NOT_REPORTED
from trustbook.core.units import unit

_MOST_PLACES = 3


@dataclass(frozen=True)
class TieOutRow:
    """One claim in words. `against` says what it was compared with, or why nothing."""

    claim_id: str
    label: str
    metric: str
    period: str
    source_id: str
    locator: str
    printed: str
    given: str
    difference: str
    verdict: Verdict
    against: str

    @property
    def chapter(self) -> str:
        """The first part of the metric's name."""
        return self.metric.partition(".")[0]


def rows(ties: Iterable[Tie]) -> list[TieOutRow]:
    """Write each tie in words."""
    return [
        TieOutRow(
            claim_id=tie.claim.claim_id,
            label=tie.claim.label,
            metric=tie.claim.metric,
            period=tie.claim.period,
            source_id=tie.claim.source_id,
            locator=tie.claim.locator,
            printed=_written(tie.claim.figure, tie.claim),
            given=NOT_REPORTED if tie.given is None else _written(tie.given, tie.claim),
            difference="" if tie.gap is None else _written(tie.gap, tie.claim),
            verdict=tie.verdict,
            against=tie.against,
        )
        for tie in ties
    ]


def as_json(tie_outs: Sequence[TieOutRow]) -> str:
    """Write rows as JSON; the same rows give the same text."""
    return json.dumps([asdict(row) for row in tie_outs], indent=1, ensure_ascii=False) + "\n"


def read_rows(path: Path) -> list[TieOutRow]:
    """Read the rows that `as_json` wrote."""
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return [TieOutRow(**(each | {"verdict": Verdict(each["verdict"])})) for each in loaded]


def _written(figure: Quantity, claim: Claim) -> str:
    """Write a figure in the claim's unit, with the claim's decimals or more if the figure needs them, up to three."""
    form = unit(claim.unit)
    value = figure.value / form.scale / form.shown
    places = max(claim.decimals - (2 if claim.unit == "share" else 0), 0)
    while places < _MOST_PLACES and value != round(value, places):
        places += 1
    size = f"{abs(value):,.{places}f}"
    sign = MINUS if value < 0 and size.strip("0.,") else ""
    return f"{sign}{form.before}{size}{form.after}"
