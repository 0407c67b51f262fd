"""Work out what has been spent so far, line by line and together.

In: the data of a period. Out: a `SpentSoFar`, or None where its return says nothing of it; amounts in whole pounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.forecast_trend.datasets import ACTUALS
from trustbook.chapters.forecast_trend.spending import Spending
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.position import add, pounds_of


@dataclass(frozen=True)
class Point:
    """What was spent by the end of a period, and what was planned to be; whole pounds."""

    period: Period
    to_date: int
    profile: int | None


@dataclass(frozen=True)
class SpentSoFar:
    """What was spent by the end of a period.

    `lines`: every line of the forecast, in its order, with a figure or without. `together`: those with a figure, added
    up; an amount that one of them lacks is None. `points`: each return of the year, as far as it has the same lines.
    """

    period: Period
    lines: tuple[Spending, ...]
    together: Spending
    points: tuple[Point, ...]
    before: Period | None
    """The last earlier return of the year that says what was spent on any of these lines."""
    status: Status = Status.FORECAST

    @property
    def counted(self) -> tuple[Spending, ...]:
        """The lines of which the return says what was spent."""
        return tuple(line for line in self.lines if line.to_date is not None)

    @property
    def without(self) -> tuple[str, ...]:
        """The names of the lines of which it does not."""
        return tuple(line.name for line in self.lines if line.to_date is None)

    @property
    def is_whole(self) -> bool:
        """Whether every line of the forecast has a figure, so that `together` is the whole."""
        return not self.without

    @property
    def overcommitted(self) -> tuple[Spending, ...]:
        """The lines whose spending and commitments exceed their forecast, the furthest beyond it first."""
        return tuple(sorted((line for line in self.lines if line.is_overcommitted), key=lambda line: -line.beyond))


@dataclass(frozen=True)
class _Row:
    """What a return says of one line; money in whole pounds."""

    to_date: int | None = None
    committed: int | None = None
    profile: int | None = None
    note: str | None = None


@worked_out_once
def analyse(data: PeriodData) -> SpentSoFar | None:
    """Work out what was spent; None if the return has no figure of it."""
    now = _spent(data.current)
    if not now:
        return None
    earlier = [made for made in data.history[:-1] if _spent(made).keys() & now.keys()]
    last = earlier[-1] if earlier else None
    last_spent = {} if last is None else _spent(last)
    rows = _rows(data.current)
    lines = tuple(
        Spending(
            name=str(line["heading"]),
            month=data.period.month,
            to_date=row.to_date,
            outturn=pounds_of(line["projected_outturn_gbp"]),
            profile=row.profile,
            committed=row.committed,
            before=last_spent.get(str(line["heading"])),
            month_before=None if last is None else last.period.month,
            note=row.note,
        )
        for _, line in data.current.forecast.iterrows()
        for row in [rows.get(str(line["heading"]), _Row())]
    )
    points = tuple(point for made in data.history if (point := _point(made, data.current)) is not None)
    before = next((point.to_date for point in points if last is not None and point.period == last.period), None)
    return SpentSoFar(
        period=data.period,
        lines=lines,
        together=added_up([line for line in lines if line.to_date is not None], before),
        points=points,
        before=None if last is None else last.period,
        status=data.status,
    )


def added_up(lines: Sequence[Spending], before: int | None = None) -> Spending:
    """Add lines of one month up; an amount that one of them lacks is None. `before`: what they had before, together."""
    return Spending(
        name="",
        month=lines[0].month,
        to_date=add(*(line.to_date for line in lines)),
        outturn=add(*(line.outturn for line in lines)),
        profile=add(*(line.profile for line in lines)),
        committed=add(*(line.committed for line in lines)),
        before=before,
        month_before=None if before is None else lines[0].month_before,
    )


def reports_spending(data: PeriodData) -> bool:
    """Say whether any return of the year so far says what was spent."""
    return any(_spent(made) for made in data.history)


def _rows(made: Return) -> Mapping[str, _Row]:
    """Return what a return says, by line."""
    rows = made.dataset(ACTUALS.name)
    if rows is None:
        return {}
    return {
        str(row["heading"]): _Row(
            to_date=pounds_of(row["to_date_gbp"]),
            committed=pounds_of(row["committed_gbp"]),
            profile=pounds_of(row["profile_gbp"]),
            note=None if pd.isna(row["note"]) else str(row["note"]),
        )
        for _, row in rows.dropna(subset=["heading"]).iterrows()
    }


def _spent(made: Return) -> dict[str, int]:
    """Return what was spent, by those lines of the forecast of which the return says so."""
    rows = _rows(made)
    found = {name: rows[name].to_date for name in made.forecast["heading"].astype(str) if name in rows}
    return {name: spent for name, spent in found.items() if spent is not None}


def _point(made: Return, current: Return) -> Point | None:
    """Add up what a return says of the lines that the current one has; None if it lacks some, and is not whole itself.

    Two returns that both have every line are compared even where their lines have other names.
    """
    rows, spent, names = _rows(made), _spent(made), _spent(current).keys()
    if not names <= spent.keys():
        if len(spent) != len(made.forecast) or len(names) != len(current.forecast):
            return None
        names = spent.keys()
    return Point(made.period, sum(spent[name] for name in names), add(*(rows[name].profile for name in names)))
