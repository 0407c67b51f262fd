"""Keep each figure as exact as its source: a figure carries the decimals that its source has, in millions of pounds.

In: the decimals of a figure, or of the parts of a sum or a difference. Out: the decimals with which it may be written.
A sum, a difference or a share is never finer than the coarsest of its parts.
"""

from __future__ import annotations

import pandas as pd

from trustbook.core.formatting import TO_THE_THOUSAND

_OF_A_SHARE = 1
"""The decimals of a percentage that is worked out from amounts to the thousand."""


def decimals_of(cell: object) -> int:
    """Read the decimals of a figure; an empty cell says that its source gives it to the thousand, or finer."""
    return TO_THE_THOUSAND if cell is None or pd.isna(cell) else min(int(float(str(cell))), TO_THE_THOUSAND)


def of_share(*parts: int) -> int:
    """Return the decimals of a percentage of one amount in another: none, if one of the two is a round figure."""
    return _OF_A_SHARE if min(parts) >= TO_THE_THOUSAND else 0


def rounded(pounds: int, places: int) -> int:
    """Round whole pounds to the decimals in millions of pounds with which they may be written."""
    step = int(10 ** (6 - places))
    return (abs(pounds) + step // 2) // step * step * (1 if pounds >= 0 else -1)
