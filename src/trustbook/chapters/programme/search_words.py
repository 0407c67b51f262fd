"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "transformation",
    "projects",
    "project",
    "invest to save",
)
