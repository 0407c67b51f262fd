"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "risks",
    "risk",
    "risk register",
    "review",
    "step-in review",
    "inspection",
    "Ofsted",
    "assurance",
)
