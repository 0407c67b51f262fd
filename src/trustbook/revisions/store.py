"""Keep revisions in `published/<period>/r1`, `r2` and so on, each whole or absent, and never replaced.

In: the root of a workspace; a new bag. Out: the revisions of a period, oldest first.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any

from trustbook.core.characters import visible
from trustbook.core.errors import PeriodError, PublishError
from trustbook.core.exchange import FOLDER_MODE, make_readable, remove
from trustbook.core.ignored_files import is_ignored
from trustbook.core.incoming import names_in, path_exists, read_file, require_inside
from trustbook.core.period import Period
from trustbook.revisions import as_published, bag
from trustbook.revisions.canonical import sha256
from trustbook.revisions.differences import figures_in
from trustbook.revisions.disk import alone, rename_new, write_all_through, write_names_through
from trustbook.revisions.model import LOG, Fault, Revision
from trustbook.revisions.model import PUBLISHED as PUBLISHED
from trustbook.revisions.model import RECORD as RECORD

DATA = bag.DATA
EDITION, INPUTS, RESULTS = "edition", "inputs", "results"
METRICS, FINDINGS, TIE_OUT = "metrics.json", "findings.json", "tieout.json"
DESCRIPTION = "ro-crate-metadata.json"
_MOST_BYTES = 20_000_000
_NUMBERED = re.compile(r"r([1-9][0-9]{0,5})", re.ASCII)
_NEW = ".new-"
_OLD_ENOUGH = 3600
"""Seconds after which a folder is left over, where the file system knows no locks."""


@dataclass(frozen=True)
class Kept:
    """A revision that is kept: its folder and its record."""

    folder: Path
    record: Revision

    @property
    def period(self) -> Period:
        """The period."""
        return Period.parse(self.record.period)

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self.record.number

    @property
    def name(self) -> str:
        """`2023-24-P11/r2`."""
        return f"{self.record.period}/r{self.record.number}"

    @property
    def edition(self) -> Path:
        """The edition as it is served."""
        return self.folder / DATA / EDITION

    @property
    def inputs(self) -> Path:
        """The files of the workspace that it was made from."""
        return self.folder / DATA / INPUTS

    @property
    def results(self) -> Path:
        """The folder of findings, metrics and tie-out."""
        return self.folder / DATA / RESULTS

    @property
    def shown(self) -> str:
        """`published/2023-24-P11/r2`, for messages."""
        return f"{PUBLISHED}/{self.name}"

    def listed(self) -> dict[str, str]:
        """Return the SHA-256 of each of its files, by its path in the revision. Raises PublishError."""
        return as_published.listed(self.folder, self.shown)

    def content(self, path: str) -> bytes:
        """Read one of its files below `data/`. Raises PublishError if it is not what was published."""
        return as_published.content(self.folder, self.shown, path, self.listed().get(path))

    def sizes(self) -> dict[str, int]:
        """Return the bytes that each of its files has. Raises PublishError if one is missing."""
        return {
            path: as_published.size(self.folder, self.shown, path, digest) for path, digest in self.listed().items()
        }

    def require_tags(self) -> None:
        """Raise PublishError if its record, or a file beside it, is not what its tag manifest names."""
        as_published.require_tags(self.folder, self.shown)

    def metrics(self) -> dict[str, dict[str, Any]]:
        """Read its headline figures, by name. Raises PublishError if they are not what was published."""
        path = f"{DATA}/{RESULTS}/{METRICS}"
        return figures_in(self.content(path), f"{self.shown}/{path}")

    @cached_property
    def tagmanifest_digest(self) -> str:
        """The SHA-256 of `tagmanifest-sha256.txt`, which stands for every byte of it. Raises PublishError."""
        file = f"{self.shown}/{bag.TAG_MANIFEST}"
        return sha256(_content(self.folder / bag.TAG_MANIFEST, file, self.folder))


def revisions_of(root: Path, period: Period) -> list[Kept]:
    """List the revisions of a period, oldest first; none if it was never published.

    Raises PublishError for a gap in their numbers, and for a folder or a record that cannot be read.
    """
    folder, shown = root / PUBLISHED / str(period), f"{PUBLISHED}/{period}"
    if not path_exists(folder):
        return []
    require_inside(folder, root / PUBLISHED, shown, PublishError)
    numbers = sorted(_numbers(folder, shown))
    for place, number in enumerate(numbers, 1):
        if number != place:
            raise PublishError(
                f"there is r{number} and no r{place}",
                file=shown,
                expected="every revision that was published",
                mend="Restore it from a copy or from the repository.",
            )
    return [_kept(folder / f"r{number}", period, number) for number in numbers]


def all_revisions(root: Path) -> dict[Period, list[Kept]]:
    """List the revisions of each period that was published, in order. Raises PublishError as `revisions_of` does."""
    folder = root / PUBLISHED
    if folder.is_symlink():
        raise PublishError("it is a link", file=PUBLISHED, expected="a folder of the workspace itself")
    if not path_exists(folder):
        return {}
    found = {}
    for path in names_in(folder, PUBLISHED, PublishError):
        if is_ignored(path.name) or path.name == LOG:
            continue
        try:
            period = Period.parse(path.name)
        except PeriodError as error:
            raise PublishError(
                error.problem,
                file=f"{PUBLISHED}/{visible(path.name)}",
                expected=f"{LOG}, and a folder for each period that was published",
                mend=f"Move it out of {PUBLISHED}/.",
            ) from None
        revisions = revisions_of(root, period)
        if revisions:
            found[period] = revisions
    return dict(sorted(found.items()))


@contextmanager
def new_folder(root: Path, period: Period) -> Iterator[Path]:
    """Give an empty folder next to the revisions of a period, for `put`; at the end it is gone, if it was not put.

    One process at a time has one: another waits. What a killed process left is deleted first. Raises PublishError if
    it cannot be made.
    """
    place = root / PUBLISHED / str(period)
    with alone(_lock(root)) as got:
        _delete_leftovers(root, everything=got is not None)
        made = place / f"{_NEW}{token_hex(8)}"
        try:
            _make(made, f"{PUBLISHED}/{period}")
            yield made
        finally:
            remove(made)
            for folder in (place, place.parent):
                with suppress(OSError):  # it has other files
                    folder.rmdir()


def put(root: Path, new: Path, period: Period, number: int) -> Kept:
    """Put a finished bag in its place for good. Raises PublishError if that revision is there, or the bag is faulty.

    When it returns, the bag is on the disk and not only in memory. Whenever it is stopped, the revision is there whole
    or it is not there.
    """
    folder = root / PUBLISHED / str(period)
    place = folder / f"r{number}"
    shown = f"{PUBLISHED}/{period}/r{number}"
    before = revisions_of(root, period)
    if number <= len(before):
        raise _is_there(shown)
    if number != len(before) + 1:
        raise PublishError(f"it would be r{number}, and there is no r{len(before) + 1}", file=shown)
    _require_whole(_kept(new, period, number, shown), before, shown)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in (folder.parent, folder):
            with suppress(OSError):  # it may be somebody else's
                each.chmod(FOLDER_MODE)
        make_readable(new)
        write_all_through(new)
        rename_new(new, place, root / "_build" / ".put.lock")
        for each in (folder, folder.parent, root):
            write_names_through(each)
    except FileExistsError:
        raise _is_there(shown) from None
    except OSError as error:
        raise PublishError(f"it cannot be written ({error.strerror})", file=shown) from None
    return _kept(place, period, number)


def sweep(root: Path) -> None:
    """Delete what killed processes left in `published/`, unless a process is at work there."""
    if any(_leftovers(root)):
        with suppress(OSError), alone(_lock(root), wait=False) as got:  # it may be somebody else's workspace
            if got is not False:
                _delete_leftovers(root, everything=got is not None)


def faults(kept: Sequence[Kept]) -> list[Fault]:
    """Hash every byte of the revisions of one period; say what is not as it was published, and where the chain breaks.

    Anybody who changes all that stands in a revision can change its manifests as well: the newest one is only proved
    by the log, which has the `tagmanifest_digest` of each publication.
    """
    found = []
    before = ""
    for each in kept:
        found += [Fault(f"{each.shown}/{fault.path}", fault.what) for fault in bag.faults(each.folder)]
        if each.record.previous != before:
            found.append(Fault(f"{each.shown}/{RECORD}", "the revision before it is not the one that it was based on"))
        try:
            before = each.tagmanifest_digest
        except PublishError as error:
            before = f"unknown: {error.problem}"
    return found


def _make(folder: Path, shown: str) -> None:
    try:
        folder.mkdir(parents=True)
        folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise PublishError(f"it cannot be written ({error.strerror})", file=shown) from None


def _numbers(folder: Path, shown: str) -> Iterator[int]:
    for path in names_in(folder, shown, PublishError):
        if is_ignored(path.name):
            continue
        match = _NUMBERED.fullmatch(path.name)
        if match is None or path.is_symlink() or not path.is_dir():
            raise PublishError(
                "nothing here has this name" if match is None else "it is no folder",
                file=f"{shown}/{visible(path.name)}",
                expected="the folders r1, r2 and so on, as they were published",
                mend="Move it out, or restore what was there.",
            )
        yield int(match[1])


def _kept(folder: Path, period: Period, number: int, shown: str = "") -> Kept:
    """Read the record of a revision, which must be of this period and number. Raises PublishError."""
    file = f"{shown or f'{PUBLISHED}/{period}/r{number}'}/{RECORD}"
    record = Revision.from_json(_content(folder / RECORD, file, folder), file)
    if (record.period, record.number) != (str(period), number):
        raise PublishError(
            f"it is the record of {record.period}, r{record.number}", file=file, expected=f"{period}, r{number}"
        )
    return Kept(folder, record)


def _require_whole(new: Kept, before: Sequence[Kept], shown: str) -> None:
    previous = before[-1].tagmanifest_digest if before else ""
    if new.record.previous != previous:
        raise PublishError("another revision was published since it was made", file=shown, mend="Publish once more.")
    for fault in bag.faults(new.folder):
        raise PublishError(fault.what, file=f"{shown}/{fault.path}", expected="a whole bag", mend="Publish once more.")
    for path in new.folder.rglob("*"):
        if path.is_file() and path.stat().st_nlink > 1:
            raise PublishError(
                "it is the same file as another, so that a change of that would change it",
                file=f"{shown}/{visible(path.relative_to(new.folder).as_posix())}",
                expected="a copy",
            )


def _is_there(shown: str) -> PublishError:
    return PublishError("it was published already, and never changes", file=shown, mend="Publish once more.")


def _content(path: Path, file: str, within: Path) -> bytes:
    return read_file(path, file, _MOST_BYTES, within=within, kind=PublishError)


def _lock(root: Path) -> Path:
    return root / "_build" / ".published.lock"


def _leftovers(root: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (root / PUBLISHED).glob(f"*/{_NEW}*")


def _delete_leftovers(root: Path, *, everything: bool) -> None:
    for path in list(_leftovers(root)):
        with suppress(OSError):
            if everything or time.time() - path.lstat().st_mtime > _OLD_ENOUGH:
                remove(path)
                path.parent.rmdir()
