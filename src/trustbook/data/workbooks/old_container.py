"""Read the container of .xls files (OLE compound file): named streams, each a chain of sectors.

In: the bytes of a file. Out: the bytes of one stream.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY = 512, 128
_LARGEST_SHIFT = 12
_STREAM, _ROOT = 2, 5
_NO_END = "a chain of sectors without an end"


class Container:
    """An open container. Raises ValueError or struct.error if it is damaged."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        shift, small_shift = struct.unpack_from("<HH", raw, 30)
        if not 7 <= shift <= _LARGEST_SHIFT or not 4 <= small_shift < shift:
            raise ValueError("sectors of a size that there is not")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        first_of_folder, _, self._cutoff = struct.unpack_from("<III", raw, 48)
        first_of_small, _, first_of_more, _ = struct.unpack_from("<IIII", raw, 60)
        self._next = self._numbers(self._places(first_of_more))
        self._next_small = self._numbers(self._chain(first_of_small, self._next))
        self._streams: dict[str, tuple[int, int]] = {}
        self._small = b""
        folder = b"".join(self._sector(each) for each in self._chain(first_of_folder, self._next))
        for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            self._entry(folder[at : at + _ENTRY])

    def _entry(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        first, size = struct.unpack_from("<II", entry, 116)
        if kind == _ROOT:
            self._small = b"".join(self._sector(each) for each in self._chain(first, self._next))[:size]
        elif kind == _STREAM:
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            self._streams.setdefault(name.lower(), (first, size))

    def _sector(self, number: int) -> bytes:
        begins = _HEADER + number * self._size if self._size == _HEADER else (number + 1) * self._size
        if begins >= len(self._raw):
            raise ValueError("a sector lies after the end of the file")
        return self._raw[begins : begins + self._size]

    def _places(self, first_of_more: int) -> Iterator[int]:
        """Yield the sectors of the allocation table, which says which sector follows which."""
        yield from struct.unpack_from("<109I", self._raw, 76)
        seen = 0
        while self._is_one(first_of_more):
            *places, first_of_more = self._numbers([first_of_more])
            yield from places
            seen += 1
            if seen > len(self._raw) // self._size:
                raise ValueError(_NO_END)

    def _numbers(self, sectors: Iterator[int] | list[int]) -> list[int]:
        found: list[int] = []
        seen: set[int] = set()
        for each in sectors:
            if self._is_one(each):
                if each in seen:
                    raise ValueError(_NO_END)
                seen.add(each)
                sector = self._sector(each)
                found += [following for (following,) in struct.iter_unpack("<I", sector[: len(sector) // 4 * 4])]
        return found

    def _is_one(self, number: int) -> bool:
        return bool(number < len(self._raw) // self._size)

    def _chain(self, first: int, following: list[int]) -> Iterator[int]:
        """Yield the sectors of a chain. Raises ValueError beyond the size of the file, since a loop would never end."""
        most = len(self._raw) // (self._size if following is self._next else self._small_size)
        for _ in range(most + 1):
            if first >= len(following):
                return
            yield first
            first = following[first]
        raise ValueError(_NO_END)

    def has(self, name: str) -> bool:
        """Check whether there is a stream of this name."""
        return name.lower() in self._streams

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream. Raises KeyError if there is none, ValueError if it is cut off."""
        first, size = self._streams[name.lower()]
        if size < self._cutoff:
            parts = (
                self._small[each * self._small_size : (each + 1) * self._small_size]
                for each in self._chain(first, self._next_small)
            )
        else:
            parts = (self._sector(each) for each in self._chain(first, self._next))
        content = b"".join(parts)
        if len(content) < size:
            raise ValueError(f"the stream {name} is cut off")
        return content[:size]
