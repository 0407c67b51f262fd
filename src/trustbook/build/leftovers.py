"""What a run that was killed left in `_build`: removed by the next, which holds the workspace's lock.

In: `_build`. Out: the same without half-written files, folders that were never put in place, and books laid out for an
edition. Every command that writes there holds the lock, so that none of these is anybody's at work.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from trustbook.core.exchange import recover, remove

_PART = re.compile(r"\.[A-Za-z0-9_]+\.part")
_FOLDER = re.compile(r"\.(?P<name>.+)\.(?P<state>new|old)")
_FOLDERS = (".", "findings", "metrics", "tieout", "provenance", "logs", "downloads", "editions")
_OF_PERIODS = ("chapters", "failed")
_SHARED = ("cache", "cache/files/*", "cache/records/*")
_YOUNG = 3600
"""Seconds in which a half-written file in a cache may be another workspace's, which shares it and has its own lock."""


def sweep(build: Path, young: float = _YOUNG) -> None:
    """Remove them. What an exchange had renamed when it was cut short gets its name back."""
    for path in list(_inside(build, [*_FOLDERS, *(f"{each}/*" for each in _OF_PERIODS)])):
        found = _FOLDER.fullmatch(path.name)
        if found and found["state"] == "old":
            with suppress(OSError):
                recover(path.with_name(found["name"]))
        elif found or _PART.fullmatch(path.name):
            remove(path)
    for path in list(_inside(build, _SHARED)):
        with suppress(OSError):
            if _PART.fullmatch(path.name) and time() - path.lstat().st_mtime >= young:
                path.unlink()
    for book in (build / "books").glob("*"):
        shutil.rmtree(book, ignore_errors=True)


def _inside(build: Path, folders: list[str] | tuple[str, ...]) -> Iterator[Path]:
    """What lies hidden in these folders."""
    for pattern in folders:
        for folder in build.glob(pattern) if "*" in pattern else [build / pattern]:
            with suppress(OSError):
                yield from (path for path in folder.iterdir() if path.name.startswith("."))
