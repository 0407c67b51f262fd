"""Read a PDF with a text layer into grids and lines of text, within bounded time and memory.

In: the bytes of a file. Out: `Grid`s with the place of each cell, and the lines of text that stand in no table. The
pages are read in a process of its own, which is ended if a file takes too long or too much: any PDF may be hostile.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from trustbook.core.errors import ReturnError
from trustbook.papers.model import Grid, GridCell, Refusal

MOST_SECONDS_A_PAGE = 20.0
"""The densest page takes less than two; a page that takes longer was made to."""
MOST_SECONDS_TO_OPEN = 30.0
MOST_SECONDS = 900.0
Progress = Callable[[int, int], object]

_MENDS = {
    "password": "Open it with its password, print it to a new PDF, and use that.",
    "scan": "Ask for the file it was printed from, or run text recognition over it, and check what that reads.",
    "broken": "Open it in a PDF reader, print it to a new PDF, and use that.",
    "too_much": "Print the pages with the tables to a new PDF, and use that.",
}
CODES = {"password": "password", "scan": "no_text_layer", "broken": "damaged_pdf", "too_much": "too_much_in_pdf"}
"""The code of an error, by what the process that reads pages says of it."""
_EXPECTED = {
    "password": "a PDF without a password",
    "scan": "a PDF with a text layer",
    "broken": "a PDF as an office program or a browser saves it",
    "too_much": "a paper of at most 1,500 pages, each with at most 60,000 characters and 40,000 lines",
}


@dataclass(frozen=True)
class TextLine:
    """A line of text that stands in no table."""

    text: str
    page: int
    place: str
    """`page 3, line 14`, counted among all lines of the page outside its tables."""


@dataclass(frozen=True)
class PdfReading:
    """What a PDF contains: its tables, its lines of text, and what could not be read on its pages."""

    grids: tuple[Grid, ...]
    lines: tuple[TextLine, ...]
    refused: tuple[Refusal, ...]


def grids_of(content: bytes, shown: str, progress: Progress | None = None) -> tuple[list[Grid], list[str]]:
    """Return the tables of a PDF and the lines of text around them.

    Refused pages are returned as a grid without rows. Raises ReturnError if the file cannot be read.
    """
    found = read_pdf(content, shown, progress)
    refused = [Grid((), each.place, refused=(each,)) for each in found.refused]
    return [*found.grids, *refused], [line.text for line in found.lines]


def read_pdf(content: bytes, shown: str, progress: Progress | None = None) -> PdfReading:
    """Read a PDF; `progress(done, of)` is called after each page. Raises ReturnError if it cannot be read."""
    if b"%PDF-" not in content[:1_024]:
        raise _error("broken", "it is no PDF", shown)
    process = _started()
    messages: queue.Queue[str | None] = queue.Queue()
    threads = [
        threading.Thread(target=_write, args=(process.stdin, content), daemon=True),
        threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        return _reading(messages, shown, progress)
    finally:
        process.kill()
        process.wait()
        for thread in threads:
            thread.join(5)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close(stream)


def _started() -> subprocess.Popen[bytes]:
    """Start the process that reads pages; it finds this library where this process did."""
    library = str(Path(__file__).resolve().parents[2])
    paths = [library, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "trustbook.papers.pdf_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
    )


def _write(stream: IO[bytes] | None, content: bytes) -> None:
    assert stream is not None
    try:
        stream.write(content)
        stream.close()
    except OSError:  # it has ended before it read everything
        pass


def _listen(stream: IO[bytes] | None, messages: queue.Queue[str | None]) -> None:
    assert stream is not None
    try:
        for line in stream:
            messages.put(line.decode("utf-8", "replace"))
    except (OSError, ValueError):  # closed while it was read
        pass
    messages.put(None)


def _close(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        stream.close()


def _reading(messages: queue.Queue[str | None], shown: str, progress: Progress | None) -> PdfReading:
    """Follow the messages of the process: pages done, and at its end what was read or why not."""
    seconds, done, spent = MOST_SECONDS_TO_OPEN, 0, 0.0
    while True:
        try:
            message = messages.get(timeout=seconds)
        except queue.Empty:
            where = f"page {done + 1}" if done else "the file"
            raise _error("too_much", f"{where} takes longer than {seconds:.0f} seconds to read", shown) from None
        if message is None:
            raise _error("too_much", "reading it takes more memory or time than any paper needs", shown)
        told = json.loads(message)
        if "page" in told:
            done, seconds = told["page"], MOST_SECONDS_A_PAGE
            spent = told["seconds"]
            if spent > MOST_SECONDS:
                raise _error("too_much", f"reading it takes longer than {MOST_SECONDS:.0f} seconds", shown)
            if progress is not None:
                progress(done, told["of"])
        elif "error" in told:
            raise _error(told["error"], told["problem"], shown)
        else:
            return _decoded(told)


def _error(kind: str, problem: str, shown: str) -> ReturnError:
    return ReturnError(problem, code=CODES[kind], file=shown, expected=_EXPECTED[kind], mend=_MENDS[kind])


def _cell(text: str, place: str, columns: int, rows: int, bold: bool, indent: int) -> GridCell:
    return GridCell(text, place, None, columns, rows, bold, indent)


def _decoded(told: dict[str, Any]) -> PdfReading:
    grids = tuple(
        Grid(
            tuple(tuple(_cell(*cell) for cell in row) for row in grid["rows"]),
            grid["place"],
            grid["title"],
            tuple(grid["around"]),
            grid["header_rows"],
            tuple(Refusal(*each) for each in grid["refused"]),
        )
        for grid in told["grids"]
    )
    lines = tuple(TextLine(*each) for each in told["lines"])
    return PdfReading(grids, lines, tuple(Refusal(*each) for each in told["refused"]))
