"""Chapters executed for periods.

In: notebooks, periods. Out: executed notebooks in `_build/chapters/<period>/`, each whole or not there at all; one that
failed is kept for reading in `_build/failed/<period>/`.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from trustbook.errors import ChapterError
from trustbook.period import Period
from trustbook.workspace import Workspace

CHAPTER_TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Job:
    """One chapter to execute for one period."""

    workspace: Path
    notebook: Path
    period: Period | None
    """None: the notebook's own default, which is the newest."""
    output: Path
    failed: Path

    @property
    def chapter(self) -> str:
        """The name of the notebook."""
        return self.notebook.stem


def chapters(workspace: Workspace) -> list[Path]:
    """Every notebook of the book. Raises ChapterError if there is none."""
    found = sorted(workspace.notebooks.glob("*.ipynb"))
    if not found:
        raise ChapterError("there is no notebook", file="notebooks", expected="one or more chapters")
    return found


def jobs(workspace: Workspace, periods: Sequence[Period]) -> list[Job]:
    """Every chapter for every period, period by period."""
    return [
        Job(
            workspace=workspace.root,
            notebook=notebook,
            period=period,
            output=workspace.build / "chapters" / str(period) / notebook.name,
            failed=workspace.build / "failed" / str(period) / notebook.name,
        )
        for period in periods
        for notebook in chapters(workspace)
    ]


def run(work: Sequence[Job], workers: int | None = None, done: Callable[[Job], None] = lambda _: None) -> None:
    """Execute jobs, several at a time, each in a process of its own. Raises ChapterError for the first that fails."""
    count = max(1, min(workers or os.cpu_count() or 1, len(work)))
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        run_in(pool, work, done)


def run_in(pool: Executor, work: Sequence[Job], done: Callable[[Job], None]) -> None:
    """Execute jobs in any executor; what has not begun is given up when one fails."""
    waiting = {pool.submit(execute, job): job for job in work}
    try:
        for future in as_completed(waiting):
            future.result()
            done(waiting[future])
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


def execute(job: Job) -> None:
    """Execute one chapter. Raises ChapterError with the cell's own message, and keeps the notebook for reading."""
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from trustbook.run.kernel import RunningInterpreterKernel
    from trustbook.run.tidy import tidy, without_empty_sections

    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / job.notebook.name
        try:
            papermill.execute_notebook(
                str(job.notebook),
                str(written),
                parameters={} if job.period is None else {"period": str(job.period)},
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=CHAPTER_TIMEOUT_SECONDS,
                shutdown_kernel="immediate",
                kernel_manager_class=RunningInterpreterKernel,
                resources={"metadata": {"path": str(job.workspace)}},
            )
        except PapermillExecutionError as error:
            _keep(written, job.failed)
            raise ChapterError(
                f"{job.period or 'newest'}: cell {error.cell_index + 1} failed: {error.ename}: {error.evalue}",
                file=f"notebooks/{job.notebook.name}",
                mend=f"The notebook as far as it ran is {job.failed}.",
            ) from None
        except Exception as error:
            _keep(written, job.failed)
            raise ChapterError(
                f"{job.period or 'newest'}: it did not finish: {str(error).strip() or type(error).__name__}",
                file=f"notebooks/{job.notebook.name}",
            ) from None
        notebook = without_empty_sections(tidy(nbformat.read(written, as_version=4)))
        whole = Path(folder) / f"whole-{job.notebook.name}"
        whole.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        _keep(whole, job.output)
        job.failed.unlink(missing_ok=True)


def _keep(written: Path, place: Path) -> None:
    """Move a file into place in one step, so that nobody ever reads half of it."""
    if not written.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    beside.write_bytes(written.read_bytes())
    beside.replace(place)
