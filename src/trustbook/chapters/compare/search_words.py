"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "other councils",
    "other authorities",
    "England",
    "national average",
    "benchmark",
    "compare",
    "rank",
    "neighbours",
)
