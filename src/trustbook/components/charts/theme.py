"""Set how charts look, after the Government Analysis Function: its palette in order, direct labels, horizontal text.

Out: an Altair configuration, and the colours by meaning, for light and dark pages. A chart is drawn twice, as wide as
the column of a desk and as a phone, so that its text can be read on both. A file that is downloaded has the font that
comes with the SVG renderer; on a page a chart has the page's own.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import altair as alt

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"
CATEGORIES = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE)
"""For categories without an order, used from the first; with more than four, draw small multiples."""
RAG = {"red": "#6B0F1A", "amber": "#DD7A00", "green": "#0F7F6B"}
SHAPES = {"red": "triangle-up", "amber": "diamond", "green": "circle"}
CONTEXT, CONTEXT_DARK = "#868E96", "#57606A"
"""For what a chart shows only to compare with; both have a contrast of more than 3 to 1 with the page."""
DOWN, UP = TURQUOISE, DARK_PINK
"""For a fall and a rise; the sign, an arrow or the side says so too."""
INK = "#1F2328"
GROUND = "#FFFFFF"
"""For gaps between marks, and text on a dark one: it becomes the colour of the page."""
FAINT = "#DDE1E6"
PAPER = "white"

ON_DARK = {
    PAPER: "#121212",
    INK: "#E6E9EC",
    FAINT: "#48566B",
    DARK_BLUE: "#6BACE6",
    TURQUOISE: "#28A197",
    DARK_PINK: "#E58AB5",
    ORANGE: "#F46A25",
    DARK_GREY: "#AEB6BF",
    CONTEXT: "#7D8590",
    CONTEXT_DARK: "#A9B1BA",
    GROUND: "#121212",
    RAG["red"]: "#D9444A",
    RAG["amber"]: "#FFDD99",
    RAG["green"]: "#3FB8A0",
}
"""Each colour on a dark page; `charts.css` exchanges them, so that one drawing serves both."""

WIDE, NARROW = 672, 352
"""The widths of the plot on a desk and on a phone. Text is 14 in both: more than 11 on a screen of 320 pixels."""
_WIDE_ENOUGH = 500
TEXT = 14
LINE = 18


def is_wide(width: float) -> bool:
    """Return whether names fit to the left of their bars."""
    return width >= _WIDE_ENOUGH


def config() -> dict[str, Any]:
    """Return the configuration of every chart, checked by Altair, ready for a specification."""
    return deepcopy(_config())


@cache
def _config() -> dict[str, Any]:
    made = alt.Config(
        aria=False,
        font=FONT,
        background=PAPER,
        padding={"left": 0, "right": 0, "top": 4, "bottom": 4},
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=TEXT,
            titleFontSize=TEXT,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor=FAINT,
            domainColor=INK,
            tickColor=INK,
            labelAngle=0,
        ),
        title=alt.TitleConfig(fontSize=TEXT, fontWeight="bold", color=INK, anchor="start", offset=4),
        text=alt.MarkConfig(fontSize=TEXT, color=INK),
        rule=alt.MarkConfig(color=INK),
        bar=alt.BarConfig(color=DARK_BLUE),
        point=alt.MarkConfig(color=DARK_BLUE, filled=True, size=110, opacity=1),
    )
    return dict(made.to_dict())
