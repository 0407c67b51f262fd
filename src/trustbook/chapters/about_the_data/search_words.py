"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "sources",
    "papers",
    "licence",
    "reports used",
    "where the figures come from",
)
