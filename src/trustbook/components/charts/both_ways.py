"""Draw charts of changes in both directions: a bar to the left for down and one to the right for up, on one scale.

In: the two ends of each row, in whole pounds. Out: Altair layers that fit a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.rows import BAR, Layout, Row
from trustbook.components.charts.theme import DARK_PINK, FAINT, INK, TURQUOISE
from trustbook.core.formatting import direction, millions
from trustbook.core.units import in_millions


@dataclass(frozen=True)
class BothWays:
    """One row: how far it goes down (at most zero) and up (at least zero), and what is expected, in pounds."""

    name: str
    low_gbp: int
    high_gbp: int
    expected_gbp: int = 0


def ends(low: int, high: int) -> str:
    """Write how far something changes: `down £1.222m`, or `down £0.100m to up £0.200m`."""
    moves = [direction(pounds) for pounds in (low, high) if pounds]
    return " to ".join(moves) if moves else direction(0)


def bars_both_ways(changes: Sequence[BothWays], *, marked: bool = False) -> Any:
    """Draw the bars of each row from one line; `marked` draws a short line where the expected change is."""
    rows = [Row(each.name, _written(each), in_millions(each.low_gbp)) for each in changes]
    ups = [in_millions(each.high_gbp) for each in changes]
    layout = Layout(rows)
    furthest = max(*(abs(row.amount) for row in rows), *ups)
    scale = alt.Scale(domain=[-furthest, furthest], nice=False, zero=True)
    x = alt.X("amount:Q", axis=None, stack=None, scale=scale)
    down_bars = layout.base.mark_bar(height=BAR, yOffset=layout.below, color=TURQUOISE).encode(x=x)
    up_bars = _beside(rows, ups).mark_bar(height=BAR, yOffset=layout.below, color=DARK_PINK).encode(x=x, y=_ROWS)
    zero = layout.base.mark_tick(thickness=2, height=BAR + 6, color=INK, yOffset=layout.below).encode(
        x=alt.XDatum(0, axis=None)
    )
    track = layout.base.mark_bar(height=2, yOffset=layout.below, color=FAINT)
    ends_ = [track.encode(x=alt.XDatum(end, axis=None)) for end in (-furthest, furthest)]
    tip = layout.tooltip
    drawn = [*ends_, down_bars.encode(tooltip=tip), up_bars.encode(tooltip=tip), zero]
    if marked:
        expected = _beside(rows, [in_millions(each.expected_gbp) for each in changes])
        drawn.append(expected.mark_tick(thickness=3, height=BAR, color=INK, yOffset=layout.below).encode(x=x, y=_ROWS))
    return layout.draw(*drawn)


_ROWS = alt.Y("place:O", axis=None)


def _beside(rows: Sequence[Row], amounts: Sequence[float]) -> Any:
    return alt.Chart(
        pd.DataFrame(
            {
                "place": range(len(rows)),
                "name": [row.name for row in rows],
                "figure": [row.figure for row in rows],
                "amount": list(amounts),
            }
        )
    )


def _written(change: BothWays) -> str:
    both = [millions(pounds, signed=True) for pounds in (change.low_gbp, change.high_gbp) if pounds]
    return " to ".join(both) or millions(0)
