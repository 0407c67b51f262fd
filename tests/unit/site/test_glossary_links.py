from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st

from trustbook.site.glossary_links import link_terms, meanings

TERMS = {"Contract sum": "g.html#a", "Contract split": "g.html#b", "Variance": "g.html#c", "RAG": "g.html#d"}
LINK = '<a class="tb-term reference internal" href="g.html#c">variance</a>'


def output(html):
    """What a notebook shows, as myst-nb puts it into a page."""
    return nodes.raw("", html, format="html", classes=["output", "text_html"])


def linked_html(*pieces):
    page = new_document("page")
    page.extend(map(output, pieces))
    link_terms(page, TERMS)
    return [node.astext() for node in page]


def linked(source):
    page = publish_doctree(source)
    before = page.astext()
    link_terms(page, TERMS)
    assert page.astext() == before
    return [(each.astext(), each["refuri"]) for each in page.findall(nodes.reference) if "tb-term" in each["classes"]]


def test_only_the_first_use_on_a_page_is_linked():
    assert linked("The variance and the variance.\n\nVariance.") == [("variance", "g.html#c")]
    assert linked_html("<p>The variance and the variance.</p>", "<p>Variance.</p>") == [
        f"<p>The {LINK} and the variance.</p>",
        "<p>Variance.</p>",
    ]


def test_running_text_and_what_notebooks_show_are_one_page():
    page = publish_doctree("The variance.")
    page += output("<p>variance, contract sum</p>")
    link_terms(page, TERMS)
    assert "variance, <a" in page[-1].astext()


@pytest.mark.parametrize(
    "source",
    [
        "variance\n========\n\ntext\n\nof variance\n-----------\n\ntext",
        "`variance <https://example.org>`_",
        "``variance``",
        "::\n\n  variance",
        ".. variance",
        "variance\n  what it is",
        "===  ========\none  variance\n===  ========",
        ".. math:: variance",
        ".. raw:: html\n\n  <p>variance</p>",
    ],
    ids=["heading", "link", "code", "block of code", "comment", "term", "table", "formula", "HTML of a page's own"],
)
def test_a_heading_a_link_a_table_and_the_like_are_left_alone(source):
    assert linked(source) == []


@pytest.mark.parametrize("name", ["h2", "a", "table", "code", "figure", "details", "summary", "nav"])
def test_they_are_left_alone_in_what_a_notebook_shows(name):
    body = f"<{name}><b>variance</b></{name}>"
    assert linked_html(body) == [body]


def test_running_text_after_a_part_that_is_left_alone_is_linked():
    assert linked("Variance\n========\n\nOf variance\n-----------\n\n*variance*") == [("variance", "g.html#c")]
    assert linked_html("<h2>Variance</h2><p>variance</p>") == [f"<h2>Variance</h2><p>{LINK}</p>"]


def test_two_terms_in_one_sentence_are_both_linked():
    found = [("contract split", "g.html#b"), ("contract sum", "g.html#a")]
    assert linked("contract split, contract sum") == found
    assert linked_html("<p>contract sum, contract split</p>")[0].count("tb-term") == 2


def test_an_abbreviation_in_small_letters_is_another_word():
    assert linked("a rag") == []
    assert linked("a RAG") == [("RAG", "g.html#d")]


def test_a_part_of_a_longer_word_is_no_use_of_a_term():
    assert linked("covariance variance-like") == []


def test_nothing_in_a_comment_or_an_attribute_is_linked():
    body = "<!-- variance --><p title='variance'>&#39;x</p>"
    assert linked_html(body) == [body]


@given(st.text(alphabet="<>pvarianceRAG /=\"'h2!-", max_size=60))
def test_the_words_of_a_page_are_never_changed(text):
    assert _words(linked_html(text)[0]) == _words(text)


def _words(html):
    return BeautifulSoup(html, "html.parser").get_text()


def test_the_glossary_is_in_order_with_an_empty_line_before_each_term():
    lines = (Path(__file__).parents[3] / "book" / "glossary.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("```{glossary}") + 1
    terms = [(place, line) for place, line in enumerate(lines) if place >= start and line[:1].isalpha()]
    names = [name.lower() for _, name in terms]
    assert names == sorted(names)
    assert all(not lines[place - 1] for place, _ in terms[1:])


def test_each_term_has_its_meaning_as_text_by_the_place_of_its_entry():
    term = nodes.term("", "Contract ", nodes.emphasis("", "sum"), ids=["term-contract-sum"])
    meaning = nodes.definition("", nodes.paragraph("", "What is\nagreed."), nodes.paragraph("", "<b>For</b> a year."))
    page = new_document("page")
    page += nodes.definition_list("", nodes.definition_list_item("", term, meaning))
    assert meanings(page) == {"term-contract-sum": ("Contract sum", "What is agreed. <b>For</b> a year.")}
