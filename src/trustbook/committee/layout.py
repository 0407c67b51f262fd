"""Keep the layout of a template around what is written into it: widths, page breaks, sections, ends of cells.

In: the paragraph that named a block, and what was written for it. Out: the same, laid out as the template says.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from trustbook.committee.word import W, element, name

USUAL_WIDTH = 9638
"""Twips between the margins of A4, where a template does not say."""
_LEAST_WIDTH = 1000
_CELL_ROOM = 230
_SECTION = etree.XPath("(./w:pPr/w:sectPr | following::w:sectPr)[1]", namespaces={"w": W})
_BEFORE_BREAK = tuple(name(tag) for tag in ("pStyle", "keepNext", "keepLines"))
"""What stands before a page break in the properties of a paragraph."""


def width_at(place: Any) -> int:
    """Return the twips between the margins at a paragraph, or within its cell."""
    width = _page_width(place)
    cell = next(place.iterancestors(name("tc")), None)
    stated = None if cell is None else cell.find(f"{name('tcPr')}/{name('tcW')}")
    if stated is not None and stated.get(name("type")) == "dxa":
        width = min(width, _number(stated.get(name("w"))) - _CELL_ROOM)
    return max(width, _LEAST_WIDTH)


def _page_width(place: Any) -> int:
    found = _SECTION(place)
    size, margins = (found[0].find(name(tag)) for tag in ("pgSz", "pgMar")) if found else (None, None)
    if size is None or margins is None:
        return USUAL_WIDTH
    return _number(size.get(name("w"))) - sum(_number(margins.get(name(side))) for side in ("left", "right"))


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def keep_breaks(place: Any, written: list[Any]) -> None:
    """Keep the page break before a block, and the end of a section after it, that its paragraph had."""
    if written and any(each.get(name("type")) == "page" for each in place.iter(name("br"))):
        _break_before(written[0])
    section = place.find(f"{name('pPr')}/{name('sectPr')}")
    if section is not None:
        place.addprevious(element("p", element("pPr", section)))


def _break_before(paragraph: Any) -> None:
    properties = paragraph.find(name("pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    if properties.find(name("pageBreakBefore")) is None:
        before = sum(each.tag in _BEFORE_BREAK for each in properties)
        properties.insert(before, element("pageBreakBefore"))


def end_with_paragraphs(root: Any) -> None:
    """End a part and each cell of it with a paragraph, as Word requires."""
    for holder in (root, *root.iter(name("tc"))):
        inside = [each for each in holder if each.tag in (name("p"), name("tbl"), name("sdt"))]
        if inside and inside[-1].tag != name("tbl"):
            continue
        if inside:
            inside[-1].addnext(element("p"))
        elif holder.tag == name("tc"):
            holder.append(element("p"))
        else:
            holder.insert(0, element("p"))
