"""The tie-out of a period: its claims against the metrics of every period so far.

In: a workspace and a period. Out: `Tie`s. Reads the returns that the gate accepted and the claims; writes nothing.
"""

from __future__ import annotations

from decimal import Decimal

from trustbook.analysis.metric import Metric
from trustbook.analysis.metrics import details, metrics, reference_metrics
from trustbook.period import Period
from trustbook.returns.material import open_material
from trustbook.tieout.claims import read_claims
from trustbook.tieout.derived import read_derived
from trustbook.tieout.figures import Figure
from trustbook.tieout.verdicts import Tie, tie_out
from trustbook.workspace import Workspace

_DECIMALS = {"gbp_k": 0}
"""How finely the data are known: returns are in whole thousands. Everything else is as exact as it was typed."""


Known = dict[Period, list[Metric]]
"""The figures of periods that were worked out already: a run over several periods looks back at each of them often."""


def run_tie_out(workspace: Workspace, period: Period, known: Known | None = None) -> list[Tie]:
    """Tie out the claims of one period's papers, and of the papers that belong to none.

    `known` is looked up, and added to; what it holds must be of the data as they are. Raises ReturnError
    or WorkspaceError for data, claims or declarations that cannot be read.
    """
    claims = read_claims(workspace, period)
    if not claims:
        return []
    data: dict[tuple[str, str], Figure] = {}
    for each in (made for made in workspace.periods() if made <= period):
        for metric in _figures(workspace, each, {} if known is None else known):
            _add(data, metric, metric.as_at or str(each))
            if each == period and not metric.as_at:
                _add(data, metric, "")  # what its papers state without a date is of the same time
    for when, metric in reference_metrics(open_material(str(period), workspace=workspace)):
        _add(data, metric, when)
    return tie_out(claims, data, read_derived(workspace.params / "derived.yaml"))


def _figures(workspace: Workspace, period: Period, known: Known) -> list[Metric]:
    if period not in known:
        material = open_material(str(period), workspace=workspace)
        known[period] = [*metrics(material), *details(material)]
    return known[period]


def _add(data: dict[tuple[str, str], Figure], metric: Metric, period: str) -> None:
    if metric.value is None:
        return
    if metric.unit in _DECIMALS:
        data[metric.name, period] = Figure.printed(metric.value, metric.unit, _DECIMALS[metric.unit])
    else:
        data[metric.name, period] = Figure(Decimal(str(metric.value)), metric.unit, Decimal(0))
