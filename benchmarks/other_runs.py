"""Runs of the commands round a report: `read` of a paper, `publish` of a period, `verify` of what was published.

In: `Bench`, how many periods. Out: `Taken`. Plain tools have nothing to set beside them.
"""

from __future__ import annotations

import csv
import html
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from runs import Bench, BenchmarkError, Taken, command, taken

from trustbook.config.workspace import Workspace

_PAPER = "paper.html"
_BY = ("--by", "SYNTHETIC Officer", "--reason", "SYNTHETIC", "--override", "A benchmark asks nobody.")


def read(bench: Bench, size: int) -> Taken:
    """`trustbook read` of a web page that has every dataset of so many returns as a table."""
    place = bench.workspace(size, "read")
    paper = place.root / _PAPER
    tables = list(_tables(place))
    paper.write_text(f"<!doctype html><title>SYNTHETIC</title><h1>SYNTHETIC</h1>{''.join(tables)}", encoding="utf-8")
    ran = command(place, "read", _PAPER, "--json")
    found = len(json.loads(ran.text)["tables"])
    if found != len(tables):
        raise BenchmarkError(f"it found {found} of {len(tables)} tables")
    return taken(ran)


def publish(bench: Bench, size: int) -> Taken:
    """`trustbook publish` of the newest of so many periods, the report of which is made."""
    place = _reported(bench, size, "publish")
    shutil.rmtree(place.published, ignore_errors=True)
    ran = command(place, "publish", str(place.newest()), *_BY)
    return taken(ran)


def verify(bench: Bench, size: int) -> Taken:
    """`trustbook verify` with a revision of each of so many periods."""
    place = _reported(bench, size, "verify")
    if not place.published.exists():
        for period in place.periods():
            command(place, "publish", str(period), *_BY)
    ran = command(place, "verify")
    return taken(ran)


def _reported(bench: Bench, size: int, name: str) -> Workspace:
    place = bench.workspace(size, name)
    command(place, "report")
    return place


def _tables(place: Workspace) -> Iterator[str]:
    for period in place.periods():
        for file in sorted((place.data / str(period)).glob("*.csv")):
            yield f"<h2>{period} {file.stem}</h2>{_table(file)}"


def _table(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as opened:
        header, *lines = csv.reader(opened)
    heads = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
    rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in line) for line in lines)
    return f"<table><tr>{heads}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
