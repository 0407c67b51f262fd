"""Invented activity for tests: lines and series of months, made of counts and prices."""

from fractions import Fraction

from trustbook.chapters.placements.activity import Activity, Line, days_in, joined
from trustbook.core.period import Period

APRIL = Period(2030, 1)


def line(month=APRIL, at_start=10, entries=0, exits=0, nights=None, week=700, **more):
    """A line of one month; without nights, those of the mean of its start and end."""
    if nights is None:
        nights = (2 * at_start + entries - exits) * days_in(month) // 2
    made = {"care_type": "Fostering", "provider": "own", "heading": "Placements"} | more
    return Line(
        month=month,
        at_start=at_start,
        entries=entries,
        exits=exits,
        nights=nights,
        week_gbp=None if week is None else Fraction(week),
        **made,
    )


def known(*lines):
    return joined([lines])


def series(moves, start=100, first=APRIL, **more):
    """Months in a row of one line, from pairs of entries and exits."""
    made, stock = [], start
    for place, (entries, exits) in enumerate(moves):
        made.append(line(first.step(place), stock, entries, exits, **more))
        stock += entries - exits
    return made


__all__ = ["APRIL", "Activity", "known", "line", "series"]
