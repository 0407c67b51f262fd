"""A copy of the warm server, put right: it has what a new interpreter would have, and nothing of the server's own life.

In: the environment, folder and module path that a new process would get. Out: this process, with these.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from trustbook.config.discovery import use_chapters_around
from trustbook.core.environment import allowed


@dataclass(frozen=True)
class Surroundings:
    """What a new process would find around it, but for variables that it has no need of."""

    environment: Mapping[str, str]
    folder: str
    path: tuple[str, ...]

    @classmethod
    def of_here(cls, environment: Mapping[str, str], folder: Path | str) -> Surroundings:
        """Describe a process started from here: its modules are ours, without the folder of the script or of `-m`."""
        return cls(allowed(environment), str(folder), tuple(sys.path if sys.flags.safe_path else sys.path[1:]))


def become(around: Surroundings, when_alone: Callable[[], None]) -> None:
    """Make this process, a copy of the server, what a new one would be; `when_alone` ends it when its parent is gone.

    Random states are the process's own: Python seeds `random` again in a copy, numpy is seeded here.
    """
    hear_ctrl_c_again()
    end_with_parent(when_alone)
    from trustbook.build.preload import SET_BY_IMPORTS  # the copy has it already

    os.environ.clear()
    os.environ.update(SET_BY_IMPORTS | dict(around.environment))
    os.chdir(around.folder)
    sys.path[:] = around.path
    sys.modules.pop("__mp_main__", None)
    multiprocessing.set_start_method(None, force=True)  # a notebook starts processes as its platform does
    use_chapters_around(Path.cwd())
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def hear_ctrl_c_again() -> None:
    """Let signals in that were kept out while this process was started, for its own children too.

    One that waits ends this process at once and without a word: Python would say where it was, in a traceback. A
    kernel hears Ctrl-C in its own way from then on.
    """
    if hasattr(signal, "pthread_sigmask"):
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def end_with_parent(end: Callable[[], None]) -> None:
    """Have this process ended, by `end`, when the one that wanted it is gone."""
    threading.Thread(target=_wait_for_parent, args=(end,), daemon=True).start()


def _wait_for_parent(end: Callable[[], None]) -> None:
    """Wait until the process that wanted this one is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end()
