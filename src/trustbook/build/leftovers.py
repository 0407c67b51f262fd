"""Delete from `_build` what a killed run left there.

In: `_build`. Out: the same without half-written files, folders never moved into place, and books laid out for an
edition. Every command that writes there holds the workspace's lock, so none of these is in use.
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
_FOLDERS = (".", "findings", "metrics", "headlines", "tieout", "provenance", "log", "logs", "downloads", "editions")
_OF_PERIODS = ("chapters", "failed")
_SHARED = ("cache", "cache/files/*", "cache/records/*")
_YOUNG = 3600
"""Seconds in which a half-written file in a cache may belong to another workspace that shares it under its own lock."""


def sweep(build: Path, young: float = _YOUNG) -> None:
    """Delete them. A folder renamed in an interrupted exchange gets its name back."""
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
    """List the hidden entries of these folders."""
    for pattern in folders:
        for folder in build.glob(pattern) if "*" in pattern else [build / pattern]:
            with suppress(OSError):
                yield from (path for path in folder.iterdir() if path.name.startswith("."))
