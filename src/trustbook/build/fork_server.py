"""The warm server: one process that has imported the analysis stack, and is copied for each kernel.

In: a function to run in a copy. Out: a process. The server is the standard library's forkserver; it ends with the
process that started it.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psutil

from trustbook.core.borrowed import START_OF_SERVER, START_OF_TRACKER

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_PRELOAD = "trustbook.build.preload"
_LOCK = threading.Lock()
"""Starting a process and asking how one ended look at the same list of processes."""


def available() -> bool:
    """Tell whether processes can be copied here: on Linux and macOS, and not in a process that may have no children."""
    return "forkserver" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon


def start() -> None:
    """Begin to warm up, and do not wait for it. Where nothing can be copied, do nothing."""
    if not available():
        return
    multiprocessing.set_forkserver_preload([_PRELOAD])
    begin = START_OF_SERVER.get()
    if begin is not None:
        with not_hearing_ctrl_c():
            begin()


@contextmanager
def not_hearing_ctrl_c() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C in the terminal, until they want to.

    It would cut their imports short, with a traceback; this process hears it when the start is through.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    begin = START_OF_TRACKER.get()
    if begin is not None:
        begin()  # which lets signals in again once it has begun, and would in the middle of this
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def launch(target: Callable[..., None], *arguments: Any, daemon: bool = False) -> BaseProcess:
    """Run a function in a copy of the warm server; it is waited for when this process ends, a `daemon` is ended."""
    start()
    process = multiprocessing.get_context("forkserver").Process(target=target, args=arguments, daemon=daemon)
    with _LOCK, not_hearing_ctrl_c():
        process.start()
    return process


def launch_new(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Run a function in a new interpreter, which is ended when this process ends."""
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)
    with _LOCK, not_hearing_ctrl_c():
        process.start()
    return process


def end_all() -> None:
    """End every process that this one has started, and those that they have."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it has ended
            process.kill()


def exit_code(process: BaseProcess) -> int | None:
    """Return how a process ended (minus the number of the signal that ended it), or None if it has not."""
    with _LOCK:
        return process.exitcode
