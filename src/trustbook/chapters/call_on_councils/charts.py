"""Draw the chart of the cost to the councils. In: `Call` and its period's data. Out: a chart in £m."""

from __future__ import annotations

from trustbook.chapters.call_on_councils.analysis import Call
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_GREY
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.formatting import capitalised, millions
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData


def bridge(call: Call, data: PeriodData) -> Chart:
    """Draw what the cost is made of, step by step, and the cost itself, each from zero."""
    steps = [
        Row(str(step.step), millions(int(step.amount_gbp)), in_millions(int(step.amount_gbp)))
        for step in call.bridge.itertuples()
    ]
    whole = Row(capitalised(words().cost), millions(call.total), in_millions(call.total), DARK_GREY)
    title = f"The {words().cost} is {millions(call.total)}{', unless mitigated' if call.total > 0 else ''}"
    return figure(
        bars([*steps, whole]),
        name="from-variance-to-call",
        period=data.period,
        title=title,
        subtitle=f"The variance and what is added to it, and the call that they make, £m, {data.period.label}",
        source=sources(data, "forecast", "adjustments"),
        description=f"Bars from zero: {'; '.join(f'{row.name} {row.figure}' for row in steps)}. "
        f"Added up they are the call, {whole.figure}.",
        table=table(
            call.bridge,
            [Column("step", "Step"), Column("amount_gbp", "Amount", "gbp_m")],
            title,
            {"step": whole.name, "amount_gbp": call.total},
        ),
    )
