"""What every page of an edition says of itself: period, date of the data, version, licence, address.

In: a workspace and a period. Out: `Facts`, which travel to Sphinx as plain values.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from trustbook import __version__
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.datasets import CLAIMS, SOURCES
from trustbook.data.period_return import read_reference_tables, read_return

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Facts:
    """Facts of one edition. `published` is the day on which the papers of its data were published, if they say."""

    period: str
    trust: str
    published: str = ""
    licence: str = ""
    licence_url: str = ""
    site_url: str = ""
    version: str = __version__

    @property
    def label(self) -> str:
        """The period in words."""
        return Period.parse(self.period).label

    @property
    def published_in_words(self) -> str:
        """Write `24 April 2024`, or nothing where no paper says."""
        if not self.published:
            return ""
        day = date.fromisoformat(self.published)
        return f"{day.day} {day:%B %Y}"

    @property
    def url(self) -> str:
        """The address of the edition, ending in a slash; empty where the site has none."""
        return f"{self.site_url}{self.period}/" if self.site_url else ""

    def as_values(self) -> dict[str, Any]:
        """Return plain values, from which `Facts(**values)` makes the same again."""
        return asdict(self)


def facts(workspace: Workspace, period: Period) -> Facts:
    """Gather the facts of an edition. Raises ReturnError or WorkspaceError for data or settings that cannot be read."""
    settings = workspace.settings
    licence = settings.site.licence
    return Facts(
        period=str(period),
        trust=settings.trust.name,
        published=_published(workspace, period),
        licence="" if licence is None else licence.title,
        licence_url="" if licence is None else licence.path or "",
        site_url=settings.site.url or "",
    )


def _published(workspace: Workspace, period: Period) -> str:
    """The newest day on which a paper was published that a line of the return was taken from."""
    tables = read_return(workspace, period).tables.values()
    frames = [table.written for table in tables if table.schema.name != CLAIMS.name and "source_id" in table.written]
    named = {str(source) for frame in frames for source in frame["source_id"].dropna()}
    papers = read_reference_tables(workspace)[SOURCES.name].written
    days = papers.loc[papers["source_id"].isin(named), "published_on"].dropna()
    return max((str(day) for day in days if _DAY.fullmatch(str(day))), default="")
