"""How charts look: the Government Analysis Function's palette in its order, horizontal text, no ornament.

Out: an Altair configuration, and the colours by meaning. The font is one that the SVG renderer ships, so that text is
measured alike on every machine.
"""

from __future__ import annotations

import altair as alt

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LIGHT_PURPLE = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
CATEGORIES = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE)
RAG = {"red": "#B10E1E", "amber": "#F6B13C", "green": "#12664F"}
INK = "#1F2328"
FAINT = "#DDE1E6"

WIDTH = 560
BAR = 26


def config() -> alt.Config:
    """Return the configuration of every chart."""
    return alt.Config(
        font=FONT,
        background="white",
        padding=8,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=14,
            titleFontSize=14,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor=FAINT,
            domainColor=INK,
            tickColor=INK,
            labelLimit=260,
            labelAngle=0,
        ),
        axisY=alt.AxisConfig(titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-24, titleY=-14),
        header=alt.HeaderConfig(
            labelFontSize=14, titleFontSize=14, labelColor=INK, labelFontWeight="bold", labelAnchor="start"
        ),
        text=alt.MarkConfig(fontSize=14, color=INK),
        bar=alt.BarConfig(color=DARK_BLUE),
        line=alt.LineConfig(color=DARK_BLUE, strokeWidth=3),
        point=alt.MarkConfig(color=DARK_BLUE, filled=True, size=80),
        range=alt.RangeConfig(category=list(CATEGORIES)),
    )
