"""See that files are on the disk and not only in memory, and give a folder its name without replacing another.

In: finished files and folders. Out: the same after a power cut; a folder under its new name, or FileExistsError.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from trustbook.core.lock import acquired, lock_file

_HERE = -100
"""AT_FDCWD: paths are relative to the current folder."""
_NO_REPLACE = 1
"""RENAME_NOREPLACE on Linux."""
_EXCLUSIVE = 4
"""RENAME_EXCL on macOS."""
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What systems and disks say that cannot rename without replacing."""
_WINDOWS = os.name == "nt"


@contextmanager
def alone(lock: Path, *, wait: bool = True) -> Iterator[bool | None]:
    """Do something while no other process does it. Gives False if another does and we do not wait.

    Gives None where the file system knows no locks.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    ours = lock_file(lock)
    got = acquired(ours)
    if got is False and wait:
        ours.acquire()
        got = True
    try:
        yield got
    finally:
        if got:
            ours.release()


def write_through(path: Path) -> None:
    """See that the content of a file is on the disk."""
    number = os.open(path, os.O_RDWR if _WINDOWS else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_names_through(folder: Path) -> None:
    """See that the names in a folder are on the disk; Windows does so by itself."""
    if not _WINDOWS:
        write_through(folder)


def write_all_through(folder: Path) -> None:
    """See that a folder is on the disk with all that is in it."""
    for here, _, names in os.walk(folder, topdown=False, onerror=_refuse):
        for name in names:
            write_through(Path(here, name))
        write_names_through(Path(here))


def rename_new(new: Path, place: Path, lock: Path) -> None:
    """Rename a folder to a name that nothing has. Raises FileExistsError if something has it.

    Where the system cannot do both in one step, `lock` is the file with which we keep others of us away.
    """
    renaming = _system_call()
    if renaming is not None:
        number = renaming(os.fsencode(new), os.fsencode(place))
        if not number:
            return
        if number not in _CANNOT:
            raise OSError(number, os.strerror(number), str(place))
    with alone(lock):
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        new.rename(place)


def _refuse(error: OSError) -> None:
    raise error


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    """Return a function that renames without replacing and gives an error number, or 0; None if there is none."""
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            linux = library.renameat2
            return lambda one, other: _number(linux(_HERE, one, _HERE, other, ctypes.c_uint(_NO_REPLACE)))
        if sys.platform == "darwin":
            darwin = library.renamex_np
            return lambda one, other: _number(darwin(one, other, ctypes.c_uint(_EXCLUSIVE)))
    return None


def _number(result: int) -> int:
    return ctypes.get_errno() if result else 0
