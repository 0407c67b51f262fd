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
def turn(build: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the turn of a workspace; `waiting` is called once if another run has it. Gives whether it is held for sure.

    Where the disk knows no locks the run goes on without: files are exchanged whole all the same.
    """
    build.mkdir(parents=True, exist_ok=True)
    with (build / ".turn").open("ab") as file:
        said = False
        while (taken := locked(file.fileno())) is False:
            if not said:
                waiting()
                said = True
            sleep(_PAUSE_SECONDS)
        yield bool(taken)


if os.name == "nt":
    import msvcrt

    def locked(number: int) -> bool | None:
        """Lock an open file until it is closed; False if another process has it."""
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def locked(number: int) -> bool | None:
        """Lock an open file until it is closed; False if another process has it, None where the disk knows no locks."""
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True
