"""The pages of an edition as one document for paper: ids stay apart, links lead within it, nothing in it acts.

In: an edition as built, in the order of its contents. Out: HTML and a style sheet. What could run, fetch or lead astray
is taken out of every page, however it got there; the policy that the document is sent with is the second wall.
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
"""Never asked for: against it, addresses that pages give from their own place become ones from the edition's."""
_NOT_ON_PAPER = "nav, button, .headerlink, .tb-periods, .tb-made, .tb-paper, .tb-banner"
_ACTS = (
    "script, noscript, style, template, link, meta, base, title:not(svg title), "
    "iframe, frame, frameset, object, embed, applet, portal, audio, video, source, track, "
    "form, input, select, textarea, "
    "foreignobject, animate, animatemotion, animatetransform, set, feimage, "
    "xmp, plaintext, noembed, noframes"
)
"""Runs, loads, or is read by a browser in another way than by the parser that looks for these."""
_ADDRESSES = {
    *("action", "background", "cite", "data", "dynsrc", "formaction", "href", "longdesc", "lowsrc", "manifest", "ping"),
    *("poster", "src", "srcdoc", "srcset", "style", "usemap", "xlink:href"),
}
_LEADS_OUT = ("http", "https", "mailto")


def join(edition: Path, pages: Sequence[str], facts: Facts) -> Markup:
    """Join the pages into one document. Raises PublishError for a page that is none of the book."""
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
        _make_fit(article, page, pages, facts)
        chapters.append({"anchor": _anchor(page), "title": title, "content": Markup(article.decode_contents())})
    return _TEMPLATES.render("paper.html", title=_title(facts), about=facts, styles=styles, chapters=chapters)


def style(facts: Facts) -> str:
    """Write the style of the document: its cover, and its title at the head of every sheet."""
    return str(_TEMPLATES.render("paper.css", title=Markup(_in_css(_title(facts)))))


def _title(facts: Facts) -> str:
    return f"{facts.trust}: finance report, {facts.label}"


def _in_css(text: str) -> str:
    """Write text for a string in CSS: every character but letters and digits of ASCII as its number."""
    return "".join(each if each.isascii() and each.isalnum() else f"\\{ord(each):06x}" for each in text)


def _style(link: Tag, page: str) -> dict[str, str]:
    """A style sheet of the page, for all media that it is for."""
    address = urljoin(f"{_BASE}{page}.html", str(link["href"])).removeprefix(_BASE)
    return {"address": address, "media": str(link.get("media", ""))}


def _make_fit(article: Tag, page: str, pages: Sequence[str], facts: Facts) -> None:
    for unwanted in article.select(_NOT_ON_PAPER):
        unwanted.decompose()
    _disarm(article)
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


def _disarm(article: Tag) -> None:
    """Take out what acts: elements, comments (browsers end them elsewhere), handlers, and addresses but of links."""
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
    """Where a link leads from the document: into it, to the site if that has an address, or nowhere."""
    href = "".join(each for each in href.strip() if each.isprintable())  # browsers pass over the others
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
