"""Fix the accessibility of each page where the theme fails users of keyboards, screen readers or large text.

In: pages as Sphinx wrote them. Out: the same pages with names, landmarks and one outline of headings. Styles are in
`static/accessible.css`, behaviour in `static/accessible.js`. Nothing is added inline.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from trustbook.site import icons

_UNCHANGED = re.compile(
    r"<svg\b.*?</svg>|<script\b(?![^>]*\ssrc=)[^>]*>.*?</script>|<tbody\b(?:(?!<tbody|fa-solid|<svg).)*?</tbody>", re.S
)
_PLACEHOLDER_FORM = "<!--set aside {}-->"
_PLACEHOLDER = re.compile(_PLACEHOLDER_FORM.format(r"(\d+)"))
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
    app.connect("config-inited", _disable_index)
    app.connect("build-finished", _fix_pages)


def mend(html: str) -> str:
    """Fix one page. A page that is already fixed does not change.

    Drawings, data and table rows need no fixes and are left out, because parsing them would double the time.
    """
    parts: list[str] = []

    def replace_by_placeholder(part: re.Match[str]) -> str:
        parts.append(part[0])
        return _PLACEHOLDER_FORM.format(len(parts) - 1)

    soup = BeautifulSoup(_UNCHANGED.sub(replace_by_placeholder, html), "html.parser")
    for change in _CHANGES:
        change(soup)
    return _PLACEHOLDER.sub(lambda mark: parts[int(mark[1])], str(soup))


def _disable_index(app: Any, config: Any) -> None:
    config.html_use_index = False  # the book has no index entries: its page would be empty


def _fix_pages(app: Any, failed: Exception | None) -> None:
    if failed is not None or app.builder.format != "html":
        return
    for file in Path(app.outdir).rglob("*.html"):
        if "_static" not in file.parts:
            file.write_text(mend(file.read_text(encoding="utf-8")), encoding="utf-8")


def _buttons(soup: BeautifulSoup) -> None:
    """Name buttons that have only an icon; where there is visible text, use it as the name."""
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
    """Put all content in landmarks, and remove empty ones."""
    for header in soup.find_all("header", id="pst-header"):
        header["role"] = "presentation"
    sidebar = soup.find(id="pst-primary-sidebar")
    if sidebar:
        field = sidebar.find(class_="search-button-field")
        if field and isinstance(field.parent, Tag):
            field.parent["role"] = "search"
    main, up = soup.find("main"), soup.find(id="pst-back-to-top")
    if main and up and main not in up.parents:
        main.append(up.extract())
    inner = [each for each in soup.find_all(class_="header-article__inner") if not each.contents]
    for empty in [*soup.find_all("footer"), *soup.find_all(id="ethical-ad-placement"), *inner]:
        if not empty.get_text(strip=True) and not empty.find(["a", "img", "button"]):
            empty.decompose()


def _headings(soup: BeautifulSoup) -> None:
    """Turn the menu's captions from headings into names of its lists; move links out of headings."""
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
        for here in [*menu.find_all("a", class_="current"), *menu.find_all("a", href="#")]:
            here["aria-current"] = "page"


def _tables(soup: BeautifulSoup) -> None:
    """Make every table scroll in a region that has a name and can be focused."""
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
    """Remove repeated viewport tags, and links to the index, which is not built."""
    for again in soup.find_all("meta", attrs={"name": "viewport"})[1:]:
        again.decompose()
    for link in soup.find_all("link", rel="index"):
        link.decompose()


_CHANGES: tuple[Callable[[BeautifulSoup], None], ...] = (_head, _buttons, _landmarks, _headings, _tables, icons.draw)
