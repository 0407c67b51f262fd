"""Judge a reading against what the paper says, cell by cell.

In: what `trustbook read --json` gives, and what must be found. Out: for each cell `right`, `refused`, `missing` or
`wrong` with the reason (value, sign, unit, row, column), and cells that were made up. Fuzzy matching pairs rows and
columns only; a value must be exact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz

from papers.layouts import Expected

SCALE_WORDS = re.compile(
    r"\(?£\s*['’]?\s*(?:000['’]?s?|million|thousands?|m|k|bn)?\b\)?|£|\(?\b(?:gbp_k|000s?)\b\)?", re.IGNORECASE
)
MARK = re.compile(r"(?:\s*[*†‡§¹²³⁴⁵]|\s+\(\d\)|\s*\[\d\])+$")
LIKE_ENOUGH = 86
NUMERIC = {"GBP_k", "pct", "count", "fte", "GBP_per_week", "GBP_per_head"}


@dataclass(frozen=True)
class Found:
    """One cell of a reading, with the row it stands in."""

    label: str
    total: bool
    column: str
    printed: str
    value: Decimal | str | None
    unit: str
    place: str
    row: int
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A cell that a reader of the draft would take for the paper's, and that is not."""

    kind: str
    """`value`, `sign`, `unit`, `row or column`, `made up`."""
    expected: str
    found: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind}: expected {self.expected}; found {self.found} ({self.place})"


@dataclass
class Verdict:
    """How one reading did."""

    cells: int = 0
    right: int = 0
    refused: int = 0
    missing: list[str] = field(default_factory=list)
    wrong: list[Fault] = field(default_factory=list)
    named_otherwise: int = 0
    """Figures of prose that are right under a label or heading of the reader's own words."""
    totals_unmarked: int = 0

    @property
    def share(self) -> float:
        return self.right / self.cells if self.cells else 1.0

    def add(self, other: Verdict) -> None:
        self.cells += other.cells
        self.right += other.right
        self.refused += other.refused
        self.missing += other.missing
        self.wrong += other.wrong
        self.named_otherwise += other.named_otherwise
        self.totals_unmarked += other.totals_unmarked


def plain(text: str) -> str:
    """A label or heading without case, doubled spaces, footnote marks and the kinds of quotes."""
    text = MARK.sub("", text.replace("’", "'").replace("‘", "'").replace(" ", " ").replace("–", "-"))
    return re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", text)).strip(" :").casefold()


def words_of(heading: str) -> Counter[str]:
    """The words of a heading, in no order, without the words of its scale."""
    return Counter(re.findall(r"[\w%']+(?:[-/][\w']+)*", SCALE_WORDS.sub(" ", plain(heading))))


def judge(reading: dict[str, Any], expected: Sequence[Sequence[Expected]], *, prose: bool = False) -> Verdict:
    """Compare a reading with what must be found."""
    verdict = Verdict(cells=sum(len(line) for line in expected))
    rows = _rows(reading)
    left = Counter(_token(each["printed"]) for each in reading["refused"])
    paired = _pair(expected, rows)
    used: set[int] = set()
    open_cells: list[Expected] = []
    for line, row in zip(expected, paired, strict=True):
        found = rows[row] if row is not None else []
        columns = _pair_columns(line, found)
        if found and line and line[0].total and not found[0].total:
            verdict.totals_unmarked += 1
        for cell, at in zip(line, columns, strict=True):
            if at is None:
                open_cells.append(cell)
                continue
            used.add(id(found[at]))
            _compare(cell, found[at], verdict)
    spare = [cell for row in rows for cell in row if id(cell) not in used]
    if prose:
        open_cells = _by_token(open_cells, spare, verdict)
    for cell in open_cells:
        _not_found(cell, left, verdict)
    for cell in spare:
        if isinstance(cell.value, Decimal) and cell.unit in NUMERIC:
            elsewhere = next((each for each in open_cells if _token(each.said.printed) == _token(cell.printed)), None)
            kind = "row or column" if elsewhere else "made up"
            verdict.wrong.append(Fault(kind, _said(elsewhere) if elsewhere else "nothing", _shown(cell), cell.place))
    return verdict


def _rows(reading: dict[str, Any]) -> list[list[Found]]:
    rows = []
    for table in reading["tables"]:
        above: list[tuple[int, str]] = []
        for row in table["rows"]:
            above = [each for each in above if each[0] < row["level"]]
            rows.append(
                [
                    Found(
                        row["label"],
                        row["total"],
                        cell["column"],
                        cell["printed"],
                        _number(cell["value"]),
                        cell["unit"],
                        cell["place"],
                        len(rows),
                        tuple(label for _, label in above),
                    )
                    for cell in row["cells"]
                ]
            )
            if not row["cells"] or not row["total"]:
                above.append((row["level"], row["label"]))
    return rows


def _number(value: Any) -> Decimal | str | None:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return Decimal(str(value))


def _pair(expected: Sequence[Sequence[Expected]], rows: list[list[Found]]) -> list[int | None]:
    """Pair lines of the paper with rows of the reading: the same label, in the same order where labels come twice."""
    known: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row:
            known[plain(row[0].label)].append(at)
            for joined in ("/".join((*row[0].above, row[0].label)), "/".join((*row[0].above[-1:], row[0].label))):
                if plain(joined) != plain(row[0].label):
                    known[plain(joined)].append(at)
    taken: set[int] = set()
    paired: list[int | None] = []
    for line in expected:
        best = None
        labels = [plain(label) for label in (line[0].labels if line else ())]
        candidates = [at for label in labels for at in known.get(label, ()) if at not in taken]
        if candidates:
            best = max(candidates, key=lambda at: (_alike(line, rows[at]), -at))
            if not _alike(line, rows[best]):
                best = min(candidates) if any(labels) else None
        paired.append(best)
        if best is not None:
            taken.add(best)
    for at, line in enumerate(expected):
        if paired[at] is None and line:
            scores = [
                (max(fuzz.ratio(plain(label), plain(row[0].label)) for label in line[0].labels), -number)
                for number, row in enumerate(rows)
                if row and number not in taken and row[0].label
            ]
            score, number = max(scores, default=(0, 0))
            if score >= LIKE_ENOUGH:
                paired[at] = -number
                taken.add(-number)
    return paired


def _alike(line: Sequence[Expected], row: list[Found]) -> int:
    """How many tokens of a line stand in a row of the reading (to tell two rows of one label from each other)."""
    return (Counter(_token(each.said.printed) for each in line) & Counter(_token(each.printed) for each in row)).total()


def _pair_columns(line: Sequence[Expected], found: list[Found]) -> list[int | None]:
    taken: set[int] = set()
    paired: list[int | None] = [None] * len(line)
    for exact in (True, False):
        for at, cell in enumerate(line):
            if paired[at] is not None:
                continue
            wanted = words_of(cell.column)
            for place, each in enumerate(found):
                given = words_of(each.column)
                if place in taken or not (given == wanted if exact else _nearly(wanted, given)):
                    continue
                paired[at] = place
                taken.add(place)
                break
    return paired


def _nearly(wanted: Counter[str], given: Counter[str]) -> bool:
    """Whether a heading is the same but for its spelling: no word more or less that is a number, a % or a year."""
    if "%" in (wanted - given) + (given - wanted):
        return False
    one, other = " ".join(sorted(wanted)), " ".join(sorted(given))
    digits = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return digits and fuzz.token_sort_ratio(one, other) >= LIKE_ENOUGH


def _compare(cell: Expected, found: Found, verdict: Verdict) -> None:
    said, value = cell.said, found.value
    if said.value is None:
        if value is None or (isinstance(value, str) and found.unit in ("text", "date")):
            verdict.right += 1
        else:
            verdict.wrong.append(Fault("made up", _said(cell), _shown(found), found.place))
        return
    if value is None:
        verdict.missing.append(f"{_said(cell)} (read as nothing)")
        return
    if isinstance(said.value, str) and isinstance(value, Decimal):
        verdict.wrong.append(Fault("made up", _said(cell), _shown(found), found.place))
        return
    if isinstance(said.value, str):
        same = isinstance(value, str) and plain(value) == plain(said.value)
        if same:
            verdict.right += 1
        else:
            verdict.wrong.append(Fault("value", _said(cell), _shown(found), found.place))
        return
    if isinstance(value, str):
        verdict.missing.append(f"{_said(cell)} (read as words)")
    elif abs(value - said.value) > Decimal("0.0000005"):
        kind = "sign" if value == -said.value else "value"
        verdict.wrong.append(Fault(kind, _said(cell), _shown(found), found.place))
    elif found.unit != said.unit:
        verdict.wrong.append(Fault("unit", _said(cell), _shown(found), found.place))
    else:
        verdict.right += 1


def _by_token(cells: list[Expected], spare: list[Found], verdict: Verdict) -> list[Expected]:
    """Pair what prose says by the printed token: the truth's names for it are its author's."""
    left = []
    for cell in cells:
        found = next((each for each in spare if _token(each.printed) == _token(cell.said.printed)), None)
        if found is None:
            left.append(cell)
            continue
        spare.remove(found)
        verdict.named_otherwise += 1
        _compare(cell, found, verdict)
    return left


def _not_found(cell: Expected, left: Counter[str], verdict: Verdict) -> None:
    token = _token(cell.said.printed)
    if left[token]:
        left[token] -= 1
        verdict.refused += 1
    elif cell.said.value is None:
        verdict.right += 1
    else:
        verdict.missing.append(_said(cell))


def _token(printed: str) -> str:
    return MARK.sub("", printed).replace("−", "-").replace("–", "-").replace(",", "").replace(" ", "")


def _said(cell: Expected) -> str:
    return f"{cell.labels[0]!r} / {cell.column!r} = {cell.said.value} {cell.said.unit} [{cell.said.printed}]"


def _shown(cell: Found) -> str:
    return f"{cell.label!r} / {cell.column!r} = {cell.value} {cell.unit} [{cell.printed}]"


def perfect(expected: Iterable[Iterable[Expected]]) -> dict[str, Any]:
    """The reading that would be all right: what the judge itself is tested with."""
    return {
        "tables": [
            {
                "title": None,
                "place": "page 1",
                "rows": [
                    {
                        "label": line[0].labels[0],
                        "level": 0,
                        "total": line[0].total,
                        "cells": [
                            {
                                "column": cell.column,
                                "printed": cell.said.printed,
                                "value": float(cell.said.value)
                                if isinstance(cell.said.value, Decimal)
                                else cell.said.value,
                                "unit": cell.said.unit,
                                "place": "page 1",
                                "confidence": 1.0,
                            }
                            for cell in line
                        ],
                    }
                    for line in map(tuple, expected)
                    if line
                ],
            }
        ],
        "refused": [],
    }
