"""Whether anything can tell that a corruption is wrong: decided beforehand, from the declared constraints alone.

In: a case and its change. Out: a `Class`, constrained or unconstrained, with the reason. The gate is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase

from corruption import constraints, sums
from corruption.operators import OPERATORS, Gone, Scope
from corruption.places import Case, Change
from corruption.truth import Sheet, Truth, parse
from trustbook.data.schema import Kind

_PLAIN = {
    Kind.MONEY: re.compile(r"-?\d{1,12}(\.\d{1,3})?", re.ASCII),
    Kind.NUMBER: re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII),
    Kind.DATE: re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-\d{2}(-P\d{2})?)?", re.ASCII),
}


@dataclass(frozen=True)
class Class:
    """Whether a corruption is constrained, and by what; or why nothing can tell."""

    constrained: bool
    reason: str


def classify(case: Case, change: Change, truth: Truth) -> Class:
    """Say beforehand whether the gate can be held to seeing a corruption."""
    operator = OPERATORS[case.operator]
    if operator.seen_by:
        return Class(True, operator.seen_by)
    if operator.scope in (Scope.FILE, Scope.RETURN):
        return _of_files(case, change, truth)
    sheet = truth.sheets[case.file]
    after = sums.Grid.of(change.rows or [])
    told = next(_told(sheet, after, truth), None)
    return Class(True, told) if told else Class(False, _free(sheet, after, case))


def _of_files(case: Case, change: Change, truth: Truth) -> Class:
    files = {name: content for name, content in change.files.items() if name in truth.sheets}
    told: list[str] = []
    for name, content in files.items():
        sheet = truth.sheets[name]
        if content is Gone.ABSENT:
            told += list(_told_of_absence(sheet, truth))
        elif isinstance(content, bytes):
            told += list(_told(sheet, sums.Grid.of(parse(content.decode("utf-8"))), truth, alone=len(files) == 1))
    if len(files) > 1:
        grids = {truth.sheets[name].dataset: sums.Grid.of(parse(raw.decode("utf-8"))) for name, raw in files.items()}
        told += [said for said in sums.neighbour(case.period, grids, truth)]
    reason = (
        "all of it is changed alike, and there is no earlier return" if len(files) > 1 else "no other file needs it"
    )
    return Class(True, told[0]) if told else Class(False, reason)


def _told_of_absence(sheet: Sheet, truth: Truth) -> Iterator[str]:
    if sheet.dataset == "forecast":
        yield "every return has a forecast"
    if sheet.dataset == "sources":
        yield "every row names a source that is registered"
    if sheet.period is not None:
        controls = truth.of(sheet.period).get("controls")
        if controls is not None and any(
            row[0] == sheet.dataset or (row[0] == "position" and sheet.dataset == "adjustments")
            for row in controls.rows
        ):
            yield "a printed total has nothing to be held against"
        if sheet.dataset in truth.before(sheet.period):
            yield "the period before reports it"


def _told(sheet: Sheet, after: sums.Grid, truth: Truth, alone: bool = True) -> Iterator[str]:
    """Everything that can tell, in the order in which an analyst would ask."""
    before = sums.Grid.of(sheet.rows)
    yield from _headings(sheet, after)
    was = {(number, name): text for number, line in enumerate(before.lines) for name, text in line.items()}
    moved = len(before.lines) != len(after.lines)
    for number, line in enumerate(after.lines):
        for name, text in line.items():
            if name in sheet.schema.names and (moved or was.get((number, name)) != text):
                yield from _cell(sheet, line, name, text, truth)
    if _apart(sheet, after) > _apart(sheet, before):
        yield "two cells of a line that are filled in together"
    if _repeats(sheet, after) > _repeats(sheet, before):
        yield "the key of the dataset"
    yield from sums.identities(sheet.dataset, before, after)
    if alone:
        yield from sums.totals(sheet, after, truth)


def _headings(sheet: Sheet, after: sums.Grid) -> Iterator[str]:
    if len(set(after.header)) < len(after.header) or not set(after.header) <= set(sheet.schema.names):
        yield "the headings of the schema"
    if any(column.required and column.name not in after.header for column in sheet.schema.columns):
        yield "the headings of the schema"


def _repeats(sheet: Sheet, grid: sums.Grid) -> int:
    keys = [tuple(line.get(name, "") for name in sheet.schema.key) for line in grid.lines]
    return len(keys) - len(set(keys))


def _apart(sheet: Sheet, grid: sums.Grid) -> int:
    """How many lines say something in one column and not in the one that goes with it."""
    pairs = constraints.TOGETHER.get(sheet.dataset, ())
    return sum(
        (line.get(word, "").strip() in words if words else bool(line.get(word, "").strip()))
        is not bool(line.get(figure, "").strip())
        for line in grid.lines
        for word, words, figure in pairs
    )


def _cell(sheet: Sheet, line: dict[str, str], name: str, text: str, truth: Truth) -> Iterator[str]:
    """What can tell that one cell is wrong, by itself and its line."""
    dataset, kind, text = sheet.dataset, sheet.schema[name].kind, text.strip()
    if not text:
        if name in constraints.REQUIRED.get(dataset, ()):
            yield "a cell that every line has"
        if dataset == "forecast" and line.get("level") == "heading" and name in constraints.REQUIRED_OF_A_HEADING:
            yield "a cell that every heading has"
        return
    if kind in _PLAIN and not _PLAIN[kind].fullmatch(text):
        yield "the type of the column"
        return
    words = _words(sheet, name, line, truth)
    if words is not None and text not in words:
        yield "a closed vocabulary"
    pattern = constraints.PATTERNS.get((dataset, name))
    if (pattern and not re.fullmatch(pattern, text, re.ASCII)) or (
        (dataset, name) in constraints.YEARS and not _is_a_year(text)
    ):
        yield "the form of a code"
    if kind in (Kind.MONEY, Kind.NUMBER):
        yield from _range(dataset, line, name, Decimal(text))


def _is_a_year(text: str) -> bool:
    """Whether a code that begins with a financial year ends it a year later; `2024-03` is a month."""
    end = text[5:7]
    return not end.isdigit() or ("P" not in text and "01" <= end <= "12") or int(end) == (int(text[2:4]) + 1) % 100


def _words(sheet: Sheet, name: str, line: dict[str, str], truth: Truth) -> tuple[str, ...] | None:
    """The closed vocabulary of a cell, wherever it is declared."""
    dataset = sheet.dataset
    if name == "source_id" and dataset != "sources":
        return tuple(row[0] for row in truth.of(None)["sources"].rows[1:])
    if (dataset, name) == ("forecast", "heading"):
        pattern = r"- \{name: ([^,]+), group: ([^}]+)\}"
        found = re.findall(pattern, truth.settings)
        return tuple(pair[0 if line.get("level") == "heading" else 1] for pair in found)
    if (dataset, name) == ("cost_drivers", "heading"):
        return tuple(re.findall(r"- \{name: ([^,]+), group: ", truth.settings))
    if (dataset, name) == ("adjustments", "savings_ref"):
        savings = truth.of(sheet.period).get("savings")
        return None if savings is None else tuple(row[0] for row in savings.rows[1:])
    if (dataset, name) == ("programme", "overlap_with"):
        column = sheet.header.index("project")
        return tuple(row[column] for row in sheet.rows[1:] if row[column] != line.get("project"))
    unit = constraints.UNIT_OF_MEASURE.get(dataset, {}).get(line.get("measure", "")) if name == "unit" else None
    if unit is not None:
        return (unit,)
    if (dataset, name) == ("controls", "unit"):
        return ("count",) if line.get("column") == "value" else ("gbp_k",)
    if (dataset, name) == ("placements", "type") and line.get("measure") in constraints.BEDS:
        return ("Own homes",)
    return constraints.VOCABULARY.get((dataset, name))


def _range(dataset: str, line: dict[str, str], name: str, value: Decimal) -> Iterator[str]:
    if value < 0 and any(dataset == each and name in names for each, names in constraints.NOT_BELOW_ZERO):
        yield "a range: nothing below zero"
    if dataset == "placements" and name == "value" and line.get("measure") in constraints.WHOLE and value % 1:
        yield "a range: whole numbers only"
    share = dataset in constraints.SHARES and name == "value" and line.get("unit", "").startswith("share")
    if share and not 0 <= value <= 1:
        yield "a range: a share between 0 and 1"


def _free(sheet: Sheet, after: sums.Grid, case: Case) -> str:
    """Why nothing can tell, from the first column that was changed."""
    before = sums.Grid.of(sheet.rows)
    changed = case.column or next(
        (n for a, b in zip(before.lines, after.lines, strict=False) for n in a if a[n] != b.get(n, "")), "*"
    )
    for dataset, pattern, why in constraints.FREE:
        if dataset in ("*", sheet.dataset) and (fnmatchcase(changed, pattern) or changed == pattern == "*"):
            return why
    raise LookupError(f"no reason is declared why nothing can tell of {case}")
