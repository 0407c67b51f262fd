"""The trials: each starts from a copy of a workspace, does something to it, and says what is not as it was promised.

In: a workspace from `workspace.ready`, a folder for copies, how many trials. Out: counts, and what failed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from stopping import stopped, temporary_folder, trustbook_command

from publishing import events
from publishing.workspace import AT, BEFORE, NEWEST, copied, faults, outcome, publish_again

SEED = 22
NOBODY = 65534
UMASKS = (0o000, 0o022, 0o027, 0o077)


@dataclass
class Trials:
    """How many trials there were, how they went, and what failed."""

    name: str
    count: int = 0
    went: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def require(self, good: bool, what: str) -> None:
        """Note what failed."""
        if not good:
            self.failed.append(what)

    def __str__(self) -> str:
        went = ", ".join(f"{name} {number}" for name, number in sorted(self.went.items()))
        return f"{self.name}: {self.count} trials, {len(self.failed)} failed ({went})"


_WRITTEN = ("published", "_build/public", "_build/site", "_build/log")
"""What a publication writes to, besides the record of the cache."""
_RECORD = "_build/cache/state.json"


@contextmanager
def trying(source: Path, folder: Path) -> Iterator[Path]:
    """Give a copy of a workspace for one trial; of files that nothing writes to in place, only another name."""
    place = folder / f"trial-of-{source.name}"
    if not place.exists():
        shutil.copytree(source, place, copy_function=os.link)
    for part in _WRITTEN:
        shutil.rmtree(place / part, ignore_errors=True)
        if (source / part).exists():
            shutil.copytree(source / part, place / part)
    (place / _RECORD).unlink()
    shutil.copy2(source / _RECORD, place / _RECORD)
    yield place


def undisturbed(source: Path, folder: Path) -> tuple[dict[str, bytes], dict[str, bytes], list[str]]:
    """Return what there is before and after a publication that nothing disturbs, and the names of its events."""
    before = outcome(source)
    with trying(source, folder) as place:
        publish_again(place)  # so that the copies of this process have all that they need
        assert len(list(Path("/proc/self/task").glob("*"))) <= 1, "this process has threads, and cannot be copied"
    with trying(source, folder) as place:
        note = folder / "events"
        note.unlink(missing_ok=True)

        def work() -> None:
            events.counted(place, note).listen()
            publish_again(place)

        assert events.in_a_child(work) == 0
        assert faults(place) == []
        return before, outcome(place), note.read_text(encoding="ascii").split()


def chosen(names: Sequence[str], most: int | None) -> list[int]:
    """Choose events: all, or by chance as many, half of them around the instant at which the revision gets its name."""
    everything = range(1, len(names) + 1)
    if most is None or most >= len(names):
        return list(everything)
    chance = random.Random(SEED)
    named = names.index("renamed") + 1
    around = range(max(1, named - 10), min(len(names), named + 20) + 1)
    near = chance.sample(around, min(most // 2, len(around)))
    rest = chance.sample([each for each in everything if each not in near], most - len(near))
    return sorted([*near, *rest])


def kills(source: Path, folder: Path, most: int | None, say: Callable[[str], None] = print) -> Trials:
    """Kill a publication as one thing after another happens to its files; then publish again."""
    before, after, names = undisturbed(source, folder)
    trials = Trials(f"killed at one of {len(names)} instants")
    for instant in chosen(names, most):
        with trying(source, folder) as place:

            def work(place: Path = place, instant: int = instant) -> None:
                events.killing(place, instant).listen()
                publish_again(place)

            trials.count += 1
            code = events.in_a_child(work)
            where = f"instant {instant} ({names[instant - 1]})"
            trials.require(code == -signal.SIGKILL, f"{where}: it ended with {code}")
            _hold(trials, where, place, before, after)
            trials.require(events.in_a_child(lambda place=place: _again(place)) == 0, f"{where}: it did not recover")
            trials.require(outcome(place) == after, f"{where}: it recovered otherwise: {_differing(place, after)}")
        if trials.count % 50 == 0:
            say(str(trials))
    return trials


def full_disks(source: Path, folder: Path, most: int | None, say: Callable[[str], None] = print) -> Trials:
    """Let the disk be full from one instant on; then make room, and publish again."""
    before, after, names = undisturbed(source, folder)
    trials = Trials(f"the disk full from one of {len(names)} instants on")
    for instant in chosen(names, most):
        with trying(source, folder) as place:

            def work(place: Path = place, instant: int = instant) -> None:
                events.full_disk(place, instant).listen()
                publish_again(place)

            trials.count += 1
            code = events.in_a_child(work)
            where = f"instant {instant} ({names[instant - 1]})"
            trials.require(code in (0, 1), f"{where}: it ended with {code}")
            trials.went["said so" if code == 1 else "did without"] += 1
            _hold(trials, where, place, before, after, leftovers=False)
            trials.require(events.in_a_child(lambda place=place: _again(place)) == 0, f"{where}: it did not recover")
            trials.require(outcome(place) == after, f"{where}: it recovered otherwise: {_differing(place, after)}")
        if trials.count % 50 == 0:
            say(str(trials))
    return trials


def _again(place: Path) -> None:
    publish_again(place)


def _hold(
    trials: Trials,
    where: str,
    place: Path,
    before: dict[str, bytes],
    after: dict[str, bytes],
    *,
    leftovers: bool = True,
) -> None:
    """Hold what a stopped run left to what is promised: all of the new revision or nothing of it, and all that was."""
    now = outcome(place)
    kept = {path: content for path, content in before.items() if path.startswith("published/2")}
    trials.require(all(now.get(path) == content for path, content in kept.items()), f"{where}: an earlier revision")
    new = {path: content for path, content in after.items() if path.startswith(f"published/{BEFORE}/r2/")}
    there = {path: content for path, content in now.items() if path.startswith(f"published/{BEFORE}/r2/")}
    trials.require(there in ({}, new), f"{where}: half a revision")
    trials.went["published" if there else "not published"] += 1
    whole = [each for each in faults(place) if not (leftovers and each.startswith("left: "))]
    trials.require(not whole, f"{where}: {whole}")
    for site in ("_build/public/", "_build/site/"):
        shown = _part(now, site)
        trials.require(shown in (_part(before, site), _part(after, site)), f"{where}: half a site in {site}")


def _part(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(folder)}


def _differing(place: Path, expected: dict[str, bytes]) -> list[str]:
    now = outcome(place)
    return sorted(path for path in now.keys() | expected.keys() if now.get(path) != expected.get(path))[:5]


def stopped_commands(source: Path, folder: Path, parts: Iterable[float]) -> Trials:
    """Kill the command itself after parts of the time that it takes, one after another; then let it end, and compare.

    `source` is a workspace that is reported, where the first report is to be published.
    """
    trials = Trials("the command killed")
    asked = ("publish", BEFORE, "--reason", "For Cabinet", "--override", "By telephone", "--by", "Ann Example")
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": AT}), temporary_folder() as temporary:
        whole = copied(source, folder / "undisturbed")
        began = time.monotonic()
        ended = stopped(trustbook_command(*asked), whole, temporary, 600)
        takes = time.monotonic() - began
        assert (ended.code, ended.in_time) == (0, False), ended.err
        with trying(source, folder) as place:
            for after in (takes * part for part in parts):
                trials.count += 1
                killed = stopped(trustbook_command(*asked), place, temporary, after, signal.SIGKILL)
                trials.went["in time" if killed.in_time else "too late"] += 1
                where = f"after {after:.2f} s"
                trials.require(killed.strays == [], f"{where}: {killed.strays} still runs")
                trials.require("Traceback" not in killed.err, f"{where}: {killed.err}")
                left = [each for each in faults(place) if not each.startswith("left: ")]
                trials.require(not left, f"{where}: {left}")
                there = any((place / "published").glob("*/r1"))
                trials.went["published" if there else "not published"] += 1
            last = stopped(trustbook_command(*asked), place, temporary, 600)
            trials.require(last.code == 0, last.err)
            expected = outcome(whole)
            trials.require(outcome(place) == expected, f"it came out otherwise: {_differing(place, expected)}")
        shutil.rmtree(whole)
    return trials


def races(source: Path, folder: Path, count: int, *, locks: bool = True) -> Trials:
    """Publish in several processes at once: the same report twice and another; each comes out once."""
    trials = Trials("published at once" + ("" if locks else " where files cannot be locked"))
    for number in range(count):
        with trying(source, folder) as place:
            trials.count += 1
            codes = _at_once(place, [(BEFORE, "One reason"), (BEFORE, "Another"), (NEWEST, "A third")], locks=locks)
            where = f"race {number}"
            if locks:
                trials.require(codes == [0, 0, 0], f"{where}: ended with {codes}")
            trials.require(all(code in (0, 1) for code in codes), f"{where}: ended with {codes}")
            trials.went[f"{codes.count(0)} ended well"] += 1
            trials.require(events.in_a_child(lambda place=place: _again(place)) == 0, f"{where}: it did not recover")
            trials.require(not faults(place), f"{where}: {faults(place)}")
            names = sorted(path.parent.name + "/" + path.name for path in (place / "published").glob("*/r*"))
            wanted = [f"{BEFORE}/r1", f"{BEFORE}/r2", f"{NEWEST}/r1", f"{NEWEST}/r2"]
            trials.require(names == wanted or (not locks and names == wanted[:3]), f"{where}: {names}")
            found = _wrong(place)
            trials.require(not found, f"{where}: {found}")
    return trials


def _at_once(place: Path, asked: Sequence[tuple[str, str]], *, locks: bool) -> list[int]:
    started = []
    for period, reason in asked:
        process = os.fork()
        if not process:
            code = 2
            try:
                code = _code(lambda period=period, reason=reason: _publish(place, period, reason, locks=locks))
            finally:
                os._exit(code)
        started.append(process)
    return [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in started]


def _publish(place: Path, period: str, reason: str, *, locks: bool) -> None:
    if locks:
        publish_again(place, period, reason)
        return
    with (
        patch("trustbook.core.lock.acquired", return_value=None),
        patch("trustbook.revisions.disk.acquired", return_value=None),
    ):
        publish_again(place, period, reason)


def _code(work: Callable[[], None]) -> int:
    from trustbook.core.errors import TrustbookError

    try:
        work()
    except TrustbookError:
        return 1
    return 0


def _wrong(place: Path) -> list[str]:
    from publishing.tampering import wrong

    return wrong(place)


def umasks(source: Path, folder: Path, most: int | None = None) -> Trials:
    """Publish under each umask, and read all of it as another user."""
    trials = Trials("umasks")
    for umask in UMASKS[-(most or 0) :]:
        with trying(source, folder) as place:
            trials.count += 1

            def work(place: Path = place, umask: int = umask) -> None:
                os.umask(umask)
                shutil.rmtree(place / "_build" / "public")
                shutil.rmtree(place / "_build" / "site")
                publish_again(place)

            trials.require(events.in_a_child(work) == 0, f"umask {umask:03o}: it failed")
            for part in ("published", "_build/public", "_build/site"):
                private = [path for path in (place / part, *(place / part).rglob("*")) if not _is_for_all(path)]
                trials.require(not private, f"umask {umask:03o}: {part} is private: {private[:3]}")
            if os.getuid() == 0:
                code = events.in_a_child(lambda place=place: _read_as_nobody(place))
                trials.require(code == 0, f"umask {umask:03o}: nobody cannot read it")
                trials.went["read as another user"] += 1
    return trials


def _is_for_all(path: Path) -> bool:
    return path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def _read_as_nobody(place: Path) -> None:
    for folder in (place / "_build", *(each for each in place.parents if each.stat().st_uid == os.getuid())):
        if len(folder.parts) > 2:
            folder.chmod(folder.stat().st_mode | 0o011)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    for part in ("published", "_build/public", "_build/site"):
        for path in (place / part).rglob("*"):
            if path.is_file():
                path.read_bytes()
