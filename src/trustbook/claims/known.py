"""Read and work out each period once in a run over several periods, which look back at one another.

In: a workspace whose data do not change during the run. Out: the data and the figures of a period.
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
    """The figures of every period so far, and the last twelve returns read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._read = lru_cache(maxsize=MONTHS_IN_YEAR)(partial(read_return, workspace))
        self._headlines: dict[Period, list[Metric]] = {}
        self._details: dict[Period, list[Metric]] = {}
        self._opened: PeriodData | None = None

    def period_data(self, period: Period) -> PeriodData:
        """Open a period, and keep the last one open. Raises as `open_period` does."""
        if self._opened is None or self._opened.period != period:
            self._opened = open_period(str(period), workspace=self._workspace, read=self._read)
        return self._opened

    def headlines(self, period: Period) -> list[Metric]:
        """Return the headline figures of a period."""
        if period not in self._headlines:
            self._headlines[period] = metrics(self.period_data(period))
        return self._headlines[period]

    def figures(self, period: Period) -> list[Metric]:
        """Return the headline figures of a period, and the figures of its lines that papers state."""
        if period not in self._details:
            self._details[period] = details(self.period_data(period))
        return [*self.headlines(period), *self._details[period]]
