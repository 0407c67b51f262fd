"""Read returns as the reconciliations take them."""

from trustbook.checks.reconciliation_table import Frames
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table


def frames(workspace, period):
    tables = [read for read in return_tables(workspace, period) if isinstance(read, Table)]
    return Frames(period, {table.schema.name: table for table in tables})


def all_frames(workspace):
    """Return the frames of every return of a workspace, oldest first."""
    return [frames(workspace, period) for period in workspace.periods()]
