"""Write the tie-out page of an edition: every claim of the papers with its verdict and what that is worth.

In: the rows of the tie-out, read from JSON, and how many sums and totals the gate checked. Out: a page in Markdown, and
a summary for the data quality page.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.claims.causes import Cause, causes
from trustbook.claims.report import TieOutRow
from trustbook.claims.standing import Standing
from trustbook.claims.verdicts import Verdict
from trustbook.components.tables import Column, table
from trustbook.core.formatting import counted, listing
from trustbook.core.markup import Markup, in_markdown, raw_block
from trustbook.core.period import Period

MEANING = {
    Standing.OTHER_PUBLISHER: "agreeing with another publisher's figure",
    Standing.RECOMPUTED: "agreeing with what we work out from other figures",
    Standing.REPEATED: "said again by the same publisher",
    Standing.SAME_PLACE: "typed from this statement",
}
"""What a tie of each standing says, the strongest first. Only the first two are agreement."""
_EVIDENCE = {
    Standing.OTHER_PUBLISHER: "another publisher's figure",
    Standing.RECOMPUTED: "worked out from other figures",
    Standing.REPEATED: "another statement of the same publisher",
    Standing.SAME_PLACE: "the figure typed from this statement",
}
_TITLES = {
    Standing.OTHER_PUBLISHER: ("Agrees with another publisher", "The two figures come from different publishers."),
    Standing.RECOMPUTED: ("Agrees with what we work out", "The figure was worked out again from other figures."),
    Standing.REPEATED: (
        "Said again by the same publisher",
        "The same publisher gives the figure in more than one place. That is no evidence that it is right.",
    ),
    Standing.SAME_PLACE: (
        "Typed from this statement",
        "The figure in the data was typed from this very statement. That the two are the same proves the typing only.",
    ),
}
_COLUMNS = (
    Column("label", "What is stated"),
    Column("period", "For"),
    Column("printed", "Stated"),
    Column("given", "Compared with"),
    Column("difference", "Difference"),
    Column("against", "Compared with what"),
    Column("place", "Place"),
    Column("claim_id", "Claim"),
)
_SHORT = tuple(column for column in _COLUMNS if column.name not in ("difference", "against"))
_UNCHECKED = tuple(column for column in _COLUMNS if column.name not in ("difference", "given"))
_ALIKE = (Verdict.TIES, Verdict.ROUNDING)


def summary(compared: Sequence[TieOutRow], reconciled: int) -> str:
    """Summarise what the statements are worth, with the contradictions by cause.

    `reconciled`: how many sums and totals of the return the gate checked.
    """
    if not compared:
        return "No statement of a paper is on file for this period."
    text = f"{_counts(compared, reconciled)} [Every one is on the tie-out page](tie-out.md)."
    return "\n\n".join([text, *_by_cause(causes(compared), "###")])


def page(period: Period, compared: Sequence[TieOutRow], reconciled: int) -> str:
    """Write the page. The same rows give the same text. `reconciled`: as in `summary`."""
    parts = ["# Tie-out of the papers"]
    if not compared:
        return "\n\n".join([*parts, f"No statement of a paper is on file for {period.label}."]) + "\n"
    found = causes(compared)
    apart = sum(len(cause.rows) for cause in found)
    said = (
        f"{counted(apart, 'statement')} of {len(compared):,} {'is' if apart == 1 else 'are'} contradicted, "
        f"for {counted(len(found), 'reason')}."
        if found
        else f"None of {counted(len(compared), 'statement')} is contradicted."
    )
    parts += [f"**{said}**", _counts(compared, reconciled), raw_block(_matrix(compared))]
    if found:
        parts += [
            "## Contradictions, by cause",
            "A contradiction does not stop a report: it is published, with which figure the report uses and why.",
            *_by_cause(found, "###"),
        ]
    for standing, (title, meaning) in _TITLES.items():
        alike = [row for row in compared if row.verdict in _ALIKE and row.standing is standing]
        if alike:
            columns = _COLUMNS if standing.is_agreement else _SHORT
            parts += [f"## {title}", meaning, _table(alike, columns, f"{counted(len(alike), 'statement')}: {title}")]
    unchecked = [row for row in compared if row.verdict is Verdict.NOT_CHECKABLE]
    if unchecked:
        title = "Compared with nothing"
        meaning = "Nothing else says what these figures are, or we do not have the month that they are about."
        caption = f"{counted(len(unchecked), 'statement')}: {title}"
        parts += [f"## {title}", meaning, _table(unchecked, _UNCHECKED, caption)]
    return "\n\n".join(parts) + "\n"


def _counts(compared: Sequence[TieOutRow], reconciled: int) -> str:
    """Say how many statements agree with anything, and what the gate adds to that."""
    alike = [row for row in compared if row.verdict in _ALIKE]
    agreeing = {
        standing: sum(row.standing is standing for row in alike) for standing in MEANING if standing.is_agreement
    }
    typed, again = (
        sum(row.standing is standing for row in alike) for standing in (Standing.SAME_PLACE, Standing.REPEATED)
    )
    apart = sum(row.verdict is Verdict.CONTRADICTION for row in compared)
    nothing = sum(row.verdict is Verdict.NOT_CHECKABLE for row in compared)
    parts = [
        f"{agreeing[Standing.RECOMPUTED]:,} agree with what we work out from other figures",
        f"{agreeing[Standing.OTHER_PUBLISHER]:,} with a figure of another publisher",
        f"{apart:,} are contradicted",
        f"{nothing:,} can be compared with nothing",
    ]
    checked = (
        f" Besides, the gate checked {counted(reconciled, 'sum or total', 'sums and totals')} of the return itself, "
        "which is evidence of its own."
        if reconciled
        else ""
    )
    return (
        f"Papers make {counted(len(compared), 'statement')} about these figures: {listing(parts)}. {typed:,} are the "
        f"statements that the data were typed from, and {again:,} repeat a figure elsewhere in the same publisher's "
        f"papers: neither is agreement.{checked}"
    )


def _matrix(compared: Sequence[TieOutRow]) -> Markup:
    """Count the statements by what they were compared with and what became of them."""
    rows = [
        {
            "standing": words[:1].upper() + words[1:],
            **{
                name: sum(row.standing is standing and row.verdict is verdict for row in compared)
                for name, verdict in (
                    ("same", Verdict.TIES),
                    ("rounding", Verdict.ROUNDING),
                    ("apart", Verdict.CONTRADICTION),
                )
            },
        }
        for standing, words in _EVIDENCE.items()
    ]
    columns = (
        Column("standing", "Compared with"),
        Column("same", "The same", "count"),
        Column("rounding", "Within rounding", "count"),
        Column("apart", "Contradicted", "count"),
    )
    caption = "What the statements were compared with; only the first two rows can show agreement"
    return table(pd.DataFrame(rows), columns, caption).html()


def _by_cause(found: Sequence[Cause], level: str) -> list[str]:
    parts = []
    for number, cause in enumerate(found, 1):
        caption = f"Cause {number}: {counted(len(cause.rows), 'statement')} of {'; '.join(cause.papers)}"
        text = cause.text or (
            f"Nobody has said what lies behind this. The report uses {cause.rows[0].given} ({cause.rows[0].against})."
        )
        parts += [
            f"{level} {number}. {in_markdown(cause.rows[0].label)}",
            in_markdown(text),
            _table(cause.rows, _COLUMNS, caption),
        ]
    return parts


def _table(found: Sequence[TieOutRow], columns: Sequence[Column], caption: str) -> str:
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
    return raw_block(table(frame, columns, caption).html())
