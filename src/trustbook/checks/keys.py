"""Give findings keys that distinguish those with the same code, from the identifying words of their rows.

In: findings and their tables. Out: the same findings, each with a `key` that stays when lines move or figures change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trustbook.checks.findings import Finding, Layer
from trustbook.data.reader import Table


def keyed(findings: Iterable[Finding], tables: Iterable[Table]) -> list[Finding]:
    """Set the key of each finding in a table, unless it already has one."""
    by_file = {table.file: table for table in tables}
    return [
        replace(each, key=_key(each, by_file[each.file])) if not each.key and each.file in by_file else each
        for each in findings
    ]


def _key(finding: Finding, table: Table) -> str:
    row = "" if finding.line is None else table.row_name(finding.line)
    if finding.layer is Layer.READING:  # only reading codes lack dataset and column
        return ", ".join(part for part in (table.schema.name, row, finding.column) if part)
    return row
