"""What the gate and the settings say to planted texts: which cells they refuse, and whether they do it as they should.

In: a workspace, tables and texts. Out: the cells that were refused, and the texts that are let through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corruption.remembering import RememberingValidator, remembering
from hostile.base import BEFORE, PERIOD, trustbook
from hostile.fields import KEY, Cell, Spot, Tables, find_fields
from hostile.plant import plant
from trustbook.checks.gate import check
from trustbook.config.workspace import Workspace
from trustbook.core.errors import TrustbookError
from trustbook.core.period import Period

_NUMBER = re.compile(r"\d{6}")
_VALIDATORS: dict[str, RememberingValidator] = {}
Say = Callable[[str], None]


@dataclass
class Gate:
    """What is known of the gate: cells that it refuses whatever they say, with its sentence; and names that only go
    through where they are not kept the same in several fields."""

    refused: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)


def calibrate(folder: Path, tables: Tables, say: Say, known: Gate | None = None) -> Gate:
    """Find out which cells the gate leaves open, with words that are harmless.

    `known`: what was found before. Only the gate is asked then whether it refuses more; what a report stops for is left
    to the round.
    """
    gate = known or Gate()
    while True:
        fields = find_fields(tables, gate.apart)
        cells = {cell.name: cell for each in fields for cell in each.cells if cell.name not in gate.refused}
        texts = {cell: f"Words {place} of {cell.number}" for place, cell in enumerate(cells.values(), 1)}
        blamed = blame(folder, tables, texts) or (_stopping(folder, texts) if known is None else {})
        if not blamed:
            return gate
        for cell, sentence in blamed.items():
            if len({(spot.file, spot.path[-1]) for spot in cell.spots}) > 1 and cell.value:
                gate.apart[cell.value] = sentence
            else:
                gate.refused[cell.name] = sentence
        say(f"the gate refuses {len(gate.refused)} cells, and {len(gate.apart)} names are kept apart")


def _stopping(folder: Path, texts: Mapping[Cell, str]) -> dict[Cell, str]:
    """The cells that a report names as it stops, though the gate let them through."""
    ran = trustbook("report", PERIOD, cwd=folder)
    said = ran.stderr if ran.returncode else ""
    named = {cell: said[-600:] for cell, text in texts.items() if text in said}
    if said and not named:
        raise SystemExit(f"harmless words stop the report: {said}")
    return named


def blame(folder: Path, tables: Tables, texts: Mapping[Cell, str]) -> dict[Cell, str]:
    """Plant texts, and give those cells that the gate refuses now, each with its sentence; none if it refuses none."""
    said, findings = ask(folder, tables, texts)
    if said is None:
        return {}
    critical = [each for each in findings if each["severity"] == "critical"]
    for some in ([each for each in critical if each["layer"] != "reconciliations"], critical):
        blamed: dict[Cell, str] = {}
        for each in some:
            blamed |= dict.fromkeys(_named_by(each, tables, texts), each["sentence"])
        if blamed:
            return blamed
    for cell in texts:
        for spot in cell.spots:
            if spot.file in said and f"{'.'.join(str(step) for step in spot.path if step != KEY)}:" in said:
                return {cell: said}
    whole = " ".join((said, *(each["sentence"] for each in critical)))
    numbers = set(_NUMBER.findall(whole))
    named = {cell: said for cell, text in texts.items() if text in whole or numbers & set(_NUMBER.findall(text))}
    return named or dict.fromkeys(_culprits(folder, tables, texts), said)


def _named_by(finding: Mapping[str, Any], tables: Tables, texts: Mapping[Cell, str]) -> list[Cell]:
    """The cell at the place of a finding; if nothing is planted there, those of its line that its sentence names, and
    else those that are a part of what stands there."""
    file, line = finding["file"], finding["line"]
    if file not in tables.csv or line is None:
        return []
    header = tables.csv[file][0]
    column = header.index(finding["column"]) if finding["column"] in header else None
    place = Spot(file, (line - 1, -1 if column is None else column))
    here = [cell for cell in texts if place in cell.spots]
    beside = [
        cell
        for cell, text in texts.items()
        if text in finding["sentence"] and any(spot.file == file and spot.path[0] == line - 1 for spot in cell.spots)
    ]
    return here or beside or [cell for cell in texts if place in cell.parts]


def ask(folder: Path, tables: Tables, texts: Mapping[Cell, str]) -> tuple[str | None, Sequence[dict]]:
    """Ask the gate: None if it lets the return through, else what it said; and its findings."""
    plant(tables, texts).write(folder)
    if said := _of_the_settings(folder):
        return said, ()
    periods = [Period.parse(BEFORE), Period.parse(PERIOD)]
    try:
        with remembering(_VALIDATORS):
            reports = check(Workspace(folder), periods).values()
    except TrustbookError as error:
        return str(error), ()
    findings = [finding for report in reports for finding in json.loads(report.as_json())["findings"]]
    refused = any(each["severity"] == "critical" for each in findings)
    return ("refused" if refused else None), findings


def _of_the_settings(folder: Path) -> str:
    """What the settings are refused with, if they are: asked here, since that is a hundred times as quick."""
    workspace = Workspace(folder)
    try:
        workspace.assumption_book(Period.parse(PERIOD))
    except TrustbookError as error:
        return str(error)
    return ""


def _culprits(folder: Path, tables: Tables, texts: Mapping[Cell, str]) -> list[Cell]:
    """The cells of which the gate refuses one by itself, found by halves."""
    cells = list(texts)
    while len(cells) > 1:
        half = cells[: len(cells) // 2]
        other = cells[len(cells) // 2 :]
        if ask(folder, tables, {cell: texts[cell] for cell in half})[0] is not None:
            cells = half
        elif ask(folder, tables, {cell: texts[cell] for cell in other})[0] is not None:
            cells = other
        else:
            return cells  # together only
    return cells
