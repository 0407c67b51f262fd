"""Say what was stated of the previous return at other times: when it came first, and in the paper of this one.

In: the data of a period. Out: a `StatedBefore`, in whole pounds, and its sentences. A movement on a page is from what
the previous return says now; where it said something else at first, or where we have only this paper's word for it, the
page says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.errors import PeriodError
from trustbook.core.formatting import listing
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.position import column_sum

_NAMED = 3
"""The most restated lines that a sentence names."""


@dataclass(frozen=True)
class StatedBefore:
    """What was stated of a variance before; each is None where there is nothing of the kind."""

    here: Period
    variance: int
    own_first: int | None = None
    """This period's variance as it was first stated, if it was restated."""
    before: Period | None = None
    """The previous period, if its variance was restated, or if we do not have its return and this paper gives it."""
    before_now: int | None = None
    """Its variance as its return says now; None if we do not have that return."""
    before_first: int | None = None
    """Its variance as it was first stated, or as this paper gives it."""
    lines: tuple[tuple[str, int, int], ...] = ()
    """The lines of the previous return that were restated: name, what was first stated, what is stated now."""


@worked_out_once
def analyse(data: PeriodData) -> StatedBefore:
    """Gather what was stated before."""
    forecast = data.current.forecast
    found = StatedBefore(data.period, int(forecast["variance_gbp"].sum()), own_first=_first(data.current))
    previous = data.previous
    if previous is None:
        return _as_printed(forecast, found)
    first, restated = _first(previous), _restated(previous)
    if first is None:
        return found
    now = int(previous.forecast["variance_gbp"].sum())
    return StatedBefore(found.here, found.variance, found.own_first, previous.period, now, first, restated)


def _first(made: Return) -> int | None:
    """Return a variance as it was first stated; None if no line of it was restated."""
    lines = made.forecast
    if lines["first_stated_variance_gbp"].isna().all():
        return None
    return column_sum(lines["first_stated_variance_gbp"].fillna(lines["variance_gbp"]))


def _restated(made: Return) -> tuple[tuple[str, int, int], ...]:
    lines = made.forecast.dropna(subset=["first_stated_variance_gbp"])
    return tuple(
        (str(row.heading), int(row.first_stated_variance_gbp), int(row.variance_gbp)) for row in lines.itertuples()
    )


def _as_printed(forecast: pd.DataFrame, found: StatedBefore) -> StatedBefore:
    """Take the previous variance from this paper, where it gives that of every line, all of one period of the year."""
    printed = column_sum(forecast["previous_variance_gbp"])
    named = list(forecast["previous_period"].dropna().unique())
    if printed is None or len(named) != 1:
        return found
    try:
        period = Period.covering(str(named[0]))
    except PeriodError:
        return found  # the gate refuses it
    if period.year != found.here.year or period >= found.here:
        return found
    return StatedBefore(found.here, found.variance, found.own_first, period, None, printed)


def sentences(stated: StatedBefore) -> list[str]:
    """Write what a reader must know as well as the movement; nothing if nothing was stated otherwise before."""
    found = []
    if stated.own_first is not None and stated.own_first != stated.variance:
        found.append(_restatement(stated.here, stated.own_first, stated.variance))
    if stated.before is None or stated.before_first is None:
        return found
    change = stated.variance - stated.before_first
    if stated.before_now is None:
        month = stated.before.month_name
        return [
            *found,
            f"We do not have {month}'s return. This paper gives {month}'s variance as "
            f"{money(stated.before_first, change or None)}; since then the variance is {up_or_down(change)}.",
        ]
    named = [f"{name} from {_both(first, now)}" for name, first, now in stated.lines]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    lines = listing(named[:_NAMED]) if not more else ", ".join(named[:_NAMED]) + more
    return [
        *found,
        f"{_restatement(stated.before, stated.before_first, stated.before_now)} What was restated: {lines}. "
        f"Compared with the first figure, the variance is {up_or_down(change)}.",
    ]


def _restatement(period: Period, first: int, now: int) -> str:
    return f"{period.month_name}'s variance was first stated as {_both(first, now, 'and has been restated as')}."


def _both(first: int, now: int, joined: str = "to") -> str:
    apart = now - first or None
    return f"{money(first, apart)} {joined} {money(now, apart)}"
