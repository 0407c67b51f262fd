"""Pieces of a page as a notebook shows them: text, and the figures at the head of a chapter.

In: sentences made elsewhere. Out: objects that Jupyter displays as HTML, the same way each time. A sentence is text and
is escaped; what is emphasised or linked in it is `Prose` (markup.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trustbook.chapters.lineage import Origin
from trustbook.core.borrowed import QUOTES
from trustbook.core.markup import Markup, Prose, Templates, escape

TEMPLATES = Templates(Path(__file__).parent / "templates")
_CURLED = QUOTES.get() or str
_TAG = re.compile(r"(<[^>]+>)")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


@dataclass(frozen=True)
class Text:
    """Paragraphs and lists in reading order: a paragraph is a piece of prose, a list is a tuple of them."""

    blocks: tuple[Prose | tuple[Prose, ...], ...]

    @property
    def paragraphs(self) -> tuple[Prose, ...]:
        """The paragraphs alone."""
        return tuple(block for block in self.blocks if isinstance(block, Prose))

    def _repr_html_(self) -> str:
        blocks = [_typeset(block) if isinstance(block, Prose) else list(map(_typeset, block)) for block in self.blocks]
        return TEMPLATES.render("text.html", blocks=blocks)

    def __repr__(self) -> str:
        """Give the text with its emphasis and links as Markdown writes them, for a terminal."""
        return "\n\n".join(
            _unmarked(block) if isinstance(block, Prose) else "\n".join(f"- {_unmarked(line)}" for line in block)
            for block in self.blocks
        )


def say(*parts: str | Text | None) -> Text:
    """Show paragraphs, and texts made before; a part that is None or empty is left out."""
    blocks: list[Prose | tuple[Prose, ...]] = []
    for part in parts:
        if isinstance(part, Text):
            blocks += part.blocks
        elif part:
            blocks.append(Prose(escape(part)))
    return Text(tuple(blocks))


def bullets(lines: Sequence[str]) -> Text:
    """Show a list."""
    return Text((tuple(Prose(escape(line)) for line in lines),))


def _typeset(prose: Prose) -> Markup:
    """Curl quotation marks and apostrophes, as the pages of the book have them; a link's address stays as it is."""
    parts = _TAG.split(str(prose).replace("&#39;", "'").replace("&#34;", '"'))
    return Markup("".join(part if place % 2 else _CURLED(part) for place, part in enumerate(parts)))


def _unmarked(prose: Prose) -> str:
    linked = _LINK.sub(r"[\2](\1)", str(prose))
    return Markup(linked.replace("<strong>", "**").replace("</strong>", "**")).striptags()


@dataclass(frozen=True)
class News:
    """What a chapter has for the front page: its title, and its answer in one line."""

    title: str
    line: str


@dataclass(frozen=True)
class KeyFigure:
    """One figure with its meaning: `name` above, `figure` large, `meaning` below, one short line each.

    `origin` can be opened below them. What papers state of it is known only after the chapters have run: the comments
    that name the metric are where the edition puts it (site/data_warnings.py).
    """

    name: str
    figure: str
    meaning: tuple[str, ...]
    origin: Origin | None = None

    @property
    def places(self) -> list[tuple[str, list[str]]]:
        """Each place in a paper that the figure rests on, and the lines of data that were taken from there."""
        by_paper: dict[str, list[str]] = {}
        for place in () if self.origin is None else self.origin.places:
            paper = ", ".join(part for part in (place.paper, place.locator) if part)
            by_paper.setdefault(paper, []).append(str(place))
        return list(by_paper.items()) or [("No line of data reports it.", [])]

    def _repr_html_(self) -> str:
        return TEMPLATES.render("key_figures.html", figures=(self,), listed=False)

    def __repr__(self) -> str:
        return f"{self.name}: {self.figure}. {'; '.join(self.meaning)}"


@dataclass(frozen=True)
class KeyFigures:
    """The key figures of a chapter, each of which can be opened."""

    figures: tuple[KeyFigure, ...]

    def _repr_html_(self) -> str:
        return TEMPLATES.render("key_figures.html", figures=self.figures, listed=True)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.figures))


@dataclass(frozen=True)
class Headline:
    """The answer in one paragraph, and the key figures below it."""

    context: str
    answer: str
    figures: tuple[KeyFigure, ...]
    source: str = ""

    def _repr_html_(self) -> str:
        return TEMPLATES.render(
            "headline.html", context=self.context, answer=self.answer, figures=self.figures, source=self.source
        )

    def __repr__(self) -> str:
        return "\n".join([self.context, self.answer, *map(repr, self.figures), self.source])
