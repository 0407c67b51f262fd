"""Write parts of the reference as Markdown: a table, a text in a cell, a page with where it is made from.

In: plain text. Out: Markdown that means nothing but that text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MEANS_SOMETHING = str.maketrans({"|": r"\|", "<": "&lt;", ">": "&gt;", "*": r"\*", "_": r"\_", "$": r"\$", "\n": " "})
MADE = "Made by `python docs/reference_book.py` from {source}; a test holds this page to it."


def text(plain: str) -> str:
    """Write plain text in a cell or a paragraph; what stands between backticks stays as it is."""
    parts = plain.split("`")
    return "`".join(
        part.replace("|", r"\|").replace("\n", " ") if place % 2 else part.translate(_MEANS_SOMETHING)
        for place, part in enumerate(parts)
    )


def code(plain: str) -> str:
    """Write a name or a value in a cell; an empty string stays empty."""
    return f"`{plain.replace('|', chr(92) + '|')}`" if plain else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; its cells are Markdown already."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *lines])


def page(title: str, about: str, source: str, parts: Iterable[str]) -> str:
    """Write a page: its title, what it is for, its parts, and what it is made from."""
    return "\n\n".join([f"# {title}", about, *parts, MADE.format(source=source)]) + "\n"
