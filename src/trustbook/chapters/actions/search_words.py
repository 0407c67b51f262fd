"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "actions",
    "action log",
    "action tracker",
    "minutes",
    "matters arising",
    "last meeting",
    "overdue",
)
