"""What readers' programs follow: an Atom feed of the editions, and a sitemap where the site has an address.

In: the site as laid out, newest edition first. Out: `feed.xml`, and `sitemap.xml` (its standard knows only absolute
addresses). Dates are those of the data, so that the same editions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from bs4 import BeautifulSoup

from trustbook.period import Period

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_AT_MIDNIGHT = "T00:00:00Z"


def write_feed(site: Path, newest_first: Sequence[Period], front: str, trust: str, url: str | None) -> None:
    """Write the feed. Its links are relative to it where the site has no address, which Atom allows."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    heads = {period: _head(site, period, front) for period in newest_first}
    dates = {period: _date(head, period) for period, head in heads.items()}
    _add(feed, "title", f"{trust}: finance reports")
    _add(feed, "id", _identity(trust))
    _add(feed, "updated", max(dates.values()) + _AT_MIDNIGHT)
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": f"{url or ''}feed.xml"})
    ElementTree.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{url or ''}archive.html"})
    _add(ElementTree.SubElement(feed, "author"), "name", trust)
    for period in newest_first:
        entry = ElementTree.SubElement(feed, "entry")
        page = f"{period}/{front}.html"
        _add(entry, "title", f"Finance report, {period.label}")
        _add(entry, "id", _identity(trust, str(period)))
        _add(entry, "updated", dates[period] + _AT_MIDNIGHT)
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{url or ''}{page}"})
        _add(entry, "summary", heads[period].get("description", ""))
    _write(feed, site / "feed.xml")


def write_sitemap(site: Path, newest_first: Sequence[Period], pages: Sequence[str], url: str) -> None:
    """Write the address of every page of every edition, and of the archive."""
    listed = ElementTree.Element("urlset", {"xmlns": _SITEMAP})
    dates = {period: _date(_head(site, period, pages[0]), period) for period in newest_first}
    _page(listed, f"{url}archive.html", max(dates.values()))
    for period in newest_first:
        for page in pages:
            if (site / str(period) / f"{page}.html").exists():
                _page(listed, f"{url}{period}/{page}.html", dates[period])
    _write(listed, site / "sitemap.xml")


def _head(site: Path, period: Period, front: str) -> dict[str, str]:
    """What the head of an edition's front page says of it, by name. The rest of the page is not looked at."""
    head, _, _ = (site / f"{period}/{front}.html").read_text(encoding="utf-8").partition("</head>")
    tags = BeautifulSoup(head, "html.parser")("meta", content=True)
    return {str(tag.get("name") or tag.get("property")): str(tag["content"]) for tag in reversed(tags)}


def _date(head: dict[str, str], period: Period) -> str:
    """The day on which the data were published; where no paper says, the last month that they are about."""
    return head.get("article:published_time") or period.first_day.isoformat()


def _identity(*names: str) -> str:
    """Name a thing for ever, whatever address the site has or will have."""
    return uuid5(NAMESPACE_URL, "/".join(("trustbook", *names))).urn


def _page(listed: ElementTree.Element, address: str, changed: str) -> None:
    page = ElementTree.SubElement(listed, "url")
    _add(page, "loc", address)
    _add(page, "lastmod", changed)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _write(root: ElementTree.Element, path: Path) -> None:
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
