"""Say what the headings that pay for placements are forecast to cost, and how that changed since the last return.

In: the data of a period. Out: a sentence or two for each: those that the activity is charged to, or else the one called
Placements.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from trustbook.components.absent import no_figure
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.formatting import slug
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Return
from trustbook.position import pounds_of

HEADING = "placements"
"""The budget heading that pays for placements, as a slug, where no line of the activity names one."""


def forecasts(data: PeriodData) -> str | None:
    """Say of each heading what it is forecast to cost and how its variance moved; None if there is no such line."""
    said = [sentence for name in _headings(data) if (sentence := _forecast(data, name))]
    return " ".join(said) or None


def _headings(data: PeriodData) -> list[str]:
    activity, forecast = data.current.dataset("activity"), data.current.forecast
    charged = [] if activity is None or "heading" not in activity else activity["heading"].dropna().unique()
    named = [str(each) for each in forecast["heading"] if slug(str(each)) == HEADING]
    return [str(each) for each in charged] or list(dict.fromkeys(named))


def _forecast(data: PeriodData, name: str) -> str | None:
    line = _line(data.current, name, data.settings.group_of)
    if line is None:
        return None
    cost, over = pounds_of(line["projected_outturn_gbp"]), pounds_of(line["variance_gbp"])
    if cost is None or over is None:
        return None
    against = f"{money(abs(over))} {'over' if over >= 0 else 'under'} its budget"
    said = f"The {name} {words().line} is forecast to cost {money(cost)}: {against}."
    return f"{said} {_movement(data, name, over)}".strip()


def _movement(data: PeriodData, name: str, over: int) -> str:
    """Say how the variance moved since the last return, or that it has no figure; nothing for the first of a year."""
    if data.previous is None:
        return ""
    before = data.previous.period
    line = _line(data.previous, name, data.settings.group_of)
    earlier = None if line is None else pounds_of(line["variance_gbp"])
    if earlier is None:
        return no_figure(before, data.absence(before), f"variance of {name}")
    return (
        f"Since {before.seen_from(data.period)} its variance (the forecast less the budget) {_moved(over - earlier)}."
    )


def _moved(pounds: int) -> str:
    return f"has {up_or_down(pounds, up='risen by', down='fallen by')}" if pounds else "has not changed"


def _line(made: Return, name: str, group_of: Mapping[str, str]) -> pd.Series[Any] | None:
    """Find the line of a heading, of a group that contains only that heading, or of a group that is named itself."""
    group, rows = group_of.get(name), made.forecast
    alone = [each for each, rolled_up in group_of.items() if rolled_up == group] == [name]
    groups = [group] if alone else [] if name in group_of else [name]
    for level, called in (("heading", name), *(("group", each) for each in groups)):
        found = rows[(rows["level"] == level) & (rows["heading"] == called)]
        if len(found) == 1:
            return found.iloc[0]
    return None
