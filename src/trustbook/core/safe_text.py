"""Make text safe for files that other programs open, such as spreadsheets and XML.

In: any text. Out: text that reads the same, in a form that such a program treats as text and nothing else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_APOSTROPHE = "'"
_PARTS = re.compile(r"([;\t\r\n])")
"""Where a program that expects another separator than a comma would start a new cell inside ours."""
_RUN = re.compile(r"[\s\u200b\u2060\ufeff\x00-\x1f]*[=+\-@＝＋－＠]")
"""The beginning of a cell that spreadsheet programs run as a formula."""
_FIGURE = re.compile(r"[+-][\d.,]*%?", re.ASCII)
"""Starts like a formula but is a figure, or a dash for none: nothing is run, so it needs no apostrophe."""
_DROPPED = ("\t", "\r", "\n", "\0")
"""Characters that some programs drop at the start of a cell."""


def for_xml(text: str) -> str:
    """Replace the characters that XML cannot contain even escaped (control characters)."""
    return _NOT_IN_XML.sub(_REPLACEMENT, text)


def for_spreadsheet(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run: `=1+1` becomes `'=1+1`. Figures are unchanged.

    `from_spreadsheet` restores exactly the original text.
    """
    marked = "".join(_APOSTROPHE + part if _would_run(part) else part for part in _PARTS.split(text))
    return _APOSTROPHE + marked if marked.lstrip(_APOSTROPHE).startswith(_DROPPED) else marked


def from_spreadsheet(cell: str) -> str:
    """Remove the apostrophes that `for_spreadsheet` added, and no others."""
    if _APOSTROPHE not in cell:
        return cell
    if cell.startswith(_APOSTROPHE) and cell.lstrip(_APOSTROPHE).startswith(_DROPPED):
        cell = cell[1:]
    return "".join(
        part[1:] if part.startswith(_APOSTROPHE) and _would_run(part) else part for part in _PARTS.split(cell)
    )


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows, including headings, as CSV in which a spreadsheet runs no cell."""
    return "".join(map(_line, rows))


def _would_run(part: str) -> bool:
    """Check whether a spreadsheet would run the text without its leading apostrophes."""
    bare = part.lstrip(_APOSTROPHE)
    return _RUN.match(bare) is not None and _FIGURE.fullmatch(bare.strip()) is None


def _line(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(map(for_spreadsheet, cells))  # so \r in a cell is quoted too
    return stream.getvalue().removesuffix("\r\n") + "\n"
