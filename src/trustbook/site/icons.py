"""Replace the theme's icons with inline drawings, instead of a script of one and a half megabytes.

In: a page with the theme's `<i class="fa-solid fa-…">`. Out: the same page with small drawings that screen readers
skip.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

_SHAPES = {
    "fa-angle-left": "M15 5l-7 7 7 7",
    "fa-angle-right": "M9 5l7 7-7 7",
    "fa-arrow-up": "M12 20V5M5 12l7-7 7 7",
    "fa-bars": "M3 6h18M3 12h18M3 18h18",
    "fa-chevron-down": "M5 9l7 7 7-7",
    "fa-circle-half-stroke": "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 6v12M14 7v10M16 8v8M18 10v4",
    "fa-list": "M9 6h12M9 12h12M9 18h12M3 6h2M3 12h2M3 18h2",
    "fa-magnifying-glass": "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15 15l6 6",
    "fa-moon": "M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z",
    "fa-sun": "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
}


def draw(soup: BeautifulSoup) -> None:
    """Replace the icons of a page, and remove the script that would draw them."""
    for icon in soup.find_all(["i", "span"], class_="fa-solid"):
        classes = icon.get_attribute_list("class")
        drawing = _drawing(soup, next((_SHAPES[name] for name in classes if name in _SHAPES), ""))
        drawing["class"] = " ".join(["tb-icon", *(name for name in classes if name and not name.startswith("fa-"))])
        if "data-mode" in icon.attrs:  # the theme shows the icon of the active colour mode
            drawing["data-mode"] = str(icon["data-mode"])
        icon.replace_with(drawing)
    for script in soup.find_all("script", src=re.compile("fontawesome")):
        script.decompose()


def _drawing(soup: BeautifulSoup, shape: str) -> Tag:
    drawing = soup.new_tag("svg", attrs={"viewBox": "0 0 24 24", "aria-hidden": "true", "focusable": "false"})
    if shape:
        drawing.append(soup.new_tag("path", attrs={"d": shape}))
    return drawing
