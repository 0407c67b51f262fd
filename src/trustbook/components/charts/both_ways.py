"""Draw charts of changes in both directions: a bar to the left for down and one to the right for up, on one scale.

In: the two ends of each row, in whole pounds. Out: a drawing for any width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.rows import BAR, Drawing, Layout, Row
from trustbook.components.charts.theme import DOWN, FAINT, INK, UP
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


def bars_both_ways(changes: Sequence[BothWays], *, marked: bool = False) -> Drawing:
    """Draw the bars of each row from one line; `marked` draws a short line where the expected change is."""
    rows = [Row(each.name, _written(each), in_millions(each.low_gbp)) for each in changes]
    ups = [in_millions(each.high_gbp) for each in changes]
    furthest = [min(0.0, *(row.amount for row in rows)), max(0.0, *ups)]
    if not any(furthest):
        furthest = [-1, 1]

    def draw(width: int) -> Any:
        layout = Layout(rows, width)
        x = alt.X("amount:Q", axis=None, stack=None, scale=layout.scale(furthest))
        down_bars = layout.bar(color=DOWN).encode(x=x)
        up_bars = _beside(layout, ups).mark_bar(orient="horizontal", height=BAR, color=UP).encode(x=x, y=layout.y)
        track = layout.bar(height=2, color=FAINT)
        drawn = [*(track.encode(x=alt.XDatum(end, axis=None)) for end in furthest if end)]
        drawn += [down_bars.encode(tooltip=layout.tooltip), up_bars.encode(tooltip=layout.tooltip), layout.zero()]
        if marked:
            expected = _beside(layout, [in_millions(each.expected_gbp) for each in changes])
            drawn.append(
                expected.mark_tick(orient="vertical", thickness=3, height=BAR, color=INK).encode(x=x, y=layout.y)
            )
        return layout.draw(*drawn)

    return draw


def _beside(layout: Layout, amounts: Sequence[float]) -> Any:
    return alt.Chart(
        pd.DataFrame(
            {
                "at": layout.at,
                "name": [row.name for row in layout.rows],
                "figure": [row.figure for row in layout.rows],
                "amount": list(amounts),
            }
        )
    )


def _written(change: BothWays) -> str:
    both = [millions(pounds, signed=True) for pounds in (change.low_gbp, change.high_gbp) if pounds]
    return " to ".join(both) or millions(0)
