"""Say with what a revision was made, and what the log says of its publication.

In: a workspace, its lock file and the tools of this process; a revision that is kept. Out: the `Library` of its record;
the entries of the log, which a bag carries, so that they can be written after a run that was stopped before it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from trustbook import __version__
from trustbook.build.cache_inputs import LIBRARY, LOCK, PYTHON, CacheInputs
from trustbook.build.store import digest
from trustbook.checks.findings import Report, Severity
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.characters import visible
from trustbook.core.errors import PublishError
from trustbook.core.incoming import MOST_BYTES, path_exists, read_file
from trustbook.core.period import Period
from trustbook.pipeline.clock import Now
from trustbook.pipeline.publication_under_way import UnderWay, forget, noted
from trustbook.revisions import log
from trustbook.revisions.canonical import in_lines, problem_of
from trustbook.revisions.identity import commit_of_library, who_wrote
from trustbook.revisions.log import Entry, NewEntry
from trustbook.revisions.model import STRICT, Library, Person, Revision
from trustbook.revisions.store import PUBLISHED, Kept, all_revisions, sweep

ENTRIES = "log-entries.json"
"""The tag file of a bag with the entries of the log that came before its publication."""
_MOST_BYTES = 50_000_000
FOR_GIT = {
    ".gitattributes": "# What was published is kept byte for byte.\n* -text\n",
    ".gitignore": "# All that was published is kept, whatever is ignored elsewhere.\n!*\n.new-*\n",
}


@dataclass(frozen=True)
class _Carried:
    """What a bag carries for the log: what its entries say of the clock, and those before that of the publication."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    time: Mapping[str, str]
    entries: tuple[NewEntry, ...]


def library_now(workspace: Workspace, ingredients: CacheInputs) -> Library:
    """Say with what this process makes an edition."""
    lock = workspace.root / LOCK
    return Library(
        version=__version__,
        commit=commit_of_library(),
        digest=ingredients.tools[LIBRARY],
        python=ingredients.tools[PYTHON],
        packages=tuple(each.replace(" ", "==", 1) for each in ingredients.packages),
        lock=digest(read_file(lock, LOCK, MOST_BYTES)) if path_exists(lock) else "",
    )


def entries_before(
    workspace: Workspace,
    period: Period,
    record: Revision,
    report: Report,
    entries: Sequence[Entry],
    missing: Iterable[str],
    now: Now,
) -> list[NewEntry]:
    """List what the log will say before it says that a revision was published, and does not say yet.

    `report` is that of the gate; `missing` are the roles whose approval was asked and is not there.
    """
    found = []
    of_period = [each for each in entries if each.period == str(period)]
    if not any(each.action == "checked" and each.state == record.state for each in of_period):
        counts: dict[str, Any] = {severity.value: report.count(severity) for severity in Severity}
        details = counts | {"sums_checked": report.reconciled} | now.details
        found.append(NewEntry(record.by, "checked", str(period), record.state, details))
    known = {
        (each.details.get("warning"), each.details.get("reason")) for each in of_period if each.action == "acknowledged"
    }
    lines = _lines_of_acknowledgements(workspace, period)
    for reference, reason in record.acknowledged.items():
        if (reference, reason) not in known:
            author = _author(workspace, period, lines.get(reference))
            said: dict[str, Any] = {"warning": reference, "reason": reason}
            if author is None:
                said["author"] = "not known: the line is not committed; this is who published"
            found.append(NewEntry(author or record.by, "acknowledged", str(period), record.state, said | now.details))
    if record.overridden:
        details = {"revision": record.number, "reason": record.overridden, "not_approved": "; ".join(missing)}
        found.append(NewEntry(record.by, "overridden", str(period), record.state, details | now.details))
    return found


def write_entries(folder: Path, entries: Sequence[NewEntry], now: Now) -> None:
    """Write into a new bag what the log will say before it says that the revision was published."""
    values = {"time": now.details, "entries": [values_of(each) for each in entries]}
    (folder / ENTRIES).write_text(in_lines(values), encoding="utf-8")


def keep_bytes_in_git(root: Path) -> None:
    """Have Git keep what was published as it is: with its line ends, and with what it ignores elsewhere.

    Raises PublishError if that cannot be written.
    """
    for name, content in FOR_GIT.items():
        place = root / PUBLISHED / name
        if path_exists(place):
            continue
        try:
            write_whole(place, content.encode())
        except OSError as error:
            raise PublishError(
                f"it cannot be written ({error.strerror or error})",
                file=f"{PUBLISHED}/{name}",
                mend="Make room, or let this account write there.",
            ) from None


def complete_log(root: Path) -> dict[Period, list[Kept]]:
    """Add to the log what a publication that was stopped did not add; return the revisions of each period.

    What else it left is deleted. Raises PublishError where the log and the revisions do not agree: what was put there
    or taken away by something else is never made good.
    """
    if not path_exists(root / PUBLISHED):
        return {}
    sweep(root)
    published = all_revisions(root)
    if published:
        keep_bytes_in_git(root)
    kept = {_name(each): each for revisions in published.values() for each in revisions}
    known = _require_kept(log.read(root), kept)
    under_way = noted(root)
    for name in sorted(kept.keys() - known):
        if under_way != UnderWay(kept[name].name, kept[name].tagmanifest_digest):
            raise PublishError(
                "the log does not say that it was published",
                file=kept[name].shown,
                expected="no revision that was not published here",
                mend=f"Restore {PUBLISHED}/ from a copy or from the repository, the log with it. If a publication was "
                f"stopped and _build/ was deleted since, move this folder out of {PUBLISHED}/, and publish again.",
            )
        kept[name].require_tags()
        add_entries(root, kept[name])
    forget(root)
    return published


def _require_kept(entries: Iterable[Entry], kept: Mapping[tuple[str, Any], Kept]) -> set[tuple[str, Any]]:
    """Return what the log says was published. Raises PublishError if one is not there, or is not what it says."""
    known: set[tuple[str, Any]] = set()
    for entry in entries:
        if entry.action != "published":
            continue
        name, mend = _published(entry), f"Restore {PUBLISHED}/ from a copy or from the repository."
        file = visible(f"{PUBLISHED}/{name[0]}/r{name[1]}")
        if name in known:
            raise PublishError(f"the log says twice that it was published (entry {entry.number})", file=file, mend=mend)
        if name not in kept:
            raise PublishError(f"it is not there, and entry {entry.number} of the log says it is", file=file, mend=mend)
        if entry.details.get("tag_manifest") != kept[name].tagmanifest_digest:
            raise PublishError(
                "it is not what was published",
                file=file,
                expected=f"the revision that entry {entry.number} of the log names",
                mend=mend,
            )
        kept[name].require_tags()
        known.add(name)
    return known


def add_entries(root: Path, kept: Kept) -> list[Entry]:
    """Add to the log what it has to say of a revision that is kept, and does not say yet. Raises PublishError."""
    at = kept.record.published_at
    there = [values_of(each) for each in log.read(root) if each.at == at]
    lacking = [each for each in entries_of(kept) if values_of(each) not in there]
    return log.append(root, lacking, datetime.fromisoformat(at))


def entries_of(kept: Kept) -> list[NewEntry]:
    """Return what the log has to say of a revision; the same revision always gives the same. Raises PublishError."""
    record = kept.record
    file = kept.folder / ENTRIES
    shown = file.relative_to(kept.folder.parents[2])
    content = read_file(file, shown, _MOST_BYTES, kind=PublishError)
    try:
        carried = _adapter().validate_json(content)
    except (ValidationError, RecursionError) as error:
        why = problem_of(error) if isinstance(error, ValidationError) else "its values lie too deep"
        raise PublishError(
            f"it does not have the entries of the log ({why})",
            file=shown,
            expected="the file as it was published",
            mend="Restore it from a copy or from the repository.",
        ) from None
    details: dict[str, Any] = {
        "revision": record.number,
        "on": record.published_on,
        "reason": record.reason,
        "notice": record.notice,
        "tag_manifest": kept.tagmanifest_digest,
    }
    published = NewEntry(record.by, "published", record.period, record.state, details | dict(carried.time))
    return [*carried.entries, published]


def says(entry: Entry, kept: Kept) -> bool:
    """Return whether an entry of the log is the publication of a revision."""
    return entry.action == "published" and _published(entry) == _name(kept)


def _published(entry: Entry) -> tuple[str, Any]:
    return entry.period, entry.details.get("revision")


def _name(kept: Kept) -> tuple[str, int]:
    return kept.record.period, kept.record.number


def values_of(entry: Entry | NewEntry) -> dict[str, Any]:
    """Return what an entry says, wherever in the log it is and whenever it was written."""
    return {
        "by": entry.by.as_values(),
        "action": entry.action,
        "period": entry.period,
        "state": entry.state,
        "details": dict(entry.details),
    }


@cache
def _adapter() -> TypeAdapter[_Carried]:
    return TypeAdapter(_Carried)


def _author(workspace: Workspace, period: Period, line: int | None) -> Person | None:
    return None if line is None else who_wrote(workspace.root, f"{workspace.params.name}/{period}.yaml", line)


def _lines_of_acknowledgements(workspace: Workspace, period: Period) -> dict[str, int]:
    """Return the line of each acknowledgement in the parameters of a period, from 1."""
    file = workspace.params / f"{period}.yaml"
    if not path_exists(file):
        return {}
    tree = yaml.compose(read_file(file, workspace.shown(file), MOST_BYTES), Loader=yaml.SafeLoader)
    parts = tree.value if isinstance(tree, yaml.MappingNode) else []
    given = next((value for key, value in parts if key.value == "acknowledged"), None)
    if not isinstance(given, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 1 for key, _ in given.value}
