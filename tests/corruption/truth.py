"""The true returns, held in memory: what every corruption starts from.

In: the workspace's `data/` and `params/`. Out: a `Truth` of `Sheet`s, each a file with its rows, the header first.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from trustbook.core.period import Period
from trustbook.data.datasets import SOURCES, period_datasets, reference_datasets
from trustbook.data.schema import Schema

ROOT = Path(__file__).parents[2]
PERIOD_DATASETS = period_datasets(ROOT)
REFERENCE_DATASETS = reference_datasets(ROOT)
SETTINGS = "params/trust.yaml"
_SCHEMAS = PERIOD_DATASETS | REFERENCE_DATASETS | {SOURCES.name: SOURCES}

Rows = list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """One file of the true data. `period` is None for what no period owns."""

    file: str
    schema: Schema
    period: Period | None
    raw: bytes
    rows: Rows

    @property
    def dataset(self) -> str:
        """The name of its dataset."""
        return self.schema.name

    @property
    def header(self) -> list[str]:
        """Its headings."""
        return self.rows[0]


@dataclass(frozen=True)
class Truth:
    """Every file of the true returns, by its path from the root of the workspace."""

    sheets: dict[str, Sheet]
    settings: str

    @property
    def periods(self) -> list[Period]:
        """The periods that have a return, oldest first."""
        return sorted({sheet.period for sheet in self.sheets.values() if sheet.period is not None})

    def of(self, period: Period | None) -> dict[str, Sheet]:
        """The sheets of one period, or what no period owns, by dataset."""
        return {sheet.dataset: sheet for sheet in self.sheets.values() if sheet.period == period}

    def before(self, period: Period) -> dict[str, Sheet]:
        """The sheets of the month before, if it is of the same financial year."""
        return self.of(period.step(-1)) if period.month > 1 else {}


def parse(text: str) -> Rows:
    """Read rows of CSV text."""
    return list(csv.reader(StringIO(text, newline="")))


def written(rows: Rows, delimiter: str = ",") -> bytes:
    """Write rows as a CSV file."""
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8")


def read_truth(root: Path = ROOT) -> Truth:
    """Read the true returns."""
    sheets = {}
    for path in sorted((root / "data").rglob("*.csv")):
        file = path.relative_to(root).as_posix()
        folder = path.parent.name
        period = None if folder in ("reference", "data") else Period.parse(folder)
        raw = path.read_bytes()
        sheets[file] = Sheet(file, _SCHEMAS[path.stem], period, raw, parse(raw.decode("utf-8")))
    return Truth(sheets, (root / SETTINGS).read_text(encoding="utf-8"))
