"""The key figures of a chapter: each with its movement since the period before, and where it comes from.

In: the material of a period, names of metrics. Out: figures for the head of a page.
"""

from __future__ import annotations

from trustbook.analysis.metric import THOUSAND, Metric
from trustbook.analysis.metrics import metrics
from trustbook.analysis.origins import origin_of
from trustbook.returns.material import Material
from trustbook.show.page import KeyFigure, KeyFigures
from trustbook.words import direction, in_pounds, millions, number, percent


def key_figures(material: Material, *names: str) -> KeyFigures:
    """Show these metrics, each with its label; one that is not reported is left out, since the page says so.

    Raises KeyError for a name that no metric has.
    """
    now = {each.name: each for each in metrics(material)}
    earlier = material.at_previous()
    before = {} if earlier is None else {each.name: each for each in metrics(earlier)}
    found = [now[name] for name in names if now[name].value is not None]
    return KeyFigures(tuple(_figure(material, each, before.get(each.name)) for each in found))


def _figure(material: Material, metric: Metric, before: Metric | None) -> KeyFigure:
    return KeyFigure(metric.label, written(metric), _meaning(material, metric, before), origin_of(material, metric))


def _meaning(material: Material, metric: Metric, before: Metric | None) -> tuple[str, ...]:
    """Say how the figure moved, where the period before reports it in the same unit."""
    if before is None or before.value is None or metric.value is None:
        return ()
    since = f"since {material.period.previous.short}"
    if metric.unit == "gbp_k":
        return (f"{direction(round((metric.value - before.value) * THOUSAND))} {since}",)
    return (f"{written(before)} at {material.period.previous.short}",)


def written(metric: Metric) -> str:
    """Write a metric in the form of its unit: millions, per cent, a number."""
    if metric.value is None or metric.unit == "gbp_k":
        return millions(None if metric.value is None else round(metric.value * THOUSAND))
    if metric.unit == "share":
        return percent(metric.value)
    if metric.unit == "gbp_per_week":
        return in_pounds(round(metric.value))
    return number(metric.value, 0 if float(metric.value).is_integer() else 1)
