"""Tell the unit that a line gives for its own figures: `Agency spend (£000)`, `Posts filled (FTE)`.

In: the label of a line or of its section. Out: its unit and scale, or nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from trustbook.papers.words import Words, plain

_NUMBER_OF = re.compile(r"\b(?:number of|no\. of|headcount|count of)\b")
_PER_CENT = re.compile(r"(?<![\d.] )(?<![\d.])(?:%|\bper cent\b|\bpercentage\b)")
_UNIT_AT_END = re.compile(r"[(\[,:-]\s*([^()\[\],:]{1,20})[)\]]?\s*$")
_ABOUT_ALL = re.compile(
    r"\b(?:all|the|figures?|amounts?|values?|sums?|tables?|are|is|in|shown|given|expressed|stated|below|money|as|of)\b|[.:,]"
)
_COUNTS = ("no", "no.", "number", "numbers", "nos", "count", "headcount")


@dataclass(frozen=True)
class Unit:
    """A unit, and the scale of money in it."""

    unit: str
    scale: str = ""
    sure: bool = field(default=True, compare=False)
    """Whether the words can mean nothing else (`weekly allowances` may be thousands of pounds a year)."""


def unit_of_label(label: str, words: Words) -> Unit | None:
    """Tell the unit that a label gives, where it gives one."""
    text = plain(label)
    at_end = _UNIT_AT_END.search(text)
    end = at_end[1].strip() if at_end else ""
    found = words.unit_words(label)
    scale = words.scale(end or text)
    if "fte" in found:
        return Unit("fte")
    if "other_rate" in found:
        return Unit("other rate", sure=False)
    for name, unit in (("week", "GBP_per_week"), ("head", "GBP_per_head")):
        if name in found and scale in ("", "pounds"):
            return Unit(unit, "pounds", sure=bool(scale))
    if not scale and (_PER_CENT.fullmatch(end or text) or _PER_CENT.match(text)):
        return Unit("pct")
    if _NUMBER_OF.search(text) or (end or text) in _COUNTS:
        return Unit("count")
    whole = _is_of_units(end or text, words)
    return Unit("GBP_k", scale) if scale and whole else None


def unit_of_section(section: str, words: Words) -> Unit | None:
    """Tell the unit that the heading of a section gives to the lines below it: it is the unit, or ends in it."""
    text = plain(section)
    at_end = _UNIT_AT_END.search(text)
    if section and (_is_of_units(text, words) or (at_end and _is_of_units(at_end[1].strip(), words))):
        return unit_of_label(section, words)
    return None


def is_unit_line(line: str, words: Words) -> bool:
    """Check whether a line says only the unit of a table (`All figures in £000`)."""
    return _is_of_units(_ABOUT_ALL.sub(" ", plain(line)), words)


def _is_of_units(text: str, words: Words) -> bool:
    """Check whether a text is a unit and nothing else."""
    if text in _COUNTS:
        return True
    for each in words.unit_words(text).values():
        text = text.replace(each, " ")
    return not text.strip(" ()[]")
