"""Say in a sentence why a figure is absent: the return does not report it, or we have not been given that return.

In: a period and why it has no figure. Out: sentences for people; tables have the words of `Absence`.
"""

from __future__ import annotations

from trustbook.components.page import Text, say
from trustbook.core.formatting import Absence
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

THIS_MONTH, AT_ALL = "this month", "at all"
"""Why a chapter has nothing to show: the month's return does not have it, or the question never arises here."""


def no_figure(period: Period, absence: Absence, what: str) -> str:
    """Say that a period has no such figure (`savings`, `cost to the councils`), and why."""
    if absence is Absence.NOT_HELD:
        return f"We do not have {period.month_name}'s {what}."
    if absence is Absence.NOT_APPLICABLE:
        return f"There is no {what} to report for {period.month_name}."
    return f"{period.month_name}'s return does not report {what}."


def no_movement(now: Period, expected: Period | None) -> str:
    """Say why a period has no movement; `expected` is the last period before it that the body reports."""
    if expected is None:
        return f"{now.month_name} is the first return of the financial year, so there is nothing to compare it with."
    return f"We do not have {expected.month_name}'s figures, so we cannot say what changed."


def not_held(data: PeriodData, period: Period | None = None) -> str | None:
    """Say that we do not have the return of a period (default: this one), and what its figures are taken from."""
    asked = period or data.period
    source = data.settings.known_from(asked)
    if source is None:
        return None
    return f"We do not have {asked.month_name}'s return. Its figures here are taken from {source}."


def nothing_to_show(sentence: str, why: str = THIS_MONTH) -> Text:
    """Say in place of a chapter that there is nothing to show; an edition leaves out a page that says only this."""
    return Text(say(strong(sentence)).blocks, why)
