"""Say in a notebook which period it shows, and which there are to choose from. No page has it.

In: the data of a period. Out: an object that Jupyter displays as HTML. It looks at the folders in `data/` as they are
now, so the cell that calls it is tagged `skip-execution`: papermill passes it over, and no edition depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from trustbook.components.in_notebooks import notebook_only
from trustbook.components.page import TEMPLATES
from trustbook.config.workspace import Workspace
from trustbook.core.markup import Markup
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.period_data import PeriodData


@dataclass(frozen=True)
class ChosenPeriod:
    """The period shown, how firm its figures are, and the periods that have a return, oldest first."""

    period: Period
    status: Status
    periods: tuple[Period, ...]

    @property
    def place(self) -> str:
        """Where the period stands: `the newest return`, or which one is."""
        newest = self.periods[-1]
        return "the newest return" if self.period == newest else f"not the newest return, which is {newest.label}"

    @property
    def years(self) -> list[tuple[str, list[Period]]]:
        """The periods of each financial year, the newest year first."""
        by_year = [(year, list(months)) for year, months in groupby(self.periods, lambda each: each.financial_year)]
        return by_year[::-1]

    @property
    def example(self) -> Period:
        """A period to type: the last one that is not shown, if there is another."""
        return next((each for each in reversed(self.periods) if each != self.period), self.period)

    def _repr_html_(self) -> Markup:
        return TEMPLATES.render("chosen_period.html", chosen=self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = notebook_only(self._repr_html_())
        return data | {"text/plain": repr(self)}, metadata

    def __repr__(self) -> str:
        lines = [f"{self.period.label}: {self.status.words}, {self.place}. Returns to choose from:"]
        lines += [f"{year}: {', '.join(map(str, months))}" for year, months in self.years]
        return "\n".join(lines)


def chosen_period(data: PeriodData) -> ChosenPeriod:
    """Say which period the data are of, and list those that have a return. Raises PeriodError for a misnamed folder."""
    return ChosenPeriod(data.period, data.status, tuple(Workspace(data.root).periods()))
