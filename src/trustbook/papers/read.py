"""Read a paper of any kind: choose the reader by the content of the file, interpret its grids, gather what was refused.

In: the path of a file. Out: `Reading`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.core.incoming import read_file
from trustbook.papers.interpret import tables_of_all
from trustbook.papers.model import Grid, Reading
from trustbook.papers.words import Words, own_words

MOST_BYTES = 100_000_000
_HTML_MARKS = (b"<html", b"<!doctype html", b"<table", b"<body")
_BEGINNING = 4_096
_FEW_NILS = 0.1
Progress = Callable[[int, int], object]
"""Called with the pages that are done and how many there are; only a PDF is long enough to tell."""


def read_paper(path: Path, shown: str, words: Words | None = None, progress: Progress | None = None) -> Reading:
    """Read the tables of a file. Raises ReturnError if it cannot be read."""
    absent = WorkspaceError("there is no such file", file=shown, expected="the name of a paper or a workbook")
    content = read_file(path, shown, MOST_BYTES, absent=absent)
    if not content.strip():
        raise ReturnError("it is empty", code="empty_file", file=shown, expected="a paper or a workbook with tables")
    words = words or own_words()
    kind = kind_of(content, path.suffix.lower())
    if kind in ("text_file", "csv_file") and _is_binary(content):
        raise ReturnError(
            "it is none of the kinds of file that can be read",
            code="unknown_kind",
            file=shown,
            expected="a workbook, a Word document (.docx), a PDF, a web page, a CSV file or a text",
            mend="Open it in the program that made it, and save it as one of these.",
        )
    reader: Any = importlib.import_module(f"trustbook.papers.{kind}")
    if hasattr(reader, "read"):  # a reader that interprets by itself: texts
        found: Reading = reader.read(content, shown, words, progress)
        return found
    extra = {"progress": progress} if kind == "pdf_file" else {}
    grids = list(reader.grids_of(content, shown, **extra)[0])
    return reading_of(grids, words)


def reading_of(grids: Sequence[Grid], words: Words) -> Reading:
    """Interpret the grids of one paper."""
    tables, refused = tables_of_all(grids, words)
    return Reading(tuple(tables), tuple(refused))


def _is_binary(content: bytes) -> bool:
    """Check whether a file is no text in any encoding: bytes of nil, and not as UTF-16 has them."""
    beginning = content[:_BEGINNING]
    marked = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return b"\x00" in beginning and not marked and not _as_utf_16(beginning)


def _as_utf_16(beginning: bytes) -> bool:
    """Check whether every second byte is nil, as in UTF-16 of plain letters without a mark."""
    shares = sorted(half.count(0) / max(len(half), 1) for half in (beginning[::2], beginning[1::2]))
    return shares[0] < _FEW_NILS and shares[1] > 1 - _FEW_NILS


def kind_of(content: bytes, suffix: str) -> str:
    """Tell which reader reads a file: by its content, and by its suffix only among kinds of text."""
    begins = content[:_BEGINNING]
    if begins.lstrip().startswith(b"%PDF") or b"%PDF-" in begins[:1_024]:
        return "pdf_file"
    if begins.startswith(b"PK\x03\x04"):
        return "word_file" if b"word/" in content and b"xl/workbook" not in content else "workbook_file"
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook_file"
    words = begins.replace(b"\x00", b"").lower()
    if any(mark in words for mark in _HTML_MARKS) or suffix in (".html", ".htm"):
        return "html_file"
    return "csv_file" if suffix in (".csv", ".tsv") else "text_file"
