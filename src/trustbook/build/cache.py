"""Decide for each task whether its results are current, and why; restore them from the store where possible.

In: `Task`s with their keys, results under `_build`. Out: results in place, from the last run or from the store in
`_build/cache`, or the decision to make them. Nothing here can fail a run: what cannot be stored is made again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path, PurePosixPath
from stat import S_ISDIR
from typing import Any

from trustbook.build.cache_inputs import Task
from trustbook.build.recorded_reads import names_in_notebook
from trustbook.build.store import LIMIT, Record, Store, digest, digest_of, read_sealed, write_sealed
from trustbook.core.atomic_file import write_whole
from trustbook.core.exchange import exchange
from trustbook.core.formatting import listing
from trustbook.core.period import Period

UNCHANGED = "nothing that it is made from has changed"
KEPT = "it was made before from exactly this, and kept"
FRESH = "asked for, with --fresh"
DAMAGED = "what was kept of it is damaged or incomplete"
FIRST = "it has not been made here before"
LOST = "what was kept of it is gone"
UNKNOWN = "something has changed; what it was made from last time is no longer known"
_MOST_NAMED = 3
SITE, PUBLIC = "site", "public"
"""The preview, and the public site: folders of `_build`, and the titles under which they are recorded."""
_IN_WORDS = {
    "findings": "what the gate found",
    "metrics": "its headline figures",
    "tieout": "its tie-out",
    "downloads": "its data to take away",
}


@dataclass(frozen=True)
class Decision:
    """Whether a task was done, and why."""

    task: Task
    ran: bool
    why: str


class Standing(Enum):
    """Whether a task has to be done."""

    CURRENT = "its results are in place"
    KEPT = "its results can be restored"
    TO_MAKE = "it has to be done"


@dataclass(frozen=True)
class Look:
    """How a task stands, and why; `files` are its results (path under `_build` to digest) unless it has to be done."""

    task: Task
    standing: Standing
    why: str
    files: Mapping[str, str] | None = None


class Cache:
    """The cache of a workspace's `_build`. With `fresh` it ignores what is cached, but still stores results."""

    def __init__(self, build: Path, *, fresh: bool = False, limit: int = LIMIT) -> None:
        self._build = build
        self._fresh = fresh
        self._limit = limit
        self._store = Store(build / "cache")
        self._state_file = build / "cache" / "state.json"
        self._state = self._read_state()
        self._new_state: dict[str, dict[str, Any]] = {}
        self._stored = False
        self.decisions: dict[str, Decision] = {}

    def ready(self, task: Task, *, exactly: bool = False) -> bool:
        """Return whether the results are in place, restored from the store if needed; if not, they must be made.

        `exactly` compares them byte for byte, even if size and time are unchanged.
        """
        seen = self.look(task, exactly=exactly)
        task, why = seen.task, seen.why
        if seen.standing is Standing.KEPT:
            record = self._store.find(task.key)
            if record is None or not self._put_in_place(task.outputs, record):
                return self._decide(task, ran=True, why=DAMAGED)
            self._remember_task(task, task.key, record.files)
        return self._decide(task, ran=seen.standing is Standing.TO_MAKE, why=why)

    def look(self, task: Task, *, exactly: bool = False) -> Look:
        """Say whether the results are in place, could be restored, or must be made, and why. Changes nothing."""
        if task.is_open:
            task = task.having_read(self._read_before(task))
        if self._fresh:
            return Look(task, Standing.TO_MAKE, FRESH)
        known = self._state.get(task.title)
        same = known is not None and known.get("key") == task.key
        if same and known is not None and self._is_current(task, known, exactly=exactly):
            return Look(task, Standing.CURRENT, UNCHANGED, known.get("files"))
        record = self._store.peek(task.key)
        if record is None:
            return Look(task, Standing.TO_MAKE, LOST if same else self._difference(task, known))
        return Look(task, Standing.KEPT, UNCHANGED if same else KEPT, record.files)

    def _is_current(self, task: Task, known: Mapping[str, Any], *, exactly: bool) -> bool:
        if exactly:
            return digest_of(self.contents(task.outputs)) == known.get("whole")
        return stamp(self._build, task.outputs) == known.get("stamp")

    def done(self, task: Task) -> None:
        """Store the results of a task that has just been done."""
        files: dict[str, str] = {}
        kept, read = True, None
        for path in _files(self._build, task.outputs):
            content = path.read_bytes()
            read = names_in_notebook(content) if task.is_open else None
            files[path.relative_to(self._build).as_posix()] = digest(content)
            try:
                self._store.put(content)
            except OSError:
                kept = False
        if task.is_open:
            task = task.having_read(read)
        with suppress(OSError):
            if kept:
                self._store.record(task.key, Record(task.ingredients, files))
                if task.base and task.read is not None:
                    self._store.record(_key_of_reads(task.base), Record(dict.fromkeys(task.read, ""), {}))
                self._stored = True
        self._remember_task(task, task.key, files)

    def _read_before(self, task: Task) -> Collection[str] | None:
        """Return what a task read when it was last done from the same, besides what it may; None if not known."""
        known = self._state.get(task.title, {})
        if known.get("base") == task.base_key:
            read: list[str] | None = known.get("read")
            return read
        record = self._store.peek(_key_of_reads(task.base_key))
        return None if record is None else record.ingredients.keys()

    def is_sound(self, title: str, outputs: Collection[str]) -> bool:
        """Return whether what is in these places matches, byte for byte, what was last recorded under this title.

        What differs is restored if the store has it. What was never recorded, or does not exist, counts as
        sound: its reader reports a missing file.
        """
        known = self._new_state.get(title) or self._state.get(title, {})
        current = self.contents(outputs)
        if not current or "whole" not in known or digest_of(current) == known["whole"]:
            return True
        key = str(known.get("key"))
        record = self._store.find(key)
        if record is None or digest_of(dict(record.files)) != known["whole"]:
            return False
        if not self._put_in_place(outputs, record):
            return False
        more: dict[str, Any] = {name: known[name] for name in ("base", "read") if name in known}
        self._remember(title, key, outputs, record.files, more, listed="files" in known)
        return True

    def files(self, task: Task) -> dict[str, str]:
        """Return the results of a task that is ready or done: path under `_build` to digest."""
        known = self._new_state.get(task.title) or self._state[task.title]
        return dict(known["files"])

    def contents(self, outputs: Iterable[str]) -> dict[str, str]:
        """Return what is under `_build` in these places now: path to digest."""
        return {
            path.relative_to(self._build).as_posix(): digest(path.read_bytes()) for path in _files(self._build, outputs)
        }

    def state_of(self, output: str) -> str:
        """Identify the state of a finished folder without reading its files."""
        return stamp(self._build, (output,)) or ""

    def stands_in_the_site(self, task: Task) -> bool:
        """Return whether the site is unchanged and this edition in it was made from exactly this."""
        known = self._state.get(task.title)
        if self._fresh or known is None or known.get("key") != task.key or not self._site_is_current:
            return False
        return self._decide(task, ran=False, why=UNCHANGED)

    def key_of(self, title: str) -> str | None:
        """Return the key of what was last made under a title, or None if unknown."""
        known = self._new_state.get(title) or self._state.get(title)
        return None if known is None else str(known.get("key"))

    @cached_property
    def _site_is_current(self) -> bool:
        return self._stands(SITE)

    def _stands(self, site: str) -> bool:
        known = self._state.get(site)
        return known is not None and known.get("stamp") == stamp(self._build, (site,))

    def site_is(self, key: str, site: str = SITE) -> bool:
        """Return whether a site has this key and is unchanged."""
        current = self._site_is_current if site == SITE else self._stands(site)
        return not self._fresh and current and self._state[site].get("key") == key

    def site_done(self, key: str, site: str = SITE) -> None:
        """Record a site that was just put in place."""
        self._new_state[site] = {"key": key, "stamp": stamp(self._build, (site,))}

    def close(self, periods: Collection[Period]) -> None:
        """Save the state, drop entries of periods that no longer exist, and trim the store."""
        named = {str(period) for period in periods} | {SITE, PUBLIC}
        state = {title: each for title, each in self._read_state().items() if title.split()[0] in named}
        state |= self._new_state
        with suppress(OSError):
            if self._new_state:
                write_sealed(self._state_file, state)
            if self._stored:
                bases = {_key_of_reads(each["base"]) for each in state.values() if "base" in each}
                self._store.trim({each["key"] for each in state.values()} | bases, self._limit)

    def _read_state(self) -> dict[str, dict[str, Any]]:
        read = read_sealed(self._state_file)
        return read if isinstance(read, dict) and all(isinstance(each, dict) for each in read.values()) else {}

    def _decide(self, task: Task, *, ran: bool, why: str) -> bool:
        self.decisions[task.title] = Decision(task, ran, why)
        return not ran

    def _remember_task(self, task: Task, key: str, files: Mapping[str, str]) -> None:
        # an edition's many files are not listed, because nothing is made from single ones
        more: dict[str, Any] = {"base": task.base, "read": task.read} if task.base else {}
        self._remember(task.title, key, task.outputs, files, more, listed=task.kind != "edition")

    def _remember(
        self,
        title: str,
        key: str,
        outputs: Collection[str],
        files: Mapping[str, str],
        more: Mapping[str, Any],
        *,
        listed: bool,
    ) -> None:
        known: dict[str, Any] = {"key": key, "stamp": stamp(self._build, outputs), "whole": digest_of(dict(files))}
        self._new_state[title] = known | dict(more) | ({"files": dict(files)} if listed else {})

    def _difference(self, task: Task, known: Mapping[str, Any] | None) -> str:
        """Describe which ingredients differ from last time."""
        if known is None:
            return FIRST
        last = self._store.peek(str(known.get("key")))
        if last is None:
            return UNKNOWN
        then, now = last.ingredients, task.ingredients
        if task.read is None:  # not known before it is done: what it read last time is compared
            now = {name: each for name, each in now.items() if name in then or name not in task.optional}
        differences = [
            f"{_in_words(name)} {'is new' if name not in then else 'is gone' if name not in now else 'changed'}"
            for name in sorted(then.keys() | now.keys())
            if then.get(name) != now.get(name)
        ]
        differences = list(dict.fromkeys(differences))
        more = [f"{len(differences) - _MOST_NAMED} more"] if len(differences) > _MOST_NAMED + 1 else []
        return listing(differences[: _MOST_NAMED if more else None] + more) if differences else UNKNOWN

    def _put_in_place(self, outputs: Collection[str], record: Record) -> bool:
        """Restore what was recorded; return False if the store does not have it."""
        if not all(lies_in(path, outputs) for path in record.files):
            return False
        if self.contents(outputs) == record.files:
            return True
        contents = {path: self._store.get(name) for path, name in record.files.items()}
        if any(content is None for content in contents.values()):
            return False
        put_in_place(self._build, outputs, {path: content or b"" for path, content in contents.items()})
        return True


def _key_of_reads(base: str) -> str:
    """Return the key under which it is stored what a task read that was done from this base."""
    return digest_of(["read", base])


def put_in_place(build: Path, outputs: Iterable[str], contents: Mapping[str, bytes]) -> None:
    """Make these places under `build` contain exactly this (path to content), each replaced atomically."""
    for output in outputs:
        place = build / output
        if output in contents:
            write_whole(place, contents[output])
            continue
        new = place.with_name(f".{place.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for path, content in contents.items():
            if path.startswith(f"{output}/"):
                file = new / path.removeprefix(f"{output}/")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        exchange(new, place)


def lies_in(path: str, outputs: Collection[str]) -> bool:
    """Return whether a path under `_build` is one of these places or inside one."""
    return ".." not in PurePosixPath(path).parts and any(path == out or path.startswith(f"{out}/") for out in outputs)


def _in_words(ingredient: str) -> str:
    made, _, rest = ingredient.removeprefix("_build/").partition("/")
    if not ingredient.startswith("_build/"):
        return ingredient
    return _IN_WORDS.get(made) or f"the chapter {PurePosixPath(rest).stem}"


def _files(build: Path, outputs: Iterable[str]) -> Iterable[Path]:
    for output in outputs:
        place = build / output
        if place.is_dir():
            yield from (path for path in sorted(place.rglob("*")) if path.is_file())
        elif place.exists():
            yield place


def stamp(build: Path, outputs: Iterable[str]) -> str | None:
    """Identify the state of results by name, size, time and inode; None if one is missing.

    Used only for results: inputs are read in full each time.
    """
    seen: list[tuple[str, int, int, int]] = []
    for output in outputs:
        try:
            _collect_stats(build / output, output, seen)
        except OSError:
            return None
    return digest_of(seen)


def _collect_stats(place: Path | str, name: str, seen: list[tuple[str, int, int, int]]) -> None:
    found = os.stat(place)  # noqa: PTH116  Path would double the time for thousands of files
    if not S_ISDIR(found.st_mode):
        seen.append((name, found.st_size, found.st_mtime_ns, found.st_ino))
        return
    with os.scandir(place) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.is_dir():
                _collect_stats(entry.path, f"{name}/{entry.name}", seen)
            else:
                state = entry.stat()
                seen.append((f"{name}/{entry.name}", state.st_size, state.st_mtime_ns, state.st_ino))
