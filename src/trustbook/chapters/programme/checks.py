"""Check the programme: the projects and savings that it names exist.

In: the frames of a return. Out: `Reconciliation`s.
"""

from __future__ import annotations

from collections.abc import Iterator

from trustbook.checks.reconciliation_table import Frames, Reconciliation, refusal
from trustbook.core.lookalikes import bracketed_difference
from trustbook.data.cells import listed


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Declare that each project and saving that a project names exists, and that no saving is named twice."""
    rows = now.get("programme", "project", "overlap_with", "savings_ref")
    if rows is None:
        return
    projects = set(rows["project"].dropna())
    for line, row in rows[rows["overlap_with"].notna()].iterrows():
        other = str(row["overlap_with"])
        if other not in projects - {row["project"]}:
            yield _wrong(
                now,
                line,
                "overlap_with",
                "programme.overlap_with",
                f"there is no other project '{other}'{bracketed_difference(other, projects)}",
                "the name of another project",
            )
    savings = now.get("savings", "ref")
    known = set() if savings is None else set(savings["ref"].dropna())
    carrier: dict[str, str] = {}
    for line, row in rows.iterrows():
        for ref in listed(row["savings_ref"]):
            if ref not in known:
                problem = f"there is no savings line '{ref}'{bracketed_difference(ref, known)}"
                expected = "the reference of a savings line"
                yield _wrong(now, line, "savings_ref", "programme.savings_ref", problem, expected)
            elif ref in carrier:
                problem = f"saving '{ref}' is carried by {carrier[ref]} too"
                yield _wrong(
                    now, line, "savings_ref", "programme.saving_twice", problem, "each saving with one project"
                )
            carrier.setdefault(ref, str(row["project"]))


def _wrong(now: Frames, line: object, column: str, rule: str, sentence: str, expected: str) -> Reconciliation:
    return refusal(
        now,
        "programme",
        sentence,
        expected,
        rule=rule,
        line=line,
        column=column,
    )
