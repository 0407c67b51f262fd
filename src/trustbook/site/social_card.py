"""Draw the picture shown with links to an edition: trust, period, and the front page's first key figures.

In: an edition's figures and facts. Out: a PNG, the same bytes for the same text. The converter would open any file or
address that a drawing refers to, so the drawing comes from a template that escapes text and refers to none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from trustbook.components.charts import drawing as charts
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
    return charts.png(drawing(figures, facts))


def drawing(figures: Sequence[ManifestFigure], facts: Facts) -> str:
    """Return the card as SVG."""
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
            standing=facts.standing,
            font=FONT,
            blue=DARK_BLUE,
            ink=INK,
        )
    )
