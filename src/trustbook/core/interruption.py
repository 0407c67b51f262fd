"""Ctrl-C at any instant: one line is said, what was started is ended, and the exit code is 130.

The interruption is raised as Python's own, so that whoever holds something lets it go. It can come in the middle of an
import, a callback or a destructor, where Python or a library prints a traceback, wraps it or swallows it: so nothing
more is printed once the line is said, and a run that is not through with its end in time is ended.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, NoReturn

from trustbook.core.borrowed import IMPORT_LOCK

CODE = 130
_LINE = b"Stopped. The last good site is as it was.\n"
_ON_A_TERMINAL = b"\r\x1b[2K\x1b[?25h"
"""Takes away the bar of progress and shows the cursor, which the bar had hidden."""
_SECONDS = 10
"""How long letting go may take."""
_KILL_SECONDS = 3
_SOON_SECONDS = 0.002
_IMPORTING = "<frozen importlib"
"""Python's own import: raised in there, an interruption can leave its lock locked, and every other thread waits for it
for ever."""


class Interruption:
    """Hears Ctrl-C for the process."""

    def __init__(self) -> None:
        self.came = False

    def hear(self) -> None:
        """Begin to hear it, unless whoever started this process has it ignored (`nohup`)."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._stop)
            if hasattr(signal, "SIGALRM"):
                signal.signal(signal.SIGALRM, self._raise)
        if _came_before():
            self.end()

    def end(self) -> NoReturn:
        """Exit, once all is let go."""
        if not self.came:
            self._say()
        exec("pass")  # else Python, which has seen it leave another exec, would end itself by the signal
        sys.exit(CODE)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.came:
            end_at_once()
        self._say()
        self._raise(number, frame)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code.co_filename.startswith(_IMPORTING) and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _SOON_SECONDS)
            return
        raise KeyboardInterrupt

    def _say(self) -> None:
        self.came = True
        try:  # noqa: SIM105  nothing may be imported here
            os.write(2, (_ON_A_TERMINAL if os.isatty(2) else b"") + _LINE)
        except OSError:
            pass  # nobody listens
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
        sys.unraisablehook = _lost
        watch = threading.Timer(_SECONDS, end_at_once)
        watch.daemon = True
        watch.start()


def deaf() -> None:
    """Hear it no more: the work is done, and the process is about to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_at_once() -> NoReturn:
    """End all that this process has started, and this process. Nothing may be imported here either."""
    starting = sys.modules.get("trustbook.build.fork_server")  # who starts a process has imported it
    killing = threading.Thread(target=getattr(starting, "end_all", lambda: None), daemon=True)
    killing.start()
    killing.join(_KILL_SECONDS)
    os._exit(CODE)


def _came_before() -> bool:
    """Whether it came while Python itself was starting, which can swallow it: it leaves a lock that nobody holds."""
    lock_held = IMPORT_LOCK.get()
    return lock_held is not None and bool(lock_held())


def _lost(unraisable: Any) -> None:
    """End where the interruption came in a destructor or a callback, out of which nothing can be raised."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        end_at_once()
