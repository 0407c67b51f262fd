"""Give each claim a verdict from the data, from declared arithmetic and from what other papers state.

In: claims, the metrics of every period so far, declarations. Out: `Tie`s, contradictions first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from trustbook.claims.derived import Derived
from trustbook.claims.quantity import Quantity
from trustbook.claims.statements import Claim
from trustbook.claims.worked_out import WorkedOut

MOST_NAMED = 10
"""How many sources a contradiction names; it counts the rest."""


class Verdict(StrEnum):
    """The result of checking a claim."""

    CONTRADICTION = "contradiction"
    ROUNDING = "ties within rounding"
    TIES = "ties"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True)
class Tie:
    """A claim and its verdict. `given`: the figure it was compared with, or None; `against`: where that comes from."""

    claim: Claim
    verdict: Verdict
    given: Quantity | None
    against: str

    @property
    def gap(self) -> Quantity | None:
        """The stated figure less the figure that it was compared with."""
        if self.given is None:
            return None
        printed = self.claim.figure
        return Quantity(printed.value - self.given.value, printed.unit, printed.slack + self.given.slack)


@dataclass(frozen=True)
class Candidate:
    """One figure that a claim can be compared with."""

    figure: Quantity
    source: str


class Evidence:
    """Everything that claims can be compared with: data, other claims, and what follows from both."""

    def __init__(
        self, data: Mapping[tuple[str, str], Quantity], claims: Sequence[Claim], declared: Sequence[Derived]
    ) -> None:
        self._data = data
        self._stated: dict[tuple[str, str], list[Claim]] = {}
        for claim in claims:
            self._stated.setdefault((claim.metric, claim.period), []).append(claim)
        self._worked_out = WorkedOut(declared, self._known_figure)

    def against(self, claim: Claim) -> list[Candidate]:
        """List what a claim can be compared with: data and arithmetic, or else what other papers state.

        Raises WorkspaceError for arithmetic that does not end, or has no amount as its result.
        """
        candidates = []
        figure = self._data.get((claim.metric, claim.period))
        if figure is not None:
            candidates.append(Candidate(figure, "the data"))
        candidates += [
            Candidate(made, f"worked out: {label}") for label, made in self._worked_out.ways(claim.metric, claim.period)
        ]
        if candidates:
            return candidates
        return [
            Candidate(other.figure, f"{other.claim_id}, {other.source_id}, {other.locator}")
            for other in self._stated[claim.metric, claim.period]
            if other is not claim
        ]

    def reported(self, claim: Claim) -> bool:
        """Say whether the data have this metric for any period."""
        return claim.metric in self._names

    @cached_property
    def _names(self) -> set[str]:
        return {metric for metric, _ in self._data}

    def _known_figure(self, metric: str, period: str) -> Quantity | None:
        """Find a part's figure without working it out: from the data, or else the most precise claim."""
        figure = self._data.get((metric, period))
        if figure is not None:
            return figure
        stated = self._stated.get((metric, period))
        return min((claim.figure for claim in stated), key=lambda each: each.slack) if stated else None


_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}


def tie_out(
    claims: Sequence[Claim], data: Mapping[tuple[str, str], Quantity], declared: Sequence[Derived] = ()
) -> list[Tie]:
    """Give each claim its verdict, contradictions first and then in the order of the claims."""
    evidence = Evidence(data, claims, declared)
    return sorted((_verdict(claim, evidence) for claim in claims), key=lambda tie: _ORDER[tie.verdict])


def _verdict(claim: Claim, evidence: Evidence) -> Tie:
    compared = evidence.against(claim)
    if not compared:
        known = evidence.reported(claim)
        reason = "not reported for this period" if known else "no data and no other statement of it"
        return Tie(claim, Verdict.NOT_CHECKABLE, None, reason)
    contradicting = [each for each in compared if not claim.figure.agrees(each.figure)]
    if contradicting:
        return Tie(claim, Verdict.CONTRADICTION, contradicting[0].figure, _sources(contradicting))
    inexact = [each for each in compared if not claim.figure.equals(each.figure)]
    if inexact:
        return Tie(claim, Verdict.ROUNDING, inexact[0].figure, inexact[0].source)
    return Tie(claim, Verdict.TIES, compared[0].figure, compared[0].source)


def _sources(contradicting: Sequence[Candidate]) -> str:
    """Name the first few sources that contradict a claim."""
    named = "; ".join(each.source for each in contradicting[:MOST_NAMED])
    return named if len(contradicting) <= MOST_NAMED else f"{named}; and {len(contradicting) - MOST_NAMED:,} more"


def counts(ties: Iterable[Tie]) -> dict[Verdict, int]:
    """Count the claims with each verdict."""
    found = Counter(tie.verdict for tie in ties)
    return {verdict: found[verdict] for verdict in Verdict}
