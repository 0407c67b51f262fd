"""Write where a year may end, and how ranges were judged, as lines for the command line.

In: a `YearEnd`, or a calibration. Out: lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trustbook.core.formatting import counted, millions, percent
from trustbook.core.period import Period
from trustbook.outlook.of_period import Behind, End, YearEnd


def in_lines(found: YearEnd | None, period: Period) -> Iterator[str]:
    """Write where the year may end: the whole variance, then lines of the budget."""
    if found is None:
        yield f"The year ended with {period}, so there is no estimate of where it will end."
        return
    for name, end in (("Variance", found.variance), *found.lines):
        yield f"{name}: the forecast is {millions(end.central)}{_range(end)}."
    yield f"This rests on {behind(found.variance.behind)}."


def _range(end: End) -> str:
    if end.low is None or end.high is None:
        return ""
    return (
        f"; we estimate {millions(end.low)} to {millions(end.high)} at the year end ({percent(end.coverage, 0)} range)"
    )


def behind(found: Behind) -> str:
    """Say how many past forecasts a range rests on, and how their years ended."""
    if not found.can_be_told:
        return f"only {counted(found.forecasts, 'published forecast')} with about as many months to go, too few to use"
    held = "" if found.held is None else f"; {percent(found.held, 0)} of those years ended inside such a range"
    return (
        f"{counted(found.forecasts, 'published forecast')} by {counted(found.authorities, 'authority', 'authorities')} "
        f"with about as many months to go, of which {found.ended_lower} ended lower than forecast{held}"
    )


def calibration_in_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Write a calibration as a table."""
    yield f"{'Months to go':14} {'n':>5} {'held':>7} {'width':>8} {'score':>8}   {'fixed band: held':>16} {'score':>8}"
    for name, row in (("all", found["overall"]), *((each["months_to_go"], each) for each in found["bands"])):
        cells = [
            _share(row["share_held"]),
            *(_figure(row[each]) for each in ("mean_width_pct_budget", "interval_score")),
        ]
        fixed = _share(row["fixed_band_share_held"]), _figure(row["fixed_band_interval_score"])
        yield f"{name:14} {row['n']:>5} {cells[0]:>7} {cells[1]:>8} {cells[2]:>8}   {fixed[0]:>16} {fixed[1]:>8}"
    whole = found["overall"]
    yield (
        f"Share held, if authorities are resampled (95%): {_share(whole['share_held_low'])} to "
        f"{_share(whole['share_held_high'])}. Widths and scores are in % of the budget."
    )


def _share(value: float | None) -> str:
    return "-" if value is None else percent(value, 0)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
