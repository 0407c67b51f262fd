"""Round amounts, and write them in prose. In: exact pounds. Out: whole pounds, or text such as `£6.5m`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from trustbook.core.formatting import MINUS, NOT_REPORTED, TO_THE_THOUSAND, in_pounds, millions, percent, thousands
from trustbook.core.units import POUNDS_IN_THOUSAND

_MILLION = 1_000_000
_SEEN_IN = ((1, 1_000_000), (2, 20_000))
"""Decimals of £m, and the least difference in pounds that they show well enough."""


def to_the_pound(amount: int | Fraction) -> int:
    """Round to the nearest pound; half a pound goes away from zero, as in every figure that is shown."""
    exact = Fraction(amount)
    return int((Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1), ROUND_HALF_UP))


def to_the_thousand(amount: int | Fraction) -> int:
    """Round to the nearest thousand pounds."""
    return to_the_pound(Fraction(amount) / POUNDS_IN_THOUSAND) * POUNDS_IN_THOUSAND


def money(amount: int | Fraction | None, apart: int | Fraction | None = None) -> str:
    """Write `£6.5m`, or `£450k` below a million, or `£300` below a thousand; `not reported` for None.

    `apart`: how far it is from an amount that it is compared with, which is to be seen in the decimals of both.
    """
    if amount is None:
        return NOT_REPORTED
    pounds, nearest = to_the_pound(amount), to_the_thousand(amount)
    if abs(pounds) < POUNDS_IN_THOUSAND:
        return in_pounds(pounds)
    if abs(nearest) >= _MILLION:
        return millions(pounds, places=1 if apart is None else _places(apart))
    sign = MINUS if nearest < 0 else ""
    return f"{sign}£{thousands(abs(nearest))}k"


def _places(apart: int | Fraction) -> int:
    """Return the decimals of £m that show a difference well enough, from one to three."""
    return next((places for places, least in _SEEN_IN if not -least < apart < least), TO_THE_THOUSAND)


def up_or_down(amount: int | Fraction | None, *, up: str = "up", down: str = "down", same: str = "unchanged") -> str:
    """Write `up £731k`, `down £1.0m` or `unchanged`; `not reported` for None."""
    if amount is None:
        return NOT_REPORTED
    return f"{up if amount > 0 else down} {money(-amount if amount < 0 else amount)}" if amount else same


def above_or_below(amount: int | Fraction, of: int | None = None) -> str:
    """Write `£600k below` for an amount below zero, and `£600k above` for any other.

    `of`: what it is above or below, if its share of that is to follow: `£600k (12%) below`. None or nil give no share.
    """
    size = -amount if amount < 0 else amount
    part = f" ({share(Fraction(size) / of)})" if of else ""
    return f"{money(size)}{part} {'below' if amount < 0 else 'above'}"


def more_or_less(amount: int | Fraction) -> str:
    """Write `£0.4m more` or `£0.4m less`."""
    return f"{money(-amount)} less" if amount < 0 else f"{money(amount)} more"


def share(part: Fraction) -> str:
    """Write a share in whole per cent; less than half of one is not written as none."""
    return "less than 1%" if 0 < part < Fraction(1, 200) else percent(float(part), 0)
