"""Many returns checked by several processes at once, each a run of months.

In: a workspace, periods, how many processes at most. Out: the reports that one process would give. Each process
imports Great Expectations, this one when the others have begun to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise

from trustbook.build.background import in_background
from trustbook.checks.findings import Report
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period

LEAST = 4
"""How many returns are worth a process: it imports Great Expectations in the time that three are checked."""


def check_shared(workspace: Workspace, periods: Sequence[Period], workers: int) -> dict[Period, Report]:
    """Check each return, as `check` does, in so many processes or fewer. Raises what `check` raises."""
    mine, *others = shares(periods, workers)
    with ExitStack() as started:
        waiting = [started.enter_context(in_background(_checked, workspace, part, warmly=False)) for part in others]
        reports = dict(_checked(workspace, mine))
        for each in waiting:
            reports |= dict(each)
    return reports


def shares(periods: Sequence[Period], workers: int) -> list[Sequence[Period]]:
    """Part periods into runs of about one length, none shorter than is worth a process, at most one a worker."""
    parts = max(1, min(workers, len(periods) // LEAST))
    ends = [round(len(periods) * part / parts) for part in range(parts + 1)]
    return [periods[begin:end] for begin, end in pairwise(ends)]


def _checked(workspace: Workspace, periods: Sequence[Period]) -> Iterator[tuple[Period, Report]]:
    from trustbook.checks.gate import check

    yield from check(workspace, periods).items()
