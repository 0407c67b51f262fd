"""Every figure of two books comes from where it was last read to come from (`golden_origins.py`)."""

import pytest
from golden_books import workspace_of
from golden_origins import BOOKS, file_of, origins_of


@pytest.mark.parametrize("book", BOOKS)
def test_the_figures_of_a_book_come_from_where_they_did(tmp_path, book):
    body, period = book.split()
    kept = file_of(book).read_text(encoding="utf-8").rstrip("\n")
    assert origins_of(period, workspace_of(body, tmp_path / "workspace")) == kept
