"""Describe the dataset of comparisons: where the trust's areas rank, without every authority's figure."""

from __future__ import annotations

from trustbook.data.schema import UNIT, VALUE, Field, Kind, optional, schema, text


def _number(name: str, about: str) -> Field:
    return Field(name, Kind.NUMBER, False, about)


COMPARED = schema(
    "compared",
    "Compared with all authorities",
    "One published figure of one area and time, and where an authority stands by it among all authorities of the file",
    ("time_period", "geographic_level", "area_name", "measure"),
    text("time_period", "The year, or the financial or school year as 2023-24, that is published", "Year"),
    text("geographic_level", "National, Regional or Local authority"),
    optional("area_code", "Code of the area as published; a joint return has the codes of all its {authorities}"),
    text("area_name", "Name of the area as published"),
    text("measure", "The department's name of the figure", "Measure"),
    VALUE,
    optional(
        "symbol",
        "What stands for a figure: c suppressed, z not applicable, x not available, u unreliable, low rounds to 0",
    ),
    UNIT,
    _number("lower", "How many authorities have a lower figure"),
    _number("same", "How many other authorities have the same figure"),
    _number("of", "How many authorities have a figure, this one included"),
    _number("without", "How many authorities have a symbol in place of a figure; they are not counted in any way"),
    _number("lowest", "The lowest figure of any authority"),
    _number("quartile_1", "A quarter of the authorities lie at or below this figure"),
    _number("median", "Half of the authorities lie at or below this figure"),
    _number("quartile_3", "Three quarters of the authorities lie at or below this figure"),
    _number("highest", "The highest figure of any authority"),
    Field("published_on", Kind.DATE, False, "When the figure was first published, where that is known"),
)

REFERENCE = (COMPARED,)
"""Datasets that belong to no single period."""
