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
from trustbook.core.errors import PeriodError
from trustbook.core.formatting import counted, when
from trustbook.core.markup import Markup, in_markdown, raw_block
from trustbook.core.period import Period
from trustbook.site import FRAGMENTS

MEANING = {
    Standing.OTHER_PUBLISHER: "agreeing with another publisher's figure",
    Standing.RECOMPUTED: "agreeing with what we work out from other figures",
    Standing.REPEATED: "repeated by the same publisher",
    Standing.SAME_PLACE: "typed from this statement",
}
"""What a tie of each standing says, the strongest first. Only the first two are agreement."""
_EVIDENCE = {
    Standing.OTHER_PUBLISHER: "Another publisher's figure",
    Standing.RECOMPUTED: "What we work out from other figures",
    Standing.REPEATED: "Another statement of the same publisher",
    Standing.SAME_PLACE: "The figure typed from this statement",
}
_VERDICTS = {
    Verdict.CONTRADICTION: "Contradicted",
    Verdict.TIES: "The same",
    Verdict.ROUNDING: "Within rounding",
    Verdict.NOT_CHECKABLE: "Compared with nothing",
}
"""What readers are shown of a verdict, in the order of the list: what is wrong first."""
_ALIKE = (Verdict.TIES, Verdict.ROUNDING)
_LEGEND = (
    "Agreement is only where a statement is the same as another publisher's figure, or as what we work out from other "
    "figures. A figure typed from the statement itself proves only the typing."
)
_NONE = "We have no statements of papers for this month."


def summary(compared: Sequence[TieOutRow], reconciled: int) -> str:
    """Summarise what the statements are worth, and list the causes of contradictions in a line each.

    `reconciled`: how many sums and totals of the return the gate checked.
    """
    if not compared:
        return _NONE
    text = f"{_counts(compared, reconciled)} [The tie-out page lists every statement](tie-out.md)."
    lines = [f"- {in_markdown(cause.rows[0].label)}: {in_markdown(_explained(cause))}" for cause in causes(compared)]
    return "\n\n".join([text, "\n".join(lines)] if lines else [text])


def page(period: Period, compared: Sequence[TieOutRow], reconciled: int) -> str:
    """Write the page. The same rows give the same text. `reconciled`: as in `summary`."""
    parts = ["# Tie-out of the papers"]
    if not compared:
        return "\n\n".join([*parts, _NONE]) + "\n"
    found = causes(compared)
    apart = sum(len(cause.rows) for cause in found)
    said = (
        f"{counted(apart, 'statement')} of {len(compared):,} {'is' if apart == 1 else 'are'} contradicted, "
        f"for {counted(len(found), 'reason')}."
        if found
        else f"None of the {counted(len(compared), 'statement')} is contradicted."
    )
    parts += [f"**{said}**", _counts(compared, reconciled), raw_block(_matrix(compared))]
    if found:
        parts += [
            "## Contradictions",
            "Each is published with its reason and the figure that the report uses.",
            *(_reason(number, cause) for number, cause in enumerate(found, 1)),
        ]
    parts += ["## Every statement", _LEGEND, raw_block(_statements(compared, found, period))]
    return "\n\n".join(parts) + "\n"


def _counts(compared: Sequence[TieOutRow], reconciled: int) -> str:
    """Say how many statements agree with anything, and what the gate adds to that."""
    alike = [row for row in compared if row.verdict in _ALIKE]
    of = {standing: sum(row.standing is standing for row in alike) for standing in MEANING}
    apart = sum(row.verdict is Verdict.CONTRADICTION for row in compared)
    nothing = sum(row.verdict is Verdict.NOT_CHECKABLE for row in compared)
    checked = (
        f" The checks also compared {counted(reconciled, 'sum or total', 'sums and totals')} of the return itself."
        if reconciled
        else ""
    )
    return (
        f"Papers make {counted(len(compared), 'statement')} about these figures. "
        f"{of[Standing.RECOMPUTED]:,} agree with what we work out from other figures, and "
        f"{of[Standing.OTHER_PUBLISHER]:,} with another publisher's figure. "
        f"{apart:,} are contradicted, and {nothing:,} can be compared with nothing. "
        f"We copied our data from {of[Standing.SAME_PLACE]:,}, and the same publisher repeats "
        f"{of[Standing.REPEATED]:,}, so we count neither as agreement.{checked}"
    )


def _matrix(compared: Sequence[TieOutRow]) -> Markup:
    """Count the statements by what they were compared with and what became of them."""
    rows = [
        {
            "standing": words,
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
    caption = "Statements by what they were compared with; only the first two rows can show agreement"
    return table(pd.DataFrame(rows), columns, caption).html()


def _explained(cause: Cause) -> str:
    """Say what lies behind a contradiction, or which figure the report uses."""
    first = cause.rows[0]
    return cause.text or f"We do not know why they differ. The report uses {first.given} ({first.against})."


def _reason(number: int, cause: Cause) -> str:
    """Say what lies behind a contradiction, with the way to the statements that it explains."""
    shown = f"Show {counted(len(cause.rows), 'statement')} of {'; '.join(cause.papers)}"
    return "\n\n".join(
        [
            f"### {number}. {in_markdown(cause.rows[0].label)}",
            in_markdown(_explained(cause)),
            raw_block(FRAGMENTS.render("statements_link.html", number=number, words=shown, about=cause.rows[0].label)),
        ]
    )


def _statements(compared: Sequence[TieOutRow], found: Sequence[Cause], period: Period) -> Markup:
    """List all statements, contradictions first; `statements.js` adds a search, filters and pages of it."""
    number_of = {row.claim_id: number for number, cause in enumerate(found, 1) for row in cause.rows}
    standings = list(_EVIDENCE)
    ordered = sorted(
        compared,
        key=lambda row: (
            list(_VERDICTS).index(row.verdict),
            number_of.get(row.claim_id, 0),
            len(standings) if row.standing is None else standings.index(row.standing),
        ),
    )
    firsts = {min(cause.rows, key=ordered.index).claim_id for cause in found}
    rows = [
        {
            "label": row.label,
            "month": "" if row.period == str(period) else _month(row.period),
            "verdict": _VERDICTS[row.verdict],
            "standing": "" if row.standing is None else _EVIDENCE[row.standing],
            "reason": number_of.get(row.claim_id, ""),
            "first": row.claim_id in firsts,
            "printed": row.printed,
            "given": row.given,
            "difference": row.difference,
            "against": row.against,
            "paper": row.paper,
            "place": row.locator,
        }
        for row in ordered
    ]
    return FRAGMENTS.render("statements.html", rows=rows, caption="Statements of the papers")


def _month(written: str) -> str:
    """Write `2023-24-P11` as February 2024 and `2023-24` as 2023/24; other times as they are."""
    try:
        return f"{Period.parse(written).first_day:%B %Y}"
    except PeriodError:
        return when(written) if written else "not dated"
