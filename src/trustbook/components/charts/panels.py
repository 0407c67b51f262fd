"""Draw small multiples: one panel for each series, its periods side by side, all on one scale from zero.

In: a frame of series, periods and amounts. Out: a drawing for any width, with as many panels in a row as fit.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.rows import Drawing
from trustbook.components.charts.text_width import widest, wrapped
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE, INK, LINE, is_wide

_HEIGHT = 88
_BETWEEN = 28
_FOR_FIGURES = 0.24
"""The part of a panel, above its longest bar, that is kept for the figures."""
_ROOM = 8
_MOST_IN_A_ROW = 3


@dataclass(frozen=True)
class _Grid:
    """How panels share a width: how many are in a row, how wide one is, and which periods have their figure."""

    columns: int
    width: float
    figures: frozenset[str]


def panels(
    frame: pd.DataFrame,
    own_scale: Collection[str] = (),
    strong: Collection[str] | None = None,
    newest: str | None = None,
    height: int = _HEIGHT,
) -> Drawing:
    """Draw a frame with `series`, `period`, `amount` and `label`: one panel for each series, in the order of the rows.

    Bars of the same length are the same amount in every panel, so that parts can be seen to add up; a series in another
    unit is named in `own_scale` and has a scale of its own. The series that `strong` names stand out, or where it names
    none, the period `newest`, or else the last. If there are more periods than figures fit, only every second or third
    has its figure, always including the last.
    """
    order = list(dict.fromkeys(frame["period"]))
    names = list(dict.fromkeys(frame["series"]))
    together = [name for name in names if name not in own_scale]
    stands_out = frame["period"] == (newest or order[-1]) if strong is None else frame["series"].isin(list(strong))
    frame = frame.assign(edge=frame["amount"].clip(lower=0), colour=stands_out.map({True: DARK_BLUE, False: CONTEXT}))

    def draw(width: int) -> Any:
        grid = _grid(frame, names, order, width)
        shown = frame.assign(figure=frame["label"].where(frame["period"].isin(grid.figures), ""))
        titles = {name: wrapped(name, grid.width, bold=True).split("\n") for name in names}
        most_lines = max(map(len, titles.values()))
        return (
            alt.concat(
                *(
                    _panel(
                        shown[shown["series"] == name],
                        [""] * (most_lines - len(titles[name])) * (grid.columns > 1) + titles[name],
                        order,
                        _span(frame, [name] if name in own_scale else together),
                        grid,
                        with_periods=grid.columns > 1 or name == names[-1],
                        height=height,
                    )
                    for name in names
                ),
                columns=grid.columns,
                spacing={"row": 12, "column": _BETWEEN},
            )
            .resolve_scale(x="shared", y="independent")
            .resolve_axis(x="independent")
        )

    return draw


def _grid(frame: pd.DataFrame, names: list[str], order: list[str], width: int) -> _Grid:
    """Put panels side by side where every period keeps its name; leave figures out where they would touch."""
    period, figure = widest(order) + _ROOM, widest(frame["label"]) + _ROOM
    needed = len(order) * max(period, min(figure, period * 2))
    fits = int((width + _BETWEEN) // (needed + _BETWEEN)) if is_wide(width) else 1
    columns = max(1, min(fits, len(names), _MOST_IN_A_ROW))
    columns = ceil(len(names) / ceil(len(names) / columns))
    own = (width - (columns - 1) * _BETWEEN) / columns
    every = ceil(figure / (own / len(order)))
    return _Grid(columns, own, frozenset(order[::-1][::every]))


def _span(frame: pd.DataFrame, names: list[str]) -> list[float]:
    """Return the ends of the scale that these series share."""
    amounts = frame.loc[frame["series"].isin(names), "amount"]
    low, high = min(0.0, amounts.min()), max(0.0, amounts.max())
    return [low, (high if high > low else 1) + _FOR_FIGURES * (high - low)]


def _panel(
    rows: pd.DataFrame,
    title: list[str],
    order: list[str],
    span: list[float],
    grid: _Grid,
    *,
    with_periods: bool,
    height: int,
) -> Any:
    y = alt.Scale(domain=span, nice=False, zero=True)
    tight = (widest(order) + _ROOM / 2) * len(order) > grid.width
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=6, labelOverlap=tight) if with_periods else None
    base = alt.Chart(rows).encode(
        x=alt.X("period:N", sort=order, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.25, paddingOuter=0.1))
    )
    bars = base.mark_bar().encode(
        y=alt.Y("amount:Q", scale=y, axis=None, stack=None),
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("series:N", title="Series"),
            alt.Tooltip("period:N", title="Period"),
            alt.Tooltip("label:N", title="Figure"),
        ],
    )
    labels = base.mark_text(dy=-8).encode(y=alt.Y("edge:Q", scale=y, axis=None), text=alt.Text("figure:N"))
    zero = alt.Chart(rows).transform_aggregate(rows="count()").mark_rule(color=INK).encode(y=alt.YDatum(0, axis=None))
    return alt.layer(bars, labels, zero).properties(
        width=grid.width, height=height, title=alt.TitleParams(title, offset=4, lineHeight=LINE)
    )
