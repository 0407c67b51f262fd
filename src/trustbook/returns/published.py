"""The department's "explore education statistics" files, read as published.

In: a CSV file with the standard columns, and the measures that are wanted. Out: `Published`: every line of an area and
a time with its figures, exact, or the symbols that stand for them; or every fault, one sentence each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from trustbook.errors import ReturnError
from trustbook.returns.rows import read_rows
from trustbook.returns.statistics import LOCAL, NATIONAL, REGIONAL, SYMBOLS
from trustbook.words import counted, listing

_LEVELS = {level.lower(): level for level in (NATIONAL, REGIONAL, LOCAL)}
_CODE = {NATIONAL: "country_code", REGIONAL: "region_code", LOCAL: "new_la_code"}
_NAME = {NATIONAL: "country_name", REGIONAL: "region_name", LOCAL: "la_name"}
_STANDARD = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name", "new_la_code", "la_name", "old_la_code"),
)
_ALSO_CALLED = {"time_period": "year", "la_name": "area", "country_name": "area"}
"""What extracts of these files call a column, if it is not there under its own name."""
_TIME = re.compile(r"(\d{4})(?:[-/]?(\d{2}))?", re.ASCII)
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MOST_LINES = 2_000_000
_MOST_FAULTS = 20
"""So many are told one by one."""
_WHOLE = Decimal(100)
_DOWNLOAD = "Download the file again as published, or leave the line as it is there."


@dataclass(frozen=True)
class Cell:
    """A figure in the unit in which it is kept, or the symbol in its place."""

    value: Decimal | None
    symbol: str | None = None


@dataclass(frozen=True)
class Line:
    """One area at one time."""

    number: int
    time: str
    level: str
    code: str | None
    name: str
    region: str | None
    cells: Mapping[str, Cell]

    @property
    def area(self) -> tuple[str, str, str]:
        """What tells it from every other line."""
        return self.time, self.level, self.name


@dataclass(frozen=True)
class Published:
    """A file, read: `measures` are those wanted that it has; `passed_over` counts lines of other levels, by level."""

    file: str
    measures: tuple[str, ...]
    lines: tuple[Line, ...]
    passed_over: Mapping[str, int] = field(default_factory=dict)


class PublishedError(ReturnError):
    """A published file that cannot be taken as it is: `faults` has each, the sentence has all."""

    faults: tuple[ReturnError, ...] = ()

    def __str__(self) -> str:
        if not self.faults:
            return super().__str__()
        said = [str(fault) for fault in self.faults[:_MOST_FAULTS]]
        more = len(self.faults) - len(said)
        return "\n".join(said + [f"{self.faults[0].file}: {counted(more, 'more fault')} like these."] * (more > 0))

    @classmethod
    def of(cls, faults: Sequence[ReturnError]) -> PublishedError:
        """Put the faults of one file together."""
        error = cls(faults[0].problem)
        error.faults = tuple(faults)
        return error


def read_published(path: Path, units: Mapping[str, str], only: Mapping[str, str] | None = None) -> Published:
    """Read the wanted measures (name to unit: a `share` is published in per cent) of a file.

    `only` keeps the lines with these values of other columns, where a file has several lines for an area and a time.
    Raises PublishedError with every fault, or ReturnError where the file is no table of text.
    """
    only = dict(only or {})
    known = (*_STANDARD, *_ALSO_CALLED.values(), *units, *only)
    (_, header), *records = read_rows(path, path.name, known, _MOST_LINES).rows
    places = {name: place for place, name in enumerate(header)}
    faults = list(_header_faults(header, places, units, only, path.name))
    if faults:
        raise PublishedError.of(faults)
    measures = tuple(name for name in units if name in places)
    lines: dict[tuple[str, str, str], Line] = {}
    cells_of: dict[int, list[str]] = {}
    passed_over: dict[str, int] = {}
    for number, cells in records:
        if len(cells) != len(header):
            faults.append(_fault(path.name, number, "", f"{len(cells)} cells", f"{len(header)}, as in the header"))
            continue
        row = dict(zip(header, cells, strict=True))
        if any(row[column] != value for column, value in only.items()):
            continue
        level = _LEVELS.get(row["geographic_level"].lower())
        if level is None and row["geographic_level"]:
            passed_over[row["geographic_level"]] = passed_over.get(row["geographic_level"], 0) + 1
            continue
        found = _line(number, row, level, measures, units, path.name, faults)
        if found is None:
            continue
        if found.area in lines:
            faults.append(_repeated(found, lines[found.area], cells, cells_of, header, path.name, units))
            continue
        lines[found.area], cells_of[number] = found, cells
    if not faults and not lines:
        faults.append(
            ReturnError(
                "no line is of a country, a region or an authority"
                + (f" where {listing([f'{name} is {value}' for name, value in only.items()])}" if only else ""),
                file=path.name,
                expected=f"lines whose geographic_level is {listing([*_LEVELS.values()], 'or')}",
                mend="Choose the download that has local authorities.",
            )
        )
    if faults:
        raise PublishedError.of(faults)
    return Published(path.name, measures, tuple(lines.values()), passed_over)


def _header_faults(
    header: Sequence[str],
    places: Mapping[str, int],
    units: Mapping[str, str],
    only: Mapping[str, str],
    file: str,
) -> Iterator[ReturnError]:
    for name in ("time_period", "geographic_level"):
        if name not in places and _ALSO_CALLED.get(name) not in places:
            yield ReturnError(
                f"the column '{name}' is missing",
                file=file,
                line=1,
                expected=f"the standard columns: {', '.join(_STANDARD)}",
                mend="Download the data file, not a table made of it.",
            )
    if not any(name in places for name in (*_NAME.values(), *_ALSO_CALLED.values()) if name != "year"):
        yield ReturnError(
            "no column names the areas",
            file=file,
            line=1,
            expected=f"one of: {', '.join(_NAME.values())}",
            mend="Download the data file, not a table made of it.",
        )
    for name in only.keys() - places.keys():
        yield ReturnError(
            f"there is no column '{name}' to choose lines by",
            file=file,
            line=1,
            expected=f"one of: {', '.join(name for name in header if name not in units)}",
            mend="Correct the name after --only.",
        )
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield ReturnError(f"the column '{name}' stands twice", file=file, line=1, expected="it once", mend=_DOWNLOAD)
    if not any(name in places for name in units):
        yield ReturnError(
            "it has none of the measures to be compared",
            file=file,
            line=1,
            expected=f"one of: {', '.join(units) or 'none, since params/trust.yaml names none'}",
            mend="Choose another file, or name its measures in compared_measures of params/trust.yaml.",
        )


def _line(
    number: int,
    row: Mapping[str, str],
    level: str | None,
    measures: Sequence[str],
    units: Mapping[str, str],
    file: str,
    faults: list[ReturnError],
) -> Line | None:
    """One line, or None and its faults."""
    before = len(faults)
    written = _cell(row, "time_period")
    time = _time(written)
    if time is None:
        faults.append(
            _fault(
                file,
                number,
                "time_period",
                f"found '{written}'",
                "a year such as 2023, or two that follow each other such as 202324",
            )
        )
    if level is None:
        faults.append(_fault(file, number, "geographic_level", "the cell is empty", listing([*_LEVELS.values()], "or")))
    name = "" if level is None else _cell(row, _NAME[level])
    if level is not None and not name:
        faults.append(_fault(file, number, _NAME[level], "the area has no name", "the name of the area"))
    cells = {measure: _figure(number, measure, row[measure], units[measure], file, faults) for measure in measures}
    if len(faults) > before or time is None or level is None:
        return None
    code = row.get(_CODE[level]) or None
    return Line(number, time, level, code, name, row.get("region_name") or None, cells)


def _cell(row: Mapping[str, str], column: str) -> str:
    return row.get(column) or row.get(_ALSO_CALLED.get(column, ""), "")


def _time(text: str) -> str | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    first, second = found[1], found[2]
    if second is None:
        return first
    return f"{first}-{second}" if int(second) == (int(first) + 1) % 100 else None


def _figure(number: int, measure: str, text: str, unit: str, file: str, faults: list[ReturnError]) -> Cell:
    """A figure or its symbol; a share is divided by a hundred, exactly."""
    if text.lower() in SYMBOLS:
        return Cell(None, text.lower())
    expected = "a plain number, or one of the symbols " + ", ".join(SYMBOLS)
    if _FIGURE.fullmatch(text):
        value = Decimal(text)
        if value >= 0 and (unit != "share" or value <= _WHOLE):
            return Cell(value / _WHOLE if unit == "share" else value)
        expected = "per cent from 0 to 100" if unit == "share" else "nothing below zero"
    faults.append(
        _fault(
            file,
            number,
            measure,
            f"found '{text[:40]}'" if text else "the cell is empty, which is neither a figure nor a symbol",
            expected,
        )
    )
    return Cell(None)


def _repeated(
    line: Line,
    first: Line,
    cells: Sequence[str],
    cells_of: Mapping[int, Sequence[str]],
    header: Sequence[str],
    file: str,
    units: Mapping[str, str],
) -> ReturnError:
    """Say which columns tell two lines of one area and time apart: those are to be chosen by."""
    differ = [
        name
        for name, one, other in zip(header, cells, cells_of[first.number], strict=True)
        if one != other and name not in units and not (_FIGURE.fullmatch(one) or one in SYMBOLS)
    ]
    differ = [name for name in differ if name not in _STANDARD or name == "time_identifier"] or differ
    choice = f"{differ[0]}={cells_of[first.number][header.index(differ[0])]}" if differ else ""
    return ReturnError(
        f"a second line of {line.name} and {line.time}, after line {first.number}"
        + (f"; they differ in {listing(differ)}" if differ else ""),
        file=file,
        line=line.number,
        expected="one line for each area and time",
        mend=f"Choose the lines that are meant, such as: --only {choice}" if choice else _DOWNLOAD,
    )


def _fault(file: str, line: int, column: str, problem: str, expected: str) -> ReturnError:
    return ReturnError(problem, file=file, line=line, column=column or None, expected=expected, mend=_DOWNLOAD)
