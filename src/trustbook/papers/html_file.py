"""Read the tables of a web page: cells that span, nested tables, captions, footnote marks; hidden text is not there.

In: the bytes of a file. Out: a `Grid` for each table, and the lines of text around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trustbook.core.errors import ReturnError
from trustbook.papers.html_figures import classes_in_red, is_red, number_behind
from trustbook.papers.model import Grid, GridCell, Refusal
from trustbook.papers.short_rows import take_out_short

_MOST_CELLS = 200_000
_MOST_SPAN = 200
_DEEPEST = 200
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NEVER_SEEN = {"script", "style", "template", "noscript", "head", "title"}
_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "dd", "dt", "section"}
_BREAK = "\x00"
"""Stands for a break of lines, apart from the line breaks of the page's source, which are not seen."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def grids_of(content: bytes, shown: str) -> tuple[list[Grid], list[str]]:
    """Read the tables of a page. Raises ReturnError for what is too large or no page."""
    root = _parsed(content, shown)
    red = classes_in_red(root)
    grids: list[Grid] = []
    lines: list[str] = []
    above: list[str] = []
    pending: list[Any] = []
    for kind, what in _in_order(root):
        if kind == "text":
            above.append(what)
            lines.append(what)
            if pending:
                grids[-1] = _with_line_below(grids[-1], what)
                pending = pending[:-1]
        else:
            grid = _grid(what, len(grids) + 1, above[-3:], shown, red)
            if grid is not None:
                grids.append(grid)
                pending = [None, None, None]
            above = []
    return grids, lines


def _with_line_below(grid: Grid, line: str) -> Grid:
    return Grid(grid.rows, grid.place, grid.title, (*grid.around, line), grid.header_rows, grid.refused)


def _parsed(content: bytes, shown: str) -> Any:
    from lxml import etree, html

    if b"\x00" in content[:2_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _no_page(shown)
    declared = _CHARSET.search(content[:4_000])
    encoding = declared[1].decode("ascii") if declared else None
    if encoding is None or encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8" if _is_utf_8(content) else "windows-1252"
    elif encoding.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        encoding = "windows-1252"  # as every browser reads it
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        parser = html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, recover=True)
        root = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, LookupError, ValueError):
        raise _no_page(shown) from None
    return root


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _no_page(shown: str) -> ReturnError:
    return ReturnError("it is not a web page that can be read", code="no_page", file=shown, expected="a page of HTML")


def _in_order(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield the tables and the lines of text outside them, in the order of the page."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        if isinstance(element, str):
            pieces.append(element)
            continue
        if done:
            if element.tag in _BLOCKS:
                yield from _line(pieces)
            continue
        if not _is_seen(element):
            if element.tail:
                pieces.append(element.tail)
            continue
        if element.tag == "table":
            yield from _line(pieces)
            yield "table", element
            for inner in _nested(element):
                yield "table", inner
            if element.tail:
                pieces.append(element.tail)
            continue
        if element.tag in _BLOCKS or element.tag == "br":
            yield from _line(pieces)
        if element.tail:
            stack.append((element.tail, True))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(list(element)))
        if element.text:
            pieces.append(element.text)
    yield from _line(pieces)


def _line(pieces: list[str]) -> Iterator[tuple[str, Any]]:
    text = " ".join("".join(pieces).split())
    pieces.clear()
    if text:
        yield "text", text


def _is_seen(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NEVER_SEEN:
        return False
    return "hidden" not in element.attrib and not _HIDDEN.search(element.get("style", ""))


def _nested(table: Any) -> Iterator[Any]:
    """Yield the tables that stand in cells of a table."""
    for each in table.iterdescendants("table"):
        if all(_is_seen(parent) for parent in each.iterancestors()) and _is_seen(each):
            yield each


def _rows(table: Any) -> list[tuple[Any, bool]]:
    """Return the rows of a table in the order in which they are seen, and whether each is in its head."""
    head: list[tuple[Any, bool]] = []
    body: list[tuple[Any, bool]] = []
    foot: list[tuple[Any, bool]] = []
    for child in table:
        if not _is_seen(child):
            continue
        if child.tag == "tr":
            body.append((child, False))
        elif child.tag in ("thead", "tbody", "tfoot"):
            to = {"thead": head, "tbody": body, "tfoot": foot}[child.tag]
            to.extend((row, child.tag == "thead") for row in child if row.tag == "tr" and _is_seen(row))
    return head + body + foot


def _grid(table: Any, number: int, above: list[str], shown: str, red: frozenset[str]) -> Grid | None:
    place = f"table {number}"
    rows = _rows(table)
    placed: dict[tuple[int, int], GridCell] = {}
    taken: set[tuple[int, int]] = set()
    refused: list[Refusal] = []
    header_rows, in_head = 0, True
    for down, (row, of_head) in enumerate(rows):
        cells = [cell for cell in row if cell.tag in ("td", "th") and _is_seen(cell)]
        heads = [cell.tag == "th" for cell in cells if _text(cell, [])]
        in_head = in_head and (of_head or (bool(heads) and all(heads)) or not heads)
        header_rows += in_head
        across = 0
        for cell in cells:
            while (down, across) in taken:
                across += 1
            wide, tall = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - down)
            struck: list[str] = []
            where = f"{place}, row {down + 1}, column {across + 1}"
            text = _text(cell, struck)
            bold = cell.tag == "th" or _is_bold(cell)
            behind = number_behind(cell, text)
            placed[down, across] = GridCell(text, where, behind, wide, tall, bold, _indent(cell), is_red(cell, red))
            refused += [Refusal(each, where, "it is struck through") for each in struck]
            for low in range(down, down + tall):
                for right in range(across, across + wide):
                    taken.add((low, right))
            if len(taken) > _MOST_CELLS:
                raise ReturnError(
                    f"{place} has more than {_MOST_CELLS:,} cells", code="too_large", file=shown, expected="fewer"
                )
            across += wide
    if not placed:
        return None
    width = max(across for _, across in taken) + 1
    by_row: list[dict[int, GridCell]] = [{} for _ in rows]
    for (down, across), made in placed.items():
        by_row[down][across] = made
    ends = [max((across for low, across in taken if low == down), default=-1) + 1 for down in range(len(rows))]
    take_out_short(by_row, ends, width, refused)
    cells_in_rows = tuple(
        tuple(
            by_row[down].get(across, GridCell("", f"{place}, row {down + 1}, column {across + 1}"))
            for across in range(width)
        )
        for down in range(len(rows))
    )
    caption = next((_text(each, []) for each in table if each.tag == "caption"), "")
    return Grid(
        cells_in_rows,
        place,
        " ".join(caption.split()) or (above[-1] if above else None),
        tuple(above),
        header_rows if 0 < header_rows < len(rows) else None,
        tuple(refused),
    )


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    if text == "0" and name == "rowspan":
        return _MOST_SPAN
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() else 1


def _text(cell: Any, struck: list[str], depth: int = 0) -> str:
    """Return what is seen in a cell: no nested tables, no deleted text; raised figures are marks, not digits."""
    pieces: list[str] = []
    _collect(cell, pieces, struck, depth)
    text = "".join(pieces).replace("\u00a0", " ")
    return "\n".join(line for each in text.split(_BREAK) if (line := " ".join(each.split())))


def _collect(element: Any, pieces: list[str], struck: list[str], depth: int) -> None:
    if depth > _DEEPEST:
        return
    pieces.append(element.text or "")
    for child in element:
        if child.tag in ("del", "s", "strike"):
            gone = _text(child, [], depth + 1)
            if any(each.isdigit() for each in gone):
                struck.append(gone)
        elif child.tag == "sup" and _is_seen(child):
            pieces.append(_raised(_text(child, [], depth + 1)))
        elif child.tag == "br":
            pieces.append(_BREAK)
        elif child.tag == "img":
            pieces.append(" ")
        elif child.tag != "table" and _is_seen(child):
            block = child.tag in _BLOCKS
            pieces.append(_BREAK if block else "")
            _collect(child, pieces, struck, depth + 1)
            pieces.append(_BREAK if block else "")
        pieces.append(child.tail or "")


def _raised(mark: str) -> str:
    """Write a raised mark so that it cannot be taken for a digit of the figure before it."""
    mark = mark.strip().strip("()[]")
    return mark.translate(_SUPERSCRIPTS) if mark.isdigit() else f" [{mark}]" if mark else ""


def _is_bold(cell: Any) -> bool:
    return any(each.tag in ("b", "strong") for each in cell.iterdescendants()) or "bold" in cell.get("style", "")


def _indent(cell: Any) -> int:
    found = re.search(r"(?:padding-left|text-indent|margin-left)\s*:\s*(\d+)", cell.get("style", ""))
    if found:
        return min(int(found[1]), 999)
    leading = re.match(r"[\u00a0\u2003 ]*", "".join(cell.itertext())[:40])
    return len(leading[0].replace(" ", "")) if leading else 0
