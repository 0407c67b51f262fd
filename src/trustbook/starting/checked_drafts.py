"""Run the gate over returns that are drafts, in a copy of the workspace where they stand among the returns.

In: a workspace and periods that have a draft. Out: the gate's reports. Nothing of a draft gets into the workspace.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from secrets import token_hex

from rich.console import Console

from trustbook.checks.findings import Report
from trustbook.config.workspace import DRAFT_MARK, DRAFT_RECORD, Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.distributed import packing
from trustbook.pipeline.distributed.snapshot import PARTS, UNTRUSTED
from trustbook.starting.new_period import parameters_of

_MARK = "This is the copy of a workspace in which drafts of returns are checked. Nothing in it is for publication.\n"


def check_drafts(workspace: Workspace, periods: Sequence[Period], err: Console | None) -> dict[Period, Report]:
    """Check drafts as if they were accepted, each with the drafts of earlier periods. Raises as the gate does."""
    if workspace.is_draft:
        raise PublishError("this is a copy of a workspace", mend="Go to the workspace that it was made from.")
    if err is not None:
        err.print("A draft is checked in a copy of the workspace: data/ stands for drafts/ in what follows.")
    place = workspace.build / f"checked-drafts.{token_hex(4)}"
    files = packing.read(workspace.root, PARTS, UNTRUSTED)
    there = set(workspace.periods())
    for period in workspace.draft_periods():
        if period not in there:
            files |= _of(workspace, period)
    try:
        packing.write(place, files)
        write_whole(place / DRAFT_MARK, _MARK.encode())
        return stages.check(Workspace(place), periods, err)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _of(workspace: Workspace, period: Period) -> dict[str, bytes]:
    """Return the files of a draft under the names that they would have as a return, and its parameters."""
    name = f"{workspace.drafts_of_returns.name}/{period}"
    drafted = packing.read(workspace.root, [name], [name])
    files = {
        f"data/{period}{path.removeprefix(name)}": content
        for path, content in drafted.items()
        if not path.endswith(f"/{DRAFT_RECORD}")
    }
    parameters = f"params/{period}.yaml"
    if not (workspace.root / parameters).exists():
        files[parameters] = parameters_of(period).encode()
    return files
