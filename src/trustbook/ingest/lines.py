"""Take the figures of one row of a table into a row of a draft; list each one that is missing, with why.

In: a recognised table, the cells that its sums speak against. Out: cells and traces, and entries of the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trustbook.core.characters import excerpt
from trustbook.ingest.model import Draft, DraftRow, Trace, Why
from trustbook.ingest.recognise import Recognised, is_total
from trustbook.ingest.recognition import Recognition
from trustbook.ingest.view import MONEY, Column
from trustbook.ingest.witnesses import At, Footing, contradicted, footings, gap, other_scale, unsupported
from trustbook.papers.model import Refusal

_SLIPPED = "another figure of its row is missing, so its column may have slipped, and no sum speaks for it"
_WORDS = "words stand where the figure belongs: it is missing, and the columns of the row have slipped"
_COLUMN = re.compile(r",?\s*column \d+.*$")
_LETTERS, _FEW_WORDS = re.compile(r"[A-Za-z]{3,}"), 2
_LINE = re.compile(r"\bline (\d+)")
_TABLE = re.compile(r",?\s*row \d+$")
_CELL = re.compile(r"cell ([A-Z]{1,3})(\d+)")


@dataclass
class Lines:
    """The figures of a table, line by line."""

    found: Recognised
    recognition: Recognition
    refusals: Sequence[Refusal]
    of: dict[str, Column]
    against: dict[At, str] = field(default_factory=dict)
    footings: list[Footing] = field(default_factory=list)
    used: set[Refusal] = field(default_factory=set)

    def __post_init__(self) -> None:
        table = self.found.table
        self.totals = [row for row, each in enumerate(table.rows) if each.cells and is_total(each, self.recognition)]
        money = [column for column in self.of.values() if self._has_money(column)]
        self.footings = footings(table, money, self.totals)
        sums = self.found.kind.adds_up if self.found.kind else ()
        self.against = contradicted(table, self.of, sums, self.footings)
        slipped = unsupported(table, self.of, sums, self.footings, self.against) if len(self.of) > 1 else set()
        self.against |= {at: _SLIPPED for at in slipped if at not in self.against}
        for name, column in self.of.items():
            odd, why = other_scale(table, column)
            self.against |= {At(row, name): why for row in odd}
            for row in range(len(table.rows)):
                value = table.money(row, column)
                if value is not None and abs(value) >= self.recognition.largest_gbp_k:
                    self.against[At(row, name)] = "it is too large for a council's paper: its unit may be wrong"

    def _has_money(self, column: Column) -> bool:
        return any(column in cells and cells[column].unit == MONEY for cells in self.found.table.cells)

    def places(self) -> list[str]:
        """Return the places of the rows of the table."""
        return [row.cells[0].place for row in self.found.table.rows if row.cells]

    def take(self, draft: Draft, row: int, name: str, into: DraftRow, what: str, *, column: str = "") -> Decimal | None:
        """Put one figure into a row under its field (or `column`); list it if it is missing. Return what was taken."""
        table, place = self.found.table, self.of[name]
        cell, dataset = table.cells[row].get(place), self.found.kind.dataset if self.found.kind else ""
        called = f"{what}, {_words(column or name)}"
        why = self.against.get(At(row, name), "")
        value = table.money(row, place)
        if value is not None and cell is not None and not why:
            into.cells[column or name] = written(value)
            into.traces[column or name] = Trace(cell.printed, cell.place)
            return value
        if why and cell is not None:
            kind = Why.DEFECT if "another unit" in why else Why.REFUSED
            draft.leave_out(kind, called, why, printed=cell.printed, place=cell.place, dataset=dataset)
            return None
        kind, why, printed, where = self._missing(row, place)
        why += self._left(row, place)
        draft.leave_out(kind, called, why, printed=printed, place=where, dataset=dataset)
        return None

    def _left(self, row: int, place: Column) -> str:
        """Say what a total leaves for the one line of its that has no figure."""
        for each in self.footings:
            found = gap(self.found.table, place, each)
            if found is not None and found[0] == row:
                total = excerpt(self.found.table.rows[each.total].label) or "the total"
                return f"; {total} leaves {written(found[1])} for it"
        return ""

    def _missing(self, row: int, column: Column) -> tuple[Why, str, str, str]:
        """Say what stands in the place of a figure that is not there."""
        table = self.found.table
        cell = table.cells[row].get(column)
        line = table.rows[row]
        if cell is not None:
            if any(each.isalpha() for each in cell.printed) and not isinstance(cell.value, Decimal):
                return Why.DEFECT, _WORDS, excerpt(cell.printed), cell.place
            if cell.value is not None:
                return Why.REFUSED, f"its unit is {cell.unit}, and not money", cell.printed, cell.place
            return Why.DEFECT, "there is no figure in its cell", cell.printed, cell.place
        for lost, each in table.lost:
            if lost is line and each.column == column.heading:
                return Why.REFUSED, "two columns have its heading", each.printed, each.place
        where = line.cells[0].place if line.cells else table.table.place
        for refusal in self.refusals:
            if row_of(refusal.place) == row_of(where) and row_of(where):
                self.used.add(refusal)
                kind = Why.DEFECT if len(_LETTERS.findall(refusal.printed)) >= _FEW_WORDS else Why.REFUSED
                return kind, refusal.why, excerpt(refusal.printed), refusal.place
        return Why.DEFECT, "the paper has no figure there", "", where


def written(value: Decimal) -> str:
    """Write thousands of pounds as the files do."""
    if value == value.to_integral_value():
        return str(int(value))
    return format(value.quantize(Decimal("0.001")).normalize(), "f")


def _words(name: str) -> str:
    return name.removesuffix("_gbp_k").replace("_", " ")


def row_of(place: str) -> str:
    """Return the row of a place: the place without its column."""
    found = _CELL.search(place)
    if found:
        return place.replace(found[0], f"row {found[2]}")
    return _COLUMN.sub("", place)


def near(place: str, other: str) -> bool:
    """Check whether two places are in one table, or not more than a line apart."""
    one, two = _LINE.search(place), _LINE.search(other)
    if one and two:
        return abs(int(one[1]) - int(two[1])) <= 1
    return _TABLE.sub("", row_of(place)) == _TABLE.sub("", row_of(other))
