"""Extend Sphinx: add our style sheet, the period switcher, and the link to the executed notebook.

In: Jupyter Book's pages. Out: the same pages with ours added. `trustbook_period` is set when a page belongs to an
edition of a site; without it (`jupyter-book build .`) pages have no switcher.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trustbook import __version__
from trustbook.core.markup import Markup
from trustbook.core.period import Period
from trustbook.site import FRAGMENTS, accessible, book_words, glossary_links, interactive_charts, search, unused_assets
from trustbook.site.classes import classes_in
from trustbook.site.data_warnings import FILE as MARKS
from trustbook.site.data_warnings import mark, read_marks
from trustbook.site.description import describe
from trustbook.site.header_and_footer import add_head, dress, mark_draft, masthead
from trustbook.site.metadata import Facts

_HERE = Path(__file__).parent
_FEW_SECTIONS = 1
"""A page of so many sections or fewer is never folded."""


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("trustbook_period", "", "html", types=[str])
    app.add_config_value("trustbook_facts", {}, "html", types=[dict])
    book_words.setup(app)
    glossary_links.setup(app)
    interactive_charts.setup(app)
    unused_assets.setup(app)
    search.setup(app)
    app.connect("config-inited", _our_files)
    app.connect("html-page-context", _page, priority=900)
    accessible.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _our_files(app: Any, config: Any) -> None:
    config.html_static_path.append(str(_HERE / "static"))
    config.html_favicon = config.html_favicon or str(_HERE / "static" / "icon.svg")
    config.templates_path.append(str(_HERE / "templates"))
    config.html_sidebars = {"**": ["search-button-field.html", "sbt-sidebar-nav.html"]}  # the masthead names the book
    app.add_js_file("look.js", priority=100)
    app.add_css_file("icons.css")
    app.add_css_file("trustbook.css")
    app.add_css_file("print.css", media="print")


def _page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    up = "../" * page.count("/")
    if " tb-sortable" in classes_in(context.get("body", "")):
        app.add_js_file("tables.js", loading_method="defer")
    if " tb-statements" in classes_in(context.get("body", "")):
        app.add_js_file("statements.js", loading_method="defer")
    if context.get("body", "").count("<h2") > _FEW_SECTIONS:
        app.add_js_file("sections.js", loading_method="defer")
    period = Period.parse(app.config.trustbook_period) if app.config.trustbook_period else None
    if period is not None:
        context["docstitle"] = f"{period.label}: {context.get('docstitle', '')}"
    context["metatags"] = f"{context.get('metatags', '')}\n{FRAGMENTS.render('noscript.html', up=up)}"
    facts = Facts(**app.config.trustbook_facts) if app.config.trustbook_facts else None
    revision = 0 if facts is None else facts.revision
    switcher = Markup() if period is None else _switcher(period, revision, page, f"{up}../")
    context["trustbook_masthead"] = masthead(app.config.html_title, app.config.root_doc, facts, up, switcher)
    if facts is not None:
        mark_draft(context, facts, up)
    if doctree is None:
        if page == "search" and facts is not None:
            add_head(page, context, facts, "Search", f"Search the finance report of {facts.trust}, {facts.label}.")
        return
    source = context.get("sourcename", "")
    context["body"] = mark(context["body"], page, read_marks(Path(app.srcdir) / MARKS))
    notebook = Path(app.env.doc2path(page)) if source.endswith(".ipynb") else None
    title = app.env.titles[page].astext()
    dress(page, context, facts, title, describe(doctree, notebook), front=page == app.config.root_doc)
    if source.endswith(".ipynb"):
        context["body"] += str(FRAGMENTS.render("executed.html", up=up, source=source))


def _switcher(period: Period, revision: int, page: str, site: str) -> Markup:
    """Return a link to the archive, which periods.js turns into a menu, and one to the revisions of the report.

    That script is outside the editions and rewritten with each site, so that an edition never changes.
    """
    return FRAGMENTS.render("periods.html", period=period, revision=revision, page=page, site=site)
