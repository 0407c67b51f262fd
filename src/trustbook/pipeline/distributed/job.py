"""Make one period from a snapshot, in the job's own folder: a plain function that any executor can run on a worker.

In: a `PeriodTask`, and its snapshot unless delivered before. Out: a `PeriodResult`: the files, and the tools used. No
file of the original workspace is read.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trustbook.build.cache_inputs import figures_of
from trustbook.build.limits import Kernel
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import ChapterError, TrustbookError, WorkerError
from trustbook.core.period import Period
from trustbook.pipeline.distributed import packing
from trustbook.pipeline.distributed.fingerprint import MadeWith, made_with, require_same, worker_name
from trustbook.pipeline.distributed.snapshot import Snapshot, copied, unpacked


@dataclass(frozen=True)
class PeriodTask:
    """Hold one period to make."""

    snapshot: str
    """The digest of the snapshot."""
    period: Period
    chapters: tuple[str, ...]
    """Those to execute; the others are up to date."""
    figures: bool
    """Whether to compute headline figures, tie-out and downloads; if not, they are up to date."""
    standing: bytes
    """The up-to-date files that the edition needs, packed: findings, and whatever has not changed."""
    made_with: MadeWith
    """The tools of the client."""
    home: str
    """The workspace's path on the client, for messages. Nothing is read from it."""
    kernel: Kernel = Kernel.WARM
    pdf: bool = False


@dataclass(frozen=True)
class Provenance:
    """Record the snapshot, tools and worker of a result."""

    snapshot: str
    made_with: MadeWith
    worker: str


@dataclass(frozen=True)
class PeriodResult:
    """Hold what was made for a task."""

    period: Period
    files: bytes
    """Paths under `_build`, packed. For a failed chapter, the notebook as far as it ran."""
    provenance: Provenance
    failed: Mapping[str, ChapterError]
    """Chapters that failed."""
    error: TrustbookError | None = None
    """What stopped it after the chapters."""


_STORED = ("files", "records")
_DELIVERED: dict[str, tuple[Snapshot, Path]] = {}


def deliver(snapshot: Snapshot, folder: Path) -> None:
    """Keep a snapshot in this process for later tasks."""
    unpacked(snapshot, folder)
    _DELIVERED[snapshot.digest] = (snapshot, folder)


def forget(digest: str) -> None:
    """Remove a snapshot that no task will need."""
    _DELIVERED.pop(digest, None)


def tools_for(digest: str) -> tuple[str, MadeWith]:
    """Return this process's name, and its tools for a delivered snapshot. Raises WorkerError."""
    return worker_name(), made_with(Workspace(_at_hand(digest, None)[0]))


def make_period(order: PeriodTask, snapshot: Snapshot | None = None) -> PeriodResult:
    """Execute the chapters of a period, compute its figures and build its edition.

    Raises WorkerError, before doing anything, if this process has other tools than the client, or no snapshot.
    """
    place, folder = _at_hand(order.snapshot, snapshot)
    provenance = Provenance(order.snapshot, made_with(Workspace(place)), worker_name())
    require_same(order.made_with, provenance.made_with, provenance.worker)
    with tempfile.TemporaryDirectory(dir=folder, prefix="job-", ignore_cleanup_errors=True) as own:
        workspace = copied(place, Path(own) / "workspace")
        packing.write(workspace.build, packing.unpack(order.standing))
        failed = _execute(workspace, order)
        error = None
        if not failed:
            try:
                _figures_and_edition(workspace, order, folder)
            except TrustbookError as stopped:
                error = stopped
        made = packing.read(workspace.build, outputs_of(order))
        for each in (*failed.values(), *([error] if error else [])):
            _use_client_paths(each, str(workspace.root), order.home)
    return PeriodResult(order.period, packing.pack(made), provenance, failed, error)


def _execute(workspace: Workspace, order: PeriodTask) -> dict[str, ChapterError]:
    """Execute the chapters in sequence: a worker has one thread, and at most a few jobs share a process."""
    from trustbook.build.execution import execute, jobs

    failed = {}
    for job in jobs(workspace, [order.period], order.kernel) if order.chapters else ():
        if job.chapter in order.chapters:
            try:
                execute(job)
            except ChapterError as error:
                failed[job.chapter] = error
    return failed


def _figures_and_edition(workspace: Workspace, order: PeriodTask, folder: Path) -> None:
    from trustbook.pipeline.outputs import work_out
    from trustbook.site.in_a_copy import build_edition
    from trustbook.site.pdf import chromium

    if order.figures:
        list(work_out(workspace, [order.period]))
    # making Vega's bundle takes seconds, so the jobs of a worker share it in a store
    kept, own = folder / "kept", workspace.build / "cache"
    packing.write(own, packing.read(kept, _STORED))
    build_edition(workspace, order.period, chromium() if order.pdf else None, warmly=order.kernel is Kernel.WARM)
    for path, content in packing.read(own, _STORED).items():
        if not path.endswith("/") and not (kept / path).exists():
            write_whole(kept / path, content)


def outputs_of(order: PeriodTask) -> tuple[str, ...]:
    """List the paths under `_build` that a task may write; those of `besides` come last."""
    return (*chapters_of(order), *(figures_of(order.period) if order.figures else ()), *besides(order.period))


def chapters_of(order: PeriodTask) -> tuple[str, ...]:
    """List the paths under `_build` of a task's chapters."""
    return tuple(f"chapters/{order.period}/{name}.ipynb" for name in order.chapters)


def besides(period: Period) -> tuple[str, ...]:
    """List the paths under `_build` of its edition, its build log and its failed chapters."""
    return (f"editions/{period}", f"logs/edition-{period}.log", f"failed/{period}")


def _at_hand(digest: str, snapshot: Snapshot | None) -> tuple[Path, Path]:
    """Return where the snapshot is unpacked, and its parent folder, which belongs to this worker."""
    if snapshot is None and digest not in _DELIVERED:
        raise WorkerError(f"the worker {worker_name()} was never sent the workspace of this order")
    if snapshot is None:
        kept, folder = _DELIVERED[digest]
    else:
        with _ONE_FOLDER:
            kept, folder = snapshot, Path(_own_folder().name)
    return unpacked(kept, folder), folder


_ONE_FOLDER = threading.Lock()
"""Held while the folder is created: if two threads created one, the first would be deleted during its job."""


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    """Create a folder for this process, if the executor gives none; it is deleted when the process ends."""
    return tempfile.TemporaryDirectory(prefix="trustbook-", ignore_cleanup_errors=True)


def _use_client_paths(error: TrustbookError, here: str, home: str) -> None:
    """Rewrite paths in an error to those on the client."""
    for field, value in vars(error).items():
        if isinstance(value, str):
            setattr(error, field, value.replace(here, home))
