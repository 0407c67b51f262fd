"""Show a number of a sheet as its number format does: `#,##0;(#,##0)`, `0.0%`, `£0.0,,"m"`.

In: a number and the code of its format. Out: the text that a reader sees, and the number in the scale of that text.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_GENERAL_DIGITS = 11
_MOST_PLACES = 20
_SECTION = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^"\\_*\[]|["\\_*\[]')
_LOCALE = re.compile(r"\[[^\]]*\]")
_SECTION_LITERAL = re.compile(r'"[^"]*"|\\.')
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")


def shown(number: Decimal, code: str) -> tuple[str, Decimal]:
    """Return the text of a number in a format, and the number in the scale of the text (per cents, thousands)."""
    if not code or code.lower() in ("general", "@"):
        return _general(number), number
    section, signed = _section_for(number, _sections(code))
    if "general" in section.lower():
        return _general(number), number
    before, digits, after = _parts(section)
    if digits is None:
        return before + after, number
    scaled = number.scaleb(2 * section_percents(before + after))
    commas = len(digits) - len(digits.rstrip(","))
    scaled = scaled.scaleb(-3 * commas)
    text = before + _digits(abs(scaled), digits.rstrip(",")) + after
    return (f"-{text}" if scaled < 0 and not signed and text.strip("0., ") else text).strip(), scaled


def shown_date(day: str, code: str) -> str:
    """Return a day (`2024-04-01`) as its format shows it; nothing for a format that is not known or shows a time."""
    section = _LOCALE.sub("", code.split(";")[0])
    if not section or re.search(r"[hs]", _SECTION_LITERAL.sub("", section), re.IGNORECASE):
        return ""
    try:
        found = date.fromisoformat(day[:10])
    except ValueError:
        return ""
    parts = {
        "yyyy": f"{found.year}",
        "yy": f"{found.year % 100:02}",
        "mmmm": _MONTHS[found.month - 1],
        "mmm": _MONTHS[found.month - 1][:3],
        "mm": f"{found.month:02}",
        "m": f"{found.month}",
        "dd": f"{found.day:02}",
        "d": f"{found.day}",
    }
    text = ""
    for piece in re.findall(r'"[^"]*"|\\.|y+|m+|d+|.', section, re.IGNORECASE):
        if piece[0] in '"\\':
            text += piece[1:-1] if piece[0] == '"' else piece[1:]
        elif piece[0].lower() in "ymd":
            if piece.lower() not in parts:
                return ""
            text += parts[piece.lower()]
        else:
            text += piece
    return text.strip()


def section_percents(literal: str) -> int:
    """Count the per cent signs of a format, each of which shows a hundred times the number."""
    return literal.count("%")


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number:.0f}"
    whole = len(f"{abs(number):.0f}")
    places = max(_GENERAL_DIGITS - 1 - whole, 0)
    return f"{number:.{places}f}".rstrip("0").rstrip(".")


def _sections(code: str) -> list[str]:
    found = [""]
    for each in _SECTION.findall(code):
        if each == ";":
            found.append("")
        else:
            found[-1] += each
    return found


def _section_for(number: Decimal, sections: list[str]) -> tuple[str, bool]:
    """Choose the section that shows a number; say whether it shows the sign itself."""
    conditions = [_CONDITION.search(each) for each in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(number, condition[1], Decimal(condition[2])):
                return section, condition is not None and len(sections) > 1 and number < 0
        return sections[-1], False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if not number and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _holds(number: Decimal, how: str, limit: Decimal) -> bool:
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[how]


def _parts(section: str) -> tuple[str, str | None, str]:
    """Part a section into what stands before its digits, the digits, and what stands after; None for no digits."""
    section = _CURRENCY.sub(lambda found: found[1], section)
    before, digits, after = "", "", ""
    for each in _SECTION.findall(section):
        if each in ("0", "#", "?", ",", ".") and not after.strip():
            if each in ",." and not digits and each != ".":
                before += each
            else:
                digits += each
        elif each.startswith("[") or each[0] in "*_":
            continue
        else:
            literal = each[1:-1] if each.startswith('"') and len(each) > 1 else each.lstrip("\\") or each
            if digits:
                after += literal
            else:
                before += literal
    return before, digits if any(each in "0#?" for each in digits) else None, after


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    places = min(sum(each in "0#?" for each in fraction), _MOST_PLACES)
    needed = sum(each == "0" for each in fraction)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}" if "," in whole else f"{rounded:.{places}f}"
    first, _, last = text.partition(".")
    while len(last) > needed and last.endswith("0"):
        last = last[:-1]
    if first == "0" and "0" not in whole:
        first = ""
    first = first.rjust(sum(each == "0" for each in whole), "0")
    return f"{first}.{last}" if last else first
