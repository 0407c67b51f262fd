"""Provide a Dask cluster as an executor: one started on this machine, or an existing one.

In: `dask`, or the address of a scheduler. Out: an executor, and a function that sends a snapshot to every worker,
including those that join or restart later. Only this module imports Dask; import it only when Dask is requested.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from trustbook.build import fork_server
from trustbook.build.limits import Kernel
from trustbook.core.errors import WorkerError
from trustbook.pipeline.distributed import answer, job
from trustbook.pipeline.distributed.client import Deliver
from trustbook.pipeline.distributed.fingerprint import MadeWith, require_same
from trustbook.pipeline.distributed.snapshot import Snapshot

try:
    import dask
    from distributed import Client, LocalCluster, Security, Status, Worker
    from distributed.diagnostics.plugin import WorkerPlugin

    from trustbook.pipeline.distributed.unpickling import inert
except ModuleNotFoundError as missing:
    raise WorkerError(
        f"Dask is not installed here (there is no module {missing.name})",
        mend="Type: python -m pip install 'trustbook[dask]'",
    ) from None

LOCAL = "dask"
TLS = (
    "Name the certificate of the cluster's authority, your own and its key to Dask: "
    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY; see docs/cluster.md."
)
_DEATHS = 50
"""How many workers of our own cluster may die on one period before it is given up."""
_LOOK_SECONDS = 1
_LOOKS = 10
"""A live nanny restarts its worker within this many checks, even on a busy machine."""
_CONNECT_SECONDS = 10
_WORKER_SECONDS = 60
_LOOPBACK = "127.0.0.1"
_CONFIG = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.nanny.http.routes": [],
    "distributed.worker.daemon": False,  # daemons may not start kernels as children
    "distributed.scheduler.allowed-failures": _DEATHS,
    "distributed.admin.large-graph-warning-threshold": "1 GB",
    "distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS}s",
}


class SnapshotPlugin(WorkerPlugin):
    """Send a snapshot to every worker, and start warming up there.

    Scattered data would reach only the current workers, and be lost with them.
    """

    def __init__(self, snapshot: Snapshot, kernel: Kernel) -> None:
        self.name = f"trustbook-{snapshot.digest}"
        self._snapshot, self._kernel = snapshot, kernel

    def setup(self, worker: Worker) -> None:
        """Unpack it in the worker's own folder, which Dask deletes when the worker ends, for whatever reason."""
        job.deliver(self._snapshot, Path(worker.local_directory) / "trustbook")
        if self._kernel is Kernel.WARM:
            fork_server.start()

    def teardown(self, worker: Worker) -> None:
        """Release the snapshot."""
        job.forget(self._snapshot.digest)


@contextmanager
def cluster(where: str, workers: int | None, kernel: Kernel) -> Iterator[tuple[Executor, Deliver]]:
    """Connect to the scheduler at an address, or start a cluster of `workers` processes for this context.

    Raises WorkerError if no scheduler answers, or it has no workers.
    """
    with ExitStack() as at_end, dask.config.set(_CONFIG):
        client = at_end.enter_context(_client(where, workers, at_end))
        known: set[str] = set()

        def deliver(snapshot: Snapshot, tools: MadeWith) -> None:
            plugin = SnapshotPlugin(snapshot, kernel)
            try:
                client.register_plugin(plugin)
            except Exception as error:  # importing the library there, or unpacking, may raise anything
                raise _cannot("of the cluster", error) from error
            known.add(plugin.name)
            _ask(client, snapshot, tools)

        executor = client.get_executor(pure=False)
        try:
            yield executor, deliver
        except BaseException:
            executor.shutdown(wait=False)
            raise
        finally:
            if where != LOCAL:
                for name in known:
                    client.unregister_worker_plugin(name)


def _client(where: str, workers: int | None, at_end: ExitStack) -> Any:
    if where == LOCAL:
        where = at_end.enter_context(_own(workers or os.cpu_count() or 1))
    else:
        at_end.enter_context(inert())
        encrypted = where.startswith("tls://")
        at_end.enter_context(dask.config.set({"distributed.comm.require-encryption": encrypted}))
        if encrypted and not dask.config.get("distributed.comm.tls.ca-file", None):
            raise WorkerError(f"no certificate says who {where} is", mend=TLS)
    try:
        client = Client(where, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise WorkerError(
            f"no Dask scheduler answers at {where}", mend=f"It said: {str(error).splitlines()[0]}"
        ) from None
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except TimeoutError:
        client.close()
        raise WorkerError(
            f"the Dask cluster at {where} has no worker", mend="Start one: see docs/cluster.md."
        ) from None
    return client


@contextmanager
def _own(workers: int) -> Iterator[Any]:
    """Start a cluster that only this process can reach: on loopback, with temporary keys."""
    with fork_server.not_hearing_ctrl_c():  # workers ignore it too: this process ends them
        started: Any = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host=_LOOPBACK,
            protocol="tls://",
            security=Security.temporary(),
            dashboard_address=f"{_LOOPBACK}:0",
            scheduler_kwargs={"dashboard": False},
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        )
    with started:
        started.loop.add_callback(_replace_the_dead, started, workers)
        yield started


async def _replace_the_dead(own: Any, workers: int) -> None:
    """Replace each worker that stays dead: Dask's nanny gives up one that dies during start-up."""
    seen: Counter[Any] = Counter()
    while own.status is Status.running:
        await asyncio.sleep(_LOOK_SECONDS)
        for name, nanny in list(own.workers.items()):
            seen[name] = 0 if nanny.is_alive() else seen[name] + 1
            if seen[name] >= _LOOKS:
                del own.workers[name]
                seen[name] = 0
                with suppress(Exception):  # closing a dead worker may fail
                    await nanny.close()
        if own.status is Status.running:
            own.scale(workers)


def _ask(client: Any, snapshot: Snapshot, tools: MadeWith) -> None:
    """Check that every worker has our tools. Raises WorkerError, before any work is sent."""
    answers = client.run(answer.tell_tools, snapshot.digest, on_error="return")
    for address, reply in answers.items():
        if isinstance(reply, OSError):  # a lost worker: its replacement is checked when it starts
            continue
        if isinstance(reply, BaseException):
            raise _cannot(f"at {address}", reply)
        name, theirs = answer.read_tools(reply)
        require_same(tools, theirs, f"{name} ({address})")


def _cannot(which: str, error: BaseException) -> WorkerError:
    return WorkerError(
        f"a worker {which} cannot take part: {answer.said(error)}",
        mend="Set it up as docs/cluster.md says.",
    )
