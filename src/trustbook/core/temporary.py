"""The folder of a command's temporary files: all that it and its processes write there goes with the command.

Out: `tempfile`, and the environment of what is started, lead there. What commands left that were killed is swept by the
next one: each holds a lock in its folder for as long as it lives, and the operating system lets it go with the process.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from filelock import BaseFileLock

from trustbook.core.lock import acquired, lock_file, locked

_LONGEST = 60
"""Sockets are made there too, and the path of a socket may have a hundred letters or so."""
_LOCK = "lock"
_PASSED_THROUGH = 0o711
"""Others may not look into it, and may go through it to what is theirs: the browser that prints has another account."""
_VARIABLES = ("TMPDIR",) if os.name == "posix" else ("TEMP", "TMP")


@cache
def take() -> Path | None:
    """Have a folder for this process, once; None, and all as it was, where there cannot be one that is surely ours."""
    root = _root()
    if root is None:
        return None
    try:
        with locked(root) as held:
            if not held:
                return None
            _sweep(root)
            folder = Path(tempfile.mkdtemp(dir=root))
            folder.chmod(_PASSED_THROUGH)
            lock = lock_file(folder / _LOCK, 0o600)
            if not acquired(lock):
                return None
    except OSError:
        return None
    atexit.register(_remove, folder, lock)
    tempfile.tempdir = str(folder)
    os.environ |= dict.fromkeys(_VARIABLES, str(folder))
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "jupyter")  # files with the keys of kernels
    return folder


def _root() -> Path | None:
    """The folder of this user's commands, which nobody else may write to or list: a common one could be a trap."""
    root = Path(tempfile.gettempdir()) / f"tb-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    if len(str(root)) > _LONGEST:
        return None
    with suppress(OSError):
        root.mkdir(mode=0o700, exist_ok=True)
        state = root.lstat()
        if not hasattr(os, "getuid"):
            return root
        if state.st_uid == os.getuid() and root.is_dir() and not root.is_symlink() and not state.st_mode & 0o022:
            root.chmod(_PASSED_THROUGH)
            return root
    return None


def _remove(folder: Path, lock: BaseFileLock) -> None:
    """Remove the folder of this command, which holds its lock until then."""
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(root: Path) -> None:
    """Remove the folders of commands that do not live any more."""
    for folder in root.iterdir():
        if folder.is_dir():
            with suppress(OSError):
                lock = lock_file(folder / _LOCK, 0o600)
                dead = acquired(lock)
                lock.release()
                if dead:
                    shutil.rmtree(folder, ignore_errors=True)
