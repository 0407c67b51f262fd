"""Pieces of a page as a notebook shows them: text, and the figures at the head of a chapter.

In: sentences made elsewhere. Out: objects that Jupyter displays the same way each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from trustbook.analysis.origins import Origin


@dataclass(frozen=True)
class Text:
    """Markdown paragraphs."""

    paragraphs: tuple[str, ...]

    def _repr_markdown_(self) -> str:
        return "\n\n".join(self.paragraphs)

    def __repr__(self) -> str:
        return "\n\n".join(self.paragraphs)


def say(*paragraphs: str | None) -> Text:
    """Show paragraphs of Markdown; a paragraph that is None or empty is left out."""
    return Text(tuple(paragraph for paragraph in paragraphs if paragraph))


def bullets(lines: Sequence[str]) -> Text:
    """Show a list."""
    return Text(("\n".join(f"- {line}" for line in lines),))


@dataclass(frozen=True)
class News:
    """What a chapter has for the front page: its title, and its answer in one line of Markdown."""

    title: str
    line: str


@dataclass(frozen=True)
class KeyFigure:
    """One figure with its meaning: `name` above, `figure` large, `meaning` below, one short line each.

    `origin` can be opened below them. What papers state of it is known only after the chapters have run: the comments
    that name the metric are where the edition puts it (pages/marks.py).
    """

    name: str
    figure: str
    meaning: tuple[str, ...]
    origin: Origin | None = None

    def _repr_html_(self) -> str:
        lines = "".join(f'<span>{escape(line)}<i class="tb-hidden">. </i></span>' for line in self.meaning)
        mark = "" if self.origin is None else mark_slot(self.origin.metric)
        return (
            f'<div class="tb-figure"><dt>{escape(self.name)}</dt><dd><strong>{escape(self.figure)}</strong>{lines}'
            f"{mark}{self._opened()}</dd></div>"
        )

    def _opened(self) -> str:
        if self.origin is None:
            return ""
        places = "".join(f"<li>{_place}</li>" for _place in _places(self.origin))
        return (
            '<details class="tb-origin"><summary>Where this comes from'
            f'<span class="tb-hidden">: {escape(self.name)}</span></summary><p>{escape(self.origin.how)}</p>'
            f"<ul>{places}</ul>{verdict_slot(self.origin.metric)}</details>"
        )

    def __repr__(self) -> str:
        return f"{self.name}: {self.figure}. {'; '.join(self.meaning)}"


def mark_slot(metric: str) -> str:
    """Give the place where the edition marks a figure that a paper contradicts."""
    return f"<!-- tb-mark {metric} -->"


def verdict_slot(metric: str) -> str:
    """Give the place where the edition says what became of the statements of this figure."""
    return f"<!-- tb-verdict {metric} -->"


def _places(origin: Origin) -> list[str]:
    """Each place in a paper, and below it the lines of data that were taken from there."""
    by_paper: dict[tuple[str, str], list[str]] = {}
    for place in origin.places:
        by_paper.setdefault((place.paper, place.locator), []).append(str(place))
    places = []
    for (paper, locator), cells in by_paper.items():
        shown = "".join(f"<code>{escape(cell)}</code>" for cell in cells)
        places.append(f"{escape(', '.join(part for part in (paper, locator) if part))} {shown}".strip())
    return places or ["No line of data reports it."]


@dataclass(frozen=True)
class KeyFigures:
    """The key figures of a chapter, each of which can be opened."""

    figures: tuple[KeyFigure, ...]

    def _repr_html_(self) -> str:
        cards = "".join(each._repr_html_() for each in self.figures)
        return f'<dl class="tb-figures">{cards}</dl>' if cards else ""

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
        return (
            f'<div class="tb-headline"><p class="tb-context">{escape(self.context)}</p>'
            f'<p class="tb-answer">{escape(self.answer)}</p>{KeyFigures(self.figures)._repr_html_()}'
            f'<p class="tb-context">{escape(self.source)}</p></div>'
        )

    def __repr__(self) -> str:
        return "\n".join([self.context, self.answer, *map(repr, self.figures), self.source])
