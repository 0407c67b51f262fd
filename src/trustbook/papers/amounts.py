"""Read a figure as a paper prints it: `(1,641)`, `-7.5`, `Cr 863`, `£1.2m`, `1,007k`, `0.0%`, `-`.

In: the text of one cell or one token. Out: `Amount` with its number and the form it was printed in; with a reason
instead of a number where it can be read in two ways; None where it is no figure at all (words, a year, a date).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from trustbook.core.characters import excerpt

_LONGEST = 40
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"))
_SPACES = re.compile(r"[\s\u00a0\u2007\u200b\ufeff]+")
_THIN = re.compile(r"(?<=\d)[\u2009\u202f](?=\d{3}(?!\d))")
"""A thin space between groups of three digits is a thousands separator; an ordinary space may part two cells."""
_NOTE_MARKS = re.compile(
    r"(?:\s*[*†‡§¶#^¹²³⁴⁵⁶⁷⁸⁹⁰]+|\s*\[(?:\d{1,2}|[a-z])\]|\s+\((?:[a-z]|note \d{1,2})\))+$", re.IGNORECASE
)
_SCALES = {
    "k": "k",
    "000": "k",
    "000s": "k",
    "thousand": "k",
    "m": "m",
    "mn": "m",
    "mil": "m",
    "million": "m",
    "bn": "bn",
    "billion": "bn",
}
THOUSANDS = {"": Decimal("0.001"), "k": Decimal(1), "m": Decimal(1_000), "bn": Decimal(1_000_000)}
"""How many thousands of pounds one of a scale is; nothing for whole pounds."""
_PER = {"fte": "fte", "wte": "fte", "ftes": "fte", "wtes": "fte", "pw": "week", "week": "week", "head": "head"}
_SHAPE = re.compile(
    r"""
    (?P<before>(?:[-+(\[£$€]|\b(?:cr|dr|gbp)\b\.?|\s)*)
    (?P<digits>[\d.,][\d.,\ ]*)
    (?P<after>(?:[-+)\]%£$€]|\s|(?:k|mn|mil|million|m|bn|billion|thousand|'000s?|cr|dr|ftes?|wtes?|pw|
        (?:per|a|/|p/)\s*(?:week|head))(?![a-z])\.?)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"[1-9]\d{0,2}(?:, ?\d{3})+(?:\.\d+)?")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+")
_DASH = re.compile(r"(?:£ ?)?-+(?: ?%)?|nil", re.IGNORECASE)
_WORD = re.compile(r"[a-z']+|000s?", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d-\d\d(?:-\d\d)?|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d")
_NOT_APPLICABLE = re.compile(r"n\s*/\s*a|n\.a\.?|na|not applicable|\.\.+|#n/a|#div/0!|x", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A printed figure: its number with its sign, and the form in which it was printed."""

    printed: str
    number: Decimal | None
    """With its sign, in the scale it was printed in (`£1.2m` is 1.2); None for a dash and where `why` says so."""
    sign: str = ""
    """`brackets`, `minus`, `trailing minus`, `cr`, `dr`, `plus`, `dash` (a dash or `nil` for a figure), or nothing."""
    percent: bool = False
    currency: str = ""
    """`£` where the token itself has it."""
    scale: str = ""
    """`k`, `m` or `bn` where the token itself says so."""
    per: str = ""
    """`fte`, `week` or `head` where the token itself says so."""
    decimals: int = 0
    """How many digits it has after the point."""
    why: str = ""
    """Why it was not read: both readings, or what is lost. Its number is None then."""

    @property
    def is_dash(self) -> bool:
        """Check whether a dash stands where a figure could."""
        return self.sign == "dash"

    def thousands(self, scale: str) -> Decimal | None:
        """Give it in thousands of pounds, by its own scale, else by its column's (`k`, `m`, `bn`, `pounds`)."""
        if self.number is None:
            return None
        return self.number * THOUSANDS[self.scale or ("" if scale == "pounds" else scale)]


@lru_cache(maxsize=50_000)
def parse_amount(text: str) -> Amount | None:
    """Read one printed figure. None if it is none; an `Amount` with `why` if it can be read in two ways."""
    printed = _SPACES.sub(" ", text).strip()
    plain = _THIN.sub(",", printed).translate(_DASHES)
    if not plain or len(plain) > _LONGEST:
        return None
    if _DASH.fullmatch(plain):
        return Amount(printed, None, "dash", percent="%" in plain, currency="£" if "£" in plain else "")
    if not any(each in "0123456789" for each in plain):
        return None
    if _DATE.fullmatch(plain):
        return None
    without = _NOTE_MARKS.sub("", plain)
    found = _SHAPE.fullmatch(without) or _SHAPE.fullmatch(plain)
    if found is None:
        return _glued(printed, plain)
    return _read(printed, found)


def is_not_applicable(text: str) -> bool:
    """Check whether a cell says that there is no figure to give (`N/A`)."""
    return _NOT_APPLICABLE.fullmatch(text.strip()) is not None


def _read(printed: str, found: re.Match[str]) -> Amount | None:
    before, after = found["before"], found["after"]
    digits = found["digits"].strip()
    words = [each.group().lower() for each in _WORD.finditer(f"{before} {after}")]
    amount = Amount(
        printed,
        None,
        percent="%" in after,
        currency=next((each for each in "£$€" if each in before + after), "£" if "gbp" in words else ""),
        scale=next((_SCALES[each.strip("'")] for each in words if each.strip("'") in _SCALES), ""),
        per=next((_PER[each] for each in words if each in _PER), ""),
        decimals=len(digits.partition(".")[2]) if digits.count(".") == 1 else 0,
    )
    if amount.currency and amount.currency != "£":
        return replace(amount, why=f"{excerpt(printed)} is not in pounds")
    signs, why = _signs(before, after, words)
    if why:
        return replace(amount, why=f"{excerpt(printed)}: {why}")
    size, why = _size(digits, amount)
    if size is None:
        return replace(amount, why=f"{excerpt(printed)}: {why}") if why else None
    negative = bool(signs) and signs[0] in ("brackets", "minus", "trailing minus", "cr")
    return replace(amount, number=-size if negative and size else size, sign=signs[0] if signs else "")


def _signs(before: str, after: str, words: list[str]) -> tuple[list[str], str]:
    """Return the signs of a token, at most one, or why they cannot be told."""
    opened = before.count("(") + before.count("[")
    closed = after.count(")") + after.count("]")
    signs = []
    if opened != closed or opened > 1:
        return [], "one of its brackets is lost: it may be above or below nil"
    if opened:
        signs.append("brackets")
    if "-" in before:
        signs.append("minus")
    if "-" in after:
        signs.append("trailing minus")
    if "+" in before or "+" in after:
        signs.append("plus")
    signs += [each for each in ("cr", "dr") if each in words]
    if len(signs) > 1 or before.count("-") > 1 or after.count("-") > 1:
        return [], f"it has two signs ({' and '.join(signs)}): it may be above or below nil"
    return signs, ""


def _size(digits: str, amount: Amount) -> tuple[Decimal | None, str]:
    """Return the number that digits, commas and points make, or why there are two."""
    if digits.endswith((",", ".")):
        return None, "digits are lost after its last mark"
    if " " in digits:
        if amount.currency and _SPACED.fullmatch(digits):
            return Decimal(digits.replace(",", "").replace(" ", "")), ""
        return (
            None,
            f"one figure with a space in it ({digits.replace(' ', '')}), or two ({' and '.join(digits.split())})",
        )
    if _PLAIN.fullmatch(digits):
        return Decimal(digits), ""
    if _GROUPED.fullmatch(digits):
        if amount.scale in ("m", "bn") and "." not in digits:
            word = "million" if amount.scale == "m" else "billion"
            return None, f"{digits} {word}, or {digits.replace(',', '.', 1)} {word} with a comma for the point"
        if amount.percent:
            return None, f"{digits.replace(',', '')} per cent, or {digits.replace(',', '.', 1)} per cent"
        return Decimal(digits.replace(",", "")), ""
    if _EUROPEAN.fullmatch(digits):
        return None, "it has two or more points, or points before commas"
    if digits.count(".") > 1:
        return None, "it has more than one point"
    if digits.count(",") == 1 and "." not in digits and not digits.startswith(","):
        return None, f"{digits.replace(',', '')}, or {digits.replace(',', '.')}, or digits are lost after the comma"
    if "," in digits:
        return None, "its commas do not part groups of three digits: digits are lost or two figures have run together"
    if re.fullmatch(r"0{2,}", digits):
        return None, ""  # the noughts of a heading: £000
    if re.fullmatch(r"0\d+", digits):
        return None, f"the number {int(digits)}, or a code"
    return None, ""


_RUN_TOGETHER = re.compile(r"[-+(£]*[\d.,]*\d[\d.,]*[)%kmKM]?(?:[ ]?[-(£+][\d.,(£]*\d[\d.,]*[, ]*[)%kmKM]?)+[%)]?")


def _glued(printed: str, plain: str) -> Amount | None:
    """Tell two figures in one cell (`-61,213-63`) from words, ranges of years and dates, which are no figures."""
    if re.fullmatch(r"(?:19|20)\d\d ?[-/] ?(?:\d\d|(?:19|20)\d\d)", plain) or re.fullmatch(r"\d{1,3}-\d{1,3}", plain):
        return None
    if _RUN_TOGETHER.fullmatch(plain.replace(" %", "%")):
        return Amount(
            printed, None, why=f"{excerpt(printed)}: two figures have run together, or one has lost its shape"
        )
    if re.fullmatch(r"[\d.,\s%£()+-]+", plain) and re.search(r"\d,\s*%|,\s*,|\d\s*,\s*%", plain):
        why = f"{excerpt(printed)}: digits are lost before the per cent sign"
        return Amount(printed, None, percent=True, why=why)
    return None
