"""Write about the trust's own homes. In: `Homes`. Out: text."""

from __future__ import annotations

from trustbook.chapters.placements.homes import Homes
from trustbook.components.page import Text, say
from trustbook.config.words import words
from trustbook.core.formatting import counted, in_pounds, number, percent, rounded_millions


def beds(own: Homes) -> Text:
    """Say what an empty bed in the trust's own homes costs by assumption, and what is reported about beds."""
    lines: list[str] = []
    if own.place_gbp is not None:
        lines.append(
            f"A placement at the average that the paper gives costs {in_pounds(own.place_gbp)} a year. If a bed in "
            f"{words().the_body}'s own homes stands empty for a year, it costs that much only if three things are "
            "assumed: a child always waits for the bed and goes to such a placement instead, the home costs as much "
            f"with the bed empty, and the average does not itself contain {words().the_body}'s own beds. "
            "The papers say none of the three."
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
            f"The papers say that at least {counted(round(own.blocked), 'bed')} in {words().the_body}'s own homes was "
            "blocked for others by young people who moved in."
        )
    return say(*lines)


def _occupancy(own: Homes) -> str:
    aimed = (
        ""
        if own.target is None
        else f" An occupancy of {percent(own.target, 0)} is assumed here: no paper of {words().the_body} states a "
        "target. It is listed on the assumptions page."
    )
    if own.occupancy is None or own.beds is None:
        return f"How many beds the homes have, and how many are filled, is not reported.{aimed}"
    sentence = f"{number(own.filled)} of {number(own.beds)} beds are filled: {percent(own.occupancy)}."
    below = own.below_target
    if below is None:
        return sentence
    cost = own.cost_of(abs(below))
    side = "below" if below > 0 else "above"
    apart = f"That is {number(abs(below), 1)} beds {side} the assumed occupancy"
    return f"{sentence} {apart}: {rounded_millions(cost)} a year, if all that is assumed holds.{aimed}"


def _new(own: Homes) -> str:
    sentence = f"{counted(round(own.new or 0), 'new bed was', 'new beds were')} established in the year."
    sentence += f" {own.new_note}." if own.new_note else ""
    empty = own.new_empty_at_target
    if empty is None or own.target is None:
        return sentence
    return (
        f"{sentence} At an occupancy of {percent(own.target, 0)} about {number(empty, 1)} of them would stand empty on "
        f"average: {rounded_millions(own.cost_of(empty))} a year in placements elsewhere, if all that is assumed holds."
    )
