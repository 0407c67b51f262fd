"""Collect what a claim can be compared with: the data, declared arithmetic, and what else the papers state.

In: claims, traced figures of the data, declarations. Out: for each claim, `Comparison`s, each with its standing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from trustbook.claims.derived import Derived, Relation, previous_of
from trustbook.claims.quantity import Quantity
from trustbook.claims.standing import Standing, standing_of
from trustbook.claims.statements import Bound, Claim
from trustbook.claims.traced import Traced, typed
from trustbook.claims.worked_out import WorkedOut
from trustbook.config.words import spelt

Key = tuple[str, str]
"""A metric and its time."""


class Kind(StrEnum):
    """What a claim is compared with."""

    DATA = "data"
    WORKED_OUT = "worked_out"
    STATED = "stated"
    """Another statement of the same figure."""
    CALLED = "called"
    """The figure that the claim's words name."""
    LIMIT = "limit"


@dataclass(frozen=True)
class Comparison:
    """A figure that a claim was compared with, and whether both can be so. `source`: where it comes from, in words."""

    figure: Quantity
    source: str
    kind: Kind
    standing: Standing
    agrees: bool


class Evidence:
    """Everything that claims can be compared with."""

    def __init__(
        self,
        data: Mapping[Key, Traced],
        claims: Sequence[Claim],
        declared: Sequence[Derived],
        publishers: Mapping[str, str],
    ) -> None:
        self._data, self._publishers = data, publishers
        self._stated: dict[Key, list[Claim]] = {}
        for claim in claims:
            self._stated.setdefault((claim.metric, claim.period), []).append(claim)
        previous = previous_of({when for _, when in data})
        figures = [each for each in declared if each.relation is Relation.IS]
        limits = [each for each in declared if each.relation is not Relation.IS]
        self._worked_out = WorkedOut(figures, self._known, previous)
        self._relations = WorkedOut(limits, self._part, previous)

    def against(self, claim: Claim) -> list[Comparison]:
        """List the comparisons of a claim: with data and arithmetic, or else with the papers' other statements.

        Besides, what the words call the figure, and the limits that are declared for it, where they do not hold.
        Raises WorkspaceError for arithmetic that does not end, or has no amount as its result.
        """
        key = (claim.metric, claim.period)
        figure = self._data.get(key)
        found = [] if figure is None else [self._compared(claim, figure, "the data", Kind.DATA)]
        for entry, made in self._worked_out.ways(*key):
            if figure is None or not (made.typed and made.cells == figure.cells):
                found.append(self._compared(claim, made, f"worked out: {entry.label}", Kind.WORKED_OUT))
        if not found:
            found = [self._stated_too(claim, other) for other in self._stated[key] if other is not claim]
        return [*found, *self._called(claim), *self._limits(claim)]

    def reported(self, claim: Claim) -> bool:
        """Say whether the data have this metric for any period."""
        return claim.metric in self._names

    def _compared(self, claim: Claim, made: Traced, source: str, kind: Kind) -> Comparison:
        agrees = _within(claim.figure, claim.bound, made.figure)
        return Comparison(made.figure, source, kind, self._standing(claim, made), agrees)

    def _stated_too(self, claim: Claim, other: Claim) -> Comparison:
        source = f"{other.claim_id}, {other.source_id}, {other.locator}"
        standing = self._standing(claim, _as_stated(other))
        return Comparison(other.figure, source, Kind.STATED, standing, _agree(claim, other))

    def _standing(self, claim: Claim, made: Traced) -> Standing:
        return standing_of(claim.source_id, claim.locator, made, self._publishers)

    def _called(self, claim: Claim) -> Iterator[Comparison]:
        """Compare a claim with the figure that its words name."""
        if claim.called:
            name, _, when = claim.called.partition("@")
            made = self._part(name, when or claim.period)
            if made is not None:
                source = f"what its words call it: {_in_words(name)}{f', {when}' if when else ''}"
                yield self._compared(claim, made, source, Kind.CALLED)

    def _limits(self, claim: Claim) -> Iterator[Comparison]:
        """Yield the declared limits that a claim breaks; one that holds is no evidence that a figure is right."""
        for entry, made in self._relations.ways(claim.metric, claim.period):
            relation = entry.relation
            if relation is Relation.APPEARS:
                agrees = self._appears(made.figure, claim.metric.partition(".")[0])
            else:
                bound = Bound.AT_MOST if relation is Relation.AT_MOST else Bound.AT_LEAST
                agrees = _within(made.figure, bound, claim.figure)
            if not agrees:
                standing = self._standing(claim, replace(made, typed=False))
                yield Comparison(made.figure, f"{relation.words}: {entry.label}", Kind.LIMIT, standing, agrees)

    def _appears(self, figure: Quantity, chapter: str) -> bool:
        """Say whether the data or a paper have a figure of this size in a chapter, whatever it is called."""
        stated = [claim.figure for (name, _), every in self._stated.items() if _is_of(name, chapter) for claim in every]
        given = [self._data[key].figure for key in self._data if _is_of(key[0], chapter)]
        return any(figure.agrees(each) for each in (*given, *stated))

    @cached_property
    def _names(self) -> set[str]:
        return {metric for metric, _ in self._data}

    def _part(self, metric: str, when: str) -> Traced | None:
        """Find a figure for a limit: as data or papers give it, or worked out."""
        known = self._known(metric, when)
        return known or next((made for _, made in self._worked_out.ways(metric, when)), None)

    def _known(self, metric: str, when: str) -> Traced | None:
        """Find a figure without working it out: from the data, as exact as in its paper, or the most exact claim."""
        figure = self._data.get((metric, when))
        stated = [claim for claim in self._stated.get((metric, when), ()) if claim.bound is Bound.EXACT]
        if figure is None:
            exact = min(stated, key=lambda claim: claim.figure.slack, default=None)
            return None if exact is None else _as_stated(exact)
        if figure.typed:
            (cell,) = figure.cells
            printed = [
                claim.figure.slack
                for claim in stated
                if cell.same_place(claim.source_id, claim.locator) and claim.figure.equals(figure.figure)
            ]
            if printed:
                return replace(figure, figure=replace(figure.figure, slack=min(printed)))
        return figure


def _in_words(metric: str) -> str:
    """Write the name of a figure in words, without its chapter."""
    return spelt(metric.partition(".")[2]).replace(".", ", ")


def _is_of(metric: str, chapter: str) -> bool:
    return metric.partition(".")[0] == chapter


def _as_stated(claim: Claim) -> Traced:
    return typed(claim.figure, claim.source_id, claim.locator, claim.claim_id)


def _agree(claim: Claim, other: Claim) -> bool:
    """Say whether two statements can both be so; of two limits nothing can be told."""
    if claim.bound and other.bound:
        return True
    if other.bound:
        return _within(other.figure, other.bound, claim.figure)
    return _within(claim.figure, claim.bound, other.figure)


def _within(limit: Quantity, bound: Bound, figure: Quantity) -> bool:
    """Say whether a figure can be what a statement says of it."""
    if limit.unit != figure.unit:
        return False
    over, slack = figure.value - limit.value, figure.slack + limit.slack
    match bound:
        case Bound.BELOW:
            return over < 0
        case Bound.AT_MOST:
            return over <= slack
        case Bound.AT_LEAST:
            return over >= -slack
        case Bound.ABOVE:
            return over > 0
        case _:
            return limit.agrees(figure)
