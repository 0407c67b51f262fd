"""Set how charts look, after the Government Analysis Function: its palette in order, direct labels, horizontal text.

Out: an Altair configuration, and the colours by meaning, for light and dark pages. A chart is drawn as wide as a phone,
so that its text can be read there. The font comes with the SVG renderer, so that text is measured alike on every
machine.
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
INK = "#1F2328"
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
    RAG["red"]: "#D9444A",
    RAG["amber"]: "#FFDD99",
    RAG["green"]: "#3FB8A0",
}
"""Each colour on a dark page; `charts.css` exchanges them, so that one drawing serves both."""

WIDTH = 352
"""The width of the plot, where text is 14: on a screen of 320 pixels the text is still more than 11."""
TEXT = 14
LINE = 18


def config() -> dict[str, Any]:
    """Return the configuration of every chart, checked by Altair, ready for a specification."""
    return deepcopy(_config())


@cache
def _config() -> dict[str, Any]:
    made = alt.Config(
        aria=False,
        font=FONT,
        background=PAPER,
        padding=4,
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
