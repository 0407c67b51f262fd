"""Run the stages between gate and site on any executor: everything that changed in all workspaces, in one batch.

In: batches whose returns are accepted, and an executor. Out: their `_build`, failures by batch, lines on a console.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager

from rich.console import Console

from trustbook.build.limits import Kernel
from trustbook.core.formatting import counted
from trustbook.pipeline.console import steps
from trustbook.pipeline.distributed.client import Batch, Deliver, make, prepare
from trustbook.pipeline.distributed.job import PeriodTask


def make_all(
    lots: Sequence[Batch],
    executor: Callable[[], AbstractContextManager[tuple[Executor, Deliver | None]]],
    err: Console,
    *,
    kernel: Kernel = Kernel.WARM,
    pdf: bool = False,
) -> None:
    """Make the chapters, figures and editions that changed in all workspaces, in one batch on any executor.

    The executor starts only if there is work. Failures are added to the batch's `failed`, and do not affect other
    periods or workspaces. Each edition is stored as soon as it arrives.
    """
    snapshots = [(lot, prepare(lot, kernel, pdf=pdf)) for lot in lots]
    work = [(lot, snapshot) for lot, snapshot in snapshots if snapshot is not None]
    if not work:
        return
    total = sum(len(lot.orders) for lot, _ in work)
    chapters = sum(len(order.chapters) for lot, _ in work for order in lot.orders.values())
    err.print(f"Making {counted(total, 'edition')} elsewhere, with {counted(chapters, 'chapter')} to execute …")
    with steps(err, "Editions", total) as done, executor() as (pool, deliver):

        def ended(lot: Batch, order: PeriodTask, worker: str, good: bool) -> None:
            whose, by = f"{lot.label} " if lot.label else "", f" by {worker}" if worker else ""
            done(f"{whose}{order.period}{by}{'' if good else ': failed'}")

        make(work, pool, deliver, ended)
