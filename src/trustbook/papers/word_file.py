"""Read the tables of a Word document: merged cells, tables over pages, nested tables; deleted text is not there.

In: the bytes of a .docx file. Out: a `Grid` for each table, and the lines of text around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zipfile import BadZipFile

from trustbook.core.errors import ReturnError
from trustbook.data.workbooks.packed import open_bounded
from trustbook.papers.html_figures import is_red_colour
from trustbook.papers.model import Grid, GridCell, Refusal
from trustbook.papers.short_rows import take_out_short

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MOST_CELLS = 200_000
_MOST_SPAN = 200
_DEEPEST = 60
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"}
_STEP = 240
"""Twips of one step of indent, about 4 mm."""


@dataclass
class _Read:
    """What is found while the body is read."""

    grids: list[Grid]
    lines: list[str]
    above: list[str]
    since: int = 0
    """How many lines stand between the last table and here."""


def grids_of(content: bytes, shown: str) -> tuple[list[Grid], list[str]]:
    """Read the tables of a document. Raises ReturnError for what is too large or no document."""
    body = _body(content, shown)
    read = _Read([], [], [])
    for kind, element in _blocks(body, 0):
        if kind == "paragraph":
            text = _one_line(_paragraph(element, []))
            if text:
                _add_line(read, text)
        else:
            _add_table(read, element, shown)
    return read.grids, read.lines


def _body(content: bytes, shown: str) -> Any:
    from lxml import etree

    try:
        with open_bounded(content, shown) as archive:
            part = archive.read("word/document.xml").replace(_STRICT, _USUAL)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        body = etree.fromstring(part, parser).find(f"{_W}body")
    except (BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, OSError, EOFError):
        body = None
    if body is None:
        raise ReturnError(
            "it is not a Word document that can be read",
            code="no_document",
            file=shown,
            expected="a document (.docx)",
            mend="Open it in Word, and save it as .docx.",
        )
    return body


def _name(element: Any) -> str:
    return element.tag[len(_W) :] if isinstance(element.tag, str) and element.tag.startswith(_W) else ""


def _blocks(parent: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield paragraphs and tables in their order, through the wrappers that Word puts around them."""
    if depth > _DEEPEST:
        return
    for child in parent:
        name = _name(child)
        if name == "p":
            yield "paragraph", child
        elif name == "tbl":
            yield "table", child
        elif name in _WRAPPERS:
            yield from _blocks(child, depth + 1)


def _add_line(read: _Read, text: str) -> None:
    read.lines.append(text)
    read.above.append(text)
    read.since += 1
    if read.grids and read.since <= 3:
        last = read.grids[-1]
        read.grids[-1] = replace(last, around=(*last.around, text))


def _add_table(read: _Read, table: Any, shown: str) -> None:
    above = read.above[-3:]
    read.above = []
    grid = _grid(table, f"table {len(read.grids) + 1}", above, shown)
    if grid is not None:
        read.grids.append(grid)
        read.since = 0
    for inner in _nested(table):
        nested = _grid(inner, f"table {len(read.grids) + 1}", above, shown)
        if nested is not None:
            read.grids.append(nested)


def _nested(table: Any) -> Iterator[Any]:
    for row in _rows(table, 0):
        for cell in _cells(row, 0):
            for kind, element in _blocks(cell, 0):
                if kind == "table":
                    yield element
                    yield from _nested(element)


def _rows(table: Any, depth: int) -> Iterator[Any]:
    """Yield the rows that are there: none that a tracked change deletes."""
    for child in table if depth < _DEEPEST else ():
        name = _name(child)
        if name == "tr":
            properties = child.find(f"{_W}trPr")
            if properties is None or (properties.find(f"{_W}del") is None and not _is_on(properties, "hidden")):
                yield child
        elif name in _WRAPPERS:
            yield from _rows(child, depth + 1)


def _cells(row: Any, depth: int) -> Iterator[Any]:
    for child in row if depth < _DEEPEST else ():
        name = _name(child)
        if name == "tc":
            yield child
        elif name in _WRAPPERS:
            yield from _cells(child, depth + 1)


def _grid(table: Any, place: str, above: list[str], shown: str) -> Grid | None:
    rows: list[dict[int, GridCell]] = []
    tops: dict[int, tuple[int, int]] = {}
    ends: list[int] = []
    refused: list[Refusal] = []
    header_rows = width = count = 0
    in_head = True
    for down, row in enumerate(_rows(table, 0)):
        placed: dict[int, GridCell] = {}
        properties = row.find(f"{_W}trPr")
        across = _number(properties, "gridBefore")
        in_head = in_head and _is_on(properties, "tblHeader")
        header_rows += in_head
        for cell in _cells(row, 0):
            of_cell = cell.find(f"{_W}tcPr")
            wide = min(max(_number(of_cell, "gridSpan"), 1), _MOST_SPAN)
            merged = of_cell.find(f"{_W}vMerge") if of_cell is not None else None
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue" and across in tops
            where = f"{place}, row {down + 1}, column {across + 1}"
            if goes_on:
                top, left = tops[across]
                first = rows[top][left] if top < down else placed[left]
                rows[top][left] = replace(first, spans_rows=down - top + 1)
            else:
                placed[across] = _cell(cell, where, wide, refused)
                tops.pop(across, None)
                if merged is not None:
                    tops[across] = (down, across)
            across += wide
            count += wide
            if count > _MOST_CELLS:
                raise ReturnError(
                    f"{place} has more than {_MOST_CELLS:,} cells", code="too_large", file=shown, expected="fewer"
                )
        ends.append(across)  # cells that were deleted leave a gap after the row, and those left have shifted
        width = max(width, across + _number(properties, "gridAfter"))
        rows.append(placed)
    if not any(cell.text for placed in rows for cell in placed.values()):
        return None
    take_out_short(rows, ends, width, refused)
    cells = tuple(
        tuple(placed.get(index, GridCell("", f"{place}, row {down}, column {index + 1}")) for index in range(width))
        for down, placed in enumerate(rows, 1)
    )
    return Grid(
        cells,
        place,
        above[-1] if above else None,
        tuple(above),
        header_rows if 0 < header_rows < len(rows) else None,
        tuple(refused),
    )


def _cell(cell: Any, place: str, wide: int, refused: list[Refusal]) -> GridCell:
    struck: list[str] = []
    pieces: list[str] = []
    bold: list[bool] = []
    red: list[bool] = []
    indent = 0
    for kind, element in _blocks(cell, 0):
        if kind == "paragraph":
            text = _paragraph(element, struck, bold, red)
            if text.strip():
                indent = indent or _indent(element)
                pieces.append(text)
    refused += [Refusal(each, place, "it is struck through") for each in struck]
    text = "\n".join(line for piece in pieces for each in piece.split("\n") if (line := _one_line(each)))
    return GridCell(text, place, None, wide, 1, bool(bold) and all(bold), indent, any(red))


def _paragraph(paragraph: Any, struck: list[str], bold: list[bool] | None = None, red: list[bool] | None = None) -> str:
    pieces: list[str] = []
    _runs(paragraph, pieces, struck, bold if bold is not None else [], red if red is not None else [], 0)
    return "".join(pieces)


def _runs(parent: Any, pieces: list[str], struck: list[str], bold: list[bool], red: list[bool], depth: int) -> None:
    """Gather the text of runs that is seen: none that is deleted, moved away or hidden; raised figures as marks."""
    if depth > _DEEPEST:
        return
    for child in parent:
        name = _name(child)
        if name == "r":
            properties = child.find(f"{_W}rPr")
            text = _run(child)
            if not text or _is_on(properties, "vanish"):
                continue
            if _is_on(properties, "strike") or _is_on(properties, "dstrike"):
                struck += [text.strip()] if any(each.isdigit() for each in text) else []
                continue
            if text.strip():
                bold.append(_is_on(properties, "b"))
            colour = properties.find(f"{_W}color") if properties is not None else None
            if colour is not None and any(each.isdigit() for each in text):
                red.append(is_red_colour(colour.get(f"{_W}val", "")))
            raised = properties.find(f"{_W}vertAlign") if properties is not None else None
            is_raised = raised is not None and raised.get(f"{_W}val") == "superscript"
            pieces.append(_raised(text) if is_raised else text)
        elif name in _WRAPPERS:
            _runs(child, pieces, struck, bold, red, depth + 1)


def _run(run: Any) -> str:
    pieces = []
    for child in run:
        name = _name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("br", "cr"):
            pieces.append("\n")
        elif name == "tab":
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _raised(mark: str) -> str:
    """Write a raised mark so that it cannot be taken for a digit of the figure before it."""
    plain = mark.strip().strip("()[]")
    return plain.translate(_SUPERSCRIPTS) if plain.isdigit() else f" [{plain}]" if plain else mark


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _number(properties: Any, name: str) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    text = found.get(f"{_W}val", "0") if found is not None else "0"
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdigit() else 0


def _indent(paragraph: Any) -> int:
    found = paragraph.find(f"{_W}pPr/{_W}ind")
    if found is None:
        return 0
    text = found.get(f"{_W}left", found.get(f"{_W}start", "0"))
    return int(text) // _STEP if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())
