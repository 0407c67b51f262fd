"""Represent a month of a financial year: P1 is April, P12 is March.

In: text such as `2023-24-P07`. Out: a `Period` that sorts, steps across year ends, subtracts and formats itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from trustbook.core.characters import describe_character, excerpt
from trustbook.core.errors import PeriodError
from trustbook.core.formatting import in_words

MONTHS_IN_YEAR = 12
_APRIL = 4
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that reported data can refer to; any other year is a typing error."""
_YEARS = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_WRITTEN = re.compile(r"(?P<start>\d{4})-(?P<end>\d{2})-P(?P<month>\d{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One month of a financial year; `year` is the calendar year in which it began, `month` counts from April."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= MONTHS_IN_YEAR:
            raise PeriodError(f"there is no period {self.month}", expected="P01 (April) to P12 (March)")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2023-24-P07`. Raises PeriodError, which says what is wrong, for anything else."""
        found = _WRITTEN.fullmatch(text)
        if not found:
            raise PeriodError(
                f"'{excerpt(text)}' is not a period{_odd_character(text)}", expected="the form 2023-24-P07"
            )
        start, end, month = int(found["start"]), int(found["end"]), int(found["month"])
        if not FIRST_YEAR <= start <= LAST_YEAR:
            raise PeriodError(f"'{text}' is of the year {found['start']}", expected=_YEARS)
        if end != (start + 1) % 100:
            raise PeriodError(
                f"'{text}' is not a financial year",
                expected=f"{start}-{(start + 1) % 100:02d} for the year from {start}",
            )
        return cls(start, month)

    @classmethod
    def covering(cls, text: str) -> Period:
        """Read a period, or the calendar month that one is: `2024-02` is `2023-24-P11`. Raises PeriodError."""
        found = _MONTH.fullmatch(text)
        if found is None:
            return cls.parse(text)
        year, month = int(found[1]), int(found[2])
        months = (month - _APRIL) % MONTHS_IN_YEAR
        return cls(year - (month < _APRIL), months + 1)

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02d}-P{self.month:02d}"

    def __sub__(self, other: Period) -> int:
        """Count the months from `other` to this one."""
        return (self.year - other.year) * MONTHS_IN_YEAR + self.month - other.month

    def step(self, months: int) -> Period:
        """Return the period `months` later, or earlier if negative."""
        count = self.year * MONTHS_IN_YEAR + self.month - 1 + months
        return Period(count // MONTHS_IN_YEAR, count % MONTHS_IN_YEAR + 1)

    def seen_from(self, later: Period) -> str:
        """Name this period in a later report: `January`, or `October (two months earlier)` if it is further back."""
        months = later - self
        return self.month_name if months <= 1 else f"{self.month_name} ({in_words(months)} months earlier)"

    @property
    def year_end(self) -> Period:
        """P12 of the same financial year."""
        return Period(self.year, MONTHS_IN_YEAR)

    @property
    def first_day(self) -> date:
        """The first day of the calendar month."""
        months = _APRIL - 1 + self.month - 1
        return date(self.year + months // 12, months % 12 + 1, 1)

    @property
    def short(self) -> str:
        """`P7`, as papers write it."""
        return f"P{self.month}"

    @property
    def financial_year(self) -> str:
        """`2023/24`, as papers write it."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def year_code(self) -> str:
        """`2023-24`, as the files write it."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def calendar_month(self) -> str:
        """`2023-10`, as a paper dates a figure of the month."""
        return f"{self.first_day:%Y-%m}"

    @property
    def month_name(self) -> str:
        """`October`."""
        return f"{self.first_day:%B}"

    @property
    def label(self) -> str:
        """`Period 7, October 2023`."""
        return f"Period {self.month}, {self.first_day:%B %Y}"


def _odd_character(text: str) -> str:
    """Name the first character outside printable ASCII: a space, or a digit or dash of another script."""
    place, char = next(((place, char) for place, char in enumerate(text, 1) if not "!" <= char <= "~"), (0, ""))
    return f": character {place} is {describe_character(char)}" if char else ""
