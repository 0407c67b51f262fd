"""Work done in the background, in a copy of the warm server or a new interpreter.

In: a generator function that can be pickled, and its arguments. Out: what it gives, step by step; its error is raised.
A ProcessPoolExecutor would leave its processes behind when this one is killed, and wait for them on Ctrl-C.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from trustbook.build import fork_server
from trustbook.build.forked_process import Surroundings, become, end_with_parent, hear_ctrl_c_again
from trustbook.core.errors import TrustbookError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
_END = "end"


def helper(target: Callable[..., None], *arguments: Any, warmly: bool = True) -> BaseProcess:
    """Run a function in a process that does not hear Ctrl-C, and ends when this one does.

    `warmly`: a copy of the warm server; else a new interpreter.
    """
    if not warmly:
        return fork_server.launch_new(_help, None, target, arguments)
    return fork_server.launch(_help, Surroundings.of_here(os.environ, Path.cwd()), target, arguments, daemon=True)


def _help(around: Surroundings | None, target: Callable[..., None], arguments: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends this process
    if around is not None:
        become(around, _end)
    else:
        hear_ctrl_c_again()
        end_with_parent(_end)
    _own_no_names()
    target(*arguments)


@contextmanager
def in_background(steps: Callable[..., Iterator[T]], *arguments: Any, warmly: bool = True) -> Iterator[Iterator[T]]:
    """Begin the steps in another process, and give an iterator that waits for them.

    `warmly` as for a helper. Leaving the context ends what has not been done. Raises what the steps raise, where they
    are waited for, and TrustbookError if the process ends before it is through.
    """
    here, there = Pipe(duplex=False)
    process = helper(_do, there, steps, arguments, warmly=warmly)
    there.close()
    try:
        yield _received(here)
    finally:
        process.terminate()
        process.join()
        here.close()


def _received(here: Connection) -> Iterator[Any]:
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


def _do(there: Connection, steps: Callable[..., Iterator[Any]], arguments: Any) -> None:
    try:
        for each in steps(*arguments):
            there.send(("step", each))
        there.send((_END, None))
    except Exception as error:
        there.send((_END, error))


def _own_no_names() -> None:
    """Have locks that libraries make here for children (tqdm does) bear no name: this process has no children.

    A name is to be unlinked at the end, and this process is ended at any moment: Python would report it as leaked.
    """
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)


def _end() -> None:
    os._exit(1)
