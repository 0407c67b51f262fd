"""Import what the comparison needs from a published file into `data/reference/compared.csv`.

In: a workspace, a file as the department publishes it, its entry in the register of papers. Out: the table, written
whole or not at all; importing the same file again changes nothing. Of all authorities only the ranks of the trust's own
areas are kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

from trustbook.chapters.compare.datasets import COMPARED
from trustbook.config.settings import Settings
from trustbook.config.words import words
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.characters import visible
from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import path_exists, require_file, require_inside
from trustbook.data.conventions import LOCAL, NATIONAL, REGIONAL
from trustbook.data.period_return import read_reference
from trustbook.data.published.choice import Line, normalised
from trustbook.data.published.statistics import MOST_BYTES, Published, PublishedError, read_published
from trustbook.data.reader import read_table
from trustbook.data.spread import FEWEST, Spread

FILE = "data/reference/compared.csv"
_ORDER = {LOCAL: 0, REGIONAL: 1, NATIONAL: 2}
_LEAST = 2
"""A file with fewer authorities for a year than those on file divided by this is refused as incomplete."""
_COUNTS = ("of", "without")
_YEAR = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_CODE = re.compile(r"E\d{8}( / E\d{8})*", re.ASCII)
_DECIMALS = 12
"""Decimals to keep: a table has at most fifteen digits, and a repeating decimal would have more."""
_ONE_PER_CENT = Decimal("0.01")

Row = dict[str, str]


@dataclass(frozen=True)
class Imported:
    """The result of an import, in rows of the table; `authorities`: the fewest and most for a measure and a time.

    `absent`: measures of the settings that the file does not have. `small`: shares of which no authority has more than
    one per cent, as in a file that is not in per cent.
    """

    file: Path
    measures: tuple[str, ...]
    times: tuple[str, ...]
    authorities: tuple[int, int] | None
    added: int
    changed: int
    same: int
    read: Published
    absent: tuple[str, ...]
    small: tuple[str, ...]


def import_published(
    workspace: Workspace,
    path: Path,
    source: str,
    published: Mapping[str, str] | None = None,
    only: Mapping[str, str] | None = None,
) -> Imported:
    """Read a file, check it, and keep the own areas, their region, statistical neighbours and the country.

    `source` is its source_id in data/sources.csv; `published` the day of first publication of a time (`2023`). Raises
    WorkspaceError for a wrong option, PublishedError with every fault of the file.
    """
    published = dict(published or {})
    _check(workspace, path, source, published)
    settings = workspace.settings
    measures = settings.compared_measures
    read = read_published(
        path,
        {each.name: each.unit for each in measures},
        only,
        [each.name for each in measures if each.below_zero],
    )
    _refuse_days_of_other_years(read, published)
    target = workspace.root / FILE
    held = _held(target, workspace)
    found = _rows(read, settings, source, published)
    if not found:
        raise PublishedError(
            "it has none of the areas to be kept",
            file=read.file,
            expected=f"the own areas ({', '.join(settings.statistical_areas) or 'none are named'}) or the country",
            mend=f"Name {words().the_body}'s areas in statistical_areas of params/trust.yaml, with the codes of the "
            "file.",
        )
    _refuse_a_part(read.file, found, held)
    added = changed = 0
    for key, row in found.items():
        before = held.get(key)
        if before is not None:
            row["published_on"] = row["published_on"] or before["published_on"]
            if {**row, "locator": ""} == {**before, "locator": ""}:
                continue
        added, changed = (added + 1, changed) if before is None else (added, changed + 1)
        held[key] = row
    if added or changed:
        _write(target, held, settings)
    ranked = [int(row["of"]) for row in found.values() if row["of"]]
    return Imported(
        target,
        read.measures,
        tuple(sorted({line.time for line in read.lines})),
        (min(ranked), max(ranked)) if ranked else None,
        added,
        changed,
        len(found) - added - changed,
        read,
        tuple(each.name for each in measures if each.name not in read.measures),
        tuple(each.name for each in measures if each.unit == "share" and _is_small(read, each.name)),
    )


def pairs(option: str, texts: Sequence[str] | None) -> dict[str, str]:
    """Read each `NAME=VALUE` of an option. Raises WorkspaceError for a text of another form."""
    found: dict[str, str] = {}
    for text in texts or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise WorkspaceError(f"found '{text}' after {option}", expected="a name, = and a value")
        if name in found:
            raise WorkspaceError(
                f"found '{name}' a second time after {option}: {found[name]} and {value}",
                expected="one value for each name",
            )
        found[name] = value
    return found


def _check(workspace: Workspace, path: Path, source: str, published: Mapping[str, str]) -> None:
    absent = WorkspaceError("there is no such file", file=visible(str(path)), mend="Download it, and give its path.")
    require_file(path, path, MOST_BYTES, kind=WorkspaceError, absent=absent)
    known = [str(each) for each in read_reference(workspace).sources["source_id"]]
    if source not in known:
        raise WorkspaceError(
            f"there is no paper '{source}' in the register",
            file="data/sources.csv",
            expected=f"one of: {', '.join(known) or 'none yet'}",
            mend="Register the release in data/sources.csv, and give its source_id after --source.",
        )
    for time, day in published.items():
        if not _YEAR.fullmatch(time) or not _is_day(day):
            raise WorkspaceError(
                f"found '{time}={day}' after --published",
                expected="a year and the day on which it was first published, such as 2023=2024-02-29",
            )


def _refuse_days_of_other_years(read: Published, published: Mapping[str, str]) -> None:
    times = sorted({line.time for line in read.lines})
    for time in published.keys() - set(times):
        raise WorkspaceError(
            f"found '{time}' after --published, of which {read.file} has no line",
            expected=f"one of: {', '.join(times)}",
        )


def _is_small(read: Published, measure: str) -> bool:
    """Say whether the figures look like shares of 1 instead of per cent."""
    cells = (line.cells.get(measure) for line in read.lines if line.level == LOCAL)
    figures = [abs(cell.value) for cell in cells if cell and cell.value is not None]
    return len(figures) >= FEWEST and 0 < max(figures) <= _ONE_PER_CENT


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _rows(read: Published, settings: Settings, source: str, published: Mapping[str, str]) -> dict[tuple[str, ...], Row]:
    own = set(settings.statistical_areas)
    near = set(settings.statistical_neighbours.codes) if settings.statistical_neighbours else set()
    regions = {
        normalised(line.region) for line in read.lines if line.level == LOCAL and line.code in own and line.region
    }
    kept = [
        line
        for line in read.lines
        if line.level == NATIONAL
        or (line.level == REGIONAL and normalised(line.name) in regions)
        or (line.level == LOCAL and line.code in own | near)
    ]
    for line in kept:
        if line.code and not _CODE.fullmatch(line.code):
            raise PublishedError(
                f"found '{line.code}' as the code of {line.name}",
                file=read.file,
                line=line.number,
                expected="a code such as E06000001, or several of a joint return with ' / ' between them",
                mend="Put the code of today there, or leave the cell empty.",
            )
    rows: dict[tuple[str, ...], Row] = {}
    for measure in settings.compared_measures:
        if measure.name not in read.measures:
            continue
        for line in kept:
            row = dict.fromkeys(COMPARED.names, "")
            cell = line.cells[measure.name]
            row |= {
                "time_period": line.time,
                "geographic_level": line.level,
                "area_code": line.code or "",
                "area_name": line.name,
                "measure": measure.slug,
                "value": "" if cell.value is None else _plain(cell.value),
                "symbol": cell.symbol or "",
                "unit": measure.unit,
                "published_on": published.get(line.time, ""),
                "source_id": source,
                "locator": f"{read.file}, {line.time}, {line.name}, {read.headings[measure.name]}",
            }
            if line.level == LOCAL:
                row |= _standing(read, line, measure.name)
            rows[_key(row)] = row
    return rows


def _standing(read: Published, line: Line, measure: str) -> Row:
    """Rank an authority among all of the file; one with a symbol has no rank and is not counted."""
    cells = [each.cells[measure] for each in read.lines if each.level == LOCAL and each.time == line.time]
    figures = [cell.value for cell in cells if cell.value is not None]
    spread, own = Spread.of(figures), line.cells[measure].value
    found = {"of": str(len(figures)), "without": str(len(cells) - len(figures))}
    if own is not None:
        found |= {"lower": str(spread.count_below(own)), "same": str(spread.count_equal(own))}
    bounds = spread.bounds()
    if bounds is not None:
        names = ("lowest", "quartile_1", "median", "quartile_3", "highest")
        found |= {name: _plain(bound) for name, bound in zip(names, bounds, strict=True)}
    return found


def _plain(value: Decimal) -> str:
    if -int(value.as_tuple().exponent) > _DECIMALS:
        value = round(value, _DECIMALS)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in COMPARED.key)


def _held(target: Path, workspace: Workspace) -> dict[tuple[str, ...], Row]:
    require_inside(target, workspace.data, FILE)  # a link may lead to a folder in which there is no table yet
    if not path_exists(target):
        return {}
    table = read_table(target, COMPARED, FILE)
    table.trusted()
    written = table.written.reindex(columns=list(COMPARED.names)).astype("object")
    records = written.where(written.notna(), "").to_dict("records")
    return {_key(row): row for row in ({str(name): str(cell) for name, cell in each.items()} for each in records)}


def _refuse_a_part(file: str, found: Mapping[tuple[str, ...], Row], held: Mapping[tuple[str, ...], Row]) -> None:
    """Refuse a file with only part of the authorities: a rank among part is not a rank among all."""
    for key, row in found.items():
        before = held.get(key)
        now, then = (sum(int(float(each[name] or 0)) for name in _COUNTS) if each else 0 for each in (row, before))
        if before and now * _LEAST < then:
            raise PublishedError(
                f"it has {now} authorities for {row['time_period']}",
                file=file,
                expected=f"all of them, as the last import had ({then})",
                mend="Import the whole file; a rank among a part of the authorities would mislead.",
            )


def _write(target: Path, rows: Mapping[tuple[str, ...], Row], settings: Settings) -> None:
    """Write the table whole, so that a reader sees the old one or the new one."""
    order = {measure.slug: place for place, measure in enumerate(settings.compared_measures)}
    stream = StringIO()
    writer = csv.DictWriter(stream, COMPARED.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        sorted(
            rows.values(),
            key=lambda row: (
                order.get(row["measure"], len(order)),
                row["measure"],
                _ORDER[row["geographic_level"]],
                row["area_name"],
                row["time_period"],
            ),
        )
    )
    try:
        write_whole(target, stream.getvalue().encode())
    except OSError as error:
        raise WorkspaceError(f"it cannot be written ({error.strerror})", file=FILE) from None
