"""Refuse every figure of a text that was read into no table and not refused yet.

In: the lines of a text, the grids and statements made of them, what is refused. Out: refusals for the rest. Numbers of
years, dates, paragraphs, pages and telephones are no figures of a paper and are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from trustbook.papers.model import Grid, Refusal, Table
from trustbook.papers.text_cells import BROKEN, FIGURE, UNIT, YEAR, kind_of, plain_quotes
from trustbook.papers.text_lines import Line
from trustbook.papers.text_prose import MONEY, PERCENT
from trustbook.papers.text_unplaced import has_glued_figures

_WHY = "it was read into no table: the headings or labels of its row are lost, or it is no amount"
_MOST_WORDS = 24
"""The most words of a line in which a whole number without any mark is taken for a figure."""
_CHANGE = re.compile(r"\b(?:reduction|increase|decrease|fall|rise) of \d+(?![\d,.%]*\d)", re.IGNORECASE)
_GLUED = re.compile(r"\(?-?£?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?%?|\(?-?\d+\.\d+\)?%?")
_MARKED = re.compile(r"[,£%(]|\d\.\d")
_NO_FIGURE = re.compile(r"0\d+|\d{1,2}[.)]|\d+[-/\u2013]\d+|\d{7,}|\d+(?:\.\d+){2,}")
_NAMED = re.compile(
    r"(?:0\d{2,5}|month|months|period|quarter|page|pages|paragraphs?|sections?|items?|appendix|annex|minutes?|reports?|tables?|notes?"
    r"|levels?|bands?|tiers?|stages?|parts?|weeks?|phase|schedule|chapter|lines?|rooms?|options?|tel|telephone|call|version"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[.:]?",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[ap]\.?m\.?)[.,;:]?",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?:achieved|unachieved|green|amber|red|complete|completed|delivered|on track)", re.IGNORECASE)
_LINE = re.compile(r"line (\d+)")


def refuse_unread(
    lines: Sequence[Line], grids: Sequence[Grid], stated: Table | None, refused: Sequence[Refusal]
) -> list[Refusal]:
    """Return a refusal for each figure of the lines that stands in no grid, no statement and no refusal."""
    known = _known(grids, stated, refused)
    open_figures = []
    for line in lines:
        for printed in _figures(line):
            if not _take(known[line.number], printed):
                open_figures.append((printed, line))
    rest: Counter[str] = Counter()
    for counted in known.values():  # a statement is known by the first line of its paragraph
        rest.update(counted)
    made = [Refusal(printed, f"line {line.number}", _WHY) for printed, line in open_figures if not _take(rest, printed)]
    return made + _statuses(lines, {int(each.place.split()[-1]) for each in made}, refused)


def _known(grids: Sequence[Grid], stated: Table | None, refused: Sequence[Refusal]) -> dict[int, Counter[str]]:
    """Return the figures that are read or refused, by line."""
    known: dict[int, Counter[str]] = defaultdict(Counter)
    texts = [(cell.text, cell.place) for grid in grids for row in grid.rows for cell in row]
    texts += [(cell.printed, cell.place) for row in (stated.rows if stated else ()) for cell in row.cells]
    texts += [(each.printed, each.place) for each in refused]
    for text, place in texts:
        number = _LINE.match(place)
        if number is None or not text:
            continue
        known[int(number[1])].update(_plain(each) for each in {text, *text.split()} if re.search(r"\d", each))
    return known


def _take(known: Counter[str], printed: str) -> bool:
    """Take a figure from those that are known, if it is among them."""
    plain = _plain(printed)
    if known[plain] <= 0:
        return False
    known[plain] -= 1
    return True


def _plain(text: str) -> str:
    return re.sub(r"[\s,]", "", plain_quotes(text)).strip(".;:").lower()


def _figures(line: Line) -> Iterator[str]:
    """Yield the figures of a line, as printed."""
    text = plain_quotes(line.text.replace("\u00a0", " "))
    for pattern in (_CHANGE, MONEY, PERCENT):
        whole = []
        for found in pattern.finditer(text):
            bracketed = text[found.start() - 1 : found.start()] == "(" and text[found.end() : found.end() + 1] == ")"
            start, end = (found.start() - 1, found.end() + 1) if bracketed else found.span()
            if kind_of(text[start:end]) != UNIT:
                yield text[start:end].strip()
            whole.append((start, end))
        for start, end in whole:
            text = text[:start] + " " * (end - start) + text[end:]
    words = [piece.text for piece in Line(line.number, text.replace("|", " ")).pieces if piece.text]
    for at, word in enumerate(words):
        bare = word.strip(".;:,[]")
        if has_glued_figures(word):
            yield from (found.group() for found in _GLUED.finditer(word))
        elif re.search(r"\d", bare) and kind_of(bare) in (FIGURE, BROKEN) and not YEAR.fullmatch(bare.strip("()")):
            before, behind = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
            cut = kind_of(word) == BROKEN and {kind_of(before), kind_of(behind)} & {FIGURE, BROKEN, UNIT}
            marked = cut or _MARKED.search(bare) is not None
            named = _NAMED.fullmatch(before) or _BEHIND.fullmatch(behind) or _NO_FIGURE.fullmatch(word)
            if not named and (marked or len(words) <= _MOST_WORDS):
                yield word if cut else bare


def _statuses(lines: Sequence[Line], unread: set[int], refused: Sequence[Refusal]) -> list[Refusal]:
    """Refuse a word of status (`Achieved`) at the end of a row whose figures are refused."""
    numbers = unread | {int(found[1]) for each in refused if (found := _LINE.fullmatch(each.place))}
    return [
        Refusal(words[-1], f"line {line.number}", _WHY)
        for line in lines
        if line.number in numbers and (words := line.words.split()) and _STATUS.fullmatch(words[-1])
    ]
