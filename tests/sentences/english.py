"""Measure the English of pages: sentences and their words, retired words, names that are for programs.

In: the HTML of a page, and the text cells of the returns, which are not ours. Out: sentences and counts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

RETIRED = re.compile(
    r"\b(beside|besides|parted|dear(?:er|est)?|whom|mended|anew|told|levers?|layers?|reservations?"
    r"|take the data away|what is held|that is held|are held|we hold)\b",
    re.IGNORECASE,
)
"""Words that english.md retires, where they can only be ours: see `of_ours`."""
LONGEST = 30
"""Words of a sentence, at most."""
FOR_PROGRAMS = re.compile(r"\b[\w-]+\.(?:csv|ya?ml|json|py|ipynb|toml)\b|\b[a-z]+_[a-z_]+\b")
"""Names of files and parameters."""
ORIGIN = ".tb-origin, .tb-lineage, details.tb-where, script, style, code, pre, nav, [hidden], .visually-hidden"
_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z£0-9])")
_WORD = re.compile(r"[^\s]*[A-Za-z0-9][^\s]*")


def words(text: str) -> list[str]:
    """Split a text into words and figures."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Split a paragraph into sentences."""
    return [each.strip() for each in _END.split(" ".join(text.split())) if each.strip()]


@cache
def text_of_returns(data: Path, longer_than: int = 12) -> re.Pattern[str]:
    """Make a pattern for the text cells of a workspace's data, longest first: it is theirs and stays as it is."""
    cells = set()
    for path in data.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                cells |= {" ".join(cell.split()) for cell in row if len(cell) > longer_than and " " in cell.strip()}
    return re.compile(
        "|".join(re.escape(each) for each in sorted(cells, key=len, reverse=True)) or r"(?!)", re.IGNORECASE
    )


def curled(text: str) -> str:
    """Write quotation marks straight, as data has them."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def of_ours(text: str, data: Path) -> str:
    """Put `…` for what a return or the title of a paper says in a text."""
    return text_of_returns(data).sub("…", curled(" ".join(text.split())))


def article(html: str) -> BeautifulSoup:
    """Return the content of a page, without what is for programs or only opened on demand."""
    soup = BeautifulSoup(html, "html.parser")
    found = soup.find("article") or soup
    for part in found.select(ORIGIN):
        part.decompose()
    return found


def visible_words(html: str) -> int:
    """Count the words that a page shows, tables too."""
    return len(words(article(html).get_text(" ")))


def prose(html: str) -> Iterable[str]:
    """Yield the paragraphs and list items of a page that hold at least one whole sentence."""
    for block in article(html).select("p, li"):
        text = " ".join(block.get_text(" ").split())
        if not block.find(["p", "li", "ul", "table"]) and re.search(r"[.!?]\W*$", text):
            yield text
