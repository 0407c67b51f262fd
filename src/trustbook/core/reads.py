"""Record what this process reads of a workspace, so that a chapter is executed again only when that changes.

In: the folder of a workspace. Out: names under it: each return that was read as its folder, each file of `params/`, and
what was noted because no opened file shows it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

PERIODS = "the list of returns"
"""Noted when code asks which periods there are, beyond those of the year that it reads."""
PAPERS = "every row of data/sources.csv"
"""Noted when code looks up a paper that its edition does not cite."""
_EVENTS = ("open", "os.listdir", "os.scandir")
_FOLDERS = ("data", "params")


class _Record:
    """What was read since `watch` was last called."""

    def __init__(self) -> None:
        self.root = ""
        self.names: set[str] = set()
        self.hooked = False

    def listen(self, event: str, values: tuple[object, ...]) -> None:
        if event not in _EVENTS or not self.root or not values:
            return
        given = values[0]
        if isinstance(given, bytes):
            given = os.fsdecode(given)
        if isinstance(given, str | os.PathLike):
            path = os.path.abspath(given)  # noqa: PTH100  Path is slow for every file that is opened
            self._add(path)
            if any(f"{os.sep}{folder}" in path for folder in _FOLDERS):
                self._add(os.path.realpath(path))  # where a link leads

    def _add(self, path: str) -> None:
        for folder in _FOLDERS:
            start = os.path.join(self.root, folder, "")  # noqa: PTH118
            if path.startswith(start) and path != start:
                self.names.add(f"{folder}/{path[len(start) :].partition(os.sep)[0]}")


_RECORD = _Record()


def note(name: str) -> None:
    """Note that something was consulted, `PERIODS` or `PAPERS`."""
    _RECORD.names.add(name)


def watch(folder: str | Path | None = None) -> None:
    """Start to record what is opened in a workspace (default: the current folder), and forget what was so far."""
    _RECORD.root = os.path.realpath(folder or Path.cwd())
    _RECORD.names.clear()
    if not _RECORD.hooked:
        _RECORD.hooked = True
        sys.addaudithook(_RECORD.listen)


def found() -> str:
    """Return the names so far, sorted, as JSON."""
    return json.dumps(sorted(_RECORD.names))
