"""What a page is described by, in a link to it or a feed: the first sentence of its answer.

In: a chapter as it ran, whose outputs carry their text as metadata (components/page.py), or a page as Sphinx holds it.
Out: text. Nothing is read out of HTML.
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
    """Go through what the outputs of a notebook say of themselves, in order."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            said = output.get("metadata", {}).get(SAID)
            if said:
                yield said


def describe(doctree: nodes.document, notebook: Path | None = None) -> str:
    """Give the first sentence of a page's answer, or of its first paragraph."""
    answer = "" if notebook is None else answer_of(notebook)
    return answer or _first_sentence(_opening(doctree))


def answer_of(notebook: Path) -> str:
    """Give the first sentence of a chapter's answer; empty where it has none."""
    return _first_sentence(next((said["answer"] for said in outputs_said(notebook) if said.get("answer")), ""))


def _opening(doctree: nodes.document) -> str:
    """What is emphasised below the title of a page, or else its first paragraph."""
    section = next(doctree.findall(nodes.section), doctree)
    paragraphs = [each for each in section.children if isinstance(each, nodes.paragraph)]
    strong = next((found for each in paragraphs for found in each.findall(nodes.strong)), None)
    first = strong if strong is not None else next(doctree.findall(nodes.paragraph), None)
    return "" if first is None else str(first.astext())


def _first_sentence(text: str) -> str:
    text = " ".join(text.split())
    sentence = _SENTENCE.match(text)
    return sentence[0] if sentence else text
