"""Draw a waterfall: bars that float where the one before ended, joined by lines, and totals from the base line.

In: steps, in whole pounds. Out: a drawing for any width. A rise and a fall differ in colour, arrow and sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import altair as alt

from trustbook.components.charts.rows import BAR, Drawing, Layout, Row
from trustbook.components.charts.theme import CONTEXT_DARK, DARK_BLUE, DOWN, GROUND, INK, UP
from trustbook.core.formatting import millions
from trustbook.core.units import in_millions

_CUT_BELOW = 0.3
"""Totals are cut if all levels lie in less than this part of the scale, where changes would be too short to see."""
_CUT_LEAVES = 0.3
"""How long the cut totals are at least, as a part of the space in which the levels lie."""


@dataclass(frozen=True)
class Step:
    """One step: a change, or a total, which is the level where the changes before it end."""

    name: str
    amount_gbp: int
    total: bool = False
    strong: bool = False


@dataclass(frozen=True)
class _Bar:
    begin: int
    end: int


def is_cut(steps: Sequence[Step]) -> bool:
    """Return whether totals should be cut, because the changes are too small beside them."""
    levels = [level for bar in _bars(steps) for level in (bar.begin, bar.end) if level]
    low, high = min(levels, default=0), max(levels, default=0)
    return bool(steps) and steps[0].total and low > 0 and 0 < high - low < _CUT_BELOW * high


def waterfall(steps: Sequence[Step], *, cut: bool = False) -> Drawing:
    """Draw one row for each step, in their order; with `cut`, the totals do not begin at zero, and a gap says so."""
    bars = _bars(steps)
    levels = [level for bar in bars for level in (bar.begin, bar.end)]
    low, high = min(0, *levels), max(0, *levels)
    if cut:
        reached = [level for level in levels if level]
        low = round(min(reached) - _CUT_LEAVES * (high - min(reached)))
    rows = [
        Row(step.name, _figure(step), in_millions(bar.end), _colour(step))
        for step, bar in zip(steps, bars, strict=True)
    ]

    def draw(width: int) -> Any:
        layout = Layout(rows, width)
        x = alt.X(
            "amount:Q",
            axis=None,
            stack=None,
            scale=layout.scale([in_millions(low), in_millions(high or 1)], zero=not cut),
        )
        layout.base.data = layout.base.data.assign(
            begin=[in_millions(max(bar.begin, low)) for bar in bars],
            last=[row is rows[-1] for row in rows],
            total=[step.total for step in steps],
            foot=[at + BAR / 2 for at in layout.at],
            head=[
                after - BAR / 2 if layout.wide else at + BAR
                for at, after in zip_longest(layout.at, layout.at[1:], fillvalue=layout.height)
            ],
        )
        drawn = layout.bar().encode(x=x, x2="begin:Q", color=alt.Color("colour:N", scale=None), tooltip=layout.tooltip)
        return layout.draw(*_connectors(layout, x), drawn, *(_cuts(layout) if cut else [_base_line(layout)]))

    return draw


def _bars(steps: Sequence[Step]) -> list[_Bar]:
    bars: list[_Bar] = []
    level = 0
    for step in steps:
        begin = 0 if step.total else level
        level = step.amount_gbp if step.total else level + step.amount_gbp
        bars.append(_Bar(begin, level))
    return bars


def _figure(step: Step) -> str:
    if step.total:
        return millions(step.amount_gbp)
    if not step.amount_gbp:
        return "no change"
    return f"{'▲' if step.amount_gbp > 0 else '▼'} {millions(step.amount_gbp, signed=True)}"


def _colour(step: Step) -> str:
    if step.total:
        return DARK_BLUE if step.strong else CONTEXT_DARK
    return UP if step.amount_gbp > 0 else DOWN


def _connectors(layout: Layout, x: alt.X) -> list[Any]:
    """Join the end of each bar to the next; in a narrow drawing the line stops above the next name."""
    joined = layout.base.transform_filter("!datum.last").mark_rule(strokeWidth=1.5, color=CONTEXT_DARK)
    joined = joined.encode(x=x, y=alt.Y("foot:Q", axis=None, scale=None), y2=alt.Y2("head:Q"))
    unchanged = layout.tick(thickness=1.5, height=BAR, color=CONTEXT_DARK).transform_filter(
        "datum.begin == datum.amount"
    )
    return [joined, unchanged.encode(x=x)]


def _base_line(layout: Layout) -> Any:
    """Draw the line from which the totals begin, at them alone: changes float."""
    line = layout.tick(thickness=2, height=BAR + 6, color=INK).transform_filter("datum.total")
    return line.encode(x=alt.XDatum(0, axis=None))


def _cuts(layout: Layout) -> list[Any]:
    """Draw gaps in the totals, whose bars do not begin at zero."""
    gap = layout.tick(thickness=3, height=BAR + 4, color=GROUND).transform_filter("datum.total")
    return [gap.encode(x=alt.XValue(layout.span[0] + at)) for at in (10, 16)]
