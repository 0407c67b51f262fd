"""Declare what must agree within a return, across rows and files: left, right, tolerance, sentence.

In: the tables of a return and of the previous one. Out: `Reconciliation`s in whole pounds, which Great Expectations
evaluates (expectations/reconciliations.json). Printed totals are in
`control_totals.py`, and movements in `printed_movements.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from trustbook.checks.control_totals import controls, position_parts, reports_call
from trustbook.checks.printed_movements import movements
from trustbook.checks.reconciliation_table import ROUNDING, Frames, Reconciliation, refusal
from trustbook.checks.savings_lines import savings_in_model, savings_lines
from trustbook.checks.subtotals import subtotals
from trustbook.config.discovery import in_every_chapter
from trustbook.config.settings import Settings
from trustbook.config.words import words
from trustbook.core.formatting import in_pounds, thousands
from trustbook.core.lookalikes import bracketed_difference
from trustbook.position import Adjustment, column_sum, split


def reconcile(
    now: Frames, earlier: Sequence[Frames], settings: Settings, contract_sums: pd.DataFrame | None = None
) -> list[Reconciliation]:
    """Declare every reconciliation that applies to this return, including those of the chapters in use.

    `earlier`: the earlier returns of its year, oldest first.
    """
    return [
        *_contract_sum(now, contract_sums),
        *_forecast_lines(now),
        *savings_lines(now, settings),
        *controls(now, settings),
        *_partly_filled(now),
        *_of_other_years(now, settings),
        *subtotals(now),
        *movements(now, earlier, settings),
        *_requests_funded(now),
        *_red_outside_forecast(now, settings),
        *_split(now, settings),
        *_call(now, settings),
        *_of_chapters(now, settings),
    ]


def _of_chapters(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Declare the checks of each chapter, and those of them that also need the settings."""
    for chapter in in_every_chapter("checks").values():
        yield from chapter.reconciliations(now)
        if hasattr(chapter, "reconciliations_with_settings"):
            yield from chapter.reconciliations_with_settings(now, settings)


def _partly_filled(now: Frames) -> Iterator[Reconciliation]:
    """Require a sum or an outturn of every budget heading, if any heading has one."""
    rows = now.get("forecast", "level", "heading")
    if rows is None:
        return
    lines = rows[rows["level"] == "heading"]
    for ours in ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn"):
        if lines[f"{ours}_gbp"].isna().all():
            continue
        for line in lines.index[lines[f"{ours}_gbp"].isna()]:
            yield refusal(
                now,
                "forecast",
                "the cell is empty",
                "an amount on every line, as other lines have one",
                rule=f"forecast.missing.{ours}",
                line=line,
                column=f"{ours}_gbp_k",
                mend="Type what the paper says; if the paper has no such column, leave all of it out.",
            )


def _of_other_years(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Refuse a heading in a year that does not have it: it was renamed, split or merged."""
    rows = now.get("forecast", "level", "heading")
    if rows is None:
        return
    of_name = {each.name: each for each in settings.headings}
    for line, row in rows[rows["level"] == "heading"].iterrows():
        known = of_name.get(str(row["heading"]))
        if known is not None and not known.in_year(now.period.year_code):
            ours = sorted(each.name for each in settings.headings if each.in_year(now.period.year_code))
            yield refusal(
                now,
                "forecast",
                f"'{row['heading']}' is no heading of {now.period.financial_year}",
                f"one of: {', '.join(ours)}",
                rule="forecast.heading_of_another_year",
                line=line,
                column="heading",
                mend="Use the names of the year; params/trust.yaml says which year has which.",
            )


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
    single = "budget_gbp" in rows and not rows["budget_gbp"].isna().all()
    after_changes = words().budget if single else words().revised
    identities = (
        ("revised_contract_sum", ("contract_sum", "change_requests"), f"{words().budget} + change requests"),
        ("projected_outturn", ("revised_contract_sum", "variance"), f"{after_changes} + variance"),
    )
    for line, row in rows.iterrows():
        for sum_of, parts, added_up in identities:
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
                    sentence=f"{row['heading']}: {added_up} is {thousands(added)}, but the line says "
                    f"{thousands(stated)}",
                )


def _contract_sum(now: Frames, contract_sums: pd.DataFrame | None) -> Iterator[Reconciliation]:
    """Compare the contract sum of the headings with the year's reference data, original and revised."""
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
                    f"the {theirs} {words().budget} of {now.period.financial_year} is {thousands(known)} here, and the "
                    f"{words().lines} of {now.period.short} add up to {thousands(here)}"
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


def _red_outside_forecast(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    savings = savings_in_model(now, settings)
    adjustments = now.get("adjustments", "kind", "amount_gbp", "savings_ref")
    if savings is None or "in_forecast" not in savings or adjustments is None:
        return
    refs = now.get("savings", "ref")
    known = set() if refs is None else set(refs["ref"].dropna())
    for line, ref in adjustments["savings_ref"].dropna().items():
        if ref not in known:
            yield refusal(
                now,
                "adjustments",
                f"there is no savings line '{ref}'{bracketed_difference(str(ref), known)}",
                "the reference of a savings line",
                rule="adjustments.savings_ref",
                line=line,
                column="savings_ref",
            )
    outside = savings.loc[savings["in_forecast"] == "no", "not_delivered_gbp"]
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


def _split(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    if not settings.councils:
        return
    shares = sum(settings.shares_in(now.period.year_code).values())
    yield Reconciliation(
        rule="councils.split",
        file="params/trust.yaml",
        left=1,
        right=int(shares == 1),
        sentence=f"{words().of_the_councils} shares of {now.period.financial_year} sum to {shares}, not to 1",
    )


def _call(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Compare what each council would pay, to the pound, with the whole call."""
    call = column_sum(position_parts(now, "call_gbp_k")) if reports_call(now) else None
    shares = settings.shares_in(now.period.year_code)
    if call is None or sum(shares.values()) != 1:
        return
    amounts = split(call, shares)
    parts = " and ".join(f"{council.short_name} {in_pounds(amounts[council.code])}" for council in settings.councils)
    yield Reconciliation(
        rule="councils.call",
        file="params/trust.yaml",
        left=call,
        right=sum(amounts.values()),
        expected=f"{words().of_the_councils} amounts to add up to the whole cost, to the pound",
        mend="This is a fault of trustbook and not of the return: please report it.",
        sentence=f"the {words().cost} is {in_pounds(call)}, and its parts ({parts}) add up to "
        f"{in_pounds(sum(amounts.values()))}",
    )
