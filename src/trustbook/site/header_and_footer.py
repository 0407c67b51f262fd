"""Add the head, masthead and footer of a page: title, description, address, social card; period, standing, licence.

In: a page from Sphinx, and the facts of its edition (none for a book that is not part of a site). Out: meta tags and a
footer in the page's context. Tags whose standards require an absolute address are omitted if the site has none.
"""

from __future__ import annotations

from typing import Any

from trustbook.core.markup import Markup
from trustbook.site import FRAGMENTS
from trustbook.site.metadata import Facts

CARD = "card.png"
CARD_SIZE = (1200, 630)
_LICENCE_PAGE = "notebooks/about-the-data.html"


def dress(
    page: str, context: dict[str, Any], facts: Facts | None, title: str, description: str, *, front: bool = False
) -> None:
    """Add a page's head tags and footer to its context; `title` and `description` are plain text.

    The notice of a revision is on its front page.
    """
    add_head(page, context, facts, title, description)
    if facts is not None:
        context["theme_extra_footer"] = footer(facts, "../" * page.count("/"))
        above = FRAGMENTS.render("paper.html", facts=facts)
        if facts.notice and front:
            above += FRAGMENTS.render("notice.html", facts=facts)
        context["body"] = str(above) + str(context.get("body", ""))


def add_head(page: str, context: dict[str, Any], facts: Facts | None, title: str, description: str) -> None:
    """Add a page's head tags alone; `title` and `description` are plain text."""
    if facts is not None:
        context["pageurl"] = f"{facts.url}{page}.html" if facts.url else None
    context["metatags"] = f"{context.get('metatags', '')}\n{head(page, facts, title, description)}"


def head(page: str, facts: Facts | None, title: str, description: str) -> Markup:
    """Write the description of a page and, for one of an edition, its social card and the feed."""
    up = "../" * page.count("/")
    tags = [("name", "description", description)]
    tags += [] if facts is None else _card(page, title, description, facts, up)
    return FRAGMENTS.render("head.html", tags=tags, feed=None if facts is None else f"{up}../feed.xml")


def mark_draft(context: dict[str, Any], facts: Facts, up: str) -> None:
    """Ask search engines to leave a page of a draft, of whatever kind; say on it if the return is refused."""
    if facts.draft:
        context["trustbook_draft"] = str(FRAGMENTS.render("draft.html", up=up))
    if not facts.revision:
        robots = FRAGMENTS.render("head.html", tags=[("name", "robots", "noindex")], feed=None)
        context["metatags"] = f"{context.get('metatags', '')}\n{robots}"


def masthead(title: str, front: str, facts: Facts | None, up: str, switcher: Markup) -> str:
    """Write the band above every page: the report, whose it is, its month, its standing, and the way to other months.

    `title`: what the book is called; `front`: the page that opens it; `switcher`: the menu of periods, if any.
    """
    values = {"title": title, "front": front, "facts": facts, "up": up, "switcher": switcher}
    return str(FRAGMENTS.render("masthead.html", **values))


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
        ("property", "og:image:alt", f"Finance report of {facts.trust}, {facts.label}. {facts.standing}"),
        ("property", "article:published_time", facts.published_on or facts.published),
        ("name", "twitter:card", "summary_large_image"),
    ]
