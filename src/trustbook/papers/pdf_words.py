"""Put the glyphs of a page together into words and lines, without footnote marks.

In: glyphs in the order in which the file draws them. Out: words with their place, and lines of words. A footnote mark
(a small raised digit or letter) is no part of the word or figure that it stands at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trustbook.papers.pdf_shapes import Glyph

_GAP = 0.14
"""Of the size of the text: a wider gap between two glyphs parts two words. A space is about 0.25 wide."""
_MARK = re.compile(r"[\[(]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[*†‡§#^]{1,3})(?:[,;]\s?(?:\d{1,2}|[a-z]))*[\])]?[,;]?")
_RAISED = re.compile(r"(?<=[\w)%*.,;:])[⁰¹²³⁴⁵⁶⁷⁸⁹]+$")
_SQUARE = re.compile(r"(?:^|[\W\d])(?:k|c|m)?m[²³]$")
_BROKEN = re.compile(r"\w[/\-\u2010]$")
_SPACES = " \t\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000"
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_UNSEEN: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff"), None)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of glyphs without a gap."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    space_after: bool = False
    """The file itself draws a space after it."""
    marked: bool = False
    """A footnote mark stands at its end."""
    red: bool = False

    @property
    def middle(self) -> float:
        """Return the place of its middle from the left."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def baseline(self) -> float:
        """Return the baseline of its first word."""
        return self.words[0].baseline

    @property
    def x0(self) -> float:
        """Return its left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return its right end."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Return the top of its tallest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Return the lowest point of its words."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """Return the size of its largest word."""
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Check whether all its words are bold."""
        return all(word.bold for word in self.words)

    @property
    def text(self) -> str:
        """Return its words with a space between."""
        return " ".join(word.text for word in self.words)

    @property
    def overlaps(self) -> bool:
        """Check whether two of its words lie over each other."""
        return any(
            after.x0 < before.x1 - 0.35 * before.size for before, after in zip(self.words, self.words[1:], strict=False)
        )


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """Put glyphs together into words, in the order in which they are drawn, and take footnote marks off."""
    words: list[Word] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text in _SPACES or not glyph.text.strip():
            if run:
                words.append(_word(run, space_after=True))
                run = []
            continue
        if run and not _goes_on(run[-1], glyph):
            words.append(_word(run))
            run = []
        run.append(glyph)
    if run:
        words.append(_word(run))
    return _without_marks([word for word in words if word.text])


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Group words by their baseline, from the top; words that touch are one."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.baseline, each.x0)):
        if lines and word.baseline - lines[-1][0].baseline <= 0.2 * min(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(_touching_joined(sorted(line, key=lambda each: each.x0)))) for line in lines]


def text_of(lines: Sequence[Line]) -> str:
    """Join the lines of a cell: with a space, except after a slash or a hyphen at which the line was broken."""
    text, spaced = "", True
    for line in lines:
        broken = not spaced and _BROKEN.search(text) and line.text[:1].isalnum()
        text += line.text if broken or not text else f" {line.text}"
        spaced = line.words[-1].space_after
    return text


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    """Check whether a glyph belongs to the word of the one before it."""
    size = max(before.size, glyph.size)
    if abs(before.baseline - glyph.baseline) > 0.08 * size:
        return False
    return -0.3 * size <= glyph.x0 - before.x1 <= _GAP * size


def _word(run: list[Glyph], space_after: bool = False) -> Word:
    text = "".join(glyph.text for glyph in run).translate(_UNSEEN).translate(_LIGATURES)
    if not _SQUARE.search(text):
        text = _RAISED.sub("", text)
    first = run[0]
    return Word(
        text,
        min(glyph.x0 for glyph in run),
        max(glyph.x1 for glyph in run),
        min(glyph.top for glyph in run),
        max(glyph.bottom for glyph in run),
        first.baseline,
        max(glyph.size for glyph in run),
        sum(glyph.bold for glyph in run) * 2 > len(run),
        space_after,
        red=sum(glyph.red for glyph in run) * 2 > len(run),
    )


def _without_marks(words: list[Word]) -> list[Word]:
    """Leave out small raised marks at the end of a word; other small raised text (`31st`) is joined to its word."""
    kept: list[Word] = []
    for word in words:
        host = next((i for i in range(len(kept) - 1, max(-1, len(kept) - 3), -1) if _is_raised(kept[i], word)), None)
        if host is None:
            kept.append(word)
        elif _MARK.fullmatch(word.text):
            labels = not any(char.isdigit() for char in kept[host].text)  # there the mark takes up room
            end = max(kept[host].x1, word.x1) if labels else kept[host].x1
            kept[host] = replace(kept[host], x1=end, marked=True)
        else:
            before = kept[host]
            kept[host] = replace(before, text=before.text + word.text, x1=word.x1, space_after=word.space_after)
    # A mark may also be drawn before its word, or far from it in the file: look for it by its place.
    if not any(_MARK.fullmatch(word.text) for word in kept):
        return kept
    usual = sorted(word.size for word in kept)[len(kept) // 2]
    small = [word for word in kept if word.size < 0.86 * usual and _MARK.fullmatch(word.text)]
    if not small or len(small) > 2_000:
        return kept
    dropped = {
        id(word)
        for word in small
        if any(_is_raised(host, word) for host in kept if host is not word and abs(host.baseline - word.baseline) < 20)
    }
    return [word for word in kept if id(word) not in dropped]


def _is_raised(host: Word, word: Word) -> bool:
    """Check whether a word stands small and raised at the end of another."""
    rise = host.baseline - word.baseline
    if not (0.12 * host.size < rise < 0.8 * host.size):
        return False
    if not (word.size <= 0.86 * host.size or (rise > 0.25 * host.size and word.size <= 0.95 * host.size)):
        return False
    return -0.2 * host.size <= word.x0 - host.x1 <= 0.4 * host.size


def _touching_joined(words: list[Word]) -> list[Word]:
    joined: list[Word] = []
    for word in words:
        if joined:
            before = joined[-1]
            gap, size = word.x0 - before.x1, max(word.size, before.size)
            if not before.space_after and -0.2 * size <= gap <= 0.08 * size:
                joined[-1] = replace(
                    before,
                    text=before.text + word.text,
                    x1=max(before.x1, word.x1),
                    top=min(before.top, word.top),
                    bottom=max(before.bottom, word.bottom),
                    size=size,
                    space_after=word.space_after,
                )
                continue
        joined.append(word)
    return joined
