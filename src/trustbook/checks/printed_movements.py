"""Check the movements that a paper prints against the two variances that they lie between.

In: the tables of a return, those of the earlier returns of its year, and what the paper says of the previous one.
Out: `Reconciliation`s in whole pounds. A movement is measured from what was stated when it was printed: the paper's own
previous figure, or else the previous return's as it first stated it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import ROUNDING, Frames, Reconciliation
from trustbook.config.settings import Settings
from trustbook.core.errors import PeriodError
from trustbook.core.formatting import thousands
from trustbook.core.period import Period
from trustbook.core.units import POUNDS_IN_THOUSAND
from trustbook.position import by_group, column_sum, total

_LINES = ("level", "heading", "variance_gbp")
_STATED = "stated_gbp"


@dataclass(frozen=True)
class _Base:
    """The return that movements are measured from: its lines, as they were stated then, and how sure we are of it."""

    period: Period
    lines: pd.DataFrame
    severity: Severity


def movements(now: Frames, earlier: Sequence[Frames], settings: Settings) -> Iterator[Reconciliation]:
    """Check printed movements, the printed figures of the previous return, and what was restated since.

    `earlier`: the earlier returns of the year, oldest first.
    """
    yield from _restated(now)
    rows = now.get("forecast", *_LINES)
    if rows is None:
        return
    own = _printed_before(rows, now, earlier)
    if own is not None:
        yield from _previous_as_printed(now, own, earlier)
    base = own or _return_before(now, earlier, settings)
    if base is not None and not rows["movement_gbp"].isna().all():
        yield from _lines(now, rows, base, settings)
        yield from _whole(now, rows, base)


def _printed_before(rows: pd.DataFrame, now: Frames, earlier: Sequence[Frames]) -> _Base | None:
    """Return the previous figures that the paper itself prints, if it prints them for every line with a movement."""
    if rows["previous_variance_gbp"].isna().all():
        return None
    named = list(rows["previous_period"].dropna().unique())
    try:
        period = Period.covering(str(named[0])) if len(named) == 1 else earlier[-1].period if earlier else None
    except PeriodError:
        return None  # the suite refuses it
    if period is None:
        return None
    return _Base(period, rows.assign(**{_STATED: rows["previous_variance_gbp"]}), Severity.CRITICAL)


def _return_before(now: Frames, earlier: Sequence[Frames], settings: Settings) -> _Base | None:
    """Return the previous return, as it was first stated; if one between is not held, a gap is only doubted."""
    if not earlier:
        return None
    last = earlier[-1]
    lines = last.get("forecast", *_LINES)
    if lines is None:
        return None
    stated = lines["first_stated_variance_gbp"].fillna(lines["variance_gbp"])
    sure = last.period == settings.expected_before(now.period)
    return _Base(last.period, lines.assign(**{_STATED: stated}), Severity.CRITICAL if sure else Severity.WARNING)


def _previous_as_printed(now: Frames, own: _Base, earlier: Sequence[Frames]) -> Iterator[Reconciliation]:
    """Hold the printed figures of the previous return against that return, as first stated or as restated."""
    held = next((each for each in earlier if each.period == own.period), None)
    lines = None if held is None else held.get("forecast", *_LINES)
    if lines is None:
        return
    known = lines.drop_duplicates("heading", keep=False).set_index("heading")
    for line, row in own.lines.dropna(subset=[_STATED]).iterrows():
        name = row["heading"]
        if name not in known.index or pd.isna(known.at[name, "variance_gbp"]):
            continue
        printed, was = int(row[_STATED]), int(known.at[name, "variance_gbp"])
        first = known.at[name, "first_stated_variance_gbp"]
        if not pd.isna(first) and abs(printed - int(first)) <= ROUNDING:
            continue
        yield Reconciliation(
            rule="forecast.previous_variance",
            key=str(name),
            file=now.file("forecast"),
            line=int(str(line)),
            column="previous_variance_gbp_k",
            left=printed,
            right=was,
            tolerance=ROUNDING,
            severity=Severity.WARNING,
            expected="the figure of that return, or one that was restated",
            mend="If the paper restates it, leave it: the report shows it as a data warning. If not, correct it.",
            sentence=f"{name}: this paper gives the variance of {own.period.short} as {thousands(printed)}, and the "
            f"return of {own.period.short} has {thousands(was)}",
        )


def _restated(now: Frames) -> Iterator[Reconciliation]:
    """Say that a line of this return was restated, with both figures."""
    rows = now.get("forecast", *_LINES)
    if rows is None:
        return
    for line, row in rows.dropna(subset=["first_stated_variance_gbp", "variance_gbp"]).iterrows():
        first, is_now = int(row["first_stated_variance_gbp"]), int(row["variance_gbp"])
        yield Reconciliation(
            rule="forecast.restated",
            key=str(row["heading"]),
            file=now.file("forecast"),
            line=int(str(line)),
            column="variance_gbp_k",
            left=is_now,
            right=first,
            severity=Severity.WARNING,
            expected="the variance that was first stated",
            mend="If the paper restates the period, leave both: the report shows it as a data warning.",
            sentence=f"{row['heading']}: the variance of {now.period.short} was first stated as {thousands(first)} and "
            f"is restated as {thousands(is_now)}",
        )


def _lines(now: Frames, rows: pd.DataFrame, base: _Base, settings: Settings) -> Iterator[Reconciliation]:
    """Compare each printed movement with the change, at the finest level that both periods report."""
    groups = rows["heading"].where(rows["level"] == "group", rows["heading"].map(settings.group_of))
    stated = base.lines.assign(variance_gbp=base.lines[_STATED])
    same_level = set(rows["level"]) == set(stated["level"])
    keys, was = (
        (rows["heading"], stated.groupby("heading")["variance_gbp"].agg(total))
        if same_level
        else (groups, by_group(stated, settings.group_of))
    )
    since = base.period.seen_from(now.period)
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
            key=str(key),
            file=now.file("forecast"),
            line=int(str(these.index[0])) if len(these) == 1 else None,
            column="movement_gbp_k",
            left=change,
            right=printed,
            tolerance=ROUNDING,
            severity=base.severity,
            sentence=(
                f"{key}: the variance moved by {thousands(change)} since {since}, and the paper gives a movement of "
                f"{thousands(known)}"
                if printed is not None
                else f"{key}: the variance moved by {thousands(change)} since {since}; the movements in the paper "
                f"come to {thousands(known)}, so the missing cell would be {thousands(change - known)}"
            ),
        )


def _whole(now: Frames, rows: pd.DataFrame, base: _Base) -> Iterator[Reconciliation]:
    """Compare the printed total of the movements with the change of the whole variance."""
    whole, last_whole = column_sum(rows["variance_gbp"]), column_sum(base.lines[_STATED])
    if whole is None or last_whole is None:
        return
    for line, control in _printed_totals(now):
        printed = round(float(control) * POUNDS_IN_THOUSAND)
        yield Reconciliation(
            rule="controls.movement",
            file=now.file("controls"),
            dataset="forecast",
            line=line,
            column="value",
            left=printed,
            right=whole - last_whole,
            tolerance=ROUNDING,
            severity=base.severity,
            sentence=(
                f"movement of forecast: the variance moved by {thousands(whole - last_whole)} since "
                f"{base.period.seen_from(now.period)}, and the paper says {thousands(printed)}"
            ),
        )


def _printed_totals(now: Frames) -> Iterator[tuple[int, float]]:
    totals = now.get("controls", "dataset", "column", "scope", "value")
    if totals is not None:
        wanted = (totals["dataset"] == "forecast") & (totals["column"] == "movement_gbp_k") & (totals["scope"] == "all")
        for line, value in totals.loc[wanted, "value"].dropna().items():
            yield int(str(line)), float(value)
