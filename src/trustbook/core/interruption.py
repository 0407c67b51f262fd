"""Handle Ctrl-C at any point: print one line, end what was started, and exit with code 130.

The handler raises KeyboardInterrupt, so that `finally` blocks and context managers clean up. In an import, a callback
or a destructor, Python or a library may print, wrap or swallow it. So nothing is printed after the one line, and a
process that does not clean up in time is killed.
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
"""Clears the progress bar and shows the cursor that it had hidden."""
_SECONDS = 10
"""How long cleaning up may take."""
_KILL_SECONDS = 3
_RETRY_SECONDS = 0.002
_IMPORTING = "<frozen importlib"
"""Python's import system: an exception raised inside it can leave its lock locked and block every other thread."""


class Interruption:
    """Handle Ctrl-C for the process."""

    def __init__(self) -> None:
        self.received = False

    def install(self) -> None:
        """Install the handlers, unless this process was started with Ctrl-C ignored (`nohup`)."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._stop)
            if hasattr(signal, "SIGALRM"):
                signal.signal(signal.SIGALRM, self._raise)
        if _received_during_startup():
            self.end()

    def end(self) -> NoReturn:
        """Exit after cleaning up."""
        if not self.received:
            self._announce()
        exec("pass")  # clears the flag of an interrupted exec, for which Python would exit by the signal
        sys.exit(CODE)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.received:
            end_at_once()
        self._announce()
        self._raise(number, frame)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code.co_filename.startswith(_IMPORTING) and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _RETRY_SECONDS)
            return
        raise KeyboardInterrupt

    def _announce(self) -> None:
        self.received = True
        try:  # noqa: SIM105  nothing may be imported here
            os.write(2, (_ON_A_TERMINAL if os.isatty(2) else b"") + _LINE)
        except OSError:
            pass  # stderr is closed
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
        sys.unraisablehook = _on_unraisable
        watch = threading.Timer(_SECONDS, end_at_once)
        watch.daemon = True
        watch.start()


def ignore_further() -> None:
    """Ignore Ctrl-C from now on: the work is done and the process is about to exit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_at_once() -> NoReturn:
    """Kill the processes that this one started, and this one. Nothing may be imported here either."""
    starting = sys.modules.get("trustbook.build.fork_server")  # imported by then if any process was started
    killing = threading.Thread(target=getattr(starting, "end_all", lambda: None), daemon=True)
    killing.start()
    killing.join(_KILL_SECONDS)
    os._exit(CODE)


def _received_during_startup() -> bool:
    """Check whether Ctrl-C came, and was swallowed, while Python was starting: the import lock is then left locked."""
    lock_held = IMPORT_LOCK.get()
    return lock_held is not None and bool(lock_held())


def _on_unraisable(unraisable: Any) -> None:
    """Exit when the interruption came in a destructor or a callback, which cannot raise."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        end_at_once()
