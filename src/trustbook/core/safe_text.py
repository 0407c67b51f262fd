"""Text on its way out, into files that other programs read: what such a program would act on, or could not hold at all.

In: any text. Out: the same to read, in a form that the program takes for text and nothing else.
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
"""Where a program that expects another separator than the comma begins a new cell, in the middle of ours."""
_RUN = re.compile(r"[\s\u200b\u2060\ufeff\x00-\x1f]*[=+\-@＝＋－＠]")
"""How a cell begins that spreadsheet programs run as a formula."""
_FIGURE = re.compile(r"[+-][\d.,]*%?", re.ASCII)
"""What begins like a formula and is a figure, or a dash for none: nothing is run, and it stays as it is."""
_DROPPED = ("\t", "\r", "\n", "\0")
"""Characters that some programs drop where a cell begins with them."""


def for_xml(text: str) -> str:
    """Put the replacement character for those that XML cannot hold, not even escaped (control characters)."""
    return _NOT_IN_XML.sub(_REPLACEMENT, text)


def for_spreadsheet(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet program would run: `=1+1` becomes `'=1+1`. Figures stay.

    `from_spreadsheet` gives back exactly the text that went in, whatever it was.
    """
    marked = "".join(_APOSTROPHE + part if _would_run(part) else part for part in _PARTS.split(text))
    return _APOSTROPHE + marked if marked.lstrip(_APOSTROPHE).startswith(_DROPPED) else marked


def from_spreadsheet(cell: str) -> str:
    """Take the apostrophes off that `for_spreadsheet` put there, and no others."""
    if _APOSTROPHE not in cell:
        return cell
    if cell.startswith(_APOSTROPHE) and cell.lstrip(_APOSTROPHE).startswith(_DROPPED):
        cell = cell[1:]
    return "".join(
        part[1:] if part.startswith(_APOSTROPHE) and _would_run(part) else part for part in _PARTS.split(cell)
    )


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows, the headings among them, so that a spreadsheet program runs no cell of them."""
    return "".join(map(_line, rows))


def _would_run(part: str) -> bool:
    """Whether it would be run but for apostrophes before it."""
    bare = part.lstrip(_APOSTROPHE)
    return _RUN.match(bare) is not None and _FIGURE.fullmatch(bare.strip()) is None


def _line(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(map(for_spreadsheet, cells))  # so \r in a cell is quoted too
    return stream.getvalue().removesuffix("\r\n") + "\n"
