"""Measurements kept as they are made, so that a long benchmark can be stopped and taken up again; and their statistics.

In: records, one JSON object a line. Out: the same read back, those of one state of the code; medians and spreads.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

_MADE_OF = ("src/trustbook", "notebooks", "book", "_config.yml", "_toc.yml", "expectations", "requirements.txt")
_GENERATOR = ("synthetic.py", "synthetic_book.py", "plain.py", "contender.py")


@dataclass(frozen=True)
class Record:
    """One measurement: which line, who, of how many periods, in which round, and what it took."""

    line: str
    who: str
    size: int
    round: int
    code: str
    """The state of the code that was measured."""
    book: str
    """How large the book and whose the returns: `small synthetic`."""
    seconds: float
    cpu: float
    peak: int
    at: str
    load: float
    """The load of the machine just before."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """Seconds of parts of it, by name."""

    @property
    def place(self) -> tuple[str, str, int, int]:
        """Which measurement it is."""
        return self.line, self.who, self.size, self.round


def state_of(root: Path) -> str:
    """Name the state of the code and of the generator: what is measured changes with it."""
    seen = sha256()
    for part in (*(root / each for each in _MADE_OF), *(Path(__file__).parent / each for each in _GENERATOR)):
        for file in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
                seen.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return seen.hexdigest()[:12]


class Records:
    """A file of measurements."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, record: Record) -> None:
        """Keep one at once."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")

    def read(self, code: str, book: str) -> list[Record]:
        """Read those of one state of the code and one book. A last line that was cut short counts as never written."""
        if not self._file.exists():
            return []
        found = []
        for line in self._file.read_text(encoding="utf-8").splitlines():
            try:
                found.append(Record(**json.loads(line)))
            except (ValueError, TypeError):
                continue
        return [each for each in found if each.code == code and each.book == book]


@dataclass(frozen=True)
class Spread:
    """Median, lowest and highest of so many values."""

    middle: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Sum up values. Raises ValueError of none."""
        return cls(statistics.median(values), min(values), max(values), len(values))

    def written(self, places: int = 1, unit: float = 1) -> str:
        """Write it as `3.1 (2.9 to 3.4)`."""
        low, middle, high = (f"{each / unit:,.{places}f}" for each in (self.low, self.middle, self.high))
        return middle if self.count == 1 else f"{middle} ({low} to {high})"


def spread(values: Sequence[float]) -> Spread | None:
    """Sum up values; None of none."""
    return Spread.of(values) if values else None


def values_of(
    records: Sequence[Record], line: str, who: str, size: int, of: Callable[[Record], float]
) -> dict[int, float]:
    """Give a value of each round of one kind of measurement."""
    return {each.round: of(each) for each in records if (each.line, each.who, each.size) == (line, who, size)}


def ratios(over: Mapping[int, float], under: Mapping[int, float]) -> list[float]:
    """Divide round by round: what a machine was busy with in a round meets both alike."""
    return [over[each] / under[each] for each in sorted(over.keys() & under.keys())]


def slope(values: Mapping[int, float]) -> float | None:
    """Give the straight line's rise for each further period (size to value), by least squares; None of one size."""
    if len(values) < 2:
        return None
    return statistics.linear_regression(list(values.keys()), list(values.values())).slope


def slopes(
    records: Sequence[Record], line: str, who: str, of: Callable[[Record], float], sizes: Sequence[int] = ()
) -> dict[int, float]:
    """Give the slope of each round over the sizes that it measured, or over these alone."""
    found: dict[int, dict[int, float]] = {}
    for each in records:
        if (each.line, each.who) == (line, who) and (not sizes or each.size in sizes):
            found.setdefault(each.round, {})[each.size] = of(each)
    rises = {number: slope(values) for number, values in found.items()}
    return {number: rise for number, rise in rises.items() if rise is not None}
