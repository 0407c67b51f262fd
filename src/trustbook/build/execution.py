"""Execute chapters for periods.

In: notebooks, periods. Out: executed notebooks in `_build/chapters/<period>/`, each complete or absent; one that failed
is in `_build/failed/<period>/` for inspection.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from trustbook.build import background
from trustbook.build.contents import chapters_of
from trustbook.build.limits import Kernel, Limits
from trustbook.config.workspace import TOC, Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import ChapterError
from trustbook.core.period import Period


@dataclass(frozen=True)
class Job:
    """One chapter to execute for one period."""

    workspace: Path
    notebook: Path
    period: Period | None
    """None means the notebook's default, the newest period."""
    output: Path
    failed: Path
    kernel: Kernel = Kernel.WARM
    limits: Limits = field(default_factory=Limits)

    @property
    def chapter(self) -> str:
        """Return the chapter's name, which is the notebook's."""
        return self.notebook.stem


def chapters(workspace: Workspace) -> list[Path]:
    """List the notebooks of the book, which are those that `_toc.yml` lists; others are drafts and never run.

    A listed one that is missing is refused when the edition is built. Raises ChapterError if there is none, and
    WorkspaceError for an unreadable `_toc.yml`.
    """
    found = [workspace.notebooks / f"{name}.ipynb" for name in chapters_of(workspace)]
    if not found:
        raise ChapterError(f"there is no notebook that {TOC} lists", file="notebooks", expected="one or more chapters")
    return found


def jobs(workspace: Workspace, periods: Sequence[Period], kernel: Kernel = Kernel.WARM) -> list[Job]:
    """List a job for every chapter of every period, period by period."""
    limits = limits_of(workspace)
    return [
        Job(
            workspace=workspace.root,
            notebook=notebook,
            period=period,
            output=workspace.build / "chapters" / str(period) / notebook.name,
            failed=workspace.build / "failed" / str(period) / notebook.name,
            kernel=kernel,
            limits=limits,
        )
        for period in periods
        for notebook in chapters(workspace)
    ]


def limits_of(workspace: Workspace) -> Limits:
    """Read the limits of one chapter from params/trust.yaml."""
    settings = workspace.settings.run
    return Limits(settings.chapter_seconds, settings.memory_mb)


def run(
    work: Sequence[Job],
    workers: int | None = None,
    done: Callable[[Job], None] = lambda _: None,
    failed: Callable[[Job, ChapterError], None] = lambda _, __: None,
    meanwhile: Callable[[], object] | None = None,
) -> None:
    """Execute jobs in parallel, each with its own kernel. Raises ChapterError as `run_in` does.

    `meanwhile` waits for work in another process, and takes a worker's place until that is done. When interrupted, it
    ends the kernels and that process, and cleans up before the interruption is raised.
    """
    from trustbook.build.engine import ending_kernels

    places = min(workers or os.cpu_count() or 1, len(work) + (meanwhile is not None))
    with ThreadPoolExecutor(max(1, places)) as pool, ending_kernels():
        other = None if meanwhile is None else pool.submit(meanwhile)
        try:
            run_in(pool, work, done, failed)
            if other is not None:
                other.result()
        except ChapterError:
            raise
        except BaseException:
            background.end_all()
            raise


def run_in(
    pool: Executor,
    work: Sequence[Job],
    done: Callable[[Job], None] = lambda _: None,
    failed: Callable[[Job, ChapterError], None] = lambda _, __: None,
) -> None:
    """Execute jobs in any executor. A failure does not affect the other jobs.

    Raises ChapterError for all that failed once every job has finished; any other error cancels the jobs not yet
    started.
    """
    waiting = {pool.submit(execute, job): job for job in work}
    errors: dict[Job, ChapterError] = {}
    try:
        for future in as_completed(waiting):
            job = waiting[future]
            try:
                future.result()
            except ChapterError as error:
                errors[job] = error
                failed(job, error)
            else:
                done(job)
    except BaseException:
        for future in waiting:
            future.cancel()
        raise
    if errors:
        raise together([errors[job] for job in work if job in errors], len(work))


def together(errors: Sequence[ChapterError], of: int) -> ChapterError:
    """Combine the errors of the chapters that failed, out of `of` chapters, into one."""
    if len(errors) == 1:
        return errors[0]
    return ChapterError(f"{len(errors)} of {of} chapters failed:\n" + "\n".join(f"  {error}" for error in errors))


def execute(job: Job) -> None:
    """Execute one chapter. Raises ChapterError with the cause, and keeps the notebook for inspection."""
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from trustbook.build import chart_server
    from trustbook.build.engine import NAME, ChapterStoppedError
    from trustbook.build.normalise import tidy, without_empty_sections
    from trustbook.build.recorded_reads import KEY

    if job.kernel is Kernel.WARM:
        chart_server.start()
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / job.notebook.name
        try:
            papermill.execute_notebook(
                str(job.notebook),
                str(written),
                parameters={} if job.period is None else {"period": str(job.period)},
                engine_name=NAME,
                kernel_name="python3",
                progress_bar=False,
                kernel=job.kernel,
                limits=job.limits,
                folder=job.workspace,
            )
        except PapermillExecutionError as error:
            problem = f"cell {error.cell_index + 1} failed: {error.ename}: {error.evalue}"
            raise _failed(job, written, problem, _memory_hint(job) if "MemoryError" in error.ename else "") from None
        except ChapterStoppedError as error:
            raise _failed(job, written, f"cell {error.cell} stopped: {error.reason}") from None
        except Exception as error:
            reason = str(error).strip() or type(error).__name__
            raise _failed(job, written, f"it did not finish: {reason}") from None
        notebook = tidy(nbformat.read(written, as_version=4))
        if job.period is None:  # it becomes the committed notebook, which keeps every section and is of no cache
            notebook.metadata.pop(KEY, None)
        else:
            notebook = without_empty_sections(notebook)
        whole = Path(folder) / f"whole-{job.notebook.name}"
        whole.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        _keep(whole, job.output)
        job.failed.unlink(missing_ok=True)


def _failed(job: Job, written: Path, what: str, hint: str = "") -> ChapterError:
    """Keep the partial notebook, and return the error with the cause and the notebook's path."""
    kept = f"The notebook as far as it ran is {job.failed}." if _keep(written, job.failed) else ""
    return ChapterError(
        f"{job.period or 'newest'}: {what}",
        file=f"notebooks/{job.notebook.name}",
        mend=f"{hint} {kept}".strip(),
    )


def _memory_hint(job: Job) -> str:
    return f"A chapter may take {job.limits.memory_mb} MB (run.memory_mb in params/trust.yaml)."


def _keep(written: Path, place: Path) -> bool:
    """Move a file into place atomically, so that no reader sees half of it; return whether it existed."""
    if not written.exists():
        return False
    write_whole(place, written.read_bytes())
    return True
