"""Pieces of a page as a notebook shows them: text, and the figures at the head of a chapter.

In: sentences made elsewhere. Out: objects that Jupyter displays the same way each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


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
class KeyFigure:
    """One figure with its meaning: `name` above, `figure` large, `meaning` below, one short line each."""

    name: str
    figure: str
    meaning: tuple[str, ...]


@dataclass(frozen=True)
class Headline:
    """The answer in one paragraph, and the key figures below it."""

    context: str
    answer: str
    figures: tuple[KeyFigure, ...]
    source: str = ""

    def _repr_html_(self) -> str:
        cards = "".join(
            f'<div class="tb-figure"><dt>{escape(each.name)}</dt><dd><strong>{escape(each.figure)}</strong>'
            + "".join(f'<span>{escape(line)}<i class="tb-hidden">. </i></span>' for line in each.meaning)
            + "</dd></div>"
            for each in self.figures
        )
        figures = f'<dl class="tb-figures">{cards}</dl>' if cards else ""
        return (
            f'<div class="tb-headline"><p class="tb-context">{escape(self.context)}</p>'
            f'<p class="tb-answer">{escape(self.answer)}</p>{figures}'
            f'<p class="tb-context">{escape(self.source)}</p></div>'
        )

    def __repr__(self) -> str:
        lines = [self.context, self.answer]
        lines += [f"{each.name}: {each.figure}. {'; '.join(each.meaning)}" for each in self.figures]
        return "\n".join([*lines, self.source])
