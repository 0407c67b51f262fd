"""Read a return as the reconciliations take it."""

from trustbook.checks.reconciliation_table import Frames
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table


def frames(workspace, period):
    tables = [read for read in return_tables(workspace, period) if isinstance(read, Table)]
    return Frames(period, {table.schema.name: table for table in tables})
