"""The pages that a workspace writes itself, and its notebooks' headings, are in the words of its body."""

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from looked_at import some
from trustbook.config.words import Words, use_words
from trustbook.core.errors import PublishError
from trustbook.site import book_words
from trustbook.site.book_words import fill_book, filled

ROOT = Path(__file__).parents[3]
WRITTEN = ("how-to-read", "glossary", "methods")
BODIES = {
    "directorate": Words("directorate", "budget", "budget", "service", "services", 1),
    "company": Words("company", "management fee", "agreement", "cost centre", "cost centres", 3),
    "charity": Words("charity", "spending plan", "plan", "activity", "activities", 0),
}
FOREIGN = {"directorate": r"|\bcouncils\b", "company": "", "charity": r"|\bcouncils?\b"}
OF_A_TRUST = r"\btrusts?\b(?!\.yaml|book)|\bcontracts?\b|\bheadings?\b"


@pytest.fixture(autouse=True)
def _restored():
    yield
    use_words(Words())


@pytest.fixture
def laid_out(tmp_path):
    """The pages and notebooks of the workspace as an edition lays them out, before they are filled in."""
    for folder in ("book", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def said(book):
    """What pages and notebooks say by themselves: their text, and no output."""
    texts = {name: (book / "book" / f"{name}.md").read_text(encoding="utf-8") for name in WRITTEN}
    for path in sorted((book / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts[path.stem] = "\n".join("".join(each["source"]) for each in cells if each["cell_type"] == "markdown")
    return texts


@pytest.mark.parametrize("body", sorted(BODIES))
def test_the_pages_of_a_book_have_no_word_of_another_body(laid_out, body):
    use_words(BODIES[body])
    fill_book(laid_out)
    for name, text in some(said(laid_out).items()):
        assert "{{" not in text, name
        assert not (found := re.findall(OF_A_TRUST + FOREIGN[body], text, re.IGNORECASE)), (name, found)


def test_a_trust_of_two_councils_reads_as_it_always_did(laid_out):
    fill_book(laid_out)
    texts = said(laid_out)
    read = {name: " ".join(text.split()) for name, text in texts.items()}
    assert "Each month the trust tells the two councils where it expects the year to end." in read["how-to-read"]
    assert "It is divided between them by the contract split." in read["glossary"]
    assert "\nContract split\n  The share of the contract sum that each council pays.\n" in texts["glossary"]
    assert "Each council's part of the cost is rounded to a pound." in read["methods"]
    assert texts["call-on-councils"].startswith("# The cost to the councils\n")
    assert "## Contract, savings and staff" in texts["what-changed"]


def test_the_terms_of_the_glossary_are_in_order_whatever_the_words(laid_out):
    fill_book(laid_out)
    lines = said(laid_out)["glossary"].splitlines()
    assert lines[lines.index("```{glossary}") + 1] == ":sorted:"
    terms = [line.lower() for line in lines[lines.index(":sorted:") + 1 :] if line[:1].isalpha()]
    assert terms == sorted(terms)


def test_what_is_divided_is_said_only_of_several_councils():
    texts = {}
    for name, own in BODIES.items():
        use_words(own)
        texts[name] = filled("{{ how_the_cost_is_divided }}|{{ how_parts_are_rounded }}", "x.md")
    assert texts["directorate"] == "|One council pays, so it is not divided."
    assert texts["company"].startswith("It is divided between them by the agreement split.|Each council's part")
    assert texts["charity"] == "|Nobody but the charity pays, so it is not divided."


def test_a_name_that_is_no_word_is_refused_with_its_file_and_line(laid_out):
    page = laid_out / "book" / "methods.md"
    page.write_text("# Methods\n\nThe {{ budget }} of {{ nobody }}\n", encoding="utf-8")
    with pytest.raises(PublishError, match=re.escape("book/methods.md, line 3: '{{ nobody }}'")):
        fill_book(laid_out)


def test_a_page_that_is_not_in_utf_8_is_refused_with_its_file_and_line(laid_out):
    (laid_out / "book" / "methods.md").write_bytes("# Methods\n\nCafé\n".encode("latin-1"))
    with pytest.raises(PublishError, match=re.escape("book/methods.md, line 3: it is not in UTF-8")):
        fill_book(laid_out)


def test_what_a_cell_has_put_out_and_its_code_are_left_as_they_are(laid_out):
    output = {"output_type": "stream", "name": "stdout", "text": ["{{ budget }}"]}
    code = {"cell_type": "code", "source": ["'{{ budget }}'"], "outputs": [output], "metadata": {}}
    cells = [{"cell_type": "markdown", "source": ["# The {{ budget }}"], "metadata": {}}, code]
    path = laid_out / "notebooks" / "years.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    fill_book(laid_out)
    first, second = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert first["source"] == "# The contract sum"
    assert second == code


def test_a_word_cannot_bring_in_markdown():
    use_words(Words(body="[x](y) **z** {{ budget }}"))
    assert "**" not in filled("{{ the_body }}", "x.md")
    assert "[x](" not in filled("{{ the_body }}", "x.md")


@pytest.mark.parametrize(
    ("page", "period", "made"),
    [
        ("book/methods", "", "The contract sum"),
        ("book/tie-out", "", "The {{ budget }}"),
        ("other/page", "", "The {{ budget }}"),
        ("book/methods", "2030-31-P04", "The {{ budget }}"),
    ],
)
def test_jupyter_book_by_itself_fills_in_the_pages_that_are_written(tmp_path, page, period, made):
    env = SimpleNamespace(doc2path=lambda name: str(tmp_path / f"{name}.md"))
    app = SimpleNamespace(env=env, srcdir=str(tmp_path), config=SimpleNamespace(trustbook_period=period))
    source = ["The {{ budget }}"]
    book_words._fill_page(app, page, source)
    assert source == [made]
