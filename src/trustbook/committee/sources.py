"""Open what a paper is written from: the data of a period, and the edition that was built of it.

In: a workspace, and the folder of an edition with its results. Out: a `Source`. An edition's own notebooks say which
page is about which figures, and have its charts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from trustbook.checks.findings import Report, read_report
from trustbook.claims.report import TieOutRow, read_rows
from trustbook.committee.model import Picture
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData, open_period
from trustbook.site.chart_renderer import charts_of
from trustbook.site.data_warnings import chapter_reads
from trustbook.site.description import whole_answer
from trustbook.site.titles import title_of

_NOTEBOOKS = Path("_sources", "notebooks")


@dataclass(frozen=True)
class Results:
    """Where the results of a period are: its headline figures, what the checks found, and the tie-out."""

    metrics: Path
    findings: Path
    tie_out: Path


@dataclass(frozen=True)
class Source:
    """What a paper is written from. `standing`: `Draft`, or `Published 3 May 2024`; `url`: the edition's address."""

    data: PeriodData
    metrics: Mapping[str, Mapping[str, Any]]
    report: Report
    compared: Sequence[TieOutRow]
    edition: Path
    standing: str
    url: str = ""

    @property
    def period(self) -> Period:
        """The period."""
        return self.data.period

    @property
    def label(self) -> str:
        """The period in words: `Month 11 of 2023/24 (February 2024)`."""
        return f"Month {self.period.month} of {self.period.financial_year} ({self.period.first_day:%B %Y})"

    @cached_property
    def _notebooks(self) -> dict[str, Path]:
        """The notebook of each chapter of the edition, by the first words of its figures."""
        paths = sorted((self.edition / _NOTEBOOKS).glob("*.ipynb"))
        return {prefix: path for path in paths for prefix in chapter_reads(path)["metrics"]}

    def page_of(self, metric: str) -> str:
        """Return the page of the edition that shows a figure; its first page, if no chapter is about it."""
        notebook = self._notebooks.get(metric.partition(".")[0])
        return f"notebooks/{notebook.stem}.html" if notebook else "index.html"

    def title_of(self, page: str) -> str:
        """Return the title of a page of the edition; its name, if it is no chapter."""
        notebook = self._notebook_of(page)
        return title_of(notebook).replace("\\", "") if notebook else PurePosixPath(page).stem

    def answer_of(self, page: str) -> str:
        """Return what a chapter of the edition says first; an empty text for another page."""
        notebook = self._notebook_of(page)
        return whole_answer(notebook) if notebook else ""

    def _notebook_of(self, page: str) -> Path | None:
        file = self.edition / _NOTEBOOKS / f"{PurePosixPath(page).stem}.ipynb"
        return file if page.startswith("notebooks/") and file.exists() else None

    def chart(self, key: str, about: str, name: str) -> Picture | None:
        """Return a chart of the chapter on some figures, under a key: the one of this name, else the first."""
        notebook = self._notebooks.get(about)
        if notebook is None:
            return None
        charts = {each.key: each for each in _charts(notebook)}
        found = charts.get(name) or next(iter(charts.values()), None)
        return None if found is None else replace(found, key=key)


def open_source(workspace: Workspace, period: Period, edition: Path, results: Results, standing: str) -> Source:
    """Open what a paper of a period is written from.

    Raises ReturnError or WorkspaceError for data or settings that cannot be read.
    """
    data = open_period(str(period), workspace=workspace)
    address = data.settings.site.url
    return Source(
        data=data,
        metrics=json.loads(results.metrics.read_text(encoding="utf-8")),
        report=read_report(results.findings),
        compared=read_rows(results.tie_out),
        edition=edition,
        standing=standing,
        url=f"{address}{period}/" if address else "",
    )


def _charts(notebook: Path) -> list[Picture]:
    """List the charts of an executed notebook."""
    found = []
    for texts, drawing in charts_of(notebook):
        name, title, unit = (str(texts[key]) for key in ("name", "title", "subtitle"))
        found.append(Picture(name, title, str(texts["description"]), drawing, note=unit))
    return found
