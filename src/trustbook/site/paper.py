"""Join the pages of an edition into one document for printing: unique ids, internal links, no active content.

In: a built edition, in the order of its contents. Out: HTML and a style sheet. Anything that could run, fetch or
redirect is removed from every page, whatever its source; the policy sent with the document is a second defence.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from trustbook.core.errors import PublishError
from trustbook.core.markup import Markup, Templates
from trustbook.site.metadata import Facts

_TEMPLATES = Templates(Path(__file__).parent / "own_files")
_BASE = "http://edition.invalid/"
"""Never requested: resolves addresses relative to a page into addresses relative to the edition."""
_NOT_ON_PAPER = "nav, button, .headerlink, .tb-periods, .tb-made, .tb-paper, .tb-banner"
_ACTS = (
    "script, noscript, style, template, link, meta, base, title:not(svg title), "
    "iframe, frame, frameset, object, embed, applet, portal, audio, video, source, track, "
    "form, input, select, textarea, "
    "foreignobject, animate, animatemotion, animatetransform, set, feimage, "
    "xmp, plaintext, noembed, noframes"
)
"""Elements that run, load, or are parsed differently by browsers than by our parser."""
_ADDRESSES = {
    *("action", "background", "cite", "data", "dynsrc", "formaction", "href", "longdesc", "lowsrc", "manifest", "ping"),
    *("poster", "src", "srcdoc", "srcset", "style", "usemap", "xlink:href"),
}
_LEADS_OUT = ("http", "https", "mailto")


def join(edition: Path, pages: Sequence[str], facts: Facts) -> Markup:
    """Join the pages into one document. Raises PublishError for a page that is not in the book."""
    chapters: list[dict[str, str]] = []
    styles: list[dict[str, str]] = []
    for page in pages:
        soup = BeautifulSoup((edition / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        article = soup.select_one("article")
        if article is None:
            raise PublishError("the page has no article", file=f"{page}.html", expected="a page of the book")
        styles = styles or [_style(link, page) for link in soup.select('head link[rel~="stylesheet"][href]')]
        heading = article.find("h1")
        title = heading.get_text(" ", strip=True).rstrip("#").strip() if heading else page
        _prepare_for_paper(article, page, pages, facts)
        chapters.append({"anchor": _anchor(page), "title": title, "content": Markup(article.decode_contents())})
    return _TEMPLATES.render("paper.html", title=_title(facts), about=facts, styles=styles, chapters=chapters)


def style(facts: Facts) -> str:
    """Write the document's style: its cover, and its title at the top of every sheet."""
    return str(_TEMPLATES.render("paper.css", title=Markup(_in_css(_title(facts)))))


def _title(facts: Facts) -> str:
    return f"{facts.trust}: finance report, {facts.label}"


def _in_css(text: str) -> str:
    """Escape text for a CSS string: every character except ASCII letters and digits by its code."""
    return "".join(each if each.isascii() and each.isalnum() else f"\\{ord(each):06x}" for each in text)


def _style(link: Tag, page: str) -> dict[str, str]:
    """Return the attributes of a page's style sheet link, with its media."""
    address = urljoin(f"{_BASE}{page}.html", str(link["href"])).removeprefix(_BASE)
    return {"address": address, "media": str(link.get("media", ""))}


def _prepare_for_paper(article: Tag, page: str, pages: Sequence[str], facts: Facts) -> None:
    for unwanted in article.select(_NOT_ON_PAPER):
        unwanted.decompose()
    _remove_active_content(article)
    for folded in article.select("details"):
        folded["open"] = ""
    for scrolled in article.select(".tb-scroll"):
        for attribute in ("tabindex", "role", "aria-label"):
            del scrolled[attribute]
    for element in article.select("[id]"):
        element["id"] = f"{_anchor(page)}--{element['id']}"
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
        for element in article.select(f"[{attribute}]"):
            names = str(element[attribute]).split() if isinstance(element[attribute], str) else element[attribute]
            element[attribute] = " ".join(f"{_anchor(page)}--{each}" for each in names)
    for image in article.select("img[src]"):
        image["src"] = urljoin(f"{_BASE}{page}.html", str(image["src"])).removeprefix(_BASE)
    for link in article.select("a[href]"):
        address = _address(str(link["href"]), page, pages, facts)
        if address is None:
            del link["href"]
        else:
            link["href"] = address


def _remove_active_content(article: Tag) -> None:
    """Remove active content: elements, comments (browsers end them differently), handlers, addresses except links."""
    for element in article.select(_ACTS):
        element.decompose()
    for string in article.find_all(string=lambda text: isinstance(text, PreformattedString)):
        string.extract()
    for element in article.find_all(True):
        kept = {"a": ("href",), "img": ("src",)}.get(element.name, ())
        for attribute in list(element.attrs):
            name = attribute.lower()
            if name not in kept and (name.startswith("on") or name in _ADDRESSES):
                del element[attribute]


def _address(href: str, page: str, pages: Sequence[str], facts: Facts) -> str | None:
    """Return a link's target: inside the document, on the site if it has an address, or None."""
    href = "".join(each for each in href.strip() if each.isprintable())  # browsers ignore the others
    try:
        scheme = urlsplit(href).scheme.lower()
        target, fragment = urldefrag(urljoin(f"{_BASE}{page}.html", href))
    except ValueError:
        return None
    if scheme:
        return href if scheme in _LEADS_OUT else None
    inside = target.removeprefix(_BASE)
    if inside.removesuffix(".html") in pages:
        anchor = _anchor(inside.removesuffix(".html"))
        return f"#{anchor}--{fragment}" if fragment else f"#{anchor}"
    return urljoin(f"{facts.url}{page}.html", href) if facts.url else None


def _anchor(page: str) -> str:
    return page.replace("/", "-")
