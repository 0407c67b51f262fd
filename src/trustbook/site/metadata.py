"""Gather what every page of an edition states: period, date of the data, version, licence, address.

In: a workspace and a period. Out: `Facts`, passed to Sphinx as plain values.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from trustbook import __version__
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.datasets import SOURCES
from trustbook.data.period_return import read_reference_tables, read_return
from trustbook.data.publication import newest_paper


@dataclass(frozen=True)
class Facts:
    """Facts of one edition. `published` is the day the papers of its data were published, if they say.

    `trust` is the body that the edition reports on; `publisher` is who publishes the edition, empty if nobody is named.
    """

    period: str
    trust: str
    published: str = ""
    licence: str = ""
    licence_url: str = ""
    site_url: str = ""
    publisher: str = ""
    contact: str = ""
    feedback: str = ""
    accessibility_statement: str = ""
    version: str = __version__
    draft: bool = False
    """Whether the edition is a draft, which every page of it says."""

    @property
    def label(self) -> str:
        """Return the period in words."""
        return Period.parse(self.period).label

    @property
    def published_in_words(self) -> str:
        """Return a date such as `24 April 2024`, or an empty string if no paper says."""
        if not self.published:
            return ""
        day = date.fromisoformat(self.published)
        return f"{day.day} {day:%B %Y}"

    @property
    def url(self) -> str:
        """Return the edition's address with a final slash; empty if the site has none."""
        return f"{self.site_url}{self.period}/" if self.site_url else ""

    def as_values(self) -> dict[str, Any]:
        """Return plain values, from which `Facts(**values)` recreates the facts."""
        return asdict(self)


def facts(workspace: Workspace, period: Period) -> Facts:
    """Gather the facts of an edition. Raises ReturnError or WorkspaceError for unreadable data or settings."""
    settings = workspace.settings
    licence, publisher = settings.site.licence, settings.publisher
    return Facts(
        period=str(period),
        trust=settings.trust.name,
        published=_published(workspace, period),
        licence="" if licence is None else licence.title,
        licence_url="" if licence is None else licence.path or "",
        site_url=settings.site.url or "",
        publisher="" if publisher is None else publisher.name,
        contact="" if publisher is None else publisher.contact or "",
        feedback="" if publisher is None else publisher.feedback or "",
        accessibility_statement="" if publisher is None else publisher.accessibility_statement or "",
        draft=workspace.is_draft,
    )


def _published(workspace: Workspace, period: Period) -> str:
    """Return the latest day on which a paper cited by the return was published."""
    papers = read_reference_tables(workspace)[SOURCES.name].typed
    day = newest_paper(read_return(workspace, period), papers)
    return "" if day is None else day.isoformat()
