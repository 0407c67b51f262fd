"""Store files by their content, and records of which files a task produced.

In: files and records, each with a digest as its name. Out: the same bytes, or nothing: what is missing, truncated or
altered counts as never stored. Every write is atomic, so that several runs may share a store.
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
"""Bytes above which the least recently used is deleted. What the last runs used is kept, whatever its size."""
_YOUNG = 3600
"""Seconds in which a file without a record may belong to a run in progress."""


@dataclass(frozen=True)
class Record:
    """What a task was made from (each ingredient with its digest), and the files it produced."""

    ingredients: Mapping[str, str]
    files: Mapping[str, str]
    """Path to digest."""


def digest(content: bytes) -> str:
    """Return the digest of content, which is its name in the store."""
    return sha256(content).hexdigest()


def digest_of(values: Any) -> str:
    """Return the digest of plain values, whatever the order of keys in a mapping."""
    return digest(json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


class Store:
    """A folder with `files/` and `records/`, which may be deleted, in whole or in part, at any time."""

    def __init__(self, folder: Path) -> None:
        self._files = folder / "files"
        self._records = folder / "records"

    def put(self, content: bytes) -> str:
        """Store content and return its name. Raises OSError if it cannot be written."""
        name = digest(content)
        place = self._file(name)
        if place.exists() and place.stat().st_size == len(content):
            os.utime(place)
        else:
            write_whole(place, content)
        return name

    def get(self, name: str) -> bytes | None:
        """Return the content with that name; None if it is missing or altered, and delete an altered file."""
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
        """Store a record. Raises OSError if it cannot be written."""
        write_sealed(self._record(key), {"ingredients": dict(record.ingredients), "files": dict(record.files)})

    def find(self, key: str) -> Record | None:
        """Return a key's record and mark it as used; None if it is missing or altered."""
        record = self.peek(key)
        if record is not None:
            with contextlib.suppress(OSError):
                os.utime(self._record(key))
        return record

    def peek(self, key: str) -> Record | None:
        """Return a key's record without marking it as used; None if it is missing or altered."""
        return _read_record(self._record(key))

    def trim(self, needed: Collection[str], limit: int = LIMIT, young: float = _YOUNG) -> list[str]:
        """Delete the least recently used records until the files fit into `limit` bytes; return the deleted keys.

        Those `needed` are kept. Files without a record are deleted too, unless younger than `young` seconds.
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
                total = limit + 1  # so that every older record is deleted too
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
    """Write plain values with their digest, so that damage is detected."""
    write_whole(place, json.dumps({"seal": digest_of(body), "body": body}, ensure_ascii=False).encode())


def read_sealed(place: Path) -> Any:
    """Read what `write_sealed` wrote; None if the file is missing or altered."""
    try:
        read = json.loads(place.read_bytes())
        return read["body"] if digest_of(read["body"]) == read["seal"] else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
