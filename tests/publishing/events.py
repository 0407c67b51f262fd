"""Count each thing that a process does to the files of a folder, and stop or refuse one of them.

Of use in a process that was forked for it alone: what listens cannot be removed. A file that is opened to be written, a
name given or taken, bytes written or put through to the disk: each is an event, as is the instant after a rename.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_NAMES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_NEEDS_SPACE = ("open", "mkdir", "write", "copy", "fsync", "rename")
"""What a full disk refuses; files can still be deleted there."""


class Events:
    """The events of this process in a folder, in order; `at` is called with the number and the name of each."""

    def __init__(self, folder: Path, at: Callable[[int, str], None]) -> None:
        self._folder = f"{os.path.realpath(folder)}{os.sep}"
        self._at = at
        self._busy = False
        self.names: list[str] = []

    def listen(self) -> None:
        """Begin."""
        from trustbook.core import exchange
        from trustbook.revisions import disk

        sys.addaudithook(self._hear)
        for name, what in (("write", "write"), ("fsync", "fsync"), ("copy_file_range", "copy"), ("sendfile", "copy")):
            if hasattr(os, name):
                setattr(os, name, self._announced(getattr(os, name), what))
        disk.rename_new = self._announced(disk.rename_new, "rename", "renamed")
        from trustbook.revisions import store

        store.rename_new = disk.rename_new
        exchange._swap = self._announced(exchange._swap, "rename", "renamed")

    def _announced(self, function: Callable[..., Any], before: str, after: str = "") -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            self._happens(before)
            result = function(*given, **more)
            if after:
                self._happens(after)
            return result

        return call

    def _hear(self, event: str, values: tuple[Any, ...]) -> None:
        if self._busy or not (event in _NAMES or event == "open") or not values:
            return
        if event == "open" and not (isinstance(values[2], int) and values[2] & _WRITES):
            return
        path = values[0]
        if isinstance(path, int) or (isinstance(path, (str, bytes, os.PathLike)) and self._is_inside(path)):
            self._happens(event.removeprefix("os."))

    def _is_inside(self, path: Any) -> bool:
        return str(Path.cwd() / os.fsdecode(path)).startswith(self._folder)

    def _happens(self, name: str) -> None:
        self.names.append(name)
        self._busy = True
        try:
            self._at(len(self.names), name)
        finally:
            self._busy = False


def counted(folder: Path, note: Path) -> Events:
    """Only note the names of the events."""

    def write(number: int, name: str) -> None:
        with note.open("a", encoding="ascii") as stream:
            stream.write(f"{name}\n")

    return Events(folder, write)


def killing(folder: Path, instant: int) -> Events:
    """Kill this process as one event begins."""

    def kill(number: int, name: str) -> None:
        if number == instant:
            os.kill(os.getpid(), signal.SIGKILL)

    return Events(folder, kill)


def full_disk(folder: Path, instant: int) -> Events:
    """From one event on, refuse what needs space: the disk is full, and stays so."""

    def refuse(number: int, name: str) -> None:
        if number >= instant and name in _NEEDS_SPACE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return Events(folder, refuse)


def in_a_child(work: Callable[[], None]) -> int:
    """Do something in a copy of this process; return 0, 1 for an error that it told, 2 for another, or minus a signal.

    This process must have one thread.
    """
    from trustbook.core.errors import TrustbookError

    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    try:
        work()
        os._exit(0)
    except TrustbookError:
        os._exit(1)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(2)
