"""List the words by which a reader may look for the chapter. In: settings. Out: words, with the names of the payers."""

from __future__ import annotations

from trustbook.config.settings import Settings

_WORDS = (
    *("bill", "who pays", "share", "my share", "split", "what we pay", "cost to the council", "cost to the councils"),
    *("my council", "call on the councils", "reserves", "income in dispute", "disputed income", "risk share"),
)


def search_words(settings: Settings) -> tuple[str, ...]:
    """Return everyday words for what the chapter tells, and the names of those who pay."""
    return (*_WORDS, *(name for council in settings.councils for name in (council.short_name, council.name)))
