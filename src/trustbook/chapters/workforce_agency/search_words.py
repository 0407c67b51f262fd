"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "agency",
    "agency staff",
    "agency cost",
    "temporary staff",
    "locums",
    "interim",
    "staff",
    "staffing",
    "social workers",
    "vacancies",
    "vacant posts",
    "recruitment",
    "workforce",
    "permanent staff",
    "premium",
)
