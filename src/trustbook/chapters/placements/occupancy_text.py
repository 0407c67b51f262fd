"""Write how full the places were. In: `Nights`. Out: text and a table; nothing where few children live there."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.placements.activity_text import month_name
from trustbook.chapters.placements.nights import Nights
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import counted, number, percent
from trustbook.core.markup import strong


def full(found: Nights) -> Text | None:
    """Say how full the places were, and what the empty nights would cost."""
    homes = found.occupancy
    if homes is None or homes.share is None:
        return None
    if not found.kept_back_homes.whole:
        return say("How full the places are is not shown, since too few children live there.")
    first = (
        f"The {counted(homes.places, 'place')} that the return counts were {percent(float(homes.share), 0)} full in "
        f"{month_name(found.month)}: {number(homes.nights)} of {number(homes.available)} nights."
    )
    if homes.empty_gbp is None or not homes.empty:
        return say(strong(first))
    return say(
        strong(first),
        f"The {number(homes.empty)} empty nights would cost {money(homes.empty_gbp)} at the price of a night there. "
        "That is an estimate, as an empty place may cost less than a filled one.",
    )


def full_table(found: Nights) -> PageTable | None:
    """Show how full the places of each type were; None for one type, or where a type has few placements there."""
    lines = [each for each in found.activity.of(found.month) if each.places is not None]
    names = list(dict.fromkeys(each.care_type for each in lines))
    if len(names) < 2 or found.kept_back_homes.small or found.kept_back.small.intersection(names):
        return None
    rows = [(name, homes) for name in names if (homes := found.occupancy_of(name)) is not None]
    frame = pd.DataFrame(
        [
            {
                "name": name,
                "places": homes.places,
                "share": None if homes.share is None else float(homes.share),
                "empty": homes.empty,
                "cost": homes.empty_gbp,
            }
            for name, homes in rows
        ]
    )
    return table(
        frame,
        [
            Column("name", "Type of care"),
            Column("places", "Places", "count"),
            Column("share", "Full", "share"),
            Column("empty", "Empty nights", "count"),
            Column("cost", "Empty nights at the price of a night", "gbp"),
        ],
        f"How full the places were in {month_name(found.month)}",
    )
