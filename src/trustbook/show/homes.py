"""The trust's own homes in words. In: `Homes`. Out: text."""

from __future__ import annotations

from trustbook.analysis.homes import Homes
from trustbook.show.page import Text, say
from trustbook.words import counted, in_pounds, millions, number, percent


def beds(own: Homes) -> Text:
    """Say what an empty bed in the trust's own homes costs, and what is reported of beds."""
    lines = []
    if own.place_gbp is not None:
        lines.append(
            f"**A bed of the trust's own that stands empty for a year costs {in_pounds(own.place_gbp)}: the place that "
            "has to be bought elsewhere, at the average of residential placements.** The home is staffed whether the "
            "bed is filled or not."
        )
    lines.append(_occupancy(own))
    if own.new is not None:
        lines.append(_new(own))
    if own.planned is None:
        lines.append("How many more beds are planned, and by when, is not reported.")
    else:
        lines.append(f"{counted(round(own.planned), 'more bed is', 'more beds are')} planned.")
    if own.blocked is not None:
        lines.append(
            f"The papers say that at least {counted(round(own.blocked), 'bed')} in the trust's own homes was blocked "
            "for others by young people who moved in."
        )
    return say(*lines)


def _occupancy(own: Homes) -> str:
    aimed = (
        ""
        if own.target is None
        else f" The target of {percent(own.target, 0)} is an assumption, listed on the assumptions page."
    )
    if own.occupancy is None or own.beds is None:
        return f"How many beds the homes have, and how many are filled, is not reported.{aimed}"
    told = f"{number(own.filled)} of {number(own.beds)} beds are filled: {percent(own.occupancy)}."
    below = own.below_target
    if below is None:
        return told
    cost = own.cost_of(abs(below))
    side = "below" if below > 0 else "above"
    return f"{told} That is {number(abs(below), 1)} beds {side} the target, {millions(cost)} a year.{aimed}"


def _new(own: Homes) -> str:
    told = f"{counted(round(own.new or 0), 'new bed was', 'new beds were')} opened in the year."
    told += f" {own.new_note}." if own.new_note else ""
    empty = own.new_empty_at_target
    if empty is None or own.target is None:
        return told
    return (
        f"{told} At an occupancy of {percent(own.target, 0)} about {number(empty, 1)} of them stand empty on average, "
        f"which costs {millions(own.cost_of(empty))} a year in places elsewhere; with all of them filled that would be "
        "spared."
    )
