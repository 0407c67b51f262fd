"""Show the key figures of a chapter: each with its change since the previous return, and where it comes from.

In: the data of a period, names of metrics. Out: figures for the head of a page.
"""

from __future__ import annotations

from trustbook.chapters.metrics import named
from trustbook.components.lineage import origin_of
from trustbook.components.metric import AS_REPORTED, Metric
from trustbook.components.page import KeyFigure, KeyFigures
from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.formatting import stated_percent, when
from trustbook.core.units import write_amount
from trustbook.data.period_data import PeriodData


def key_figures(data: PeriodData, *names: str) -> KeyFigures | None:
    """Show these metrics, each with its label; leave out one that is not reported, since the page says so.

    None if none of them is reported.

    Raises KeyError for a name that no metric has.
    """
    now = named(data, names)
    earlier = data.at_previous()
    before = {} if earlier is None else named(earlier, names)
    since = "" if earlier is None else earlier.period.seen_from(data.period)
    found = [now[name] for name in names if now[name].amount is not None]
    figures = tuple(_figure(data, each, before.get(each.name), since) for each in found)
    return KeyFigures(figures) if figures else None


def _figure(data: PeriodData, metric: Metric, before: Metric | None, since: str) -> KeyFigure:
    return KeyFigure(metric.label, written(metric), _meaning(metric, before, since), origin_of(data, metric))


def _meaning(metric: Metric, before: Metric | None, since: str) -> tuple[str, ...]:
    """Say which time the figure is for, if not the period, and how it changed if the previous return reports it.

    A figure for the same time in both is one statement, which has not moved and cannot.
    """
    one_statement = bool(metric.as_at) and before is not None and before.as_at == metric.as_at
    if before is None or before.amount is None or metric.amount is None or one_statement:
        return (f"for {when(metric.as_at)}",) if metric.as_at else ()
    if metric.is_money:
        return (f"{up_or_down(round(metric.amount - before.amount))} since {since}",)
    return (f"{written(before)} in {since}",)


def written(metric: Metric) -> str:
    """Write a metric in the form of its unit: rounded money, per cent, a number.

    A share that is shown as reported has the digits that its paper gives.
    """
    if metric.unit == "share" and metric.lineage is not None and metric.lineage.how == AS_REPORTED:
        return stated_percent(None if metric.amount is None else float(metric.amount))
    if metric.is_money and metric.amount is not None:
        return money(round(metric.amount))
    return write_amount(metric.amount, metric.unit)
