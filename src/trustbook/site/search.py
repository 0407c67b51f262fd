"""Make the search page show titles as plain text, where Sphinx turns them into HTML elements.

In: the folder that Sphinx has written. Out: an index with plain-text titles, and a search script that inserts them as
text. If Sphinx's files are not as expected they do not change: the page's policy still protects it.
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
    """Register with Sphinx, before unused assets are looked for."""
    app.connect("build-finished", _finish, priority=900)


def _finish(app: Any, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        show_titles_as_text(Path(app.outdir), {page: title.astext() for page, title in app.env.titles.items()})


def show_titles_as_text(folder: Path, titles: Mapping[str, str]) -> None:
    """Change both index and script, or neither: Sphinx's index holds titles as HTML, and its script inserts them so.

    `titles` gives the title of each page as plain text.
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
