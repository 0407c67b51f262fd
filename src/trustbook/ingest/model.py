"""What a paper becomes: drafts of returns by period, each cell with its place, and a list of what was left out.

In: nothing. Out: `Draft` and its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from trustbook.core.period import Period


class Why(StrEnum):
    """The kind of a thing that is not in the draft."""

    DEFECT = "defect"
    """The print itself is at fault: a figure is missing, words stand where a figure belongs, columns have slipped."""
    REFUSED = "refused"
    """It can be read in two ways, or other figures of the paper speak against it."""
    NOT_MAPPED = "not mapped"
    """It was read, and nothing says where it belongs."""
    TO_TYPE = "to type"
    """A person has to write it."""


@dataclass(frozen=True)
class Listed:
    """One thing that is not in the draft, and why."""

    kind: Why
    what: str
    why: str
    printed: str = ""
    place: str = ""
    dataset: str = ""


@dataclass(frozen=True)
class Trace:
    """Where a cell of a draft comes from."""

    printed: str
    place: str


@dataclass
class DraftRow:
    """One row of a dataset of a draft: its cells by column, and the place of each in the paper."""

    cells: dict[str, str] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    label: str = ""
    """What the paper calls the row, where the return may call it otherwise."""


@dataclass
class PeriodDraft:
    """The draft of one period's return."""

    period: Period
    datasets: dict[str, list[DraftRow]] = field(default_factory=dict)

    def rows(self, dataset: str) -> list[DraftRow]:
        """Return the rows of a dataset, to add to."""
        return self.datasets.setdefault(dataset, [])


@dataclass
class Draft:
    """All that one paper gives."""

    period: Period
    source: str
    drafts: dict[Period, PeriodDraft] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    elsewhere: int = 0
    """How much was not read in parts of the paper that no dataset has."""

    def of(self, period: Period) -> PeriodDraft:
        """Return the draft of a period, to add to."""
        return self.drafts.setdefault(period, PeriodDraft(period))

    def leave_out(
        self, kind: Why, what: str, why: str, *, printed: str = "", place: str = "", dataset: str = ""
    ) -> None:
        """List something that is not in the draft."""
        self.listed.append(Listed(kind, what, why, printed, place, dataset))

    def of_kind(self, kind: Why) -> Iterator[Listed]:
        """Yield what is listed of one kind."""
        return (each for each in self.listed if each.kind is kind)

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the cells that were taken from the paper, by period and dataset."""
        return {
            str(period): {name: sum(len(row.traces) for row in rows) for name, rows in draft.datasets.items() if rows}
            for period, draft in sorted(self.drafts.items())
        }

    def as_json(self) -> dict[str, Any]:
        """Return plain values: cells with their places, and what is listed."""
        return {
            "period": str(self.period),
            "source_id": self.source,
            "cells": self.counts(),
            "not_read_elsewhere": self.elsewhere,
            "drafts": {
                str(period): {name: [_row(row) for row in rows] for name, rows in draft.datasets.items() if rows}
                for period, draft in sorted(self.drafts.items())
            },
            "listed": [{**vars(each), "kind": each.kind.value} for each in self.listed],
        }


def _row(row: DraftRow) -> dict[str, Any]:
    traces = {name: vars(trace) for name, trace in row.traces.items()}
    return {"cells": row.cells, "traces": traces} | ({"label": row.label} if row.label else {})


@dataclass(frozen=True)
class Known:
    """What a workspace knows before the paper is read."""

    period: Period
    source: str
    headings: Mapping[str, str] = field(default_factory=dict)
    """The budget headings and the summary group of each."""
    groups: Sequence[str] = ()
    last: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    """The rows of the last return before the period, by dataset."""
