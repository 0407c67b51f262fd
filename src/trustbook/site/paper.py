"""Join pages of an edition into one document for printing, with a cover and its contents.

In: a built edition, and the pages to print, in order. Out: HTML, and the style sheet for it. The document has nothing
that is only for a screen: see site/paper_article.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from trustbook.core.errors import PublishError
from trustbook.core.formatting import uncapitalised
from trustbook.core.markup import Markup, Templates
from trustbook.site.metadata import Facts
from trustbook.site.paper_article import Printing, anchor, prepare

_TEMPLATES = Templates(Path(__file__).parent / "own_files")


@dataclass(frozen=True)
class Paper:
    """A document for paper: its name, what its cover says of the rest of the edition, and how much of a page it has."""

    name: str = "Finance report"
    file: str = "report"
    more: str = ""
    whole: bool = False
    """Whether what a page folds is printed too."""

    def title(self, facts: Facts) -> str:
        """Return the document's title."""
        return f"{facts.trust}: {uncapitalised(self.name)}, {facts.label}"


REPORT = Paper(
    more="This is the report without its annexes. Where each figure comes from, the methods and the checks of the data "
    "are on the report's site."
)
ANNEXES = Paper("Annexes to the finance report", "annexes", "The report itself is a document of its own.", whole=True)


def join(
    edition: Path, pages: Sequence[str], facts: Facts, paper: Paper = REPORT, sheets: Mapping[str, int] | None = None
) -> Markup:
    """Join the pages into one document; `sheets` gives the sheet on which each begins, for the contents.

    Raises PublishError for a page that is not in the book.
    """
    chapters: list[dict[str, Any]] = []
    for page in pages:
        soup = BeautifulSoup((edition / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        article = soup.select_one("article")
        if article is None:
            raise PublishError("the page has no article", file=f"{page}.html", expected="a page of the book")
        prepare(article, Printing(page, pages, facts, paper.whole))
        heading = article.find("h1")
        title = heading.get_text(" ", strip=True).rstrip("#").strip() if heading else page
        chapters.append(
            {
                "anchor": anchor(page),
                "title": title,
                "content": Markup(article.decode_contents()),
                "sheet": (sheets or {}).get(anchor(page)),
            }
        )
    return _TEMPLATES.render(
        "paper.html", title=paper.title(facts), heading=paper.name, more=paper.more, about=facts, chapters=chapters
    )


def titles(document: str) -> dict[str, str]:
    """Return the title of each chapter of a joined document, by its place."""
    contents = BeautifulSoup(document, "html.parser").select(".tb-contents a")
    return {str(link["href"]).lstrip("#"): link.span.get_text() for link in contents if link.span is not None}


def style(facts: Facts, paper: Paper = REPORT) -> str:
    """Write the document's style, with its title and standing at the top of every sheet."""
    return str(_TEMPLATES.render("paper.css", title=_in_css(paper.title(facts)), standing=_in_css(facts.standing)))


def _in_css(text: str) -> Markup:
    """Escape text for a CSS string: every character except ASCII letters and digits by its code."""
    return Markup("".join(each if each.isascii() and each.isalnum() else f"\\{ord(each):06x}" for each in text))
