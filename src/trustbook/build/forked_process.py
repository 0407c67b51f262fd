"""Reset a copy of the warm server to the state of a new interpreter.

In: the environment, folder and module path that a new process would get. Out: this process with them, without the
server's state.
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
    """The environment, folder and module path of a new process, without variables it does not need."""

    environment: Mapping[str, str]
    folder: str
    path: tuple[str, ...]

    @classmethod
    def of_here(cls, environment: Mapping[str, str], folder: Path | str) -> Surroundings:
        """Return those of a process started from here: our module path without the folder of the script or of `-m`."""
        return cls(allowed(environment), str(folder), tuple(sys.path if sys.flags.safe_path else sys.path[1:]))


def become(around: Surroundings, when_alone: Callable[[], None]) -> None:
    """Reset this process, a copy of the server; call `when_alone`, which ends it, once its parent has ended.

    Random states differ in each copy: Python reseeds `random`, numpy is reseeded here.
    """
    hear_ctrl_c_again()
    end_with_parent(when_alone)
    from trustbook.build.preload import SET_BY_IMPORTS  # already imported in the copy

    os.environ.clear()
    os.environ.update(SET_BY_IMPORTS | dict(around.environment))
    os.chdir(around.folder)
    sys.path[:] = around.path
    sys.modules.pop("__mp_main__", None)
    multiprocessing.set_start_method(None, force=True)  # notebooks use the platform's default
    use_chapters_around(Path.cwd())
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def hear_ctrl_c_again() -> None:
    """Unblock SIGINT, blocked while this process was started, for its children too.

    A pending SIGINT ends this process at once without a traceback. A kernel later sets its own handler.
    """
    if hasattr(signal, "pthread_sigmask"):
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def end_with_parent(end: Callable[[], None]) -> None:
    """Call `end`, which ends this process, once its parent has ended."""
    threading.Thread(target=_wait_for_parent, args=(end,), daemon=True).start()


def _wait_for_parent(end: Callable[[], None]) -> None:
    """Wait until the parent has ended, for whatever reason, then call `end`."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end()
