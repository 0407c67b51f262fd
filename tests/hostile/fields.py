"""Every text field of a workspace, found and not typed: text columns of its tables, and strings of its settings.

In: a workspace. Out: fields, each with its cells. Cells that name one thing in several places are one cell with several
spots, so that whatever is put there is put everywhere, and the book still builds.
"""

from __future__ import annotations

import ast
import csv
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import trustbook
from trustbook.data.datasets import SOURCES, period_datasets, reference_datasets
from trustbook.data.schema import Kind, Schema

ROOT = Path(__file__).parents[1]
PERIOD_DATASETS = period_datasets(ROOT)
REFERENCE_DATASETS = reference_datasets(ROOT)

Step = str | int
KEY = "(key)"
"""As the last step of a path: the key itself, and not what it leads to."""
FIRST_NUMBER = 100
_NAMED_FREELY = ("assumptions",)
"""Mappings of the settings whose keys are anyone's words."""
_NAME = 100
"""A text up to this long may be a name, which stands in several places."""
_SCHEMAS: dict[str, Schema] = {**PERIOD_DATASETS, **REFERENCE_DATASETS, SOURCES.name: SOURCES}


@dataclass(frozen=True)
class Spot:
    """Where a text stands: a row and column of a CSV file, or a path into a YAML file."""

    file: str
    path: tuple[Step, ...]


@dataclass(frozen=True)
class Cell:
    """One text, and every spot where it stands. `number` is that of the first field that it stands in.

    `known`: the code asks for this very text. `parts`: where it is part of a text elsewhere, as `group=<name>` or in a
    list with semicolons; `listed` if it is one of a list, which a text with semicolons would break.
    """

    number: int
    place: int
    """Which of the cells of that field it is."""
    value: str
    spots: tuple[Spot, ...]
    known: bool = False
    parts: tuple[Spot, ...] = ()
    listed: bool = False

    @property
    def name(self) -> str:
        """What it is called in what is remembered."""
        return f"{self.spots[0].file} {self.spots[0].path} {len(self.spots)}"


@dataclass
class Field:
    """One text field, and its cells; one that stands in several fields is among the cells of each."""

    name: str
    number: int
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Tables:
    """The CSV and YAML files of a workspace, in memory."""

    csv: dict[str, list[list[str]]]
    yaml: dict[str, Any]

    def read(self, spot: Spot) -> str:
        """The text of a spot."""
        if spot.file in self.csv:
            row, column = spot.path
            return self.csv[spot.file][int(row)][int(column)]
        if spot.path[-1] == KEY:
            return str(spot.path[-2])
        found = self.yaml[spot.file]
        for step in spot.path:
            found = found[step]
        return str(found)

    def write(self, root: Path) -> None:
        """Write every file, as bytes that do not depend on the machine."""
        for file, rows in self.csv.items():
            with (root / file).open("w", encoding="utf-8", newline="") as out:
                csv.writer(out, lineterminator="\n").writerows(rows)
        for file, values in self.yaml.items():
            (root / file).write_text(f"{json.dumps(values, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


def read_tables(root: Path) -> Tables:
    """Read the tables and settings of a workspace."""
    tables = {}
    for path in sorted(root.glob("data/**/*.csv")):
        with path.open(encoding="utf-8", newline="") as opened:
            tables[path.relative_to(root).as_posix()] = list(csv.reader(opened))
    settings = {
        path.relative_to(root).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(root.glob("params/*.yaml"))
    }
    return Tables(tables, settings)


def find_fields(tables: Tables, apart: Collection[str] = ()) -> list[Field]:
    """Find every text field, with its cells; a cell that several fields share belongs to the first of them.

    `apart`: names that are not kept the same in several fields.
    """
    spots = [*_of_settings(tables), *_of_tables(tables)]
    names: dict[tuple[str, ...], list[tuple[str, Spot]]] = defaultdict(list)
    shared = _shared(spots, tables) - set(apart)
    for name, spot in spots:
        value = tables.read(spot)
        place = str(spot) if not value else name
        names[("", value) if value in shared else (place, value)].append((name, spot))
    known = _words_of_the_code()
    parts = _parts(spots, tables)
    lists = {_column(spot) for found in parts.values() for spot in found if "; " in tables.read(spot)}
    fields: dict[str, Field] = {}
    for name, _ in spots:
        fields.setdefault(name, Field(name, FIRST_NUMBER + len(fields)))
    for (_, value), found in names.items():
        home = fields[found[0][0]]
        where, listed = tuple(spot for _, spot in found), tuple(parts.get(value, ()))
        in_list = any(_column(spot) in lists for spot in (*where, *listed))
        cell = Cell(home.number, len(home.cells), value, where, bool(value) and value in known, listed, in_list)
        for name in dict.fromkeys(name for name, _ in found):
            fields[name].cells.append(cell)
    return list(fields.values())


def _of_settings(tables: Tables) -> Iterator[tuple[str, Spot]]:
    for file, values in tables.yaml.items():
        for path in _leaves(values):
            steps = ["*" if isinstance(step, int) else step for step in path]
            if path[-1] == KEY:
                steps[-2] = "*"
            yield f"{file} {'.'.join(steps)}", Spot(file, path)


def _leaves(values: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    if isinstance(values, dict):
        for key, value in values.items():
            if path and path[-1] in _NAMED_FREELY:
                yield (*path, key, KEY)
            yield from _leaves(value, (*path, key))
    elif isinstance(values, list):
        for place, value in enumerate(values):
            yield from _leaves(value, (*path, place))
    elif isinstance(values, str):
        yield path


def _of_tables(tables: Tables) -> Iterator[tuple[str, Spot]]:
    for file, (header, *rows) in tables.csv.items():
        for place, name in enumerate(header):
            if _SCHEMAS[Path(file).stem][name].kind is Kind.TEXT:
                blank = name in ("note", "warning") or not any(row[place] for row in rows)
                for line, row in enumerate(rows, 1):
                    if row[place] or blank:
                        yield f"{file} {name}", Spot(file, (line, place))


def _is_key(spot: Spot, tables: Tables) -> bool:
    """Whether a spot names something: a key of its table, or a setting."""
    if spot.file not in tables.csv:
        return True
    return tables.csv[spot.file][0][int(spot.path[1])] in _SCHEMAS[Path(spot.file).stem].key


def _shared(spots: list[tuple[str, Spot]], tables: Tables) -> set[str]:
    """The names that stand in more than one field, and in one of them as a key or a setting."""
    fields: dict[str, set[str]] = defaultdict(set)
    keys: set[str] = set()
    for name, spot in spots:
        value = tables.read(spot)
        if value and len(value) <= _NAME:
            fields[value].add(name)
            if _is_key(spot, tables):
                keys.add(value)
    return {value for value in keys if len(fields[value]) > 1}


def _column(spot: Spot) -> tuple[str, Step]:
    return spot.file, spot.path[-1]


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Write a text that is made of names, `A; B` or `group=A`, with other names."""
    head, between, tail = text.partition("=")
    if between:
        return f"{head}={names.get(tail, tail)}"
    return "; ".join(names.get(part, part) for part in text.split("; "))


def _parts(spots: list[tuple[str, Spot]], tables: Tables) -> dict[str, list[Spot]]:
    """Where a list with semicolons, or a condition, names things that are keys elsewhere."""
    named = {tables.read(spot) for _, spot in spots if _is_key(spot, tables)}
    found: dict[str, list[Spot]] = defaultdict(list)
    for _, spot in spots:
        text = tables.read(spot)
        parts = text.split("; ")
        if len(parts) > 1 and all(part in named for part in parts):
            for part in parts:
                found[part].append(spot)
        elif text.partition("=")[2] in named - {""}:
            found[text.partition("=")[2]].append(spot)
    return found


@cache
def _words_of_the_code() -> frozenset[str]:
    """Every text that stands in the code as it is: where data say it, the code may go by it."""
    found = set()
    for path in Path(trustbook.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)
