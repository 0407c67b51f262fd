"""Gather what every page of an edition states: period, whether it is published, date of the data, meeting, licence.

In: a workspace and a period, and for a revision its publication. Out: `Facts`, passed to Sphinx as plain values.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from trustbook import __version__
from trustbook.config.meeting import Meeting
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import when
from trustbook.core.period import Period
from trustbook.data.datasets import SOURCES
from trustbook.data.period_return import read_reference_tables, read_return
from trustbook.data.publication import newest_paper
from trustbook.revisions.identity import commit_of_library, in_short
from trustbook.revisions.meeting import latest_day, timing

DRAFT = "Draft"
"""The standing of an edition that is not published."""


@dataclass(frozen=True)
class Publication:
    """The publication that an edition is made for: the revision's number, its day, what readers are to know of it."""

    revision: int
    on: str
    """The day, as `2024-05-03`."""
    notice: str = ""
    commit: str = ""
    """The commit of the library that it is made with; empty if nobody knows."""

    @property
    def words(self) -> str:
        """Say it in words: `Published 3 May 2024`, or `Revision 2, published 3 May 2024`."""
        return standing(self.revision, self.on)


def standing(revision: int, on: str) -> str:
    """Say whether an edition is published, and if so as which revision and on which day."""
    if not revision:
        return DRAFT
    return f"Published {when(on)}" if revision == 1 else f"Revision {revision}, published {when(on)}"


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
    commit: str = ""
    """The commit of the library, in short; empty if nobody knows."""
    draft: bool = False
    """Whether it is made of a return that the checks refuse or that is not final, which every page of it says."""
    revision: int = 0
    """Which revision it is; 0 before it is published."""
    published_on: str = ""
    """The day on which this revision is published."""
    notice: str = ""
    """What readers are to know of this revision."""
    meeting: dict[str, Any] = field(default_factory=dict)
    """The meeting that it is for, in words; empty if it is for none."""

    @property
    def label(self) -> str:
        """Return the period in words."""
        return Period.parse(self.period).label

    @property
    def published_in_words(self) -> str:
        """Return a date such as `24 April 2024`, or an empty string if no paper says."""
        return when(self.published) if self.published else ""

    @property
    def standing(self) -> str:
        """Return `Draft`, `Published 3 May 2024`, or `Revision 2, published 3 May 2024`."""
        return standing(self.revision, self.published_on)

    @property
    def for_meeting(self) -> str:
        """Return the meeting that it is for in a line: `for Cabinet, 14 May 2024, item 7`; empty if there is none."""
        return f"for {self.meeting['named']}" if self.meeting else ""

    @property
    def url(self) -> str:
        """Return the edition's address with a final slash; empty if the site has none."""
        return f"{self.site_url}{self.period}/" if self.site_url else ""

    def as_values(self) -> dict[str, Any]:
        """Return plain values, from which `Facts(**values)` recreates the facts."""
        return asdict(self)


def facts(workspace: Workspace, period: Period, publication: Publication | None = None) -> Facts:
    """Gather the facts of an edition; without a publication it is a draft.

    Raises ReturnError or WorkspaceError for unreadable data or settings.
    """
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
        revision=publication.revision if publication else 0,
        published_on=publication.on if publication else "",
        notice=publication.notice if publication else "",
        commit=in_short(publication.commit if publication else commit_of_library()),
        meeting=_meeting(workspace, period, publication),
    )


def line_of(meeting: Meeting) -> str:
    """Name a meeting: `Cabinet, 14 May 2024, item 7`."""
    return f"{meeting.body}, {when(meeting.date.isoformat())}" + (f", item {meeting.item}" if meeting.item else "")


def in_time(meeting: Meeting, on: str = "") -> str:
    """Say whether what is published on a day is in time for a meeting; of a draft, until when it would be."""
    if on:
        return timing(meeting, date.fromisoformat(on)).sentence
    latest = when(latest_day(meeting.date).isoformat())
    return f"It must be published by {latest}, five clear days before the meeting."


def _meeting(workspace: Workspace, period: Period, publication: Publication | None) -> dict[str, Any]:
    """Say in words which meeting an edition is for, whether it is in time for it, and what its background papers are.

    A paper that the register does not list is named by its id.
    """
    meeting = workspace.meeting(period)
    if meeting is None:
        return {}
    papers = read_reference_tables(workspace)[SOURCES.name].typed
    titles = dict(zip(papers["source_id"], papers["title"], strict=True)) if meeting.background else {}
    return {
        "named": line_of(meeting),
        "timing": in_time(meeting, publication.on if publication else ""),
        "background": [str(titles.get(paper, paper)) for paper in meeting.background],
    }


def _published(workspace: Workspace, period: Period) -> str:
    """Return the latest day on which a paper cited by the return was published."""
    papers = read_reference_tables(workspace)[SOURCES.name].typed
    day = newest_paper(read_return(workspace, period), papers)
    return "" if day is None else day.isoformat()
