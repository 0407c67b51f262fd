"""Run a step in a background process: a copy of the warm server, a new interpreter or a copy of this process.

In: a picklable generator function and its arguments. Out: what it yields, step by step; its error is raised here. A
ProcessPoolExecutor would leave its processes running if this one is killed, and wait for them on Ctrl-C.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from trustbook.build import fork_server
from trustbook.build.forked_process import Surroundings, become, end_with_parent, hear_ctrl_c_again
from trustbook.core.errors import TrustbookError

T = TypeVar("T")
_END = "end"
_CLEAN_UP_SECONDS = 5
_RUNNING: weakref.WeakSet[BaseProcess] = weakref.WeakSet()


def helper(target: Callable[..., None], *arguments: Any, warmly: bool = True) -> BaseProcess:
    """Run a function in a process that ignores Ctrl-C and ends when this one does.

    `warmly`: in a copy of the warm server; otherwise in a new interpreter.
    """
    if not warmly:
        return fork_server.launch_new(_run_helper, None, target, arguments)
    return fork_server.launch(_run_helper, Surroundings.of_here(os.environ, Path.cwd()), target, arguments, daemon=True)


def _run_helper(around: Surroundings | None, target: Callable[..., None], arguments: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command handles Ctrl-C and ends this process
    if around is not None:
        become(around, _exit_process)
    else:
        hear_ctrl_c_again()
        end_with_parent(_exit_process)
    _use_unnamed_locks()
    target(*arguments)


@contextmanager
def in_background(steps: Callable[..., Iterator[T]], *arguments: Any, warmly: bool = True) -> Iterator[Iterator[T]]:
    """Start the steps in another process, and return an iterator that waits for their results.

    `warmly` is as for `helper`. Leaving the context ends the process. The iterator raises what the steps raise, and
    TrustbookError if the process ends early.
    """

    def start(there: Connection) -> BaseProcess:
        return helper(_send_steps, there, steps, arguments, warmly=warmly)

    with _steps_of(start) as results:
        yield results


@contextmanager
def in_copy(steps: Callable[..., Iterator[T]], *arguments: Any) -> Iterator[Iterator[T]]:
    """Start the steps in a copy of this process, a helper without threads at work; otherwise as `in_background`."""
    multiprocessing.current_process().daemon = False  # a daemon may start no process; this one ends with it

    def start(there: Connection) -> BaseProcess:
        process = multiprocessing.get_context("fork").Process(
            target=_run_copy, args=(there, steps, arguments), daemon=True
        )
        process.start()
        return process

    with _steps_of(start) as results:
        yield results


def _run_copy(there: Connection, steps: Callable[..., Iterator[Any]], arguments: Any) -> None:
    end_with_parent(_exit_process)
    _send_steps(there, steps, arguments)


@contextmanager
def _steps_of(start: Callable[[Connection], BaseProcess]) -> Iterator[Iterator[Any]]:
    here, there = Pipe(duplex=False)
    process = start(there)
    _RUNNING.add(process)
    there.close()
    try:
        yield _receive_steps(here)
    finally:
        process.terminate()
        if fork_server.wait(process, _CLEAN_UP_SECONDS) is None:
            process.kill()
            fork_server.wait(process)
        here.close()


def end_all() -> None:
    """End every process with steps that this one has running, because they are no longer needed."""
    for process in list(_RUNNING):
        process.terminate()


def _receive_steps(here: Connection) -> Iterator[Any]:
    while True:
        try:
            kind, what = here.recv()
        except EOFError:
            raise TrustbookError("a process that did part of the work ended before it was through") from None
        if kind == _END:
            if what is not None:
                raise what
            return
        yield what


def _send_steps(there: Connection, steps: Callable[..., Iterator[Any]], arguments: Any) -> None:
    try:
        for each in steps(*arguments):
            there.send(("step", each))
        there.send((_END, None))
    except Exception as error:
        there.send((_END, error))


def _use_unnamed_locks() -> None:
    """Make multiprocessing create locks without names here (tqdm creates one): this process has no children.

    Named locks are unlinked at exit, but this process may be killed at any time, and Python would report a leak.
    """
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)


def _exit_process() -> None:
    os._exit(1)
