"""Write the tie-out page of an edition: every claim of the papers with its verdict, contradictions first.

In: the rows of the tie-out, read from JSON. Out: a page in Markdown, and a summary for the data quality page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from trustbook.claims.report import TieOutRow
from trustbook.claims.verdicts import Verdict
from trustbook.components.tables import Column, table
from trustbook.core.formatting import counted, listing
from trustbook.core.markup import raw_block
from trustbook.core.period import Period

_MEANING = {
    Verdict.CONTRADICTION: "The paper says one thing, and the data or another statement say another.",
    Verdict.ROUNDING: "The two differ by no more than the rounding of what was printed, or by what its words allow.",
    Verdict.TIES: "The two are the same.",
    Verdict.NOT_CHECKABLE: "Nothing else says what this figure is, or the period does not report it.",
}
_COLUMNS = (
    Column("label", "What is stated"),
    Column("period", "For"),
    Column("printed", "Printed"),
    Column("given", "Compared with"),
    Column("difference", "Difference"),
    Column("against", "Compared with what"),
    Column("place", "Place"),
    Column("claim_id", "Claim"),
)
_SHORT = tuple(column for column in _COLUMNS if column.name not in ("difference", "against"))


def summary(compared: Sequence[TieOutRow]) -> str:
    """Summarise the number of claims and their verdicts, with the contradictions in a table."""
    if not compared:
        return "No statement of a paper is on file for this period."
    totals = Counter(row.verdict for row in compared)
    summed_up = listing([f"{totals[verdict]:,} {verdict.value}" for verdict in Verdict])
    text = (
        f"{counted(len(compared), 'figure')} that papers state were compared with the data, with declared "
        f"arithmetic and with each other: {summed_up}. [Every one is on the tie-out page](tie-out.md)."
    )
    apart = [row for row in compared if row.verdict is Verdict.CONTRADICTION]
    return "\n\n".join([text, _table(apart, Verdict.CONTRADICTION)] if apart else [text])


def page(period: Period, compared: Sequence[TieOutRow]) -> str:
    """Write the page. The same rows give the same text."""
    parts = ["# Tie-out of the papers"]
    if not compared:
        return "\n\n".join([*parts, f"No statement of a paper is on file for {period.label}."]) + "\n"
    apart = sum(row.verdict is Verdict.CONTRADICTION for row in compared)
    parts.append(
        f"**{counted(apart, 'statement')} of {len(compared):,} {'is' if apart == 1 else 'are'} contradicted.**"
    )
    parts.append(
        "A contradiction does not stop a report: it is published. Where two statements disagree and nothing else "
        "decides, both are listed, since the papers do not say which is right."
    )
    for verdict in Verdict:
        found = [row for row in compared if row.verdict is verdict]
        if found:
            parts += [f"## {verdict.value.capitalize()}", _MEANING[verdict], _table(found, verdict)]
    return "\n\n".join(parts) + "\n"


def _table(found: Sequence[TieOutRow], verdict: Verdict) -> str:
    frame = pd.DataFrame(
        [
            {
                "label": row.label,
                "period": row.period or "not dated",
                "printed": row.printed,
                "given": row.given,
                "difference": row.difference,
                "against": row.against,
                "place": f"{row.source_id}, {row.locator}",
                "claim_id": row.claim_id,
            }
            for row in found
        ]
    )
    columns = _SHORT if verdict in (Verdict.TIES, Verdict.NOT_CHECKABLE) else _COLUMNS
    return raw_block(table(frame, columns, f"{counted(len(found), 'statement')}: {verdict.value}").html())
