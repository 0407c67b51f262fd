"""Tie out a period: compare its claims with the metrics of every period so far.

In: a workspace and a period. Out: `Tie`s. Reads the returns that the gate accepted and the claims; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from trustbook.chapters.metrics import reference_metrics
from trustbook.claims.derived import read_derived
from trustbook.claims.known import Known
from trustbook.claims.quantity import Quantity
from trustbook.claims.statements import Claim, claims_of_return, read_claims
from trustbook.claims.traced import Cell, Traced, typed
from trustbook.claims.verdicts import Tie, tie_out
from trustbook.components.lineage import cells_of
from trustbook.components.metric import Metric
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

_DECIMALS = {"gbp_k": 0}
"""The precision of the data: returns are in whole thousands; everything else is exact."""


def run_tie_out(workspace: Workspace, period: Period, known: Known | None = None) -> list[Tie]:
    """Tie out the claims of one period's papers, and of papers that belong to no period.

    A paper of this period that also states figures of earlier months has those claims in the folders of these months.

    `known`: shared by a run over several periods. Raises ReturnError or WorkspaceError for data, claims or declarations
    that cannot be read.
    """
    known = known or Known(workspace)
    claims = [*_of_earlier_months(workspace, period, known), *read_claims(workspace, period)]
    if not claims:
        return []
    register = known.period_data(period).reference.sources
    publishers = dict(zip(register["source_id"].astype(str), register["publisher"].fillna("").astype(str), strict=True))
    data = _Data(workspace, period, known)
    return tie_out(claims, data, read_derived(workspace.params / "derived.yaml"), publishers)


def _of_earlier_months(workspace: Workspace, period: Period, known: Known) -> Iterator[Claim]:
    """Yield what the papers that this return cites state about earlier months of its year."""
    cited = known.period_data(period).current.cited
    for each in workspace.periods():
        if each.year == period.year and each < period:
            yield from (claim for claim in claims_of_return(workspace, each) if claim.source_id in cited)


def named_by_claims(headlines: Iterable[Metric], period: Period) -> dict[tuple[str, str], str]:
    """Return the headline figures by each name and time that claims of the period give them, or by no time."""
    found: dict[tuple[str, str], str] = {}
    for each in headlines:
        for key in ((each.name, each.as_at or str(period)), (each.name, ""), *each.also):
            found.setdefault(key, each.name)
    return found


class _Data(Mapping[tuple[str, str], Traced]):
    """The figures that a period's claims are compared with, by metric and time; a return's are worked out when needed.

    The order: reference figures that belong to no period; this financial year's returns, latest first; one month of an
    earlier year only when a claim names it. Later months are never used.
    """

    def __init__(self, workspace: Workspace, period: Period, known: Known) -> None:
        self._period, self._known = period, known
        self._found: dict[Period, tuple[PeriodData, dict[tuple[str, str], Metric]]] = {}
        self._traced: dict[tuple[str, str], Traced] = {}
        periods = [each for each in workspace.periods() if each <= period]
        self._year = sorted((each for each in periods if each.year == period.year), reverse=True)
        earlier = [each for each in periods if each.year < period.year]
        self._earlier = {name: each for each in earlier for name in (str(each), each.calendar_month)}

    def __getitem__(self, key: tuple[str, str]) -> Traced:
        """Return a figure. Raises KeyError if nothing reports it."""
        if key not in self._traced:
            self._traced[key] = self._find(key)
        return self._traced[key]

    def _find(self, key: tuple[str, str]) -> Traced:
        for data, figures in self._parts(key[1]):
            if key in figures:
                return _traced(figures[key], data)
        raise KeyError(key)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield every metric and time that the year's returns report, latest first."""
        seen: set[tuple[str, str]] = set()
        for _, figures in self._parts(None):
            yield from figures.keys() - seen
            seen |= figures.keys()

    def __len__(self) -> int:
        """Count the metrics and times."""
        return sum(1 for _ in self)

    def _parts(self, when: str | None) -> Iterator[tuple[PeriodData, Mapping[tuple[str, str], Metric]]]:
        """Yield the figures that may include a time, or all of them for None, each with the data that give them."""
        yield self._known.period_data(self._period), self._of_no_period
        for each in [self._earlier[when]] if when in self._earlier else self._year:
            if each not in self._found:
                self._found[each] = self._known.period_data(each), dict(self._of(each))
            yield self._found[each]
            if when in ("", str(each), each.calendar_month):
                return

    def _of(self, period: Period) -> Iterator[tuple[tuple[str, str], Metric]]:
        for metric in self._known.figures(period):
            yield from _reported(metric, metric.as_at or str(period))
            if not metric.as_at:
                yield from _reported(metric, period.calendar_month)
            if period == self._period and not metric.as_at:
                yield from _reported(metric, "")  # what its papers state without a date is for the same time

    @cached_property
    def _of_no_period(self) -> dict[tuple[str, str], Metric]:
        found = reference_metrics(self._known.period_data(self._period))
        return dict(each for when, metric in found for each in _reported(metric, when))


def _reported(metric: Metric, when: str) -> Iterator[tuple[tuple[str, str], Metric]]:
    """Yield the metric under its name and time, or nothing if it has no value."""
    if metric.value is not None:
        yield (metric.name, when), metric


def _traced(metric: Metric, data: PeriodData) -> Traced:
    """Trace a metric to the cells it was typed from: one whose only cell has its very value was typed from there."""
    if metric.unit in _DECIMALS:
        figure = Quantity.stated(metric.value or 0, metric.unit, _DECIMALS[metric.unit])
    else:
        figure = Quantity(Decimal(str(metric.value)), metric.unit, Decimal(0))
    if metric.typed_from is not None:
        return typed(figure, *metric.typed_from)
    read = [] if metric.lineage is None else cells_of(data, metric.lineage)
    cells = frozenset(Cell(each.source_id, each.locator, each.key) for each in read)
    as_it_stands = len(read) == 1 and Decimal(str(read[0].value)) == figure.value
    return Traced(figure, cells, as_it_stands)
