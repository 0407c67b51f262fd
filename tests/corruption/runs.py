"""Cases run one after another or beside one another, and what became of each.

In: cases. Out: `Result`s, in the order of the cases.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from corruption.classify import classify
from corruption.engine import Engine, Outcome
from corruption.operators import OPERATORS
from corruption.places import SEED, Case, change
from corruption.truth import Truth, read_truth
from trustbook.core.period import Period

_CHUNK = 25


@dataclass(frozen=True)
class Result:
    """One case: its class, decided beforehand, and its outcome. `crash` is an error that is not the library's own."""

    case: Case
    constrained: bool
    reason: str
    outcome: Outcome
    crash: str = ""

    @property
    def failed(self) -> bool:
        """Whether the gate let something through that it can be held to, or fell over."""
        if OPERATORS[self.case.operator].aloud and self.outcome is Outcome.HARMLESS:
            return True
        return self.outcome is Outcome.CRASHED or (self.constrained and self.outcome is Outcome.MISSED)

    def as_line(self) -> str:
        """Write it as one line of JSON."""
        known = asdict(self)
        known["case"]["period"] = str(self.case.period) if self.case.period else None
        return json.dumps(known, ensure_ascii=False) + "\n"

    @classmethod
    def of_line(cls, line: str) -> Result:
        """Read what `as_line` wrote."""
        known = json.loads(line)
        case = known.pop("case")
        period = case.pop("period")
        return cls(
            Case(**case, period=Period.parse(period) if period else None),
            **{**known, "outcome": Outcome(known["outcome"])},
        )

    def __str__(self) -> str:
        return f"{self.outcome}: {self.case} ({self.crash or self.reason})"


def result(engine: Engine, truth: Truth, case: Case, seed: int = SEED) -> Result:
    """Classify one case, and then run it."""
    made = change(case, truth, seed)
    if made is None:
        raise ValueError(f"{case} changes nothing")
    found = classify(case, made, truth)
    try:
        outcome, crash = engine.outcome(made.files, case.period), ""
    except Exception as error:
        outcome, crash = Outcome.CRASHED, f"{type(error).__name__}: {error}"
    return Result(case, found.constrained, found.reason, outcome, crash)


_engines: list[tuple[Engine, Truth]] = []


_folders: list[tempfile.TemporaryDirectory[str]] = []
"""Kept until the process ends, and then deleted."""


def _start() -> None:
    _folders.append(tempfile.TemporaryDirectory(prefix="corruption-"))
    _engines.append((Engine(Path(_folders[0].name) / "workspace", quick=True), read_truth()))


def _some(cases: Sequence[Case], seed: int) -> list[Result]:
    engine, truth = _engines[0]
    return [result(engine, truth, case, seed) for case in cases]


def run(cases: Sequence[Case], seed: int = SEED, workers: int = 1) -> Iterator[Result]:
    """Run cases in processes of their own, each with its own workspace; give results in order while they are wanted."""
    chunks = [cases[start : start + _CHUNK] for start in range(0, len(cases), _CHUNK)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start) as pool:
        try:
            for some in pool.map(_some, chunks, [seed] * len(chunks)):
                yield from some
        finally:
            pool.shutdown(cancel_futures=True)


def read_kept(path: Path, wanted: Sequence[Case]) -> list[Result]:
    """Read the results of earlier runs, of the cases that are wanted; none where there is no file yet."""
    known = set(wanted)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [each for each in map(Result.of_line, lines) if each.case in known]
