"""Assemble a site: editions, the newest as the front page, an archive, and what says of each whether it is the newest.

In: `_build/editions/`, each with its card; `published/`. Out: `_build/site/`, the preview of every edition, and
`_build/public/`, what was published and nothing else. Each is replaced atomically; after a failure the last one
remains. Their files are copies: what happens to them does not reach what they were made from.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.exchange import exchange, remove
from trustbook.core.formatting import when
from trustbook.core.period import Period
from trustbook.revisions.as_published import MISSING, unlike
from trustbook.revisions.store import DATA, EDITION, Kept
from trustbook.site import STATIC
from trustbook.site.archive import archive, chart
from trustbook.site.chart_renderer import drawing
from trustbook.site.copies import copy_folder, write_manifest
from trustbook.site.feed import write_feed, write_sitemap
from trustbook.site.manifest import Card
from trustbook.site.own_pages import FILES, render
from trustbook.site.revision_pages import Preview, since, write_revisions
from trustbook.site.shown import Shown, digests_of, of_preview, of_public, own_folder

PREVIEW, PUBLIC = "site", "public"
"""The folders under `_build`."""


def build_site(workspace: Workspace, states: Mapping[Period, str] = MappingProxyType({})) -> Path:
    """Assemble the preview, of every edition built so far; return its folder.

    `states`: the state of each period now. Where the newest revision is of that state, its bytes are shown, and else
    the draft. Raises PublishError if there is no edition, or a revision is not as it was published.
    """
    editions = workspace.build / "editions"
    shown = of_preview(workspace, [each for each in workspace.periods() if (editions / str(each)).is_dir()], states)
    if not shown:
        workspace.newest()  # raises if there is no return to report
        raise PublishError("no edition has been built", mend="Type: trustbook report")
    return _assemble(workspace, shown, workspace.build / PREVIEW, Preview(workspace, states))


def build_public(workspace: Workspace, place: Path | None = None) -> Path | None:
    """Assemble what was published; return its folder, or None if nothing was: then there is none.

    `place`: where, if not under `_build`. Raises PublishError if a revision is not as it was published.
    """
    place = place or workspace.build / PUBLIC
    shown = of_public(workspace)
    if not shown:
        remove(place)
        return None
    return _assemble(workspace, shown, place, None)


def _assemble(workspace: Workspace, shown: Sequence[Shown], place: Path, preview: Preview | None) -> Path:
    """Assemble a site of these periods, newest first, in its place."""
    new = place.with_name(f".{place.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    settings, cards = workspace.settings, [each.card for each in shown]
    known: dict[str, Any] = {"newest": cards[0], "trust": settings.trust.name, "up": ""}
    known |= {"draft": workspace.is_draft, "noindex": preview is not None}
    for each in shown:
        copy_folder(each.folder, new / str(each.period))
        for kept in each.earlier:
            copy_folder(kept.edition, new / own_folder(kept))
        if each.revision is not None:
            _lead_on(each, each.revision, new, known)
    _front_and_archive(workspace, cards, new, {**known, "log": preview is not None})
    write_revisions(new, shown, settings, known, preview)
    _write_feed_and_sitemap(workspace, shown, new)
    (new / "periods.js").write_text(_switcher(workspace, shown), encoding="utf-8")
    for file in (
        FILES / "site.css",
        FILES / "look.js",
        STATIC / "trustbook.css",
        STATIC / "charts.css",
        STATIC / "icon.svg",
    ):
        shutil.copyfile(file, new / file.name)
    (new / ".nojekyll").touch()
    _require_unaltered(write_manifest(new), shown)
    exchange(new, place)
    return place


def _lead_on(each: Shown, kept: Kept, new: Path, known: Mapping[str, Any]) -> None:
    """Lead from the address that a revision has for good to where it is while it is the newest."""
    title = f"Finance report, {each.card.label}, revision {kept.number}"
    page = f"../{each.card.place}/{each.card.front}.html"
    folder = new / own_folder(kept)
    folder.mkdir()
    leading = render("lead.html", **{**known, "up": "../"}, title=title, page=page)
    (folder / "index.html").write_text(leading, encoding="utf-8")


def _require_unaltered(digests: Mapping[str, str], shown: Sequence[Shown]) -> None:
    """Raise PublishError if a revision in a new site is not, byte for byte, what was published."""
    for each in shown:
        for kept in each.revisions:
            folder = f"{each.card_of(kept).place}/"
            copied = {path.removeprefix(folder): digest for path, digest in digests.items() if path.startswith(folder)}
            published = digests_of(kept)
            for path in sorted(copied.keys() | published.keys()):
                if copied.get(path) != published.get(path):
                    raise unlike(
                        f"{kept.shown}/{DATA}/{EDITION}/{path}",
                        "it is not what was published" if path in copied else MISSING,
                        "the bytes that the manifest of the revision names" if path in published else "no such file",
                    )


def _front_and_archive(workspace: Workspace, newest_first: Sequence[Card], new: Path, known: Mapping[str, Any]) -> None:
    drawn = chart(newest_first)
    svg = "" if drawn is None else drawn.svg()
    shown = "" if drawn is None else drawing(svg, drawn.narrow_svg())
    filled = {**known, "chart": drawn, "drawing": shown, "publisher": workspace.settings.publisher}
    for name in ("index.html", "archive.html"):
        (new / name).write_text(render(name, **filled, **archive(newest_first)), encoding="utf-8")
    if drawn is not None:
        (new / "archive.svg").write_text(svg, encoding="utf-8")


def _write_feed_and_sitemap(workspace: Workspace, shown: Sequence[Shown], new: Path) -> None:
    """Write the feed, and the sitemap if the site has an address.

    The feed has every revision, and the draft of a period that was never published; the sitemap what is newest.
    """
    url, publisher = workspace.settings.site.url, workspace.settings.publisher
    entries = [card for each in shown for card in _entries(each)]
    write_feed(new, entries, workspace.settings.trust.name, url, publisher.name if publisher else None)
    if url:
        write_sitemap(new, [each.card for each in shown], url)


def _entries(each: Shown) -> list[Card]:
    return [each.card_of(kept) for kept in reversed(each.revisions)] or [each.card]


def _switcher(workspace: Workspace, shown: Sequence[Shown]) -> str:
    """Write the script that switches between editions, with its data as ASCII so that the encoding does not matter."""
    editions = [_in_script(each) | {"restated": len(since(each, shown, workspace.settings))} for each in shown]
    script = (FILES / "periods.js").read_text(encoding="utf-8")
    return script.replace("/*EDITIONS*/[]", json.dumps(editions).replace("<", "\\u003c"))


def _in_script(each: Shown) -> dict[str, Any]:
    card = each.card
    said: dict[str, Any] = {"period": str(card.period), "label": card.label, "front": card.front, "pages": card.pages}
    said["revision"] = card.revision
    if each.newest is not None:
        newest = each.card_of(each.newest)
        at = {"number": newest.revision, "on": when(newest.published_on), "folder": newest.place}
        said["published"] = {**at, "front": newest.front, "pages": newest.pages}
    return said
