"""Links from the first use of a term on a page to its place in the glossary.

In: a page's HTML and the terms that the book's glossary defines (Sphinx knows them). Out: the HTML with links in its
running text; headings, links, tables, code, figures and what can be folded away are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_TAG = re.compile(r"(<!--.*?-->|<[^>]+>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_LEFT_ALONE = {
    *("a", "button", "summary", "details", "nav", "aside"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "dt", "table", "figure"),
    *("code", "pre", "svg", "script", "style"),
}


def link_terms(body: str, terms: Mapping[str, str]) -> str:
    """Link the first use of each term: `terms` gives the address of each, by the term as the glossary writes it."""
    waiting = dict(sorted(terms.items(), key=lambda each: -len(each[0])))
    parts = _TAG.split(body)
    within: list[str] = []
    for place, part in enumerate(parts):
        if place % 2:
            _step(part, within)
        elif waiting and part.strip() and not within:
            parts[place] = _linked(part, waiting)
    return "".join(parts)


def _step(tag: str, within: list[str]) -> None:
    """Keep track of the elements in which nothing is linked."""
    name = _NAME.match(tag)
    if name is None or name[1].lower() not in _LEFT_ALONE or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        within.append(name[1].lower())
    elif name[1].lower() in within:
        del within[len(within) - 1 - within[::-1].index(name[1].lower()) :]


def _linked(text: str, waiting: dict[str, str]) -> str:
    """Link every waiting term that stands in a piece of text, the longest first, and wait for it no longer."""
    links: list[str] = []
    for term in list(waiting):
        # an abbreviation is written in capitals wherever it is meant
        pattern = re.compile(rf"(?<![\w\-]){re.escape(escape(term))}(?![\w\-])", 0 if term.isupper() else re.IGNORECASE)
        found = pattern.search(text)
        if found:
            links.append(f'<a class="tb-term" href="{escape(waiting.pop(term))}">{found[0]}</a>')
            text = f"{text[: found.start()]}\0{len(links) - 1}\0{text[found.end() :]}"
    return re.sub(r"\0(\d+)\0", lambda held: links[int(held[1])], text)
