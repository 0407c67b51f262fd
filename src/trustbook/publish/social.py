"""The picture that a link to an edition is shown with: trust, period, and the first key figures of its front page.

In: the front page as built. Out: a PNG, the same bytes for the same page.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap

import vl_convert
from bs4 import BeautifulSoup

from trustbook.pages.facts import Facts
from trustbook.pages.head import CARD_SIZE
from trustbook.show.charts.theme import DARK_BLUE, FONT, INK

_FIGURES = 2
_WIDTH = 34


def draw(front: str, facts: Facts) -> bytes:
    """Draw the card of an edition from the HTML of its front page."""
    width, height = CARD_SIZE
    lines = [
        _text(80, 120, 44, facts.trust, INK),
        _text(80, 210, 72, "Finance report", DARK_BLUE, bold=True),
        _text(80, 280, 52, facts.label, DARK_BLUE, bold=True),
    ]
    top = 420
    for name, figure in _figures(front):
        lines.append(_text(80, top, 76, figure, INK, bold=True))
        lines += [_text(480, top - 24 + 42 * row, 36, part, INK) for row, part in enumerate(wrap(name, _WIDTH)[:2])]
        top += 130
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="white"/>'
        f'<rect width="{width}" height="24" fill="{DARK_BLUE}"/>{"".join(lines)}</svg>'
    )
    return bytes(vl_convert.svg_to_png(svg))


def _figures(front: str) -> list[tuple[str, str]]:
    cards = BeautifulSoup(front, "html.parser").select(".tb-figure")
    found = [(card.find("dt"), card.find("strong")) for card in cards[:_FIGURES]]
    return [(name.get_text(strip=True), figure.get_text(strip=True)) for name, figure in found if name and figure]


def _text(left: int, base: int, size: int, text: str, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{left}" y="{base}" font-family="{FONT}" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(text)}</text>"
    )
