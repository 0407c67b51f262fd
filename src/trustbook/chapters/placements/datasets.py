"""Describe the placements datasets: what the trust reports, and the published statistics of care."""

from __future__ import annotations

from trustbook.data.schema import NOTE, UNIT, VALUE, Field, Kind, date, optional, schema, text


def _count(name: str, about: str, *, required: bool = True) -> Field:
    """Describe a column of whole numbers from nought."""
    return Field(name, Kind.NUMBER, required, about)


PLACEMENTS = schema(
    "placements",
    "Placements",
    "One figure about a type of placement, or about {the_body}'s own homes",
    ("type", "measure", "as_at"),
    text("type", "The type of placement, {the_body}'s own homes, or all types together"),
    text("measure", "What is measured: packages, what one costs, beds"),
    VALUE,
    UNIT,
    date("as_at", "The day, month or year that the figure is for"),
    optional(
        "own", "Whether the paper gives the figure as {the_body}'s own: yes or no; empty: it does not say", stays=True
    ),
    NOTE,
)

ACTIVITY = schema(
    "activity",
    "Nights and prices",
    "The care of one type by one provider in one month: placements, nights and the price of a week",
    ("care_type", "provider", "month"),
    text("care_type", "The type of care, such as residential or fostering"),
    text("provider", "Who provides it, such as own, external or agency; never the name of a person"),
    date("month", "The month, such as 2025-09 or the period 2025-26-P06"),
    optional("heading", "The {budget_line} that the care is charged to, as the forecast names it", stays=True),
    _count("at_start", "Placements at the start of the month"),
    _count("entries", "Placements that began in the month"),
    _count("exits", "Placements that ended in the month"),
    _count("nights", "Nights of care in the month, of all placements together"),
    Field("weekly_price_gbp", Kind.NUMBER, True, "The average price of a week of this care, in pounds"),
    _count("places", "Places that there are, filled or not, where {the_body} knows them", required=False),
    NOTE,
    unpublished="The lines of activity.csv are not among the files. Some of its counts are so small that they could "
    "identify a child.",
)

CARE_STATISTICS = schema(
    "care_statistics",
    "Published statistics of care",
    "One published figure about a type of placement in one area",
    ("area", "type", "measure", "as_at"),
    text("area", "The authority that the figure is about, or England"),
    text("type", "The type of placement, or all types together"),
    text("measure", "weekly_cost: what one child cost a week over the year; children: children in care on the day"),
    VALUE,
    UNIT,
    date("as_at", "The day or year that the figure is for"),
    NOTE,
)

PERIOD = (PLACEMENTS, ACTIVITY)
"""Datasets that a period may report."""

REFERENCE = (CARE_STATISTICS,)
"""Datasets that belong to no single period."""
