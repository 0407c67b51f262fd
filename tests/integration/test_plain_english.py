"""Every page of every edition is in plain English: short sentences, no retired word, no name that is for programs.

Text of returns and titles of papers are theirs, and are left out.
"""

import re
import sys
from pathlib import Path
from statistics import mean

import pytest
from workspaces import ROOT

sys.path.append(str(Path(__file__).parents[1] / "sentences"))
from english import FOR_PROGRAMS, LONGEST, RETIRED, of_ours, prose, sentences, words

SHORTEST_MEAN, LONGEST_MEAN = 12, 20
"""Words of a sentence on average, over an edition."""
SHORTEST_OF_A_PAGE = 10
"""A page of short lists may be below that."""
FEW = 10
"""With so few sentences a page has no average to speak of."""
TOO_FINE = re.compile(r"£\d[\d,]*\.\d{3}m")
"""No source gives more than thousands, and no sentence should repeat all of them."""
NAMES_FILES = {"book/data-quality", "book/downloads", "book/tie-out", "notebooks/about-the-data"}
"""Pages about the files themselves, which name them."""


@pytest.fixture(scope="module")
def said(site):
    """The sentences of ours on each page of each edition, as `period/page`."""
    pages = {}
    for path in sorted(site.glob("*-P*/**/*.html")):
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(site).with_suffix("").as_posix()
        if 'http-equiv="refresh"' not in html and not name.endswith("/search"):
            pages[name] = [each for text in prose(html) for each in sentences(of_ours(text, ROOT / "data"))]
    assert len({name.split("/")[0] for name in pages}) == len(list((ROOT / "data").glob("*-P*")))
    return pages


def found_in(said, wrong):
    """The sentences that something is wrong with, each with the first page that it is on."""
    places = {}
    for page, each in ((page, each) for page, found in said.items() for each in found):
        if wrong(page, each):
            places.setdefault(each, page)
    return [f"{page}: {each}" for each, page in places.items()]


def test_no_sentence_is_longer_than_thirty_words(said):
    assert found_in(said, lambda _, each: len(words(each)) > LONGEST) == []


def test_sentences_are_short_on_average(said):
    editions, pages = {}, {}
    for page, found in said.items():
        # A sentence that quotes a return has a length that is not ours.
        lengths = [len(words(each)) for each in found if "…" not in each]
        editions.setdefault(page.partition("/")[0], []).extend(lengths)
        if len(lengths) >= FEW:
            pages[page] = mean(lengths)
    assert [each for each, lengths in editions.items() if not SHORTEST_MEAN <= mean(lengths) <= LONGEST_MEAN] == []
    assert {page: each for page, each in pages.items() if not SHORTEST_OF_A_PAGE <= each <= LONGEST_MEAN} == {}


def test_no_sentence_has_a_word_that_we_retired(said):
    assert found_in(said, lambda _, each: RETIRED.search(each)) == []


def test_no_sentence_names_a_file_or_a_parameter(said):
    assert (
        found_in(said, lambda page, each: page.partition("/")[2] not in NAMES_FILES and FOR_PROGRAMS.search(each)) == []
    )


def test_no_sentence_gives_an_amount_to_the_thousand_of_a_million(said):
    assert found_in(said, lambda _, each: TOO_FINE.search(each)) == []
