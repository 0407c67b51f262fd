"""Write the outputs of a period other than chapters: headline figures, tie-out of papers, data downloads.

In: a workspace, periods. Out: files under `_build/metrics/`, `_build/tieout/` and `_build/downloads/`. Heavy
modules are imported only when there are figures to compute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.period import Period

if TYPE_CHECKING:
    from trustbook.claims.known import Known
    from trustbook.claims.report import TieOutRow


def work_out(workspace: Workspace, periods: Sequence[Period]) -> Iterator[Period]:
    """Write headline figures, tie-out and downloads; yield each period when it is done."""
    from trustbook.claims.known import Known
    from trustbook.site.downloads.contents import write_downloads

    known = Known(workspace)
    for period in periods:
        write_metrics(workspace, period, known)
        write_downloads(workspace, period, tie_out(workspace, [period], known)[period])
        yield period


def write_metrics(workspace: Workspace, period: Period, known: Known) -> None:
    """Write the headline figures of a period to `_build/metrics/`, for the site's pages outside editions."""
    from trustbook.chapters.metrics import as_json

    written = as_json(known.headlines(period), known.period_data(period)) + "\n"
    write_whole(workspace.build / "metrics" / f"{period}.json", written.encode())


def tie_out(
    workspace: Workspace, periods: Sequence[Period], known: Known | None = None
) -> dict[Period, list[TieOutRow]]:
    """Compare each period's papers with the data, and write the result to `_build/tieout/`.

    `known` caches what was already read and computed.
    """
    from trustbook.claims.known import Known
    from trustbook.claims.report import as_json, rows
    from trustbook.claims.tie_out import named_by_claims, run_tie_out

    known = known or Known(workspace)
    found = {}
    for period in periods:
        headlines = named_by_claims(known.headlines(period), period)
        titles = known.period_data(period).reference.titles
        found[period] = rows(run_tie_out(workspace, period, known), titles, headlines)
    for period, compared in found.items():
        write_whole(workspace.build / "tieout" / f"{period}.json", as_json(compared).encode())
    return found
