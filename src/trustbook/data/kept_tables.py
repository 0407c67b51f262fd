"""Keep the tables of each file that could be read without a fault, for this process and the copies that are made of it.

In: the bytes of a file, its name and its schemas. Out: its tables as they were read before. The bytes are the key, so a
file that has changed is read again, whenever it changed; whoever asks opens the file first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from trustbook.core.errors import ReturnError
from trustbook.data.schema import Schema

if TYPE_CHECKING:
    from trustbook.data.reader import Table

Named: TypeAlias = "tuple[str, Table | ReturnError]"
"""A table of a file with its name, or the error that prevented it."""

MOST_FILES = 500
"""The files of some thirty returns, in some 40 MB; the first that was read is then forgotten for the next."""
LARGEST = 1_000_000
"""Bytes; a larger file is read each time, so that what is kept stays small."""

_Key = tuple[bytes, str, tuple[int, ...]]
_KEPT: dict[_Key, tuple[Sequence[Schema], list[Named]]] = {}
_LOCK = Lock()


def tables_of(content: bytes, name: str, schemas: Sequence[Schema], read: Callable[[], Sequence[Named]]) -> list[Named]:
    """Return the tables of a file: those that are kept, or else what `read` makes of it.

    The frames are the caller's own: pandas copies what is shared before it changes it. Raises as `read` does.
    """
    key = (content, name, tuple(map(id, schemas)))  # by identity: the texts of a schema are in the words of the body
    kept = _KEPT.get(key)
    if kept is None:
        found = list(read())
        if len(content) > LARGEST or any(isinstance(table, ReturnError) or table.problems for _, table in found):
            return found
        kept = (schemas, found)  # the schemas too, so that no other has their identity meanwhile
        with _LOCK:
            while len(_KEPT) >= MOST_FILES:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = kept
    return [(called, _own(table)) for called, table in kept[1]]


def _own(table: Table | ReturnError) -> Table | ReturnError:
    if isinstance(table, ReturnError):
        return table
    return replace(table, written=table.written.copy(deep=False), typed=table.typed.copy(deep=False))


def forget() -> None:
    """Forget every table."""
    _KEPT.clear()
