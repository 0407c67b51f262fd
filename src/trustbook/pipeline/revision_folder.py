"""Write the folder of a revision, put it for good among those of its period, and say so in the log.

In: a publication that is ready, and its finished edition. Out: `published/<period>/r<N>/`, a bag that never changes.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trustbook.build.plan import Plan
from trustbook.build.store import digest
from trustbook.checks.findings import read_report
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.exchange import make_readable
from trustbook.core.period import Period
from trustbook.pipeline.clock import Now
from trustbook.pipeline.kept_inputs import Basis, write_inputs, write_results
from trustbook.pipeline.publication_record import (
    add_entries,
    entries_before,
    keep_bytes_in_git,
    library_now,
    write_entries,
)
from trustbook.pipeline.publication_under_way import UnderWay, forget, note
from trustbook.revisions.approvals import Asked, missing
from trustbook.revisions.bag import TAG_MANIFEST, measured, write_bag
from trustbook.revisions.log import Entry
from trustbook.revisions.model import RECORD, Person, Revision
from trustbook.revisions.ro_crate import described
from trustbook.revisions.store import (
    DATA,
    DESCRIPTION,
    EDITION,
    FINDINGS,
    INPUTS,
    RESULTS,
    Kept,
    new_folder,
    put,
)


@dataclass(frozen=True)
class Publication:
    """A publication that is ready to be made: what of, as which revision, who does it, when, and who has said what."""

    period: Period
    number: int
    basis: Basis
    reason: str
    notice: str
    by: Person
    on: date
    now: Now
    asked: Sequence[Asked]
    overridden: str
    previous: str
    entries: Sequence[Entry]
    """The log so far."""


def keep(workspace: Workspace, ready: Publication, edition: Path, chromium: str, memory: Plan) -> Kept:
    """Put a finished edition for good among the revisions of its period, and say so in the log.

    Raises PublishError; a revision is then there whole, or not at all.
    """
    with new_folder(workspace.root, ready.period) as new:
        _fill(workspace, ready, edition, chromium, memory, new)
        name = f"{ready.period}/r{ready.number}"
        note(workspace.root, UnderWay(name, digest((new / TAG_MANIFEST).read_bytes())))
        kept = put(workspace.root, new, ready.period, ready.number)
    try:
        keep_bytes_in_git(workspace.root)
        add_entries(workspace.root, kept)
        forget(workspace.root)
    except (PublishError, OSError) as error:
        raise unfinished(kept, "the log does not say so", error) from error
    return kept


def unfinished(kept: Kept, what: str, error: Exception) -> PublishError:
    """Say that a revision is published, and what is still to be done."""
    why = error.problem if isinstance(error, PublishError) else getattr(error, "strerror", None) or error
    return PublishError(
        f"{kept.name} is published, and {what} yet ({why})",
        mend="Mend that, and the next command does it: trustbook report.",
    )


def _fill(workspace: Workspace, ready: Publication, edition: Path, chromium: str, memory: Plan, new: Path) -> None:
    """Write the bag of a revision: the edition, what it was made from, the results, and what describes them."""
    data = new / DATA
    data.mkdir(parents=True)
    shutil.copytree(edition, data / EDITION)
    write_inputs(workspace, ready.basis.inputs, data / INPUTS)
    write_results(ready.basis, data / RESULTS)
    record = _record(workspace, ready, chromium, memory)
    settings = workspace.settings
    title = f"Finance report of {settings.trust.name}, {ready.period.label}"
    files = measured(data)
    description = described(record, files, title, settings.publisher, settings.site.licence)
    (data / DESCRIPTION).write_text(description, encoding="utf-8")
    (new / RECORD).write_text(record.as_json(), encoding="utf-8")
    report = read_report(data / RESULTS / FINDINGS)
    roles = [each.role for each in missing(ready.asked)]
    before = entries_before(workspace, ready.period, record, report, ready.entries, roles, ready.now)
    write_entries(new, before, ready.now)
    publisher = settings.publisher.name if settings.publisher else settings.trust.name
    info = {
        "Source-Organization": publisher,
        "External-Description": f"{title}, revision {ready.number}",
        "External-Identifier": f"{ready.period}/r{ready.number}",
        "Bagging-Date": ready.on.isoformat(),
        "Bag-Software-Agent": f"trustbook {record.library.version}",
    }
    write_bag(new, info)
    make_readable(new)


def _record(workspace: Workspace, ready: Publication, chromium: str, memory: Plan) -> Revision:
    return Revision(
        period=str(ready.period),
        number=ready.number,
        published_on=ready.on.isoformat(),
        published_at=ready.now.written,
        by=ready.by,
        reason=ready.reason,
        notice=ready.notice,
        state=ready.basis.state,
        library=library_now(workspace, memory.ingredients),
        chromium=chromium,
        acknowledged=_acknowledged(workspace, ready.period),
        approvals=tuple(each.given for each in ready.asked if each.given is not None),
        overridden=ready.overridden,
        not_answered=tuple(dict.fromkeys(each.role for each in missing(ready.asked))),
        meeting=workspace.meeting(ready.period),
        previous=ready.previous,
    )


def _acknowledged(workspace: Workspace, period: Period) -> dict[str, str]:
    return dict(sorted(workspace.acknowledgements(period).items()))
