"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "last year",
    "next year",
    "earlier years",
    "previous years",
    "outturn last year",
    "last year's outturn",
    "budget for next year",
    "inflation",
    "demand",
)
