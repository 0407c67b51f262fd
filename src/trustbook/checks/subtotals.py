"""Hold the subtotals that a paper prints among its budget lines to the lines that belong to them.

In: the forecast of a return. Out: `Reconciliation`s in whole pounds. A row names the subtotal that it is a part of in
`parent`; subtotals can be parts of others, to any depth.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from trustbook.checks.reconciliation_table import ROUNDING, Frames, Reconciliation, refusal
from trustbook.core.formatting import thousands
from trustbook.core.lookalikes import bracketed_difference
from trustbook.data.forecast_lines import subtotals_of

_MONEY = (
    *("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn", "variance", "movement"),
    "previous_variance",
)


def subtotals(now: Frames) -> Iterator[Reconciliation]:
    """Declare that every subtotal is the sum of its parts, and that every parent that is named is there."""
    every = now.with_subtotals()
    if every is None or not {"level", "heading"} <= set(every.columns):
        return
    printed = subtotals_of(every)
    names = {str(name) for name in printed["heading"].dropna()}
    yield from _parents(now, every, names)
    for line, row in printed.iterrows():
        parts = every[every["parent"] == row["heading"]]
        if parts.empty:
            yield _misplaced(now, line, "heading", f"no row names '{row['heading']}' as its parent")
        elif not _ends(str(row["heading"]), every):
            yield _misplaced(now, line, "parent", f"'{row['heading']}' is a part of itself")
        else:
            yield from _sums(now, int(str(line)), row, parts)


def _parents(now: Frames, rows: pd.DataFrame, names: set[str]) -> Iterator[Reconciliation]:
    for line, parent in rows["parent"].dropna().items():
        if parent not in names:
            found = f"there is no subtotal '{parent}'{bracketed_difference(str(parent), names)}"
            yield _misplaced(now, line, "parent", found)


def _misplaced(now: Frames, line: object, column: str, sentence: str) -> Reconciliation:
    return refusal(
        now,
        "forecast",
        sentence,
        "the name of a row with the level subtotal",
        rule="forecast.parent",
        line=line,
        column=column,
        mend="Correct the name, or add the subtotal as the paper shows it.",
    )


def _ends(name: str, rows: pd.DataFrame) -> bool:
    """Say whether following parents upwards comes to an end."""
    parents = rows.dropna(subset=["parent"]).drop_duplicates("heading").set_index("heading")["parent"]
    seen = {name}
    while name in parents.index:
        name = str(parents[name])
        if name in seen:
            return False
        seen.add(name)
    return True


def _sums(now: Frames, line: int, row: pd.Series[object], parts: pd.DataFrame) -> Iterator[Reconciliation]:
    for what in _MONEY:
        column = f"{what}_gbp"
        if column not in parts or pd.isna(row[column]) or parts[column].isna().all():
            continue
        stated, added = int(str(row[column])), int(parts[column].sum())
        whole = not parts[column].isna().any()
        lacks = "" if whole else f" without the missing cells, which would be {thousands(stated - added)}"
        yield Reconciliation(
            rule="forecast.subtotal",
            file=now.file("forecast"),
            line=line,
            column=f"{column}_k",
            left=stated,
            right=added if whole else None,
            tolerance=ROUNDING,
            sentence=f"{row['heading']}: its parts add up to {thousands(added)}{lacks}, and the paper says "
            f"{thousands(stated)}",
        )
