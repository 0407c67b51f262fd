"""Write the pages about revisions: those of each report, what each is made of, and in the preview who did what.

In: what a site shows of each period, and in the preview the approvals of drafts and the log. Out: `revisions/` and
`log.html`. They stand outside the editions, so that an edition never changes when more becomes known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trustbook.config.officers import Officers
from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.formatting import capitalised, counted, listing, when
from trustbook.core.period import Period
from trustbook.revisions import log
from trustbook.revisions.approvals import Asked, standing
from trustbook.revisions.bag import TAG_MANIFEST
from trustbook.revisions.differences import FigureChange, changed_figures
from trustbook.revisions.model import Approval, Person
from trustbook.revisions.store import DATA, EDITION, INPUTS, RESULTS, Kept
from trustbook.site.copies import in_lines
from trustbook.site.metadata import in_time, line_of
from trustbook.site.own_pages import render
from trustbook.site.restated import Restated, restated
from trustbook.site.shown import Shown, digests_of, own_folder

FOLDER, LOG_PAGE = "revisions", "log.html"
_UP = "../"
_PARTS = {EDITION: "The edition", INPUTS: "What it was made from", RESULTS: "What the checks and papers say"}
_OTHER = "Its description"


@dataclass(frozen=True)
class Preview:
    """What the preview alone says: what those who are asked said of each draft, and the log."""

    workspace: Workspace
    states: Mapping[Period, str]

    def entries(self) -> list[log.Entry]:
        """Read the log. Raises PublishError if it is faulty."""
        return log.read(self.workspace.root)

    def asked(self, period: Period) -> list[Asked]:
        """List who is asked about a draft, and what they said; nobody if its state is not known."""
        if period not in self.states:
            return []
        try:
            entries = self.entries()
        except PublishError:  # the page of the log says so
            return []
        return standing(self.workspace.settings.approvals.roles, entries, period, self.states[period])


def write_revisions(
    site: Path, shown: Sequence[Shown], settings: Settings, known: Mapping[str, Any], preview: Preview | None = None
) -> None:
    """Write the pages of every period and revision, and in the preview that of the log.

    `known`: what every page of the site's own is filled with.
    """
    folder = site / FOLDER
    folder.mkdir()
    named = preview is not None or settings.officers is Officers.NAMES
    below = {**known, "up": _UP}
    for each in shown:
        page = render("revisions.html", **below, **_of_period(each, since(each, shown, settings), preview, named))
        (folder / f"{each.period}.html").write_text(page, encoding="utf-8")
        for kept in each.revisions:
            name = own_folder(kept)
            (folder / f"{name}.html").write_text(
                render("revision.html", **below, **_manifest(each, kept)), encoding="utf-8"
            )
            (folder / f"{name}.sha256").write_bytes(in_lines(digests_of(kept)).encode("utf-8", "surrogateescape"))
    if preview is not None:
        (site / LOG_PAGE).write_text(render(LOG_PAGE, **known, **_log(preview)), encoding="utf-8")


def since(each: Shown, shown: Sequence[Shown], settings: Settings) -> list[Restated]:
    """List the figures of a published report that the next report, published after it, gives otherwise."""
    if each.newest is None:
        return []
    for other in shown:
        later = other.newest
        if later is None or settings.expected_before(other.period) != each.period:
            continue
        if later.record.published_at > each.newest.record.published_at:
            return restated(each.newest.metrics(), other.card_of(later))
    return []


def _of_period(each: Shown, found: Sequence[Restated], preview: Preview | None, named: bool) -> dict[str, Any]:
    return {
        "label": each.period.label,
        "answer": _answer(each),
        "place": each.card.place,
        "front": each.card.front,
        "restated": [(one.label, one.was, one.now, f"{one.by.label}. {one.by.standing}") for one in found],
        "unpublished": _draft(each, preview) if preview is not None and each.revision is None else None,
        "revisions": [
            _revision(each, kept, before, named)
            for before, kept in pairwise([None, *each.revisions])
            if kept is not None
        ][::-1],
    }


def _answer(each: Shown) -> str:
    if each.newest is None:
        return "This report is not published yet. What stands here is a draft."
    day = when(each.newest.record.published_on)
    many = counted(len(each.revisions), "revision")
    said = f"This report was published on {day}." if each.newest.number == 1 else f"{many}. The newest is of {day}."
    return said if each.revision else f"{said} What stands here is a draft of what may come next."


def _draft(each: Shown, preview: Preview) -> dict[str, Any]:
    meeting, state = preview.workspace.meeting(each.period), preview.states.get(each.period, "")
    lines = [] if meeting is None else [("For", line_of(meeting)), ("Timing", in_time(meeting))]
    changed, answer = [], "Nothing of it is published."
    if each.newest is not None:
        changed = changed_figures(each.newest.metrics(), each.card.figures)
        answer = f"Revision {each.newest.number} is published" + (", and this differs from it." if state else ".")
        answer += "" if changed else " No headline figure is another."
    return {
        "answer": answer,
        "lines": [*lines, ("State", state)],
        "asked": [_asked(one) for one in preview.asked(each.period)],
        "changed": _changes(changed),
    }


def _asked(one: Asked) -> tuple[str, ...]:
    given = one.given or one.void
    if given is None:
        return one.role, capitalised(one.said), "", "", ""
    return one.role, capitalised(one.said), _name(given.by), when(given.on), given.comment


def _revision(each: Shown, kept: Kept, before: Kept | None, named: bool) -> dict[str, Any]:
    record, card = kept.record, each.card_of(kept)
    said = named and record.by.known_from != "account"  # the account of a machine is nobody's name
    lines = [("Why", record.reason), ("Published by", _name(record.by) if said else "")]
    if record.meeting is not None:
        lines += [("For", line_of(record.meeting)), ("Timing", in_time(record.meeting, record.published_on))]
    lines += [("Overridden, because", record.overridden), ("Had not answered", listing(record.not_answered))]
    changed = changed_figures(before.metrics(), kept.metrics()) if before else []
    return {
        "number": kept.number,
        "title": f"Revision {kept.number}, published {when(record.published_on)}",
        "notice": "" if record.notice == record.reason else record.notice,
        "lines": lines,
        "caption": f"Figures that changed in revision {kept.number}",
        "changed": _changes(changed),
        "caption_of_approvals": f"Who was asked about revision {kept.number}",
        "approvals": [_approval(one, named) for one in record.approvals],
        "accepted": list(record.acknowledged.items()),
        "place": card.place,
        "front": card.front,
        "manifest": f"{own_folder(kept)}.html",
    }


def _changes(changed: Iterable[FigureChange]) -> list[tuple[str, ...]]:
    return [(one.label, one.old_written, one.new_written, capitalised(one.difference)) for one in changed]


def _approval(one: Approval, named: bool) -> tuple[str, ...]:
    said = "Approved" if one.kind == "approval" else "Consulted"
    comment = "No comments received" if one.no_comments else one.comment
    return one.role, said, _name(one.by) if named else "", when(one.on), comment


def _manifest(each: Shown, kept: Kept) -> dict[str, Any]:
    record, card, made = kept.record, each.card_of(kept), kept.record.library
    sizes = kept.sizes()
    groups: dict[str, list[tuple[str, ...]]] = {}
    for path, digest in kept.listed().items():
        part = path.removeprefix(f"{DATA}/").partition("/")[0]
        groups.setdefault(_PARTS.get(part, _OTHER), []).append((path, f"{sizes[path]:,}", digest))
    total = f"{sum(sizes.values()) / 1_000_000:,.1f} MB"
    return {
        "title": f"Revision {kept.number} of the report, {kept.period.label}: what it is made of",
        "answer": f"{counted(len(sizes), 'file')}, {total}. Published {when(record.published_on)}.",
        "lines": [
            ("State of inputs and results", record.state),
            (f"SHA-256 of {TAG_MANIFEST}", kept.tagmanifest_digest),
            ("Published at", _instant(record.published_at)),
            ("Library", f"trustbook {made.version}"),
            ("Commit", made.commit),
            ("SHA-256 of the library", made.digest),
            ("Python", made.python),
            ("SHA-256 of requirements.txt", made.lock),
            ("Chromium", record.chromium),
        ],
        "packages": made.packages,
        "sums": f"{own_folder(kept)}.sha256",
        "place": card.place,
        "kept": kept.name,
        "groups": [{"caption": caption, "files": files} for caption, files in groups.items()],
        "back": f"{quote(str(kept.period))}.html",
    }


def _log(preview: Preview) -> dict[str, Any]:
    try:
        entries = preview.entries()
    except PublishError as error:
        return {"answer": f"The log is not as it was written. {capitalised(str(error))}", "entries": []}
    shown = [
        (_instant(one.at), _name(one.by), capitalised(one.action), one.period, _details(one.details))
        for one in reversed(entries)
    ]
    return {
        "answer": f"{counted(len(shown), 'entry', 'entries')}." if shown else "Nothing is in the log.",
        "entries": shown,
    }


def _details(details: Mapping[str, Any]) -> str:
    """Write what an entry says more: `Reason: a late invoice. Revision: 2`."""
    said = ((key.replace("_", " "), _in_words(value)) for key, value in details.items())
    return ". ".join(f"{capitalised(key)}: {text.rstrip('.')}" for key, text in said if text)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False) if value else ""


def _instant(at: str) -> str:
    """Write `3 May 2024, 09:30 UTC`."""
    moment = datetime.fromisoformat(at)
    return f"{when(moment.date().isoformat())}, {moment:%H:%M} UTC"


def _name(person: Person) -> str:
    return person.name
