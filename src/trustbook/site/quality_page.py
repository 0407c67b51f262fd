"""Write the data-quality page of an edition: what the gate checked, and what it found in the accepted return.

In: the gate's report, read from JSON. Out: a page in Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from trustbook.checks.findings import PASSED_OVER, Finding, Layer, Report, Severity
from trustbook.claims.report import TieOutRow
from trustbook.components.tables import Column, table
from trustbook.core.formatting import counted, listing
from trustbook.core.markup import raw_block
from trustbook.core.period import Period
from trustbook.site import tie_out_page

_SECTIONS = {
    Severity.CRITICAL: ("Critical findings: the return cannot be used", "There are none."),
    Severity.WARNING: ("Data warnings", "There are none."),
    Severity.INFO: ("Notes", "There are none."),
}
_CORRECTED = (
    "A spreadsheet can change how a cell is written and not what it means. We put such cells right, and list them."
)
_LAYERS = {
    Layer.READING: "cells",
    Layer.RULES: "rules about rows and tables",
    Layer.RECONCILIATIONS: "sums across rows, files and returns",
}


def page(report: Report, compared: Sequence[TieOutRow]) -> str:
    """Write the page. The same report and tie-out give the same text."""
    report = replace(report, findings=tuple(each for each in report.findings if each.code != PASSED_OVER))
    period = Period.parse(report.period)
    counts = listing([f"{report.checks.get(layer.value, 0):,} {words}" for layer, words in _LAYERS.items()])
    warnings, notes = report.count(Severity.WARNING), report.count(Severity.INFO)
    verdict = (
        f"**The return for {period.label} was accepted with {counted(warnings, 'data warning')} and "
        f"{counted(notes, 'note')}.**"
        if report.accepted
        else f"**The return for {period.label} was refused, for "
        f"{counted(report.count(Severity.CRITICAL), 'critical finding')}.**"
    )
    parts = [
        "# Data quality",
        verdict,
        f"The checks went through {counts}. Amounts below are in £k unless they say otherwise.",
    ]
    corrected = [finding for finding in report.findings if finding.is_mend]
    for severity, (title, none) in _SECTIONS.items():
        found = [finding for finding in report.findings if finding.severity is severity and finding not in corrected]
        if severity is Severity.CRITICAL and not found:
            continue
        parts += [f"## {title}", _table(found, title) if found else none]
    parts += ["## Corrected on reading", _CORRECTED]
    parts.append(
        _table(corrected, "Corrected on reading") if corrected else "Nothing in this return had to be put right."
    )
    parts += ["## What the papers state", tie_out_page.summary(compared, report.reconciled)]
    return "\n\n".join(parts) + "\n"


def _table(found: Sequence[Finding], title: str) -> str:
    frame = pd.DataFrame(
        [
            {
                "sentence": finding.sentence[:1].upper() + finding.sentence[1:],
                "where": finding.where,
                "accepted": finding.acknowledged,
            }
            for finding in found
        ]
    )
    columns = [Column("sentence", "What was found"), Column("where", "Where")]
    if frame["accepted"].any():
        columns.append(Column("accepted", "Why it was accepted"))
    return raw_block(table(frame, columns, f"{title}: {counted(len(found), 'finding')}").html())
