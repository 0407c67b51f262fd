"""What must agree across rows, files and periods, as declared rows: left, right, tolerance, severity, sentence.

In: the tables of a return and of the one before. Out: `Reconciliation`s in whole pounds, for Great Expectations to
judge like any other table (expectations/reconciliations.json).
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pandas as pd

from trustbook.gate.findings import Severity
from trustbook.gate.frames import Frames, Reconciliation
from trustbook.position import PRESSURE_KINDS, Adjustment, by_group, column_sum, total
from trustbook.returns.reader import POUNDS_IN_THOUSAND
from trustbook.settings import Settings
from trustbook.words import thousands

_MOST_DECIMALS = 6
ROUNDING = POUNDS_IN_THOUSAND
"""Lines may miss a printed total by £1k, inclusive, since each was rounded by itself."""


def reconcile(
    now: Frames, before: Frames | None, settings: Settings, contract_sums: pd.DataFrame | None = None
) -> list[Reconciliation]:
    """Declare every reconciliation that this return can be held to."""
    return [
        *_contract_sum(now, contract_sums),
        *_forecast_lines(now),
        *_savings_lines(now),
        *_controls(now, settings),
        *_movements(now, before, settings),
        *_requests_funded(now),
        *_red_outside_forecast(now),
        *_split(settings),
    ]


def _forecast_lines(now: Frames) -> Iterator[Reconciliation]:
    needed = (
        "contract_sum_gbp",
        "change_requests_gbp",
        "revised_contract_sum_gbp",
        "variance_gbp",
        "projected_outturn_gbp",
    )
    rows = now.get("forecast", "heading", *needed)
    if rows is None:
        return
    identities = (
        ("revised_contract_sum", ("contract_sum", "change_requests"), "contract sum + change requests"),
        ("projected_outturn", ("revised_contract_sum", "variance"), "revised contract sum + variance"),
    )
    for line, row in rows.iterrows():
        for sum_of, parts, words in identities:
            values = [row[f"{name}_gbp"] for name in (sum_of, *parts)]
            if not any(pd.isna(value) for value in values):
                stated, added = int(values[0]), int(values[1]) + int(values[2])
                yield Reconciliation(
                    rule=f"forecast.{sum_of}",
                    file=now.file("forecast"),
                    line=int(str(line)),
                    column=f"{sum_of}_gbp_k",
                    left=stated,
                    right=added,
                    sentence=f"{row['heading']}: {words} is {thousands(added)}, but the line says {thousands(stated)}",
                )


def _savings_lines(now: Frames) -> Iterator[Reconciliation]:
    needed = ("target_gbp", "red_gbp", "amber_gbp", "green_gbp", "mitigations_gbp", "stated_total_gbp")
    rows = now.get("savings", "ref", *needed)
    if rows is None:
        return
    for line, row in rows.iterrows():
        target, red, amber, green, mitigations, stated = (
            None if pd.isna(row[name]) else int(row[name]) for name in needed
        )
        if target is not None and red is not None and amber is not None and green is not None:
            yield Reconciliation(
                rule="savings.rag_adds_to_target",
                file=now.file("savings"),
                line=int(str(line)),
                column="target_gbp_k",
                left=target,
                right=red + amber + green,
                sentence=f"{row['ref']}: red + amber + green is {thousands(red + amber + green)}, but the "
                f"target is {thousands(target)}",
            )
        if stated is not None and amber is not None and green is not None and mitigations is not None:
            deliverable = amber + green + mitigations
            yield Reconciliation(
                rule="savings.stated_total",
                file=now.file("savings"),
                line=int(str(line)),
                column="stated_total_gbp_k",
                left=stated,
                right=deliverable,
                severity=Severity.WARNING,
                expected="the two to agree",
                mend="If the paper says both, leave both: it is published as a reservation.",
                sentence=(
                    f"{row['ref']}: the paper prints {thousands(stated)} as the total of amber, green and mitigations, "
                    f"which add up to {thousands(deliverable)}"
                ),
            )


def _controls(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Columns against the totals that the paper prints."""
    controls = now.get("controls", "dataset", "column", "scope", "value", "decimals")
    if controls is None:
        return
    for line, control in controls.dropna(subset=["dataset", "column", "scope", "value", "decimals"]).iterrows():
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
                    f"{control['dataset']} {control['column']}, {control['scope']}: the return has no such amounts, "
                    "so this total is checked against nothing"
                ),
            )
            continue
        printed = round(float(control["value"]) * POUNDS_IN_THOUSAND)
        decimals = min(max(int(control["decimals"]), -_MOST_DECIMALS), _MOST_DECIMALS)
        place = round(POUNDS_IN_THOUSAND * 10.0**-decimals / 2)
        known = int(lines.sum())
        of = f"{control['dataset']} {control['column']}, {control['scope']}"
        if lines.isna().any():
            cells = int(lines.isna().sum())
            what = "the missing cell would be" if cells == 1 else f"the {cells} missing cells would add up to"
            sentence = (
                f"{of}: the lines reported add up to {thousands(known)} and the paper prints {thousands(printed)}; "
                f"{what} {thousands(printed - known)}"
            )
        else:
            sentence = f"{of}: the lines add up to {thousands(known)} and the paper prints {thousands(printed)}"
        yield Reconciliation(
            rule="controls.total",
            file=now.file("controls"),
            dataset=str(control["dataset"]),
            line=int(str(line)),
            column="value",
            left=printed,
            right=None if lines.isna().any() else known,
            tolerance=max(ROUNDING, place),
            sentence=sentence,
        )


def _scoped(now: Frames, dataset: str, column: str, scope: str, settings: Settings) -> pd.Series[int] | None:
    """The amounts that a control adds up: `all`, or `<column>=<pattern>`, where a forecast also has a `group`."""
    if dataset == "position":
        return _position_parts(now, column)
    typed = column.removesuffix("_k")
    rows = now.get(dataset, typed)
    if rows is None or not column.endswith("_gbp_k"):
        return None
    if scope == "all":
        return rows[typed]
    name, _, pattern = scope.partition("=")
    if dataset == "forecast" and name == "group":
        keys = rows["heading"].where(rows["level"] == "group", rows["heading"].map(settings.group_of))
    elif name in rows.columns:
        keys = rows[name]
    else:
        return None
    return rows.loc[[not pd.isna(key) and fnmatchcase(str(key), pattern) for key in keys], typed]


def _position_parts(now: Frames, column: str) -> pd.Series[int] | None:
    """What adds up to the pressure, or to the call on the councils."""
    forecast, adjustments = now.get("forecast", "variance_gbp"), now.get("adjustments", "kind", "amount_gbp")
    kinds = {
        "pressure_gbp_k": [*PRESSURE_KINDS],
        "call_gbp_k": [*PRESSURE_KINDS, Adjustment.NOT_IN_FORECAST],
    }.get(column)
    if forecast is None or adjustments is None or kinds is None:
        return None
    return pd.concat([forecast["variance_gbp"], adjustments.loc[adjustments["kind"].isin(kinds), "amount_gbp"]])


def _movements(now: Frames, before: Frames | None, settings: Settings) -> Iterator[Reconciliation]:
    """Printed movements against this variance less the last, at the finest level that both periods report."""
    rows = now.get("forecast", "level", "heading", "variance_gbp", "movement_gbp")
    last = None if before is None else before.get("forecast", "level", "heading", "variance_gbp")
    if rows is None or last is None or before is None or rows["movement_gbp"].isna().all():
        return
    groups = rows["heading"].where(rows["level"] == "group", rows["heading"].map(settings.group_of))
    same_level = set(rows["level"]) == set(last["level"])
    keys, was = (
        (rows["heading"], last.groupby("heading")["variance_gbp"].agg(total))
        if same_level
        else (groups, by_group(last, settings.group_of))
    )
    for key in keys.dropna().unique():
        these = rows[keys == key]
        change = column_sum(these["variance_gbp"])
        if key not in was.index or change is None or pd.isna(was[key]):
            continue
        change -= int(was[key])
        printed = column_sum(these["movement_gbp"])
        known = int(these["movement_gbp"].sum())
        yield Reconciliation(
            rule="forecast.movement",
            file=now.file("forecast"),
            line=int(str(these.index[0])) if len(these) == 1 else None,
            column="movement_gbp_k",
            left=change,
            right=printed,
            tolerance=ROUNDING,
            sentence=(
                f"{key}: the variance moved by {thousands(change)} since {before.period.short}, and the "
                "movement printed is "
                f"{thousands(known)}"
                if printed is not None
                else f"{key}: the variance moved by {thousands(change)} since {before.period.short}; the "
                "movements printed "
                f"come to {thousands(known)}, so the missing cell would be {thousands(change - known)}"
            ),
        )
    whole, last_whole = column_sum(rows["variance_gbp"]), column_sum(last["variance_gbp"])
    for line, control in _movement_controls(now):
        if whole is not None and last_whole is not None:
            printed_total = round(float(control) * POUNDS_IN_THOUSAND)
            yield Reconciliation(
                rule="controls.movement",
                file=now.file("controls"),
                dataset="forecast",
                line=line,
                column="value",
                left=printed_total,
                right=whole - last_whole,
                tolerance=ROUNDING,
                sentence=(
                    f"forecast movement_gbp_k, all: the variance moved by {thousands(whole - last_whole)} since "
                    f"{before.period.short}, and the paper prints {thousands(printed_total)}"
                ),
            )


def _movement_controls(now: Frames) -> Iterator[tuple[int, float]]:
    controls = now.get("controls", "dataset", "column", "scope", "value")
    if controls is not None:
        wanted = (
            (controls["dataset"] == "forecast")
            & (controls["column"] == "movement_gbp_k")
            & (controls["scope"] == "all")
        )
        for line, value in controls.loc[wanted, "value"].dropna().items():
            yield int(str(line)), float(value)


def _contract_sum(now: Frames, contract_sums: pd.DataFrame | None) -> Iterator[Reconciliation]:
    """The contract sum of the headings against the year's in the reference data, original and revised."""
    if contract_sums is None or not {"year", "original_gbp", "revised_gbp"} <= set(contract_sums.columns):
        return
    year = contract_sums[contract_sums["year"] == now.period.year_code]
    for ours, theirs in (("contract_sum", "original"), ("revised_contract_sum", "revised")):
        lines = now.get("forecast", f"{ours}_gbp")
        here = None if lines is None else column_sum(lines[f"{ours}_gbp"])
        known = column_sum(year[f"{theirs}_gbp"])
        if here is not None and known is not None:
            yield Reconciliation(
                rule=f"contract_sums.{theirs}",
                file="data/reference/contract_sums.csv",
                column=f"{theirs}_gbp_k",
                dataset="forecast",
                left=known,
                right=here,
                tolerance=ROUNDING,
                sentence=(
                    f"the {theirs} contract sum of {now.period.financial_year} is {thousands(known)} here, and the "
                    f"headings of {now.period.short} add up to {thousands(here)}"
                ),
            )


def _requests_funded(now: Frames) -> Iterator[Reconciliation]:
    forecast, adjustments = now.get("forecast", "change_requests_gbp"), now.get("adjustments", "kind", "amount_gbp")
    if forecast is None or adjustments is None:
        return
    requests = column_sum(forecast["change_requests_gbp"])
    funded = column_sum(adjustments.loc[adjustments["kind"] == Adjustment.AGREED_FUNDING, "amount_gbp"])
    if requests is not None and funded is not None:
        yield Reconciliation(
            rule="adjustments.agreed_funding",
            file=now.file("adjustments"),
            column="amount_gbp_k",
            left=funded,
            right=requests,
            tolerance=ROUNDING,
            sentence=f"funding agreed in the year is {thousands(funded)}, and the change requests add up to "
            f"{thousands(requests)}",
        )


def _red_outside_forecast(now: Frames) -> Iterator[Reconciliation]:
    savings = now.get("savings", "red_gbp", "in_forecast")
    adjustments = now.get("adjustments", "kind", "amount_gbp", "savings_ref")
    if savings is None or adjustments is None:
        return
    refs = now.get("savings", "ref")
    known = set() if refs is None else set(refs["ref"].dropna())
    for line, ref in adjustments["savings_ref"].dropna().items():
        if ref not in known:
            yield Reconciliation(
                rule="adjustments.savings_ref",
                file=now.file("adjustments"),
                line=int(str(line)),
                column="savings_ref",
                left=0,
                right=1,
                expected="the reference of a savings line",
                sentence=f"there is no savings line '{ref}'",
            )
    outside = savings.loc[savings["in_forecast"] == "no", "red_gbp"]
    named = adjustments.loc[
        (adjustments["kind"] == Adjustment.NOT_IN_FORECAST) & adjustments["savings_ref"].notna(), "amount_gbp"
    ]
    if not outside.isna().any() and not named.isna().any() and len(outside) + len(named):
        red, item = int(outside.sum()), int(named.sum())
        yield Reconciliation(
            rule="adjustments.red_outside_forecast",
            file=now.file("adjustments"),
            column="amount_gbp_k",
            left=item,
            right=red,
            tolerance=ROUNDING,
            sentence=f"items for savings not in the forecast are {thousands(item)}, and red on the lines marked "
            f"so is {thousands(red)}",
        )


def _split(settings: Settings) -> Iterator[Reconciliation]:
    shares = sum(settings.shares.values())
    yield Reconciliation(
        rule="councils.split",
        file="params/trust.yaml",
        left=1,
        right=int(shares == 1),
        sentence=f"the councils' shares sum to {shares}, not to 1",
    )
