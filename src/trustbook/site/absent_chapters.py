"""Leave chapters that have nothing to show out of an edition: out of its menu, its pages and the links of the others.

In: the table of contents, the chapters executed for a period, pages. Out: the same without those chapters, and the one
line on the front page that names them. A chapter says itself that it has nothing (components/absent.py).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import nbformat

from trustbook.components.absent import THIS_MONTH
from trustbook.components.page import NOTHING, SAID

_HOLDERS = ("parts", "chapters", "sections", "subtrees", "entries")
"""The lists of a table of contents."""
_SUFFIX = re.compile(r"\.(?:ipynb|md|html)$")
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_IN_MARKDOWN = re.compile(r"(?<!!)\[([^\]\[]*)\]\(([^()\s]*)\)|\{doc\}`(?:([^`<]*?)\s*<([^`>]*)>|([^`<>]*))`")


def reason(notebook: Path) -> str:
    """Return why an executed chapter has nothing to show, or an empty string if it has something."""
    said = [
        output.get("metadata", {}).get(SAID, {}).get(NOTHING, "")
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", ())
    ]
    return str(said[0]) if said and all(said) else ""


def without(contents: Any, absent: Iterable[str]) -> Any:
    """Take pages out of a table of contents, and a list or part that is empty then; what stood below one moves up."""
    gone = set(absent)
    if isinstance(contents, list):
        kept = [made for node in contents for made in _kept(node, gone)]
        return [node for node in kept if node]
    if isinstance(contents, dict):
        made = {key: without(value, gone) if key in _HOLDERS else value for key, value in contents.items()}
        return {key: value for key, value in made.items() if key not in _HOLDERS or value}
    return contents


def _kept(node: Any, gone: set[str]) -> list[Any]:
    made = without(node, gone)
    if not isinstance(node, dict):
        return [made]
    if _SUFFIX.sub("", str(node.get("file", ""))) in gone:
        return [below for holder in _HOLDERS for below in made.get(holder, ())]
    is_empty_part = "file" not in node and any(holder in node and holder not in made for holder in _HOLDERS)
    return [] if is_empty_part else [made]


def unlinked_in_markdown(text: str, page: str, absent: Iterable[str]) -> str:
    """Replace the links of a Markdown page that lead to absent pages by their words."""
    gone = set(absent)

    def one(found: re.Match[str]) -> str:
        words, address = (found[1], found[2]) if found[2] is not None else (found[3] or "", found[4] or found[5])
        return words if _target(address, page) in gone else found[0]

    return _IN_MARKDOWN.sub(one, text)


def unlink_pages(folder: Path, absent: Sequence[str]) -> None:
    """Replace the links of finished pages that lead to absent pages by their words."""
    gone, names = set(absent), [f"{page.rpartition('/')[2]}.html" for page in absent]
    for file in sorted(folder.rglob("*.html")) if gone else ():
        html = file.read_text(encoding="utf-8")
        if any(name in html for name in names):
            made = _unlinked(html, file.relative_to(folder).as_posix(), gone)
            if made != html:
                file.write_text(made, encoding="utf-8")


def _unlinked(html: str, page: str, gone: set[str]) -> str:
    return _LINK.sub(lambda found: found[2] if _target(found[1], page) in gone else found[0], html)


def _target(address: str, page: str) -> str:
    """Return the page that an address on a page leads to."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), address.partition("#")[0]))
    return _SUFFIX.sub("", path.lstrip("/"))


def line(titles: Sequence[str], month: str, *, held: bool) -> str:
    """Say in one line, in Markdown, which chapters a report does not have and why; `titles` are Markdown."""
    why = f"{month}'s return does not report them" if held else f"we do not have {month}'s return"
    return f"This report leaves out some chapters, because {why}. Left out: {'; '.join(titles)}."


def add_line(front: Path, text: str) -> None:
    """Add the line to the front page: after the cell that leads to most chapters, or else at its end."""
    if front.suffix == ".md":
        front.write_text(f"{front.read_text(encoding='utf-8').rstrip()}\n\n{text}\n", encoding="utf-8")
        return
    notebook = nbformat.read(front, as_version=nbformat.NO_CONVERT)
    links = [_links_in(cell) for cell in notebook.cells]
    place = links.index(max(links)) + 1 if any(links) else len(notebook.cells)
    cell = nbformat.v4.new_markdown_cell(text, id="not-in-this-report")
    notebook.cells.insert(place, cell)
    nbformat.write(notebook, front)


def _links_in(cell: Any) -> int:
    """Count the links to chapters in what a cell has put out."""
    shown = ["".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", ())]
    return sum(len(re.findall(r'href="[\w-]+\.html"', html)) for html in shown)


def of_this_month(reasons: dict[str, str]) -> list[str]:
    """Select the chapters that a return could have reported and did not."""
    return [page for page, why in reasons.items() if why == THIS_MONTH]
