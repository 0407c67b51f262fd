"""Every figure, sentence and table of seven books is as it was last read (`golden_books.py`)."""

import pytest
from golden_books import BOOKS, FIGURES, GOLDEN, parts_in, parts_of, section, text_of, workspace_of


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory):
    bodies = {book.partition(" ")[0] for book in BOOKS}
    return {body: workspace_of(body, tmp_path_factory.mktemp(body) / "workspace") for body in bodies}


def _every():
    for book in BOOKS:
        body, period = book.split()
        text = (GOLDEN / f"{body}-{period}.txt").read_text(encoding="utf-8")
        yield from ((body, period, part) for part in parts_in(text))


@pytest.mark.parametrize(("body", "period", "part"), list(_every()))
def test_a_part_of_the_book_says_what_it_said(workspaces, body, period, part):
    golden = (GOLDEN / f"{body}-{period}.txt").read_text(encoding="utf-8")
    assert text_of(part, period, workspaces[body]) == section(golden, part)


@pytest.mark.parametrize("book", BOOKS)
def test_every_chapter_of_the_book_is_among_the_texts(workspaces, book):
    body, period = book.split()
    parts = parts_of(period, workspaces[body])
    assert [part for each, when, part in _every() if (each, when) == (body, period)] == parts
    assert parts[0] == FIGURES
