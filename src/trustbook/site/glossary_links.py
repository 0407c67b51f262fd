"""Link the first use of a term on a page to its glossary entry, and give the script that opens its meaning in place.

In: a page as a tree of nodes, and the terms that Sphinx knows. Out: the tree with links in its running text; headings,
links, tables, code, figures and collapsible parts do not change. A notebook's output is HTML in one node, and is linked
there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from trustbook.site.classes import classes_in

GLOSSARY = "book/glossary"
_CLASS = "tb-term"
_SKIPPED_NODES = (
    *(nodes.title, nodes.subtitle, nodes.term, nodes.table, nodes.figure, nodes.sidebar, nodes.footnote),
    *(nodes.reference, nodes.footnote_reference, nodes.literal, nodes.math, nodes.FixedTextElement, nodes.Invisible),
)
_SKIPPED_ELEMENTS = {
    *("a", "button", "summary", "details", "nav", "aside"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "dt", "table", "figure"),
    *("code", "pre", "svg", "script", "style"),
}


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_config_value("trustbook_everyday_terms", [], "html", types=[list])
    app.add_post_transform(GlossaryLinks)
    app.connect("html-page-context", _add_script)
    app.connect("build-finished", _write_meanings, priority=900)


def _add_script(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if f" {_CLASS}" in classes_in(context.get("body", "")):
        app.add_js_file("terms.js", loading_method="defer")


def _write_meanings(app: Any, error: Exception | None) -> None:
    """Write what `static/terms.js` loads when a term is first pressed."""
    if error is None and app.builder.format == "html" and GLOSSARY in app.env.all_docs:
        content = json.dumps(meanings(app.env.get_doctree(GLOSSARY))).replace("<", "\\u003c")
        place = Path(app.outdir) / "_static" / "terms-data.js"
        place.write_text(f"window.trustbookTerms = {content};\n", encoding="utf-8")


def meanings(glossary: nodes.document) -> dict[str, tuple[str, str]]:
    """Return each term of the glossary and its meaning as plain text, by the place of its entry."""
    found: dict[str, tuple[str, str]] = {}
    for item in glossary.findall(nodes.definition_list_item):
        meaning = " ".join(" ".join(each.astext().split()) for each in item.findall(nodes.definition))
        for term in item.findall(nodes.term):
            found |= {place: (term.astext(), meaning) for place in term["ids"]}
    return found


class GlossaryLinks(SphinxPostTransform):
    """Links the first use of each term, after references are resolved and output formats chosen."""

    default_priority = 500
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Link the terms of one page, except those that are also everyday words."""
        page = self.env.docname
        if page != GLOSSARY:
            terms = {
                term: f"{self.app.builder.get_relative_uri(page, place)}#{anchor}"
                for term, _, kind, place, anchor, _ in self.env.get_domain("std").get_objects()
                if kind == "term" and term.lower() not in self.config.trustbook_everyday_terms
            }
            link_terms(self.document, terms)


def link_terms(document: nodes.document, terms: Mapping[str, str]) -> None:
    """Link the first use of each term: `terms` gives each address by the term as spelled in the glossary."""
    waiting = dict(sorted(terms.items(), key=lambda each: -len(each[0])))
    for text in list(document.findall(nodes.Text)):
        parent = text.parent
        if isinstance(parent, nodes.raw) and "text_html" in parent["classes"]:
            parent.replace(text, nodes.Text(_linked_html(text, waiting)))
        elif not _is_skipped(text):
            parent.replace(text, [_node(*part) for part in _parts(text, waiting)])


def _is_skipped(node: nodes.Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, _SKIPPED_NODES):
            return True
    return False


def _node(words: str, address: str | None) -> nodes.Node:
    if address is None:
        return nodes.Text(words)
    return nodes.reference("", words, refuri=address, internal=True, classes=[_CLASS])


def _linked_html(html: str, waiting: dict[str, str]) -> str:
    """Link terms in a piece of HTML; without any, return it unchanged, byte for byte."""
    soup = BeautifulSoup(html, "html.parser")
    for text in soup.find_all(string=True):
        # comments and similar strings are subclasses
        if type(text) is NavigableString and all(each.name not in _SKIPPED_ELEMENTS for each in text.parents):
            parts = _parts(text, waiting)
            if parts != [(text, None)]:
                text.replace_with(*(_element(soup, *part) for part in parts))
    return str(soup) if soup.find("a", class_=_CLASS) else html


def _element(soup: BeautifulSoup, words: str, address: str | None) -> Tag | str:
    if address is None:
        return words
    return soup.new_tag("a", attrs={"class": f"{_CLASS} reference internal", "href": address}, string=words)


def _parts(text: str, waiting: dict[str, str]) -> list[tuple[str, str | None]]:
    """Split a text at the first use of each term, longest first, and remove those terms from `waiting`."""
    for term in waiting:
        # abbreviations match only in capitals
        pattern = re.compile(rf"(?<![\w\-]){re.escape(term)}(?![\w\-])", 0 if term.isupper() else re.IGNORECASE)
        if found := pattern.search(text):
            link = (found[0], waiting.pop(term))
            return [*_parts(text[: found.start()], waiting), link, *_parts(text[found.end() :], waiting)]
    return [(text, None)] if text else []
