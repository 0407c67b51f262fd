"""Build HTML from untrusted text. Text from a return, the settings or a paper is always escaped.

In: text, and our own templates. Out: `Prose` and `Markup`, types that mark text as HTML (MarkupSafe escapes any plain
text joined to them). No other module writes a tag: it fills a template, or calls a builder here.
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
    """Running text with emphasis or links; text added to it is escaped.

    In an f-string it would become plain text and its tags would show, so that raises TypeError.
    """

    def __format__(self, specification: str) -> str:
        raise TypeError("join prose to text with +, or with joined(); in an f-string its tags would become text")


def strong(text: str) -> Prose:
    """Emphasise text."""
    return Prose("<strong>") + text + Prose("</strong>")


def link(words: str, address: str) -> Prose:
    """Link words to an address within the site."""
    return Prose('<a href="') + address + Prose('">') + words + Prose("</a>")


def joined(parts: Sequence[str], between: str = " ") -> Prose:
    """Join text and prose; escape the text."""
    return Prose(escape(between)).join(parts)


def plain(text: str) -> str:
    """Strip the emphasis and links from prose; return text unchanged."""
    return text.striptags() if isinstance(text, Markup) else text


def in_markdown(text: str) -> str:
    """Escape text so that Markdown shows it unchanged, on one line."""
    return re.sub(r"\s+", " ", text).strip().translate(_MARKDOWN)


def raw_block(html: Markup) -> str:
    """Embed HTML in a Markdown page in a fence that its content cannot close."""
    longest = max((len(run) for run in re.findall(r"`+", html)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}{{raw}} html\n{html}\n{fence}"


class Templates:
    """The templates of one folder. Values are escaped unless they are markup already."""

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
        """Fill a template. Raises jinja2.UndefinedError for a name that is not given."""
        return Markup(self._environment.get_template(name).render(known))
