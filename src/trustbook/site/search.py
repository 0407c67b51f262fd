"""Make the search page lead to the chapter that a reader means, with its answer in our own words.

In: the folder that Sphinx has written, and everyday words by page. Out: an index with titles and answers as plain text,
and a search page with our own script (`static/search.js`) in place of Sphinx's, which inserts titles as HTML. If
Sphinx's files are not as expected they do not change: the page's policy still protects it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustbook.config.workspace import Workspace
from trustbook.site.description import describe
from trustbook.site.glossary_links import GLOSSARY
from trustbook.site.search_words import FILE, words_of

_INDEX, _PAGE = "searchindex.js", "search.html"
_WRAPPED = re.compile(r"Search\.setIndex\((\{.*\})\)\s*;?\s*", re.DOTALL)
_SCRIPT = re.compile(r'(?<=")_static/searchtools\.js(?:\?[^"]*)?(?=")')
_KEPT = ("docnames", "terms", "titleterms")
"""What the script reads of Sphinx's index: the pages, and by word the pages that have it."""


def setup(app: Any) -> None:
    """Register with Sphinx, before unused assets are looked for."""
    app.connect("build-finished", _finish, priority=900)


def _finish(app: Any, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    words = _words(Path(app.srcdir))
    pages = {page: (title.astext(), _answer(app, page)) for page, title in app.env.titles.items()}
    terms = {
        term.casefold(): anchor
        for term, _, kind, place, anchor, _ in app.env.get_domain("std").get_objects()
        if kind == "term" and place == GLOSSARY
    }
    use_own_search(Path(app.outdir), pages, words, terms)


def use_own_search(
    folder: Path,
    pages: Mapping[str, tuple[str, str]],
    words: Mapping[str, list[str]],
    terms: Mapping[str, str],
) -> None:
    """Change both index and search page, or neither.

    `pages` gives title and answer of each page as plain text, `words` the everyday words by page in the order of the
    menu, `terms` the place of each term in the glossary.
    """
    index, page = folder / _INDEX, folder / _PAGE
    if not (index.exists() and page.exists()):
        return
    wrapped = _WRAPPED.fullmatch(index.read_text(encoding="utf-8"))
    html = page.read_text(encoding="utf-8")
    if wrapped is None or not _SCRIPT.search(html):
        return
    found = json.loads(wrapped[1])
    names = found["docnames"]
    menu = {name: place for place, name in enumerate(words)}
    content = {key: found[key] for key in _KEPT} | {
        "titles": [pages[name][0] for name in names],
        "answers": [pages[name][1] for name in names],
        "words": [words.get(name, []) for name in names],
        "order": [menu.get(name, len(menu)) for name in names],
        "glossary": [GLOSSARY, terms],
    }
    index.write_text(f"Search.setIndex({json.dumps(content, separators=(',', ':'))})", encoding="utf-8")
    page.write_text(_SCRIPT.sub("_static/search.js", html), encoding="utf-8")
    (folder / "_static" / "searchtools.js").unlink(missing_ok=True)  # another file's comment names it


def _answer(app: Any, page: str) -> str:
    source = Path(app.env.doc2path(page))
    return describe(app.env.get_doctree(page), source if source.suffix == ".ipynb" else None)


def _words(source: Path) -> dict[str, list[str]]:
    """Read the words of an edition, or work them out from the settings beside the book."""
    if (source / FILE).exists():
        found: dict[str, list[str]] = json.loads((source / FILE).read_text(encoding="utf-8"))
        return found
    if (source / "params" / "trust.yaml").exists():
        workspace = Workspace(source)
        return words_of(workspace.pages(), workspace.settings)
    return {}
