"""List the headline figures by name, for pages, the command line and the tie-out.

In: the data of a period. Out: the `Metric`s of its book's chapters; money in whole pounds, stated in thousands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import fill
from types import ModuleType

import pandas as pd

from trustbook.components.lineage import Origin, origin_of
from trustbook.components.metric import Metric, comparator, money, place_of
from trustbook.config.discovery import folder_of, in_every_chapter, use_chapters_of
from trustbook.config.words import words
from trustbook.core.formatting import WIDTH, Absence, capitalised
from trustbook.core.units import write_amount
from trustbook.data.period_data import PeriodData, worked_out_once


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """Work out every headline figure of a period, in the order of the chapters."""
    return [each for chapter in chapters(data) for each in chapter.metrics(data)]


def named(data: PeriodData, names: Iterable[str]) -> dict[str, Metric]:
    """Work out only the chapters that these names belong to, and return all their figures by name."""
    wanted = {name.partition(".")[0] for name in names}
    found = (chapter for chapter in chapters(data) if prefix(chapter) in wanted)
    return {each.name: each for chapter in found for each in chapter.metrics(data)}


def origin(data: PeriodData, metric: str) -> Origin:
    """Find where a headline figure comes from. Raises KeyError for one that does not say how it is worked out."""
    return origin_of(data, named(data, [metric])[metric])


def prefix(chapter: ModuleType) -> str:
    """Return the word before the first dot in the names of a chapter's figures: its `PREFIX`, or its folder's name."""
    return str(getattr(chapter, "PREFIX", chapter.__name__.split(".")[-2]))


def chapters(data: PeriodData) -> list[ModuleType]:
    """List the chapters that have headline figures, in their order."""
    return list(_chapters(data, "metrics"))


def details(data: PeriodData) -> list[Metric]:
    """List the figures of the returns line by line, under the names that papers use."""
    return [each for chapter in _chapters(data, "details") for each in chapter.details(data)]


def _chapters(data: PeriodData, has: str) -> Iterator[ModuleType]:
    """Yield the analyses that have a function: the book's chapters in order, then others that the site leads with."""
    use_chapters_of(data.root)
    found = in_every_chapter("analysis")
    book = [folder_of(name) for name in data.chapters]
    lead = [folder for folder, module in found.items() if getattr(module, "LEADS", False)]
    for folder in dict.fromkeys((*book, *lead)):
        if folder in found and _own(found[folder], has):
            yield found[folder]


def _own(chapter: ModuleType, name: str) -> bool:
    return getattr(getattr(chapter, name, None), "__module__", None) == chapter.__name__


def absence(data: PeriodData, metric: Metric) -> Absence:
    """Return the word for a figure that a period does not have; a movement depends on the previous return as well."""
    moves = metric.lineage is not None and any(read.before for read in metric.lineage.reads)
    return data.absence_of_movement if moves else data.absence()


def as_json(found: Iterable[Metric], data: PeriodData) -> str:
    """Write the figures of a period as JSON: name to value, unit and label, and where there is no value, why."""
    values = {
        each.name: {"value": each.value, "unit": each.unit, "label": each.label}
        | ({"absent": absence(data, each).value} if each.value is None else {})
        for each in found
    }
    return json.dumps(values, indent=2, ensure_ascii=False)


def in_lines(found: Iterable[Metric], data: PeriodData) -> Iterator[str]:
    """Write the figures as people read them, one a line: name, figure with its unit, label."""
    rows = [(each.name, absence(data, each).value if each.amount is None else written(each), each) for each in found]
    names = min(max((len(name) for name, _, _ in rows), default=0), _LONGEST_NAME)
    values = max((len(value) for _, value, _ in rows), default=0)
    for name, value, each in rows:
        start = f"{name:{names}} {value:>{values}}  "
        yield fill(each.label, WIDTH, initial_indent=start, subsequent_indent=" " * (names + values + 3))


def written(metric: Metric) -> str:
    """Write a figure that there is with its unit: `£31.632m`, `21.0%`."""
    return write_amount(metric.amount, metric.unit)


def reference_metrics(data: PeriodData) -> list[tuple[str, Metric]]:
    """List the reference figures, each with its year or date (empty if it has none)."""
    figures = [
        (
            str(row["year"]),
            money(
                "contract.original", int(row["original_gbp"]), capitalised(words().original), typed_from=place_of(row)
            ),
        )
        for _, row in data.reference.contract_sums.iterrows()
    ]
    for _, row in data.reference.comparators.iterrows():
        name = comparator(row["body"], row["measure"], row["scope"])
        when = "" if pd.isna(row["as_at"]) else str(row["as_at"])
        unit = _BASE_UNITS.get(row["unit"], row["unit"])
        figures.append((when, Metric.stated(name, float(row["value"]), unit, row["basis"], place_of(row))))
    for chapter in _chapters(data, "reference_metrics"):
        figures += chapter.reference_metrics(data)
    return figures


_LONGEST_NAME = 44
_BASE_UNITS = {"share of vacancies": "share"}
