"""Make the appendix on doubts: what the checks of the data found, and where papers contradict the figures.

In: the source of a paper. Out: an `Appendix` of tables; a sentence where there is nothing to list.
"""

from __future__ import annotations

from collections.abc import Iterable

from trustbook.checks.findings import Severity
from trustbook.claims.causes import causes
from trustbook.claims.standing import Standing
from trustbook.committee.model import Appendix, Column, Figure, Paragraph, Row, Table
from trustbook.committee.sources import Source
from trustbook.core.formatting import capitalised, listing

_NAMED = "the figure that its words name"
_AGAINST: dict[Standing | None, str] = {
    Standing.OTHER_PUBLISHER: "another publisher",
    Standing.RECOMPUTED: "worked out from other figures",
    Standing.REPEATED: "the same publisher elsewhere",
    Standing.SAME_PLACE: "the return",
}


def doubts(source: Source, stated: Iterable[Figure]) -> Appendix:
    """Make Appendix C. Contradictions are listed of the figures that the paper states."""
    warnings, contradictions = _warnings(source), _contradictions(source, {each.metric for each in stated})
    said = [
        "Each return is checked before it is used. The warnings that the checks left are listed here, in thousands of "
        "pounds unless they say otherwise."
        if warnings.rows
        else "The checks of the return left no warnings."
    ]
    if contradictions.rows:
        said.append(
            "Papers state some figures of this report otherwise. The reason is given where it is known. The edition "
            "lists what they say of every figure."
        )
    elif source.compared:
        said.append("No statement of the papers contradicts the figures of this report.")
    else:
        said.append("There are no statements of papers to compare with these figures.")
    tables = tuple(each for each in (warnings, contradictions) if each.rows)
    return Appendix("C", "Data warnings and contradictions", tuple(map(Paragraph, said)), tables)


def _warnings(source: Source) -> Table:
    found = {
        _sentence(each.sentence): each.acknowledged
        for each in source.report.findings
        if each.severity is Severity.WARNING
    }
    accepted = any(found.values())
    columns = (
        Column("Number"),
        Column("What the checks found"),
        *([Column("Why it was accepted")] if accepted else []),
    )
    rows = (
        Row((str(number), sentence, *([why] if accepted else [])))
        for number, (sentence, why) in enumerate(found.items(), 1)
    )
    return Table("data_warnings", f"Data warnings, {source.label}", columns, tuple(rows))


def _contradictions(source: Source, stated: set[str]) -> Table:
    rows = []
    for cause in causes(source.compared):
        if not any(row.metric in stated for row in cause.rows):
            continue
        first = cause.rows[0]
        said = f"{first.printed} ({listing([_short(title) for title in cause.papers])})"
        against = _NAMED if first.misnamed else _AGAINST.get(first.standing, "")
        given = f"{first.given} ({against})" if against else first.given
        rows.append(Row((capitalised(first.label), said, given, cause.text or "It is not known why they differ.")))
    columns = (Column("What"), Column("The papers say"), Column("Compared with"), Column("Reason"))
    return Table("contradictions", "Where papers contradict these figures", columns, tuple(rows))


def _short(title: str) -> str:
    """Return the title of a paper without what is added in brackets."""
    return title.partition(" (")[0]


def _sentence(text: str) -> str:
    return capitalised(text) + ("" if text.endswith(".") else ".")
