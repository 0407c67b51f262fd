"""Compare the department's figures on social workers for the trust's own areas with the country's, year by year.

In: the data of a period. Out: `Statistics`, or None if none are on file. A year is known if it was published by the
edition's day; a symbol in place of a figure stays a symbol; councils that return jointly are one area, and figures of
areas are never added together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from trustbook.components.metric import ColumnRef, Lineage, Metric, as_reported
from trustbook.core.formatting import slug
from trustbook.data.conventions import NATIONAL
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.publication import Publication

OWN, NATION = "own", "nation"
AGENCY, VACANCY, TURNOVER, CASELOAD = "agency_rate_fte", "vacancy_rate_fte", "turnover_rate_fte", "caseload_fte"
COVERING, VACANT, IN_POST, LEAVERS = "agency_cover_fte", "vacancy_fte", "inpost_fte", "leavers_fte"
ABSENCE = "absence_rate_fte"
_LEFT = "social_workers_leaving"


@dataclass(frozen=True)
class Statistics:
    """`figures`: year, side (`own`, `nation`), area_name, measure, value, symbol; each figure of a side once.

    `unclear`: years in which more than one of the trust's own areas reports; the trust has no figure for them here.
    `published`: by year, whether it was published by the edition's `day`.
    """

    figures: pd.DataFrame
    unclear: tuple[int, ...]
    published: Mapping[int, Publication]
    day: date

    @property
    def years(self) -> list[int]:
        """Every year on file, oldest first."""
        return sorted(int(year) for year in self.figures["year"].unique())

    @property
    def newest(self) -> int | None:
        """The newest year of the trust's own areas that was published by the edition's day."""
        own = self.figures.loc[self.figures["side"] == OWN, "year"]
        return max((int(year) for year in own if self.is_known(int(year))), default=None)

    def is_known(self, year: int) -> bool:
        """Say whether a year was published by the edition's day."""
        return self.published.get(year) is Publication.BY_THEN

    def value(self, side: str, measure: str, year: int | None = None) -> float | None:
        """Return a figure, of the newest known year unless another is named; None if there is none, or a symbol."""
        row = self._row(side, measure, self.newest if year is None else year)
        return None if row is None or pd.isna(row["value"]) else float(row["value"])

    def symbol(self, side: str, measure: str, year: int) -> str | None:
        """Return the symbol in place of a figure, if there is one."""
        row = self._row(side, measure, year)
        return None if row is None or pd.isna(row["symbol"]) else str(row["symbol"])

    def name(self, side: str, year: int | None = None) -> str:
        """Return the published name of the area that reports for a side in a year."""
        rows = self.figures[self.figures["side"] == side]
        rows = rows[rows["year"] == year] if year is not None else rows
        return "" if rows.empty else str(rows.iloc[-1]["area_name"])

    def path(self, side: str) -> pd.DataFrame:
        """List agency and vacancy rates: year, vacancy, agency, known, published; only years that have both."""
        rows = [
            {
                "year": year,
                "vacancy": self.value(side, VACANCY, year),
                "agency": self.value(side, AGENCY, year),
                "known": self.is_known(year),
                "published": str(self.published[year]),
            }
            for year in self.years
        ]
        return (
            pd.DataFrame(rows, columns=["year", "vacancy", "agency", "known", "published"])
            .dropna()
            .reset_index(drop=True)
        )

    def _row(self, side: str, measure: str, year: int | None) -> pd.Series | None:
        found = self.figures[
            (self.figures["side"] == side) & (self.figures["measure"] == measure) & (self.figures["year"] == year)
        ]
        return None if found.empty else found.iloc[0]


@worked_out_once
def analyse(data: PeriodData) -> Statistics | None:
    """Gather the figures of the trust's own areas and of the country; None if none of its own are on file."""
    rows = data.reference.dataset("workforce_statistics")
    own_codes = data.settings.statistical_areas
    side = pd.Series(pd.NA, index=rows.index, dtype="object")
    side[rows["geographic_level"] == NATIONAL] = NATION
    side[rows["area_code"].isin(own_codes)] = OWN
    figures = rows.assign(side=side, year=rows["time_period"].map(int) if len(rows) else [])[side.notna()]
    if not (figures["side"] == OWN).any():
        return None
    reporting = figures[figures["side"] == OWN].groupby("year")["area_code"].nunique()
    unclear = tuple(int(year) for year in reporting.index[reporting > 1])
    figures = figures[~((figures["side"] == OWN) & figures["year"].isin(unclear))]
    published = data.publications(rows, "time_period")
    kept = figures[["year", "side", "area_name", "measure", "value", "symbol"]]
    return Statistics(
        kept.reset_index(drop=True), unclear, {int(time): each for time, each in published.items()}, data.edition_day
    )


def reference_metrics(data: PeriodData) -> list[tuple[str, Metric]]:
    """List the country's figures that papers quote, each with its year."""
    statistics = analyse(data)
    if statistics is None:
        return []
    country, figures = slug(statistics.name(NATION)), []
    for year in statistics.years:
        leaving, before = statistics.value(NATION, LEAVERS, year), statistics.value(NATION, LEAVERS, year - 1)
        vacant, vacant_before = statistics.value(NATION, VACANT, year), statistics.value(NATION, VACANT, year - 1)
        worked = (
            (_LEFT, leaving, "count", "Social workers who left, full-time equivalent", (LEAVERS, year)),
            (f"{_LEFT}_increase", _rise(leaving, before), "share", "Rise in leavers", (LEAVERS, year - 1, year)),
            (
                "vacancies_increase",
                _rise(vacant, vacant_before),
                "share",
                "Rise in vacancies",
                (VACANT, year - 1, year),
            ),
        )
        figures += [
            (str(year), Metric(f"comparator.{country}.{name}", value, unit, label, _published(*read)))
            for name, value, unit, label, read in worked
            if value is not None
        ]
    return figures


def _published(measure: str, *years: int) -> Lineage:
    """Say which published figures of the country a figure rests on."""
    times = tuple(str(year) for year in years)
    only = (("geographic_level", (NATIONAL,)), ("measure", (measure,)), ("time_period", times))
    return as_reported(ColumnRef("workforce_statistics", "value", only))


def _rise(now: float | None, before: float | None) -> float | None:
    return None if now is None or not before else now / before - 1
