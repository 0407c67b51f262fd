"""Convert a figure or a date, as a spreadsheet or a PDF wrote it, to its plain form.

In: a cell's text and the kind of its column. Out: the plain form and why it was corrected, or None for a cell that
cannot be read or is ambiguous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from trustbook.data.dates import read_date
from trustbook.data.schema import Kind

_MONEY = re.compile(r"-?\d{1,12}(\.\d{1,3})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_PATTERN = {Kind.MONEY: _MONEY, Kind.NUMBER: _NUMBER}

_APOSTROPHE = "'"
_KEPT_AS_TEXT = "an apostrophe in front, which spreadsheets use to mark text"
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}( \d{3})+(?![\d,])", re.ASCII)
_MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2010\u2011", "-"))
_SHAPE = re.compile(
    r"(?P<open>\()?(?P<sign>-)?(?P<plus>\+)?(?P<pound>£)?(?P<sign2>-)?"
    r"(?P<digits>\d{1,3}(,\d{3})+|\d{1,15})(?P<rest>\.\d{1,15})?(?P<scale>[mk%])?(?P<close>\))?(?P<sign3>-)?",
    re.IGNORECASE | re.ASCII,
)
_FACTOR = {"": Decimal(1), "k": Decimal(1), "m": Decimal(1000), "%": Decimal("0.01")}
_UNITS = {"k": "thousands of pounds", "m": "millions", "%": "per cent"}
_TOTAL = re.compile(r"(grand |overall |net |sub[- ]?)?totals?\b.*", re.IGNORECASE)
_ONLY_A_TOTAL = re.compile(r"(all|net|sum|overall|(grand|overall|net|sub)?[- ]?(totals?|sum))\s*[:.]?", re.IGNORECASE)
_PART_TOTAL = re.compile(r"sub", re.IGNORECASE)


@dataclass(frozen=True)
class Plain:
    """A cell in its plain form; `why` is empty if nothing was corrected, `scale` is the unit written in the cell."""

    text: str
    why: str = ""
    scale: str = ""


def plain(text: str, kind: Kind) -> Plain | None:
    """Return the plain form of a cell, or None.

    `1,234`, `(43)`, `£1.2m` and `12.5%` have one meaning. A pound sign without a scale in a column of thousands, a
    comma that does not separate thousands and the date 01/02/2024 are ambiguous, and are not read.
    """
    if text.startswith(_APOSTROPHE) and text[1:2] != _APOSTROPHE:
        bare = plain(text[1:], kind)
        return (
            None
            if bare is None
            else Plain(bare.text, f"{bare.why} and {_KEPT_AS_TEXT}" if bare.why else _KEPT_AS_TEXT, bare.scale)
        )
    if kind is Kind.DATE:
        read = read_date(text)
        return None if read is None else Plain(*read)
    return Plain(text) if _PATTERN[kind].fullmatch(text) else _figure(text, kind)


def _figure(text: str, kind: Kind) -> Plain | None:
    spaced = text.translate(_SPACES).translate(_MINUSES)
    spaced = _SPACED.sub(lambda digits: digits[0].replace(" ", ","), spaced)
    found = None if re.search(r"\d +\d", spaced) else _SHAPE.fullmatch(spaced.replace(" ", ""))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [name for name in ("open", "sign", "plus", "sign2", "sign3") if found[name]]
    scale = (found["scale"] or "").lower()
    if len(signs) > 1 or not _has_one_meaning(kind, bool(found["pound"]), scale):
        return None
    if kind is Kind.NUMBER and found["digits"].count(",") == 1 and not found["rest"]:
        return None  # the comma in 150,938 may separate thousands, or be the decimal comma of another language
    value = Decimal(found["digits"].replace(",", "") + (found["rest"] or "")) * _FACTOR[scale]
    written = f"{-value if signs and not found['plus'] else value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    if not _PATTERN[kind].fullmatch(written):
        return None
    reasons = [
        reason
        for reason, so in (
            ("thousands separators", "," in found["digits"]),
            ("brackets for a minus", bool(found["open"])),
            ("a plus sign", bool(found["plus"])),
            (_UNITS.get(scale, ""), bool(scale)),
        )
        if so
    ]
    if not reasons:
        reasons = ["zeros at the end"] if found["rest"] and text.startswith(written) else ["spaces and signs"]
    return Plain(written, " and ".join(reasons), scale)


def _has_one_meaning(kind: Kind, pound: bool, scale: str) -> bool:
    if kind is Kind.MONEY:
        return scale in ("m", "k") if pound else scale in ("", "m", "k")
    return not pound and scale in ("", "%")


def is_total(cell: str) -> bool:
    """Check whether the name of a line is that of a total."""
    return bool(_TOTAL.fullmatch(cell.strip())) or is_only_a_total(cell)


def is_only_a_total(cell: str) -> bool:
    """Check whether a cell says only that its line is a total; a note may begin with the word and say more."""
    return bool(_ONLY_A_TOTAL.fullmatch(cell.strip()))


def is_part_total(cell: str) -> bool:
    """Check whether a total covers only some of the lines."""
    return is_total(cell) and bool(_PART_TOTAL.match(cell.strip()))


def listed(cell: object) -> list[str]:
    """Split a cell that lists several things: `V01; V02`."""
    return [part.strip() for part in cell.split(";") if part.strip()] if isinstance(cell, str) else []
