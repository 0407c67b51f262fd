"""Explain why a week of placements costs more or less than before: how many, of what kind, and at what price.

In: the activity and two times, each of one or more months. Out: a `Decomposition` by type of care, in whole pounds.
Months differ in length, so what is compared is an average week: nights over the days of the months are the average
number of placements, at the average price of a week.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from trustbook.chapters.placements.activity import Activity, average_week, days_in
from trustbook.chapters.placements.price_volume_mix import Amount, Decomposition, decompose
from trustbook.core.period import Period


def change_of_cost(activity: Activity, before: Sequence[Period], after: Sequence[Period]) -> Decomposition | None:
    """Divide the change in the cost of an average week between two times into volume, mix and price.

    A kind is a type of care by one provider, so that a move from one provider to another counts as mix; a kind that
    only one of the times has was none at the other. The result adds the kinds of a type. None if a month is not known,
    if nights have no price, or if there were none at first.
    """
    if not before or not after or not {*before, *after} <= set(activity.months):
        return None
    names = list(dict.fromkeys(each.name for each in activity.of(*before, *after)))
    sides = [{_key(name): _amount(activity, months, name) for name in names} for months in (before, after)]
    found = decompose(*sides)
    if found is None:
        return None
    kinds = found.kinds.assign(kind=[name[0] for name in names])
    return Decomposition(kinds.groupby("kind", sort=False, as_index=False).sum())


def _key(name: tuple[str, str]) -> str:
    return "\n".join(name)


def _amount(activity: Activity, months: Sequence[Period], name: tuple[str, str]) -> Amount:
    lines = [each for each in activity.of(*months) if each.name == name]
    days = sum(days_in(month) for month in dict.fromkeys(months))
    return Amount(Fraction(sum(each.nights for each in lines), days), average_week(lines))
