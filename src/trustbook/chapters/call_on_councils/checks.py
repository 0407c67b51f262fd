"""Check mitigations and reserves: what they name exists, is of this body, and is counted once.

In: the tables of a return, the settings. Out: `Reconciliation`s; what is possible and odd is a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

import pandas as pd

from trustbook.chapters.call_on_councils.funders import RESERVES, party_of
from trustbook.checks.control_totals import position_parts, reports_call
from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt, refusal
from trustbook.checks.savings_lines import savings_in_model
from trustbook.checks.similar_names import as_seen
from trustbook.config.settings import Settings
from trustbook.config.words import words
from trustbook.core.formatting import thousands, when
from trustbook.core.lookalikes import bracketed_difference, lookalike_of
from trustbook.data.publication import days_of
from trustbook.position import column_sum

_PERCENT = 100


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Declare what mitigations must agree with in the return itself, and the dates of both datasets."""
    rows = now.get("mitigations", "measure", "amount_gbp", "confidence", "in_forecast", "relates_to", "date")
    if rows is not None:
        yield from _confidence(now, rows)
        yield from _related(now, rows)
        yield from _alike(now, rows)
        yield from _late(now, rows)
        yield from _more_than_the_cost(now, rows)
    reserves = now.get("funders", "measure", "as_at", "amount_gbp", "committed_gbp", "name")
    if reserves is not None:
        yield from _after_the_period(now, reserves)
        yield from _committed(now, reserves)


def reconciliations_with_settings(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Declare that reserves are of councils of the settings, and that no item has mitigations for more than it is."""
    rows = now.get("mitigations", "amount_gbp", "relates_to")
    if rows is not None:
        yield from _more_than_the_item(now, rows, settings)
    yield from _funders(now, settings)


def _confidence(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    """Refuse a likelihood above 1, which is mostly a percentage."""
    for line, share in rows["confidence"].dropna().items():
        if share > 1:
            shown = f"{Decimal(str(share)).normalize():f}"
            of_one = f"{(Decimal(str(share)) / _PERCENT).normalize():f}"
            yield refusal(
                now,
                "mitigations",
                f"{shown} is {shown} times the whole",
                "a share from 0 to 1",
                rule="mitigations.confidence",
                line=line,
                column="confidence",
                mend=f"If {shown}% is meant, write {of_one}."
                if share <= _PERCENT
                else "Check it against the paper; leave the cell empty if the paper does not say.",
            )


def _items(now: Frames) -> set[str]:
    rows = now.get("adjustments", "item")
    return set() if rows is None else set(rows["item"].dropna())


def _refs(now: Frames) -> set[str]:
    rows = now.get("savings", "ref")
    return set() if rows is None else set(rows["ref"].dropna())


def _related(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    known = _items(now) | _refs(now)
    for line, other in rows["relates_to"].dropna().items():
        if other not in known:
            yield refusal(
                now,
                "mitigations",
                f"the return has no item and no saving '{other}'{bracketed_difference(str(other), known)}",
                "an item of adjustments.csv or a reference of savings.csv, as it is written there",
                rule="mitigations.relates_to",
                line=line,
                column="relates_to",
                mend="Copy the name from there, or leave the cell empty if the measure meets the cost of no one item.",
            )


def _alike(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    """Doubt a mitigation that relates to nothing and has the name of something that is counted already."""
    savings = now.get("savings", "proposal")
    counted = _items(now) | (set() if savings is None else set(savings["proposal"].dropna()))
    for line, measure in rows.loc[rows["relates_to"].isna(), "measure"].dropna().items():
        other = _same(str(measure), counted)
        if other is not None:
            yield doubt(
                now,
                "mitigations",
                f"'{measure}' has the name of '{other}', which the return counts already: it may be counted twice",
                "the item or the saving in the column relates_to, if it is the same money",
                rule="mitigations.name_alike",
                line=int(str(line)),
                column="relates_to",
            )


def _same(name: str, others: Iterable[str]) -> str | None:
    """Find a name that is the same, or that readers see as the same."""
    every = sorted(others)
    return next((each for each in every if as_seen(each) == as_seen(name)), None) or lookalike_of(name, every)


def _late(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    """Doubt a measure that is due after the year end although the forecast of the year counts on it."""
    end = now.period.year_end.step(1).first_day
    for line, row in rows[rows["in_forecast"] == "yes"].iterrows():
        days = days_of(row["date"])
        if days is not None and days[0] >= end:
            yield doubt(
                now,
                "mitigations",
                f"'{row['measure']}' is due by {when(str(row['date']))}, after the year has ended, and the forecast of "
                f"{now.period.financial_year} counts on it",
                "a date within the year, or no in in_forecast",
                rule="mitigations.after_year_end",
                line=int(str(line)),
                column="date",
            )


def _more_than_the_cost(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    cost = column_sum(position_parts(now, "call_gbp_k")) if reports_call(now) else None
    amounts = rows["amount_gbp"].dropna()
    if cost is not None and 0 < cost < amounts.sum():
        yield doubt(
            now,
            "mitigations",
            f"the mitigations add up to {thousands(int(amounts.sum()))}, and the {words().cost} that they are to lower "
            f"is {thousands(cost)}",
            "no more than the cost",
            rule="mitigations.more_than_cost",
            key="all",
        )


def _more_than_the_item(now: Frames, rows: pd.DataFrame, settings: Settings) -> Iterator[Reconciliation]:
    comes_to = _worth(now, settings)
    for other, related in rows.dropna(subset=["relates_to", "amount_gbp"]).groupby("relates_to", sort=False):
        whole, amount = comes_to.get(str(other)), int(related["amount_gbp"].sum())
        if whole is not None and amount > whole:
            yield doubt(
                now,
                "mitigations",
                f"the mitigations of '{other}' add up to {thousands(amount)}, and it comes to {thousands(whole)}: no "
                "more than that is counted",
                "no more than what it comes to",
                rule="mitigations.more_than_item",
                key=str(other),
                line=int(str(related.index[-1])),
                column="amount_gbp_k",
            )


def _worth(now: Frames, settings: Settings) -> dict[str, int]:
    """Say what each item comes to, and each saving in what is uncertain or not delivered, in pounds."""
    found: dict[str, int] = {}
    items, savings = now.get("adjustments", "item", "amount_gbp"), savings_in_model(now, settings)
    if savings is not None and "ref" in savings:
        for _, row in savings.iterrows():
            parts = [row[name] for name in ("uncertain_gbp", "not_delivered_gbp")]
            if not all(pd.isna(each) for each in parts):
                found[str(row["ref"])] = sum(int(each) for each in parts if not pd.isna(each))
    if items is not None:
        for item, amounts in items.dropna(subset=["item", "amount_gbp"]).groupby("item")["amount_gbp"]:
            found[str(item)] = int(amounts.sum())
    return found


def _funders(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    rows = now.get("funders", "funder")
    if rows is None:
        return
    codes = ", ".join(f"{each.code} ({each.name})" for each in settings.councils)
    own = settings.trust.name
    for line, name in rows["funder"].dropna().items():
        if party_of(str(name), settings) is None:
            yield refusal(
                now,
                "funders",
                f"'{name}' is no funder of the settings and not {words().the_body} itself",
                f"one of: {codes}, or {own}" if codes else own,
                rule="funders.unknown",
                line=line,
                column="funder",
                mend="Correct the spelling; params/trust.yaml has the codes and the names.",
            )


def _after_the_period(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    end = now.period.step(1).first_day - timedelta(days=1)
    for line, as_at in rows["as_at"].dropna().items():
        days = days_of(as_at)
        if days is not None and days[0] > end:
            yield doubt(
                now,
                "funders",
                f"the amount is as at {when(str(as_at))}, and {now.period.short} ended on {when(end.isoformat())}",
                "a date up to the end of the period",
                rule="funders.after_period",
                line=int(str(line)),
                column="as_at",
            )


def _committed(now: Frames, rows: pd.DataFrame) -> Iterator[Reconciliation]:
    """Doubt a reserve of which more is committed than there is, as if two columns had been exchanged."""
    kept = rows[rows["measure"].isin(RESERVES)]
    for line, row in kept.dropna(subset=["amount_gbp", "committed_gbp"]).iterrows():
        if int(row["committed_gbp"]) > max(int(row["amount_gbp"]), 0):
            yield doubt(
                now,
                "funders",
                f"of '{row['name']}', {thousands(int(row['committed_gbp']))} is committed and "
                f"{thousands(int(row['amount_gbp']))} is all there is: the two columns may be exchanged",
                "no more committed than there is",
                rule="funders.more_committed",
                line=int(str(line)),
                column="committed_gbp_k",
            )
