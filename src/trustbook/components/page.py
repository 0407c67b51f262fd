"""Show text and key figures on a page, as objects that Jupyter displays as HTML, the same each time.

In: sentences. Out: objects for a notebook; what the site says of the page in other places travels beside it as text. A
sentence is text and is escaped; emphasis and links in it are `Prose` (core/markup.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from trustbook.components.in_notebooks import styled
from trustbook.components.lineage import Origin
from trustbook.core.borrowed import QUOTES
from trustbook.core.markup import Markup, Prose, Templates, escape, plain

SAID = "trustbook_said"
"""The key of the output's metadata under which text and figures travel: `answer`, and `figures` by name and amount."""
NOTHING = "nothing"
"""The key of an output that stands for a chapter without anything to show."""
TEMPLATES = Templates(Path(__file__).parent / "templates")
_CURLED = QUOTES.get() or str
_TAG = re.compile(r"(<[^>]+>)")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


class Said:
    """What is shown as HTML, with the text and the figures of it beside."""

    sheet: ClassVar[str | None] = None
    """The style sheet that a notebook needs for it, if any (components/in_notebooks.py)."""

    @property
    def said(self) -> dict[str, Any]:
        """What travels beside the HTML."""
        raise NotImplementedError

    def _repr_html_(self) -> Markup:
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        html = self._repr_html_()
        shown = html if self.sheet is None else styled(html, self.sheet)
        bundle = {"text/html": str(shown), "text/plain": repr(self)}
        return bundle, {SAID: self.said} if any(self.said.values()) else {}


@dataclass(frozen=True)
class Text(Said):
    """Paragraphs and lists in reading order: a paragraph is a piece of prose, a list is a tuple of them."""

    blocks: tuple[Prose | tuple[Prose, ...], ...]
    nothing: str = ""
    """What it stands for if the chapter has nothing else to show: `THIS_MONTH` or `AT_ALL` (components/absent.py)."""

    @property
    def paragraphs(self) -> tuple[Prose, ...]:
        """The paragraphs alone."""
        return tuple(block for block in self.blocks if isinstance(block, Prose))

    @property
    def said(self) -> dict[str, Any]:
        """The first paragraph, as the page has it."""
        answer = {"answer": plain(_typeset(self.paragraphs[0])) if self.paragraphs else ""}
        return answer | ({NOTHING: self.nothing} if self.nothing else {})

    def _repr_html_(self) -> Markup:
        blocks = [_typeset(block) if isinstance(block, Prose) else list(map(_typeset, block)) for block in self.blocks]
        return TEMPLATES.render("text.html", blocks=blocks)

    def __repr__(self) -> str:
        """Write the text with its emphasis and links as Markdown, for a terminal."""
        return "\n\n".join(
            _unmarked(block) if isinstance(block, Prose) else "\n".join(f"- {_unmarked(line)}" for line in block)
            for block in self.blocks
        )


def say(*parts: str | Text | None) -> Text:
    """Show paragraphs and texts; leave out a part that is None or empty."""
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
    """Curl quotation marks and apostrophes as the book's pages do; a link's address stays as it is."""
    parts = _TAG.split(str(prose).replace("&#39;", "'").replace("&#34;", '"'))
    return Markup("".join(part if place % 2 else _CURLED(part) for place, part in enumerate(parts)))


def _unmarked(prose: Prose) -> str:
    linked = _LINK.sub(r"[\2](\1)", str(prose))
    return Markup(linked.replace("<strong>", "**").replace("</strong>", "**")).striptags()


@dataclass(frozen=True)
class News:
    """A chapter's entry on the front page: its title, and its answer in one line."""

    title: str
    line: str


@dataclass(frozen=True)
class KeyFigure(Said):
    """One figure with its meaning: `name` above, `figure` large, `meaning` below, one short line each.

    `origin` can be opened below them. Comments on a figure depend on all chapters, so the edition adds them later
    (site/data_warnings.py).
    """

    name: str
    figure: str
    meaning: tuple[str, ...]
    origin: Origin | None = None
    sheet = "key_figures"

    @property
    def said(self) -> dict[str, Any]:
        """The figure and its name."""
        return {"figures": [{"name": self.name, "amount": self.figure}]}

    @property
    def places(self) -> list[tuple[str, list[str]]]:
        """Each place in a paper behind the figure, with the lines of data taken from it."""
        by_paper: dict[str, list[str]] = {}
        for place in () if self.origin is None else self.origin.places:
            paper = ", ".join(part for part in (place.paper, place.locator) if part)
            by_paper.setdefault(paper, []).append(str(place))
        return list(by_paper.items()) or [("No line of data reports it.", [])]

    def _repr_html_(self) -> Markup:
        return TEMPLATES.render("key_figures.html", figures=(self,), listed=False)

    def __repr__(self) -> str:
        return f"{self.name}: {self.figure}. {'; '.join(self.meaning)}"


@dataclass(frozen=True)
class KeyFigures(Said):
    """The key figures of a chapter, each of which can be opened."""

    figures: tuple[KeyFigure, ...]
    sheet = "key_figures"

    @property
    def said(self) -> dict[str, Any]:
        """The figures and their names."""
        return {"figures": [figure for each in self.figures for figure in each.said["figures"]]}

    def _repr_html_(self) -> Markup:
        return TEMPLATES.render("key_figures.html", figures=self.figures, listed=True)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.figures))


@dataclass(frozen=True)
class Headline(Said):
    """The answer of the whole report in one sentence, and what belongs to it: pairs of a name and a line or two."""

    answer: str
    points: tuple[tuple[str, str], ...] = ()
    sheet = "key_figures"

    @property
    def said(self) -> dict[str, Any]:
        """The answer."""
        return {"answer": self.answer}

    def _repr_html_(self) -> Markup:
        points = [(name, _typeset(Prose(escape(said)))) for name, said in self.points]
        return TEMPLATES.render("headline.html", answer=self.answer, points=points)

    def __repr__(self) -> str:
        return "\n".join([self.answer, *(f"{name}: {_unmarked(Prose(escape(said)))}" for name, said in self.points)])
