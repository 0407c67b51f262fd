"""Runs that are measured: ours cold, warm and changed, the plain tools', and the programs beside them.

In: a folder, the size of the book, how many periods. Out: `Taken`, what a run took. Every run is checked: that it did
what it is measured for, that the gate was through before the first chapter, that contents are equal.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import plain as plain_tools
from equal import chapters_differ, pages_differ
from measure import Measured, measure
from synthetic import periods
from synthetic_book import GENERATED, Book, own_periods, write_book, write_own

from trustbook.config.workspace import Workspace
from trustbook.core.formatting import counted
from trustbook.core.period import Period

HERE = Path(__file__).parent
_WHOLE = re.compile(r"\[(\d+)/\1\]")
_AS_READ = ".as-read"


@dataclass(frozen=True)
class Taken:
    """What one of those compared took, and the seconds of parts of it."""

    seconds: float
    cpu: float
    peak: int
    parts: Mapping[str, float] = field(default_factory=dict)


class BenchmarkError(Exception):
    """A run that did not do what is measured, or gave something else than its contender."""


class Bench:
    """The workspaces that are measured, in a folder that may be deleted at any time."""

    def __init__(self, folder: Path, book: Book, *, own: bool, state: str) -> None:
        self._folder = folder / f"{book}-{'own' if own else 'synthetic'}"
        self._book, self._own, self._state = book, own, state
        self._known: set[tuple[str, int]] = set()

    def workspace(self, size: int, name: str = "periods") -> Workspace:
        """A workspace of so many periods; written if it is not there as the code is now."""
        root = self._folder / f"{name}-{size}"
        mark = root / ".state"
        if not mark.exists() or mark.read_text(encoding="utf-8") != self._state:
            shutil.rmtree(root, ignore_errors=True)
            if self._own:
                write_own(root, own_periods()[-size:], self._book)
            else:
                write_book(root, periods(size), self._book)
            mark.write_text(self._state, encoding="utf-8")
        return Workspace(root.resolve())

    def cold(self, size: int, *options: str, name: str = "periods") -> Taken:
        """`trustbook report` of all periods with nothing kept and nothing warm."""
        place = self.workspace(size, name)
        clean(place)
        ran = self._report(place, *options)
        chapters = len(place.chapters) * size
        expected = (f"Executing {counted(chapters, 'chapter')} …", f"Building {counted(size, 'edition')} …")
        _require(all(each in ran.text for each in expected), "it did not make everything", ran)
        return taken(ran, stages(ran))

    def built(self, size: int) -> Workspace:
        """A workspace of which `trustbook report` has made everything; not measured."""
        place = self.workspace(size)
        self._report(place)
        return place

    def nothing(self, size: int) -> Taken:
        """`trustbook report` with nothing changed."""
        place = self._kept(size)
        ran = self._report(place)
        _require("Nothing has changed since it was made." in ran.text, "it did something", ran)
        return taken(ran)

    def changed(self, size: int) -> Taken:
        """`trustbook report` with one value changed in the newest period."""
        place = self._kept(size)
        self._change(place, place.newest())
        ran = self._report(place)
        chapters = len(place.chapters)
        others = f" ({chapters * (size - 1):,} unchanged)" if size > 1 else ""
        expected = (f"Executing {counted(chapters, 'chapter')}{others} …", "Building 1 edition …")
        _require(all(each in ran.text for each in expected), "it did not make that one edition", ran)
        return taken(ran, stages(ran))

    def alone(self, size: int) -> Taken:
        """`trustbook report` of the newest period alone, with nothing kept, beside as many returns."""
        place = self.workspace(size, "alone")
        clean(place)
        ran = self._report(place, str(place.newest()))
        _require("Building 1 edition …" in ran.text, "it did not make one edition", ran)
        return taken(ran, stages(ran))

    def plain(self, size: int) -> dict[str, Taken]:
        """The same by plain tools, and then one big book of the same chapters."""
        place, work = self.workspace(size), self._folder / f"plain-{size}"
        names = [str(each) for each in place.periods()]
        plain_tools.prepare(place.root, work, names)
        script = [sys.executable, str(HERE / "plain.py")]
        ran = measure([*script, "run", str(place.root), str(work), ",".join(names)], HERE)
        _require(ran.code == 0, "the plain pipeline failed", ran)
        parts, used = plain_stages(ran)
        big = measure([*script, "big", str(work), ",".join(names)], HERE)
        _require(big.code == 0, "the plain book over all periods failed", big)
        one_book = Taken(
            seconds=ran.seconds - parts[plain_tools.BOOK] + big.seconds,
            cpu=ran.cpu - used[plain_tools.BOOK] + big.cpu,
            peak=max(ran.peak, big.peak),
            parts=parts | {plain_tools.BOOK: big.seconds},
        )
        return {"plain": taken(ran, parts), "plain, one book": one_book}

    def require_equal(self, size: int) -> None:
        """Hold the contents of both to each other. Raises BenchmarkError with what differs."""
        place, work = self.workspace(size), self._folder / f"plain-{size}"
        pages = [page for page in place.pages() if page not in GENERATED]
        for period in map(str, place.periods()):
            book = work / period
            differ = [
                *chapters_differ(place.build / "chapters" / period, book / "notebooks"),
                *pages_differ(place.build / "site" / period, book / "_build" / "html", pages),
            ]
            if differ:
                raise BenchmarkError(f"{period}: ours and plain differ:\n" + "\n".join(differ))

    def program(self, name: str, *arguments: str, size: int = 1) -> Taken:
        """One of the programs beside this one, over a workspace; it prints as JSON what it measured itself."""
        place = self.workspace(size)
        command = [sys.executable, str(HERE / name), str(place.root), str(place.newest()), *arguments]
        ran = measure(command, place.root)
        _require(ran.code == 0, f"{name} failed", ran)
        said = json.loads(ran.said[-1][1])
        own = {each: said.pop(each, getattr(ran, each)) for each in ("seconds", "cpu")}
        return Taken(**own, peak=ran.peak, parts=said)

    def _kept(self, size: int) -> Workspace:
        place = self.workspace(size)
        if (str(place.root), size) not in self._known:  # what stands may be of another state of the code, or of none
            self._report(place)
            self._known.add((str(place.root), size))
        self._report(place)
        return place

    def _report(self, place: Workspace, *options: str) -> Measured:
        ran = command(place, "report", *options)
        require_gate_first(ran)
        return ran

    def _change(self, place: Workspace, period: Period) -> None:
        """Change one value of a return to one that it never had."""
        file = place.data / str(period) / "workforce.csv"
        original = place.root / _AS_READ
        if not original.exists():
            shutil.copy(file, original)
        row = re.compile(r"(,agency_share,0\.\d+?)(?=,)")
        text = original.read_text(encoding="utf-8")
        _require(bool(row.search(text)), "there is no value to change", None)
        file.write_text(row.sub(rf"\g<1>{time.time_ns() % 10**9:09}", text, count=1), encoding="utf-8")


def command(place: Workspace, *words: str) -> Measured:
    """Run a command of trustbook in a workspace. Raises BenchmarkError if it fails."""
    ran = measure([sys.executable, "-m", "trustbook", *words], place.root)
    _require(ran.code == 0, f"trustbook {words[0]} failed", ran)
    return ran


def clean(place: Workspace) -> None:
    """Delete all that was made in a workspace."""
    shutil.rmtree(place.build, ignore_errors=True)


def stages(ran: Measured) -> dict[str, float]:
    """Seconds of each stage of `trustbook report`, by what it said and when."""
    executing, building = ran.when("Executing "), ran.when("Building ")
    chapters = _last_whole(ran.said, executing, building)
    editions = _last_whole(ran.said, building, ran.seconds)
    return {
        "gate": executing,
        "chapters": chapters - executing,
        "figures": building - chapters,
        "editions": editions - building,
        "site": ran.seconds - editions,
    }


def _last_whole(said: Iterable[tuple[float, str]], after: float, before: float) -> float:
    return max(seconds for seconds, line in said if after <= seconds <= before and _WHOLE.search(line))


def require_gate_first(ran: Measured) -> None:
    """Hold the log to it: the gate has said what it found of every return before the first chapter is begun."""
    lines = [line for _, line in ran.said]
    through = next((at for at, line in enumerate(lines) if " refused, " in line), None)
    begun = next((at for at, line in enumerate(lines) if line.startswith("Executing ")), len(lines))
    _require(through is not None and through < begun, "the gate was not through before the first chapter", ran)


def plain_stages(ran: Measured) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of wall, and processor seconds, of each tool, by what the script says of each step."""
    wall: dict[str, float] = {}
    used: dict[str, float] = {}
    for (begun, first), (ended, last) in zip(ran.said[::2], ran.said[1::2], strict=True):
        step, before = first.split()
        wall[step] = wall.get(step, 0) + ended - begun
        used[step] = used.get(step, 0) + float(last.removeprefix(plain_tools.END)) - float(before)
    return wall, used


def taken(ran: Measured, parts: Mapping[str, float] | None = None) -> Taken:
    """Return what a run took."""
    return Taken(ran.seconds, ran.cpu, ran.peak, parts or {})


def _require(holds: bool, otherwise: str, ran: Measured | None) -> None:
    if not holds:
        raise BenchmarkError(otherwise if ran is None else f"{otherwise}:\n{ran.text}")
