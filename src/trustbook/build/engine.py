"""How Papermill executes a chapter here: by the kernel asked for, within its limits, and with an end that says why.

In: a notebook with its parameters. Out: the notebook executed, or ChapterStoppedError naming the cell and the reason.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import signal
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from trustbook.build import fork_server
from trustbook.build.kernel import KernelNotReadyError, RunningInterpreterKernel, WarmKernel
from trustbook.build.limits import Kernel, Limits, limit_memory
from trustbook.components.charts.drawing import ADDRESS
from trustbook.core.environment import allowed

NAME = "trustbook"
"""The engine's name for Papermill."""

STARTS = 3
"""How often a kernel is started that ends before it was asked for anything: another program can take the ports that
Jupyter has chosen for it, on a busy machine, before it does."""

_QUIET = logging.getLogger("trustbook.build.engine.quiet")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False

_RUNNING: weakref.WeakSet[RunningInterpreterKernel] = weakref.WeakSet()
_STOPPING = threading.Event()


class ChapterStoppedError(Exception):
    """A chapter whose kernel could not go on: in which cell, and why. The notebook shows it too."""

    def __init__(self, cell: int, reason: str) -> None:
        super().__init__(cell, reason)
        self.cell, self.reason = cell, reason


class ChapterEngine(Engine):  # type: ignore[misc]
    """Papermill's engine with our kernels and limits."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        kernel: Kernel,
        limits: Limits,
        folder: Path,
        **_: Any,
    ) -> None:
        """Execute the cells in order, in `folder`. Raises ChapterStoppedError.

        Papermill would write the whole notebook before and after every cell; here it does once, however it ended.
        """
        place, nb_man.output_path = nb_man.output_path, None
        try:
            cls._execute(nb_man, kernel_name, kernel, limits, folder)
        finally:
            nb_man.output_path = place

    @classmethod
    def _execute(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, kernel: Kernel, limits: Limits, folder: Path
    ) -> None:
        warmly = kernel is Kernel.WARM and fork_server.available()
        for start in range(STARTS):
            client = _Client(
                nb_man,
                limits,
                log=_QUIET,
                kernel_name=kernel_name,
                kernel_manager_class=WarmKernel if warmly else RunningInterpreterKernel,
                shutdown_kernel="immediate",
                resources={"metadata": {"path": str(folder)}},
            )
            try:
                client.execute()
                return
            except KernelNotReadyError:
                if start == STARTS - 1 or _STOPPING.is_set():
                    raise
            finally:
                _close_loop()


def _close_loop() -> None:
    """Close the event loop that Jupyter has made for this thread, and would leave open."""
    with suppress(RuntimeError):  # it has come to none
        loop = asyncio.get_event_loop()
        if not loop.is_running():  # a caller inside a loop, such as a notebook, keeps its own
            loop.close()


papermill_engines.register(NAME, ChapterEngine)


@contextmanager
def ending_kernels() -> Iterator[None]:
    """End every kernel of this process, and each that was just about to start, when what is inside is interrupted."""
    _STOPPING.clear()
    try:
        yield
    except BaseException:
        _STOPPING.set()
        for manager in list(_RUNNING):
            _end(manager)
        raise


def _end(manager: RunningInterpreterKernel) -> None:
    """End a kernel and what it started."""
    process = getattr(manager.provisioner, "process", None)
    if process is None:
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, OSError):  # no groups on this platform, or the kernel is too young to have its own
        process.kill()


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, which holds the kernel to its limits and knows how it ended."""

    def __init__(self, nb_man: NotebookExecutionManager, limits: Limits, **settings: Any) -> None:
        super().__init__(nb_man, **settings)
        self._limits = limits
        self._started = time.monotonic()
        self.timeout_func = self._seconds_left

    def _seconds_left(self, _: NotebookNode) -> int:
        return max(1, math.ceil(self._limits.seconds - (time.monotonic() - self._started)))

    def start_new_kernel(self, **settings: Any) -> None:
        """Start the kernel and limit its memory. One that is not copied has nothing drawn for it."""
        _RUNNING.add(self.km)
        settings["env"] = allowed(os.environ)
        if not isinstance(self.km, WarmKernel):
            settings["env"].pop(ADDRESS, None)
        super().start_new_kernel(**settings)
        limit_memory(self.km.provisioner.pid, self._limits)
        if _STOPPING.is_set():
            _end(self.km)

    def execute_cell(self, cell: NotebookNode, cell_index: int, **settings: Any) -> NotebookNode:
        """Execute one cell. Raises ChapterStoppedError if the kernel ends or time is up."""
        try:
            return super().execute_cell(cell, cell_index, **settings)
        except CellTimeoutError:
            most = f"{self._limits.seconds:g} seconds"
            reason = f"it ran for more than {most}, the most that params/trust.yaml allows (run.chapter_seconds)"
        except DeadKernelError:
            reason = "the run was stopped" if _STOPPING.is_set() else f"its kernel {_ending(self.km)}"
        shown = new_output("error", ename=ChapterStoppedError.__name__, evalue=reason, traceback=[reason])
        cell.outputs = [*cell.get("outputs", []), shown]
        raise ChapterStoppedError(cell_index + 1, reason)


def _ending(manager: RunningInterpreterKernel) -> str:
    """Say how a kernel ended."""
    process = getattr(manager.provisioner, "process", None)
    code = None if process is None else process.poll()
    if code is None or code >= 0:
        return "ended" if code is None else f"ended with exit code {code}"
    return f"was ended by {signal.Signals(-code).name}"
