"""Write the elements of a Word document: paragraphs, runs, and texts that stay texts whatever is in them.

In: texts. Out: elements of WordprocessingML. A text from outside only ever becomes the text of an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from trustbook.core.characters import on_one_line, visible

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TO_WRITE = "To write"
"""The character style of what a person must write."""
LANGUAGE = "en-GB"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GAP = re.compile(r"(\[To be written:[^\]]*\])")


def name(tag: str) -> str:
    """Return the full name of a tag or an attribute of Word."""
    return f"{{{W}}}{tag}"


def element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """Build an element with attributes of Word's own, and what is in it; children that are None are left out."""
    made = etree.Element(name(tag), nsmap={"w": W})
    for key, value in attributes.items():
        made.set(name(key), str(value))
    made.extend(child for child in children if child is not None)
    return made


def plain(text: str) -> str:
    """Write a text on one line, with what cannot be seen (or cannot be in a document) as escapes."""
    return visible(on_one_line(text))


def text_element(text: str) -> Any:
    """Build the element of a text, in which every space counts."""
    made = element("t")
    made.text = plain(text)
    made.set(_SPACE, "preserve")
    return made


def run(text: str, style: str = "", look: Any = None) -> Any:
    """Build a run in a character style (by its id), or with a copy of the properties of another run."""
    properties = None
    if look is not None or style:
        properties = element("rPr") if look is None else _copy(look)
        if style:
            for old in properties.findall(name("rStyle")):
                properties.remove(old)
            properties.insert(0, element("rStyle", val=style))
    return element("r", properties, text_element(text))


def runs(text: str, styles: StyleIds, look: Any = None, strong: bool = False) -> list[Any]:
    """Build the runs of a text; what a person must write is set in the style that shows it."""
    style = styles[TO_WRITE]
    usual = styles["Strong"] if strong else ""
    return [run(part, style if _GAP.fullmatch(part) else usual, look) for part in _GAP.split(text) if part]


def paragraph(style: str, *children: Any, also: Any = None) -> Any:
    """Build a paragraph in a style, by the style's id; `also` is a property besides, such as its number."""
    return element("p", element("pPr", element("pStyle", val=style), also), *children)


def field(instruction: str, shown: str) -> Any:
    """Build a field that Word works out, such as `PAGE`, with what it shows until then."""
    return element("fldSimple", element("r", text_element(shown)), instr=f" {instruction} ")


def texts(paragraph: Any) -> list[Any]:
    """List the text elements of a paragraph, without those of paragraphs in a box within it."""
    return [each for each in paragraph.iter(name("t")) if next(each.iterancestors(name("p"))) is paragraph]


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph."""
    return "".join(each.text or "" for each in texts(paragraph))


def paragraphs(root: Any) -> Iterator[Any]:
    """Yield every paragraph of a part: in its body, its tables, its boxes."""
    yield from list(root.iter(name("p")))


class StyleIds:
    """The ids of the styles of a document, by the names that Word shows."""

    def __init__(self, styles: Any) -> None:
        self._ids = {
            each.find(name("name")).get(name("val")).casefold(): each.get(name("styleId"))
            for each in styles.iter(name("style"))
            if each.find(name("name")) is not None
        }

    def __contains__(self, shown: str) -> bool:
        return shown.casefold() in self._ids

    def __getitem__(self, shown: str) -> str:
        return str(self._ids[shown.casefold()])


def _copy(look: Any) -> Any:
    return etree.fromstring(etree.tostring(look))
