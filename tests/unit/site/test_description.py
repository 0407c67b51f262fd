"""What a page is described by: the chapter's own text, or Sphinx's document, and never HTML."""

import json

import pytest
from docutils.core import publish_doctree

from trustbook.components.page import SAID, Headline, KeyFigure, KeyFigures, bullets, say
from trustbook.core.markup import link, strong
from trustbook.site.description import describe

PAGE = """Savings
=======

A page without an answer. It has more.
"""


def notebook(path, *shown):
    file = path / "chapter.ipynb"
    outputs = [{"metadata": each._repr_mimebundle_()[1]} for each in shown]
    file.write_text(json.dumps({"cells": [{"source": "# x"}, {"outputs": outputs}]}), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAGE, "A page without an answer."),
        ("Title\n=====\n\nFirst.\n\nThen **the answer, £1.4m. More** of it.\n", "the answer, £1.4m."),
        ("Title\n=====\n\n- **in a list**\n\nA paragraph.\n", "in a list"),
        ("Title\n=====\n", ""),
    ],
)
def test_a_page_is_described_by_what_it_emphasises_or_begins_with(text, said):
    assert describe(publish_doctree(text, settings_overrides={"report_level": 5})) == said


def test_a_chapter_is_described_by_the_first_sentence_of_its_answer(tmp_path):
    answer = say(strong("Of £7.672m, <£1.4m> isn't lost. More."), "Then.")
    figures = KeyFigures((KeyFigure("Pressure", "£1m", ()),))
    assert describe(publish_doctree(PAGE), notebook(tmp_path, figures, answer)) == "Of £7.672m, <£1.4m> isn’t lost."
    assert describe(publish_doctree(PAGE), notebook(tmp_path, Headline("Yes. No."), answer)) == "Yes."
    assert describe(publish_doctree(PAGE), notebook(tmp_path, bullets(["a"]))) == "A page without an answer."


def test_what_is_shown_carries_its_text_beside_its_html():
    data, metadata = say(strong("One & two.") + " " + link("three", "a.html"))._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"}
    assert "<strong>One &amp; two.</strong>" in data["text/html"]
    assert metadata == {SAID: {"answer": "One & two. three"}}


def test_a_text_of_nothing_says_nothing():
    assert say()._repr_mimebundle_()[1] == {}
