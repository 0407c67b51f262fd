"""Describe the datasets about staff."""

from __future__ import annotations

from trustbook.data.schema import NOTE, UNIT, VALUE, Field, Kind, date, optional, schema, text

WORKFORCE = schema(
    "workforce",
    "Workforce and agency",
    "One figure about staff, agency staff or vacancies",
    ("team", "measure"),
    text("team", "The team, or the whole {body}"),
    text("measure", "What is measured"),
    VALUE,
    UNIT,
    date("as_at", "The day or month that the figure is for"),
    NOTE,
)

WORKFORCE_STATISTICS = schema(
    "workforce_statistics",
    "Published workforce statistics",
    "One figure that the department publishes of one area and one year; a joint return is one area",
    ("time_period", "area_code", "measure"),
    text("time_period", "The year of the census, which is of 30 September", "Year"),
    text("geographic_level", "National, Regional or Local authority"),
    text("area_code", "Code of the area as published; a joint return has the codes of all its {authorities}"),
    text("area_name", "Name of the area as published"),
    text("measure", "The department's name of the figure; _fte is of full-time equivalent posts", "Measure"),
    VALUE,
    optional(
        "symbol",
        "What stands for a figure: c suppressed, z not applicable, x not available, u unreliable, low rounds to 0",
    ),
    UNIT,
    Field("published_on", Kind.DATE, False, "When the year was first published, where that is known"),
)

PERIOD = (WORKFORCE,)
"""Datasets that a period may report."""

REFERENCE = (WORKFORCE_STATISTICS,)
"""Datasets that belong to no single period."""
