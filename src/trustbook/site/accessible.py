"""What the theme leaves out for people who use a keyboard, a screen reader or large text, mended on each page.

In: pages as Sphinx wrote them. Out: the same pages, with names, landmarks and one outline of headings. How things look
is in `static/accessible.css`, what they do in `static/accessible.js`. Nothing is added in line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from trustbook.site import icons

_AS_IT_IS = re.compile(
    r"<svg\b.*?</svg>|<script\b(?![^>]*\ssrc=)[^>]*>.*?</script>|<tbody\b(?:(?!<tbody|fa-solid|<svg).)*?</tbody>", re.S
)
_PLACE = "<!--set aside {}-->"
_SET_ASIDE = re.compile(_PLACE.format(r"(\d+)"))
_BUTTONS = {
    "primary-toggle": "Menu of chapters",
    "secondary-toggle": "Contents of this page",
    "theme-switch-button": "Colours: light, dark or as your device",
    "search-button": "Search",
}
_DIALOGS = {
    "pst-search-dialog": "Search",
    "pst-primary-sidebar-modal": "Menu of chapters",
    "pst-secondary-sidebar-modal": "Contents of this page",
}


def setup(app: Any) -> None:
    """Connect to Sphinx; called by the extension."""
    app.add_css_file("accessible.css", priority=900)
    app.add_js_file("accessible.js", loading_method="defer")
    app.connect("config-inited", _only_what_is_read)
    app.connect("build-finished", _mend_all)


def mend(html: str) -> str:
    """Mend one page. A page that is mended already stays as it is.

    Drawings, data and the rows of tables have nothing to mend, and would take half of the time to parse.
    """
    parts: list[str] = []

    def set_aside(part: re.Match[str]) -> str:
        parts.append(part[0])
        return _PLACE.format(len(parts) - 1)

    soup = BeautifulSoup(_AS_IT_IS.sub(set_aside, html), "html.parser")
    for change in _CHANGES:
        change(soup)
    return _SET_ASIDE.sub(lambda mark: parts[int(mark[1])], str(soup))


def _only_what_is_read(app: Any, config: Any) -> None:
    config.html_use_index = False  # the book has no index entries: its page would be empty


def _mend_all(app: Any, failed: Exception | None) -> None:
    if failed is not None or app.builder.format != "html":
        return
    for file in Path(app.outdir).rglob("*.html"):
        if "_static" not in file.parts:
            file.write_text(mend(file.read_text(encoding="utf-8")), encoding="utf-8")


def _buttons(soup: BeautifulSoup) -> None:
    """Name what has only an icon, and let visible words be the name where there are any."""
    for kind, name in _BUTTONS.items():
        for button in soup.find_all("button", class_=kind):
            button["aria-label"] = name
            button["title"] = name
            del button["data-bs-title"]
    for button in soup.find_all("button", class_="search-button-field"):
        del button["aria-label"]
        del button["title"]
    for dialog in soup.find_all("dialog", id=list(_DIALOGS)):
        dialog["aria-label"] = _DIALOGS[str(dialog["id"])]
    for form in soup.find_all("form", class_="bd-search"):
        for field in form.find_all("input"):
            field["aria-label"] = field["placeholder"] = "Search this report"
        for hint in form.find_all(class_="search-button__kbd-shortcut"):
            hint.decompose()


def _landmarks(soup: BeautifulSoup) -> None:
    """Put everything in a landmark, and leave out those that are empty."""
    for header in soup.find_all("header", id="pst-header"):
        header["role"] = "presentation"
    sidebar = soup.find(id="pst-primary-sidebar")
    if sidebar:
        for kind, role in (("navbar-brand", "banner"), ("search-button-field", "search")):
            inside = sidebar.find(class_=kind)
            if inside and isinstance(inside.parent, Tag):
                inside.parent["role"] = role
    main, up = soup.find("main"), soup.find(id="pst-back-to-top")
    if main and up and main not in up.parents:
        main.append(up.extract())
    inner = [each for each in soup.find_all(class_="header-article__inner") if not each.contents]
    for empty in [*soup.find_all("footer"), *soup.find_all(id="ethical-ad-placement"), *inner]:
        if not empty.get_text(strip=True) and not empty.find(["a", "img", "button"]):
            empty.decompose()


def _headings(soup: BeautifulSoup) -> None:
    """Make captions of the menu names of its lists, not headings; take links out of the names of headings."""
    menus = soup.find_all("nav", class_="bd-links")
    captions = [each for menu in menus for each in menu.find_all("p", class_="caption", role="heading")]
    for number, caption in enumerate(captions):
        del caption["role"]
        del caption["aria-level"]
        caption["id"] = f"tb-menu-{number}"
        chapters = caption.find_next_sibling("ul")
        if isinstance(chapters, Tag):
            chapters["aria-labelledby"] = str(caption["id"])
    for link in soup.find_all("a", class_="headerlink"):
        link["aria-hidden"] = "true"
        link["tabindex"] = "-1"
    for menu in menus:
        for here in menu.find_all("a", class_="current"):
            here["aria-current"] = "page"


def _tables(soup: BeautifulSoup) -> None:
    """Let every table scroll inside a region that has a name and that the keyboard reaches."""
    tables = [table for article in soup.find_all("article") for table in article.find_all("table")]
    for number, table in enumerate(tables):
        if table.find_parent(class_="tb-scroll"):
            continue
        region = table.find_parent(class_="pst-scrollable-table-container") or table.wrap(soup.new_tag("div"))
        caption, before = table.find("caption"), table.find_previous(["h1", "h2", "h3", "h4"])
        named = caption or before
        words = named.get_text(" ", strip=True).rstrip("# ") if named else str(number + 1)
        region["class"] = "tb-scroll"
        region["role"], region["tabindex"], region["aria-label"] = "region", "0", f"Table: {words}"


def _head(soup: BeautifulSoup) -> None:
    """Say once how wide the page is."""
    for again in soup.find_all("meta", attrs={"name": "viewport"})[1:]:
        again.decompose()
    for link in soup.find_all("link", rel="index"):
        link.decompose()


_CHANGES: tuple[Callable[[BeautifulSoup], None], ...] = (_head, _buttons, _landmarks, _headings, _tables, icons.draw)
