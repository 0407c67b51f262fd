"""Flatten a table into the text that comes out of a PDF or a web page: the hard ways, by a seed.

In: a page laid out (its first table). Out: the text; the truth stays that of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from papers.layouts import Block, Page

Rows = Sequence[Sequence[str]]


def cells_of(page: Page) -> tuple[list[list[str]], int, list[str]]:
    """The texts of the page's tables, how many rows of them are headings, and the lines around."""
    rows: list[list[str]] = []
    heading = 0
    lines = [part for part in page.parts if not isinstance(part, Block)]
    for part in page.parts:
        if isinstance(part, Block):
            texts = [[cell.text.replace("\n", " ") for cell in row] for row in part.rows]
            rows += texts[part.heading_rows :] if rows else texts
            heading = part.heading_rows
    return rows, heading, lines


def a_cell_a_line(rows: Rows, heading: int, pick: Random) -> str:
    """One cell a line, closed with a bar."""
    return "\n".join(f"{text} |" if text else "|" for row in rows for text in row)


def blank_lines_between(rows: Rows, heading: int, pick: Random) -> str:
    """One cell a line with a blank line between; an empty cell is a no-break space."""
    return "\n\n".join(text or "\xa0" for row in rows for text in row)


def lines_of_words(rows: Rows, heading: int, pick: Random) -> str:
    """A row a line, cells held apart by one space: blanks cannot be seen."""
    return "\n".join(" ".join(text for text in row if text) for row in rows)


def lines_with_gaps(rows: Rows, heading: int, pick: Random) -> str:
    """A row a line, set in columns of a typewriter."""
    widths = [max(len(row[at]) for row in rows) + 2 for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0].ljust(widths[0])
        lines.append(
            (first + "".join(text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))).rstrip()
        )
    return "\n".join(lines)


def tabs(rows: Rows, heading: int, pick: Random) -> str:
    """A row a line, tabs between cells."""
    return "\n".join("\t".join(row) for row in rows)


def bars(rows: Rows, heading: int, pick: Random) -> str:
    """A row a line, bars between cells."""
    return "\n".join(" | ".join(row) + " |" for row in rows)


def one_line(rows: Rows, heading: int, pick: Random) -> str:
    """The whole table on one line."""
    return " ".join(text for row in rows for text in row if text)


def by_columns(rows: Rows, heading: int, pick: Random) -> str:
    """All labels in one run, then each heading with its figures."""
    body = rows[heading:]
    parts = [" ".join(row[0] for row in body if row[0])]
    for at in range(1, len(rows[0])):
        name = " ".join(row[at] for row in rows[:heading] if row[at])
        parts.append(f"{name} {' '.join(row[at] for row in body if row[at])}")
    return "\n\n".join(parts)


def labels_last(rows: Rows, heading: int, pick: Random) -> str:
    """Each label behind its figures."""
    made = [" ".join(text for text in row if text) for row in rows[:heading]]
    made += [" ".join([*(text for text in row[1:] if text), row[0]]) for row in rows[heading:]]
    return "\n".join(made)


def glued(rows: Rows, heading: int, pick: Random) -> str:
    """A row a line, where some cells are glued to the next."""
    lines = []
    for row in rows:
        line = row[0]
        for text in row[1:]:
            line += text if pick.random() < 0.15 else f" {text}"
        lines.append(line)
    return "\n".join(lines)


def digits_lost(rows: Rows, heading: int, pick: Random) -> str:
    """A row a line, where some figures have lost their last digits."""
    lines = []
    for at, row in enumerate(rows):
        texts = [
            text[: text.rindex(",") + 1] if at >= heading and "," in text and pick.random() < 0.12 else text
            for text in row[1:]
        ]
        lines.append(" ".join(text for text in (row[0], *texts) if text))
    return "\n".join(lines)


WAYS: dict[str, Callable[[Rows, int, Random], str]] = {
    way.__name__: way
    for way in (
        *(a_cell_a_line, blank_lines_between, lines_of_words, lines_with_gaps, tabs, bars),
        *(one_line, by_columns, labels_last, glued, digits_lost),
    )
}


def flatten(page: Page, way: str) -> str:
    """The text of a page, flattened one way."""
    rows, heading, lines = cells_of(page)
    body = WAYS[way](rows, heading, Random(f"{way} {page.name}"))
    return "\n".join([*lines[:2], body, *lines[2:]]) + "\n"
