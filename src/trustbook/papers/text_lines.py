"""Take one line of a text apart: words, figures, blank cells told by their spaces, a remark at its end.

In: a line. Out: `Line`, with its runs of figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from trustbook.papers.text_cells import UNIT, Piece, is_figure, kind_of, plain_quotes

_JOINED = re.compile(r"(?<=£) (?=\(?-?\d)|(?<=\b[CcDd][Rr]) (?=£?\d)|(?<=\d) (?=[Cc][Rr]\b(?! £?\d))")
"""A space inside one figure: `£ 77,813`, `Cr 863`, `863 Cr`."""
_KEPT = "\x00"
_REMARK = re.compile(r"(?:^|\s)\[[^\]]*\]?\s*$")
_LIST_NUMBER = re.compile(r"\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.|\d{1,2}(?:\.\d{1,2}){2,}")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class Run:
    """Figures that stand next to each other, with blank cells between them where their spaces say so."""

    start: int
    """Its first piece, among the pieces of the line."""
    end: int
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line of a text."""

    number: int
    text: str

    @cached_property
    def remark(self) -> str:
        """Words in square brackets at its end."""
        found = _REMARK.search(self.text)
        return found.group().strip() if found else ""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words and figures, and a blank piece for each run of spaces that stands for blank cells."""
        text = _REMARK.sub("", _JOINED.sub(_KEPT, plain_quotes(self.text.replace("\u00a0", " ").expandtabs(8))))
        found: list[Piece] = []
        end = 0
        for token in _TOKEN.finditer(text):
            spaces = token.start() - end
            blanks = spaces // 2 if not found else (spaces - 1) // 2
            if blanks:
                found.append(Piece("", self.number, blanks))
            found.append(Piece(token.group().replace(_KEPT, " "), self.number))
            end = token.end()
        return tuple(found)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Its runs of figures; blank cells inside and at the ends of a run belong to it as empty figures."""
        runs: list[Run] = []
        start: int | None = None
        figures: list[str] = []
        for at, piece in enumerate((*self.pieces, Piece("end", self.number))):
            bullet = at == 0 and piece.text in ("-", "\u2013")
            if piece.text and not bullet and _stands_alone(piece.text) and is_figure(piece.text):
                start = at if start is None else start
                figures.append(piece.text)
            elif not piece.text:
                start = at if start is None else start
                figures += [""] * piece.cells
            else:
                if start is not None and any(figures):
                    runs.append(Run(start, at, tuple(figures)))
                start, figures = None, []
        return tuple(runs)

    @property
    def is_blank(self) -> bool:
        """Check whether nothing stands in it."""
        return not self.text.strip()

    @property
    def words(self) -> str:
        """Its text without doubled spaces."""
        return " ".join(self.text.split())

    def has_unit(self) -> bool:
        """Check whether a unit stands in it alone (`£000`, `£m`), as in a heading."""
        tokens = re.sub(r"(\S)(\((?:£|%))", r"\1 \2", plain_quotes(self.text)).split()
        return any(kind_of(token) == UNIT and "£" in token + "£" * ("000" in token) for token in tokens)

    def between(self, start: int, end: int) -> str:
        """Return the words of some of its pieces."""
        return " ".join(piece.text for piece in self.pieces[start:end] if piece.text)


def _stands_alone(token: str) -> bool:
    """Check whether a token has both of its brackets and is no number of a list: else it belongs to words."""
    return token.count("(") == token.count(")") and not _LIST_NUMBER.fullmatch(token)


def trimmed(figures: tuple[str, ...]) -> tuple[str, ...]:
    """Return a run without the blank cells at its ends."""
    start = next((at for at, each in enumerate(figures) if each), len(figures))
    end = next((len(figures) - at for at, each in enumerate(reversed(figures)) if each), start)
    return figures[start:end]
