"""Draw how far each item could take the cost, down and up. In: a `CostRange`. Out: a chart in £m, or None."""

from __future__ import annotations

from dataclasses import replace

from trustbook.chapters.call_on_councils.low_expected_high import CostRange
from trustbook.chapters.call_on_councils.low_expected_high_text import in_few_words, name, steps
from trustbook.components.charts.both_ways import BothWays, bars_both_ways
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.source import sources
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, in_words
from trustbook.data.period_data import PeriodData


def low_expected_high(found: CostRange | None, data: PeriodData) -> Chart | None:
    """Draw a bar each way for each step, largest first, and a mark at what is expected; None for one step or none."""
    made = steps(found, data)
    if found is None or made is None or len(found.steps) < 2 or found.low == found.high:
        return None
    title = in_few_words(found)
    marked = any(each.expected_gbp for each in found.steps)
    return figure(
        bars_both_ways(
            [BothWays(each.name, each.low_gbp, each.high_gbp, each.expected_gbp) for each in found.steps], marked=marked
        ),
        name="low-expected-high",
        period=data.period,
        title=title,
        subtitle=f"How far each item could take the {name(found)} down (left) or up (right), £m, {data.period.label}"
        + (". The short line on a bar is what is expected" if marked else ""),
        source=sources(data, "adjustments", "savings", "forecast", "mitigations"),
        description=_described(found),
        table=replace(made, caption=title),
    )


def _described(found: CostRange) -> str:
    """Describe the pattern; the table has every amount."""
    down, up = min(found.steps, key=lambda each: each.low_gbp), max(found.steps, key=lambda each: each.high_gbp)
    furthest = [
        f'Furthest {way} is "{step.name}", {money(abs(amount))}.'
        for step, way, amount in ((down, "down", down.low_gbp), (up, "up", up.high_gbp))
        if amount
    ]
    rows = f"{capitalised(in_words(len(found.steps)))} rows of bars from the {name(found)} as reported, longest first."
    return " ".join([rows, *furthest])
