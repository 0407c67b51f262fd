"""Build the site from returns in stages; each stage reads only what the previous one wrote.

In: a workspace and periods. Out: files under `_build/`, progress on the console.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from rich.console import Console

from trustbook.build.cache import PUBLIC
from trustbook.build.cache_inputs import Task
from trustbook.build.contents import chapters_of
from trustbook.build.leftovers import sweep
from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.checks.findings import Report, read_report
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import ChapterError, GateError, PublishError
from trustbook.core.formatting import counted, listing
from trustbook.core.lock import locked
from trustbook.core.period import Period
from trustbook.pipeline.console import print_findings, steps, wrapped
from trustbook.pipeline.durations import timed
from trustbook.pipeline.outputs import work_out
from trustbook.pipeline.run_log import logged

if TYPE_CHECKING:
    from trustbook.build.execution import Job

_CHARTS = re.compile(rb"from trustbook\.chapters\.\w+ import [^\n]*chart")
"""Matches the import in notebooks that draw charts. A wrong guess only costs time."""


def choose(folder: Path | None, periods: Sequence[str] | None) -> tuple[Workspace, list[Period]]:
    """Find the workspace and the requested periods, or every period. Raises WorkspaceError or PeriodError."""
    workspace = Workspace.find(folder)
    workspace.require_known_parameters()
    return workspace, sorted({workspace.period(text) for text in periods}) if periods else workspace.periods()


@contextmanager
def at_work(workspace: Workspace, err: Console, *, fresh: bool = False) -> Iterator[Plan]:
    """Hold the workspace's lock and record what is made, so that two runs cannot write one book together.

    First remove what a killed run left behind. What is said meanwhile is kept in a log.
    """
    waiting = "Another run is using this workspace. Waiting for it to finish …"
    with locked(workspace.build, lambda: err.print(waiting)) as held:
        if held:
            sweep(workspace.build)
        with logged(workspace.root, workspace.build), Plan(workspace, fresh=fresh) as memory:
            yield memory


def warm_up(workspace: Workspace, kernel: Kernel, periods: Iterable[Period]) -> None:
    """Start importing what kernels need, in a separate process, while the gate imports its own modules.

    That process reads the returns of these periods too, and those before them in their years. As soon as it can be
    copied, prepare what every edition needs, and start the chart server, if the book has charts.
    """
    from trustbook.build import fork_server

    if kernel is Kernel.WARM and fork_server.available():
        wanted = {each for period in periods for each in workspace.year_until(period)}
        fork_server.start(workspace.root, sorted(wanted))
        Thread(target=import_module, args=("trustbook.build.engine",), daemon=True).start()  # needed next
        notebooks = (workspace.notebooks / f"{name}.ipynb" for name in chapters_of(workspace))
        charts = any(_CHARTS.search(notebook.read_bytes()) for notebook in notebooks)
        Thread(target=_prepare, args=(workspace.build / "cache", charts), daemon=True).start()


def _prepare(cache: Path, charts: bool) -> None:
    from trustbook.build import chart_server
    from trustbook.site import ahead

    ahead.prepare(cache)
    if charts:  # after it, because each of the two takes much memory
        chart_server.start()
        chart_server.warm_up()


def check(
    workspace: Workspace,
    periods: Sequence[Period],
    err: Console | None,
    workers: int | None = None,
    *,
    apart: bool = False,
) -> dict[Period, Report]:
    """Run the gate, in at most `workers` processes, and write each report to `_build/findings/`.

    With `apart`, this process leaves it to others, because it has more to do with its memory.
    """
    if err is not None:
        err.print(f"Checking {counted(len(periods), 'return')} …")
    from trustbook.build.parallel_checks import check_shared

    reports = check_shared(workspace, periods, workers or os.cpu_count() or 1, apart=apart)
    for period, report in reports.items():
        write_whole(_findings(workspace, period), report.as_json().encode())
    return reports


def _findings(workspace: Workspace, period: Period) -> Path:
    return workspace.build / "findings" / f"{period}.json"


def require_accepted(reports: dict[Period, Report], *, strict: bool = False) -> None:
    """Raise GateError if any return has a critical finding, or with `strict` a warning."""
    refused = [
        str(period) for period, report in reports.items() if not report.accepted or (strict and report.open_warnings)
    ]
    if refused:
        raise GateError(
            f"the gate stops here for {', '.join(refused)}",
            mend="Correct what is listed above, and run the command again. The last good site is as it was.",
        )


def check_changed(
    workspace: Workspace,
    periods: Sequence[Period],
    err: Console | None,
    memory: Plan,
    kernel: Kernel = Kernel.PLAIN,
    workers: int | None = None,
) -> dict[Period, Report]:
    """Run the gate over the returns that changed since it last ran, and return the reports of all of them.

    If chapters will follow, warm up their kernel meanwhile.
    """
    waiting = memory.returns_to_check(periods)
    if waiting:
        warm_up(workspace, kernel, waiting)
        with timed(workspace.build, "gate", len(waiting)):
            check(workspace, list(waiting), err, workers, apart=kernel is Kernel.WARM)
    for task in waiting.values():
        memory.cache.done(task)
    return {period: read_report(_findings(workspace, period)) for period in periods}


def gate(
    workspace: Workspace,
    periods: Sequence[Period],
    out: Console,
    err: Console,
    memory: Plan,
    *,
    strict: bool = False,
    kernel: Kernel = Kernel.PLAIN,
    workers: int | None = None,
) -> None:
    """Check what changed, print the findings on every return, and continue only if every return is accepted."""
    reports = check_changed(workspace, periods, err, memory, kernel, workers)
    print_findings(reports, out)
    require_accepted(reports, strict=strict)


def run(
    workspace: Workspace,
    periods: Sequence[Period],
    err: Console,
    memory: Plan,
    workers: int | None = None,
    kernel: Kernel = Kernel.WARM,
    instead: Callable[[Job, ChapterError], None] | None = None,
) -> None:
    """Execute the chapters that changed, tie out the papers, and write the data downloads of editions.

    `instead` writes what stands in for a chapter that failed; without it, the failures are raised at the end. Figures
    do not depend on chapters: a fork of the warm server computes them meanwhile, in the place of one chapter, unless
    `workers` is one.
    """
    from trustbook.build import fork_server

    waiting, changed = memory.chapters_to_run(periods), memory.figures_to_work_out(periods)
    apart = bool(waiting and changed) and workers != 1 and kernel is Kernel.WARM and fork_server.available()
    found: list[Period] = []
    try:
        with _figures(workspace, list(changed), apart=apart) as figures:
            find = partial(found.extend, figures)
            if waiting or not memory.ingredients.chapters:
                _chapters(workspace, periods, waiting, err, memory, workers, kernel, instead, find if apart else None)
            find()
    finally:
        for period in found:
            memory.cache.done(changed[period])


def figures(workspace: Workspace, periods: Sequence[Period], memory: Plan) -> None:
    """Work out the figures that changed, tie out the papers and write the data downloads; no chapter is executed."""
    changed = memory.figures_to_work_out(periods)
    with _figures(workspace, list(changed), apart=False) as found:
        for period in found:
            memory.cache.done(changed[period])


@contextmanager
def _figures(workspace: Workspace, periods: Sequence[Period], *, apart: bool) -> Iterator[Iterator[Period]]:
    if not periods:
        yield iter(())
        return
    if apart:
        from trustbook.build.background import in_background

        with in_background(work_out, workspace, periods) as figures:
            yield figures
    else:
        yield work_out(workspace, periods)


def say_drafts(workspace: Workspace, err: Console) -> None:
    """Say which notebooks are left out because the book does not list them, if there are any."""
    drafts = workspace.drafts()
    if drafts:
        them = "them" if len(drafts) > 1 else "it"
        err.print(wrapped(f"Left out, because _toc.yml does not list {them}: {listing(drafts)}."))


def _chapters(
    workspace: Workspace,
    periods: Sequence[Period],
    waiting: Mapping[tuple[Period, str], Task],
    err: Console,
    memory: Plan,
    workers: int | None,
    kernel: Kernel,
    instead: Callable[[Job, ChapterError], None] | None,
    meanwhile: Callable[[], None] | None,
) -> None:
    from trustbook.build import chart_server
    from trustbook.build.execution import jobs
    from trustbook.build.execution import run as run_jobs

    work = [job for job in jobs(workspace, periods, kernel) if (job.period, job.chapter) in waiting]
    for job in work:
        job.output.unlink(missing_ok=True)
    others = len(periods) * len(memory.ingredients.chapters) - len(work)
    say_drafts(workspace, err)
    err.print(f"Executing {counted(len(work), 'chapter')}{f' ({others:,} unchanged)' if others else ''} …")
    with timed(workspace.build, "chapter", len(work)), steps(err, "Chapters", len(work)) as done:

        def ended(job: Job, error: ChapterError | None = None) -> None:
            if error is not None and instead is not None:
                instead(job, error)
            if job.period is not None and (error is None or instead is not None):
                memory.cache.done(waiting[job.period, job.chapter])
            done(f"{job.period} {job.chapter}{': failed' if error else ''}")

        try:
            run_jobs(work, workers, ended, ended, meanwhile)
        except ChapterError:
            if instead is None:
                raise
    chart_server.end()


def build(
    workspace: Workspace,
    periods: Sequence[Period],
    err: Console,
    memory: Plan,
    workers: int | None = None,
    *,
    pdf: bool = False,
    kernel: Kernel = Kernel.WARM,
) -> Path:
    """Build the editions that changed, then the site. Jupyter Book runs in separate processes, copies of a warm one.

    Raises PublishError. If a PDF is requested without Chromium, the site is built first, and then the error is raised.
    """
    program = refused = None
    if pdf:
        from trustbook.site.pdf import chromium

        try:
            program = chromium()
        except PublishError as error:
            refused = error
    waiting = memory.editions_to_build(periods, pdf=program is not None)
    for period in waiting:
        if _findings(workspace, period).exists():
            require_accepted({period: read_report(_findings(workspace, period))})
    if waiting:
        editions(workspace, waiting, err, memory, workers, program, kernel)
    site(workspace, err, memory, workers, lambda: program, kernel)
    if refused:
        raise refused
    return workspace.build / "site"


def site(
    workspace: Workspace,
    err: Console,
    memory: Plan,
    workers: int | None = None,
    program: Callable[[], str | None] = lambda: None,
    kernel: Kernel = Kernel.WARM,
) -> Path:
    """Assemble the preview and the public site, unless they are up to date; rebuild damaged editions.

    First do what a publication that was stopped did not do.
    """
    from trustbook.pipeline.shown_now import shown_now

    shown = shown_now(workspace, memory)
    if not memory.cache.site_is(memory.site(*shown.key)):
        from trustbook.site.in_a_copy import build_site

        mending = memory.editions_to_mend()
        if mending:
            editions(workspace, mending, err, memory, workers, program(), kernel)
        build_site(workspace, shown.states, warmly=kernel is Kernel.WARM)
        memory.cache.site_done(memory.site(*shown.key))
    public = memory.ingredients.site(shown.revisions)
    if (shown.revisions or (workspace.build / PUBLIC).exists()) and not memory.cache.site_is(public, PUBLIC):
        from trustbook.site.in_a_copy import build_public

        build_public(workspace, warmly=kernel is Kernel.WARM)
        memory.cache.site_done(public, PUBLIC)
    return workspace.build / "site"


def editions(
    workspace: Workspace,
    waiting: dict[Period, Task],
    err: Console,
    memory: Plan,
    workers: int | None,
    program: str | None,
    kernel: Kernel,
) -> None:
    """Build editions in parallel, each in a process of its own. Raises PublishError."""
    warm_up(workspace, kernel, waiting)
    from trustbook.site.in_a_copy import build_edition, end_all

    build_one = partial(build_edition, workspace, chromium=program, warmly=kernel is Kernel.WARM)

    err.print(f"Building {counted(len(waiting), 'edition')} …")
    timing = timed(workspace.build, "edition", len(waiting))
    with timing, steps(err, "Editions", len(waiting)) as done, ThreadPoolExecutor(workers or 2) as pool:
        futures = {pool.submit(build_one, period): period for period in waiting}
        try:
            for future in as_completed(futures):
                future.result()
                memory.cache.done(waiting[futures[future]])
                done(str(futures[future]))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            end_all()
            raise
