"""Take the standing text of sections from the settings, and mark what a person must write.

In: the settings of papers, a period. Out: paragraphs. A text that has to be written says what, and who usually does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from trustbook.committee.model import Paragraph
from trustbook.committee.sections import SectionKind, every_kind, kind_of
from trustbook.config.paper import PaperSettings
from trustbook.config.words import in_own_words
from trustbook.config.workspace import PAPER_SETTINGS
from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.core.period import Period

_PLACE = re.compile(r"\{(\w+)\}")


class StandingText:
    """The texts of one period."""

    def __init__(self, settings: PaperSettings, period: Period) -> None:
        self._settings = settings
        self._texts: Mapping[str, tuple[str, ...]] = settings.texts_in(period)
        self._known = {
            "period": period.short,
            "month": f"{period.first_day:%B %Y}",
            "year": period.financial_year,
        }

    def filled(self, text: str) -> str:
        """Fill in the period and the body's own words, once."""
        return _PLACE.sub(lambda found: self._known.get(found[1]) or in_own_words(found[0]), text)

    def paragraphs(self, key: str) -> list[Paragraph]:
        """Return the paragraphs of a section; none if the settings have no text for it."""
        return [Paragraph(self.filled(text)) for text in self._texts.get(key, ())]

    def recommendations(self) -> list[str]:
        """List what the committee is asked to do apart from noting the figures."""
        return [self.filled(text) for text in self._settings.recommendations]

    def or_to_write(self, kind: SectionKind) -> list[Paragraph]:
        """Return the paragraphs of a section, or that a person must write it."""
        return self.paragraphs(kind.key) or [to_write(kind)]

    def title(self, kind: SectionKind) -> str:
        """Return the title of a section."""
        return self._settings.titles.get(kind.key, kind.title)

    def has(self, kind: SectionKind) -> bool:
        """Return whether papers have this section."""
        return kind.key not in self._settings.leave_out


def to_write(kind: SectionKind) -> Paragraph:
    """Mark a section that a person must write."""
    who = kind.who[:1].upper() + kind.who[1:]
    return Paragraph(f"[To be written: {kind.what}. {who} usually writes this.]", to_write=True)


def require_known(settings: PaperSettings) -> None:
    """Raise WorkspaceError for a section of the settings that no paper has, and for a text of one without text."""
    known = [each.key for each in every_kind()]
    for key in settings.keys:
        if key not in known:
            raise WorkspaceError(
                f"there is no section '{excerpt(key)}'",
                file=f"params/{PAPER_SETTINGS}",
                expected=f"one of: {listing(known, 'or')}",
            )
    for key in (*settings.texts, *(key for texts in settings.periods.values() for key in texts)):
        if not kind_of(key).who:
            raise WorkspaceError(
                f"section '{key}' has no text of its own", file=f"params/{PAPER_SETTINGS}", mend="Delete it."
            )
