"""Check the benefits of a programme: funnels narrow, and parts add up to the whole that the paper states.

In: the tables of a return. Out: `Reconciliation`s, in the unit of the lines that they compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames, Reconciliation
from trustbook.config.words import spelt
from trustbook.core.formatting import in_pounds, number

_WHOLE = ["measure", "stage", "unit", "as_at"]
_FUNNEL = ["measure", "part", "unit"]


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Declare the checks among the lines of benefits.csv."""
    rows = now.get("benefits", "measure", "part", "stage", "step", "value", "unit", "as_at")
    if rows is None:
        return
    known = rows[rows["value"].notna()]
    yield from _narrowing(now, known)
    yield from _parts(now, known)


def _narrowing(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    """Check that no stage counts more than the stage before it that counts the same."""
    staged = rows[rows["step"].notna()]
    for _, funnel in staged.groupby(_FUNNEL, dropna=False, sort=False):
        ordered = funnel.sort_values("step", kind="stable")
        for (_, earlier), (line, later) in pairwise(ordered.iterrows()):
            over = max(int(later["value"]) - int(earlier["value"]), 0)
            yield Reconciliation(
                rule="benefits.funnel_narrows",
                file=now.file("benefits"),
                line=int(str(line)),
                column="value",
                left=over,
                right=0,
                expected="no more than at the stage before it, where both count the same",
                mend="Check both figures, the order of the steps, and whether the two really count the same.",
                sentence=f"{_named(later)}: {number(later['value'])} {later['unit']} at '{later['stage']}', and only "
                f"{number(earlier['value'])} at '{earlier['stage']}' before it",
            )


def _parts(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    """Check that lines with a part add up to the line without one: children exactly, money as a data warning."""
    for _, group in rows.groupby(_WHOLE, dropna=False, sort=False):
        whole, parts = group[group["part"].isna()], group[group["part"].notna()]
        if len(whole) != 1 or parts.empty:
            continue
        printed, added = round(float(whole["value"].iloc[0])), round(float(parts["value"].sum()))
        amount = str(whole["unit"].iloc[0]) == "gbp"
        shown = in_pounds if amount else number
        yield Reconciliation(
            rule="benefits.parts_add_up",
            file=now.file("benefits"),
            line=int(str(whole.index[0])),
            column="value",
            left=printed,
            right=added,
            tolerance=0,
            severity=Severity.WARNING if amount else Severity.CRITICAL,
            expected="the two to agree",
            mend="If the paper says both, leave both: the report shows it as a data warning.",
            sentence=f"{_named(whole.iloc[0])}, {whole['as_at'].iloc[0]}: the paper says {shown(printed)}, and the "
            f"parts that it names add up to {shown(added)}",
        )


def _named(row: pd.Series[object]) -> str:
    name = spelt(str(row["measure"]))
    return f"{name}, {row['part']}" if not pd.isna(row["part"]) else name
