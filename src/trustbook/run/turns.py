"""One run at a time in a workspace: a second one waits its turn, and then finds most of its work done.

In: the folder of what is made. Out: a context; the turn ends with it, or with the process, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

_PAUSE_SECONDS = 0.2


@contextmanager
def turn(build: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the turn of a workspace; `waiting` is called once if another run has it.

    Where the disk knows no locks the run goes on without: files are exchanged whole all the same.
    """
    build.mkdir(parents=True, exist_ok=True)
    with (build / ".turn").open("ab") as file:
        said = False
        while not _taken(file.fileno()):
            if not said:
                waiting()
                said = True
            sleep(_PAUSE_SECONDS)
        yield


if os.name == "nt":
    import msvcrt

    def _taken(number: int) -> bool:
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _taken(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # this disk knows no locks
            return True
        return True
