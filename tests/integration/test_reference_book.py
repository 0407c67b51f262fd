"""The reference builds as a Jupyter Book of its own, with warnings as errors."""

import shutil
from pathlib import Path

from trustbook.site.jupyter_book import build_book

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def test_the_reference_is_a_book(tmp_path):
    book, log = tmp_path / "reference", tmp_path / "log"
    shutil.copytree(FOLDER, book)
    assert build_book(book, log), log.read_text(encoding="utf-8")
    made = {path.stem for path in (book / "_build" / "html").glob("*.html")}
    assert {path.stem for path in FOLDER.glob("*.md")} <= made
