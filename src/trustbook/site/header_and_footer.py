"""Add the head and footer of a page: title, description, address, social card; period, dates, licence.

In: a page from Sphinx, and the facts of its edition (none for a book that is not part of a site). Out: meta tags and a
footer in the page's context. Tags whose standards require an absolute address are omitted if the site has none.
"""

from __future__ import annotations

from typing import Any

from trustbook.site import FRAGMENTS
from trustbook.site.metadata import Facts

CARD = "card.png"
CARD_SIZE = (1200, 630)
_LICENCE_PAGE = "notebooks/about-the-data.html"


def dress(page: str, context: dict[str, Any], facts: Facts | None, title: str, description: str) -> None:
    """Add a page's head tags and footer to its context; `title` and `description` are plain text."""
    up = "../" * page.count("/")
    tags = [("name", "description", description)]
    if facts is not None:
        context["pageurl"] = f"{facts.url}{page}.html" if facts.url else None
        tags += _card(page, title, description, facts, up)
        context["theme_extra_footer"] = footer(facts, up)
        context["body"] = str(FRAGMENTS.render("paper.html", facts=facts)) + str(context.get("body", ""))
    feed = None if facts is None else f"{up}../feed.xml"
    context["metatags"] = f"{context.get('metatags', '')}\n{FRAGMENTS.render('head.html', tags=tags, feed=feed)}"


def mark_draft(context: dict[str, Any], up: str) -> None:
    """Say on a page, of whatever kind, that it is of a draft, and ask search engines to leave it."""
    context["trustbook_draft"] = str(FRAGMENTS.render("draft.html", up=up))
    robots = FRAGMENTS.render("head.html", tags=[("name", "robots", "noindex")], feed=None)
    context["metatags"] = f"{context.get('metatags', '')}\n{robots}"


def footer(facts: Facts, up: str) -> str:
    """Write the footer. If no licence is set, each paper keeps its own."""
    return str(FRAGMENTS.render("foot.html", facts=facts, up=up, licences=_LICENCE_PAGE))


def _card(page: str, title: str, description: str, facts: Facts, up: str) -> list[tuple[str, str, str]]:
    width, height = CARD_SIZE
    return [
        ("property", "og:type", "article"),
        ("property", "og:locale", "en_GB"),
        ("property", "og:site_name", f"{facts.trust}: finance reports"),
        ("property", "og:title", f"{title}, {facts.label}"),
        ("property", "og:description", description),
        ("property", "og:url", f"{facts.url}{page}.html" if facts.url else ""),
        ("property", "og:image", f"{facts.url or up}{CARD}"),
        ("property", "og:image:width", str(width)),
        ("property", "og:image:height", str(height)),
        ("property", "og:image:alt", f"Finance report of {facts.trust}, {facts.label}"),
        ("property", "article:published_time", facts.published),
        ("name", "twitter:card", "summary_large_image"),
    ]
