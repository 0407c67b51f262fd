"""The index of the search: titles and answers as text, and the everyday words of each page."""

import json

from trustbook.chapters.call_on_councils.search_words import search_words
from trustbook.config.settings import Settings
from trustbook.site.search import use_own_search
from trustbook.site.search_words import words_of

INDEX = {"docnames": ["b", "a"], "terms": {"agenc": 0}, "titleterms": {}, "titles": ["<b>B</b>", "A"], "alltitles": {}}
PAGES = {"a": ("A", "Answer."), "b": ("<b>B</b>", "£1m <i>over</i>.")}


def site(folder, index=INDEX, script="_static/searchtools.js?v=1"):
    (folder / "searchindex.js").write_text(f"Search.setIndex({json.dumps(index)})", encoding="utf-8")
    (folder / "search.html").write_text(f'<script src="{script}"></script>', encoding="utf-8")
    use_own_search(folder, PAGES, {"a": ["first"]}, {"outturn": "term-Outturn"})
    return (folder / "searchindex.js").read_text(encoding="utf-8"), (folder / "search.html").read_text(encoding="utf-8")


def test_the_index_has_titles_answers_and_words_in_the_order_of_its_pages(tmp_path):
    index, page = site(tmp_path)
    assert json.loads(index.removeprefix("Search.setIndex(").removesuffix(")")) == {
        "docnames": ["b", "a"],
        "terms": {"agenc": 0},
        "titleterms": {},
        "titles": ["<b>B</b>", "A"],
        "answers": ["£1m <i>over</i>.", "Answer."],
        "words": [[], ["first"]],
        "order": [1, 0],
        "glossary": ["book/glossary", {"outturn": "term-Outturn"}],
    }
    assert page == '<script src="_static/search.js"></script>'


def test_a_search_page_that_is_not_as_expected_stays_as_it_is(tmp_path):
    index, page = site(tmp_path, script="_static/other.js")
    assert json.loads(index.removeprefix("Search.setIndex(").removesuffix(")")) == INDEX
    assert page == '<script src="_static/other.js"></script>'


def test_those_who_pay_and_the_lines_of_the_budget_are_words_of_the_body(trust_settings):
    settings = Settings.model_validate(trust_settings)
    names = {name for council in settings.councils for name in (council.name, council.short_name)}
    assert names
    assert names <= set(search_words(settings))
    pages = ["notebooks/summary", "notebooks/forecast-trend", "book/glossary", "book/own-page"]
    found = words_of(pages, settings)
    assert list(found) == pages
    assert {heading.name for heading in settings.headings} <= set(found["notebooks/forecast-trend"])
    assert "definition" in found["book/glossary"]
    assert found["book/own-page"] == []
