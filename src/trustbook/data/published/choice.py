"""Select the lines of a published file: those that the user chose, of one kind of year, one for each area and time.

In: the columns and the records of a file. Out: the selected lines; or what prevents that, with the available values and
the options that choose among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted, listing
from trustbook.data.conventions import YEARS
from trustbook.data.published.cells import DOWNLOAD, PublishedCell, Wrong, figure
from trustbook.data.published.file import STANDARD, Columns, named

_TOTALS = ("total", "all", "overall", "grand total")
_KIND = "time_identifier"
_WORD = re.compile(r"[^\W\d_]{2}")

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Line:
    """The line of one area at one time."""

    number: int
    time: str
    level: str
    code: str | None
    name: str
    region: str | None
    cells: Mapping[str, PublishedCell]

    @property
    def area(self) -> tuple[str, str, str]:
        """The key that is unique to each line."""
        return self.time, self.level, normalised(self.name)


def is_total(text: str) -> bool:
    """Check whether a value stands for everything: `Total`, `All`, `Total children`."""
    plain = normalised(text)
    return plain in _TOTALS or plain.startswith(("total ", "all "))


def normalised(text: str) -> str:
    """Normalise case and spaces, to compare hand-typed text."""
    return " ".join(text.casefold().split())


def select_lines(columns: Columns, records: Sequence[Record], file: str) -> list[Record] | ReturnError:
    """Keep the lines with the values given after --only, or report which values there are."""
    kept = list(records)
    for name, value in columns.only.items():
        place = columns.places[name]
        before, kept = kept, [record for record in kept if record[1][place] == value]
        if not kept:
            values = list(dict.fromkeys(cells[place] for _, cells in before if cells[place]))
            others = [
                f"{each} is {columns.only[each]}" for each in list(columns.only)[: list(columns.only).index(name)]
            ]
            return ReturnError(
                f"there is no line where {listing([*others, f'{name} is {value}'])}",
                file=file,
                expected=f"one of the values of {name}: {named(values) or 'none, since all its cells are empty'}",
                mend="Correct the value after --only, letter for letter.",
            )
    return kept


def one_kind_of_year(columns: Columns, records: Sequence[Record], file: str) -> ReturnError | None:
    """Report lines that are not of a year (such as terms), or of two kinds of year, which are not merged."""
    place = columns.places.get(_KIND)
    if place is None:
        return None
    kinds = {normalised(cells[place]): cells[place] for _, cells in reversed(records) if cells[place]}
    kinds = dict(reversed(kinds.items()))
    years = [written for plain, written in kinds.items() if plain in YEARS]
    if len(kinds) == len(years) <= 1:
        return None
    found = list(kinds.values())
    expected = f"lines of one kind of year: {listing([each.capitalize() for each in YEARS], 'or')}"
    if not years:
        return ReturnError(
            f"its lines are of no year, but of {named(found)} in {_KIND}",
            file=file,
            expected=expected,
            mend="Choose a file of the release that has years: a part of a year is not compared as if it were one.",
        )
    return ReturnError(
        f"its lines are of several kinds of time, which are not merged: {named(found)} in {_KIND}",
        file=file,
        expected=expected,
        mend=f"Choose the lines that are meant: {_option(_KIND, years[0])}",
    )


class Repeats:
    """Repeated lines of an area and time, reported once for each set of columns in which they differ."""

    def __init__(self, columns: Columns, header: Sequence[str], records: Sequence[Record], file: str) -> None:
        self._columns, self._header, self._records, self._file = columns, header, records, file
        self._first: dict[tuple[str, ...], tuple[str, int]] = {}
        self._count: Counter[tuple[str, ...]] = Counter()
        self._filters: list[str] | None = None

    def add(self, line: Line, cells: Sequence[str], first: Line, cells_of_first: Sequence[str]) -> None:
        """Record a second line of the same area and time."""
        differ = [name for name, one, other in zip(self._header, cells, cells_of_first, strict=True) if one != other]
        others = self._columns.others()
        filters = [name for name in differ if name in others]
        filter_names = [name for name in filters if name in self._filter_names()]
        key = tuple(filter_names or filters or [name for name in differ if name in STANDARD])
        self._count[key] += 1
        named_twice = f"a second line of {line.name} and {line.time}, after line {first.number}"
        self._first.setdefault(key, (named_twice, line.number))

    def faults(self) -> Iterator[ReturnError]:
        """Report each, with the available values and how to choose."""
        for key, (problem, number) in self._first.items():
            more = self._count[key] - 1
            values = {name: self._values(name) for name in key}
            mend = DOWNLOAD
            if set(key) & set(STANDARD):
                mend = "Keep the line that is meant: one of the two has an older name or code."
            elif key:
                mend = f"Choose the lines that are meant, such as: {self._options(values)}"
            yield ReturnError(
                problem
                + (f"; they differ in {listing(key)}" if key else "")
                + (f" (so do {counted(more, 'more line')})" if more else ""),
                file=self._file,
                line=number,
                expected="; ".join(
                    ["one line for each area and time", *(f"{name} has {named(has)}" for name, has in values.items())]
                ),
                mend=mend,
            )

    def _options(self, values: Mapping[str, Sequence[str]]) -> str:
        return " ".join(
            _option(name, next((each for each in found if is_total(each)), found[0])) for name, found in values.items()
        )

    def _values(self, name: str) -> list[str]:
        place = self._columns.places[name]
        return list(dict.fromkeys(cells[place] for _, cells in self._records if cells[place])) or [""]

    def _filter_names(self) -> list[str]:
        """Return the columns with words in them: a column of figures only is another measure, not a filter."""
        if self._filters is None:
            self._filters = [name for name in self._columns.others() if any(map(_is_words, self._values(name)))]
        return self._filters


def _is_words(text: str) -> bool:
    return bool(_WORD.search(text)) and isinstance(figure(text, "count", below_zero=True), Wrong)


def mixed_totals(
    columns: Columns, lines: Sequence[Line], cells_of: Mapping[int, Sequence[str]], file: str
) -> Iterator[ReturnError]:
    """Report where some areas have the line of a total and others that of a part, so figures do not compare."""
    for name in columns.others():
        place = columns.places[name]
        values = {cells_of[line.number][place] for line in lines} - {""}
        totals = {value for value in values if is_total(value)}
        if not totals or totals == values:
            continue
        found: dict[tuple[str, str], dict[bool, tuple[int, str]]] = {}
        for line in lines:
            text = cells_of[line.number][place]
            if text:
                found.setdefault((line.level, line.time), {}).setdefault(text in totals, (line.number, text))
        for (level, time), kinds in found.items():
            if len(kinds) > 1:
                (_, total), (number, part) = kinds[True], kinds[False]
                yield ReturnError(
                    f"'{part}', where other lines of {level} and {time} have '{total}'",
                    file=file,
                    line=number,
                    column=name,
                    expected="the same for all areas, or their figures are not of the same thing",
                    mend=f"Choose the lines that are meant: {_option(name, total)}",
                )
                break


def _option(name: str, value: str) -> str:
    pair = f"{name}={value}"
    return f"--only {pair}" if pair.replace("_", "").replace("=", "").isalnum() else f'--only "{pair}"'
