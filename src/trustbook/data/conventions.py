"""Define the conventions of published statistics: area levels, symbols for missing figures, publication dates.

In: times and days as written in the datasets. Out: their one interpretation (decision 0015).
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
"""Symbols in place of a figure, and their meanings; none is ever read as zero."""
OLDER_SYMBOLS = {":": "x", "..": "x", ".": "z", "~": "low", "k": "low"}
"""Symbols in older files, and today's equivalents."""
AMBIGUOUS_SYMBOLS = {
    "-": "which has stood for none at all (a true zero) and for a figure that is not there or too small to show",
    "": "which is neither a figure nor a symbol: it can mean none at all (zero), and that the figure is not there",
}
"""Symbols that have had two meanings, and what these are."""
YEARS = {
    "calendar year": (4,),
    "reporting year": (4, 6),
    "academic year": (6,),
    "financial year": (6,),
    "tax year": (6,),
}
"""The time identifiers that are a year, and their numbers of digits: 2023, or 202324 for a year across two."""
_DAY = len("2024-02-29")


def known_from(time: str, published_on: object) -> str:
    """Return the day from which a time (`2023`, or `2023-24`) is known: the day of publication.

    Without one, it is 31 March of the year after the time ends, by when it will have been released.
    """
    if isinstance(published_on, str) and len(published_on) == _DAY:
        return published_on
    ends = int(time[:4]) + ("-" in time)
    return f"{ends + 1}-03-31"


def is_known(time: str, published_on: object, period: Period) -> bool:
    """Check whether a time was known by the last day of a period."""
    return known_from(time, published_on) <= (period.step(1).first_day - timedelta(days=1)).isoformat()
