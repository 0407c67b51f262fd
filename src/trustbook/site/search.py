"""Have the search page show titles as the text that they are. Sphinx makes elements of them.

In: the folder that Sphinx has written. Out: an index whose titles are plain text, and a search script that puts them on
the page as text. Where Sphinx's files are not as expected they stay as they are: the policy of the page holds all the
same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_INDEX, _TOOLS = "searchindex.js", "_static/searchtools.js"
_WRAPPED = re.compile(r"Search\.setIndex\((\{.*\})\)\s*;?\s*", re.DOTALL)
_AS_ELEMENTS = re.compile(r"\b(linkEl)\.innerHTML = (title);")


def setup(app: Any) -> None:
    """Register with Sphinx; before what is left out is looked for."""
    app.connect("build-finished", _finish, priority=900)


def _finish(app: Any, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        show_titles_as_text(Path(app.outdir), {page: title.astext() for page, title in app.env.titles.items()})


def show_titles_as_text(folder: Path, titles: Mapping[str, str]) -> None:
    """Change index and script together, or neither: titles are HTML in the one because the other takes them for it.

    `titles` has the title of each page, as text.
    """
    index, tools = folder / _INDEX, folder / _TOOLS
    if not (index.exists() and tools.exists()):
        return
    wrapped = _WRAPPED.fullmatch(index.read_text(encoding="utf-8"))
    script = tools.read_text(encoding="utf-8")
    if wrapped is None or not _AS_ELEMENTS.search(script):
        return
    content = json.loads(wrapped[1])
    content["titles"] = [titles[page] for page in content["docnames"]]
    index.write_text(f"Search.setIndex({json.dumps(content, separators=(',', ':'))})", encoding="utf-8")
    tools.write_text(_AS_ELEMENTS.sub(r"\1.textContent = \2;", script), encoding="utf-8")
