"""Gather what a workspace knows before a paper of a period is read: its headings, its groups, the last return.

In: a workspace, a period, the id of the paper. Out: `Known`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables
from trustbook.ingest.model import Known


def known_of(workspace: Workspace, period: Period, source: str) -> Known:
    """Gather what is known. A last return that cannot be read is no help, and no hindrance."""
    settings = workspace.settings
    headings = {each.name: each.group or each.name for each in settings.headings}
    groups = tuple(settings.groups) or tuple(dict.fromkeys(headings.values()))
    last = max((each for each in workspace.periods() if each < period), default=None)
    rows = {} if last is None else rows_of(workspace, last)
    return Known(period, source, headings, groups, rows)


def rows_of(workspace: Workspace, period: Period) -> dict[str, list[Mapping[str, str]]]:
    """Return the rows of a return as they are written, by dataset."""
    return {
        table.schema.name: as_rows(table.written)
        for table in return_tables(workspace, period)
        if not isinstance(table, ReturnError)
    }


def as_rows(frame: pd.DataFrame) -> list[Mapping[str, str]]:
    """Return the rows of a frame of texts, without what is empty."""
    names = [str(name) for name in frame.columns]
    return [
        {name: str(cell) for name, cell in zip(names, cells, strict=True) if not pd.isna(cell) and str(cell)}
        for cells in frame.itertuples(index=False, name=None)
    ]
