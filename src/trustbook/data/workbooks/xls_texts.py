"""Read the texts of .xls workbooks, which have one or two bytes for each unit and are split where a record is full.

In: the bytes of a record and of those that continue it. Out: the texts.
"""

from __future__ import annotations

import struct

from trustbook.data.workbooks.packed import Tally

_WIDE, _EXTENDED, _RICH = 0x1, 0x4, 0x8


class _Parts:
    """A record and those that continue it, read as one; a text that continues repeats its width flag."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts, self._part, self._at = parts, 0, 0

    def take(self, size: int) -> bytes:
        """Return the next bytes, across records if need be. Raises ValueError if there are too few."""
        taken = b""
        while len(taken) < size:
            piece = self._rest()[: size - len(taken)]
            self._at += len(piece)
            taken += piece
            if len(taken) < size:
                self._next_part()
        return taken

    def units(self, count: int, flags: int) -> str:
        """Return a text of `count` units."""
        found = []
        while True:
            width = 2 if flags & _WIDE else 1
            piece = self._rest()[: count * width]
            piece = piece[: len(piece) // width * width]
            self._at += len(piece)
            count -= len(piece) // width
            found.append(piece if width == 2 else piece.decode("latin-1").encode("utf-16-le"))
            if not count:
                return b"".join(found).decode("utf-16-le", "surrogatepass")
            self._next_part()
            flags = self.take(1)[0]

    def _rest(self) -> bytes:
        return self._parts[self._part][self._at :]

    def _next_part(self) -> None:
        self._part, self._at = self._part + 1, 0
        if self._part >= len(self._parts):
            raise ValueError("a text is cut off")

    def text(self) -> str:
        """Return the next text, and skip its fonts and phonetic guides."""
        count, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self.take(4))[0] if flags & _EXTENDED else 0
        text = self.units(count, flags)
        self.take(4 * runs + extra)
        return text


def unicode_text(parts: list[bytes]) -> str:
    """Read a text with its length. Raises ValueError or struct.error if it is cut off."""
    return _Parts(parts).text()


def texts_of(parts: list[bytes], tally: Tally) -> list[str]:
    """Read the texts that cells share. Raises ValueError or struct.error if they are cut off."""
    (count,) = struct.unpack_from("<I", parts[0], 4)
    tally.add(count)
    reading = _Parts([parts[0][8:], *parts[1:]])
    return [reading.text() for _ in range(count)]
