"""Prepare the article of a page for paper: leave out what serves only a screen, and everything that is active.

In: a parsed article, and the document that it goes into. Out: the article, changed in place: unique ids, links that
work on paper, charts with their words as alternative text. Anything that could run, fetch or redirect is removed,
whatever its source; the policy sent with the document is a second defence.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import Tag
from bs4.element import PreformattedString

from trustbook.site.metadata import Facts

_BASE = "http://edition.invalid/"
"""Never requested: resolves addresses relative to a page into addresses relative to the edition."""
_NOT_ON_PAPER = (
    "nav, button, .headerlink, .tb-masthead, .tb-periods, .tb-made, .tb-paper, .tb-banner, .tb-notice, .tb-hidden, "
    '.tb-doubts, .tb-control, .tb-downloads, .tb-downloads-lead, .tb-notes a[href^="#row-"], [hidden]'
)
_ORIGIN = ".tb-origin"
_WRAPPED = 'div[class^="cell"], div[class^="output"], div.text_html, .tb-scroll'
"""What a page has around its blocks: without it, a heading and what it heads are neighbours, and stay together."""
_LONG, _WIDE = 11, 7
"""The rows from which a table may go on over the sheet, and the columns from which its type is smaller."""
_BLOCKS = "p, div, ul, ol, dl, table, section, pre, blockquote, h1, h2, h3, h4"
_CASED = {
    name.lower(): name
    for name in (
        *("viewBox", "preserveAspectRatio", "clipPath", "clipPathUnits", "linearGradient", "radialGradient"),
        *("gradientUnits", "gradientTransform", "textPath", "textLength", "lengthAdjust", "patternUnits"),
    )
}
"""Names of drawings as a picture needs them: our parser of pages makes every letter small."""
_SCALE, _LEAST_SCALE, _TALLEST = 0.74, 0.55, 350.0
"""The size of a drawing on paper compared with a screen; how high it may be, in pixels, if its text stays legible."""
_HEADINGS = ("h1", "h2", "h3", "section")
_LONGEST_OPENING = 8
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
_OUR_SITE = "tb-own"
"""The class of a link to the edition's own site, whose address paper does not spell out."""


@dataclass(frozen=True)
class Printing:
    """What an article is printed in: its page, the pages of the document, and whether folded parts are printed."""

    page: str
    pages: Sequence[str]
    facts: Facts
    whole: bool = False


def anchor(page: str) -> str:
    """Return the id of a page's section in the document."""
    return page.replace("/", "-")


def prepare(article: Tag, into: Printing) -> None:
    """Prepare an article for paper."""
    _describe_pictures(article)
    for unwanted in article.select(_NOT_ON_PAPER):
        unwanted.decompose()
    for origin in [] if into.whole else article.select(_ORIGIN):
        origin.decompose()
    _remove_active_content(article)
    _unfold(article, whole=into.whole)
    _lay_flat(article)
    _keep_opening_together(article)
    _keep_ids_apart(article, anchor(into.page))
    for image in article.select("img[src]"):
        image["src"] = urljoin(f"{_BASE}{into.page}.html", str(image["src"])).removeprefix(_BASE)
    for drawn in article.select('[role="img"]'):
        _make_a_picture(drawn)
    for link in article.select("a[href]"):
        _lead(link, into)


def _describe_pictures(article: Tag) -> None:
    """Give each drawing its words as its name: a PDF has no other place for a description."""
    for drawn in article.select('[role="img"]'):
        ids = [str(drawn[name]) for name in ("aria-describedby", "aria-labelledby") if drawn.get(name)]
        found = (article.find(id=each) for named in ids for each in named.split())
        words = next((text for each in found if each is not None and (text := each.get_text(" ", strip=True))), "")
        if words:
            drawn["aria-label"] = words
        for name in ("aria-describedby", "aria-labelledby"):
            del drawn[name]


def _unfold(article: Tag, *, whole: bool) -> None:
    """Open what is folded, or leave it out where the screen has it closed; of a closed warning, its line stays."""
    for folded in reversed(article.select("details")):
        summary = folded.find("summary")
        if not whole and not folded.has_attr("open") and folded.find_parent(class_="tb-warnings") is None:
            folded.decompose()
            continue
        if summary is not None:
            summary.name = "p"
        if not whole and not folded.has_attr("open") and summary is not None:
            folded.replace_with(summary)
        else:
            folded.name = "div"
            del folded["open"]


def _lay_flat(article: Tag) -> None:
    """Undo what elements are for a screen: wrappers, figures around a drawing, links to a term."""
    for wrapper in article.select(_WRAPPED):
        wrapper.unwrap()
    for item in article.select("li"):
        _box(item)
    for aside in article.select("aside"):
        aside.name = "div"
    for around in article.select("figure.tb-chart, figure.tb-chart > figcaption"):
        around.name = "div"  # the drawing is the picture, and has its words; in a PDF this would be a second picture
        for name in ("aria-labelledby", "aria-label"):
            del around[name]
    for chart in article.select(".tb-chart"):
        _size(chart.select("svg"))
    for term in article.select("a.tb-term"):
        term.unwrap()
    for doubted in article.select(".tb-contradicted"):
        said = doubted.find("b")
        if said is not None:
            doubted.string = f"{said.get_text()}: see the report's site."
    for part in article.select("table[role], table [role]"):
        del part["role"]  # for a narrow screen, on which the cells are laid out as a list
    for table in article.select("table"):
        long, wide = len(table.select("tbody tr")) >= _LONG, len(table.select("thead th")) >= _WIDE
        named = [*(each for each in table.get_attribute_list("class") if each)]
        named += [*(["tb-long"] if long else []), *(["tb-many-columns"] if wide else [])]
        if named:
            table["class"] = " ".join(map(str, named))


def _box(item: Tag) -> None:
    """Put what is in an item into one box, which becomes its body in the PDF."""
    box = Tag(name="div" if item.select_one(_BLOCKS) else "p")
    for part in list(item.contents):
        box.append(part)
    item.append(box)


def _make_a_picture(drawn: Tag) -> None:
    """Turn a drawing in the page into a picture with its words: only a picture is tagged as one in a PDF."""
    for svg in drawn.select("svg"):
        for element in (svg, *svg.find_all(True)):
            element.name = _CASED.get(element.name, element.name)
            for name in [each for each in element.attrs if each in _CASED]:
                element[_CASED[name]] = element.attrs.pop(name)
        content = b64encode(svg.decode(formatter="minimal").encode(errors="replace")).decode()
        attributes = {"src": f"data:image/svg+xml;base64,{content}", "alt": str(drawn.get("aria-label", ""))}
        sizes = {name: str(svg[name]) for name in ("width", "height") if name in svg.attrs}
        svg.replace_with(Tag(name="img", attrs=attributes | sizes))
    del drawn["role"]
    del drawn["aria-label"]


def _size(drawings: Sequence[Tag]) -> None:
    """Keep the widest drawing of a chart, in a size in which its text is as large as that of a table."""
    sizes = {id(each): size for each in drawings if (size := _drawn_size(each)) is not None}
    widest = max((width for width, _ in sizes.values()), default=0.0)
    for drawn in drawings:
        if id(drawn) not in sizes:
            continue
        width, height = sizes[id(drawn)]
        if width < widest:
            drawn.decompose()
            continue
        scale = max(_LEAST_SCALE, min(_SCALE, _TALLEST / height))
        drawn["width"], drawn["height"] = f"{width * scale:.0f}", f"{height * scale:.0f}"


def _drawn_size(drawing: Tag) -> tuple[float, float] | None:
    """Return the width and height of a drawing's own units."""
    try:
        _, _, width, height = (float(each) for each in str(drawing.get("viewBox") or drawing.get("viewbox")).split())
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None


def _keep_opening_together(article: Tag) -> None:
    """Put a chapter's heading, answer and key figures into one box, which no sheet divides."""
    title = article.find("h1")
    if title is None:
        return
    opening = [title]
    for following in title.find_next_siblings():
        if following.name in _HEADINGS:
            break
        opening.append(following)
        if following.select_one("dl.tb-figures") or "tb-figures" in following.get_attribute_list("class"):
            break
        if len(opening) > _LONGEST_OPENING:
            return
    box = title.wrap(Tag(name="div", attrs={"class": "tb-together"}))
    for following in opening[1:]:
        box.append(following)


def _keep_ids_apart(article: Tag, name: str) -> None:
    for element in article.select("[id]"):
        element["id"] = f"{name}--{element['id']}"
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
        for element in article.select(f"[{attribute}]"):
            names = str(element[attribute]).split() if isinstance(element[attribute], str) else element[attribute]
            element[attribute] = " ".join(f"{name}--{each}" for each in names)


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


def _lead(link: Tag, into: Printing) -> None:
    """Lead a link to its target within the document or on the site; what leads nowhere is no link."""
    address = _address(str(link["href"]), into)
    if address is None:
        del link["href"]
        return
    link["href"] = address
    if into.facts.url and address.startswith(into.facts.url):
        link["class"] = _OUR_SITE


def _address(href: str, into: Printing) -> str | None:
    """Return a link's target: inside the document, on the site if it has an address, or None."""
    href = "".join(each for each in href.strip() if each.isprintable())  # browsers ignore the others
    try:
        scheme = urlsplit(href).scheme.lower()
        target, fragment = urldefrag(urljoin(f"{_BASE}{into.page}.html", href))
    except ValueError:
        return None
    if scheme:
        return href if scheme in _LEADS_OUT else None
    inside = target.removeprefix(_BASE)
    if inside.removesuffix(".html") in into.pages:
        name = anchor(inside.removesuffix(".html"))
        return f"#{name}--{fragment}" if fragment else f"#{name}"
    return urljoin(f"{into.facts.url}{into.page}.html", href) if into.facts.url else None
