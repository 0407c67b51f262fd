"""Start processes as copies of the warm server, which has imported the analysis libraries once.

In: a function to run in a copy. Out: a process. The server is the standard library's forkserver; it ends with the
process that started it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from trustbook.core.borrowed import START_OF_SERVER, START_OF_TRACKER
from trustbook.core.period import Period

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_PRELOAD = "trustbook.build.preload"
READ_AHEAD = "TRUSTBOOK_READ_AHEAD"
"""The variable that says to the server which returns to read: the root of a workspace and periods, as JSON."""
_started = threading.Event()
_LOCK = threading.Lock()
"""Held because starting a process and reading an exit code use the same list of processes."""


def available() -> bool:
    """Return whether processes can be copied: on Linux and macOS, except in a daemon, which may have no children."""
    return "forkserver" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon


def start(root: Path | None = None, periods: Iterable[Period] = ()) -> None:
    """Start the server without waiting for it; do nothing where processes cannot be copied.

    It reads the returns of these periods in the workspace at `root`, so that no copy needs to read them again.
    """
    if not available():
        return
    multiprocessing.set_forkserver_preload([_PRELOAD])
    begin = START_OF_SERVER.get()
    if begin is None:
        return
    if root is not None:
        os.environ[READ_AHEAD] = json.dumps([str(root), *map(str, periods)])
    try:
        with not_hearing_ctrl_c():
            begin()
        _started.set()
    finally:
        os.environ.pop(READ_AHEAD, None)


def running() -> bool:
    """Return whether this process has started the server, so that a copy is there at once."""
    return _started.is_set() and available()


@contextmanager
def not_hearing_ctrl_c() -> Iterator[None]:
    """Block SIGINT while processes are started; each unblocks it when it is ready.

    Ctrl-C would interrupt their imports with a traceback. This process receives it when the block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    begin = START_OF_TRACKER.get()
    if begin is not None:
        begin()  # started first, because it unblocks SIGINT when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def launch(target: Callable[..., None], *arguments: Any, daemon: bool = False) -> BaseProcess:
    """Run a function in a copy of the warm server; at exit, wait for it, or end it if it is a `daemon`."""
    start()
    process = multiprocessing.get_context("forkserver").Process(target=target, args=arguments, daemon=daemon)
    with _LOCK, not_hearing_ctrl_c():
        process.start()
    return process


def launch_new(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Run a function in a new interpreter, which ends when this process ends."""
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)
    with _LOCK, not_hearing_ctrl_c():
        process.start()
    return process


def end_all() -> None:
    """Kill every process that this one started, and their children."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # already ended
            process.kill()


def wait(process: BaseProcess, timeout: float | None = None) -> int | None:
    """Wait until a process ends, and return its exit code; None if `timeout` (seconds) comes first.

    Use this and not `process.join()`: a process that another thread starts at that moment reads the exit code of each
    that has ended, and `join` would then find nothing to read and report 255.
    """
    connection.wait([process.sentinel], timeout)
    return exit_code(process)


def exit_code(process: BaseProcess) -> int | None:
    """Return a process's exit code (minus the signal number if a signal ended it), or None while it runs."""
    with _LOCK:
        return process.exitcode
