"""What an edition offers to take away, searched: tables, the workbook, feeds, notebooks, drawings, the PDF.

In: a site. Out: harms: links and formulas that live, elements that were made, files that no longer read as what they
are.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from hostile.harms import Harm, Kind, harm
from hostile.payloads import CANARY_SAYS

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_ELSEWHERE = re.compile(r"hostile\.invalid|canary|javascript:|file:", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")

_PLANTED = re.compile(r"hostile-\d")
"""In the class of an element that a text planted, and how its name begins; an anchor of a text's words has it later."""
_SAID = ("aria-label", "aria-roledescription")
"""Attributes that are read out, and hold the words of a chart."""


def search(site: Path) -> Iterator[Harm]:
    """Search every file of a site that is no page."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_dir() or "_static" in path.parts:
            continue
        searched = _SEARCHES.get(path.suffix)
        if searched is None:
            continue
        try:
            yield from (harm(kind, name, shown) for kind, shown in searched(path))
        except Exception as error:  # whatever it is, it is a file that does not read as what it says it is
            yield harm(Kind.SPOILT, name, f"{type(error).__name__}: {error}")


Found = Iterator[tuple[Kind, str]]


def _csv(path: Path) -> Found:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.reader(opened, strict=True):
            for cell in row:
                if cell.startswith(_BEGINS_A_FORMULA) and not _NUMBER.fullmatch(cell) and "hxq" in cell:
                    yield Kind.FORMULA, cell
                yield from _canary(cell)


def _xlsx(path: Path) -> Found:
    workbook = load_workbook(path)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield Kind.FORMULA, f"{sheet.title} {cell.coordinate} {cell.value}"
                if cell.hyperlink is not None and cell.hyperlink.target and _ELSEWHERE.search(cell.hyperlink.target):
                    yield Kind.LINK, f"{sheet.title} {cell.coordinate} to {cell.hyperlink.target}"


def _json(path: Path) -> Found:
    yield from _canary(json.dumps(json.loads(path.read_text(encoding="utf-8"))))


def _js(path: Path) -> Found:
    """The search index and the like: a call of ours with JSON in it, or one line of it."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("Search.setIndex("):
        json.loads(text.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    yield from _canary(text)


def _xml(path: Path) -> Found:
    for element in ElementTree.parse(path).iter():
        for name, value in element.attrib.items():
            if name not in _SAID and _leads_elsewhere(value):
                yield Kind.LINK, f"<{element.tag} {name}={value}>"
            if re.match(r"on|\{.*\}on", name):
                yield Kind.MADE, f"<{element.tag} {name}={value}>"
            if re.search(r"hostile-\d", value) and name in ("class", "id"):
                yield Kind.MADE, f"<{element.tag} {name}={value}>"
        if element.tag.rpartition("}")[2] in ("script", "foreignObject", "image", "iframe"):
            yield Kind.MADE, f"<{element.tag}> {element.text or ''}"
        if element.attrib.get("type") in ("html", "xhtml"):
            yield from _html(element.text or "")


def _png(path: Path) -> Found:
    if not path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n"):
        yield Kind.SPOILT, "no PNG"


def _ipynb(path: Path) -> Found:
    """A notebook shows its outputs to whoever opens it: HTML as HTML, Markdown as Markdown."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            yield from _html(_MARKDOWN.render(cell.source))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            yield from _html("".join(data.get("text/html", "")))
            yield from _html(_MARKDOWN.render("".join(data.get("text/markdown", ""))))


def _html(text: str) -> Found:
    if not text:
        return
    for element in BeautifulSoup(text, "html.parser").find_all(True):
        classes, name = " ".join(map(str, element.get_attribute_list("class"))), str(element.get("id", ""))
        if _PLANTED.search(classes) or _PLANTED.match(name):
            yield Kind.MADE, f"{classes} {name} <{element.name}>"
        for name, value in element.attrs.items():
            if name.startswith("on"):
                yield Kind.MADE, f"<{element.name} {name}={value}>"
            if name in ("href", "src", "action", "data", "srcset") and _leads_elsewhere(str(value)):
                yield Kind.LINK, f"<{element.name} {name}={value}>"
    yield from _canary(text)


def _pdf(path: Path) -> Found:
    from pypdf import PdfReader

    document = PdfReader(path)
    catalogue = document.root_object
    for name in ("/OpenAction", "/AA"):
        if name in catalogue:
            yield Kind.MADE, f"the PDF has {name}: {catalogue[name]}"
    names = catalogue.get("/Names", {})
    yield from ((Kind.MADE, f"the PDF has {name}") for name in ("/EmbeddedFiles", "/JavaScript") if name in names)
    for page in document.pages:
        for noted in page.get("/Annots", ()):
            action = noted.get_object().get("/A", {})
            address = str(action.get("/URI", ""))
            if _ELSEWHERE.search(address) or action.get("/S") in ("/JavaScript", "/Launch"):
                yield Kind.LINK, f"the PDF leads to {action}"
        yield from _canary(page.extract_text())


def _text(path: Path) -> Found:
    yield from _canary(path.read_text(encoding="utf-8", errors="replace"))


def _leads_elsewhere(address: str) -> bool:
    """Whether an address leads out of its page: an anchor of the words of a text holds them all, and stays."""
    return not address.startswith("#") and _ELSEWHERE.search(address) is not None


def _canary(text: str) -> Found:
    if CANARY_SAYS in text:
        yield Kind.READ, CANARY_SAYS


_SEARCHES: dict[str, Callable[[Path], Found]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".json": _json,
    ".js": _js,
    ".xml": _xml,
    ".svg": _xml,
    ".png": _png,
    ".ipynb": _ipynb,
    ".pdf": _pdf,
    ".html": _text,
    ".md": _text,
}
