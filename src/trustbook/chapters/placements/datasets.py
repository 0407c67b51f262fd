"""Describe the placements datasets: what the trust reports, and the published statistics of care."""

from __future__ import annotations

from trustbook.data.schema import NOTE, UNIT, VALUE, date, optional, schema, text

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

PERIOD = (PLACEMENTS,)
"""Datasets that a period may report."""

REFERENCE = (CARE_STATISTICS,)
"""Datasets that belong to no single period."""
