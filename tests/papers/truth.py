"""Read what the papers say, cell by cell, from the files in `data/`.

In: `data/papers.yaml` and a CSV file for each table (a cell is `printed = value`; the second row has the units).
Out: papers, their tables, rows and cells.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Column:
    """A column of a paper: its heading, in lines, with the group first; its unit; the scale printed above it."""

    heading: tuple[str, ...]
    unit: str
    scale: str

    @property
    def name(self) -> str:
        return " ".join(each for each in self.heading if each)


@dataclass(frozen=True)
class Said:
    """A cell: what the paper prints and what it means. A value of None must stay unread."""

    printed: str
    value: Decimal | str | None
    unit: str
    in_words: bool = False
    """The sentence around it says its sign or unit: a table of the figures alone would not."""


@dataclass(frozen=True)
class Line:
    """A row: the section it stands in, its printed label, whether it is a total, and its cells (None where blank)."""

    section: str
    label: str
    total: bool
    cells: tuple[Said | None, ...]


@dataclass(frozen=True)
class Truth:
    """One table of a paper."""

    title: str
    headed: str
    label_at: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A paper and its tables."""

    number: str
    name: str
    body: str
    period: str
    source: str
    title: str
    prose: bool
    tables: tuple[Truth, ...]


@cache
def read_papers() -> dict[str, Paper]:
    """Read all papers, by number."""
    described = yaml.safe_load((DATA / "papers.yaml").read_text(encoding="utf-8"))
    return {number: _paper(number, each) for number, each in described.items()}


def said(text: str, unit: str) -> Said | None:
    """Read one cell of a file: `(1,641) = -1641`, or `£4.1 million = 4100 GBP_k`, or words."""
    if not text:
        return None
    if " =" not in text:
        return Said(text, text, "text")
    printed, _, meant = text.rpartition(" =")
    meant, in_words, _ = meant.strip().partition(" in words")
    value, _, own = meant.partition(" ")
    return Said(printed, Decimal(value) if value else None, own or unit, bool(in_words))


def _paper(number: str, described: dict) -> Paper:
    tables = []
    for entry in described["tables"]:
        ((name, scales),) = entry.items()
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            head, units, *rows = csv.reader(file)
        columns = tuple(
            Column(tuple(heading.split("|")), unit, scale)
            for heading, unit, scale in zip(head[3:], units[3:], scales, strict=True)
        )
        lines = tuple(
            Line(row[0], row[1], row[2] == "yes", tuple(said(*each) for each in zip(row[3:], units[3:], strict=True)))
            for row in rows
        )
        title = described["title"] if not tables else ""
        tables.append(Truth(title, described["headed"], described["label_at"], columns, lines))
    return Paper(
        number=number,
        name=described["name"],
        body=described["body"],
        period=described["period"],
        source=described["source"],
        title=described["title"],
        prose=described.get("prose", False),
        tables=tuple(tables),
    )
