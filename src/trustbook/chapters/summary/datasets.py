"""Describe the dataset of what a paper recommends to its committee."""

from __future__ import annotations

from trustbook.data.schema import schema, text

RECOMMENDATIONS = schema(
    "recommendations",
    "Recommendations",
    "One thing that the finance paper asks its committee to do",
    ("item",),
    text("item", "Its letter or number in the paper"),
    text("text", "What it asks, in our own words; completes the sentence: the paper asks the committee to ..."),
)

PERIOD = (RECOMMENDATIONS,)
"""Datasets that a period may report."""
