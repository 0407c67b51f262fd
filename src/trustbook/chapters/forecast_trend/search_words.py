"""List the words by which a reader may look for the chapter. In: settings. Out: words, with the names of the lines."""

from __future__ import annotations

from trustbook.config.settings import Settings

_WORDS = (
    "overspend",
    "underspend",
    "forecast",
    "outturn",
    "year so far",
    "month by month",
    "trend",
    "variance",
    "pressure",
    "spent so far",
    "spending to date",
    "outlook",
    "year end",
)


def search_words(settings: Settings) -> tuple[str, ...]:
    """Return everyday words for what the chapter tells, and the names of the lines and groups of the budget."""
    return (*_WORDS, *settings.groups, *(heading.name for heading in settings.headings))
