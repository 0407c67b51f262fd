"""Links from the first use of a term on a page to its place in the glossary.

In: a page's HTML and the terms that the book's glossary defines (Sphinx knows them). Out: the HTML with links in its
running text; headings, links, tables, code, figures and what can be folded away are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from trustbook.core.markup import Markup, escape
from trustbook.site import FRAGMENTS

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
    taken: list[re.Match[str]] = []
    links: dict[int, Markup] = {}
    for term in list(waiting):
        # an abbreviation is written in capitals wherever it is meant
        pattern = re.compile(rf"(?<![\w\-]){re.escape(escape(term))}(?![\w\-])", 0 if term.isupper() else re.IGNORECASE)
        free = (found for found in pattern.finditer(text) if all(_apart(found, other) for other in taken))
        found = next(free, None)
        if found is not None:
            taken.append(found)
            address = waiting.pop(term)
            links[found.start()] = FRAGMENTS.render("term.html", address=address, words=Markup(found[0]))
    parts, place = [], 0
    for found in sorted(taken, key=lambda each: each.start()):
        parts += [text[place : found.start()], links[found.start()]]
        place = found.end()
    return "".join([*parts, text[place:]])


def _apart(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.end() <= other.start() or other.end() <= one.start()
