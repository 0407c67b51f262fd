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
            f"A bed that stands empty for a year in {words().the_body}'s own homes could mean a placement elsewhere, "
            f"at the paper's average of {in_pounds(own.place_gbp)} a year. That assumes that a child always waits for "
            "the bed and is placed elsewhere instead. It also assumes that the home costs as much with the bed empty, "
            f"and that the average leaves out {words().the_body}'s own beds. The papers say none of this."
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
            f"The papers say that at least {counted(round(own.blocked), 'bed')} in {words().the_body}'s own homes "
            "could not be used, because of what young people who had moved in needed."
        )
    return say(*lines)


def _occupancy(own: Homes) -> str:
    aimed = (
        ""
        if own.target is None
        else f" We assume that {percent(own.target, 0)} are filled: no paper of {words().the_body} states a target."
    )
    if own.occupancy is None or own.beds is None:
        return f"How many beds the homes have, and how many are filled, is not reported.{aimed}"
    sentence = f"{number(own.filled)} of {number(own.beds)} beds are filled: {percent(own.occupancy, 0)}."
    below = own.below_target
    if below is None:
        return sentence
    cost = own.cost_of(abs(below))
    side = "below" if below > 0 else "above"
    apart = f"That is {number(abs(below), 1)} beds {side} the assumed occupancy"
    return f"{sentence} {apart}: {rounded_millions(cost)} a year, if the assumptions hold.{aimed}"


def _new(own: Homes) -> str:
    sentence = f"{counted(round(own.new or 0), 'new bed was', 'new beds were')} established in the year."
    sentence += f" {own.new_note}." if own.new_note else ""
    empty = own.new_empty_at_target
    if empty is None or own.target is None:
        return sentence
    return (
        f"{sentence} If {percent(own.target, 0)} are filled, about {number(empty, 1)} of them are empty on average. "
        f"Placements elsewhere would then cost {rounded_millions(own.cost_of(empty))} a year, if the assumptions hold."
    )
