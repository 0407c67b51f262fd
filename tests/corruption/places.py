"""Every place where an operator makes sense, in one fixed order, and what it makes of the true return there.

In: an operator and the truth. Out: `Case`s; of each, a `Change`: what lies on disk afterwards. The random choices of a
case (which digit, which letter) depend on the seed, the operator and the place, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from random import Random

from corruption.operators import OPERATORS, Files, Gone, Operator, Scope, Spot
from corruption.spreadsheets import as_workbook, workbook_for
from corruption.truth import SETTINGS, Rows, Sheet, Truth, written
from trustbook.core.period import Period

SEED = 2024
MOST_LINES = {"claims": 6, "programme": 6, "workforce_statistics": 6, "compared": 6}
"""So many lines are taken of a file: the claims and the published figures are hundreds, held by the same rules."""
MOST_IN_A_WORKBOOK = 2
"""So many places of each operator in each file are tried in a workbook too: its sheets go through the same reader."""
IN_SHEETS = {Scope.CELL, Scope.EMPTY_CELL, Scope.LINE, Scope.COLUMN}


@dataclass(frozen=True)
class Change:
    """What a corruption leaves on disk. `rows` are its rows, where it is a change of the rows of one file."""

    files: Files
    rows: Rows | None = None


@dataclass(frozen=True)
class Case:
    """One operator at one place. `line` is a number of a line of the file (the header is 1), 0 for none."""

    operator: str
    file: str
    dataset: str
    period: Period | None
    line: int = 0
    column: str = ""
    in_workbook: bool = False
    """Whether the file is saved as a sheet of a workbook."""

    @property
    def place(self) -> str:
        """`data/2023-24-P11/forecast.csv, line 3, column variance_gbp_k`."""
        parts = [
            f"{self.file} as a workbook" if self.in_workbook else self.file,
            *([f"line {self.line}"] if self.line else []),
            *([f"column {self.column}"] * bool(self.column)),
        ]
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"{self.operator} at {self.place}"


def cases(operator: Operator, truth: Truth, seed: int = SEED) -> Iterator[Case]:
    """Go through the places where an operator changes something, always in the same order.

    Each is of a CSV file; then come a few of each return's file as a sheet of a workbook, which many are.
    """
    changing = [case for case in places(operator, truth) if change(case, truth, seed) is not None]
    yield from changing
    by_file: dict[str, list[Case]] = {}
    for case in changing:
        if case.period is not None and operator.scope in IN_SHEETS:
            by_file.setdefault(case.file, []).append(replace(case, in_workbook=True))
    for file, known in by_file.items():
        Random(f"{seed} {operator.name} {file}").shuffle(known)
        yield from islice((case for case in known if change(case, truth, seed) is not None), MOST_IN_A_WORKBOOK)


def sample(operator: Operator, truth: Truth, size: int, seed: int = SEED) -> list[Case]:
    """Take some of the places where an operator changes something, the same ones for the same seed."""
    shuffled = list(places(operator, truth))
    if operator.scope in IN_SHEETS:
        shuffled += [replace(case, in_workbook=True) for case in shuffled if case.period is not None]
    Random(f"{seed} {operator.name}").shuffle(shuffled)
    return list(islice((case for case in shuffled if change(case, truth, seed) is not None), size))


def in_turn(everything: Sequence[Case], seed: int = SEED) -> list[Case]:
    """Put cases into an order in which each operator comes to each dataset and form once before any comes twice."""
    kinds: dict[tuple[str, str, bool], list[Case]] = {}
    for case in everything:
        kinds.setdefault((case.operator, case.dataset, case.in_workbook), []).append(case)
    for kind, some in kinds.items():
        Random(f"{seed} {kind}").shuffle(some)
    turns = zip_longest(*kinds.values())
    return [case for turn in turns for case in turn if case is not None]


def _lines(sheet: Sheet) -> list[int]:
    """The lines of a file that are taken: all, or of a long file so many, spread evenly over it."""
    lines = list(range(2, len(sheet.rows) + 1))
    step = max(1, -(-len(lines) // MOST_LINES.get(sheet.dataset, len(lines))))
    return lines[::step]


def places(operator: Operator, truth: Truth) -> Iterator[Case]:
    """Go through the places of the kind that an operator works on."""
    if operator.scope is Scope.SETTINGS:
        yield Case(operator.name, SETTINGS, "settings", None)
        return
    for file, sheet in truth.sheets.items():
        case = Case(operator.name, file, sheet.dataset, sheet.period)
        lines = _lines(sheet)
        columns = [name for name in sheet.header if sheet.schema[name].kind in operator.kinds]
        match operator.scope:
            case Scope.FILE:
                yield case
            case Scope.RETURN:
                if sheet.dataset == "forecast":
                    yield case
            case Scope.LINE:
                yield from (_at(case, line, "") for line in lines)
            case Scope.COLUMN:
                yield from (_at(case, 0, column) for column in columns)
            case Scope.CELL | Scope.EMPTY_CELL:
                for line in lines:
                    for column in columns:
                        if bool(sheet.rows[line - 1][sheet.header.index(column)]) is (operator.scope is Scope.CELL):
                            yield _at(case, line, column)


def _at(case: Case, line: int, column: str) -> Case:
    return Case(case.operator, case.file, case.dataset, case.period, line, column)


def change(case: Case, truth: Truth, seed: int = SEED) -> Change | None:
    """Corrupt one place, in memory. None where that would leave everything as it is."""
    operator = OPERATORS[case.operator]
    random = Random(f"{seed} {replace(case, in_workbook=False)}")
    if operator.scope is Scope.SETTINGS:
        text = operator.make(truth.settings)
        return None if text == truth.settings else Change({SETTINGS: text.encode("utf-8")})
    sheet = truth.sheets[case.file]
    spot = Spot(truth, sheet, max(case.line - 1, 0), sheet.header.index(case.column) if case.column else 0)
    if operator.scope in (Scope.FILE, Scope.RETURN):
        made = operator.make(spot, random)
        files = made if isinstance(made, dict) else {} if made is None else {case.file: made}
        return (
            None
            if all(truth.sheets[f].raw == c if f in truth.sheets else False for f, c in files.items())
            else Change(files)
        )
    rows = _rows(operator, spot, random)
    if rows is None or rows == sheet.rows:
        return None
    if case.in_workbook:
        if any(len(row) < len(rows[0]) for row in rows):
            return None  # no row of a sheet is too short
        book = as_workbook(rows, sheet)
        return None if book is None else Change({case.file: Gone.ABSENT, workbook_for(sheet): book}, rows)
    return Change({case.file: written(rows)}, rows)


def _rows(operator: Operator, spot: Spot, random: Random) -> Rows | None:
    rows = [list(row) for row in spot.sheet.rows]
    if operator.scope in (Scope.LINE, Scope.COLUMN) or operator.on_rows:
        made: Rows | None = operator.make(rows, spot, random)
        return made
    text = operator.make(spot, random)
    if text is None:
        return None
    rows[spot.line][spot.column] = text
    return rows
