"""The dataset of the chapter."""

from trustbook.data.schema import NOTE, UNIT, VALUE, date, schema, text

YOUTH_JUSTICE = schema(
    "youth_justice",
    "Youth justice",
    "One figure about young people and the courts",
    ("measure",),
    text("measure", "What is counted: orders, remands, or both together"),
    VALUE,
    UNIT,
    date("as_at", "The day that the figure is for"),
    NOTE,
)
PERIOD = (YOUTH_JUSTICE,)
