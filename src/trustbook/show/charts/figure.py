"""The one way to put a chart on a page: a figure with a finding, a subtitle and a description in words.

In: an Altair chart and its texts. Out: an object that Jupyter displays offline: Vega-Lite JSON for tools that draw it,
SVG for everything else; the page's own renderer makes an accessible `<figure>` of the SVG and the texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from trustbook.show.charts.theme import config

VEGALITE = "application/vnd.vegalite.v6+json"
SVG = "image/svg+xml"
TEXTS = "trustbook_figure"
"""The key of the SVG's metadata under which the texts travel."""


@dataclass(frozen=True)
class Figure:
    """A chart with its texts: `title` is the finding in ten words or fewer, `subtitle` says what, unit, period."""

    title: str
    subtitle: str
    description: str
    spec: dict[str, Any]

    def svg(self) -> str:
        """Draw it. The same specification gives the same bytes."""
        return vl_convert.vegalite_to_svg(self.spec, allowed_base_urls=[])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        texts = {"title": self.title, "subtitle": self.subtitle, "description": self.description}
        return {VEGALITE: self.spec, SVG: self.svg(), "text/plain": repr(self)}, {SVG: {TEXTS: texts}}

    def __repr__(self) -> str:
        return f"{self.title}\n{self.subtitle}\n{self.description}"


def figure(chart: Any, *, title: str, subtitle: str, description: str) -> Figure:
    """Make a figure. Raises ValueError if a text is missing: a chart without its description cannot be read by all."""
    for name, text in (("title", title), ("subtitle", subtitle), ("description", description)):
        if not text.strip():
            raise ValueError(f"a figure needs a {name}")
    with alt.data_transformers.enable("default", consolidate_datasets=False):
        spec = chart.configure(**config().to_dict()).properties(description=description).to_dict()
    return Figure(title, subtitle, description, spec)
