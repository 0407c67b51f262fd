"""The datasets about staff."""

from __future__ import annotations

from trustbook.returns.schema import NOTE, UNIT, VALUE, date, schema, text

WORKFORCE = schema(
    "workforce",
    "Workforce and agency",
    "One figure about staff, agency staff or vacancies",
    ("team", "measure"),
    text("team", "The team, or the whole trust"),
    text("measure", "What is measured"),
    VALUE,
    UNIT,
    date("as_at", "The day or month that the figure is for"),
    NOTE,
)
