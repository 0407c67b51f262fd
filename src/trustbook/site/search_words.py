"""Gather the everyday words by which a reader may look for each page: `agency` for the chapter on the workforce.

In: a workspace's pages and settings. Out: words by page, in the order of the menu. A chapter has its own words in
`search_words.py`: `WORDS`, or `search_words(settings)` where settings add some. Those of other pages are here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from types import ModuleType

from trustbook.config.discovery import folder_of, in_every_chapter
from trustbook.config.settings import Settings

FILE = "search.json"
"""The file of an edition's sources that has them."""
_OF_PAGES = {
    "book/how-to-read": ("help", "how to read", "explain", "guide", "start"),
    "book/glossary": ("glossary", "meaning", "definition", "what does it mean", "terms", "jargon"),
    "book/data-quality": ("data quality", "errors", "mistakes", "warnings", "checks", "reliable"),
    "book/tie-out": ("tie-out", "contradictions", "disagree", "statements", "do the papers agree"),
    "book/downloads": ("download", "data", "spreadsheet", "Excel", "CSV", "PDF", "print"),
    "book/methods": ("methods", "method", "how it is worked out", "calculation", "formula"),
}


def words_of(pages: Sequence[str], settings: Settings) -> dict[str, list[str]]:
    """Return the words of each page."""
    own = {folder: _own(module, settings) for folder, module in in_every_chapter("search_words").items()}
    return {page: list(own.get(folder_of(PurePosixPath(page).name), _OF_PAGES.get(page, ()))) for page in pages}


def _own(module: ModuleType, settings: Settings) -> tuple[str, ...]:
    found: tuple[str, ...] = module.search_words(settings) if hasattr(module, "search_words") else module.WORDS
    return found
