"""Estimate how long a run takes, from what earlier runs took.

In: how many things each stage is to make, and `_build/log/durations.json`. Out: seconds, and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import linear_regression, median
from time import monotonic

from trustbook.build.store import read_sealed, write_sealed
from trustbook.build.work_ahead import Ahead
from trustbook.core.formatting import counted, listing

FILE = "log/durations.json"
KEPT = 10
"""How many runs of a stage are kept."""
STAGES: Mapping[str, tuple[str, str]] = {
    "gate": ("return to check", "returns to check"),
    "chapter": ("chapter", "chapters"),
    "edition": ("edition", "editions"),
}
"""The stages that take time, and what each makes; figures are worked out meanwhile."""
_MINUTE = 60
_IN_MINUTES = 90


class Durations:
    """What the stages of the last runs in a workspace took: pairs of how many things and how many seconds."""

    def __init__(self, build: Path) -> None:
        self._file = build / FILE
        read = read_sealed(self._file)
        self._known: dict[str, list[tuple[int, float]]] = {}
        with suppress(AttributeError, TypeError, ValueError):
            self._known = {str(stage): [(int(n), float(t)) for n, t in runs] for stage, runs in read.items()}

    def add(self, stage: str, count: int, seconds: float) -> None:
        """Keep what a stage took, if it made anything."""
        if count:
            self._known[stage] = [*self._known.get(stage, []), (count, round(seconds, 3))][-KEPT:]
            with suppress(OSError):
                write_sealed(self._file, self._known)

    def estimate(self, counts: Mapping[str, int]) -> float | None:
        """Estimate the seconds of a run; None if a stage of it has never been timed."""
        seconds = [self._stage(stage, count) for stage, count in counts.items() if count]
        return None if None in seconds else sum(each for each in seconds if each is not None)

    def _stage(self, stage: str, count: int) -> float | None:
        """Estimate one stage: on the line through its runs, or without two sizes of run, in proportion.

        Fewer things than ever take at most what the fewest took.
        """
        runs = self._known.get(stage, [])
        if not runs:
            return None
        sizes = sorted({size for size, _ in runs})
        typical = {size: median(seconds for each, seconds in runs if each == size) for size in sizes}
        if count in typical:
            return typical[count]
        if len(sizes) > 1:
            slope, start = linear_regression(sizes, [typical[size] for size in sizes])
            if slope > 0:
                return max(start + slope * count, min(typical.values()) * min(1, count / sizes[0]))
        return typical[sizes[-1]] * max(1, count / sizes[-1])


@contextmanager
def timed(build: Path, stage: str, count: int) -> Iterator[None]:
    """Keep how long a stage takes that makes so many things, if it ends well."""
    begin = monotonic()
    yield
    Durations(build).add(stage, count, monotonic() - begin)


def counts_of(ahead: Sequence[Ahead]) -> dict[str, int]:
    """Count what each stage is to make."""
    return {stage: sum(each.kind == stage for each in ahead) for stage in STAGES}


def in_words(counts: Mapping[str, int], seconds: float | None) -> str:
    """Say what a run makes and about how long that takes; empty if it makes nothing."""
    parts = [counted(counts[stage], *words) for stage, words in STAGES.items() if counts.get(stage)]
    if not parts:
        return ""
    time = "how long it takes is not known yet" if seconds is None else f"about {duration(seconds)}"
    return f"To make: {listing(parts)}; {time}."


def duration(seconds: float) -> str:
    """Write `5 seconds`, `40 seconds` or `3 minutes`, no finer than an estimate is."""
    if seconds >= _IN_MINUTES:
        return counted(round(seconds / _MINUTE), "minute")
    return counted(max(5, round(seconds / 5) * 5), "second")
