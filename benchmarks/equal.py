"""Whether two pipelines gave the same: outputs of chapters, and text of pages.

In: executed notebooks and built pages of both. Out: what differs, in words; nothing if they are equal. Left aside is
what differs by nature: times, counts and ids of execution, cells and sections that show nothing, and what our pages
have as parts of an edition: the menu of periods, the name of the report for paper, and what the tie-out and the gate
found, which no plain tool works out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OURS = (
    *("nav.tb-periods", "p.tb-paper", "script", "style"),
    *("span.tb-contradicted", "aside.tb-warnings", "p.tb-doubts", "details.tb-origin > ul ~ *"),
)
_SHOWN = 12


def chapters_differ(ours: Path, plain: Path) -> Iterator[str]:
    """Compare two folders of executed notebooks, cell by cell where a cell shows something."""
    names = [{path.name for path in folder.glob("*.ipynb")} for folder in (ours, plain)]
    if names[0] != names[1] or not names[0]:
        yield f"the chapters are {sorted(names[0])} and {sorted(names[1])}"
        return
    for name in sorted(names[0]):
        mine, theirs = (_shown(folder / name) for folder in (ours, plain))
        if len(mine) != len(theirs):
            yield f"{name}: {len(mine)} and {len(theirs)} cells show something"
        for number, (one, other) in enumerate(zip(mine, theirs, strict=False), 1):
            if one != other:
                yield f"{name}: what cell {number} of those that show something shows"


def pages_differ(ours: Path, plain: Path, pages: list[str]) -> Iterator[str]:
    """Compare the text of these pages (without suffix) of two built books."""
    if not pages:
        yield "no page is compared"
    for page in pages:
        mine, theirs = (_text(folder / f"{page}.html") for folder in (ours, plain))
        if not mine:
            yield f"{page}: it says nothing"
        for what, start, end, other_start, other_end in SequenceMatcher(None, mine, theirs, False).get_opcodes():
            if what != "equal":
                one, other = mine[start:end][:_SHOWN], theirs[other_start:other_end][:_SHOWN]
                yield f"{page}: '{' '.join(one)}' and '{' '.join(other)}'"


def _shown(notebook: Path) -> list[Any]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [
        [{key: value for key, value in output.items() if key != "execution_count"} for output in cell["outputs"]]
        for cell in cells
        if cell.get("outputs")
    ]


def _text(page: Path) -> list[str]:
    """The words of a page."""
    article = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find("article")
    if not isinstance(article, Tag):
        return []
    for each in article.select(", ".join(_OURS)):
        each.decompose()
    for section in reversed(article.find_all("section")):
        said = [text for text in section.find_all(string=True) if text.strip()]
        if all(text.find_parent(_HEADINGS) for text in said):
            section.decompose()
    return article.get_text(" ").split()
