"""Load everything that the analyses of a period may read.

In: a workspace, a period, changed assumptions. Out: `PeriodData`; the analyses open no files themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from trustbook.config.assumptions import AssumptionBook, Assumptions
from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import Absence
from trustbook.core.period import Period
from trustbook.data.period_return import Reference, Return, read_earlier, read_history, read_reference


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
    earlier: tuple[Return, ...] = ()
    """The returns of earlier financial years, oldest first."""

    @property
    def current(self) -> Return:
        """The return of the period itself."""
        return self.history[-1]

    @property
    def previous(self) -> Return | None:
        """The return of the month before, if there is one in the same financial year."""
        for each in self.history:
            if each.period == self.period.previous:
                return each
        return None

    def at_previous(self) -> PeriodData | None:
        """Return the data for the month before, with this period's assumptions; None if that month has no return."""
        if self.previous is None:
            return None
        before = tuple(each for each in self.history if each.period < self.period)
        return replace(self, period=self.previous.period, history=before)

    def holds(self, period: Period | None = None) -> bool:
        """Say whether we have the return of a period (default: this one), and not only what another paper says of it.

        A period without a folder is not held either.
        """
        asked = period or self.period
        here = any(each.period == asked for each in (*self.history, *self.earlier))
        return here and self.settings.known_from(asked) is None

    def absence(self, period: Period | None = None) -> Absence:
        """Return the word for a figure that a period (default: this one) does not have."""
        return Absence.NOT_REPORTED if self.holds(period) else Absence.NOT_HELD

    @property
    def absence_of_movement(self) -> Absence:
        """Return the word for a movement on the month that this period does not have."""
        if self.period.month == 1:
            return Absence.NOT_APPLICABLE
        return self.absence(self.period.previous) if self.holds() else Absence.NOT_HELD

    @property
    def assumptions(self) -> Assumptions:
        """The values of the core chapters' assumptions for this period."""
        return self.assumption_book.values()

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
    return PeriodData(
        period=found,
        history=read_history(place, found, read),
        reference=read_reference(place),
        settings=place.settings,
        assumption_book=place.assumption_book(found, assumptions),
        chapters=place.chapters,
        root=place.root,
        earlier=read_earlier(place, found),
    )


def open_previous(data: PeriodData, workspace: Workspace | None = None) -> PeriodData | None:
    """Open the month before, with its own assumptions; None if it has no return in the same year."""
    before = data.previous
    return None if before is None else open_period(str(before.period), workspace=workspace)
