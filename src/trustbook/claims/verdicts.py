"""Give each claim a verdict from the data, from declared arithmetic and from what other papers state.

In: claims, the metrics of every period so far, declarations. Out: `Tie`s, contradictions first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trustbook.claims import dates
from trustbook.claims.derived import Derived
from trustbook.claims.evidence import Comparison, Evidence, Key
from trustbook.claims.quantity import Quantity
from trustbook.claims.standing import WEAKEST_FIRST, Standing
from trustbook.claims.statements import Claim
from trustbook.claims.traced import Traced

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
    """A claim, its verdict, and what it was compared with: what decided the verdict first.

    `why`: why it cannot be checked, if it cannot.
    """

    claim: Claim
    verdict: Verdict
    comparisons: tuple[Comparison, ...] = ()
    why: str = ""

    @property
    def decided(self) -> tuple[Comparison, ...]:
        """The comparisons that the verdict rests on: those that disagree, or all."""
        apart = tuple(each for each in self.comparisons if not each.agrees)
        return apart or self.comparisons

    @property
    def given(self) -> Quantity | None:
        """The figure that it was compared with, or None."""
        return self.decided[0].figure if self.comparisons else None

    @property
    def standing(self) -> Standing | None:
        """What the verdict is worth: the strongest standing of the comparisons that it rests on."""
        return max((each.standing for each in self.decided), key=WEAKEST_FIRST.index, default=None)

    @property
    def against(self) -> str:
        """Where the figures that it was compared with come from, or why there are none."""
        if not self.comparisons:
            return self.why
        if self.verdict is not Verdict.CONTRADICTION:
            return self.decided[0].source
        named = "; ".join(each.source for each in self.decided[:MOST_NAMED])
        more = len(self.decided) - MOST_NAMED
        return named if more <= 0 else f"{named}; and {more:,} more"

    @property
    def gap(self) -> Quantity | None:
        """The stated figure less the figure that it was compared with, where one can be taken from the other."""
        printed = self.claim.figure
        if self.given is None or printed.unit != self.given.unit or printed.unit == dates.UNIT:
            return None
        return Quantity(printed.value - self.given.value, printed.unit, printed.slack + self.given.slack)


_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}


def tie_out(
    claims: Sequence[Claim],
    data: Mapping[Key, Traced],
    declared: Sequence[Derived] = (),
    publishers: Mapping[str, str] | None = None,
) -> list[Tie]:
    """Give each claim its verdict, contradictions first and then in the order of the claims."""
    evidence = Evidence(data, claims, declared, publishers or {})
    return sorted((_verdict(claim, evidence) for claim in claims), key=lambda tie: _ORDER[tie.verdict])


def _verdict(claim: Claim, evidence: Evidence) -> Tie:
    compared = evidence.against(claim)
    if not compared:
        known = evidence.reported(claim)
        why = "not reported for this period" if known else "no data and no other statement of it"
        return Tie(claim, Verdict.NOT_CHECKABLE, why=why)
    if not all(each.agrees for each in compared):
        return Tie(claim, Verdict.CONTRADICTION, _apart_first(compared))
    inexact = [each for each in compared if not claim.bound and not claim.figure.equals(each.figure)]
    exact = [each for each in compared if each not in inexact]
    ordered = (*_strongest_first(inexact), *_strongest_first(exact))
    return Tie(claim, Verdict.ROUNDING if inexact else Verdict.TIES, ordered)


def _apart_first(compared: Sequence[Comparison]) -> tuple[Comparison, ...]:
    return tuple(sorted(compared, key=lambda each: each.agrees))


def _strongest_first(compared: Sequence[Comparison]) -> list[Comparison]:
    return sorted(compared, key=lambda each: -WEAKEST_FIRST.index(each.standing))


def counts(ties: Iterable[Tie]) -> dict[Verdict, int]:
    """Count the claims with each verdict."""
    found = Counter(tie.verdict for tie in ties)
    return {verdict: found[verdict] for verdict in Verdict}
