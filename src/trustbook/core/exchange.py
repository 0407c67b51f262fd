"""Replace a folder with a new one in one step, so that a reader always finds one of them.

In: a new folder and the path to replace, on one disk. Out: the new folder at that path, readable by everyone.

Linux and macOS can exchange two names atomically. Elsewhere (Windows, some network disks) the old folder is renamed
first, so for an instant there is none. If the run is killed at that point, `recover` finds the renamed folder.
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
"""AT_FDCWD: paths are relative to the current folder."""
_EXCHANGE = 2
"""RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS."""
FILE_MODE, FOLDER_MODE = 0o644, 0o755


def exchange(new: Path, place: Path) -> None:
    """Replace a folder with a finished one: a reader sees all of the old one or all of the new one."""
    make_readable(new)
    old = _backup_path(place)
    if not os.path.lexists(place):
        new.rename(place)
    elif _swap(new, place):
        remove(new)
    else:
        remove(old)
        place.rename(old)
        try:
            new.rename(place)
        except BaseException:
            recover(place)
            raise
    remove(old)


def recover(place: Path) -> None:
    """Restore the folder that an interrupted exchange had renamed."""
    old = _backup_path(place)
    if os.path.lexists(old):
        if os.path.lexists(place):
            remove(old)
        else:
            old.rename(place)


def make_readable(folder: Path) -> None:
    """Set the permissions of a folder and its contents for publishing, whatever the umask was."""
    for path in _below(str(folder)):
        mode = os.lstat(path).st_mode
        if not S_ISLNK(mode):
            wanted = FOLDER_MODE if S_ISDIR(mode) else FILE_MODE
            if S_IMODE(mode) != wanted:
                os.chmod(path, wanted)  # noqa: PTH101


def remove(place: Path) -> None:
    """Remove a folder, a file or a link; ignore what cannot be removed."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _below(folder: str) -> Iterator[str]:
    yield folder
    for here, folders, names in os.walk(folder):
        yield from (os.path.join(here, name) for name in (*folders, *names))  # noqa: PTH118


def _backup_path(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


def _swap(one: Path, other: Path) -> bool:
    """Exchange two names atomically; return False, with nothing changed, where the system or the disk cannot."""
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
    except (AttributeError, OSError):  # this C library has no such call
        pass
    return None
