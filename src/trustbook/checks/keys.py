"""What tells a finding from others of its code: the row that it stands in, by the words that tell rows apart.

In: findings, and the tables that they are about. Out: the same findings, each with its `key`, which stays when lines
move and figures change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trustbook.checks.findings import Finding, Layer
from trustbook.data.reader import Table


def keyed(findings: Iterable[Finding], tables: Iterable[Table]) -> list[Finding]:
    """Give each finding in a table its key, unless whatever found it has given it one."""
    by_file = {table.file: table for table in tables}
    return [
        replace(each, key=_key(each, by_file[each.file])) if not each.key and each.file in by_file else each
        for each in findings
    ]


def _key(finding: Finding, table: Table) -> str:
    row = "" if finding.line is None else table.row_name(finding.line)
    if finding.layer is Layer.READING:  # its code names neither dataset nor column; those of the others do
        return ", ".join(part for part in (table.schema.name, row, finding.column) if part)
    return row
