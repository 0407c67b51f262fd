"""Estimate how wide text is in a chart, and wrap it to a width.

In: text. Out: pixels at the size of a chart's text, and lines. On a page a chart is lettered in the page's font, which
differs between machines. So the estimate is that of a wide one, DejaVu Sans: text in any other is narrower.
"""

from __future__ import annotations

from collections.abc import Iterable

from trustbook.components.charts.theme import TEXT

_NARROW, _WIDE = frozenset("ijlI.,:;'|!()[]/ ftr-’"), frozenset("mwMW%@−▲▼–—")
_EM_NARROW, _EM, _EM_CAPITAL, _EM_WIDE = 0.38, 0.62, 0.7, 0.96
_BOLD = 1.11


def width_of(text: str, *, bold: bool = False) -> float:
    """Return about how many pixels a line of text takes."""
    em = sum(
        _EM_NARROW if letter in _NARROW else _EM_WIDE if letter in _WIDE else _EM_CAPITAL if letter.isupper() else _EM
        for letter in text
    )
    return em * TEXT * (_BOLD if bold else 1)


def widest(texts: Iterable[str], *, bold: bool = False) -> float:
    """Return the width of the widest line of several texts."""
    return max((width_of(line, bold=bold) for text in texts for line in text.split("\n")), default=0.0)


def wrapped(text: str, width: float, *, bold: bool = False) -> str:
    """Break a text between words into lines of at most this width; a longer word has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)
