"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "placements",
    "homes",
    "children's homes",
    "residential",
    "fostering",
    "foster care",
    "care",
    "looked after",
    "children in care",
    "beds",
    "nights",
    "unit cost",
    "cost of a place",
)
