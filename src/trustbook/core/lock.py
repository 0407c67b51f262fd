"""One run at a time in a workspace: a second one waits for the first, and then finds most of its work done.

In: a folder. Out: a context in which no other process holds the lock of that folder; the operating system releases it
with the process, however that ends.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

LOCK_FILE = ".lock"
_POLL_SECONDS = 0.2
_NO_LOCKS = frozenset({errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
"""What file systems say that know no locks."""


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """Hold the lock of a folder; `waiting` is called once if another process holds it. Gives whether it is held.

    Where the file system knows no locks the run goes on without: files are exchanged whole all the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = lock_file(folder / LOCK_FILE)
    held = acquired(lock)
    if held is False:
        waiting()
        lock.acquire()
        held = True
    try:
        yield bool(held)
    finally:
        lock.release()


def lock_file(path: Path, mode: int = -1) -> BaseFileLock:
    """Give the lock that a file stands for, made with these permissions (-1: those that any new file gets).

    No soft lock takes its place: that outlives a process that dies.
    """
    return FileLock(path, mode=mode, poll_interval=_POLL_SECONDS, fallback_to_soft=False)


def acquired(lock: BaseFileLock) -> bool | None:
    """Acquire a lock without waiting; False if another process holds it, None where the file system knows no locks."""
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return None
        raise
    return True
