"""Send periods to workers, and store each result once and complete.

In: workspaces whose returns are accepted, and any executor. Out: the same `_build` as if made here, and the errors of
periods that failed. The site is not built here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass, field

from trustbook.build.cache import lies_in, put_in_place
from trustbook.build.cache_inputs import Task
from trustbook.build.execution import together
from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import ChapterError, TrustbookError, WorkerError
from trustbook.core.period import Period
from trustbook.pipeline.distributed import packing
from trustbook.pipeline.distributed.answer import make_answer, read, said
from trustbook.pipeline.distributed.fingerprint import MadeWith, made_with, require_same
from trustbook.pipeline.distributed.job import PeriodResult, PeriodTask, besides, outputs_of
from trustbook.pipeline.distributed.snapshot import Snapshot

Deliver = Callable[[Snapshot, MadeWith], None]
"""Sends a snapshot to every worker before the tasks, and may refuse workers. Without it, each task carries one."""


@dataclass
class Batch:
    """Hold what one workspace requests, and the results."""

    workspace: Workspace
    periods: Sequence[Period]
    memory: Plan
    label: str = ""
    """Distinguishes it from others on the console; empty if there is only one."""
    failed: list[TrustbookError] = field(default_factory=list)
    orders: dict[Period, PeriodTask] = field(default_factory=dict)
    """The periods to make."""
    tasks: dict[Period, list[Task]] = field(default_factory=dict)
    """Chapters and figures of each task that has not returned."""

    def error(self) -> TrustbookError | None:
        """Return one error for all failures; the same error in several periods is reported once."""
        chapters = [error for error in self.failed if isinstance(error, ChapterError)]
        others = {str(error): error for error in self.failed if not isinstance(error, ChapterError)}
        executed = sum(len(order.chapters) for order in self.orders.values())
        errors = [*([together(chapters, executed)] if chapters else []), *others.values()]
        if len(errors) <= 1:
            return errors[0] if errors else None
        return TrustbookError("several things went wrong:\n" + "\n".join(f"  {error}" for error in errors))


def prepare(lot: Batch, kernel: Kernel, *, pdf: bool) -> Snapshot | None:
    """Find what has changed in a batch, and write the tasks for it; return None if nothing has."""
    memory, build = lot.memory, lot.workspace.build
    chapters = memory.chapters_to_run(lot.periods)
    figures = memory.figures_to_work_out(lot.periods)
    changed = {period for period, _ in chapters} | set(figures)
    changed |= set(memory.editions_to_build([each for each in lot.periods if each not in changed], pdf=pdf))
    if not changed:
        return None
    snapshot, tools = Snapshot.take(lot.workspace), made_with(lot.workspace)
    for period in sorted(changed):
        own = [task for (each, _), task in chapters.items() if each == period]
        for task in own:
            (build / task.outputs[0]).unlink(missing_ok=True)
        lot.tasks[period] = [*own, *([figures[period]] if period in figures else [])]
        memory.hold(period, but=lot.tasks[period])
        to_come = [output for task in lot.tasks[period] for output in task.outputs]
        stages = memory.ingredients.stages_before(period)
        standing = packing.read(build, [each for each in stages if each not in to_come])
        lot.orders[period] = PeriodTask(
            snapshot=snapshot.digest,
            period=period,
            chapters=tuple(task.name for task in own),
            figures=period in figures,
            standing=packing.pack(standing),
            made_with=tools,
            home=str(lot.workspace.root),
            kernel=kernel,
            pdf=pdf,
        )
    return snapshot


def make(
    lots: Sequence[tuple[Batch, Snapshot]],
    executor: Executor,
    deliver: Deliver | None,
    done: Callable[[Batch, PeriodTask, str, bool], None],
) -> None:
    """Have all periods of all batches made; call `done` for each, with the worker and whether it succeeded.

    A failure of one period, worker or workspace does not stop the others: it is added to its batch's `failed`. An
    interruption cancels what has not started.
    """
    waiting: dict[Future[bytes], tuple[Batch, PeriodTask]] = {}
    try:
        if deliver is not None:
            for lot, snapshot in lots:
                deliver(snapshot, next(iter(lot.orders.values())).made_with)
        for lot, snapshot in lots:
            for order in lot.orders.values():
                sent = () if deliver else (snapshot,)
                waiting[executor.submit(make_answer, order, *sent)] = (lot, order)
        for future in as_completed(waiting):
            lot, order = waiting.pop(future)  # free each result: thousands do not fit in memory
            before, worker = len(lot.failed), ""
            try:
                parcel = read(future.result())
                worker = parcel.provenance.worker
                if parcel.period != order.period:
                    raise _strange(order, parcel)
                receive(lot, parcel)
            except TrustbookError as error:
                lot.failed.append(error)
            except Exception as error:  # a lost worker, or any unforeseen error
                lot.failed.append(_lost(order, error))
            done(lot, order, worker, len(lot.failed) == before)
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


def receive(lot: Batch, parcel: PeriodResult) -> bool:
    """Store a result and record it; return False, changing nothing, if the period is already stored.

    Raises WorkerError, changing nothing, if the result was made with other tools or inputs, is damaged, or has files
    that were not requested.
    """
    order = lot.orders.get(parcel.period)
    tasks = lot.tasks.pop(parcel.period, None)
    if order is None or tasks is None:
        return False
    made, build, period = _checked(order, parcel), lot.workspace.build, parcel.period
    for task in tasks:
        if all(any(lies_in(path, (output,)) for path in made) for output in task.outputs):
            put_in_place(build, task.outputs, {path: made[path] for path in made if lies_in(path, task.outputs)})
            lot.memory.cache.done(task)
    edition, log, failed = besides(period)
    for name in order.chapters:
        place = build / failed / f"{name}.ipynb"
        place.unlink(missing_ok=True)
        if content := made.get(f"{failed}/{name}.ipynb"):
            write_whole(place, content)
    if log in made:
        write_whole(build / log, made[log])
    provenance = json.dumps(asdict(parcel.provenance), indent=2, ensure_ascii=False) + "\n"
    write_whole(build / "provenance" / f"{period}.json", provenance.encode())
    if parcel.failed or parcel.error:
        lot.failed += [*parcel.failed.values(), *([parcel.error] if parcel.error else [])]
        return True
    for task in lot.memory.editions_to_build([period], pdf=order.pdf).values():
        put_in_place(build, [edition], {path: content for path, content in made.items() if lies_in(path, (edition,))})
        lot.memory.cache.done(task)
    return True


def _checked(order: PeriodTask, parcel: PeriodResult) -> Mapping[str, bytes]:
    """Return the files of a result if it matches its task. Raises WorkerError."""
    came = parcel.provenance
    require_same(order.made_with, came.made_with, came.worker)
    if not set(parcel.failed) <= set(order.chapters):
        raise _strange(order, parcel)
    if came.snapshot != order.snapshot:
        raise WorkerError(f"the worker {came.worker} made {order.period} from another state of the workspace")
    try:
        files = packing.unpack(parcel.files)
    except ValueError as error:
        raise WorkerError(f"what the worker {came.worker} made of {order.period} cannot be used: {error}") from None
    asked = outputs_of(order)
    strange = [path for path in files if not lies_in(path.rstrip("/"), asked)]
    missing = [] if parcel.failed or parcel.error else list(_missing(files, asked[:-2]))
    if strange or missing:
        what = f"holds {strange[0]}" if strange else f"lacks {missing[0]}"
        raise WorkerError(f"what the worker {came.worker} made of {order.period} {what}")
    return {path: content for path, content in files.items() if not path.endswith("/")}


def _strange(order: PeriodTask, parcel: PeriodResult) -> WorkerError:
    worker = parcel.provenance.worker
    return WorkerError(f"the worker {worker} answers something else than was asked of it for {order.period}")


def _missing(files: Collection[str], outputs: Sequence[str]) -> Iterator[str]:
    yield from (output for output in outputs if not any(lies_in(path, (output,)) for path in files))


def _lost(order: PeriodTask, error: Exception) -> WorkerError:
    return WorkerError(
        f"{order.period} was not made: {said(error)}",
        mend="What other workers made is kept. Run it again for the rest.",
    )
