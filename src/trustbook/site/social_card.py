"""The picture that a link to an edition is shown with: trust, period, and the first key figures of its front page.

In: what an edition says of itself. Out: a PNG, the same bytes for the same words. The converter opens the file or the
address of any picture that a drawing names, so that a drawing is filled from a template, which escapes, and names none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

import vl_convert

from trustbook.components.charts.theme import DARK_BLUE, FONT, INK
from trustbook.core.markup import Templates
from trustbook.core.safe_text import for_xml
from trustbook.site.header_and_footer import CARD_SIZE
from trustbook.site.manifest import ManifestFigure
from trustbook.site.metadata import Facts

_TEMPLATES = Templates(Path(__file__).parent / "own_files")
_FIGURES = 2
_WIDTH, _LINES = 34, 2


def draw(figures: Sequence[ManifestFigure], facts: Facts) -> bytes:
    """Draw the card of an edition from the key figures of its front page."""
    return bytes(vl_convert.svg_to_png(drawing(figures, facts)))


def drawing(figures: Sequence[ManifestFigure], facts: Facts) -> str:
    """The card as SVG."""
    width, height = CARD_SIZE
    shown = [
        {"amount": for_xml(each.amount), "lines": wrap(for_xml(each.name), _WIDTH)[:_LINES]}
        for each in figures[:_FIGURES]
    ]
    return str(
        _TEMPLATES.render(
            "card.svg",
            width=width,
            height=height,
            trust=for_xml(facts.trust),
            label=facts.label,
            figures=shown,
            font=FONT,
            blue=DARK_BLUE,
            ink=INK,
        )
    )
