"""A store of files by what they hold, and of records that say which files a piece of work gave.

In: files and records, under names that are digests. Out: the same bytes, or nothing: whatever is missing, cut short or
altered counts as never kept. Every write is exchanged whole, so that several runs may share a store.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any

from trustbook.core.atomic_file import write_whole

LIMIT = 1 << 30
"""Bytes, beyond which what was not used for longest is dropped. What the last runs used stays, however much it is."""
_YOUNG = 3600
"""Seconds in which a file may still be waiting for its record, from a run at work."""


@dataclass(frozen=True)
class Record:
    """What a piece of work was made from (each ingredient with its digest), and the files that it gave."""

    ingredients: Mapping[str, str]
    files: Mapping[str, str]
    """Path to digest."""


def digest(content: bytes) -> str:
    """Name content by what it is."""
    return sha256(content).hexdigest()


def digest_of(values: Any) -> str:
    """Name plain values by what they are, in whatever order a mapping was filled."""
    return digest(json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


class Store:
    """A folder with `files/` and `records/`. It may be deleted, in whole or in part, at any time."""

    def __init__(self, folder: Path) -> None:
        self._files = folder / "files"
        self._records = folder / "records"

    def put(self, content: bytes) -> str:
        """Keep content, and return its name. Raises OSError where nothing can be written."""
        name = digest(content)
        place = self._file(name)
        if place.exists() and place.stat().st_size == len(content):
            os.utime(place)
        else:
            write_whole(place, content)
        return name

    def get(self, name: str) -> bytes | None:
        """Return the content of that name; None, and the file forgotten, where it is not what it was."""
        place = self._file(name)
        try:
            content = place.read_bytes()
        except OSError:
            return None
        if digest(content) == name:
            return content
        with contextlib.suppress(OSError):
            place.unlink()
        return None

    def record(self, key: str, record: Record) -> None:
        """Keep a record. Raises OSError where nothing can be written."""
        write_sealed(self._record(key), {"ingredients": dict(record.ingredients), "files": dict(record.files)})

    def find(self, key: str) -> Record | None:
        """Return the record of a key, and remember that it was used; None where there is none that can be trusted."""
        place = self._record(key)
        record = _read_record(place)
        if record is not None:
            with contextlib.suppress(OSError):
                os.utime(place)
        return record

    def trim(self, needed: Collection[str], limit: int = LIMIT, young: float = _YOUNG) -> list[str]:
        """Drop the records unused for longest until the files fit into `limit` bytes; return the keys dropped.

        The `needed` stay. Files that no record names go too, unless they are younger than `young` seconds.
        """
        found = {path: path.stat() for path in _walk(self._files)}
        sizes = {path.name: state.st_size for path, state in found.items()}
        if sum(sizes.values()) <= limit:
            return []
        records = sorted(_walk(self._records), key=lambda path: (path.stem not in needed, -path.stat().st_mtime))
        kept: set[str] = set()
        dropped = []
        total = 0
        for place in records:
            record = _read_record(place)
            more = set() if record is None else set(record.files.values()) - kept
            total += sum(sizes.get(name, 0) for name in more)
            if record is not None and (place.stem in needed or total <= limit):
                kept |= more
            else:
                total = limit + 1  # what is older than the first that no longer fits goes with it
                dropped.append(place.stem)
                place.unlink(missing_ok=True)
        now = time()
        for path, state in found.items():
            if path.name not in kept and now - state.st_mtime >= young:
                path.unlink(missing_ok=True)
        return dropped

    def _file(self, name: str) -> Path:
        return self._files / name[:2] / name

    def _record(self, key: str) -> Path:
        return self._records / key[:2] / f"{key}.json"


def _read_record(place: Path) -> Record | None:
    body = read_sealed(place)
    try:
        return None if body is None else Record(dict(body["ingredients"]), dict(body["files"]))
    except (KeyError, TypeError, ValueError):
        return None


def _walk(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def write_sealed(place: Path, body: Any) -> None:
    """Write plain values with their digest, so that a damaged file is known as one."""
    write_whole(place, json.dumps({"seal": digest_of(body), "body": body}, ensure_ascii=False).encode())


def read_sealed(place: Path) -> Any:
    """Read what `write_sealed` wrote; None where the file is missing or is not what was written."""
    try:
        read = json.loads(place.read_bytes())
        return read["body"] if digest_of(read["body"]) == read["seal"] else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
