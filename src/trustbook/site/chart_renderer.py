"""Render a chart on a page as a `<figure>` with its texts, data and downloads, and leave out what only notebooks show.

In: an `image/svg+xml` output with texts, table, values and the drawing for a phone in its metadata, as
components/charts/chart.py writes it. Out: document nodes. A chart's title is on the page once: what is about the chart
has its short name, and its description names the drawing. Registered as a myst-nb plug-in by entry point, so plain
`jupyter-book build .` uses it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.addnodes import download_reference

from trustbook.components.charts import drawing as charts
from trustbook.components.in_notebooks import NOTEBOOK_ONLY, unstyled
from trustbook.components.tables import PageTable, Value
from trustbook.core import safe_text
from trustbook.core.markup import Markup
from trustbook.site import FRAGMENTS

SVG = "image/svg+xml"
HTML = "text/html"
VEGALITE = "application/vnd.vegalite.v5+json"
TEXTS = "trustbook_figure"
ON_A_PHONE = "trustbook_narrow"
_PNG_SCALE = 2
_SVG, _OF_VEGA = "<svg ", ' class="marks"'
_HIDDEN = '<svg aria-hidden="true" focusable="false" '
_WIDE = '<svg aria-hidden="true" focusable="false" class="tb-wide" '
_NARROW = '<svg aria-hidden="true" focusable="false" class="tb-narrow" display="none" '
_ITEM, _END_OF_ITEM = Markup("<li>"), Markup("</li>")


def charts_of(notebook: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the charts of an executed notebook, in order: the texts of each, and its drawing as SVG."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            texts, drawn = output.get("metadata", {}).get(TEXTS), output.get("data", {}).get(SVG)
            if texts and drawn:
                yield texts, drawn if isinstance(drawn, str) else "".join(drawn)


class FigureRenderer:
    """Renders the SVGs that carry our texts, drops what only notebooks show, and leaves the rest to myst-nb."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Node] | None:
        """Return the nodes of a figure, or None for an output that is not ours."""
        if data.mime_type == VEGALITE or data.output_metadata.get(NOTEBOOK_ONLY):
            return []  # rendered with the SVG of the same output, or not on a page
        if data.mime_type == HTML and unstyled(data.string) != data.string:
            return list(renderer.render_text_html(replace(data, content=unstyled(data.string))))
        texts = data.output_metadata.get(TEXTS)
        if data.mime_type != SVG or not texts:
            return None
        chapter = renderer.renderer.sphinx_env.docname.rsplit("/", 1)[-1]
        narrow = data.output_metadata.get(ON_A_PHONE) or {}
        return _figure(renderer, texts, data.string, _specification(renderer, data), narrow, chapter)


def _specification(renderer: Any, data: Any) -> dict[str, Any] | None:
    """Return the Vega-Lite specification in the same output as the SVG."""
    outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)[1]
    found = outputs[data.output_index]["data"].get(VEGALITE)
    return None if found is None else dict(found)


def _figure(
    renderer: Any,
    texts: dict[str, Any],
    svg: str,
    specification: dict[str, Any] | None,
    narrow: dict[str, Any],
    chapter: str,
) -> list[nodes.Node]:
    anchor, short = f"chart-{texts['name']}", texts["name"].replace("-", " ")
    table = PageTable(
        caption=f"The figures: {short}",
        headings=tuple(texts["table"]["headings"]),
        numeric=tuple(texts["table"]["numeric"]),
        rows=tuple(tuple(row) for row in texts["table"]["rows"]),
        values=tuple(tuple(row) for row in texts["table"]["values"]),
        totals=frozenset(),
    )
    stem = f"{chapter}-{texts['name']}-{texts['period']}"
    files = {
        "SVG": ("svg", svg.encode()),
        "PNG": ("png", charts.png(svg, scale=_PNG_SCALE)),
        "CSV": ("csv", as_csv(table).encode("utf-8-sig")),
    }
    links: list[nodes.Node] = []
    for kind, (ending, content) in files.items():
        uri = renderer.write_file([f"{stem}.{ending}"], content, overwrite=True)
        link_text = FRAGMENTS.render("chart_download.html", kind=kind, short=short)
        links += [
            _html(_ITEM),
            download_reference("", "", _html(link_text), reftarget=uri, refdoc=renderer.renderer.sphinx_env.docname),
            _html(_END_OF_ITEM),
        ]
    drawn = FRAGMENTS.render(
        "chart.html",
        anchor=anchor,
        short=short,
        texts=texts,
        slider=_has_slider(specification),
        drawing=drawing(svg, narrow.get("svg")),
        table=table.html(),
    )
    return [
        _html(drawn),
        *links,
        _html(
            FRAGMENTS.render(
                "chart_end.html",
                specification=_for_scripts(specification),
                narrow=_for_scripts(narrow.get("specification")) if _has_slider(specification) else None,
            )
        ),
    ]


def _has_slider(specification: dict[str, Any] | None) -> bool:
    """Return whether a chart has a slider, whose place is hidden until a script creates it."""
    return any("bind" in each for each in (specification or {}).get("params", []))


def drawing(svg: str, narrow: str | None = None) -> Markup:
    """Hide an SVG from screen readers, because the element around it names it and Vega gives its parts roles.

    The drawing for a narrow screen is beside it, not displayed: the style sheet shows the one that fits.
    """
    if narrow is None:
        return Markup(svg.replace(_SVG, _HIDDEN, 1))
    both = ((svg, _WIDE), (narrow, _NARROW))
    return Markup("".join(each.replace(_OF_VEGA, "", 1).replace(_SVG, begin, 1) for each, begin in both))


def as_csv(table: PageTable) -> str:
    """Write a table's values for programs: plain numbers, and empty cells where nothing was reported."""
    return safe_text.as_csv([table.headings, *([_plain(value) for value in row] for row in table.values)])


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{Decimal(str(value)):f}"


def _for_scripts(specification: dict[str, Any] | None) -> Markup | None:
    """Return the specification as data in the page, so that a page opened from disk fetches nothing."""
    if specification is None:
        return None
    kept = {key: value for key, value in specification.items() if key != "description"}
    kept["background"] = "transparent"  # shows the page's background, light or dark
    return Markup(json.dumps(kept, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c"))


def _html(text: Markup) -> nodes.Node:
    return nodes.raw("", str(text), format="html")
