"""Assemble the site: every edition, the newest as the front page, an archive, and the script that switches periods.

In: `_build/editions/`, each with its card. Out: `_build/site/`, replaced atomically; after a failure the last good site
remains.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.exchange import exchange
from trustbook.site import STATIC
from trustbook.site.archive import archive, chart
from trustbook.site.chart_renderer import drawing
from trustbook.site.feed import write_feed, write_sitemap
from trustbook.site.manifest import Card, read_card
from trustbook.site.own_pages import FILES, render


def build_site(workspace: Workspace) -> Path:
    """Assemble the site of every edition built so far; return its folder. Raises PublishError if there is none."""
    editions = workspace.build / "editions"
    built = [period for period in workspace.periods() if (editions / str(period)).is_dir()]
    if not built:
        workspace.newest()  # raises if there is no return to report
        raise PublishError("no edition has been built", mend="Type: trustbook report")
    newest_first = [read_card(editions / str(period)) for period in sorted(built, reverse=True)]
    new = workspace.build / ".site.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for card in newest_first:
        shutil.copytree(editions / str(card.period), new / str(card.period), copy_function=_link_or_copy)
    _front_and_archive(workspace, newest_first, new)
    _write_feed_and_sitemap(workspace, newest_first, new)
    (new / "periods.js").write_text(_switcher(newest_first), encoding="utf-8")
    for file in (
        FILES / "site.css",
        FILES / "look.js",
        STATIC / "trustbook.css",
        STATIC / "charts.css",
        STATIC / "icon.svg",
    ):
        shutil.copy(file, new / file.name)
    (new / ".nojekyll").touch()
    place = workspace.build / "site"
    exchange(new, place)
    return place


def _link_or_copy(file: str, place: str) -> None:
    """Hard-link a file where possible, otherwise copy it: editions do not change, and many files are large."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copy2(file, place)


def _front_and_archive(workspace: Workspace, newest_first: Sequence[Card], new: Path) -> None:
    drawn = chart(newest_first)
    svg = "" if drawn is None else drawn.svg()
    shown = "" if drawn is None else drawing(svg, drawn.narrow_svg())
    known = {"newest": newest_first[0], "trust": workspace.settings.trust.name, "chart": drawn, "drawing": shown}
    known |= archive(newest_first) | {"publisher": workspace.settings.publisher, "draft": workspace.is_draft}
    for name in ("index.html", "archive.html"):
        (new / name).write_text(render(name, **known), encoding="utf-8")
    if drawn is not None:
        (new / "archive.svg").write_text(svg, encoding="utf-8")


def _write_feed_and_sitemap(workspace: Workspace, newest_first: Sequence[Card], new: Path) -> None:
    """Write the feed, and the sitemap if the site has an address."""
    url, publisher = workspace.settings.site.url, workspace.settings.publisher
    write_feed(new, newest_first, workspace.settings.trust.name, url, publisher.name if publisher else None)
    if url:
        write_sitemap(new, newest_first, url)


def _switcher(newest_first: Sequence[Card]) -> str:
    """Write the script that switches between editions, with its data as ASCII so that the encoding does not matter."""
    editions = [
        {"period": str(card.period), "label": card.label, "front": card.front, "pages": card.pages}
        for card in newest_first
    ]
    script = (FILES / "periods.js").read_text(encoding="utf-8")
    return script.replace("/*EDITIONS*/[]", json.dumps(editions).replace("<", "\\u003c"))
