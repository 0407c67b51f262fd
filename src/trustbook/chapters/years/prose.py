"""Write the shares and amounts of years in prose, with no more digits than their sources have."""

from __future__ import annotations

import pandas as pd

from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import TO_THE_THOUSAND, millions, percent
from trustbook.core.period import Period

_SMALL = 0.02
"""Below this a whole per cent would say too little."""
_SOURCES = {"press": "press report", "provisional": "provisional outturn", "audited": "audited outturn"}


def share(part: float, places: int = 1) -> str:
    """Write the size of a share in whole per cent; a small one with the decimals that its source allows.

    One that would be written as none is said to be less than the smallest that is not.
    """
    size = abs(part)
    least: float = 10.0 ** -(places + 2)
    if 0 < size < least / 2:
        return f"less than {percent(least, places)}"
    return percent(size, places if size < _SMALL else 0)


def amount(pounds: int, places: int = TO_THE_THOUSAND) -> str:
    """Write the size of an amount: `£20.9m`, or `£16m` if its source has no decimals."""
    return money(abs(pounds)) if places >= TO_THE_THOUSAND else millions(abs(pounds), places=min(places, 1))


def than(short: int) -> str:
    """Write `£2.6m less than` for a shortfall, `£1.2m more than` for its opposite."""
    return f"{money(abs(short))} {'less' if short > 0 else 'more'} than" if short else "exactly what"


def source(row: object) -> str:
    """Name the source of a year's amount above its sum: `forecast in September 2021`, `press report`."""
    status, as_at = str(getattr(row, "over_status", "")), getattr(row, "as_at", None)
    if status in _SOURCES or pd.isna(as_at):
        return _SOURCES.get(status, status)
    return f"{status} in {Period.covering(str(as_at)).first_day:%B %Y}"
