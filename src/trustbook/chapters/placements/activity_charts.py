"""Draw the placements by type of care over the months. In: `Nights` and its data. Out: a chart; small counts masked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.chapters.placements.activity import DATASET
from trustbook.chapters.placements.activity_text import month_name
from trustbook.chapters.placements.nights import Nights
from trustbook.chapters.placements.small_counts import FEWEST, is_small, shown
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.panels import panels
from trustbook.components.charts.source import titles
from trustbook.components.tables import Column, table
from trustbook.core.formatting import Withheld, number
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

_MOST_MONTHS = 12


def placements_by_month(found: Nights, data: PeriodData) -> Chart | None:
    """Draw the placements at the end of each of the last 12 months, a panel for each type.

    None for one month alone, or where too few placements are left to show.
    """
    months = [each for each in found.activity.months if found.month - each < _MOST_MONTHS and each <= found.month]
    kept = found.kept_back_at_any_time
    names = [name for name in found.activity.care_types if name != kept.companion]
    if len(months) < 2 or not kept.whole or not names:
        return None
    frame = pd.DataFrame(
        [
            {"series": name, "period": f"{month.first_day:%b}", "count": count}
            for month in months
            for name in names
            if (count := _count(found, name, month)) is not None
        ]
    )
    frame = frame.assign(
        amount=[0 if is_small(count) else count for count in frame["count"]],
        label=[f"<{FEWEST}" if is_small(count) else number(count) for count in frame["count"]],
        shown=pd.Series([shown(count) for count in frame["count"]], dtype="object"),
    ).drop(columns="count")
    title = _finding(found, months)
    hidden = f" Counts of 1 to 4 are not drawn, nor is {kept.companion}." if kept.small and kept.companion else ""
    said = [
        f"{name}: {_first_and_last([_said(label) for label in rows['label']])}"
        for name, rows in frame.groupby("series", sort=False)
    ]
    stated = [each.dataset(DATASET) for each in data.history]
    return figure(
        panels(frame),
        name="placements-by-month",
        period=data.period,
        title=title,
        subtitle=f"Placements at the end of each month, {month_name(months[0])} to {month_name(months[-1])}, "
        f"as known at {data.period.label}.{hidden}",
        source=titles(data, [rows["source_id"] for rows in stated if rows is not None]),
        description=f"A panel for each type of care, with a bar for each month. {'. '.join(said)}.",
        table=table(
            frame,
            [Column("series", "Type of care"), Column("period", "Month"), Column("shown", "Placements", "count")],
            title,
        ),
    )


def _count(found: Nights, name: str, month: Period) -> int | None:
    """Return the placements of a type at the end of a month; None if the month states none of the type."""
    lines = [each for each in found.activity.of(month) if each.care_type == name]
    return sum(each.at_end for each in lines) if lines else None


def _finding(found: Nights, months: list[Period]) -> str:
    first, last = (sum(each.at_end for each in found.activity.of(month)) for month in (months[0], months[-1]))
    if first == last:
        return f"There are as many placements as in {month_name(months[0])}"
    if is_small(first) or is_small(last):
        return f"There are {'more' if last > first else 'fewer'} placements than in {month_name(months[0])}"
    verb = "rose" if last > first else "fell"
    return f"Placements {verb} from {number(first)} in {month_name(months[0])} to {number(last)}"


def _first_and_last(counts: Sequence[str]) -> str:
    """Write `462 at first, 484 at the end`, or the one count that there is."""
    return f"{counts[0]} at first, {counts[-1]} at the end" if counts[0] != counts[-1] else f"{counts[0]} at both ends"


def _said(label: str) -> str:
    return Withheld.FEW.value if label.startswith("<") else label
