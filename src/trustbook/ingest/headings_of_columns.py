"""Bring the heading of a column into the form of the declared phrases: no units, and periods by what they are.

In: a heading, and the period of the paper. Out: such as `variance`, `from {other period}`, `{year} target`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.ingest.names import words_of

YEAR, OTHER_YEAR, OTHER_PERIOD = "{year}", "{other year}", "{other period}"
_UNITS = re.compile(
    r"\(?\s*(?:£|\bgbp\b)?\s*'?\s*\b0{3}'?\s*s?\b\)?|£\s*(?:m|k|million|thousand)\b|\(\s*m\s*\)|£", re.IGNORECASE
)
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'"})
_PERIOD = re.compile(r"\b(?:period|month|pd|p|m)\s*(\d{1,2})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:20)?\d{2})\s*[/\-\u2013]\s*((?:20)?\d{2})\b")
_MONTHS = (
    *("april", "may", "june", "july", "august", "september"),
    *("october", "november", "december", "january", "february", "march"),
)
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?:\s+20\d{{2}}\b)?", re.IGNORECASE)
_LEAST, _LEAD, _SHORTEST = 88, 6, 6


def plain_heading(heading: str, period: Period) -> str:
    """Return a heading in the form of the declared phrases; its own period and year count only where they are all."""
    text = _UNITS.sub(" ", heading.translate(_QUOTES))
    text = _YEAR.sub(lambda found: f" {_year(found, period)} ", text)
    text = _PERIOD.sub(lambda found: _period(int(found[1]), period), text)
    text = _MONTH.sub(lambda found: _period(_MONTHS.index(found[1].lower()) + 1, period), text)
    words = [_SIGNS.get(word, word) for word in words_of(_marked(text)).split()]
    rest = [word for word in words if word not in ("{period}", YEAR)]
    return " ".join(rest or [word for word in words if word != "{period}"] or words)


def period_of_heading(heading: str, period: Period) -> Period | None:
    """Return the one period of the paper's year that a heading names, if it names nothing else."""
    text = _UNITS.sub(" ", heading.translate(_QUOTES))
    found = [*_PERIOD.finditer(text)]
    if len(found) != 1 or words_of(_PERIOD.sub(" ", text)):
        return None
    month = int(found[0][1])
    return Period(period.year, month) if 1 <= month <= MONTHS_IN_YEAR else None


def other_period(heading: str, period: Period) -> Period | None:
    """Return the one other period of the paper's year that a heading names among other words."""
    months = {int(found[1]) for found in _PERIOD.finditer(heading)} - {period.month}
    month = months.pop() if len(months) == 1 else 0
    return Period(period.year, month) if 1 <= month < period.month else None


def candidates(heading: str, fields: Iterable[tuple[str, str]]) -> list[str]:
    """Return the fields that a plain heading may be: those with a phrase of the same words, or nearly so spelled."""
    from rapidfuzz import fuzz

    wanted = _sorted(heading)
    scores: dict[str, float] = {}
    for field, phrase in fields:
        shape = _sorted(phrase)
        score = 100.0 if shape == wanted else fuzz.ratio(wanted, shape) if len(wanted) >= _SHORTEST else 0.0
        if _braced(wanted) != _braced(shape) or (score < 100 and _digits(wanted) != _digits(shape)):
            score = 0.0
        scores[field] = max(scores.get(field, 0.0), score)
    best = max(scores.values(), default=0.0)
    if best < _LEAST:
        return []
    near = [field for field, score in scores.items() if score > best - (_LEAD if best < 100 else 0.01)]
    return near


_SIGNS = {"yyear": YEAR, "yother": OTHER_YEAR, "pown": "{period}", "pother": OTHER_PERIOD.replace(" ", "_")}


def _marked(text: str) -> str:
    """Write the marks in braces as words, which `words_of` keeps."""
    return (
        text.replace(YEAR, " yyear ")
        .replace(OTHER_YEAR, " yother ")
        .replace("{period}", " pown ")
        .replace(OTHER_PERIOD, " pother ")
    )


def _sorted(text: str) -> str:
    joined = text.replace(OTHER_PERIOD, "{other_period}").replace(OTHER_YEAR, "{other_year}")
    return " ".join(sorted(joined.split()))


def _braced(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if word.startswith("{"))


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _year(found: re.Match[str], period: Period) -> str:
    start, end = int(found[1]) % 100, int(found[2]) % 100
    if end != (start + 1) % 100:
        return found[0]
    return YEAR if start == period.year % 100 else OTHER_YEAR


def _period(month: int, period: Period) -> str:
    if not 1 <= month <= MONTHS_IN_YEAR:
        return f"p{month}"
    return " {period} " if month == period.month else f" {OTHER_PERIOD} "
