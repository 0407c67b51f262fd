"""Every chart of three books is drawn as it was last looked at (`golden_drawings.py`)."""

import pytest
from golden_books import chapters_of, parts_in, section, workspace_of
from golden_drawings import BOOKS, drawings_of, file_of


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory):
    return {book: workspace_of(book.split()[0], tmp_path_factory.mktemp("drawn") / "workspace") for book in BOOKS}


def _kept():
    for book in BOOKS:
        yield from ((book, chapter) for chapter in parts_in(file_of(book).read_text(encoding="utf-8")))


@pytest.mark.parametrize(("book", "chapter"), list(_kept()))
def test_the_charts_of_a_chapter_are_drawn_as_they_were(workspaces, book, chapter):
    kept = section(file_of(book).read_text(encoding="utf-8"), chapter)
    assert drawings_of(chapter, book.split()[1], workspaces[book]) == kept


@pytest.mark.parametrize("book", BOOKS)
def test_every_chapter_with_a_chart_is_among_the_drawings(workspaces, book):
    period = book.split()[1]
    drawn = [each for each in chapters_of(workspaces[book]) if drawings_of(each, period, workspaces[book])]
    assert [chapter for of, chapter in _kept() if of == book] == drawn
