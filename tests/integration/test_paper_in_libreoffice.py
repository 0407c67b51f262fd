"""LibreOffice opens a paper, makes a tagged PDF of it that has every word, and saves it as other kinds of document."""

import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from workbooks_filled_in import needs_libreoffice, saved_by_libreoffice

from trustbook.committee import pdf
from trustbook.committee.document import fill
from trustbook.committee.template import default_template
from trustbook.core.errors import PublishError
from trustbook.site.pdf_checks import failures
from trustbook.site.pdf_tags import children, elements, kind

sys.path.append(str(Path(__file__).parents[1] / "unit" / "committee"))
from sample_paper import PAPER
from word_files import W, lines, part, text_of

pytestmark = [needs_libreoffice, pytest.mark.xdist_group("libreoffice")]
SPACE = re.compile(r"\s+")


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "report-1.docx"
    path.write_bytes(fill(PAPER))
    return path


@pytest.fixture(scope="module")
def made(document):
    return pdf.as_pdf(document)


@pytest.fixture(scope="module")
def root(made):
    return PdfReader(BytesIO(made)).trailer["/Root"]


def bare(text):
    """A text without the spaces at which a page breaks its lines."""
    return SPACE.sub("", text)


def test_the_pdf_passes_the_checks_that_a_program_can_make(made):
    assert failures(made) == []


def test_the_pdf_names_its_language_and_shows_its_title(made, root):
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert PdfReader(BytesIO(made)).metadata.title == PAPER.block.title


def test_headings_heading_cells_and_pictures_are_what_they_are_in_the_tags(root):
    found = [kind(each) for each in elements(root["/StructTreeRoot"])]
    assert found.count("/H1") == 1 + len(PAPER.sections) + len(PAPER.appendices) + 1
    assert found.count("/H2") == sum(len(each.parts) for each in PAPER.sections)
    tables = [each for each in elements(root["/StructTreeRoot"]) if kind(each) == "/Table"]
    assert len(tables) == 4
    for table in tables:
        first, *others = [each for each in elements(table) if kind(each) == "/TR"]
        assert {kind(each) for each in children(first)} == {"/TH"}
        assert [[kind(each) for each in children(row)] for row in others] == [
            ["/TH", *["/TD"] * (len(children(first)) - 1)] for _ in others
        ]
    pictures = [each for each in elements(root["/StructTreeRoot"]) if kind(each) == "/Figure"]
    drawn = [each for appendix in PAPER.appendices for each in appendix.pictures]
    assert [each.description in str(found["/Alt"]) for each, found in zip(drawn, pictures, strict=True)] == [True]


def test_the_outline_of_the_pdf_has_every_heading(made):
    titles = [each.title for each in flat(PdfReader(BytesIO(made)).outline)]
    assert [each for each in titles if "Appendix A" in each]
    for section in PAPER.sections:
        assert any(section.title in each for each in titles)


def flat(outline):
    for each in outline:
        yield from flat(each) if isinstance(each, list) else [each]


def test_every_paragraph_of_the_paper_is_in_the_text_of_the_pdf(document, made):
    shown = bare("".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages))
    content = document.read_bytes()
    missing = [each for each in lines(content) if bare(each) not in shown and not in_cell(content, each)]
    assert missing == []
    cells = [text_of(each) for each in part(content).iter(f"{W}tc")]
    assert [word for cell in cells for word in cell.split() if bare(word) not in shown] == []


def in_cell(content, text):
    """Whether it is the text of a cell, which a page breaks beside those of others."""
    return text in {text_of(each) for each in part(content).iter(f"{W}tc")}


def test_a_pdf_is_the_same_bytes_each_time(document, made):
    assert pdf.as_pdf(document) == made


def test_saved_as_another_kind_and_back_it_says_the_same(document):
    back = saved_by_libreoffice(saved_by_libreoffice(document, "odt"), "docx")
    before, after = ([bare(each) for each in lines(path.read_bytes()) if each.strip()] for path in (document, back))
    assert after == before


def test_as_plain_text_every_paragraph_has_its_number(document):
    text = saved_by_libreoffice(document, "txt").read_text(encoding="utf-8-sig")
    assert "2.1 The forecast is £1.230m over." in text.replace("\t", " ")
    assert "a) notes the forecast overspend of £1.230m;" in text.replace("\t", " ")
    assert "5.1.1 The overspend is £1.230m." in text.replace("\t", " ")


def test_without_libreoffice_the_error_says_how_to_get_it(document, monkeypatch):
    monkeypatch.setenv("TRUSTBOOK_LIBREOFFICE", "no-such-program")
    with pytest.raises(PublishError, match="sudo apt install libreoffice-writer"):
        pdf.as_pdf(document)


def test_a_libreoffice_that_makes_nothing_or_never_ends_is_an_error_that_says_so(document, monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho no export filter\n")
    program.chmod(0o755)
    monkeypatch.setenv("TRUSTBOOK_LIBREOFFICE", str(program))
    with pytest.raises(PublishError, match="no export filter"):
        pdf.as_pdf(document)
    program.write_text("#!/bin/sh\nsleep 600\n")
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    with pytest.raises(PublishError, match="seconds"):
        pdf.as_pdf(document)


def test_the_folder_of_the_document_and_the_profile_of_the_user_stay_as_they_are(document):
    beside = sorted(document.parent.iterdir())
    home = Path.home() / ".config" / "libreoffice"
    before = home.exists()
    pdf.as_pdf(document)
    assert sorted(document.parent.iterdir()) == beside
    assert home.exists() == before


def test_a_template_that_another_program_saved_is_filled_the_same(tmp_path):
    template = tmp_path / "paper.docx"
    template.write_bytes(default_template())
    saved = saved_by_libreoffice(saved_by_libreoffice(template, "odt"), "docx")
    assert lines(fill(PAPER, saved.read_bytes())) == lines(fill(PAPER))
