"""Check many returns in several processes at once, each a run of consecutive months.

In: a workspace, periods, the maximum number of processes. Out: the same reports as one process would give. Importing
Great Expectations takes as long as checking two returns, and some 150 MB. On Linux one process imports it and copies
itself for each run; elsewhere each process imports it. A command that goes on to chapters leaves all checks to others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

from trustbook.build.background import in_background, in_copy
from trustbook.checks.findings import Report
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.core.slow_imports import without_collection

if TYPE_CHECKING:
    from trustbook.checks.gate import Gate

COPIES = sys.platform == "linux"
"""Whether a process that has imported libraries may be copied; on macOS its system libraries may stop the copy."""
LEAST = 1 if COPIES else 4
"""The fewest returns worth a process."""


def check_shared(
    workspace: Workspace, periods: Sequence[Period], workers: int, *, apart: bool = False
) -> dict[Period, Report]:
    """Check each return, as `check` does, in at most `workers` processes. Raises what `check` raises.

    With `apart`, this process checks none, and does not keep what checks need in memory.
    """
    runs = shares(periods, workers, LEAST)
    others = [runs] if COPIES else [[run] for run in runs]
    here: list[Sequence[Period]] = []
    if not apart and len(others[0]) == 1:  # this process may have threads, so that it cannot be copied
        here = others.pop(0)
    with ExitStack() as started:
        waiting = [started.enter_context(in_background(_check, workspace, other, warmly=False)) for other in others]
        reports = dict(_check(workspace, here)) if here else {}
        for each in waiting:
            reports |= dict(each)
    return reports


def shares(periods: Sequence[Period], workers: int, least: int) -> list[Sequence[Period]]:
    """Split periods into runs of similar length, at most one per worker, none shorter than `least` without need."""
    parts = max(1, min(workers, len(periods) // least))
    ends = [round(len(periods) * part / parts) for part in range(parts + 1)]
    return [periods[begin:end] for begin, end in pairwise(ends)]


def _check(workspace: Workspace, runs: Sequence[Sequence[Period]]) -> Iterator[tuple[Period, Report]]:
    """Check the first run here and each other in a copy of this process, which is one with nothing else to do."""
    if len(runs) > 1:
        os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process with threads at work cannot be copied safely
    with without_collection():
        from trustbook.checks.gate import Gate

    gate = Gate(workspace)
    with ExitStack() as started:
        waiting = [started.enter_context(in_copy(_reports, gate, run)) for run in runs[1:]]
        yield from _reports(gate, runs[0])
        for each in waiting:
            yield from each


def _reports(gate: Gate, periods: Sequence[Period]) -> Iterator[tuple[Period, Report]]:
    for period in periods:
        yield period, gate.check(period)
