"""HTML out of text that nobody has checked. What a return, the settings or a paper says is escaped wherever it is put.

In: text, and templates of ours. Out: `Prose` and `Markup`, which are HTML and are known to be (MarkupSafe's type, which
escapes all text that is joined to it). No other module writes a tag: it fills a template, or calls a builder here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from string import punctuation
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

__all__ = ["Markup", "Prose", "Templates", "escape", "in_markdown", "joined", "link", "plain", "raw_block", "strong"]

_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in punctuation})


class Prose(Markup):
    """A piece of running text with emphasis or links in it; text that is added to it is escaped.

    Put into an f-string it would become text like any other, and its tags would be shown: that raises TypeError.
    """

    def __format__(self, specification: str) -> str:
        raise TypeError("join prose to text with +, or with joined(); in an f-string its tags would become text")


def strong(text: str) -> Prose:
    """Emphasise a piece of text."""
    return Prose("<strong>") + text + Prose("</strong>")


def link(words: str, address: str) -> Prose:
    """Lead from words to an address within the site."""
    return Prose('<a href="') + address + Prose('">') + words + Prose("</a>")


def joined(parts: Sequence[str], between: str = " ") -> Prose:
    """Join pieces of text and of prose; those that are text are escaped."""
    return Prose(escape(between)).join(parts)


def plain(text: str) -> str:
    """Give the text of a piece of prose without its emphasis and links; text stays as it is."""
    return text.striptags() if isinstance(text, Markup) else text


def in_markdown(text: str) -> str:
    """Write text so that Markdown shows it as it is, on one line: every mark that could mean something is escaped."""
    return re.sub(r"\s+", " ", text).strip().translate(_MARKDOWN)


def raw_block(html: Markup) -> str:
    """Put HTML into a page that is written in Markdown, so that nothing in it can end it and become Markdown itself."""
    longest = max((len(run) for run in re.findall(r"`+", html)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}{{raw}} html\n{html}\n{fence}"


class Templates:
    """The templates of one folder. Whatever they are filled with is escaped, unless it is markup already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _environment(self) -> Environment:
        return Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, **known: Any) -> Markup:
        """Fill a template. A name that it asks for and nobody gives is an error (jinja2.UndefinedError)."""
        return Markup(self._environment.get_template(name).render(known))
