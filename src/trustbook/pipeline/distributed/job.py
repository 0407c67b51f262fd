"""What a worker does: one period made from a snapshot, in a folder of the job's own. A plain function for any executor.

In: a `PeriodTask`, and the snapshot that it is about, unless that was delivered before. Out: a `PeriodResult`:
the files that were made, and what they were made with. No file of the workspace it came from is read.
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
    """One period to make."""

    snapshot: str
    """Its digest."""
    period: Period
    chapters: tuple[str, ...]
    """Those to execute; the others stand."""
    figures: bool
    """Whether headline figures, tie-out and data to take away are to be worked out; if not, they stand."""
    standing: bytes
    """What the edition needs and stands already, packed: findings, and what has not changed."""
    made_with: MadeWith
    """The tools of whoever wants it."""
    home: str
    """Where the workspace lies there, for what is said to a person. Nothing is read from it."""
    kernel: Kernel = Kernel.WARM
    pdf: bool = False


@dataclass(frozen=True)
class Provenance:
    """What a parcel was made from, with what, and by whom."""

    snapshot: str
    made_with: MadeWith
    worker: str


@dataclass(frozen=True)
class PeriodResult:
    """What was made of an order."""

    period: Period
    files: bytes
    """Paths under `_build`, packed. Of a chapter that failed, the notebook as far as it ran."""
    provenance: Provenance
    failed: Mapping[str, ChapterError]
    """Chapters that failed."""
    error: TrustbookError | None = None
    """What stopped it after the chapters."""


_STORED = ("files", "records")
_DELIVERED: dict[str, tuple[Snapshot, Path]] = {}


def deliver(snapshot: Snapshot, folder: Path) -> None:
    """Have a snapshot at hand in this process, for every order to come."""
    unpacked(snapshot, folder)
    _DELIVERED[snapshot.digest] = (snapshot, folder)


def forget(digest: str) -> None:
    """Let a snapshot go that no order will ask for."""
    _DELIVERED.pop(digest, None)


def tools_for(digest: str) -> tuple[str, MadeWith]:
    """Say what this process is called, and what it would make a delivered snapshot with. Raises WorkerError."""
    return worker_name(), made_with(Workspace(_at_hand(digest, None)[0]))


def make_period(order: PeriodTask, snapshot: Snapshot | None = None) -> PeriodResult:
    """Execute the chapters of a period, work out its figures and build its edition.

    Raises WorkerError before anything is done if this process has other tools than who asked, or no snapshot.
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
            _at_home(each, str(workspace.root), order.home)
    return PeriodResult(order.period, packing.pack(made), provenance, failed, error)


def _execute(workspace: Workspace, order: PeriodTask) -> dict[str, ChapterError]:
    """Execute the chapters one after another: a worker has one thread, and several jobs share a process at most."""
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
    from trustbook.site.edition import build_edition
    from trustbook.site.pdf import chromium

    if order.figures:
        list(work_out(workspace, [order.period]))
    # making Vega's bundle takes seconds: the jobs of a worker hand it on, in a store, which gives what was put there
    kept, own = folder / "kept", workspace.build / "cache"
    packing.write(own, packing.read(kept, _STORED))
    build_edition(workspace, order.period, chromium() if order.pdf else None, warmly=order.kernel is Kernel.WARM)
    for path, content in packing.read(own, _STORED).items():
        if not path.endswith("/") and not (kept / path).exists():
            write_whole(kept / path, content)


def outputs_of(order: PeriodTask) -> tuple[str, ...]:
    """Where under `_build` stands what an order may give; what is besides its edition, last."""
    return (*chapters_of(order), *(figures_of(order.period) if order.figures else ()), *besides(order.period))


def chapters_of(order: PeriodTask) -> tuple[str, ...]:
    """Where under `_build` the chapters of an order stand."""
    return tuple(f"chapters/{order.period}/{name}.ipynb" for name in order.chapters)


def besides(period: Period) -> tuple[str, ...]:
    """Where under `_build` its edition stands, what was said while it was built, and chapters that failed."""
    return (f"editions/{period}", f"logs/edition-{period}.log", f"failed/{period}")


def _at_hand(digest: str, snapshot: Snapshot | None) -> tuple[Path, Path]:
    """Where the snapshot is unpacked, and the folder around it, which is this worker's own."""
    if snapshot is None and digest not in _DELIVERED:
        raise WorkerError(f"the worker {worker_name()} was never sent the workspace of this order")
    if snapshot is None:
        kept, folder = _DELIVERED[digest]
    else:
        with _ONE_FOLDER:
            kept, folder = snapshot, Path(_own_folder().name)
    return unpacked(kept, folder), folder


_ONE_FOLDER = threading.Lock()
"""Held while the folder is made: of two made at once by two threads, one would be deleted under its job."""


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, for executors that give it none; it goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="trustbook-", ignore_cleanup_errors=True)


def _at_home(error: TrustbookError, here: str, home: str) -> None:
    """Name places where they will be once the parcel is home."""
    for field, value in vars(error).items():
        if isinstance(value, str):
            setattr(error, field, value.replace(here, home))
