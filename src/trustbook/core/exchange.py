"""A finished folder put in the place of another in one step, so that a reader never finds neither.

In: a new folder and its place, on one disk. Out: the new folder there, readable by everyone, as what is published must
be.

Linux and macOS exchange two names at once. Where that cannot be done (Windows, some network disks) the old folder is
renamed first, and for an instant there is none; a run that is ended then leaves it under its other name, where
`settle` finds it.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISLNK

_HERE = -100
"""AT_FDCWD: paths are from the current folder."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS."""
FILE_MODE, FOLDER_MODE = 0o644, 0o755


def exchange(new: Path, place: Path) -> None:
    """Put a finished folder in the place of another: a reader sees the old one or the new one, whole."""
    make_readable(new)
    old = _old_place(place)
    if not os.path.lexists(place):
        new.rename(place)
    elif _swapped(new, place):
        remove(new)
    else:
        remove(old)
        place.rename(old)
        try:
            new.rename(place)
        except BaseException:
            settle(place)
            raise
    remove(old)


def settle(place: Path) -> None:
    """Bring back what an exchange that was ended in the middle had renamed."""
    old = _old_place(place)
    if os.path.lexists(old):
        if os.path.lexists(place):
            remove(old)
        else:
            old.rename(place)


def make_readable(folder: Path) -> None:
    """Give a folder and all in it the modes of what is published, whatever the umask was that it was made under."""
    for path in _below(str(folder)):
        mode = os.lstat(path).st_mode
        if not S_ISLNK(mode):
            wanted = FOLDER_MODE if S_ISDIR(mode) else FILE_MODE
            if S_IMODE(mode) != wanted:
                os.chmod(path, wanted)  # noqa: PTH101


def remove(place: Path) -> None:
    """Remove a folder, a file or a link, as far as it can be removed."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _below(folder: str) -> Iterator[str]:
    yield folder
    for here, folders, names in os.walk(folder):
        yield from (os.path.join(here, name) for name in (*folders, *names))  # noqa: PTH118


def _old_place(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


def _swapped(one: Path, other: Path) -> bool:
    """Exchange the names of two things at once; False, and nothing done, where the system or the disk cannot."""
    swap = _system_call()
    return swap is not None and swap(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    try:
        if sys.platform == "linux":
            exchanging = ctypes.CDLL(None).renameat2
            return lambda one, other: int(exchanging(_HERE, one, _HERE, other, ctypes.c_uint(_EXCHANGE)))
        if sys.platform == "darwin":
            swapping = ctypes.CDLL(None).renamex_np
            return lambda one, other: int(swapping(one, other, ctypes.c_uint(_EXCHANGE)))
    except (AttributeError, OSError):  # a C library without it
        pass
    return None
