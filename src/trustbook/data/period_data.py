"""Load everything that the analyses of a period may read.

In: a workspace, a period, changed assumptions. Out: `PeriodData`; the analyses open no files themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd

from trustbook.config.assumptions import Assumption, AssumptionBook, Assumptions
from trustbook.config.meeting import Meeting
from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import Absence
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.earlier_returns import EarlierReturns
from trustbook.data.period_return import Reference, Return, read_history, read_reference
from trustbook.data.publication import Publication, edition_day, ended_by, publication, publications

_Result = TypeVar("_Result")


def worked_out_once(analysis: Callable[[PeriodData], _Result]) -> Callable[[PeriodData], _Result]:
    """Have an analysis keep its result with the period's data, so that whoever asks next does not work it out again.

    What it gives is shared by all who ask: they may not change it.
    """

    @wraps(analysis)
    def kept(data: PeriodData) -> _Result:
        if analysis not in data.results:
            data.results[analysis] = analysis(data)
        return cast(_Result, data.results[analysis])

    return kept


@dataclass(frozen=True)
class PeriodData:
    """A period's return, earlier returns, reference data, the settings and the assumptions."""

    period: Period
    history: tuple[Return, ...]
    reference: Reference
    settings: Settings
    assumption_book: AssumptionBook
    chapters: tuple[str, ...]
    """The notebooks of the book, in its order."""
    root: Path
    """The root of the workspace, whose own chapters are used."""
    earlier: Sequence[Return] = ()
    """The returns of earlier financial years, oldest first. A chapter that looks at them depends on them."""
    read_status: Callable[[Period], Status] = lambda _: Status.FORECAST
    """How firm the figures of a period are, read when it is asked for."""
    read_meeting: Callable[[Period], Meeting | None] = lambda _: None
    """The meeting that the edition of a period is for, read when it is asked for."""
    results: dict[Callable[..., object], object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What analyses gave for exactly these data, by analysis: a copy with anything changed starts with none."""

    @property
    def current(self) -> Return:
        """The return of the period itself."""
        return self.history[-1]

    @property
    def status(self) -> Status:
        """How firm the figures of the period are."""
        return self.status_of(self.period)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that the edition is for; None if the parameters of the period name none."""
        return self.read_meeting(self.period)

    def status_of(self, period: Period) -> Status:
        """Say how firm the figures of a period are, of this year or an earlier one."""
        return self.read_status(period) if period == period.year_end else Status.FORECAST

    @property
    def shares(self) -> dict[str, Decimal]:
        """The share of the contract of each council in the year of the period, by code."""
        return self.settings.shares_in(self.period.year_code)

    @property
    def previous(self) -> Return | None:
        """The last return before this one in the same financial year, whatever the months between."""
        return self.history[-2] if len(self.history) > 1 else None

    @property
    def expected_before(self) -> Period | None:
        """The last period before this one that the body reports; None if this is the first of its financial year."""
        return self.settings.expected_before(self.period)

    @cached_property
    def edition_day(self) -> date:
        """The day of the edition, when the newest paper that the return cites was published."""
        return edition_day(self.current, self.reference.sources)

    def publication(self, time: str, published_on: object = None, source_id: object = None) -> Publication:
        """Say whether a figure about a time was known on the edition's day: by its own date, or that of its paper.

        What a paper of the return itself says was known, whether or not the paper is dated.
        """
        if isinstance(source_id, str) and source_id in self.current.cited:
            return Publication.BY_THEN
        own = published_on if isinstance(published_on, str) else self.reference.published_on.get(str(source_id))
        return publication(self.edition_day, time, own)

    def publications(self, rows: pd.DataFrame, time: str) -> dict[str, Publication]:
        """Say for each time of one published series whether it was known; `time` is the column that has it.

        A row is dated by its own `published_on`, or as its paper is if that came after what the row is about.
        """
        times = rows[time].astype(str)
        papers = [
            paper if ended_by(each, paper) else None
            for each, paper in zip(times, map(self.reference.published_on.get, rows["source_id"]), strict=True)
        ]
        own = rows.get("published_on", papers)
        days = [day if isinstance(day, str) else paper for day, paper in zip(own, papers, strict=True)]
        return publications(self.edition_day, zip(times, days, strict=True))

    @worked_out_once
    def at_previous(self) -> PeriodData | None:
        """Return the data for the previous return, with this period's assumptions; None if there is none."""
        if self.previous is None:
            return None
        before = tuple(each for each in self.history if each.period < self.period)
        return replace(self, period=self.previous.period, history=before)

    def holds(self, period: Period | None = None) -> bool:
        """Say whether we have the return of a period (default: this one), and not only what another paper says of it.

        A period without a folder is not held either.
        """
        asked = period or self.period
        returns = self.history if asked.year == self.period.year else self.earlier
        return any(each.period == asked for each in returns) and self.settings.known_from(asked) is None

    def absence(self, period: Period | None = None) -> Absence:
        """Return the word for a figure that a period (default: this one) does not have."""
        return Absence.NOT_REPORTED if self.holds(period) else Absence.NOT_HELD

    @property
    def absence_of_movement(self) -> Absence:
        """Return the word for a movement that this period does not have."""
        if self.previous is not None:
            return self.absence(self.previous.period) if self.holds() else Absence.NOT_HELD
        return Absence.NOT_APPLICABLE if self.expected_before is None else Absence.NOT_HELD

    @property
    def assumptions(self) -> Assumptions:
        """The values of the core chapters' assumptions for this period."""
        return self.assumption_book.values()

    @property
    def assumptions_in_use(self) -> dict[str, Assumption]:
        """The assumptions, by name, without those of chapters that the book does not have."""
        entries = self.assumption_book.entries()
        return {name: each for name, each in entries.items() if each.chapter in (None, *self.chapters)}

    def assumed(self, name: str) -> float | None:
        """Return the value of an assumption that is one number; None if trust.yaml does not have it."""
        entry = self.assumption_book.entries().get(name)
        return None if entry is None or isinstance(entry.value, tuple) else entry.value


def open_period(
    period: str = "newest",
    assumptions: Mapping[str, Any] | None = None,
    workspace: Workspace | None = None,
    read: Callable[[Period], Return] | None = None,
) -> PeriodData:
    """Open a period (`newest`, or one such as `2023-24-P07`), with assumptions changed for this run only.

    `read`: how to read the returns of its year, for a run that caches them; by default each is read here.

    Raises PeriodError, WorkspaceError or ReturnError, each with one sentence for an analyst.
    """
    place = workspace or Workspace.find()
    found = place.period(period)
    history = read_history(place, found, read)
    return PeriodData(
        period=found,
        history=history,
        reference=read_reference(place).of(history),
        settings=place.settings,
        assumption_book=place.assumption_book(found, assumptions),
        chapters=place.chapters,
        root=place.root,
        earlier=EarlierReturns(place, found),
        read_status=place.status,
        read_meeting=place.meeting,
    )


def open_previous(data: PeriodData, workspace: Workspace | None = None) -> PeriodData | None:
    """Open the previous return, with its own assumptions; None if there is none in the same year."""
    before = data.previous
    return None if before is None else open_period(str(before.period), workspace=workspace)
