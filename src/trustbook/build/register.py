"""Find the rows of the register of papers that a piece of work uses, without reading any table.

In: the bytes of `data/sources.csv`, and of the files of data that the work reads. Out: which papers a file names, and
the digest of their rows. A paper counts as named if its id stands anywhere in the file: too many rows only cost time,
and one too few would leave an old page. In doubt every row counts: for a register that is not plain (UTF-8, commas,
headings in the first line), and for a file that cannot be searched (a workbook, another encoding).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from io import StringIO

from trustbook.build.store import digest, digest_of

_ID = "source_id"
_OF_AN_ID = "A-Za-z0-9._:/-"
_PLAIN = re.compile(f"[A-Za-z0-9][{_OF_AN_ID}]*")
_OTHER_SEPARATORS = (";", "\t", "|")


class Register:
    """The register of papers, row by row."""

    def __init__(self, content: bytes) -> None:
        self._whole = digest(content)
        self._header, self._rows = _rows_of(content) or ([], [])
        self.ids = frozenset(each for each, _ in self._rows if _PLAIN.fullmatch(each))
        """The ids that can be searched for; a row with any other id counts always."""
        self._digests: dict[frozenset[str], str] = {}

    def named_in(self, content: bytes, name: str, ids: Collection[str]) -> frozenset[str]:
        """Return which of these papers a file of data names; all of them if it cannot be searched."""
        if not name.lower().endswith(".csv") or b"\0" in content:
            return frozenset(ids)
        return frozenset(each for each in ids if each.encode() in content and _as_a_word(each).search(content))

    def digest_of(self, named: frozenset[str]) -> str:
        """Return the digest of the rows of these papers, in their order; of the whole file if it is not plain."""
        if not self._rows:
            return self._whole
        if named not in self._digests:
            used = [row for each, row in self._rows if each in named or each not in self.ids]
            self._digests[named] = digest_of([self._header, used])
        return self._digests[named]


def _as_a_word(paper: str) -> re.Pattern[bytes]:
    """Match an id that is not part of a longer one."""
    return re.compile(f"(?<![{_OF_AN_ID}]){re.escape(paper)}(?![{_OF_AN_ID}])".encode())


def _rows_of(content: bytes) -> tuple[list[str], list[tuple[str, list[str]]]] | None:
    """Return the headings, and each row with its id; None if the file is not plain."""
    try:
        header, *rows = _cells(content)
        place = header.index(_ID)
    except (ValueError, csv.Error):
        return None
    if header.count(_ID) > 1 or any(mark in heading for heading in header for mark in _OTHER_SEPARATORS):
        return None
    if any(len(row) != len(header) for row in rows):
        return None
    return header, [(row[place].strip(), row) for row in rows]


def _cells(content: bytes) -> Iterator[list[str]]:
    if b"\0" in content:
        raise ValueError("it is in UTF-16, or no text")
    text = StringIO(content.decode("utf-8-sig"), newline="")
    yield from (row for row in csv.reader(text, strict=True) if any(row))
