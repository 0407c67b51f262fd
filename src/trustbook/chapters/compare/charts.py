"""Draw the ranks: one strip for each measure, all authorities from best to worst in quarters. In: `Compared`."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.compare.analysis import Compared, Path, Standing
from trustbook.chapters.compare.text import QUARTERS, standings
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import BAR, Drawing, Layout, Row
from trustbook.components.charts.source import published
from trustbook.components.charts.theme import DARK_BLUE, FAINT, INK, PAPER
from trustbook.core.formatting import when
from trustbook.data.period_data import PeriodData

_HALF = 0.5
_BOUNDS = (0.25, 0.5, 0.75)


def ranks(compared: Compared, data: PeriodData) -> Chart | None:
    """Draw the area's rank by each measure: a point on a strip from the best (left) to the worst authority."""
    shown = [(path, path.now) for path in compared.current if path.now and path.now.rank is not None]
    rows_in_words = standings(compared)
    if not shown or rows_in_words is None:
        return None
    several = len({path.area for path, _ in shown}) > 1
    rows = [
        Row(f"{path.measure.label}, {path.area}" if several else path.measure.label, _figure(now), _along(now))
        for path, now in shown
    ]
    worst = sum(now.quarter == len(QUARTERS) for _, now in shown)
    title = f"{worst} of {len(shown)} ranks are in the worst quarter"
    return figure(
        _strips(rows, [_before(path) for path, _ in shown]),
        name="ranks",
        period=data.period,
        title=title,
        subtitle="Rank among all authorities, best on the left, in quarters (25% each), for "
        f"{data.period.label}, as published by "
        f"{when(compared.day.isoformat())}. The hollow point is the year before",
        source=published(data, "compared"),
        description="One strip for each measure, from the best authority on the left to the worst on the right. "
        "A point marks the area's rank.",
        table=rows_in_words,
    )


def _figure(now: Standing) -> str:
    return f"{now.rank} of {now.of}"


def _along(standing: Standing) -> float:
    """Place a rank along the strip, in the middle of its authority's equal part."""
    return ((standing.rank or 0) - _HALF) / standing.of


def _before(path: Path) -> float | None:
    before = path.before
    return None if before is None or before.rank is None else _along(before)


def _strips(rows: list[Row], before: list[float | None]) -> Drawing:
    def draw(width: int) -> Any:
        return _strips_in(Layout(rows, width), before)

    return draw


def _strips_in(layout: Layout, before: list[float | None]) -> Any:
    scale = layout.scale([0, 1])
    track = layout.bar(color=FAINT).encode(x=alt.XDatum(1, axis=None, scale=scale))
    bounds = [
        layout.tick(thickness=1, height=BAR + 4, color=INK).encode(x=alt.XDatum(bound, axis=None)) for bound in _BOUNDS
    ]
    marks = [track, *bounds]
    earlier = pd.DataFrame(
        [{"at": layout.at[place], "amount": amount} for place, amount in enumerate(before) if amount is not None]
    )
    if len(earlier):
        marks.append(
            alt.Chart(earlier)
            .mark_point(size=90, filled=False, fill=PAPER, stroke=DARK_BLUE, strokeWidth=2)
            .encode(x=alt.X("amount:Q", axis=None, scale=scale), y=layout.y)
        )
    marks.append(
        layout.base.mark_point(size=130).encode(
            x=alt.X("amount:Q", axis=None, scale=scale), color=alt.Color("colour:N", scale=None), tooltip=layout.tooltip
        )
    )
    return layout.draw(*marks)
