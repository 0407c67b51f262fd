"""Give each cell its value: the printed figure in its unit, with the sign that our convention asks for; or refuse it.

In: a line, a column, and what was decided of units and signs. Out: a `Cell`, or why the figure was not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trustbook.papers.amounts import Amount, is_not_applicable
from trustbook.papers.body_lines import BodyLine
from trustbook.papers.layout import Column, is_year
from trustbook.papers.model import Cell, GridCell, Refusal
from trustbook.papers.row_units import Unit, unit_of_label, unit_of_section
from trustbook.papers.signs import Signs, direction_in_words
from trustbook.papers.words import Words, plain

_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)")
_FEW, _RARE = 3, 0.2
_TYPED_DECIMALS = (2, 3)
_LARGE_MILLIONS = 1_000
_TEN_MILLION, _BILLION = 10_000, 1_000_000
"""Ten million and a billion pounds, in thousands."""
_NIL = Decimal(0)


@dataclass
class Decided:
    """What was decided for the table as a whole."""

    columns: Sequence[Column]
    doubtful: Mapping[int, str]
    """Columns whose heading cannot be told, and why."""
    without_unit: Mapping[int, str]
    """Columns whose unit cannot be told, and why."""
    signs: Signs
    signs_of_rows: Signs | None
    """Where the kinds of figures stand down the side: what was decided of the signs of rows."""
    by_column: Mapping[int, Sequence[tuple[int, Amount]]]
    values: Mapping[int, Mapping[int, Decimal]]
    said: str = ""
    """The lines near the table."""


def unit_of_line(line: BodyLine, words: Words) -> Unit | None:
    """Tell the unit that a line's label or section gives for its figures; mostly none."""
    return unit_of_label(line.label, words) or unit_of_section(line.section, words)


class Valuer:
    """Gives the cells of one table their values."""

    def __init__(self, decided: Decided, words: Words) -> None:
        self.decided, self.words = decided, words
        self.refused: list[Refusal] = []
        self.units: dict[int, Unit | None] = {}
        """The units that lines give for themselves, by line."""

    def cell(self, line: BodyLine, column: Column) -> Cell | None:
        """Read one cell; None if it was refused."""
        cell = line.cells[column.index]
        printed = cell.text.strip()
        if column.text:
            return self._words(cell, column)
        amount = line.amounts.get(column.index)
        why = self._without_place(column, cell) or self.decided.doubtful.get(column.index, "")
        if why:
            return self._refuse(cell, why, amount)
        unit, why = self._unit(line, column, amount)
        if unit is None:
            return self._refuse(cell, why, amount)
        if amount is None:
            if is_not_applicable(printed) or not any(each.isdigit() for each in printed):
                return Cell(column.name, printed, None, unit.unit, cell.place, 0.9)
            return self._refuse(cell, f"'{printed}' is no plain figure")
        if amount.is_dash and amount.number is None:
            return self._dash(line, column, cell, unit.unit)
        value, why, confidence = self._value(line, column, amount, unit)
        if value is None:
            return self._refuse(cell, why)
        return Cell(column.name, printed, value, unit.unit, cell.place, confidence)

    def refuse(self, cell: GridCell, why: str) -> None:
        """Note a cell as refused."""
        self.refused.append(Refusal(cell.text.strip(), cell.place, why))

    def _refuse(self, cell: GridCell, why: str, amount: Amount | None = None) -> Cell | None:
        """Note a cell as refused, unless it is a mere dash; there is no cell then."""
        if amount is None or not amount.is_dash:
            self.refuse(cell, why)
        return None

    def _words(self, cell: GridCell, column: Column) -> Cell | None:
        printed = cell.text.strip()
        if _DATE.fullmatch(printed):
            return Cell(column.name, printed, printed, "date", cell.place)
        day = _DAY.fullmatch(printed)
        if day is not None and int(day[2]) <= 12 and int(day[1]) <= 31:
            return Cell(column.name, printed, f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}", "date", cell.place)
        if any(each.isdigit() for each in printed) and not is_year(printed):
            return self._refuse(cell, "it is a figure in a column of words")
        return Cell(column.name, printed, printed, "text", cell.place)

    def _without_place(self, column: Column, cell: GridCell) -> str:
        """Say why a cell has no row or no column of its own."""
        if cell.spans_rows > 1 or cell.spans_columns > 1:
            return "it is merged over several cells, and which of them it is the figure of cannot be told"
        figures = sum(not each.text for each in self.decided.columns)
        if not column.name and (figures > 1 or not column.lines):
            return f"its column has no heading ({figures} columns have figures)" if figures > 1 else ""
        return ""

    def _unit(self, line: BodyLine, column: Column, amount: Amount | None) -> tuple[Unit | None, str]:
        """Tell the unit of a cell: by itself, by its line, by its column, in this order; or why they do not agree."""
        of_column = None if column.index in self.decided.without_unit else Unit(column.unit, column.scale)
        own = _own_unit(amount)
        pounds = own is not None and own == Unit("GBP_k") and column.unit in ("GBP_per_week", "GBP_per_head")
        if (
            own is not None
            and of_column is not None
            and column.unit != own.unit
            and not pounds
            and column.source == "heading"
        ):
            return None, f"{line.cells[column.index].text} is {own.unit}, and its column is {column.unit}"
        if own is not None and not pounds and (own.scale or own.unit != "GBP_k"):
            return own, ""
        if line.number not in self.units:
            self.units[line.number] = unit_of_line(line, self.words)
        of_line = self.units[line.number]
        if of_line is not None and not of_line.sure and column.source != "heading":
            return (
                None,
                f"its line speaks of {_shown(of_line)}, and its unit is given for the whole table or not at all",
            )
        if of_line is not None and of_line.sure:
            if of_column is None or column.source != "heading" or of_line == of_column:
                return of_line, ""
            if (of_line.unit, of_column.unit) == ("GBP_k", "GBP_k") or of_line.unit != of_column.unit:
                return None, f"its line says {_shown(of_line)}, and its column says {_shown(of_column)}"
        if of_column is None and own is not None and self._all_have_units(column):
            return Unit("GBP_k", "pounds"), ""
        if of_column is None:
            return None, self.decided.without_unit[column.index]
        return of_column, ""

    def _all_have_units(self, column: Column) -> bool:
        return all(_own_unit(each) is not None for _, each in self.decided.by_column[column.index] if each.number)

    def _dash(self, line: BodyLine, column: Column, cell: GridCell, unit: str) -> Cell | None:
        """Read a dash: nil in a column of money; in one of per cents, no figure where money prints its nil."""
        printed = cell.text.strip()
        if unit != "pct":
            return Cell(column.name, printed, Decimal(0), unit, cell.place, 0.9)
        if any(
            other.unit != "pct" and (found := line.amounts.get(other.index)) is not None and found.is_dash
            for other in self.decided.columns
        ):
            return self._refuse(cell, "a dash: nil per cent, or a per cent that cannot be taken")
        return Cell(column.name, printed, None, unit, cell.place, 0.9)

    def _value(self, line: BodyLine, column: Column, amount: Amount, unit: Unit) -> tuple[Decimal | None, str, float]:
        """Give a figure's value with the sign that our convention asks for, or why it is refused."""
        if amount.number is None:
            return None, amount.why, 0.0
        value = amount.number
        if unit.unit == "GBP_k":
            thousands = amount.thousands(unit.scale if unit.scale not in ("own", "") else "pounds")
            assert thousands is not None
            value = thousands
            why = self._of_another_scale(line, column, amount, value)
            if why:
                return None, why, 0.0
        elif amount.scale and unit.unit in ("GBP_per_week", "GBP_per_head"):
            value = (amount.thousands("pounds") or Decimal(0)) * 1000
        return self._signed(line, column, value, unit)

    def _signed(self, line: BodyLine, column: Column, value: Decimal, unit: Unit) -> tuple[Decimal | None, str, float]:
        both = f"{value} or {-value}"
        for signs, place, cell in self._deciders(line, column):
            if cell in signs.rows:
                return None, f"{both}: {signs.rows[cell]}", 0.0
            if place in signs.refused and value:
                return None, f"{both}: {signs.refused[place]}", 0.0
            if signs.turned.get(place):
                if unit.unit not in ("GBP_k", "pct"):
                    return None, f"{both}: it is no money, in a column of variances whose signs are turned", 0.0
                return -value if value else value, "", signs.confidence.get(place, 0.9)
            if place in signs.turned:
                return value, "", signs.confidence.get(place, 0.9)
        if unit.unit == "pct":
            return self._percent(line, column, value)
        return value, "", 1.0

    def _deciders(self, line: BodyLine, column: Column) -> list[tuple[Signs, int, tuple[int, int]]]:
        found = [(self.decided.signs, column.index, (line.number, column.index))]
        if self.decided.signs_of_rows is not None:
            found.append((self.decided.signs_of_rows, line.number, (column.index, line.number)))
        return found

    def _of_another_scale(self, line: BodyLine, column: Column, amount: Amount, value: Decimal) -> str:
        """Say why a cell may be in another scale than its column: a pound sign or decimals that the others lack."""
        if amount.scale or column.scale not in ("k", "m", "bn") or not amount.number:
            return ""
        if column.scale == "k" and self._in_whole_pounds(column, amount):
            return (
                f"{value} thousand pounds by its heading, or {amount.thousands('pounds')} as its size suggests pounds"
            )
        typed = column.scale == "k" and amount.decimals in _TYPED_DECIMALS
        large = column.scale == "m" and amount.decimals == 0 and abs(amount.number) >= _LARGE_MILLIONS
        if not (amount.currency or typed or large):
            return ""
        others = [each for row, each in self.decided.by_column[column.index] if row != line.number and each.number]
        pounds = amount.thousands("pounds")
        if amount.currency and sum(bool(each.currency) for each in others) * 2 < len(others):
            standing = line.standing
            first = line.number == self.decided.by_column[column.index][0][0]
            if not first and not (standing is not None and standing.foots):
                return f"{value} thousand pounds by its column, or {pounds} by its own pound sign"
        whole = sum(each.decimals == 0 for each in others)
        if typed and len(others) >= _FEW and whole >= len(others) * (1 - _RARE):
            return f"{value} thousand pounds by its column, or {amount.thousands('m')} as its decimals suggest millions"
        if large and len(others) >= _FEW and whole <= len(others) * _RARE:
            return f"{value} thousand pounds by its column, or {amount.number} as it lacks the decimals of the others"
        return ""

    def _in_whole_pounds(self, column: Column, amount: Amount) -> bool:
        """Check whether figures under thousands may be whole pounds: they would be billions, and look like pounds.

        They have pound signs (one such figure suffices for all that have one), or all end in three noughts.
        """
        of_thousands = [
            each
            for other in self.decided.columns
            if other.scale == "k" and other.unit == "GBP_k"
            for _, each in self.decided.by_column[other.index]
            if each.number and not each.scale
        ]
        if amount.currency and any(each.currency and abs(each.number or _NIL) >= _BILLION for each in of_thousands):
            return True
        own = [abs(each.number) for _, each in self.decided.by_column[column.index] if each.number and not each.scale]
        least = _TEN_MILLION if amount.currency else _BILLION
        return len(own) > 1 and max(own) >= least and all(each % 1_000 == 0 for each in own)

    def _percent(self, line: BodyLine, column: Column, value: Decimal) -> tuple[Decimal | None, str, float]:
        """Give a per cent of a variance that was turned its sign: that of the variance, whatever its base."""
        if self._is_share(column):
            return None, f"{value} per cent, or {value * 100} per cent kept as a share", 0.0
        before, why = self._variance_of(column)
        if why and value:
            return None, f"{value} or {-value}: {why}", 0.0
        if before is None:
            if self.words.kind(column.name) == "variance" and value:
                return self._share_alone(column, value)
            return value, "", 1.0
        both = f"{value} or {-value}"
        signs = self.decided.signs
        if before.index in signs.refused and value:
            return None, f"{both}: {signs.refused[before.index]}", 0.0
        if before.index not in signs.turned and value:
            return None, f"{both}: the variance that it is a share of was not read", 0.0
        if not signs.turned.get(before.index) or not value:
            return value, "", 1.0
        variance = self.decided.values[before.index].get(line.number)
        if not variance:
            why = "is nil" if variance is not None else "was not read"
            return None, f"{both}: the variance that it is a share of {why}", 0.0
        return abs(value) if variance < 0 else -abs(value), "", 0.95

    def _variance_of(self, column: Column) -> tuple[Column | None, str]:
        """Find the variance that a column of per cents is a share of: next to it, or the only one; or why not."""
        columns = list(self.decided.columns)
        place = next(at for at, each in enumerate(columns) if each is column)
        variances = [each for each in columns if each.kind == "variance" and each.unit != "pct" and not each.text]
        before = columns[place - 1] if place else None
        if before in variances and (self.words.kind(column.name) == "variance" or plain(column.name) in ("%", "%age")):
            return before, ""
        if self.words.kind(column.name) != "variance" or not variances:
            return None, ""
        after = columns[place + 1] if place + 1 < len(columns) else None
        if after in variances:
            return after, ""
        directions = {self.decided.signs.turned.get(each.index) for each in variances}
        if len(variances) == 1 or directions == {False}:
            return variances[0], ""
        return None, "which variance it is a share of cannot be told"

    def _share_alone(self, column: Column, value: Decimal) -> tuple[Decimal | None, str, float]:
        """Give a per cent of a variance that the table does not print, by what the words say of signs."""
        said = direction_in_words(column.heading, self.words) or direction_in_words(self.decided.said, self.words)
        return (-value, "", 0.9) if said == "negative bad" else (value, "", 0.9 if said else 0.8)

    def _is_share(self, column: Column) -> bool:
        """Check whether a column of per cents may hold shares of one: no per cent signs, and none above one."""
        amounts = [each for _, each in self.decided.by_column[column.index] if each.number]
        small = all(abs(each.number or Decimal(0)) <= 1 and not each.percent for each in amounts)
        return small and any(each.number != (each.number or Decimal(0)).to_integral_value() for each in amounts)


def _own_unit(amount: Amount | None) -> Unit | None:
    """Tell the unit that a cell itself prints."""
    if amount is None or amount.is_dash:
        return None
    if amount.percent:
        return Unit("pct")
    if amount.per:
        return {
            "fte": Unit("fte"),
            "week": Unit("GBP_per_week", "pounds"),
            "head": Unit("GBP_per_head", "pounds"),
        }[amount.per]
    if amount.scale:
        return Unit("GBP_k", amount.scale)
    return Unit("GBP_k") if amount.currency else None


def _shown(unit: Unit) -> str:
    return {
        "GBP_k": f"money in {unit.scale}",
        "pct": "per cent",
        "GBP_per_week": "pounds a week",
        "GBP_per_head": "pounds a head",
    }.get(unit.unit, unit.unit)
