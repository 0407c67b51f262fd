"""Draw what converting agency staff saves, by how many are converted: a chart with a slider if scripts run.

In: `Workforce` and its data. Out: a chart in £m. Without scripts it shows the middle number of the settings, and its
table has them all. The page shows `said` at the slider and reads it out.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from trustbook.chapters.workforce_agency.analysis import Workforce
from trustbook.chapters.workforce_agency.text import conversions as table_of_conversions
from trustbook.chapters.workforce_agency.text import other_trust_and_year
from trustbook.components.charts.chart import SAID, Chart, figure
from trustbook.components.charts.rows import Drawing, Layout, Row
from trustbook.components.charts.source import sources, titles
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE
from trustbook.core.formatting import financial_year, in_pounds, number
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData

_LABEL = "Agency staff made permanent"


def conversions(workforce: Workforce, data: PeriodData) -> Chart | None:
    """Draw the saving at the premium reported and at what another trust thought possible, or nothing."""
    each, most = workforce.saving_each_gbp, int(workforce.headcount or 0)
    if not each or not most:
        return None
    counts = list(workforce.conversions["converted"])
    shown = int(counts[(len(counts) - 1) // 2])
    savings = [("At the premium reported", each, DARK_BLUE)]
    if workforce.other_trust_saving:
        low, high = workforce.other_trust_saving
        where = _other_trust_short(workforce)
        savings += [
            (f"Lower, {where}", low, CONTEXT),
            (f"Higher, {where}", high, CONTEXT),
        ]
    post = in_pounds(round(workforce.post_cost_gbp))
    savings_text = "; ".join(f"{name[0].lower()}{name[1:]}, {_rounded(amount * shown)}" for name, amount, _ in savings)
    return figure(
        _interactive_bars(savings, shown, most, post),
        name="converting-agency-staff",
        period=data.period,
        title=f"Each move to permanent saves {in_pounds(each)} if posts cost {post}",
        subtitle=f"Saving in a year, £m, by number of agency staff made permanent, if a post costs {post} (our "
        f"assumption), {data.period.label}"
        + (
            f". Grey: the saving thought possible at {other_trust_and_year(workforce)}"
            if workforce.other_trust_saving
            else ""
        ),
        source=(*sources(data, "workforce"), *_other_trust_papers(workforce, data)),
        description=f"A year's saving for {shown} of {most} agency staff: {savings_text}. The table has other numbers. "
        "A slider above the chart, where there is one, sets any number.",
        table=table_of_conversions(workforce),
    )


def _other_trust_short(workforce: Workforce) -> str:
    """Name the other trust and its year, short enough for the label of a bar."""
    body, as_at, *_ = workforce.other_trust
    return f"{body.split()[0]} {financial_year(as_at)}".strip() if body else "elsewhere"


def _other_trust_papers(workforce: Workforce, data: PeriodData) -> tuple[str, ...]:
    """List the papers behind the other trust's saving."""
    rows = data.reference.comparators
    used = rows[rows["measure"].str.startswith("saving_per_conversion")] if workforce.other_trust_saving else rows[:0]
    return titles(data, [used["source_id"]])


def _rounded(pounds: int) -> str:
    """Write a saving to a hundredth of a million: the premium and the cost of a post have no more digits."""
    return f"£{number(in_millions(pounds), 2)}m"


def _interactive_bars(savings: list[tuple[str, int, str]], shown: int, most: int, post: str) -> Drawing:
    """Draw bars that follow the slider; the scale is that of all staff, so that it does not move."""

    def draw(width: int) -> Any:
        return _bars_in(width, savings, shown, most, post)

    return draw


def _bars_in(width: int, savings: list[tuple[str, int, str]], shown: int, most: int, post: str) -> Any:
    """The saving is a separate field, since overwriting it would multiply it again with each move."""
    rows = [
        Row(f"{name}, {in_pounds(each)} each", _rounded(each * most), in_millions(each), colour)
        for name, each, colour in savings
    ]
    layout = Layout(rows, width)
    layout.base = layout.base.transform_calculate(saved="datum.amount * converted").transform_calculate(
        figure="'£' + format(datum.saved, '.2f') + 'm'"
    )
    scale = layout.scale([0, in_millions(max(each for _, each, _ in savings) * most)])
    drawn = layout.bar().encode(
        x=alt.X("saved:Q", axis=None, stack=None, scale=scale),
        color=alt.Color("colour:N", scale=None),
        tooltip=layout.tooltip,
    )
    slider = alt.param(name="converted", value=shown, bind=alt.binding_range(min=0, max=most, step=1, name=_LABEL))
    first = in_millions(savings[0][1])
    spoken = alt.param(
        name=SAID,
        expr=f"converted + ' of {most}: would save £' + format(converted * {first}, '.2f') + 'm a year if a post "
        f"costs {post}'",
    )
    heading = alt.TitleParams(alt.expr(f"converted + ' of {most} agency staff made permanent'"), offset=10)
    return layout.draw(drawn, layout.zero()).properties(title=heading).add_params(slider, spoken)
