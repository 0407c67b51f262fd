"""Hash every byte of what was published, and say what is not as it was.

In: `published/` of a workspace, a public site, or a copy of one anywhere. Out: each file that was altered, added or
removed, with what was found and what was expected. Only bytes count: neither size nor time says that it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from trustbook.config.workspace import Workspace
from trustbook.core.characters import visible
from trustbook.core.errors import PeriodError, PublishError, TrustbookError
from trustbook.core.formatting import counted, listing
from trustbook.core.ignored_files import is_ignored
from trustbook.core.incoming import names_in, path_exists, read_file
from trustbook.core.lock import locked
from trustbook.core.period import Period
from trustbook.pipeline.compared_files import (
    MOST_OF_A_LIST,
    NOT_THERE,
    Wrong,
    against_own_list,
    compared,
    digests_below,
    refused,
    written,
)
from trustbook.pipeline.kept_inputs import state_of_kept
from trustbook.pipeline.publication_record import FOR_GIT, entries_of, says, values_of
from trustbook.revisions import bag, log, store
from trustbook.revisions.approvals import approval_of
from trustbook.revisions.log import Entry
from trustbook.revisions.store import PUBLISHED, Kept
from trustbook.site.copies import digest_of_file
from trustbook.site.manifest import read_card
from trustbook.site.revision_pages import LOG_PAGE
from trustbook.site.shown import digests_of, own_folder


@dataclass
class Verified:
    """What was looked at, and what is wrong with it."""

    wrong: list[Wrong] = field(default_factory=list)
    revisions: int = 0
    kept_files: int = 0
    entries: int = 0
    site: str = ""
    """The site that was looked at; empty if there is none."""
    site_files: int = 0
    by_its_own_list: bool = False
    """Whether the site was only held to the list that it carries, which whoever changes the site can change too."""

    def as_values(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    @property
    def said(self) -> str:
        """Say what was looked at, in one line."""
        parts = [
            f"{counted(self.revisions, 'revision')} with {counted(self.kept_files, 'file')}",
            counted(self.entries, "entry of the log", "entries of the log"),
            *([f"{counted(self.site_files, 'file')} of {self.site}"] if self.site else []),
        ]
        looked = "; ".join(parts)
        if self.wrong:
            return f"{looked}: {counted(len(self.wrong), 'fault')}."
        if self.by_its_own_list:
            return (
                f"{looked}: all as its own list has it. Whose list that is, only the workspace can prove: --workspace."
            )
        return f"{looked}: all as it was published."


def verify(workspace: Workspace | None, site: Path | None = None) -> Verified:
    """Look at all that was published in a workspace and at its public site, or at the copy of a site.

    Raises PublishError if there is nothing to look at.
    """
    result = Verified()
    with ExitStack() as stack:
        if workspace is not None and workspace.build.is_dir():
            stack.enter_context(locked(workspace.build))
        kept: list[Kept] = []
        if workspace is not None and path_exists(workspace.published):
            kept = _of_published(workspace.root, result)
        if site is not None and not _is_public(site, workspace):
            if workspace is not None and kept and site.is_dir() and not path_exists(site / LOG_PAGE):
                _of_public(workspace, site, result)
            else:
                result.by_its_own_list = not kept
                _of_copy(site, kept, result)
        elif workspace is None:
            raise PublishError("there is no workspace here, and no site is named", mend="Type: trustbook verify SITE")
        elif path_exists(workspace.build / "public"):
            _of_public(workspace, workspace.build / "public", result)
        elif not path_exists(workspace.published):
            raise PublishError("nothing was published here", mend="Type: trustbook publish PERIOD --reason …")
    return result


def revision(root: Path, text: str) -> Kept:
    """Return the revision that is named: `2023-24-P11/r1`, or the newest of `2023-24-P11`. Raises PublishError."""
    name, _, number = text.partition("/")
    revisions = store.revisions_of(root, Period.parse(name))
    found = [each for each in revisions if f"r{each.number}" == number] if number else revisions[-1:]
    if not found:
        known = ", ".join(each.name for each in revisions)
        raise PublishError(
            f"there is no revision {visible(text)}", file=PUBLISHED, expected=f"one of: {known}" if known else ""
        )
    return found[0]


def _of_published(root: Path, result: Verified) -> list[Kept]:
    """Look at the bags, the log, and whether they agree; return the revisions that can be read."""
    kept: list[Kept] = []
    for period in _periods(root, result):
        try:
            revisions = store.revisions_of(root, period)
        except TrustbookError as error:
            result.wrong.append(refused(error, f"{PUBLISHED}/{period}"))
            continue
        kept += revisions
        result.wrong += [wrong for fault in store.faults(revisions) for wrong in [_fault(root, fault.path, fault.what)]]
        for each in revisions:
            _of_revision(each, result)
    result.revisions = len(kept)
    result.wrong += [Wrong(each.path, f"that {each.what}", "the log as it was written") for each in log.faults(root)]
    try:
        entries = log.read(root)
    except TrustbookError:
        return kept  # said by its faults
    result.entries = len(entries)
    for each in kept:
        _of_log(each, entries, result)
    for entry in entries:
        if entry.action == "published" and not any(says(entry, each) for each in kept):
            name = f"{PUBLISHED}/{entry.period}/r{entry.details.get('revision')}"
            result.wrong.append(
                Wrong(visible(name), NOT_THERE, f"the revision that entry {entry.number} of the log says")
            )
    return kept


def _periods(root: Path, result: Verified) -> Iterator[Period]:
    if (root / PUBLISHED).is_symlink():
        result.wrong.append(Wrong(PUBLISHED, "a link", "a folder of the workspace itself"))
    for path in names_in(root / PUBLISHED, PUBLISHED, PublishError):
        if path.name in FOR_GIT:
            if path.is_symlink() or not path.is_file() or path.read_bytes() != FOR_GIT[path.name].encode():
                result.wrong.append(
                    Wrong(f"{PUBLISHED}/{path.name}", "another content", "what keeps every byte in Git")
                )
            continue
        if path.name == log.LOG or (is_ignored(path.name) and path.is_file()):
            continue
        try:
            yield Period.parse(path.name)
        except PeriodError:
            expected = f"{log.LOG}, and a folder for each period that was published"
            result.wrong.append(Wrong(f"{PUBLISHED}/{visible(path.name)}", "a file or folder", expected))


def _fault(root: Path, path: str, what: str) -> Wrong:
    """Say of a file of a bag what it has, and what its manifest says."""
    parts = path.split("/")
    folder, name = root.joinpath(*parts[:3]), "/".join(parts[3:])
    expected = "the bag as it was published"
    for manifest in (bag.MANIFEST, bag.TAG_MANIFEST):
        line = next((line for line in _lines_of(folder / manifest) if line.endswith(f"  {name}")), "")
        if line:
            expected = f"{written(line)}, as {manifest} has it"
    with suppress(OSError):
        if (root / path).is_file() and not (root / path).is_symlink():
            return Wrong(path, f"that {what} ({written(digest_of_file(root / path))})", expected)
    return Wrong(path, f"that {what}", expected)


def _lines_of(file: Path) -> list[str]:
    try:
        return read_file(file, file, MOST_OF_A_LIST, kind=PublishError).decode("utf-8").splitlines()
    except (TrustbookError, UnicodeDecodeError):
        return []


def _of_revision(kept: Kept, result: Verified) -> None:
    """Hold the state that a record names to the files that it is the state of."""
    try:
        result.kept_files += len(kept.listed())
        state = state_of_kept(kept)
    except TrustbookError:
        return  # said by the faults of the bag
    if state != kept.record.state:
        file = f"{kept.shown}/{store.RECORD}"
        result.wrong.append(Wrong(file, f"state {kept.record.state[:16]}…", f"state {state[:16]}…, of its own files"))


def _of_log(kept: Kept, entries: list[Entry], result: Verified) -> None:
    """Hold the log to what it has to say of a revision."""
    try:
        expected = entries_of(kept)
    except TrustbookError as error:
        result.wrong.append(refused(error, kept.shown))
        return
    there = [values_of(entry) | {"at": entry.at} for entry in entries]
    given = [approval_of(entry) for entry in entries if entry.period == kept.record.period]
    for approval in kept.record.approvals:
        if approval not in given:
            said = f"the entry in which {approval.role} {'approves' if approval.kind == 'approval' else 'is consulted'}"
            result.wrong.append(Wrong(f"{log.SHOWN}, of {kept.name}", NOT_THERE, said))
    publications = [entry for entry in entries if says(entry, kept)]
    if len(publications) > 1:
        numbers = listing([str(entry.number) for entry in publications])
        result.wrong.append(Wrong(f"{log.SHOWN}, of {kept.name}", f"entries {numbers}", "one entry of its publication"))
    for each in expected:
        if values_of(each) | {"at": kept.record.published_at} in there:
            continue
        other = publications[0] if publications and each.action == "published" else None
        found = NOT_THERE if other is None else f"entry {other.number}, which says something else of it"
        said = (
            f"its entry '{each.action}' of {kept.record.published_at}; a run that was stopped is completed by a report"
        )
        result.wrong.append(Wrong(f"{log.SHOWN}, of {kept.name}", found, said))


def _of_public(workspace: Workspace, place: Path, result: Verified) -> None:
    """Compare the public site with one that is assembled of the same revisions now."""
    from trustbook.site.assembly import build_public

    shown = workspace.shown(place)
    found, wrong = digests_below(place)
    result.site, result.site_files = shown, len(found)
    result.wrong += [Wrong(f"{shown}/{each.file}", each.found, each.expected) for each in wrong]
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        try:
            made = build_public(workspace, Path(scratch).resolve() / "public")
        except (TrustbookError, OSError, ValueError) as error:
            what = error if isinstance(error, TrustbookError) else PublishError(f"it cannot be assembled ({error})")
            result.wrong.append(refused(what, shown))
            result.wrong += against_own_list(found, place, shown)
            return
        expected = {} if made is None else digests_below(made)[0]
    result.wrong += list(compared(found, expected, f"{shown}/"))


def _is_public(site: Path, workspace: Workspace | None) -> bool:
    return workspace is not None and site.resolve() == (workspace.build / "public").resolve()


def _of_copy(site: Path, kept: list[Kept], result: Verified) -> None:
    """Compare a site with the list that it carries, and its revisions with those that are kept here, if any are."""
    shown = visible(str(site))
    if not site.is_dir():
        raise PublishError("there is no such folder", file=shown, expected="the folder of a site")
    found, wrong = digests_below(site)
    result.site, result.site_files = shown, len(found)
    result.wrong += [Wrong(f"{shown}/{each.file}", each.found, each.expected) for each in wrong]
    result.wrong += against_own_list(found, site, shown)
    newest = {each.record.period: each for each in kept}
    for each in kept:
        is_newest = newest[each.record.period] is each
        place = each.record.period if is_newest else own_folder(each)
        if is_newest and LOG_PAGE in found and _is_draft(site / place):
            continue  # a preview shows the draft of what comes next
        inside = {path.removeprefix(f"{place}/"): one for path, one in found.items() if path.startswith(f"{place}/")}
        try:
            expected = digests_of(each)
        except TrustbookError:
            continue  # said by the faults of the bag
        known = {one.file for one in result.wrong}
        result.wrong += [one for one in compared(inside, expected, f"{shown}/{place}/") if one.file not in known]


def _is_draft(edition: Path) -> bool:
    try:
        return read_card(edition).revision == 0
    except TrustbookError:
        return False
