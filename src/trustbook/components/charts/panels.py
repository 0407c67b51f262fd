"""Draw small multiples: one panel for each series, its periods side by side, all on one scale from zero.

In: a frame of series, periods and amounts. Out: an Altair chart, one panel below the other, so that they fit a phone.
"""

from __future__ import annotations

from collections.abc import Collection
from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.theme import INK, WIDTH

_PANEL = 64
_FIGURES_SIDE_BY_SIDE = 7
"""How many figures of six characters fit side by side."""
_SHORT = len("P12")


def panels(frame: pd.DataFrame, own_scale: Collection[str] = ()) -> Any:
    """Draw a frame with `series`, `period`, `amount` and `label`: one row for each bar, in the order of the rows.

    Bars of the same length are the same amount in every panel, so that parts can be seen to add up; a series in another
    unit is named in `own_scale` and has a scale of its own.
    If there are more periods than figures fit, only every second or third has its figure, always including the newest.
    """
    order = list(dict.fromkeys(frame["period"]))
    every = ceil(len(order) / _FIGURES_SIDE_BY_SIDE)
    labelled = set(order[::-1][::every])
    frame = frame.assign(
        figure=[
            label if period in labelled else "" for label, period in zip(frame["label"], frame["period"], strict=True)
        ],
        edge=frame["amount"].clip(lower=0),
    )
    names = list(dict.fromkeys(frame["series"]))
    together = [name for name in names if name not in own_scale]
    return alt.vconcat(
        *(
            _panel(frame, name, order, _span(frame, [name] if name in own_scale else together), last=name == names[-1])
            for name in names
        ),
        spacing=10,
    ).resolve_scale(x="shared", y="independent")


def _span(frame: pd.DataFrame, names: list[str]) -> list[float]:
    """Return the ends of the scale that these series share."""
    amounts = frame.loc[frame["series"].isin(names), "amount"]
    low, high = min(0.0, amounts.min()), max(0.0, amounts.max())
    return [low, high if high > low else 1]


def _panel(frame: pd.DataFrame, name: str, order: list[str], span: list[float], *, last: bool) -> Any:
    y = alt.Scale(domain=span, nice=False, zero=True)
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=6, **_label_overlap(order)) if last else None
    base = alt.Chart(frame).encode(
        x=alt.X("period:N", sort=order, axis=axis, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1))
    )
    bars = base.mark_bar().encode(
        y=alt.Y("amount:Q", scale=y, axis=None, stack=None),
        tooltip=[
            alt.Tooltip("series:N", title="Series"),
            alt.Tooltip("period:N", title="Period"),
            alt.Tooltip("label:N", title="Figure"),
        ],
    )
    labels = base.mark_text(dy=-8).encode(y=alt.Y("edge:Q", scale=y, axis=None), text=alt.Text("figure:N"))
    zero = alt.Chart(frame).transform_aggregate(rows="count()").mark_rule(color=INK).encode(y=alt.YDatum(0, axis=None))
    return alt.layer(
        bars.transform_filter(alt.datum.series == name), labels.transform_filter(alt.datum.series == name), zero
    ).properties(width=WIDTH, height=_PANEL, title=alt.TitleParams(name, offset=18))


def _label_overlap(order: list[str]) -> dict[str, Any]:
    """Hide long period names that would overlap."""
    return {"labelOverlap": True} if max(map(len, order)) > _SHORT else {}
