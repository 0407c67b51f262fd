"""Make the table of the position month by month: groups, variance, adjustments and pressure.

In: the figures of a period, its source. Out: a `Table` in thousands of pounds. A figure of an earlier month is named
with it, as in `forecast.variance@2023-24-P10`. A cell without a figure says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from trustbook.committee.figures import IN_THOUSANDS, Figures
from trustbook.committee.model import Column, Row, Table
from trustbook.committee.sources import Source
from trustbook.components.metric import money
from trustbook.core.formatting import slug
from trustbook.data.period_return import Return
from trustbook.position import PRESSURE, VARIANCE, Position, by_group, position

_MONTHS = 6
"""As many months as fit on a page."""


@dataclass(frozen=True)
class _Month:
    """One return of the year: its position, and the variance of each group."""

    made: Return
    position: Position
    groups: dict[str, int]


def months_table(figures: Figures, source: Source) -> Table:
    """Show the months of the year so far, the last few of them."""
    months = _Months(figures, source)
    rows = [*months.groups(), *months.layers()]
    columns = [Column("Amount"), *(Column(f"Month {each.made.period.month}", is_amount=True) for each in months.all)]
    caption = f"Position by month, {source.period.financial_year}, {IN_THOUSANDS}"
    return Table("position_by_period", caption, tuple(columns), tuple(rows))


class _Months:
    """The rows of the table."""

    def __init__(self, figures: Figures, source: Source) -> None:
        self._figures, self._source = figures, source

    @cached_property
    def all(self) -> list[_Month]:
        """The months that are shown."""
        data = self._source.data
        return [
            _Month(
                made,
                position(made, data.reference),
                {
                    str(group): int(amount)
                    for group, amount in by_group(made.forecast, data.settings.group_of).dropna().items()
                },
            )
            for made in data.history[-_MONTHS:]
        ]

    def groups(self) -> list[Row]:
        """List the summary groups that a month has."""
        named = [each for each in self._source.data.settings.groups if any(each in month.groups for month in self.all)]
        return [
            self._row(
                name,
                f"Variance: {name}",
                f"forecast.group_variance.{slug(name)}",
                [month.groups.get(name) for month in self.all],
            )
            for name in named
        ]

    def layers(self) -> list[Row]:
        """List variance and adjustments that a month has, and the pressure if there is any adjustment."""
        rows = []
        for layer in PRESSURE:
            amounts = [getattr(month.position, layer.name) if month.position.has(layer) else None for month in self.all]
            if any(amount is not None for amount in amounts):
                rows.append(self._row(layer.label, layer.label, layer.metric, amounts, is_total=layer is VARIANCE))
        pressures = [month.position.pressure for month in self.all]
        if len(rows) > 1 and any(amount is not None for amount in pressures):
            rows.append(self._row("Pressure", "Pressure", "forecast.pressure", pressures, is_total=True))
        return rows

    def _row(self, label: str, called: str, metric: str, amounts: list[int | None], *, is_total: bool = False) -> Row:
        """Make a row; `called` is what its figures are in a list of figures."""
        cells = []
        for month, amount in zip(self.all, amounts, strict=True):
            period = month.made.period
            if amount is None:
                cells.append(self._source.data.absence(period).value)
                continue
            name = metric if period == self._source.period else f"{metric}@{period}"
            figure = money(name, amount, f"{called}, Month {period.month}")
            cells.append(self._figures.cell(self._figures.add(figure)))
        return Row((label, *cells), is_total)
