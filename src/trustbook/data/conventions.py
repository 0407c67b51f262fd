"""What published statistics are written in: levels of areas, symbols in place of figures, and when a time was known.

In: times and days as the datasets hold them. Out: the one reading of them (decision 0015).
"""

from __future__ import annotations

from datetime import timedelta

from trustbook.core.period import Period

NATIONAL, REGIONAL, LOCAL = "National", "Regional", "Local authority"
SYMBOLS = {
    "c": "suppressed (c)",
    "z": "not applicable (z)",
    "x": "not available (x)",
    "u": "not reliable (u)",
    "low": "rounds to 0 (low)",
}
"""What stands in place of a figure, and what it means; none is ever read as zero."""
OLDER_SYMBOLS = {":": "x", "..": "x", ".": "z", "~": "low", "k": "low"}
"""What older files write, and the symbol of today that means the same."""
AMBIGUOUS_SYMBOLS = {
    "-": "which has stood for none at all (a true zero) and for a figure that is not there or too small to show",
    "": "which is neither a figure nor a symbol: it can mean none at all (zero), and that the figure is not there",
}
"""What has had two meanings, and what they are."""
YEARS = {
    "calendar year": (4,),
    "reporting year": (4, 6),
    "academic year": (6,),
    "financial year": (6,),
    "tax year": (6,),
}
"""The kinds of time that are a year, and how many digits each is written with: 2023, or 202324 for a year of two."""
_DAY = len("2024-02-29")


def known_from(time: str, published_on: object) -> str:
    """Give the day from which a time (`2023`, or `2023-24`) is known: the day of publication.

    Where it is not on file, it is the end of the March after the year in which the time ends: releases come before.
    """
    if isinstance(published_on, str) and len(published_on) == _DAY:
        return published_on
    ends = int(time[:4]) + ("-" in time)
    return f"{ends + 1}-03-31"


def is_known(time: str, published_on: object, period: Period) -> bool:
    """Whether a time was known by the last day of a period."""
    return known_from(time, published_on) <= (period.step(1).first_day - timedelta(days=1)).isoformat()
