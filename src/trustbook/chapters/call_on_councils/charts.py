"""Draw the chart of the cost to the councils. In: `Call` and its period's data. Out: a chart in £m."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.call_on_councils.analysis import Call
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.source import sources
from trustbook.components.charts.waterfall import Step, waterfall
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, in_words
from trustbook.data.period_data import PeriodData


def bridge(call: Call, data: PeriodData) -> Chart:
    """Draw what the cost is made of as a waterfall: from the variance, with the pressure and the cost as totals."""
    steps = _with_totals(call)
    title = _title(call)
    return figure(
        waterfall(
            [
                Step(str(each.step), int(each.amount_gbp), total=bool(each.total) or not place, strong=not place)
                for place, each in enumerate(steps.itertuples())
            ]
        ),
        name="from-variance-to-call",
        period=data.period,
        title=title,
        subtitle=f"The variance (the forecast less the {call.position.revised_name}) and what is added to it, £m, "
        f"{data.period.label}. Grey bars are totals",
        source=sources(data, "forecast", "adjustments"),
        description=_described(call),
        table=table(steps, [Column("step", "Step"), Column("amount_gbp", "Amount", "gbp_m")], title, subtotals="total"),
    )


def _with_totals(call: Call) -> pd.DataFrame:
    """List the steps with the cost as the last row, and the pressure as a subtotal where it is one."""
    parts, items = (call.bridge[(call.bridge["kind"] == "item") == is_item] for is_item in (False, True))
    subtotal = [("Pressure", call.position.pressure)] if len(parts) > 1 and len(items) else []
    steps = [
        *((str(row.step), int(row.amount_gbp), False) for row in parts.itertuples()),
        *((name, amount, True) for name, amount in subtotal),
        *((str(row.step), int(row.amount_gbp), False) for row in items.itertuples()),
        (capitalised(words().cost), call.total, True),
    ]
    return pd.DataFrame(steps, columns=["step", "amount_gbp", "total"])


def _title(call: Call) -> str:
    """Say how much of the cost is the variance, if that is a part of it."""
    variance = call.position.variance
    if 0 < variance < call.total:
        return f"{money(variance)} of the {money(call.total)} {words().cost} is variance"
    return f"What makes up the {words().cost}"


def _described(call: Call) -> str:
    """Describe the pattern; the table has every amount."""
    first, *others = call.bridge.sort_values("amount_gbp", key=abs, ascending=False, kind="stable").itertuples()
    largest = f'The largest is "{first.step}", {money(int(first.amount_gbp))}'
    second = f'; the next is "{others[0].step}", {money(int(others[0].amount_gbp))}' if others else ""
    return (
        f"{capitalised(in_words(len(call.bridge)))} {'bar' if len(call.bridge) == 1 else 'bars of a waterfall'} "
        f"{'is' if len(call.bridge) == 1 else 'add up to'} the {words().cost}, {money(call.total)}. {largest}{second}."
    )
