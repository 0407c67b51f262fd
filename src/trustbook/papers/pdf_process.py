"""Read the pages of a PDF in a process of its own, with limits on memory and time; `pdf_file` starts it.

In: the bytes of a PDF on standard input. Out: on standard output one line of JSON after each page, and at the end one
with the grids, the lines of text and what was refused, or with the reason why there are none.
"""

from __future__ import annotations

import itertools
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from trustbook.papers.model import Grid, Refusal
from trustbook.papers.pdf_grids import grid_of
from trustbook.papers.pdf_pages import PageText, chains_of, read_pages, running_lines, text_of_page
from trustbook.papers.pdf_shapes import PageTooFullError, shapes_of

MOST_PAGES = 1_500
MOST_MEMORY = 2_000_000_000
MOST_WORDS = 1_500_000
_FEW = 8
"""Characters: a page with fewer and a picture on it is a scan with a page number."""


def main() -> None:
    """Read standard input and write messages to standard output."""
    _limit()
    logging.disable(logging.CRITICAL)
    try:
        told = read_content(sys.stdin.buffer.read(), _say)
    except MemoryError:
        told = {"error": "too_much", "problem": "reading it takes more memory than any paper needs"}
    _say(told)


def read_content(content: bytes, say: Any = lambda told: None) -> dict[str, Any]:
    """Read all pages of a PDF; `say` is given a message after each. Returns what was read, or an error."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(content)) as document:
            return _read(document, say)
    except _RefusedError as refused:
        return {"error": refused.kind, "problem": str(refused)}
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return {"error": "password", "problem": "it is protected with a password"}
    except PdfminerException as error:
        if any(isinstance(each, (PDFPasswordIncorrect, PDFEncryptionError)) for each in error.args):
            return {"error": "password", "problem": "it is protected with a password"}
        return {"error": "broken", "problem": "it cannot be read as a PDF: it is damaged or not finished"}
    except RecursionError:
        return {"error": "broken", "problem": "its parts lie too deep in each other"}
    except MemoryError:
        raise
    except (PDFException, Exception):  # a damaged file can fail anywhere in the parser
        return {"error": "broken", "problem": "it cannot be read as a PDF: it is damaged or not finished"}


class _RefusedError(Exception):
    def __init__(self, kind: str, problem: str) -> None:
        super().__init__(problem)
        self.kind = kind


def _read(document: Any, say: Any) -> dict[str, Any]:
    begun = time.monotonic()
    texts: list[PageText] = []
    refused: list[Refusal] = []
    scans, words = 0, 0
    pages = list(itertools.islice(_pages(document), MOST_PAGES + 1))
    if len(pages) > MOST_PAGES:
        raise _RefusedError("too_much", f"it has more than {MOST_PAGES:,} pages")
    if not pages:
        raise _RefusedError("broken", "it has no pages")
    for number, page in enumerate(pages, start=1):
        text, why = _text(page, number)
        if why:
            refused.append(Refusal("", f"page {number}", why))
            scans += why.startswith("it has no text")
        if text is not None:
            texts.append(text)
            words += len(text.words)
        if words > MOST_WORDS:
            raise _RefusedError("too_much", f"it has more than {MOST_WORDS:,} words")
        say({"page": number, "of": len(pages), "seconds": time.monotonic() - begun})
    if not any(text.words for text in texts):
        if scans:
            raise _RefusedError("scan", "it has no text layer: its pages are pictures, or all their text is drawn")
        raise _RefusedError("scan", "no text can be seen on its pages")
    read, full = read_pages(texts, running_lines(texts))
    refused += full
    grids = [grid_of(chain) for chain in chains_of(read)]
    lines = [
        [line.text, page.number, f"page {page.number}, line {i}"]
        for page in read
        for i, line in enumerate(page.lines, start=1)
    ]
    return {"grids": [_plain(grid) for grid in grids], "lines": lines, "refused": [_refusal(each) for each in refused]}


def _pages(document: Any) -> Iterator[Any]:
    """Yield the pages one by one, so that a file with endless pages is not counted to its end."""
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page

    height = 0.0
    for number, page in enumerate(PDFPage.create_pages(document.doc), start=1):
        made = Page(document, page, page_number=number, initial_doctop=height)
        height += float(made.height)
        yield made


def _text(page: Any, number: int) -> tuple[PageText | None, str]:
    """Return the words and lines of a page, or why there are none."""
    try:
        shapes = shapes_of(page, number)
        text = text_of_page(shapes)
    except PageTooFullError as full:
        return None, f"the page has {full}, more than a page of any paper"
    except RecursionError:
        return None, "the page cannot be read: its parts lie too deep in each other"
    except MemoryError:
        raise
    except Exception:
        return None, "the page cannot be read: it is damaged"
    finally:
        page.close()
    characters = sum(len(word.text) for word in text.words)
    if characters < _FEW and (shapes.pictures or shapes.drawn > 200):
        return text, "it has no text layer: it is a picture, and would have to be read by text recognition"
    return text, ""


def _plain(grid: Grid) -> dict[str, Any]:
    return {
        "rows": [
            [[cell.text, cell.place, cell.spans_columns, cell.spans_rows, cell.bold, cell.indent] for cell in row]
            for row in grid.rows
        ],
        "place": grid.place,
        "title": grid.title,
        "around": list(grid.around),
        "header_rows": grid.header_rows,
        "refused": [_refusal(each) for each in grid.refused],
    }


def _refusal(each: Refusal) -> list[str]:
    return [each.printed, each.place, each.why]


def _limit() -> None:
    """Limit the memory and the time of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        for name, most in (("RLIMIT_AS", MOST_MEMORY), ("RLIMIT_CPU", 1_000), ("RLIMIT_CORE", 0)):
            which = getattr(resource, name)
            _, hard = resource.getrlimit(which)
            resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _say(told: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
