"""Return the chapter's title, which the trust chooses. In: settings. Out: text."""

from __future__ import annotations

from trustbook.config.settings import Settings


def title(settings: Settings) -> str:
    """Return the chapter's title."""
    return settings.benefits_title
