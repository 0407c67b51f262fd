"""Lay out the lines of a new forecast: the body's lines of that year, in the order of the last return.

In: the lines of the last return, the settings and the period. Out: each new line with the last one that it follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trustbook.config.settings import Settings
from trustbook.core.period import Period
from trustbook.data.forecast_lines import SUBTOTAL

Row = Mapping[str, str]
HEADING, GROUP = "heading", "group"


def is_of_year(level: str, name: str, settings: Settings, period: Period) -> bool:
    """Check whether the body has a heading or a group in the year of a period; a pattern for names may be of any."""
    if level == HEADING:
        known = next((each for each in settings.headings if each.name == name), None)
        return known is None or known.in_year(period.year_code)
    return name not in settings.groups or name in _groups(settings, period)


def forecast_rows(last: Sequence[Row], settings: Settings, period: Period) -> list[tuple[Row, Row]]:
    """Return the lines of a new forecast, each with the last return's line of the same name (empty if it has none).

    They are at the level of the last return. A heading that the year no longer has leaves its place to the one that was
    made of it; headings that are new stand at the end. Subtotals without a line of this year are left out.
    """
    level = GROUP if any(row.get("level") == GROUP for row in last) else HEADING
    names = _groups(settings, period) if level == GROUP else _headings(settings, period)
    placed: list[tuple[Row, Row]] = []
    missing = [name for name in names if name not in {row.get("heading") for row in last if row.get("level") == level}]
    for row in last:
        name = row.get("heading", "")
        if row.get("level") == SUBTOTAL or name in names:
            placed.append((_known(row, name), row))
            continue
        for successor in _made_of(name, settings):
            if successor in missing:
                missing.remove(successor)
                placed.append((_known(row, successor), {}))
    placed += [({"level": level, "heading": name}, {}) for name in missing]
    return _without_empty_subtotals(placed)


def _known(row: Row, name: str) -> Row:
    parent = {"parent": row["parent"]} if "parent" in row else {}
    return {"level": row["level"], "heading": name, **parent}


def _headings(settings: Settings, period: Period) -> list[str]:
    return [each.name for each in settings.headings if each.in_year(period.year_code)]


def _groups(settings: Settings, period: Period) -> list[str]:
    used = {each.group for each in settings.headings if each.in_year(period.year_code)}
    return [group for group in settings.groups if group in used]


def _made_of(name: str, settings: Settings) -> list[str]:
    return [each.name for each in settings.headings if name in each.was]


def _without_empty_subtotals(rows: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    while True:
        parents = {row.get("parent") for row, _ in rows}
        kept = [pair for pair in rows if pair[0]["level"] != SUBTOTAL or pair[0]["heading"] in parents]
        if len(kept) == len(rows):
            return kept
        rows = kept
