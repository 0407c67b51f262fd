"""Work out the state of each action of the last meeting: done, open or overdue.

In: the data of a period. Out: `Actions`, or None if the return lists none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity
from trustbook.config.officers import Officers, shown
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.publication import days_of


class State(StrEnum):
    """What became of an action."""

    DONE = "done"
    OPEN = "open"
    OVERDUE = "overdue"
    """Open, and its day has passed."""


@dataclass(frozen=True)
class Action:
    """One action. `owner`, `due` and `done` are None where the return does not say; `owner` also where it is hidden."""

    action: str
    owner: str | None
    due: str | None
    done: str | None
    note: str | None
    days_over: int
    """How many days after the last day of `due` it is still open; nil if it is not overdue."""

    @property
    def state(self) -> State:
        """What became of it."""
        if self.done is not None:
            return State.DONE
        return State.OVERDUE if self.days_over else State.OPEN


@dataclass(frozen=True)
class Actions:
    """The actions in the order of the return, and the day on which their state was worked out."""

    actions: tuple[Action, ...]
    day: date
    meeting: str
    """The body that meets on that day; empty if the edition knows no meeting: the day is then the period's last."""
    owners_hidden: bool = False

    def of(self, *states: State) -> tuple[Action, ...]:
        """List the actions that are in one of these states."""
        return tuple(each for each in self.actions if each.state in states)

    @property
    def done(self) -> tuple[Action, ...]:
        """The actions that are done."""
        return self.of(State.DONE)

    @property
    def open(self) -> tuple[Action, ...]:
        """The actions that are not done, those that are overdue among them."""
        return self.of(State.OPEN, State.OVERDUE)

    @property
    def overdue(self) -> tuple[Action, ...] | None:
        """The actions that are overdue; None if no open one has a date, so that nobody can say."""
        if self.open and all(each.due is None for each in self.open):
            return None
        return self.of(State.OVERDUE)


@worked_out_once
def analyse(data: PeriodData) -> Actions | None:
    """Work out the state of each action on the day of the meeting that the edition is for.

    If it is for none, it is the last day of the period. None if the return lists no action.
    """
    rows = data.current.dataset("actions")
    if rows is None:
        return None
    meeting = data.meeting
    day = _last_day(data.period) if meeting is None else meeting.date
    settings = data.settings
    owners = rows.get("owner", pd.Series(None, index=rows.index, dtype=object))
    named = shown(owners, settings.officers, settings.officer_roles)
    actions = tuple(
        Action(
            action=str(row.action),
            owner=_said(owner),
            due=_said(row.due),
            done=_said(row.done),
            note=_said(row.note),
            days_over=_days_over(row.due, row.done, day),
        )
        for row, owner in zip(rows.itertuples(), named, strict=True)
    )
    return Actions(actions, day, meeting.body if meeting else "", settings.officers is Officers.NONE)


def _said(cell: object) -> str | None:
    return None if cell is None or pd.isna(cell) else str(cell)


def _last_day(period: Period) -> date:
    return period.step(1).first_day - timedelta(days=1)


def _days_over(due: object, done: object, day: date) -> int:
    span = days_of(due)
    return 0 if span is None or not pd.isna(done) else max((day - span[1]).days, 0)


_ACTION, _DUE, _DONE = (ColumnRef("actions", column) for column in ("action", "due", "done"))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """Count the actions, and those that are done, open and overdue."""
    found = analyse(data)
    on = "" if found is None or not found.meeting else found.day.isoformat()
    overdue = None if found is None or found.overdue is None else len(found.overdue)
    return [
        Metric(
            "actions.total",
            None if found is None else len(found.actions),
            "count",
            "Actions of the last meeting",
            Lineage("The number of actions that the return lists.", (_ACTION,)),
        ),
        Metric(
            "actions.done",
            None if found is None else len(found.done),
            "count",
            "Actions done",
            Lineage("The actions with a date on which they were done.", (_DONE,)),
            Polarity.BETTER,
        ),
        Metric(
            "actions.open",
            None if found is None else len(found.open),
            "count",
            "Actions not done",
            Lineage("All actions less those with a date on which they were done.", (_ACTION, _DONE)),
        ),
        Metric(
            "actions.overdue",
            overdue,
            "count",
            "Actions not done by their date",
            Lineage(
                "The actions that are not done and were due before the day of the meeting that the report is for; if "
                "the report names no meeting, before the end of the period.",
                (_DUE, _DONE),
            ),
            Polarity.WORSE,
            as_at=on,
        ),
    ]
