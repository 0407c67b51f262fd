import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.site.glossary_links import link_terms

TERMS = {"Contract sum": "g.html#a", "Contract split": "g.html#b", "Variance": "g.html#c", "RAG": "g.html#d"}


def test_only_the_first_use_on_a_page_is_linked():
    body = link_terms("<p>The variance and the variance.</p><p>Variance.</p>", TERMS)
    assert body == '<p>The <a class="tb-term" href="g.html#c">variance</a> and the variance.</p><p>Variance.</p>'


@pytest.mark.parametrize("name", ["h2", "a", "table", "code", "figure", "details", "summary", "nav"])
def test_a_heading_a_link_a_table_and_the_like_are_left_alone(name):
    body = f"<{name}><b>variance</b></{name}>"
    assert link_terms(body, TERMS) == body


def test_running_text_after_a_part_that_is_left_alone_is_linked():
    assert link_terms("<h2>Variance</h2><p>variance</p>", TERMS).count("tb-term") == 1


def test_two_terms_in_one_sentence_are_both_linked():
    assert link_terms("<p>contract sum, contract split</p>", TERMS).count("tb-term") == 2


def test_an_abbreviation_in_small_letters_is_another_word():
    assert link_terms("<p>a rag</p>", TERMS) == "<p>a rag</p>"


def test_a_part_of_a_longer_word_is_no_use_of_a_term():
    assert link_terms("<p>covariance variance-like</p>", TERMS) == "<p>covariance variance-like</p>"


def test_nothing_in_a_comment_or_an_attribute_is_linked():
    body = '<!-- variance --><p title="variance">x</p>'
    assert link_terms(body, TERMS) == body


@given(st.text(alphabet="<>pvarianceRAG /=\"'h2!-", max_size=60))
def test_the_words_of_a_page_are_never_changed(text):
    without = re.sub(r'<a class="tb-term" href="[^"]*">(.*?)</a>', r"\1", link_terms(text, TERMS))
    assert without == text


def test_the_glossary_is_in_order_with_an_empty_line_before_each_term():
    lines = (Path(__file__).parents[3] / "book" / "glossary.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("```{glossary}") + 1
    terms = [(place, line) for place, line in enumerate(lines) if place >= start and line[:1].isalpha()]
    names = [name.lower() for _, name in terms]
    assert names == sorted(names)
    assert all(not lines[place - 1] for place, _ in terms[1:])
