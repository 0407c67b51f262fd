"""Check many returns in several processes at once, each a run of consecutive months.

In: a workspace, periods, the maximum number of processes. Out: the same reports as one process would give. Each process
imports Great Expectations, which takes some 150 MB; a command that goes on to chapters leaves all checks to others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise

from trustbook.build.background import in_background
from trustbook.checks.findings import Report
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.core.slow_imports import without_collection

LEAST = 4
"""The fewest returns worth a process: importing Great Expectations takes as long as checking three."""


def check_shared(
    workspace: Workspace, periods: Sequence[Period], workers: int, *, apart: bool = False
) -> dict[Period, Report]:
    """Check each return, as `check` does, in at most `workers` processes. Raises what `check` raises.

    With `apart`, this process checks none, and does not keep what checks need in memory.
    """
    parts = shares(periods, workers)
    others = parts if apart else parts[1:]
    with ExitStack() as started:
        waiting = [started.enter_context(in_background(_check, workspace, part, warmly=False)) for part in others]
        reports = {} if apart else dict(_check(workspace, parts[0]))
        for each in waiting:
            reports |= dict(each)
    return reports


def shares(periods: Sequence[Period], workers: int) -> list[Sequence[Period]]:
    """Split periods into runs of similar length, at most one per worker, none too short to be worth a process."""
    parts = max(1, min(workers, len(periods) // LEAST))
    ends = [round(len(periods) * part / parts) for part in range(parts + 1)]
    return [periods[begin:end] for begin, end in pairwise(ends)]


def _check(workspace: Workspace, periods: Sequence[Period]) -> Iterator[tuple[Period, Report]]:
    with without_collection():
        from trustbook.checks.gate import check

    yield from check(workspace, periods).items()
