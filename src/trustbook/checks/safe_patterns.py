"""Check that a suite's regular expression matches in time proportional to the cell's length.

In: a pattern. Out: nothing, or a PatternError with the reason. A suite is data, and some patterns keep Python's matcher
busy for hours, so only notation that can be proved fast is allowed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce

from trustbook.core.characters import describe_character

LONGEST = 200
"""The longest pattern in the suites has 60 characters."""
_MOST_REPEATS = 50
_DEEPEST = 5
_MOST_WAYS = 20
"""The most ways in which a pattern may begin to match the same text."""
_AFTER_LATIN = "\u0180"
_SEEN = frozenset(map(chr, range(ord(_AFTER_LATIN)))) | frozenset("\u2013\u2019\u2028\u0660\uff11\U0001f600")
"""Sample characters for comparing sets: Latin letters, and one of each other kind that a class matches."""
_ESCAPES = frozenset("dDwWsS")
_QUANTIFIER = re.compile(r"[*+?]|\{(\d{1,4})(,?)(\d{0,4})\}", re.ASCII)


class PatternError(ValueError):
    """Report a pattern that a suite may not use."""


@dataclass(frozen=True)
class _Part:
    """Describe a piece of a pattern: what it can begin with, and how many ways it can match."""

    first: frozenset[str]
    further: frozenset[str] = frozenset()
    """Characters it could continue with where it could also end."""
    empty: bool = False
    fixed: bool = True
    """True if all its matches have the same length."""
    ways: int = 1


def require_quick(pattern: str) -> None:
    """Raise PatternError if a pattern is not anchored at the start of a cell, or could be slow."""
    if len(pattern) > LONGEST:
        raise PatternError(f"it has {len(pattern):,} characters, and at most {LONGEST} are allowed")
    strange = next((char for char in pattern if char >= _AFTER_LATIN), None)
    if strange is not None:
        raise PatternError(f"it has {describe_character(strange)}, and is compared by Latin letters only")
    reader = _Reader(pattern)
    part = reader.alternatives()
    if reader.place < len(pattern):
        raise PatternError("a ) stands without a (")
    if part.ways > _MOST_WAYS:
        raise PatternError("it could match in too many ways")
    _compiled(pattern)


class _Reader:
    """Read a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern, self.place, self._depth = pattern, 0, 0

    def alternatives(self) -> _Part:
        """Read pieces separated by |, up to the end or a closing bracket."""
        choices = [self._sequence()]
        while self._next() == "|":
            self.place += 1
            choices.append(self._sequence())
        return reduce(_either, choices)

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        if self._depth == 0 and self._next() != "^":
            raise PatternError("it does not begin with ^")
        while self._next() not in ("", "|", ")"):
            char = self._next()
            if char in "^$":
                at_edge = not parts if char == "^" else self._pattern[self.place + 1 : self.place + 2] in ("", "|", ")")
                if not at_edge:
                    raise PatternError(f"a {char} stands in the middle")
                self.place += 1
                continue
            parts.append(self._repeated(self._atom()))
        return _in_order(parts)

    def _atom(self) -> _Part:
        char = self._next()
        if char == "(":
            return self._group()
        if char in "*+?{":
            raise PatternError(f"a {char} follows nothing that it could repeat")
        start = self.place
        if char == "[":
            self._over_class()
        elif char == "\\":
            self._over_escape()
        else:
            self.place += 1
        return _Part(_matched(self._pattern[start : self.place]))

    def _group(self) -> _Part:
        self.place += 1
        if self._next() == "?":
            if self._pattern[self.place : self.place + 2] != "?:":
                raise PatternError("a group begins with (? and something else than :")
            self.place += 2
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternError("groups lie too deep in each other")
        found = self.alternatives()
        self._depth -= 1
        if self._next() != ")":
            raise PatternError("a ( is not closed")
        self.place += 1
        return found

    def _over_class(self) -> None:
        self.place += 1
        if self._next() == "^":
            self.place += 1
        first = True
        while first or self._next() != "]":
            if self._next() == "":
                raise PatternError("a [ is not closed")
            if self._next() == "[":
                raise PatternError("a [ stands within another")
            if self._next() == "\\":
                self._over_escape()
            else:
                self.place += 1
            first = False
        self.place += 1

    def _over_escape(self) -> None:
        after = self._pattern[self.place + 1 : self.place + 2]
        if not after or (after.isalnum() and after not in _ESCAPES):
            raise PatternError(f"\\{after} is not among those that are allowed: \\d, \\w, \\s and signs")
        self.place += 2

    def _repeated(self, part: _Part) -> _Part:
        found = _QUANTIFIER.match(self._pattern, self.place)
        if found is None:
            if self._next() == "{":
                raise PatternError("a { begins no number of repeats")
            return part
        self.place = found.end()
        if self._next() in tuple("?+*{"):
            raise PatternError("one repeat follows another")
        least, most = _bounds(found)
        if most != 1 and (part.empty or not part.fixed or part.ways > 1):
            raise PatternError("a repeat or a choice is repeated")
        further = part.further if least == most else part.further | part.first
        return _Part(part.first, further, part.empty or least == 0, part.fixed and least == most, part.ways)

    def _next(self) -> str:
        return self._pattern[self.place : self.place + 1]


def _bounds(found: re.Match[str]) -> tuple[int, int | None]:
    sign = found[0]
    if sign in ("*", "+", "?"):
        return (1 if sign == "+" else 0), (1 if sign == "?" else None)
    least = int(found[1])
    most = least if not found[2] else int(found[3]) if found[3] else None
    if max(least, most or 0) > _MOST_REPEATS:
        raise PatternError(f"it repeats more than {_MOST_REPEATS} times")
    return least, most


def _either(one: _Part, other: _Part) -> _Part:
    told_apart = not (one.first & other.first) and not one.empty and not other.empty
    ways = max(one.ways, other.ways) if told_apart else one.ways + other.ways
    return _Part(one.first | other.first, one.further | other.further, one.empty or other.empty, False, ways)


def _in_order(parts: Sequence[_Part]) -> _Part:
    """Join pieces in sequence. What follows a repeat must show where it ends, or there are several ways to match."""
    first: frozenset[str] = frozenset()
    further: frozenset[str] = frozenset()
    empty, fixed, ways = True, True, 1
    for part in reversed(parts):
        if part.further & first:
            raise PatternError("what follows a repeat could also belong to it")
        further = further | part.further if empty else further
        first = part.first | first if part.empty else part.first
        empty, fixed, ways = empty and part.empty, fixed and part.fixed, ways * part.ways
    return _Part(first, further, empty, fixed, ways)


@cache
def _matched(atom: str) -> frozenset[str]:
    one = _compiled(atom)
    return frozenset(char for char in _SEEN if one.fullmatch(char))


def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # refuse syntax that later Python versions read differently
        try:
            return re.compile(pattern)
        except (re.error, OverflowError, RecursionError, Warning) as error:
            raise PatternError(f"it is no regular expression ({error})") from None
