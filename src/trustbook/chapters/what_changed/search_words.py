"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "change",
    "movement",
    "since last month",
    "since the last return",
    "compared with last month",
    "difference",
)
