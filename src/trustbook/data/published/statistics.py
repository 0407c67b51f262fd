"""Read the department's "explore education statistics" files as published.

In: a CSV file with the standard columns, and the measures wanted. Out: `Published`: the line of every area and time,
with exact figures or the symbols in their place; or every fault, as one sentence each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trustbook.core.characters import visible
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted, listing
from trustbook.data.conventions import LOCAL, NATIONAL, REGIONAL
from trustbook.data.corrections import Correction
from trustbook.data.published.cells import DOWNLOAD, PublishedCell, Wrong, figure, year
from trustbook.data.published.choice import (
    Line,
    Record,
    Repeats,
    is_total,
    mixed_totals,
    normalised,
    one_kind_of_year,
    select_lines,
)
from trustbook.data.published.file import ALSO_CALLED, CODE, NAME, STANDARD, Columns, columns_of, refuse_other_kinds
from trustbook.data.rows import read_rows

_LEVELS = {level.lower(): level for level in (NATIONAL, REGIONAL, LOCAL)}
_NO_AUTHORITY = re.compile(r"(not (available|known)|unknown|outside (of )?england)\b.*", re.IGNORECASE)
"""Names of lines for no authority: children whose area is not known, or is outside England."""
_OUTSIDE_ENGLAND = re.compile(r"[KNSW]\d{8}", re.ASCII)
"""Codes of countries other than England, or larger than it."""
_NO_CODE = ("x", "z", ":", ".", "-")
_MOST_LINES = 2_000_000
MOST_BYTES = 400_000_000
"""200 characters for each of the most lines allowed; published files have at most half of that."""
_MOST_FAULTS = 20
"""The number of faults reported individually."""


@dataclass(frozen=True)
class Published:
    """The contents of a file: `measures` are those wanted that it has, each with its heading in `headings`.

    `skipped` counts lines of other levels, by level; `older` counts the older symbols, each with its equivalent today;
    `corrections` lists what was read differently from how it was written.
    """

    file: str
    measures: tuple[str, ...]
    lines: tuple[Line, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    older: Mapping[tuple[str, str], int] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()


class PublishedError(ReturnError):
    """A published file cannot be used: `faults` lists the faults, and the message has them all."""

    kind = "published"
    faults: tuple[ReturnError, ...] = ()

    @property
    def stable_code(self) -> str:
        """Return the code of its kind, whatever its faults are."""
        return f"error.{self.kind}"

    def __str__(self) -> str:
        if not self.faults:
            return super().__str__()
        sentences = [str(fault) for fault in self.faults[:_MOST_FAULTS]]
        more = len(self.faults) - len(sentences)
        return "\n".join(sentences + [f"{self.faults[0].file}: {counted(more, 'more fault')} like these."] * (more > 0))

    @classmethod
    def of(cls, faults: Sequence[ReturnError]) -> PublishedError:
        """Combine the faults of a file."""
        error = cls(faults[0].problem)
        error.faults = tuple(faults)
        return error


def read_published(
    path: Path,
    units: Mapping[str, str],
    only: Mapping[str, str] | None = None,
    below_zero: Collection[str] = (),
) -> Published:
    """Read the measures wanted from a file. `units` has the unit of each; a `share` is published in per cent.

    `only` selects lines by the values of other columns, if a file has several lines for an area and time; `below_zero`
    are the measures that can be negative. Raises PublishedError with every fault, or ReturnError if the file is not a
    table of text.
    """
    file = visible(path.name)
    refuse_other_kinds(path, file, MOST_BYTES)
    rows = read_rows(path, file, (*STANDARD, *ALSO_CALLED.values()), _MOST_LINES, MOST_BYTES)
    (_, header), *records = rows.rows
    columns, faults = columns_of(header, tuple(units), only or {}, file)
    if faults:
        raise PublishedError.of(faults)
    complete = [record for record in records if len(record[1]) == len(header)]
    faults += [
        _fault(file, number, "", Wrong(f"{len(cells)} cells", f"{len(header)}, as in the header"))
        for number, cells in records
        if len(cells) != len(header)
    ]
    chosen = select_lines(columns, complete, file) if complete else complete
    if isinstance(chosen, ReturnError):
        raise PublishedError.of([*faults, chosen])
    skipped: Counter[str] = Counter()
    levelled = _of_known_levels(columns, chosen, skipped)
    several_kinds = one_kind_of_year(columns, levelled, file)
    if several_kinds:
        raise PublishedError.of([*faults, several_kinds])
    read = _Reading(file, columns, units, below_zero, faults, skipped)
    repeats = Repeats(columns, header, levelled, file)
    lines: dict[tuple[str, str, str], Line] = {}
    codes: dict[tuple[str, str], Line] = {}
    cells_of: dict[int, list[str]] = {}
    for number, cells in levelled:
        found = read.line(number, cells)
        if found is None:
            continue
        by_code = (found.time, found.code) if found.level == LOCAL and found.code else ("", "")
        first = lines.get(found.area) or codes.get(by_code)
        if first is not None:
            repeats.add(found, cells, first, cells_of[first.number])
            continue
        lines[found.area], cells_of[number] = found, cells
        if found.level == LOCAL and found.code:
            codes[by_code] = found
    faults += repeats.faults()
    if not faults:
        faults += mixed_totals(columns, tuple(lines.values()), cells_of, file)
    if not faults and not lines:
        faults.append(_no_line(columns, file))
    if faults:
        raise PublishedError.of(faults)
    kept = tuple(lines.values())
    older = Counter((cell.older, str(cell.symbol)) for line in kept for cell in line.cells.values() if cell.older)
    return Published(file, tuple(columns.of), kept, dict(skipped), columns.of, older, rows.corrections)


def _of_known_levels(columns: Columns, records: Sequence[Record], skipped: Counter[str]) -> list[Record]:
    """Drop and count the lines that are not of a country, region or authority, such as schools and districts."""
    kept = []
    for number, cells in records:
        level = columns.cell(cells, "geographic_level")
        if not level or normalised(level) in _LEVELS:
            kept.append((number, cells))
        else:
            skipped[level] += 1
    return kept


@dataclass
class _Reading:
    """Reads the lines of one file; adds what cannot be read to `faults`."""

    file: str
    columns: Columns
    units: Mapping[str, str]
    below_zero: Collection[str]
    faults: list[ReturnError]
    skipped: Counter[str]

    def line(self, number: int, cells: Sequence[str]) -> Line | None:
        """Read a line; None if it belongs to no area or has faults."""
        before = len(self.faults)
        level = _LEVELS.get(normalised(self.columns.cell(cells, "geographic_level")))
        if level is None:
            self._wrong(number, "geographic_level", Wrong("the cell is empty", listing([*_LEVELS.values()], "or")))
        code = _code(self.columns.cell(cells, CODE[level])) if level else None
        name = self.columns.cell(cells, NAME[level]) if level else ""
        if level and self._is_other_area(level, code, name):
            self.skipped[f"{level}, {name}"] += 1
            return None
        time = self._time(number, cells)
        if level and not name:
            self._wrong(number, NAME[level], Wrong("the area has no name", "the name of the area"))
        if level == LOCAL and is_total(name):
            self._wrong(
                number,
                NAME[level],
                Wrong(f"found '{name}'", "an authority; a total of several would be counted as one of them"),
            )
        figures = {measure: self._figure(number, measure, cells) for measure in self.columns.of}
        if len(self.faults) > before or time is None or level is None:
            return None
        region = self.columns.cell(cells, "region_name") or None
        return Line(number, time, level, code, name, region, figures)

    def _is_other_area(self, level: str, code: str | None, name: str) -> bool:
        if level == NATIONAL:
            return bool(code and _OUTSIDE_ENGLAND.fullmatch(code))
        return level == LOCAL and bool(_NO_AUTHORITY.fullmatch(name))

    def _time(self, number: int, cells: Sequence[str]) -> str | None:
        kind = self.columns.cell(cells, "time_identifier") if "time_identifier" in self.columns.places else None
        if kind == "":
            self._wrong(
                number, "time_identifier", Wrong("the cell is empty", "the kind of time, such as Academic year")
            )
        read = year(self.columns.cell(cells, "time_period"), normalised(kind) if kind else None)
        if isinstance(read, Wrong):
            self._wrong(number, "time_period", read)
            return None
        return read

    def _figure(self, number: int, measure: str, cells: Sequence[str]) -> PublishedCell:
        heading = self.columns.of[measure]
        text = cells[self.columns.places[heading]]
        read = figure(text, self.units[measure], below_zero=measure in self.below_zero)
        if isinstance(read, Wrong):
            self._wrong(number, heading, read)
            return PublishedCell(None)
        return read

    def _wrong(self, number: int, column: str, wrong: Wrong) -> None:
        self.faults.append(_fault(self.file, number, column, wrong))


def _code(text: str) -> str | None:
    """Normalise an area code, separating those of a joint return by ` / `; None for a symbol meaning no code."""
    plain = re.sub(r"\s*/\s*", " / ", text.strip().upper())
    return None if plain.lower() in ("", *_NO_CODE) else plain


def _no_line(columns: Columns, file: str) -> ReturnError:
    chosen = listing([f"{name} is {value}" for name, value in columns.only.items()])
    return ReturnError(
        "no line is of a country, a region or an authority" + (f" where {chosen}" if chosen else ""),
        file=file,
        expected=f"lines whose geographic_level is {listing([*_LEVELS.values()], 'or')}",
        mend="Choose the download that has local authorities.",
    )


def _fault(file: str, line: int, column: str, wrong: Wrong) -> ReturnError:
    return ReturnError(
        wrong.problem,
        file=file,
        line=line,
        column=column or None,
        expected=wrong.expected,
        mend=wrong.mend or DOWNLOAD,
    )
