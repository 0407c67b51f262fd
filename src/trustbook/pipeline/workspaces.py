"""Run every stage for one or more workspaces, here or on a cluster.

In: workspaces by name or pattern, periods, options. Out: a site in each, and console output; with several workspaces,
each line is labelled with its workspace. A workspace that is refused or fails does not stop the others.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rich.console import Console

from trustbook.build.cache import Cache
from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.build.work_ahead import work_ahead
from trustbook.config.workspace import Workspace
from trustbook.core.borrowed import plain_ways, plain_ways_noted
from trustbook.core.errors import TrustbookError, WorkspaceError
from trustbook.core.formatting import counted
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.console import wrapped
from trustbook.pipeline.durations import Durations, counts_of, in_words
from trustbook.pipeline.headline_changes import in_lines, keep
from trustbook.pipeline.made import Made, made_of
from trustbook.pipeline.places import Place, place_of

if TYPE_CHECKING:
    from trustbook.pipeline.distributed.client import Batch

HERE = "local"
"""The executor that is this process and its kernels."""


@dataclass(frozen=True)
class Manner:
    """Hold the options of a run."""

    jobs: int | None = None
    strict: bool = False
    pdf: bool = False
    kernel: Kernel = Kernel.WARM
    fresh: bool = False
    why: bool = False
    executor: str = HERE


def workspaces(named: Sequence[str] | None) -> list[Workspace]:
    """Find workspaces by folder or pattern, each once; without any, the one that contains the current folder.

    A pattern selects only folders that are workspaces. Raises WorkspaceError for a name that matches none.
    """
    if not named:
        return [Workspace.find()]
    found: dict[Path, Workspace] = {}
    for name in named:
        if Path(name).is_dir():
            chosen = [Workspace.find(Path(name))]
        else:
            folders = sorted(glob.glob(name)) if glob.has_magic(name) else []  # noqa: PTH207  may be absolute
            chosen = [Workspace(Path(each).resolve()) for each in folders if Workspace.is_workspace(Path(each))]
            if not chosen:
                raise WorkspaceError("there is no workspace", file=name, expected="a folder, or a pattern of folders")
        found |= {workspace.root: workspace for workspace in chosen}
    return list(found.values())


def one_workspace(named: Sequence[str] | None) -> Path | None:
    """Return the folder of the one workspace that is named, for what is made in one at a time."""
    if named and len(named) > 1:
        raise WorkspaceError("a draft is made in one workspace", expected="--workspace once")
    return Path(named[0]) if named else None


def report(
    named: Sequence[str] | None,
    periods: Sequence[str] | None,
    manner: Manner,
    out: Console,
    err: Console,
    made: list[Made] | None = None,
) -> None:
    """Run every stage that has changes: gate, chapters, editions, site. Raise what failed once the others finish.

    `made` gets what was made in each workspace.
    """
    for text in periods or ():
        if text != "newest":
            Period.parse(text)
    found = workspaces(named)
    with ExitStack() as noting:
        if manner.why:
            folder = noting.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
            noting.enter_context(plain_ways_noted(folder))
        _report(found, periods, manner, out, err, [] if made is None else made)


def _report(
    found: Sequence[Workspace],
    periods: Sequence[str] | None,
    manner: Manner,
    out: Console,
    err: Console,
    made: list[Made],
) -> None:
    places = [place_of(workspace, out, err, alone=len(found) == 1) for workspace in found]
    if manner.executor == HERE:
        failed = _one_after_another(places, periods, manner, made)
    else:
        failed = _in_one_lot(places, periods, manner, err, made)
    if len(places) == 1 and failed:
        raise failed[places[0].label]
    if len(places) > 1:
        err.print(f"{counted(len(places) - len(failed), 'workspace')} of {len(places)} reported.")
    if failed:
        lines = "\n".join(f"  {label}: {error}" for label, error in failed.items())
        raise TrustbookError(f"{counted(len(failed), 'workspace')} not reported:\n{lines}")


def _one_after_another(
    places: Sequence[Place], periods: Sequence[str] | None, manner: Manner, made: list[Made]
) -> dict[str, TrustbookError]:
    failed: dict[str, TrustbookError] = {}
    for place in places:
        try:
            made.append(_here(place, periods, manner))
        except TrustbookError as error:
            _record_failure(place, error, failed, alone=len(places) == 1)
    return failed


def _here(place: Place, periods: Sequence[str] | None, manner: Manner) -> Made:
    workspace, out, err = place.workspace, place.out, place.err
    _, chosen = stages.choose(workspace.root, periods)
    with stages.at_work(workspace, err, fresh=manner.fresh) as memory:
        _say_what_is_ahead(place, memory, chosen, manner)
        try:
            stages.gate(
                workspace, chosen, out, err, memory, strict=manner.strict, kernel=manner.kernel, workers=manner.jobs
            )
            stages.run(workspace, chosen, err, memory, manner.jobs, manner.kernel)
            stages.build(workspace, chosen, err, memory, manner.jobs, pdf=manner.pdf, kernel=manner.kernel)
        finally:
            if manner.why:
                _why(place, memory)
        return _finished(place, memory, chosen)


def _say_what_is_ahead(place: Place, memory: Plan, chosen: Sequence[Period], manner: Manner) -> None:
    cache = Cache(place.workspace.build, fresh=manner.fresh)
    counts = counts_of(work_ahead(memory.ingredients, cache, chosen, pdf=manner.pdf))
    if said := in_words(counts, Durations(place.workspace.build).estimate(counts)):
        place.err.print(said)


def _in_one_lot(
    places: Sequence[Place], periods: Sequence[str] | None, manner: Manner, err: Console, made: list[Made]
) -> dict[str, TrustbookError]:
    """Check the returns of every workspace here, then have the executor make all accepted ones in one batch."""
    from trustbook.pipeline.distributed.client import Batch
    from trustbook.pipeline.distributed.stage import make_all

    failed: dict[str, TrustbookError] = {}
    lots: dict[str, tuple[Place, Batch, list[Period]]] = {}
    with ExitStack() as locks:
        # a fixed order prevents deadlock between two runs
        for place in sorted(places, key=lambda each: each.workspace.root):
            try:
                _, chosen = stages.choose(place.workspace.root, periods)
                memory = locks.enter_context(stages.at_work(place.workspace, place.err, fresh=manner.fresh))
                if manner.why:
                    locks.callback(_why, place, memory)
                stages.gate(place.workspace, chosen, place.out, place.err, memory, strict=manner.strict)
                label = place.label if len(places) > 1 else ""
                lots[place.label] = place, Batch(place.workspace, chosen, memory, label), chosen
            except TrustbookError as error:
                _record_failure(place, error, failed, alone=len(places) == 1)
        make_all(
            [lot for _, lot, _ in lots.values()], lambda: _cluster(manner), err, kernel=manner.kernel, pdf=manner.pdf
        )
        for place, lot, chosen in lots.values():
            try:
                if stopped := lot.error():
                    raise stopped
                stages.site(
                    place.workspace, place.err, lot.memory, manner.jobs, lambda: _program(manner), manner.kernel
                )
                made.append(_finished(place, lot.memory, chosen))
            except TrustbookError as error:
                _record_failure(place, error, failed, alone=len(places) == 1)
    return failed


def _program(manner: Manner) -> str | None:
    from trustbook.site.pdf import chromium

    return chromium() if manner.pdf else None


def _cluster(manner: Manner) -> Any:
    from trustbook.pipeline.distributed.dask_cluster import cluster

    return cluster(manner.executor, manner.jobs, manner.kernel)


def _finished(place: Place, memory: Plan, chosen: Sequence[Period]) -> Made:
    """Say what changed and where the site is, and keep the headline figures for the next time."""
    workspace = place.workspace
    if memory.did_nothing:
        place.err.print("Nothing has changed since it was made.")
    result = made_of(workspace, memory, chosen)
    for line in in_lines(result.changes):
        place.out.print(wrapped(line.lstrip(), line[: len(line) - len(line.lstrip())]))
    keep(workspace, chosen)
    place.out.print(f"The site: {workspace.build / 'site' / 'index.html'}")
    return result


def _why(place: Place, memory: Plan) -> None:
    place.out.print("\n".join([*memory.why(), *plain_ways()]))


def _record_failure(place: Place, error: TrustbookError, failed: dict[str, TrustbookError], *, alone: bool) -> None:
    """Record what stopped a workspace, and print it at once if there are several workspaces."""
    failed[place.label] = error
    if not alone:
        place.err.print(str(error), style="red")
