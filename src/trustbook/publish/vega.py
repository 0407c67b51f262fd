"""What makes charts answer to a pointer: one Vega bundle in each edition, asked for only by pages with a chart.

In: pages, and vl-convert, which has Vega inside. Out: `charts.css` and `charts.js` on those pages, and `vega.js` beside
them. Vega's own expression interpreter is used, so that a page may forbid `eval`.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from trustbook.files import write_whole

_CHART = '<figure class="tb-chart"'
_NOTICE = "/* Vega and its libraries; for licence information see vega.LICENSE.txt */"
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_config_value("trustbook_cache", "", "", types=[str])
    app.connect("html-page-context", _page, priority=850)
    app.connect("build-finished", _write_bundle, priority=400)


def _page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if _CHART in context.get("body", ""):
        app.add_css_file("charts.css")
        app.add_js_file("charts.js", loading_method="defer")


def _write_bundle(app: Any, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    pages = (page.read_text(encoding="utf-8") for page in Path(app.outdir).rglob("*.html"))
    if any(_CHART in page for page in pages):
        cache = Path(app.config.trustbook_cache) if app.config.trustbook_cache else None
        (Path(app.outdir) / "_static" / "vega.js").write_text(bundle(cache), encoding="utf-8")


def bundle(cache: Path | None = None) -> str:
    """Give Vega with Vega-Lite as one script; making it takes seconds, so a folder may keep it between builds."""
    kept = None if cache is None else cache / f"vega-{version('vl-convert-python')}.js"
    if kept is not None and kept.exists():
        return kept.read_text(encoding="utf-8")
    # it is written as a module, whose names would be everybody's in a script
    script = f'{_NOTICE}\n(function () {{"use strict";\n{vl_convert.javascript_bundle(_SNIPPET)}\n}})();\n'
    if kept is not None:
        write_whole(kept, script.encode())
    return script
