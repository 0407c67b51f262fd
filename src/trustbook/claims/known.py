"""What is known of each period in a run over several, which look back at one another: read and worked out once.

In: a workspace whose data stay as they are meanwhile. Out: period_data, and the figures of a period.
"""

from __future__ import annotations

from functools import lru_cache, partial

from trustbook.chapters.metrics import details, metrics
from trustbook.components.metric import Metric
from trustbook.config.workspace import Workspace
from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.data.period_data import PeriodData, open_period
from trustbook.data.period_return import read_return


class Known:
    """The figures of every period so far, and the returns of the last twelve months that were read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._read = lru_cache(maxsize=MONTHS_IN_YEAR)(partial(read_return, workspace))
        self._headlines: dict[Period, list[Metric]] = {}
        self._details: dict[Period, list[Metric]] = {}
        self._opened: PeriodData | None = None

    def period_data(self, period: Period) -> PeriodData:
        """Open a period; the last one that was opened stays open. Raises as `open_period` does."""
        if self._opened is None or self._opened.period != period:
            self._opened = open_period(str(period), workspace=self._workspace, read=self._read)
        return self._opened

    def headlines(self, period: Period) -> list[Metric]:
        """Give the headline figures of a period."""
        if period not in self._headlines:
            self._headlines[period] = metrics(self.period_data(period))
        return self._headlines[period]

    def figures(self, period: Period) -> list[Metric]:
        """Give the headline figures of a period, and what papers state of its lines."""
        if period not in self._details:
            self._details[period] = details(self.period_data(period))
        return [*self.headlines(period), *self._details[period]]
