"""Everything that the analyses of one period may read, opened once.

In: a workspace, a period, changed assumptions. Out: `PeriodData`; after this nothing touches a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from trustbook.config.assumptions import AssumptionBook, Assumptions
from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.period_return import Reference, Return, read_earlier, read_history, read_reference


@dataclass(frozen=True)
class PeriodData:
    """A period's return, the returns of its year before it, what no period owns, the settings and the assumptions."""

    period: Period
    history: tuple[Return, ...]
    reference: Reference
    settings: Settings
    assumption_book: AssumptionBook
    chapters: tuple[str, ...]
    """The notebooks of the book, in its order."""
    root: Path
    """The workspace, whose own chapters are used."""
    earlier: tuple[Return, ...] = ()
    """The returns of the financial years before, oldest first."""

    @property
    def current(self) -> Return:
        """The return of the period itself."""
        return self.history[-1]

    @property
    def previous(self) -> Return | None:
        """The return of the month before, if it was made in the same financial year."""
        for each in self.history:
            if each.period == self.period.previous:
                return each
        return None

    def at_previous(self) -> PeriodData | None:
        """The data as it was for the month before, with this period's assumptions; None where it has no return."""
        if self.previous is None:
            return None
        before = tuple(each for each in self.history if each.period < self.period)
        return replace(self, period=self.previous.period, history=before)

    @property
    def assumptions(self) -> Assumptions:
        """The values of the core chapters' assumptions for this period."""
        return self.assumption_book.values()

    def assumed(self, name: str) -> float | None:
        """Return the value of any assumption of one number, or None where trust.yaml does not make it."""
        entry = self.assumption_book.entries().get(name)
        return None if entry is None or isinstance(entry.value, tuple) else entry.value


def open_period(
    period: str = "newest",
    assumptions: Mapping[str, Any] | None = None,
    workspace: Workspace | None = None,
    read: Callable[[Period], Return] | None = None,
) -> PeriodData:
    """Open a period (`newest`, or such as `2023-24-P07`), with any assumptions changed for this run only.

    `read`: how returns of its year are read, for a run that keeps them; else each is read here.

    Raises PeriodError, WorkspaceError or ReturnError, each one sentence for an analyst.
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
    """Open the month before, with its own assumptions, or return None where the same year has no return for it."""
    before = data.previous
    return None if before is None else open_period(str(before.period), workspace=workspace)
