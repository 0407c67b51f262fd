"""Format figures, each kind in one way everywhere.

In: whole pounds, shares, counts; None means not reported. Out: text in British form with a true minus sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MINUS = "−"


class Absence(StrEnum):
    """Why there is no figure, in the word that stands in its place; the three are never exchanged."""

    NOT_REPORTED = "not reported"
    """The return was read and does not say."""
    NOT_HELD = "not held"
    """We have not been given that return or table."""
    NOT_APPLICABLE = "not applicable"
    """The question does not arise."""


class Withheld(StrEnum):
    """Why a figure that is known is not shown, in the words that stand in its place."""

    FEW = "fewer than 5"
    """A count of children so small that it could identify one."""
    HIDDEN = "not shown"
    """A figure from which such a count could be worked out."""


NOT_REPORTED = Absence.NOT_REPORTED.value
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


WIDTH = 100
"""The columns that a line on a terminal has at most."""

TO_THE_THOUSAND = 3
"""The decimals of an amount in £m that its source gives to the nearest thousand: the finest that we write."""


def millions(pounds: int | None, *, signed: bool = False, places: int = TO_THE_THOUSAND) -> str:
    """Write `£31.632m`: millions to the nearest thousand, or with as many places as its source has (`£130m`)."""
    return _written(pounds, 10**6, places, "£", "m", signed)


def rounded_millions(pounds: int | None) -> str:
    """Write `£37.9m`, for an amount worked out from rounded figures: a tenth of a million is as fine as they allow."""
    return _written(pounds, 10**6, 1, "£", "m", signed=False)


def bare_millions(pounds: int, *, signed: bool = False, places: int = TO_THE_THOUSAND) -> str:
    """Write `31.632`, where the heading has the unit."""
    return _written(pounds, 10**6, places, "", "", signed)


def thousands(pounds: int | None, *, signed: bool = False) -> str:
    """Write `29,669`, as the files do: thousands, with decimals only where needed."""
    if pounds is None:
        return NOT_REPORTED
    text = _written(pounds, 1000, 3 if pounds % 1000 else 0, "", "", signed)
    return text.rstrip("0") if pounds % 1000 else text


def in_pounds(pounds: int | None, *, signed: bool = False) -> str:
    """Write `£14,369,664`."""
    return _written(pounds, 1, 0, "£", "", signed)


def bare_pounds(pounds: int) -> str:
    """Write `14,369,664`, where the heading has the unit."""
    return _written(pounds, 1, 0, "", "", signed=False)


def percent(share: float | None, places: int = 1) -> str:
    """Write `21.0%` for a fraction of 1."""
    return NOT_REPORTED if share is None else f"{bare_percent(share, places)}%"


def stated_percent(share: float | None) -> str:
    """Write a share that a paper states with the digits it has: `57%` for 0.57, `38.5%` for 0.385."""
    return NOT_REPORTED if share is None else f"{bare_stated_percent(share)}%"


def bare_stated_percent(share: float) -> str:
    """Write `57` for 0.57 and `38.5` for 0.385, where the heading has the unit; at most one decimal place."""
    return bare_percent(share).removesuffix(".0")


def bare_percent(share: float, places: int = 1) -> str:
    """Write `21.0` for a fraction of 1, where the heading has the unit."""
    return _number(Decimal(str(float(share))) * 100, places)


def number(value: float | None, places: int = 0) -> str:
    """Write `130`, or `65.4` with one place."""
    return NOT_REPORTED if value is None else _number(Decimal(str(float(value))), places)


def two_digits(value: float) -> float:
    """Round to two significant digits, for what is worked out from figures that have no more: 26,471 is 26,000."""
    return float(f"{value:.1e}")


def direction(pounds: int | None, *, up: str = "up", down: str = "down", same: str = "unchanged") -> str:
    """Write `up £0.731m`, `down £1.049m` or `unchanged`."""
    if pounds is None:
        return NOT_REPORTED
    if pounds == 0:
        return same
    return f"{up if pounds > 0 else down} {millions(abs(pounds))}"


def listing(parts: Sequence[str], last: str = "and") -> str:
    """Write `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write `1 line` or `15 lines`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capitalised(text: str) -> str:
    """Return a text with its first letter large; nothing else of it changes."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Write a text with a small first letter, as within a sentence."""
    return text[:1].lower() + text[1:]


def financial_year(code: str) -> str:
    """Write `2023-24`, as the files have it, as `2023/24`."""
    return code.replace("-", "/")


def in_words(count: int) -> str:
    """Write `five` for 5; from ten on, the number."""
    return _WORDS[count] if count < len(_WORDS) else f"{count:,}"


def were(count: int) -> str:
    """Return `was` for one thing and `were` for several."""
    return "was" if count == 1 else "were"


def when(as_at: str) -> str:
    """Write `2024-01` as January 2024, `2024-03-31` as 31 March 2024, `2023-24` as 2023/24; other text unchanged.

    Text that can be a financial year (`2011-12`) is read as one, not as a month.
    """
    start, _, rest = as_at.partition("-")
    if not (start.isdigit() and rest.replace("-", "").isdigit()):
        return as_at
    if len(as_at) == len("2024-01"):
        year = int(rest) == (int(start) + 1) % 100
        return f"{start}/{rest}" if year else f"{date.fromisoformat(f'{as_at}-01'):%B %Y}"
    day = date.fromisoformat(as_at)
    return f"{day.day} {day:%B %Y}"


def _written(pounds: int | None, scale: int, places: int, before: str, after: str, signed: bool) -> str:
    if pounds is None:
        return NOT_REPORTED
    size = _rounded(Decimal(abs(pounds)) / scale, places)
    sign = "" if not size else MINUS if pounds < 0 else "+" if signed else ""
    return f"{sign}{before}{size:,}{after}"


def _number(value: Decimal, places: int) -> str:
    rounded = _rounded(value, places)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def slug(name: str) -> str:
    """Turn a name into part of a metric's name: `Children's Homes` becomes `childrens_homes`."""
    return "_".join("".join(char if char.isalnum() else " " for char in name.replace("'", "")).lower().split())
