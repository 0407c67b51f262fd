"""Write the tie-out as data and in words: what the paper states, what it was compared with, and the difference.

In: `Tie`s, the register of papers. Out: rows that are written as JSON and read back, each figure in the paper's unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from trustbook.claims import dates
from trustbook.claims.evidence import Comparison, Key, Kind
from trustbook.claims.quantity import Quantity
from trustbook.claims.standing import Standing
from trustbook.claims.statements import Bound, Claim
from trustbook.claims.verdicts import MOST_NAMED, Tie, Verdict
from trustbook.core.formatting import MINUS
from trustbook.core.units import unit

_MOST_PLACES = 3
NOTHING = "—"
"""What stands for the other figure where a claim was compared with nothing."""
_LIMITS = {
    Bound.EXACT: "",
    Bound.BELOW: "below ",
    Bound.AT_MOST: "at most ",
    Bound.AT_LEAST: "at least ",
    Bound.ABOVE: "above ",
}


@dataclass(frozen=True)
class ComparisonRow:
    """One comparison in words, in the unit of the claim."""

    given: str
    against: str
    kind: Kind
    standing: Standing
    agrees: bool


@dataclass(frozen=True)
class TieOutRow:
    """One claim in words. `against` says what it was compared with, or why nothing; `standing` what that is worth.

    `paper`: the title of its paper. `shown`: the headline figure of this edition that it is about, for its very time.
    `cause`: what lies behind a disagreement, where somebody said so.
    """

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
    standing: Standing | None
    comparisons: tuple[ComparisonRow, ...]
    paper: str
    shown: str
    cause: str

    @property
    def misnamed(self) -> bool:
        """Whether the figure is right, and only the words name another."""
        return {each.kind for each in self.apart} == {Kind.CALLED}

    @property
    def apart(self) -> tuple[ComparisonRow, ...]:
        """The comparisons that disagree."""
        return tuple(each for each in self.comparisons if not each.agrees)

    @property
    def chapter(self) -> str:
        """The first part of the metric's name."""
        return self.metric.partition(".")[0]


def rows(
    ties: Iterable[Tie], titles: Mapping[str, str] | None = None, headlines: Mapping[Key, str] | None = None
) -> list[TieOutRow]:
    """Write each tie in words.

    `titles`: of papers, by id. `headlines`: the headline figures of the edition, by each name and time that claims give
    them.
    """
    return [_row(tie, titles or {}, headlines or {}) for tie in ties]


def _row(tie: Tie, titles: Mapping[str, str], headlines: Mapping[Key, str]) -> TieOutRow:
    claim = tie.claim
    return TieOutRow(
        claim_id=claim.claim_id,
        label=claim.label,
        metric=claim.metric,
        period=claim.period,
        source_id=claim.source_id,
        locator=claim.locator,
        printed=_LIMITS[claim.bound] + _written(claim.figure, claim),
        given=NOTHING if tie.given is None else _written(tie.given, claim),
        difference="" if tie.gap is None else _written(tie.gap, claim),
        verdict=tie.verdict,
        against=tie.against,
        standing=tie.standing,
        comparisons=tuple(_comparison(each, claim) for each in tie.comparisons[:MOST_NAMED]),
        paper=titles.get(claim.source_id, claim.source_id),
        shown=headlines.get((claim.metric, claim.period), ""),
        cause=claim.cause if tie.verdict is Verdict.CONTRADICTION else "",
    )


def _comparison(made: Comparison, claim: Claim) -> ComparisonRow:
    return ComparisonRow(_written(made.figure, claim), made.source, made.kind, made.standing, made.agrees)


def as_json(tie_outs: Sequence[TieOutRow]) -> str:
    """Write rows as JSON; the same rows give the same text."""
    return json.dumps([asdict(row) for row in tie_outs], indent=1, ensure_ascii=False) + "\n"


def read_rows(path: Path) -> list[TieOutRow]:
    """Read the rows that `as_json` wrote."""
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return [
        TieOutRow(
            **(
                each
                | {
                    "verdict": Verdict(each["verdict"]),
                    "standing": each["standing"] and Standing(each["standing"]),
                    "comparisons": tuple(
                        ComparisonRow(**(made | {"kind": Kind(made["kind"]), "standing": Standing(made["standing"])}))
                        for made in each["comparisons"]
                    ),
                }
            )
        )
        for each in loaded
    ]


def _written(figure: Quantity, claim: Claim) -> str:
    """Write a figure with the claim's decimals, or more if it needs them: up to three, or one more of a share."""
    if figure.unit == dates.UNIT:
        return _dated(figure)
    form = unit(claim.unit if unit(claim.unit).base == figure.unit else figure.unit)
    value = figure.value / form.scale / form.shown
    places = max(claim.decimals - (2 if claim.unit == "share" else 0), 0)
    most = places + 1 if figure.unit == "share" else _MOST_PLACES
    while places < most and value != round(value, places):
        places += 1
    size = f"{abs(value):,.{places}f}"
    sign = MINUS if value < 0 and size.strip("0.,") else ""
    return f"{sign}{form.before}{size}{form.after}"


def _dated(figure: Quantity) -> str:
    """Write a day, or the month or the years of a time that is known less exactly."""
    first, last = (date.fromordinal(int(figure.value + side * figure.slack)) for side in (-1, 1))
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year % 100:02d}"
