"""Write the tie-out page of an edition: every claim of the papers with its verdict and what that is worth.

In: the rows of the tie-out, read from JSON, and how many sums and totals the gate checked. Out: a page in Markdown, and
a summary for the data quality page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from trustbook.claims.causes import Cause, causes
from trustbook.claims.report import TieOutRow
from trustbook.claims.standing import Standing
from trustbook.claims.verdicts import Verdict
from trustbook.components.tables import Column, table
from trustbook.core.errors import PeriodError
from trustbook.core.formatting import counted, uncapitalised, when
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
_TITLES = {
    Standing.OTHER_PUBLISHER: ("Agrees with another publisher", ""),
    Standing.RECOMPUTED: ("Agrees with what we work out", ""),
    Standing.REPEATED: ("Repeated by the same publisher", "This does not show that the figure is right."),
    Standing.SAME_PLACE: (
        "Typed from this statement",
        "The figure in the data was typed from the statement itself. So the two agreeing proves only the typing.",
    ),
}
_COLUMNS = (
    Column("label", "Statement"),
    Column("period", "Month"),
    Column("printed", "The paper says"),
    Column("given", "Compared with"),
    Column("difference", "Difference"),
    Column("against", "What that is"),
    Column("place", "Where"),
)
_SHORT = tuple(column for column in _COLUMNS if column.name not in ("given", "difference", "against"))
_UNCHECKED = tuple(column for column in _COLUMNS if column.name not in ("difference", "given"))
_ALIKE = (Verdict.TIES, Verdict.ROUNDING)
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
            *_by_cause(found, period),
        ]
    for standing, (title, meaning) in _TITLES.items():
        alike = [row for row in compared if row.verdict in _ALIKE and row.standing is standing]
        if alike:
            columns = _COLUMNS if standing.is_agreement else _SHORT
            tables = _by_paper(alike, columns, period, title, folded=not standing.is_agreement)
            parts += [f"## {title}", meaning, *tables]
    unchecked = [row for row in compared if row.verdict is Verdict.NOT_CHECKABLE]
    if unchecked:
        meaning = "Nothing else gives these figures, or we do not have the month that they are about."
        title = "Compared with nothing"
        parts += [f"## {title}", meaning, *_by_paper(unchecked, _UNCHECKED, period, title)]
    return "\n\n".join(part for part in parts if part) + "\n"


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


def _by_cause(found: Sequence[Cause], period: Period) -> list[str]:
    parts = []
    for number, cause in enumerate(found, 1):
        caption = f"Reason {number}: {counted(len(cause.rows), 'statement')} of {'; '.join(cause.papers)}"
        parts += [
            f"### {number}. {in_markdown(cause.rows[0].label)}",
            in_markdown(_explained(cause)),
            raw_block(_table(cause.rows, _COLUMNS, caption, period)),
        ]
    return parts


def _by_paper(
    found: Sequence[TieOutRow], columns: Sequence[Column], period: Period, title: str, *, folded: bool = False
) -> Iterator[str]:
    """Write one table for each paper, whose rows name only the place in it; folded, a reader opens it."""
    for paper in dict.fromkeys(row.paper for row in found):
        rows = [row for row in found if row.paper == paper]
        caption = f"{counted(len(rows), 'statement')} of {paper}: {uncapitalised(title)}"
        made = _table(rows, columns, caption, period)
        yield raw_block(FRAGMENTS.render("folded.html", caption=caption, table=made) if folded else made)


def _table(found: Sequence[TieOutRow], columns: Sequence[Column], caption: str, period: Period) -> Markup:
    """Write statements as a table, with their months where any is about another than this one."""
    frame = pd.DataFrame(
        [
            {
                "label": row.label,
                "period": _month(row.period),
                "printed": row.printed,
                "given": row.given,
                "difference": row.difference,
                "against": row.against,
                "place": row.locator,
            }
            for row in found
        ]
    )
    of_this_month = {row.period for row in found} == {str(period)}
    return table(frame, [each for each in columns if each.name != "period" or not of_this_month], caption).html()


def _month(written: str) -> str:
    """Write `2023-24-P11` as February 2024 and `2023-24` as 2023/24; other times as they are."""
    try:
        return f"{Period.parse(written).first_day:%B %Y}"
    except PeriodError:
        return when(written) if written else "not dated"
