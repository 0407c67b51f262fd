"""Rank the trust's areas among all authorities by the department's published figures.

In: the data of a period. Out: `Compared`, or None if there is nothing to compare. A time is known from the day it was
published, and must be known on the edition's day to be ranked; a symbol is never a figure; settings say whether high or
low is good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity
from trustbook.config.settings import ComparedMeasure, Settings
from trustbook.data.conventions import LOCAL, NATIONAL, REGIONAL
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.publication import Publication

QUARTERS = 4


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure, or the symbol in its place."""

    time: str
    area: str
    value: float | None
    symbol: str | None
    published: Publication

    @property
    def known(self) -> bool:
        """Whether it was published by the edition's day."""
        return self.published is Publication.BY_THEN


@dataclass(frozen=True)
class Standing:
    """The rank of one area by one measure at one time.

    `rank`: 1 is the best of `of`; `equal` others share it. `quarter`: 1 is the best quarter, 4 the worst. Both are None
    if there is a symbol instead of a figure. `without`: authorities that have a symbol.
    """

    measure: ComparedMeasure
    figure: PublishedFigure
    rank: int | None
    of: int
    equal: int
    without: int
    quarter: int | None


@dataclass(frozen=True)
class Path:
    """One area by one measure: every time on file, oldest first, and the figures to compare it with."""

    measure: ComparedMeasure
    area: str
    standings: tuple[Standing, ...]
    comparators: tuple[PublishedFigure, ...]
    """Region, statistical neighbours and country, at every time on file."""

    @property
    def now(self) -> Standing | None:
        """The newest that was published by the edition's day."""
        known = [each for each in self.standings if each.figure.known]
        return known[-1] if known else None

    @property
    def before(self) -> Standing | None:
        """The one before the newest, of the same area."""
        known = [each for each in self.standings if each.figure.known]
        return known[-2] if len(known) > 1 else None

    def change(self) -> float | None:
        """Work out the change since the time before; None if either has no figure."""
        now, before = self.now, self.before
        if now is None or before is None or now.figure.value is None or before.figure.value is None:
            return None
        return round(now.figure.value - before.figure.value, 9)

    def at(self, time: str) -> list[PublishedFigure]:
        """List the figures to compare with at one time: region, neighbours, country."""
        return [each for each in self.comparators if each.time == time]


@dataclass(frozen=True)
class Compared:
    """Every path of every measure, in the order of the settings. `neighbours`: who named them, or None."""

    paths: tuple[Path, ...]
    neighbours: str | None
    day: date
    """The edition's day."""

    @property
    def current(self) -> tuple[Path, ...]:
        """The paths of areas that still report: those with the newest known time of their measure."""
        newest: dict[str, str] = {}
        for path in self.paths:
            if path.now is not None:
                newest[path.measure.name] = max(newest.get(path.measure.name, ""), path.now.figure.time)
        return tuple(path for path in self.paths if path.now and path.now.figure.time == newest[path.measure.name])

    @property
    def since(self) -> tuple[str, ...]:
        """The times that were published after the edition's day."""
        return self._times(Publication.SINCE)

    @property
    def not_dated(self) -> tuple[str, ...]:
        """The times whose day of publication is not given, and cannot be told from a later one."""
        return self._times(Publication.NOT_DATED)

    def _times(self, published: Publication) -> tuple[str, ...]:
        figures = (each.figure for path in self.paths for each in path.standings)
        return tuple(sorted({each.time for each in figures if each.published is published}))


def rank(lower: int, same: int, of: int, high_is: str) -> int:
    """Work out the rank from the best, 1; equal figures share the better rank.

    `lower` figures are below, `same` others are equal, and there are `of` figures in all, including this one.
    """
    return lower + 1 if high_is == "worse" else of - lower - same


def quarter(value: float, bounds: Sequence[float], high_is: str) -> int:
    """Work out the quarter, 1 is the best, from three rising bounds; a figure on a bound is below it."""
    low_to_high = 1 + sum(value > bound for bound in bounds)
    return low_to_high if high_is == "worse" else QUARTERS + 1 - low_to_high


@worked_out_once
def analyse(data: PeriodData) -> Compared | None:
    """Work out how the trust's areas rank; None if none of their figures are on file."""
    rows, settings = data.reference.dataset("compared"), data.settings
    own = rows[rows["area_code"].isin(settings.statistical_areas) & (rows["geographic_level"] == LOCAL)]
    comparators = _comparators(rows, settings)
    paths = []
    known = _publications(rows, data)
    for measure in settings.compared_measures:
        of_measure = own[own["measure"] == measure.slug].sort_values("time_period", kind="stable")
        others = comparators[comparators["measure"] == measure.slug]
        for _, of_area in of_measure.groupby("area_code", sort=False):
            paths.append(
                Path(
                    measure,
                    str(of_area.iloc[-1]["area_name"]),
                    tuple(_standing(row, measure, known) for _, row in of_area.iterrows()),
                    tuple(_figure(row, known) for _, row in others.iterrows()),
                )
            )
    near = settings.statistical_neighbours
    return Compared(tuple(paths), near.source if near else None, data.edition_day) if paths else None


def _comparators(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Select the figures of region, neighbours and country, in that order."""
    near = settings.statistical_neighbours.codes if settings.statistical_neighbours else ()
    parts = [
        rows[rows["geographic_level"] == REGIONAL],
        rows[(rows["geographic_level"] == LOCAL) & rows["area_code"].isin(near)],
        rows[rows["geographic_level"] == NATIONAL],
    ]
    return pd.concat(parts)


_Known = dict[tuple[str, str], Publication]
"""By measure and time: whether it was known on the edition's day."""


def _publications(rows: pd.DataFrame, data: PeriodData) -> _Known:
    """Look up for every measure and time whether it was known, each measure being one series."""
    return {
        (str(measure), time): published
        for measure, series in rows.groupby("measure", sort=False)
        for time, published in data.publications(series, "time_period").items()
    }


def _figure(row: pd.Series, known: _Known) -> PublishedFigure:
    return PublishedFigure(
        str(row["time_period"]),
        str(row["area_name"]),
        None if pd.isna(row["value"]) else float(row["value"]),
        None if pd.isna(row["symbol"]) else str(row["symbol"]),
        known[str(row["measure"]), str(row["time_period"])],
    )


def _standing(row: pd.Series, measure: ComparedMeasure, known: _Known) -> Standing:
    figure = _figure(row, known)
    counts = {name: 0 if pd.isna(row[name]) else int(row[name]) for name in ("lower", "same", "of", "without")}
    bounds = [row[name] for name in ("quartile_1", "median", "quartile_3")]
    counted = figure.value is not None and not pd.isna(row["lower"])
    return Standing(
        measure,
        figure,
        rank(counts["lower"], counts["same"], counts["of"], measure.high_is) if counted else None,
        counts["of"],
        counts["same"],
        counts["without"],
        None
        if figure.value is None or any(pd.isna(bound) for bound in bounds)
        else quarter(figure.value, [float(bound) for bound in bounds], measure.high_is),
    )


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the rank by each measure, if one of the trust's areas has it."""
    compared = analyse(data)
    current = compared.current if compared else ()
    figures = []
    for measure in data.settings.compared_measures:
        paths = [path for path in current if path.measure == measure]
        now = paths[0].now if len(paths) == 1 else None
        figures.append(
            Metric(
                f"compare.rank.{measure.slug}",
                now.rank if now else None,
                "count",
                f"{measure.label}: rank among authorities, 1 is best",
                _lineage(measure, now.figure.time if now else "", data.settings),
                Polarity.WORSE,
                as_at=now.figure.time if now else "",
            )
        )
    return figures


def _lineage(measure: ComparedMeasure, time: str, settings: Settings) -> Lineage:
    only = (
        ("geographic_level", (LOCAL,)),
        ("area_code", settings.statistical_areas),
        ("measure", (measure.slug,)),
        ("time_period", (time,)),
    )
    columns = ("lower",) if measure.high_is == "worse" else ("of", "lower", "same")
    return Lineage(
        f"One more than the authorities with a {'lower' if measure.high_is == 'worse' else 'higher'} figure; "
        "a symbol is no figure.",
        tuple(ColumnRef("compared", column, only) for column in columns),
        settings=("compared_measures",),
    )
