"""Match what a paper calls a thing with what a return calls it, strictly: two candidates near each other match neither.

In: a label, and the names it may be. Out: the one name, or why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARKS = re.compile(r"(?:\s*[*†‡§#^¹²³⁴⁵⁶⁷⁸⁹⁰]+|\s*\[\w{1,2}\]|\s*\((?:\d{1,2}|note \d{1,2})\))+\s*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[\(\[][^()\[\]]*[\)\]]")
_LEAST, _LEAD, _SHORTEST = 88, 10, 5
"""The least likeness of a misspelt name in per cent, its lead over the next candidate, the shortest name so matched."""


@dataclass(frozen=True)
class Match:
    """The name that a label is, or why it is none."""

    name: str | None
    why: str = ""


def plain(text: str) -> str:
    """Return a name without what spelling may change: case, spaces, hyphens, marks of footnotes."""
    return "".join(each for each in _MARKS.sub("", text).casefold().replace("&", "and") if each.isalnum())


def words_of(text: str) -> str:
    """Return a label in small letters, words only, one space between."""
    return " ".join(re.findall(r"[a-z0-9]+", _MARKS.sub("", text).casefold().replace("&", " and ").replace("'", "")))


def match(label: str, names: Iterable[str]) -> Match:
    """Find the one name that a label is."""
    from rapidfuzz import fuzz

    known = list(dict.fromkeys(names))
    for form in (plain, lambda text: plain(_BRACKETS.sub("", text))):
        wanted = form(label)
        same = [name for name in known if wanted and plain(name) == wanted]
        if len(same) == 1:
            return Match(same[0])
        if same:
            return Match(None, f"it may be {' or '.join(same)}")
    wanted = plain(label)
    scored = sorted(((fuzz.ratio(wanted, plain(name)), name) for name in known), reverse=True)
    if not scored or len(wanted) < _SHORTEST:
        return Match(None, "no name of the return is like it")
    best, name = scored[0]
    if best < _LEAST or _digits(wanted) != _digits(plain(name)):
        return Match(None, "no name of the return is like it")
    if len(scored) > 1 and scored[1][0] > best - _LEAD:
        return Match(None, f"it may be {name} or {scored[1][1]}")
    return Match(name)


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def has_phrase(label: str, phrases: Iterable[str]) -> bool:
    """Check whether a label has one of these phrases as whole words."""
    words = f" {words_of(label)} "
    return any(f" {words_of(phrase)} " in words for phrase in phrases)


def is_phrase(label: str, phrases: Iterable[str]) -> bool:
    """Check whether a label is one of these phrases and nothing else."""
    return plain(label) in {plain(phrase) for phrase in phrases}
