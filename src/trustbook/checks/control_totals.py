"""Check a return against printed totals and the previous period.

In: the tables of a return and of the previous one. Out: `Reconciliation`s in whole pounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pandas as pd

from trustbook.checks.reconciliation_table import ROUNDING, Frames, Reconciliation
from trustbook.checks.savings_lines import savings_in_model
from trustbook.config.settings import Settings
from trustbook.config.words import spelt
from trustbook.core.formatting import thousands
from trustbook.core.units import POUNDS_IN_THOUSAND
from trustbook.data.datasets.finance import SAVINGS
from trustbook.data.schema import MOST_DECIMALS
from trustbook.position import COST_TO_COUNCILS, PRESSURE, Adjustment

_COUNT = "count"
"""The unit of totals that count things: compared in thousandths, as pounds are, with no tolerance."""


def of_what(dataset: object, column: object, scope: object) -> str:
    """Describe a total in words: `variance of forecast, group Care`."""
    name = spelt(str(column).removesuffix("_k").removesuffix("_gbp"))
    return f"{name} of {dataset}" + ("" if scope == "all" else f", {str(scope).replace('=', ' ')}")


def controls(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Compare columns with the totals printed in the paper."""
    printed_totals = now.get("controls", "dataset", "column", "scope", "value", "unit", "decimals")
    if printed_totals is None:
        return
    for line, control in printed_totals.dropna(subset=["dataset", "column", "scope", "value", "decimals"]).iterrows():
        lines = _scoped(now, str(control["dataset"]), str(control["column"]), str(control["scope"]), settings)
        if lines is None or lines.empty:
            yield Reconciliation(
                rule="controls.scope",
                file=now.file("controls"),
                dataset=str(control["dataset"]),
                line=int(str(line)),
                column="scope",
                left=1,
                right=0,
                sentence=(
                    f"{of_what(control['dataset'], control['column'], control['scope'])}: the return has no "
                    "amounts that this total adds up, so it checks nothing"
                ),
            )
            continue
        printed = round(float(control["value"]) * POUNDS_IN_THOUSAND)
        decimals = int(min(max(control["decimals"], -MOST_DECIMALS), MOST_DECIMALS))
        place = round(POUNDS_IN_THOUSAND * 10.0**-decimals / 2)
        known = int(lines.sum())
        of = of_what(control["dataset"], control["column"], control["scope"])
        if lines.isna().any():
            cells = int(lines.isna().sum())
            what = "the missing cell would be" if cells == 1 else f"the {cells} missing cells would add up to"
            sentence = (
                f"{of}: the lines reported add up to {thousands(known)} and the paper says {thousands(printed)}; "
                f"{what} {thousands(printed - known)}"
            )
        else:
            sentence = f"{of}: the lines add up to {thousands(known)} and the paper says {thousands(printed)}"
        yield Reconciliation(
            rule="controls.total",
            file=now.file("controls"),
            dataset=str(control["dataset"]),
            line=int(str(line)),
            column="value",
            left=printed,
            right=None if lines.isna().any() else known,
            tolerance=0 if control["unit"] == _COUNT else max(ROUNDING, place),
            sentence=sentence,
        )


def adds_up(now: Frames, dataset: str, column: str, scope: str, settings: Settings) -> bool:
    """Return whether a return has the amounts that this total adds up."""
    if column == "call_gbp_k" and not reports_call(now):
        return False
    lines = _scoped(now, dataset, column, scope, settings)
    return lines is not None and not lines.isna().all()


def reports_call(now: Frames) -> bool:
    """Return whether a return reports items outside the forecast, which the cost to the councils needs."""
    adjustments = now.get("adjustments", "kind")
    return adjustments is not None and bool((adjustments["kind"] == Adjustment.NOT_IN_FORECAST).any())


def _scoped(now: Frames, dataset: str, column: str, scope: str, settings: Settings) -> pd.Series[int] | None:
    """Return the amounts a control adds up: `all` or `<column>=<pattern>`; a forecast can also use `group`."""
    if dataset == "position":
        return position_parts(now, column) if scope == "all" else None
    typed = column.removesuffix("_k")
    rows = savings_in_model(now, settings) if dataset == SAVINGS.name else now.get(dataset)
    if rows is None or typed not in rows or not (column.endswith("_gbp_k") or (column == "value" and scope != "all")):
        return None
    if column == "value":
        rows = rows.assign(value=(rows["value"] * POUNDS_IN_THOUSAND).round())
    if scope == "all":
        return rows[typed]
    name, _, pattern = scope.partition("=")
    if not pattern.strip("*"):
        return None  # every line is `all`
    if dataset == "forecast" and name == "group":
        keys = rows["heading"].where(rows["level"] == "group", rows["heading"].map(settings.group_of))
    elif name in rows.columns:
        keys = rows[name]
    else:
        return None
    return rows.loc[[not pd.isna(key) and fnmatchcase(str(key), pattern) for key in keys], typed]


def position_parts(now: Frames, column: str) -> pd.Series[int] | None:
    """Return the amounts that add up to the pressure, or to the cost to the councils."""
    forecast, adjustments = now.get("forecast", "variance_gbp"), now.get("adjustments", "kind", "amount_gbp")
    parts = {"pressure_gbp_k": PRESSURE, "call_gbp_k": COST_TO_COUNCILS}.get(column)
    if forecast is None or adjustments is None or parts is None:
        return None
    kinds = [part.name for part in parts]
    return pd.concat([forecast["variance_gbp"], adjustments.loc[adjustments["kind"].isin(kinds), "amount_gbp"]])
