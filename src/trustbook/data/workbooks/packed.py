"""Check the size of an archive before reading it, since a small archive can unpack to far more than a return.

In: the bytes of a file. Out: an open archive with bounded parts, and a parser for its XML parts.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError

MOST_PARTS = 1_000
"""A workbook has about five parts for each sheet, and one for each picture."""
MOST_UNPACKED = 64_000_000
"""Twenty times the sheets of the longest return, written as XML."""
MOST_ELEMENTS = 500_000
"""The longest return with every column filled has 300,000: a cell and its value each count as one."""
MOST_MERGED = 1_000
"""For each sheet."""
MOST_BETWEEN = 1_000_000
"""Bytes from one tag to the next. A cell has at most 32,767 characters; parsers are slow on an endless tag."""
_DEEPEST = 100
_CHUNK = 2**16
_NOT_XML = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
"""Bytes that may come before the first tag of an XML part."""
_ENCRYPTED = 0x1

Begins = Callable[[str, dict[str, str]], None]
Ends = Callable[[str], None]


def open_bounded(raw: bytes, name: str) -> ZipFile:
    """Open an archive with bounded parts. Raises ReturnError if it contains too much, BadZipFile if it is none."""
    archive = ZipFile(BytesIO(raw))
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise too_much(f"{len(parts):,} parts of {unpacked:,} bytes", name)
    if len({part.filename for part in parts}) < len(parts):
        raise BadZipFile("two parts have one name")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise protected(name)
    elements = 0
    for part in parts:
        with archive.open(part) as stream:
            first = stream.read(_CHUNK)
            if first.lstrip(_NOT_XML).startswith(b"<"):
                elements = _count_elements(part.filename, first, stream, elements, name)
    return archive


def _count_elements(part: str, first: bytes, stream: Any, elements: int, name: str) -> int:
    """Count the elements of a part without keeping its content."""
    depth = last = 0
    parser = expat.ParserCreate()

    def begins(_: str, __: dict[str, str]) -> None:
        nonlocal depth, last, elements
        depth, last = depth + 1, parser.CurrentByteIndex
        elements += 1
        if elements > MOST_ELEMENTS or depth > _DEEPEST:
            raise too_much(f"more than {MOST_ELEMENTS:,} cells, values and formats", name)

    def ends(_: str) -> None:
        nonlocal depth, last
        depth, last = depth - 1, parser.CurrentByteIndex

    def declares(*_: object) -> None:
        raise ReturnError(
            f"the part {excerpt(part)} declares a document type, which no workbook needs",
            code="document_type",
            file=name,
            expected="a workbook as a spreadsheet saves it",
            mend="Open it in a spreadsheet, save it as .xlsx, and try again.",
        )

    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.StartDoctypeDeclHandler = declares
    chunk, fed = first, 0
    while chunk:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - last > MOST_BETWEEN:
            raise too_much(f"more than {MOST_BETWEEN:,} bytes from one tag to the next", name)
        chunk = stream.read(_CHUNK)
    parser.Parse(b"", True)
    return elements


def parse(content: bytes, begins: Begins, ends: Ends, text: Callable[[str], None]) -> None:
    """Parse an XML part of a bounded archive. The callbacks get tags without their namespace."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: begins(tag.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda tag: ends(tag.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.Parse(content, True)


class Tally:
    """Counts the records read from all parts of a workbook. Raises ReturnError for more than any return has."""

    def __init__(self, name: str) -> None:
        self.name, self._count = name, 0

    def add(self, count: int = 1) -> None:
        """Add to the count."""
        self._count += count
        if self._count > MOST_ELEMENTS:
            raise too_much(f"more than {MOST_ELEMENTS:,} cells, values and formats", self.name)


def too_much(what: str, name: str) -> ReturnError:
    """Build the error for a workbook that contains more than any return."""
    return ReturnError(
        f"the workbook holds {what}",
        code="too_much_in_workbook",
        file=name,
        expected=f"at most {MOST_PARTS:,} parts, {MOST_UNPACKED:,} bytes, {MOST_ELEMENTS:,} cells, values and formats",
        mend="Copy the tables into a new workbook, without the formatting around them.",
    )


def protected(name: str) -> ReturnError:
    """Build the error for a workbook that is protected with a password."""
    return ReturnError(
        "it is not a workbook that can be read: it is protected with a password",
        code="password",
        file=name,
        expected="a workbook without a password",
        mend="Open it with its password, save a copy without one (File, Info, Protect Workbook), and put that here.",
    )
