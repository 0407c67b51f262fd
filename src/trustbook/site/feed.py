"""Write an Atom feed of the editions, and a sitemap if the site has an address.

In: the cards of the editions, newest first. Out: `feed.xml`, and `sitemap.xml` (its standard requires absolute
addresses). Dates are those of the revisions, or of the data, so that the same editions give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from trustbook.core.safe_text import for_xml
from trustbook.site.manifest import Card

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_AT_MIDNIGHT = "T00:00:00Z"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NO_PUBLISHER = "No publisher is named"


def write_feed(
    site: Path, newest_first: Sequence[Card], trust: str, url: str | None, publisher: str | None = None
) -> None:
    """Write the feed of reports on a trust.

    If the site has no address, its links are relative, which Atom allows. Atom requires an author: that is the
    publisher, and never the trust, which is the body reported on.
    """
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    _add(feed, "title", f"{trust}: finance reports")
    _add(feed, "id", _identity(trust))
    _add(feed, "updated", max(_date(card) for card in newest_first) + _AT_MIDNIGHT)
    _add(feed, "link", rel="self", href=f"{url or ''}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{url or ''}archive.html")
    _add(_add(feed, "author"), "name", publisher or NO_PUBLISHER)
    for card in newest_first:
        entry = _add(feed, "entry")
        again = card.revision > 1
        named = (str(card.period), f"r{card.revision}") if again else (str(card.period),)
        _add(entry, "title", f"Finance report, {card.label}" + (f", revision {card.revision}" if again else ""))
        _add(entry, "id", _identity(trust, *named))
        if card.revision:
            _add(entry, "published", _date(card) + _AT_MIDNIGHT)
        _add(entry, "updated", _date(card) + _AT_MIDNIGHT)
        _add(entry, "link", rel="alternate", type="text/html", href=_address(url, card, card.front))
        why = f"Published again: {card.reason.rstrip('.')}. " if again else ""
        _add(entry, "summary", why + card.description)
    _write(feed, site / "feed.xml")


def write_sitemap(site: Path, newest_first: Sequence[Card], url: str) -> None:
    """Write the address of every page of every edition, of the revisions of those published, and of the archive."""
    listed = ElementTree.Element("urlset", {"xmlns": _SITEMAP})
    _page(listed, f"{url}archive.html", max(_date(card) for card in newest_first))
    for card in newest_first:
        for page in card.pages:
            _page(listed, _address(url, card, page), _date(card))
        if card.revision:
            _page(listed, f"{url}revisions/{card.period}.html", _date(card))
    _write(listed, site / "sitemap.xml")


def _date(card: Card) -> str:
    """Return the day of the revision, or that of its data or, if no paper says, of the month that they cover."""
    known = (day for day in (card.published_on, card.published) if _DAY.fullmatch(day))
    return next(known, card.period.first_day.isoformat())


def _address(url: str | None, card: Card, page: str) -> str:
    return f"{url or ''}{card.place}/{quote(page)}.html"


def _identity(*names: str) -> str:
    """Return a permanent identifier that does not depend on the site's address."""
    return uuid5(NAMESPACE_URL, "/".join(("trustbook", *map(for_xml, names)))).urn


def _page(listed: ElementTree.Element, address: str, changed: str) -> None:
    page = _add(listed, "url")
    _add(page, "loc", address)
    _add(page, "lastmod", changed)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """Add an element. Its text is escaped, and characters that XML cannot contain are replaced."""
    added = ElementTree.SubElement(parent, name, {key: for_xml(value) for key, value in attributes.items()})
    added.text = None if text is None else for_xml(text)
    return added


def _write(root: ElementTree.Element, path: Path) -> None:
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
