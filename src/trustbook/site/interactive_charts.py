"""Make charts interactive: one Vega bundle in each edition, loaded only by pages with a chart.

In: pages, and Vega as vl-convert contains it. Out: `charts.css` and `charts.js` on those pages, and `vega.js` next to
them. Vega's expression interpreter is used, so that a page can forbid `eval`.
"""

from __future__ import annotations

import gzip
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from trustbook.build.store import Record, Store, digest_of
from trustbook.core.lock import locked
from trustbook.site.classes import classes_in

_CHART = " tb-chart"
_NOTICE = "/* Vega and its libraries; for licence information see vega.LICENSE.txt */"
_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_NAME = "vega.js"
PACKAGE = "vl-convert-python"
VENDORED = Path(__file__).with_name("vendored")
"""Where the script lies as it was bundled beforehand, of one version of vl-convert: see the README there."""


def setup(app: Any) -> None:
    """Register with Sphinx."""
    app.add_config_value("trustbook_cache", "", "", types=[str])
    app.connect("html-page-context", _page, priority=850)
    app.connect("build-finished", _write_bundle, priority=400)


def _page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if _CHART in classes_in(context.get("body", "")):
        app.add_css_file("charts.css")
        app.add_js_file("charts.js", loading_method="defer")


def _write_bundle(app: Any, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    pages = (page.read_text(encoding="utf-8") for page in Path(app.outdir).rglob("*.html"))
    if any(_CHART in classes_in(page) for page in pages):
        cache = Path(app.config.trustbook_cache) if app.config.trustbook_cache else None
        (Path(app.outdir) / "_static" / "vega.js").write_text(bundle(cache), encoding="utf-8")


def bundle(cache: Path | None = None) -> str:
    """Return Vega with Vega-Lite as one script: the vendored one, or else one that is bundled now.

    Bundling takes seconds, so a store may cache it. If several processes need it at once, one builds it and the others
    wait. A cached script that was altered is never used: it would be published and run in every reader's browser.
    """
    place = vendored(version(PACKAGE))
    if place.is_file():
        return _as_script(gzip.decompress(place.read_bytes()).decode())
    if cache is None:
        return _as_script(bundled_now())
    with locked(cache):
        kept = _kept(cache)
        if kept is None:
            kept = _as_script(bundled_now())
            with suppress(OSError):
                store = Store(cache)
                store.record(_key(), Record(_ingredients(), {_NAME: store.put(kept.encode())}))
        return kept


def keep_bundle(cache: Path) -> None:
    """Have the script in the store unless it is vendored."""
    if not vendored(version(PACKAGE)).is_file():
        bundle(cache)


def _kept(cache: Path) -> str | None:
    store = Store(cache)
    record = store.find(_key())
    content = None if record is None else store.get(record.files.get(_NAME, ""))
    return None if content is None else content.decode()


def _key() -> str:
    return digest_of([_NAME, _ingredients()])


def _ingredients() -> dict[str, str]:
    return {
        "vl-convert": version(PACKAGE),
        "what is asked of it": _SNIPPET,
        "what is put before it": _NOTICE,
    }


def vendored(version: str) -> Path:
    """Return where the script of this version of vl-convert is, if it is the vendored one."""
    return VENDORED / f"vega-{version}.js.gz"


def bundled_now() -> str:
    """Bundle the script from the installed vl-convert, as a module."""
    import vl_convert  # starts V8 in this process

    return vl_convert.javascript_bundle(_SNIPPET)


def _as_script(module: str) -> str:
    return f'{_NOTICE}\n(function () {{"use strict";\n{module}\n}})();\n'  # else its names would be global
