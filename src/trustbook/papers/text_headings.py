"""Divide the words of headings among columns, where a text has lost the places of its columns.

In: the heading's lines as words, how many columns of figures stand before and after the label, and which columns have a
per cent sign in their cells. Out: one name for each column, or None where there is no division or more than one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import product

from trustbook.papers.text_cells import UNIT, YEAR, heads_labels, heads_remarks, is_heading_like, kind_of, plain_quotes

_BEFORE = (
    "original|latest|current|revised|approved|annual|full|year|working|net|gross|total|profiled|ytd|base|proposed|adjusted"
    "|controllable|agreed|forecast|projected|provisional|previous|estimated|final|draft|expected|reported|initial|prior"
    "|last|this|contract|cumulative|in-year|in"
)
_WHEN = (
    r"(?:month|period|quarter|m|p|q|qtr) ?\d{1,2}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|date|(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|year[ -]end|end of year|year"
)
_CORE = (
    "budgets?|outturn(?: position| variance)?|variances?(?: to budget| from budget| for year)?|actuals?|spend|income"
    "|forecast(?: outturn)?(?: position)?|net|gross|movement|estimates?|balance|amount remaining|remaining budget|total"
    "|savings(?: (?:proposed|approved|required|identified|(?:un)?achieved(?: ?/ ?anticipated)?|delivered|at risk))?"
    "|cost per (?:head|resident)|contract sum|(?:change )?requests?|position|fte|posts|pressures?|spent|target"
    "|commitments?|over ?spend|under ?spend|overspend/underspend|amount|value|cost|number|allocation|projection"
    "|virements?|resources|expenditure|budget remaining"
)
_PHRASES = (
    re.compile(rf"(?:(?:{_BEFORE}) )*(?:{_CORE})(?:(?: to| at| as at| for| from| since)? (?:{_WHEN}))?"),
    re.compile(rf"actuals?(?: outturn| spend| expenditure)?(?: to (?:{_WHEN}))?"),
    re.compile(rf"(?:% ?)?spent(?: (?:at|to) (?:{_WHEN}))?"),
    re.compile(rf"(?:(?:{_BEFORE}) )*variance ?%?(?: (?:{_WHEN}))?|% variance|% of budget|% change"),
)
_NEVER = re.compile(r"\b(?:annual|full year) actual")
_DIFFERENCE = re.compile(
    r"\b(?:variances?|remaining|net|movement|balance|surplus|deficit|difference|over|under|change|overspend|underspend"
    r"|pressures?|risk|unachieved|saving|gap|shortfall|unspent|uncommitted|%)(?!\w)"
)
"""What a column may be named that is the difference of two others."""
_BARE_PERCENT = "%"
_MOST_WORDS, _MOST_IN_ALL, _MOST_LABEL_WORDS = 3, 6, 6
"""How many words may stand above one column in one line and in all lines, and above the labels."""
_MOST_STEPS = 400_000
_MOST_FOUND = 400
Division = tuple[str, ...]


def words_of(line: str) -> list[str]:
    """Return the words of a line of headings, with a unit in brackets divided from the word before it."""
    return re.sub(r"(\S)(\((?:£|%))", r"\1 \2", plain_quotes(line)).split()


def divide(
    lines: Sequence[Sequence[str]],
    before: int,
    after: int,
    percent: Sequence[bool | None],
    differences: Collection[int] = (),
    *,
    last_text: bool = False,
) -> tuple[Division, int] | None:
    """Divide lines of words among `before` columns, the label, `after` columns and perhaps a column of words.

    Returns the names of the columns of figures, and a cost that is the higher the less is known of the words above the
    labels; None if no division makes sense, or several do.
    """
    if not lines or sum(len(line) for line in lines) > 120 or before + after > 24:
        return None
    finder = _Finder([list(line) for line in lines], before, after, percent, differences, last_text)
    best: dict[Division, int] = {}
    for names, cost in finder.all():
        if names == ("",) or (before + after == 1 and kind_of(names[0]) == UNIT and cost > 1):
            continue  # a unit alone names a column only beside a known heading of the labels (`Directorate £m`)
        if finder.dated and cost > 1 and any(_words(name) for name in names):
            continue  # where years alone do not name the columns, words above the labels may belong to the first name
        best[names] = min(cost + _unlike(names), best.get(names, 1_000))
    if not best or finder.steps > _MOST_STEPS:
        return None
    least = min(best.values())
    endings = {names: _endings(names) for names, cost in best.items() if cost == least}
    found = [names for names, many in endings.items() if many == min(endings.values())]
    return (found[0], least) if len(found) == 1 else None


class _Finder:
    """Finds all divisions, column by column."""

    def __init__(
        self,
        lines: list[list[str]],
        before: int,
        after: int,
        percent: Sequence[bool | None],
        differences: Collection[int],
        last_text: bool,
    ) -> None:
        self.lines = lines
        self.columns = ["figure"] * before + ["label"] + ["figure"] * after + (["text"] if last_text else [])
        self.percent = [*percent[:before], None, *percent[before:], None]
        self.differences = {each if each < before else each + 1 for each in differences}
        self.only = before + after == 1
        units = sum(kind_of(word) == UNIT for line in lines for word in line)
        self.with_units = 2 * units >= before + after
        """Whether the headings have units: each column must then have one, or a per cent sign."""
        self.dated = sum(YEAR.fullmatch(word) is not None for line in lines for word in line) == before + after
        """Whether each column is named by a year: no other words can then be part of its name."""
        self.steps = 0
        self.known: dict[tuple[int, tuple[int, ...]], list[tuple[Division, int]]] = {}

    def all(self) -> list[tuple[Division, int]]:
        return self._from(0, tuple(0 for _ in self.lines))

    def _from(self, column: int, at: tuple[int, ...]) -> list[tuple[Division, int]]:
        if column == len(self.columns):
            done = all(place == len(line) for place, line in zip(at, self.lines, strict=True))
            return [((), 0)] if done else []
        key = (column, at)
        if key in self.known:
            return self.known[key]
        found: list[tuple[Division, int]] = []
        for ends in self._ends(column, at):
            self.steps += 1
            if self.steps > _MOST_STEPS:
                break
            chunks = [line[start:end] for line, start, end in zip(self.lines, at, ends, strict=True)]
            fitting = self._fits(column, chunks)
            if fitting is None:
                continue
            name, cost = fitting
            for rest, more in self._from(column + 1, ends):
                found.append(((name, *rest) if self.columns[column] == "figure" else rest, cost + more))
                if len(found) > _MOST_FOUND:
                    self.steps = _MOST_STEPS + 1  # too many divisions to compare: none of them is right for certain
                    return found
        self.known[key] = found
        return found

    def _ends(self, column: int, at: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Return how far the words of one column may go in each line."""
        left = [len(line) - start for line, start in zip(self.lines, at, strict=True)]
        if self.columns[column] == "figure":
            steps = product(*(range(min(_MOST_WORDS, each) + 1) for each in left))
            yield from (_moved(at, step) for step in steps if 0 < sum(step) <= _MOST_IN_ALL)
            return
        yield at
        for line, most in enumerate(left):
            for step in range(1, min(_MOST_LABEL_WORDS, most) + 1):
                yield tuple(start + (step if each == line else 0) for each, start in enumerate(at))

    def _fits(self, column: int, chunks: list[list[str]]) -> tuple[str, int] | None:
        words = tuple(word for chunk in chunks for word in chunk)
        if self.columns[column] == "label":
            return _label_heading(words, self.dated)
        if self.columns[column] == "text":
            return ("", 0) if not words or heads_remarks(" ".join(words)) else None
        fitting = _phrase(words)
        if fitting is None:
            return None
        name, unit, cost = fitting
        if self.with_units and not unit and "%" not in name:
            return None
        has_percent = "%" in name or unit == "%"
        if self.percent[column] is not None and self.percent[column] != has_percent:
            return None
        if column in self.differences and name and not _DIFFERENCE.search(name):
            return None
        if not name and not self.only:
            return None
        return (" ".join(words), cost)


def is_heading_phrase(name: str) -> bool:
    """Check whether words, without units, are a heading that is known."""
    plain = name.lower()
    return any(each.fullmatch(plain) for each in _PHRASES) and not _NEVER.search(plain)


def _moved(at: tuple[int, ...], step: Sequence[int]) -> tuple[int, ...]:
    return tuple(start + more for start, more in zip(at, step, strict=True))


def _words(name: str) -> list[str]:
    """Return the words of a name that are no year and no unit."""
    return [word for word in name.split() if kind_of(word) != UNIT and not YEAR.fullmatch(word)]


def _endings(names: Division) -> int:
    """Return on how many different words names end: headings of one table are made alike (`… Outturn`, `… Outturn`)."""
    return len({tuple([word for word in name.lower().split() if kind_of(word) != UNIT][-1:]) for name in names})


def _unlike(names: Division) -> int:
    """Return what it costs that some columns are named by a year alone and others by a year and words."""
    rest = [[word for word in name.split() if kind_of(word) != UNIT] for name in names]
    dated = [len(words) for words in rest if any(YEAR.fullmatch(word) for word in words)]
    return 20 if dated and min(dated) == 1 < max(dated) else 0


@lru_cache(maxsize=50_000)
def _phrase(words: tuple[str, ...]) -> tuple[str, str, int] | None:
    """Return the name, the unit and the cost of the words above one column; None if they are no heading."""
    if not words:
        return None
    units = [word for word in words if kind_of(word) == UNIT and word != "%"]
    years = [word for word in words if YEAR.fullmatch(word)]
    if len(units) > 1 or len(years) > 1 or (units and (words[-1] != units[0] or "%" in words)):
        return None
    rest = [word for word in words if word not in units and word not in years]
    name = " ".join(rest).lower().replace("- ", "-")
    if len(set(name.split())) < len(rest):
        return None
    unit = units[0].lower().strip("()") if units else ""
    if not rest:
        return (" ".join(years), unit, 0 if years else 1)
    if name == _BARE_PERCENT:
        return (name, "%", 0)
    return (name, unit, 0) if is_heading_phrase(name) else None


def _label_heading(words: tuple[str, ...], dated: bool) -> tuple[str, int] | None:
    """Return what it costs to take words for the heading of the labels: nothing if they are known to be one."""
    if any(kind_of(word) == UNIT or YEAR.fullmatch(word) for word in words):
        return None
    if words and heads_labels(" ".join(words)):
        return ("", 0)
    if any(is_heading_like(word) for word in words) and words[-1].lower() != "by" and not dated:
        return None  # they may be part of the first column's name
    return ("", 1 + 2 * len(words))


def unit_ends(lines: Sequence[Sequence[str]], columns: int, heads_labels: Sequence[str]) -> Division | None:
    """Divide headings that each end in a unit (`Gross £m Income £m Cost per / Resident £`).

    `heads_labels` are words known to stand above labels (`Services`); without one of them at its head, the first name
    cannot be told from the heading of the labels.
    """
    words = [word for line in lines for word in line]
    if not words or words[0].lower() not in heads_labels or kind_of(words[-1]) != UNIT:
        return None
    names: list[list[str]] = [[]]
    for word in words[1:]:
        names[-1].append(word)
        if kind_of(word) == UNIT:
            names.append([])
    names.pop()
    if len(names) != columns or any(len(name) < 2 for name in names):
        return None
    return tuple(" ".join(name) for name in names)


def with_percent(names: Sequence[str]) -> list[str]:
    """Give a bare `%` the name of the column before it."""
    made: list[str] = []
    for name in names:
        bare = re.sub(r"\(?(?:£ ?m(?:illion)?|£ ?'?000'?s?|£ ?k?)\)?", "", made[-1]).strip() if made else ""
        made.append(f"{bare} %" if name.strip("() ") == "%" and bare else name)
    return made
