"""Find the known text that an unknown one looks like, and the first character that differs.

In: a text and the known texts. Out: the known text that it looks like, and a clause that names both characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from trustbook.core.characters import describe_character, excerpt

_CYRILLIC = "аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅԁһпг"
_GREEK = "αΑΒΕΖΗΙΚΜΝοΟρΡΤυΥΧνι"
_LATIN = "aAbBeEkKmMhHoOpPcCtTyYxXiIjJsSdhnr"
_LATIN_TOO = "aABEZHIKMNoOpPTuYXvi"
_SAME = str.maketrans(_CYRILLIC + _GREEK + "ıﬁ", _LATIN + _LATIN_TOO + "if")


def _skeleton(text: str) -> str:
    """Reduce a text to what a reader sees: letters and digits without accents, in one script and lower case."""
    plain = unicodedata.normalize("NFKD", text.translate(_SAME))
    return "".join(char for char in plain if char.isalnum()).casefold()


def lookalike_of(text: str, known: Iterable[str]) -> str | None:
    """Return the known text that one looks like; None if it is known itself, or looks like none or several."""
    every = list(known)
    folded = _skeleton(text)
    found = {each for each in every if folded and _skeleton(each) == folded}
    return found.pop() if len(found) == 1 and text not in every else None


def difference(text: str, known: str) -> str:
    """Write `character 9 is U+2019 RIGHT SINGLE QUOTATION MARK, where 'Children's' has U+0027 APOSTROPHE`."""
    same = 0
    while same < min(len(text), len(known)) and text[same] == known[same]:
        same += 1
    here = (
        f"character {same + 1} is {describe_character(text[same])}"
        if same < len(text)
        else f"it ends after character {same}"
    )
    there = f"has {describe_character(known[same])}" if same < len(known) else "has ended"
    return f"{here}, where '{excerpt(known)}' {there}"


def lookalike_difference(text: str, known: Iterable[str]) -> str:
    """Describe how a text differs from the known one that it looks like; empty if there is none."""
    other = lookalike_of(text, known)
    return "" if other is None else difference(text, other)


def bracketed_difference(text: str | None, known: Iterable[str]) -> str:
    """Describe the difference in brackets, to end a sentence with; empty if there is none."""
    difference_text = lookalike_difference(text, known) if text else ""
    return f" ({difference_text})" if difference_text else ""
