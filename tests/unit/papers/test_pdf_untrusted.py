"""A PDF that is broken, protected, a scan or hostile ends in one clear sentence, within bounded time and memory."""

from __future__ import annotations

import time
import zlib

import pytest

from trustbook.core.errors import ReturnError
from trustbook.papers import pdf_file, pdf_process, pdf_shapes
from trustbook.papers.pdf_file import grids_of, read_pdf
from unit.papers.pdf_maker import Sheet, pdf, stream, written


def words() -> Sheet:
    sheet = Sheet()
    sheet.text(50, 100, "The forecast is an overspend of 1,234.")
    return sheet


def page(contents: bytes, how: str = "/Filter /FlateDecode", resources: str = "") -> bytes:
    """One page with these contents, as they are."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> "
            "/Contents 4 0 R >>".encode(),
            stream(contents, how),
        ]
    )


def sentence(content: bytes) -> str:
    with pytest.raises(ReturnError) as raised:
        read_pdf(content, "paper.pdf")
    found = str(raised.value)
    assert found.startswith("paper.pdf: ")
    assert "\n" not in found
    return found


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj << /Type", pdf(words())[:600], b"PK\x03\x04"])
def test_a_broken_file_is_said_to_be_damaged(content):
    found = sentence(content)
    assert "damaged" in found or "no PDF" in found


def test_a_file_with_a_password_says_so():
    key = "00" * 32
    extra = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >> /ID [<00> <00>]"
    assert "password" in sentence(pdf(words(), extra=extra))


def test_a_scan_is_said_to_have_no_text_layer():
    picture = b"q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"
    assert "no text layer" in sentence(page(zlib.compress(picture)))


def test_a_scanned_page_among_others_is_refused_with_its_number():
    scan = Sheet()
    scan.marks.append("q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")
    found = read_pdf(pdf(words(), scan), "paper.pdf")
    assert [(each.place, each.why[:21]) for each in found.refused] == [("page 2", "it has no text layer:")]
    grids, lines = grids_of(pdf(words(), scan), "paper.pdf")
    assert [grid.refused[0].place for grid in grids] == ["page 2"]
    assert lines == ["The forecast is an overspend of 1,234."]


def test_a_small_file_that_unpacks_to_much_more_ends_within_seconds(monkeypatch):
    monkeypatch.setattr(pdf_file, "MOST_SECONDS_TO_OPEN", 5)
    twice = zlib.compress(zlib.compress(b"0 0 m " * 20_000_000, 9), 9)
    assert len(twice) < 10_000
    begun = time.monotonic()
    sentence(page(twice, "/Filter [/FlateDecode /FlateDecode]"))
    assert time.monotonic() - begun < 25


def test_parts_that_lie_too_deep_in_each_other_end_in_a_sentence():
    sentence(page(zlib.compress(b"[" * 200_000)))
    sentence(b"%PDF-1.7\n1 0 obj\n" + b"<< /A " * 100_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF")


def test_a_form_that_draws_itself_ends():
    form = stream(
        b"/X Do " * 4, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    content = page(b"/X Do", "", "/XObject << /X 5 0 R >>")
    content = content.replace(b"xref\n", b"5 0 obj\n" + form + b"\nendobj\nxref\n", 1)
    sentence(content)


def test_pages_that_name_themselves_as_their_children_end():
    begun = time.monotonic()
    found = read_pdf(pdf(words()).replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]"), "paper.pdf")
    assert len(found.lines) <= 1
    assert time.monotonic() - begun < 20


def test_ten_thousand_pages_are_too_many():
    kids = "3 0 R " * 10_000
    content = written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count 10000 /Kids [{kids}] >>".encode(),
            *(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>" for _ in range(1)),
        ]
    )
    begun = time.monotonic()
    sentence(content)
    many = written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count 10000 /Kids [{' '.join(f'{i} 0 R' for i in range(3, 10_003))}] >>".encode(),
            *(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>" for _ in range(10_000)),
        ]
    )
    assert "more than 1,500 pages" in sentence(many)
    assert time.monotonic() - begun < 30


def test_a_page_with_more_characters_than_any_paper_is_refused_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(pdf_shapes, "MOST_GLYPHS", 100)
    full = Sheet()
    for i in range(20):
        full.text(50, 100 + 12 * i, "a line of words that is long")
    told = pdf_process.read_content(pdf(words(), full))
    assert told["refused"][0][1] == "page 2"
    assert [line[0] for line in told["lines"]] == ["The forecast is an overspend of 1,234."]


def test_a_file_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_file, "MOST_SECONDS_TO_OPEN", 0.01)
    assert "longer than" in sentence(pdf(words()))


def test_progress_is_told_after_each_page():
    told = []
    read_pdf(pdf(words(), words(), words()), "paper.pdf", lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_five_times_as_many_full_pages_take_no_more_than_ten_times_as_long():
    assert read_of_full_pages(10) < 10 * read_of_full_pages(2)


def read_of_full_pages(count):
    """Seconds of the processor."""
    sheets = []
    for number in range(count):
        sheet = Sheet()
        for i in range(40):
            sheet.text(50, 60 + 18 * i, f"Service {number} {i}")
            for j in range(8):
                sheet.text(200 + 45 * j, 60 + 18 * i, f"{i + 1},{100 + j}", right=True)
        sheet.grid([46, *(204 + 45 * j - 45 for j in range(9))], [46 + 18 * i for i in range(41)])
        sheets.append(sheet)
    file = pdf(*sheets)
    begun = time.process_time()
    told = pdf_process.read_content(file)
    took = time.process_time() - begun
    assert sum(len(grid["rows"]) for grid in told["grids"]) == count * 40
    return took
