"""Execute a chapter with Papermill in the chosen kind of kernel, within its limits.

In: a notebook with its parameters. Out: the executed notebook, or ChapterStoppedError with the cell and the reason.
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
from trustbook.build.recorded_reads import FOUND, KEY, WATCH, names_in_answer
from trustbook.components.charts.drawing import ADDRESS
from trustbook.core.environment import allowed

NAME = "trustbook"
"""The engine's name in Papermill."""

STARTS = 3
"""How often to start a kernel that ends before its first request: on a busy machine, another program can take
the ports that Jupyter chose for it.
"""

_QUIET = logging.getLogger("trustbook.build.engine.quiet")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False

_RUNNING: weakref.WeakSet[RunningInterpreterKernel] = weakref.WeakSet()
_STOPPING = threading.Event()


class ChapterStoppedError(Exception):
    """A chapter whose kernel could not continue: the cell and the reason, which the notebook shows too."""

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

        Papermill would write the whole notebook before and after every cell; here it is written once, at the
        end.
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
    """Close the event loop that Jupyter created for this thread and would leave open."""
    with suppress(RuntimeError):  # there is no loop
        loop = asyncio.get_event_loop()
        if not loop.is_running():  # the caller, such as a notebook, is running it
            loop.close()


papermill_engines.register(NAME, ChapterEngine)


@contextmanager
def ending_kernels() -> Iterator[None]:
    """End every kernel of this process, including those starting, if the body of the `with` is interrupted."""
    _STOPPING.clear()
    try:
        yield
    except BaseException:
        _STOPPING.set()
        for manager in list(_RUNNING):
            _end(manager)
        raise


def _end(manager: RunningInterpreterKernel) -> None:
    """Kill a kernel and the processes it started."""
    process = getattr(manager.provisioner, "process", None)
    if process is None:
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, OSError):  # no process groups here, or the kernel has not made its own yet
        process.kill()


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, with limits for the kernel and the reason why it ended."""

    def __init__(self, nb_man: NotebookExecutionManager, limits: Limits, **settings: Any) -> None:
        super().__init__(nb_man, **settings)
        self._limits = limits
        self._started = time.monotonic()
        self.timeout_func = self._seconds_left

    def _seconds_left(self, _: NotebookNode) -> int:
        return max(1, math.ceil(self._limits.seconds - (time.monotonic() - self._started)))

    def start_new_kernel(self, **settings: Any) -> None:
        """Start the kernel and limit its memory. Only copied kernels use the drawing process."""
        _RUNNING.add(self.km)
        settings["env"] = allowed(os.environ)
        if not isinstance(self.km, WarmKernel):
            settings["env"].pop(ADDRESS, None)
        super().start_new_kernel(**settings)
        limit_memory(self.km.provisioner.pid, self._limits)
        if _STOPPING.is_set():
            _end(self.km)

    def papermill_execute_cells(self) -> None:
        """Execute the cells, and keep in the notebook what they read of the workspace, if the kernel says it."""
        watched = self._ask(WATCH) is not None
        super().papermill_execute_cells()
        names = names_in_answer(self._ask(FOUND) or {}) if watched else None
        if names is not None:
            self.nb.metadata[KEY] = names

    def _ask(self, expression: str) -> dict[str, Any] | None:
        """Return the kernel's value of an expression; None if it gives none. A dead kernel is reported by its cell."""
        try:
            asked = self.kc.execute("", silent=True, store_history=False, user_expressions={"asked": expression})
            answer = self.wait_for_reply(asked)["content"]["user_expressions"]["asked"]
        except (DeadKernelError, CellTimeoutError, KeyError, TypeError):
            return None
        return answer if answer.get("status") == "ok" else None

    def execute_cell(self, cell: NotebookNode, cell_index: int, **settings: Any) -> NotebookNode:
        """Execute one cell. Raises ChapterStoppedError if the kernel ends or time runs out."""
        try:
            return super().execute_cell(cell, cell_index, **settings)
        except CellTimeoutError:
            most = f"{self._limits.seconds:g} seconds"
            reason = f"it ran for more than {most}, the most that params/trust.yaml allows (run.chapter_seconds)"
        except DeadKernelError:
            reason = "the run was stopped" if _STOPPING.is_set() else f"its kernel {_how_it_ended(self.km)}"
        shown = new_output("error", ename=ChapterStoppedError.__name__, evalue=reason, traceback=[reason])
        cell.outputs = [*cell.get("outputs", []), shown]
        raise ChapterStoppedError(cell_index + 1, reason)


def _how_it_ended(manager: RunningInterpreterKernel) -> str:
    """Describe how a kernel ended."""
    process = getattr(manager.provisioner, "process", None)
    code = None if process is None else process.poll()
    if code is None or code >= 0:
        return "ended" if code is None else f"ended with exit code {code}"
    return f"was ended by {signal.Signals(-code).name}"
