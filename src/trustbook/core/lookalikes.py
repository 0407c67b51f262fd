"""Texts that look the same and are not: which known text one looks like, and the first character that differs.

In: a text and those that are known. Out: the known one that it looks like, and a clause that names both characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from trustbook.core.characters import excerpt, named

_CYRILLIC = "аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅԁһпг"
_GREEK = "αΑΒΕΖΗΙΚΜΝοΟρΡΤυΥΧνι"
_LATIN = "aAbBeEkKmMhHoOpPcCtTyYxXiIjJsSdhnr"
_LATIN_TOO = "aABEZHIKMNoOpPTuYXvi"
_SAME = str.maketrans(_CYRILLIC + _GREEK + "ıﬁ", _LATIN + _LATIN_TOO + "if")


def _folded(text: str) -> str:
    """What of a text a reader sees: its letters and digits, without their accents, in one script and one size."""
    plain = unicodedata.normalize("NFKD", text.translate(_SAME))
    return "".join(char for char in plain if char.isalnum()).casefold()


def alike(text: str, known: Iterable[str]) -> str | None:
    """Give the known text that one looks like; None where it is known itself, or looks like none or like several."""
    every = list(known)
    folded = _folded(text)
    found = {each for each in every if folded and _folded(each) == folded}
    return found.pop() if len(found) == 1 and text not in every else None


def difference(text: str, known: str) -> str:
    """Write `character 9 is U+2019 RIGHT SINGLE QUOTATION MARK, where 'Children's' has U+0027 APOSTROPHE`."""
    same = 0
    while same < min(len(text), len(known)) and text[same] == known[same]:
        same += 1
    here = f"character {same + 1} is {named(text[same])}" if same < len(text) else f"it ends after character {same}"
    there = f"has {named(known[same])}" if same < len(known) else "has ended"
    return f"{here}, where '{excerpt(known)}' {there}"


def unlike(text: str, known: Iterable[str]) -> str:
    """Say how a text differs from the known one that it looks like; empty where it looks like none."""
    other = alike(text, known)
    return "" if other is None else difference(text, other)


def in_brackets(text: str | None, known: Iterable[str]) -> str:
    """Say the same in brackets, to be put at the end of a sentence; empty where there is nothing to say."""
    said = unlike(text, known) if text else ""
    return f" ({said})" if said else ""
