"""Keep a figure no finer than its source.

In: how many decimal places, in £ million, a paper gives its figures. Out: amounts and shares rounded to what they
allow. A newspaper's £130m has none, and a difference has as few as the coarsest of its parts.
"""

from __future__ import annotations

import math

IN_THOUSANDS = 3
"""The places in £ million of a figure given in whole thousands of pounds, as returns give them."""
_FINEST_SHARE = 1
_MILLION = 10**6


def places_of(decimals: object) -> int:
    """Read how many places a figure has; an empty cell means whole thousands."""
    value = math.nan if decimals is None else float(str(decimals).replace("<NA>", "nan"))
    return IN_THOUSANDS if math.isnan(value) else min(int(value), IN_THOUSANDS)


def rounded(pounds: int, places: int) -> int:
    """Round pounds, half away from zero, to places in £ million."""
    step = _MILLION // int(10**places)
    return (abs(pounds) + step // 2) // step * step * (1 if pounds >= 0 else -1)


def share_places(part: int, whole: int, part_places: int, whole_places: int) -> int:
    """Return the places of a percentage: one, or none if the rounding of its parts could change that place.

    Method: the largest relative error of a quotient is the sum of those of its parts, each half of its last place.
    """
    if not part or not whole:
        return _FINEST_SHARE
    relative = _half_step(part_places) / abs(part) + _half_step(whole_places) / abs(whole)
    return _FINEST_SHARE if abs(part / whole) * relative * 100 <= 10**-_FINEST_SHARE / 2 else 0


def _half_step(places: int) -> float:
    return _MILLION / int(10**places) / 2
