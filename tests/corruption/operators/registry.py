"""What an operator is: a named way to make a return wrong, and the kind of place that it applies to.

In: functions with a decorator each. Out: `OPERATORS`, by name. An operator gives None where it would change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from corruption.truth import Rows, Sheet, Truth
from trustbook.data.schema import Kind


class Scope(StrEnum):
    """What one place of an operator is."""

    CELL = "cell"
    EMPTY_CELL = "empty cell"
    LINE = "line"
    COLUMN = "column"
    FILE = "file"
    RETURN = "return"
    SETTINGS = "settings"


class Gone(StrEnum):
    """What can stand in the place of a file."""

    ABSENT = "absent"
    DIRECTORY = "directory"


Files = dict[str, "bytes | Gone"]
"""What a corruption leaves on disk: content, or what stands there instead, by path."""


@dataclass(frozen=True)
class Spot:
    """Where an operator works: a sheet, and within it a line (the header is 0) and the position of a column."""

    truth: Truth
    sheet: Sheet
    line: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The cell as it truly is."""
        return self.sheet.rows[self.line][self.column]

    @property
    def kind(self) -> Kind:
        """What its column holds."""
        return self.sheet.schema[self.sheet.header[self.column]].kind

    def other(self, lines: int = 0, columns: int = 0) -> str | None:
        """The cell so many lines below and columns to the right, if there is one that is not a heading."""
        line, column = self.line + lines, self.column + columns
        inside = 1 <= line < len(self.sheet.rows) and 0 <= column < len(self.sheet.header)
        return self.sheet.rows[line][column] if inside else None


@dataclass(frozen=True)
class Operator:
    """One way to make a return wrong. `kinds` limits the columns; `seen_by` says what must see it wherever it is done.

    Without `seen_by` it depends on the cells that it changes: `constraints.py` decides.
    """

    name: str
    says: str
    scope: Scope
    make: Callable[..., Any]
    kinds: frozenset[Kind] = frozenset(Kind)
    seen_by: str = ""
    on_rows: bool = False
    """Whether it takes the rows of the file, though its place is a cell."""
    aloud: bool = False
    """Whether something must be said though the figures are read as they are."""


OPERATORS: dict[str, Operator] = {}

FIGURES = frozenset({Kind.MONEY, Kind.NUMBER})
MONEY = frozenset({Kind.MONEY})
TEXT = frozenset({Kind.TEXT})
DATES = frozenset({Kind.DATE})

CellMaker = Callable[[Spot, Random], "str | None"]
RowsMaker = Callable[[Rows, Spot, Random], "Rows | None"]
FilesMaker = Callable[[Spot, Random], "bytes | Gone | Files | None"]


def _register(
    scope: Scope, kinds: frozenset[Kind], seen_by: str, on_rows: bool = False, aloud: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(make: Callable[..., Any]) -> Callable[..., Any]:
        if make.__name__ in OPERATORS:
            raise ValueError(f"two operators are called {make.__name__}")
        says = (make.__doc__ or "").strip().rstrip(".")
        OPERATORS[make.__name__] = Operator(make.__name__, says, scope, make, kinds, seen_by, on_rows, aloud)
        return make

    return decorate


def cell(kinds: frozenset[Kind], seen_by: str = "") -> Callable[[CellMaker], CellMaker]:
    """Another text in a cell that is not empty."""
    return _register(Scope.CELL, kinds, seen_by)


def empty_cell(kinds: frozenset[Kind]) -> Callable[[CellMaker], CellMaker]:
    """A text in a cell that is empty."""
    return _register(Scope.EMPTY_CELL, kinds, "")


def around_cell(kinds: frozenset[Kind]) -> Callable[[RowsMaker], RowsMaker]:
    """Other rows, because of a cell: two cells exchanged, and such."""
    return _register(Scope.CELL, kinds, "", on_rows=True)


def line(seen_by: str = "") -> Callable[[RowsMaker], RowsMaker]:
    """Other rows, because of a line."""
    return _register(Scope.LINE, frozenset(Kind), seen_by)


def column(kinds: frozenset[Kind] = frozenset(Kind), seen_by: str = "") -> Callable[[RowsMaker], RowsMaker]:
    """Other rows, because of a column."""
    return _register(Scope.COLUMN, kinds, seen_by)


def file(seen_by: str = "", *, aloud: bool = False) -> Callable[[FilesMaker], FilesMaker]:
    """Another file, or something else in its place."""
    return _register(Scope.FILE, frozenset(Kind), seen_by, aloud=aloud)


def whole_return(seen_by: str = "", *, aloud: bool = False) -> Callable[[FilesMaker], FilesMaker]:
    """Other files of a whole period. The spot's sheet is the forecast."""
    return _register(Scope.RETURN, frozenset(Kind), seen_by, aloud=aloud)


def settings(seen_by: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    """Another `params/trust.yaml`."""
    return _register(Scope.SETTINGS, frozenset(Kind), seen_by)
