"""Draw how far each item could take the cost, down and up. In: a `CostRange`. Out: a chart in £m, or None."""

from __future__ import annotations

from trustbook.chapters.call_on_councils.low_expected_high import CostRange, Step, as_frame
from trustbook.chapters.call_on_councils.low_expected_high_text import name
from trustbook.components.charts.both_ways import BothWays, bars_both_ways, ends
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.source import sources
from trustbook.components.tables import Column, table
from trustbook.core.formatting import direction, listing, millions
from trustbook.data.period_data import PeriodData


def low_expected_high(found: CostRange | None, data: PeriodData) -> Chart | None:
    """Draw a bar each way for each step, largest first, and a mark at what is expected; None for one step or none."""
    if found is None or len(found.steps) < 2 or found.low == found.high:
        return None
    title = f"Low {millions(found.low)}, expected {millions(found.expected)}, high {millions(found.high)}"
    marked = any(each.expected_gbp for each in found.steps)
    return figure(
        bars_both_ways(
            [BothWays(each.name, each.low_gbp, each.high_gbp, each.expected_gbp) for each in found.steps], marked=marked
        ),
        name="low-expected-high",
        period=data.period,
        title=title,
        subtitle=f"How far each item could take the {name(found)} from {millions(found.start)}, £m, "
        f"{data.period.label}. Left of the line is down, right of it up"
        + (". The short line on a bar is what is expected" if marked else ""),
        source=sources(data, "adjustments", "savings", "forecast", "mitigations"),
        description=f"Bars from the {name(found)} as reported, longest first: "
        f"{listing([_described(each) for each in found.steps])}.",
        table=table(
            as_frame(found),
            [
                Column("step", "Step"),
                Column("low_gbp", "Low", "gbp_m_signed"),
                Column("expected_gbp", "Expected", "gbp_m_signed"),
                Column("high_gbp", "High", "gbp_m_signed"),
            ],
            title,
            {
                "step": "Together",
                **{f"{end}_gbp": getattr(found, end) - found.start for end in ("low", "expected", "high")},
            },
        ),
    )


def _described(step: Step) -> str:
    expected = f", expected {direction(step.expected_gbp)}" if step.expected_gbp else ""
    return f"{step.name} {ends(step.low_gbp, step.high_gbp)}{expected}"
