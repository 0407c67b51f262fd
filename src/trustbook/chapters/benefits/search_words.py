"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "benefits",
    "programme benefits",
    "children helped",
    "cost of a child",
)
