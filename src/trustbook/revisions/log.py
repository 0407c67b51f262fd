"""Keep the log of who did what: `published/log.jsonl`, to which lines are only ever added.

In: what was done. Out: its lines, each an entry with the SHA-256 of the line before and of itself; what in the log is
not as it was written.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from trustbook.core.errors import PublishError
from trustbook.core.exchange import FILE_MODE, FOLDER_MODE
from trustbook.core.incoming import path_exists, read_file
from trustbook.revisions.canonical import canonical, hidden_character, problem_of, sha256, values_in
from trustbook.revisions.disk import alone, write_names_through
from trustbook.revisions.model import LOG as LOG
from trustbook.revisions.model import PUBLISHED, STRICT, Fault, Instant, NoDigest, NoPeriod, Person

SHOWN = f"{PUBLISHED}/{LOG}"
Action = Literal["checked", "acknowledged", "overridden", "approved", "consulted", "published"]
_OWN = "own"
"""The SHA-256 of the line without this field, so that a change of the last line is found too."""
_MOST_BYTES = 200_000_000
_LONGEST = 1_000_000
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND
_FLAGS |= sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_BEGINNING = b'{"action":"'
_TORN = "its last line was not written to its end; the next entry takes its place"


@dataclass(frozen=True)
class NewEntry:
    """Something that was done, to be added to the log."""

    by: Person
    action: Action
    period: str
    """The period; empty if it is about none."""
    state: str
    """The state of inputs and results; empty if it is about none."""
    details: Mapping[str, Any]
    """More of it, as JSON has it."""


@dataclass(frozen=True)
class Entry:
    """A line of the log."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    number: Annotated[int, Field(ge=1)]
    at: Instant
    """The instant in UTC, `2024-05-01T09:30:00Z`."""
    by: Person
    action: Action
    period: NoPeriod
    state: NoDigest
    details: Mapping[str, Any]
    previous: NoDigest
    """The SHA-256 of the line before; empty for the first."""


def append(root: Path, entries: Sequence[NewEntry], at: datetime) -> list[Entry]:
    """Add entries to the log, and return them when they are on the disk.

    Raises PublishError if the log is faulty, an entry cannot be written, or the disk is full: the log is then as it
    was.
    """
    if not entries:
        return []
    folder = root / PUBLISHED
    instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        with alone(root / "_build" / ".log.lock"):
            if not path_exists(folder):
                folder.mkdir(parents=True)
                folder.chmod(FOLDER_MODE)
                write_names_through(root)
            number = os.open(folder / LOG, _FLAGS, FILE_MODE)
            try:
                return _appended(number, folder, entries, instant)
            finally:
                os.close(number)
    except OSError as error:
        raise PublishError(f"it cannot be written ({error.strerror})", file=SHOWN) from None


def read(root: Path) -> list[Entry]:
    """Read the log, oldest first; empty if there is none. Raises PublishError naming the line that is faulty.

    A line at its end that a killed process did not write whole is passed over.
    """
    found = _read(_content(root))
    found.require_whole()
    return found.entries


def faults(root: Path) -> list[Fault]:
    """List the lines that are changed, removed, inserted or out of order; none if the log is as it was written.

    Lines that are missing at its end are only found by what they were about.
    """
    try:
        found = _read(_content(root))
    except PublishError as error:
        return [Fault(SHOWN, error.problem)]
    said = [f"line {line}: {what}" for line, what in found.problems]
    return [Fault(SHOWN, what) for what in ([*said, _TORN] if found.is_torn else said)]


@dataclass(frozen=True)
class _Found:
    """What stands in a log."""

    entries: list[Entry]
    problems: list[tuple[int, str]]
    """Lines, and what is wrong with each."""
    previous: str
    """The SHA-256 of the last whole line."""
    size: int
    """The bytes of whole lines."""
    is_torn: bool = False
    """Whether a line follows that was not written to its end."""
    lacks_break: bool = False
    """Whether the last line is whole but for its line break."""

    def require_whole(self) -> None:
        """Raise PublishError if any line is not as it was written."""
        for line, what in self.problems:
            raise PublishError(
                what,
                file=SHOWN,
                line=line,
                expected="the log as it was written",
                mend=f"Restore it from a copy or from the repository (git log {SHOWN}), and do once more what was "
                "done since.",
            )


def _appended(number: int, folder: Path, entries: Sequence[NewEntry], instant: str) -> list[Entry]:
    """Write entries to the open log in one step, or leave it as it was."""
    status = os.fstat(number)
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        raise PublishError("it is no file of a size that a log can have", file=SHOWN)
    if not status.st_size and hasattr(os, "fchmod"):
        with suppress(OSError):  # it may be somebody else's
            os.fchmod(number, FILE_MODE)
    found = _read(_all_of(number, status.st_size))
    found.require_whole()
    made, lines = _made(found, entries, instant)
    content = (b"\n" if found.lacks_break else b"") + b"".join(line + b"\n" for line in lines)
    if found.is_torn:
        os.ftruncate(number, found.size)
    try:
        if os.write(number, content) != len(content):
            raise PublishError("it cannot be written (no space left)", file=SHOWN, mend="Make space on the disk.")
        os.fsync(number)
        write_names_through(folder)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(number, found.size)
        raise
    return made


def _made(found: _Found, entries: Sequence[NewEntry], instant: str) -> tuple[list[Entry], list[bytes]]:
    made, lines = [], []
    previous = found.previous
    for place, new in enumerate(entries, len(found.entries) + 1):
        values = {
            "number": place,
            "at": instant,
            "by": new.by.as_values(),
            "action": new.action,
            "period": new.period,
            "state": new.state,
            "details": dict(new.details),
            "previous": previous,
        }
        hidden = hidden_character(values)
        if hidden is not None:
            raise PublishError(f"an entry has the character {hidden}", file=SHOWN, expected="text that can be seen")
        try:
            own = sha256(canonical(values).encode("utf-8"))
            line = canonical({**values, _OWN: own}).encode("utf-8")
            entry = _entry(line)
        except (ValueError, TypeError, RecursionError) as error:
            raise PublishError(f"an entry cannot be written ({error})", file=SHOWN) from None
        if len(line) > _LONGEST:
            raise PublishError(f"an entry has {len(line):,} bytes", file=SHOWN, expected=f"at most {_LONGEST:,}")
        made.append(entry)
        lines.append(line)
        previous = sha256(line)
    return made, lines


def _content(root: Path) -> bytes:
    path = root / PUBLISHED / LOG
    if not path_exists(path):
        return b""
    return read_file(path, SHOWN, _MOST_BYTES, within=root / PUBLISHED, kind=PublishError)


def _all_of(number: int, size: int) -> bytes:
    os.lseek(number, 0, os.SEEK_SET)
    content = b""
    while len(content) < size and (more := os.read(number, size - len(content))):
        content += more
    return content


def _read(content: bytes) -> _Found:
    """Read a log line by line, and hold each to itself and to the line before."""
    *lines, last = content.split(b"\n")
    entries: list[Entry] = []
    problems: list[tuple[int, str]] = []
    previous = ""
    for place, line in enumerate(lines, 1):
        problem = _follow(line, place, previous, entries)
        if problem:
            problems.append((place, problem))
        previous = sha256(line)
    size = len(content) - len(last)
    if not last:
        return _Found(entries, problems, previous, size)
    place = len(lines) + 1
    if _is_torn(last):
        return _Found(entries, problems, previous, size, is_torn=True)
    problem = _follow(last, place, previous, entries)
    if problem:
        problems.append((place, problem))
    return _Found(entries, problems, sha256(last), len(content), lacks_break=True)


def _follow(line: bytes, place: int, previous: str, entries: list[Entry]) -> str:
    """Take a line as the next entry; say what is wrong with it, if anything."""
    try:
        entry = _entry(line)
    except ValueError as error:
        return str(error)
    entries.append(entry)
    if entry.previous != previous:
        return "it does not follow the line before it: a line was changed, removed, inserted or moved"
    if entry.number != place:
        return f"it is entry {entry.number}, where {place} comes next"
    return ""


def _entry(line: bytes) -> Entry:
    """Read a line exactly as it is written. Raises ValueError saying what is wrong."""
    try:
        values = values_in(line)
    except ValueError:
        raise ValueError("it is no entry") from None
    if not isinstance(values, dict) or not isinstance(values.get(_OWN), str):
        raise ValueError("it is no entry")
    own = values.pop(_OWN)
    try:
        written = canonical(values).encode("utf-8")
        whole = canonical({**values, _OWN: own}).encode("utf-8")
    except ValueError:
        raise ValueError("it is no entry") from None
    if whole != line or sha256(written) != own:
        raise ValueError("it was changed after it was written")
    try:
        entry: Entry = _adapter().validate_json(written)
    except ValidationError as error:
        raise ValueError(f"it is no entry ({problem_of(error)})") from None
    return entry


def _is_torn(last: bytes) -> bool:
    """Check whether bytes are the beginning of a line that was not written to its end: it has no whole value."""
    if not _BEGINNING.startswith(last[: len(_BEGINNING)]):
        return False
    try:
        json.JSONDecoder().raw_decode(last.decode("utf-8", errors="ignore"))
    except (ValueError, RecursionError):
        return True
    return False


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Entry)
