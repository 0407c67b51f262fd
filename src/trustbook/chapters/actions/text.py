"""Write the chapter on actions. In: `Actions`, or None if the return lists none. Out: text and a table."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.actions import analysis as actions_analysis
from trustbook.chapters.actions.analysis import Action, Actions, State
from trustbook.components.absent import AT_ALL, THIS_MONTH, no_figure, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted, listing, when
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData

TITLE = "Actions of the last meeting"


def answer(found: Actions | None, data: PeriodData) -> Text:
    """Open the chapter: how many actions there are, how many are done, open and overdue, and on which day."""
    if found is None:
        ever = any(each.dataset("actions") is not None for each in data.history)
        sentence = no_figure(data.period, data.absence(), "actions of a meeting")
        return nothing_to_show(sentence, THIS_MONTH if ever else AT_ALL)
    return say(strong(counts(found)), day(found) if found.open else None, *without_a_date(found))


def counts(found: Actions) -> str:
    """Say how many actions there are, and how many are done, open and overdue."""
    total, still_open = len(found.actions), len(found.open)
    if total == 1:
        return f"The one action of the last meeting is {found.actions[0].state}."
    if not still_open:
        return f"All {total} actions of the last meeting are done."
    said = f"Of the {counted(total, 'action')} of the last meeting, {_are(len(found.done))} done and "
    said += f"{_are(still_open)} open."
    if found.overdue:
        said += f" {_of_those(len(found.overdue), still_open)} overdue."
    elif found.overdue is not None:
        said += " None of those with a date is overdue."
    return said


def _are(count: int) -> str:
    return f"{count or 'none'} {'is' if count == 1 else 'are'}"


def _of_those(overdue: int, still_open: int) -> str:
    if overdue == still_open:
        return "It is" if overdue == 1 else "All of these are"
    return f"Of these, {_are(overdue)}"


def day(found: Actions) -> str:
    """Say on which day the state of the actions was worked out, and why on that day."""
    on = when(found.day.isoformat())
    if found.meeting:
        return f"An action counts as overdue if it was due before {on}, the day of the meeting of {found.meeting}."
    last = "the last day of the month that is reported"
    return f"The report names no meeting, so an action counts as overdue if it was due before {on}, {last}."


def without_a_date(found: Actions) -> list[str]:
    """Say how many open actions have no date, so that they cannot be overdue."""
    undated = [each for each in found.open if each.due is None]
    if not undated:
        return []
    have = "has" if len(undated) == 1 else "have"
    return [f"{counted(len(undated), 'open action')} {have} no date, so nobody can say whether {_it(undated)} late."]


def _it(found: list[Action]) -> str:
    return "it is" if len(found) == 1 else "they are"


def overdue(found: Actions) -> Text:
    """List the actions that are overdue, the longest first."""
    late = sorted(found.overdue or (), key=lambda each: -each.days_over)
    if not late:
        return say("Nothing that has a date is overdue.")
    return bullets(
        [strong(each.action) + f" was due {_by(each)}, {counted(each.days_over, 'day')} before." for each in late]
    )


def _by(action: Action) -> str:
    due = str(action.due)
    return f"{'on' if len(due) == len('2024-03-31') else 'in'} {when(due)}"


def state(action: Action) -> str:
    """Write the state of an action for a table: `Done on 3 May 2024`, `Open`, `Overdue by 12 days`."""
    if action.done is not None:
        return f"Done {'on' if len(action.done) == len('2024-03-31') else 'in'} {when(action.done)}"
    return f"Overdue by {counted(action.days_over, 'day')}" if action.state is State.OVERDUE else "Open"


def every_action(found: Actions, data: PeriodData) -> PageTable:
    """Show each action with who is responsible, its date and its state."""
    frame = pd.DataFrame(
        [
            {
                "action": each.action,
                "owner": each.owner,
                "due": None if each.due is None else when(each.due),
                "state": state(each),
                "note": each.note,
            }
            for each in found.actions
        ]
    )
    columns = [
        Column("action", "Action"),
        Column("owner", "Who is responsible"),
        Column("due", "Due"),
        Column("state", "State"),
    ]
    if found.owners_hidden:
        del columns[1]
    return table(frame, columns, f"{TITLE}, {data.period.label}", notes="note")


def owners(found: Actions) -> Text | None:
    """Say which open actions nobody is named for; None where owners are hidden or all are named."""
    unnamed = [each.action for each in found.open if each.owner is None]
    if found.owners_hidden or not unnamed:
        return None
    return say(f"The return does not say who is responsible for {listing(unnamed)}.")


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the return lists actions."""
    found = actions_analysis.analyse(data)
    return None if found is None else News(TITLE, counts(found))
