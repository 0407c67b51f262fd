"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "savings",
    "saving",
    "red",
    "amber",
    "green",
    "RAG",
    "not delivered",
    "owner",
    "officer",
    "officers",
    "who is responsible",
    "efficiencies",
    "cuts",
)
