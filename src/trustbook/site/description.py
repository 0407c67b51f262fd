"""Extract a page's description, for links and feeds: the first sentence of its answer.

In: an executed chapter, whose outputs carry their text as metadata (components/page.py), or a page's Sphinx document.
Out: text. HTML is not parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes

from trustbook.components.page import SAID

_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.S)


def outputs_said(notebook: Path) -> Iterator[dict[str, Any]]:
    """Yield the metadata that the outputs of a notebook carry, in order."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            carried = output.get("metadata", {}).get(SAID)
            if carried:
                yield carried


def describe(doctree: nodes.document, notebook: Path | None = None) -> str:
    """Return the first sentence of a page's answer, or of its first paragraph."""
    answer = "" if notebook is None else answer_of(notebook)
    return answer or _first_sentence(_opening(doctree))


def answer_of(notebook: Path) -> str:
    """Return the first sentence of a chapter's answer, or an empty string."""
    return _first_sentence(whole_answer(notebook))


def whole_answer(notebook: Path) -> str:
    """Return a chapter's answer, or an empty string."""
    return next((str(carried["answer"]) for carried in outputs_said(notebook) if carried.get("answer")), "")


def _opening(doctree: nodes.document) -> str:
    """Return the emphasised text below a page's title, or else its first paragraph."""
    section = next(doctree.findall(nodes.section), doctree)
    paragraphs = [each for each in section.children if isinstance(each, nodes.paragraph)]
    strong = next((found for each in paragraphs for found in each.findall(nodes.strong)), None)
    first = strong if strong is not None else next(doctree.findall(nodes.paragraph), None)
    return "" if first is None else str(first.astext())


def _first_sentence(text: str) -> str:
    text = " ".join(text.split())
    sentence = _SENTENCE.match(text)
    return sentence[0] if sentence else text
