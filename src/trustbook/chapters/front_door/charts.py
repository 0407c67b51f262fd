"""Draw what a higher conversion rate would mean, by where it comes from: a chart with two sliders if scripts run.

In: `FrontDoor` and its data. Out: a chart of referrals for every hundred of now. Without scripts it shows the target
rate with half of the rise from fewer referrals; its table has the ends. The page shows `said` at the sliders and reads
it out.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from trustbook.chapters.front_door.analysis import FrontDoor, scenario
from trustbook.components.charts.chart import SAID, Chart, figure
from trustbook.components.charts.rows import Drawing, Layout, Row
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import CONTEXT_DARK, DARK_BLUE
from trustbook.components.tables import PageTable
from trustbook.core.formatting import number, percent
from trustbook.data.period_data import PeriodData

_HALF = 50
_STEP = 5


def scenarios(door: FrontDoor, data: PeriodData, ends: PageTable | None) -> Chart | None:
    """Draw referrals and assessments at a rate and a part that the reader sets; `ends` is its table."""
    if not door.rate or not door.target or ends is None:
        return None
    shown = scenario(door.rate, door.target, _HALF / 100)
    return figure(
        _interactive_bars(door.rate, door.target),
        name="higher-conversion-rate",
        period=data.period,
        title="A higher rate means fewer referrals or more assessments",
        subtitle="Referrals and assessments for each 100 referrals now, % of them "
        f"({data.period.label}). The pale bar is the 100 of now",
        source=sources(data, "front_door"),
        description=f"Two bars from zero, for a rate of {percent(door.target, 0)} (now {percent(door.rate, 0)}) with "
        f"half of the rise from fewer referrals. They show {number(shown.referrals)} referrals and "
        f"{number(shown.assessments)} assessments. Sliders above the chart, where there are any, change the rate and "
        "the half. The table has the two extremes.",
        table=ends,
    )


def _interactive_bars(rate: float, target: float) -> Drawing:
    """Draw bars that follow both sliders, with the arithmetic of `trustbook.chapters.front_door.analysis.scenario`."""

    def draw(width: int) -> Any:
        return _bars_in(width, rate, target)

    return draw


def _bars_in(width: int, rate: float, target: float) -> Any:
    layout = Layout(
        [Row("Referrals", "100", 100, DARK_BLUE), Row("Social work assessments", "100", 100, CONTEXT_DARK)], width
    )
    layout.base = layout.base.transform_calculate(
        made="datum.place == 0 ? referrals : assessments"
    ).transform_calculate(figure="format(datum.made, '.0f')")
    scale = layout.scale([0, 100])
    drawn = layout.bar().encode(
        x=alt.X("made:Q", axis=None, stack=None, scale=scale),
        color=alt.Color("colour:N", scale=None),
        tooltip=layout.tooltip,
    )
    least, most = round(min(rate, target) * 100), min(100, round(max(rate, target) * 200))
    sliders = (
        alt.param(
            name="target",
            value=round(target * 100),
            bind=alt.binding_range(min=least, max=most, step=1, name="Conversion rate, %"),
        ),
        alt.param(
            name="fewer",
            value=_HALF,
            bind=alt.binding_range(min=0, max=100, step=_STEP, name="Of the rise, from fewer referrals, %"),
        ),
    )
    worked_out = (
        alt.param(name="referrals", expr=f"100 - fewer * (1 - {rate * 100} / target)"),
        alt.param(name="assessments", expr="referrals * target / 100"),
        alt.param(
            name=SAID,
            expr="'At ' + target + '%, ' + fewer + '% of the rise from fewer referrals: ' + format(referrals, '.0f') "
            "+ ' referrals and ' + format(assessments, '.0f') + ' assessments'",
        ),
    )
    heading = alt.TitleParams(alt.expr("'At a conversion rate of ' + target + '%'"), offset=10)
    return (
        layout.draw(layout.track(100), drawn, layout.zero()).properties(title=heading).add_params(*sliders, *worked_out)
    )
