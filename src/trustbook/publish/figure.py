"""A chart on a page: an accessible `<figure>` of the SVG and the texts that a notebook's output carries.

In: the `image/svg+xml` of an output with the texts in its metadata (show/charts/figure.py). Out: document nodes. A
plug-in of myst-nb, found by its entry point, so that plain `jupyter-book build .` uses it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from html import escape
from typing import Any, ClassVar

from docutils import nodes

SVG = "image/svg+xml"
VEGALITE = "application/vnd.vegalite.v6+json"
TEXTS = "trustbook_figure"


class FigureRenderer:
    """Renders the SVGs that carry our texts, and leaves every other output to myst-nb."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Node] | None:
        """Give the nodes of a figure, or None for an output that is not ours."""
        if data.mime_type == VEGALITE:
            return []  # for tools that draw it; on our pages the SVG of the same output is shown
        texts = data.output_metadata.get(SVG, {}).get(TEXTS)
        if data.mime_type != SVG or not texts:
            return None
        svg = data.string.encode()
        name = sha256(svg).hexdigest()[:16]
        uri = renderer.write_file([f"{name}.svg"], svg, overwrite=True)
        image = nodes.image(uri=uri, alt=f"Chart: {texts['title']}. It is described in words below.")
        return [
            _html(
                f'<figure class="tb-chart" role="group" aria-label="{escape(texts["title"])}">'
                f'<p class="tb-chart-title">{escape(texts["title"])}</p>'
                f'<p class="tb-chart-subtitle">{escape(texts["subtitle"])}</p>'
                f'<div class="tb-scroll" role="region" tabindex="0" aria-label="Chart: {escape(texts["title"])}">'
            ),
            image,
            _html(
                "</div><figcaption><details><summary>The chart in words</summary>"
                f"<p>{escape(texts['description'])}</p></details></figcaption></figure>"
            ),
        ]


def _html(text: str) -> nodes.Node:
    return nodes.raw("", text, format="html")
