"""Group contradicted statements by what lies behind them: five rows of one column have one cause.

In: rows of the tie-out. Out: `Cause`s, in the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trustbook.claims.evidence import Kind
from trustbook.claims.report import TieOutRow
from trustbook.claims.verdicts import Verdict


@dataclass(frozen=True)
class Cause:
    """What lies behind some contradictions. `text`: in words, empty where nobody has said so."""

    text: str
    rows: tuple[TieOutRow, ...]

    @property
    def papers(self) -> tuple[str, ...]:
        """The titles of the papers that make these statements."""
        return tuple(dict.fromkeys(row.paper for row in self.rows))


def causes(compared: Iterable[TieOutRow]) -> list[Cause]:
    """Group the contradictions: those explained in the same words, worked out in the same way, or of one figure."""
    groups: dict[tuple[str, ...], list[TieOutRow]] = {}
    for row in compared:
        if row.verdict is Verdict.CONTRADICTION:
            groups.setdefault(_key(row), []).append(row)
    return [Cause(rows[0].cause, tuple(rows)) for rows in groups.values()]


def _key(row: TieOutRow) -> tuple[str, ...]:
    if row.cause:
        return ("cause", row.cause)
    if [each.kind for each in row.apart] == [Kind.WORKED_OUT]:
        return ("way", row.against)
    return ("figure", row.metric, row.period)
