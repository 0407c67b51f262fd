"""Write about trackers, the papers' lists of benefits. In: `Benefits`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.benefits.reported import Benefits
from trustbook.chapters.benefits.trackers import Trackers
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, financial_year, in_words, listing
from trustbook.core.markup import joined, strong


def differences(benefits: Benefits) -> Text | None:
    """Name the benefits whose amount differs between trackers, and what may be counted twice."""
    if benefits.trackers is None or benefits.trackers.benefits.empty:
        return None
    trackers, differ = benefits.trackers, benefits.trackers.differing
    same, one = len(trackers.benefits) - len(differ), len(trackers.benefits) == 1
    sentences: list[str] = [
        strong(
            f"{capitalised(in_words(len(trackers.benefits)))} {'benefit is' if one else 'benefits are'} in more than "
            "one tracker (a list of benefits in the papers), so do not add the trackers up."
        )
    ]
    if len(differ):
        each = [f"{benefit} ({_amounts(trackers, benefit)})" for benefit in differ["benefit"]]
        sentences.append(
            f"They give different amounts for {listing(each)}."
            + (
                f" On the other {in_words(same)} they repeat one amount, which does not prove that it is right."
                if same
                else ""
            )
        )
        sentences.append("This chapter uses the programme's own report, which alone says what was delivered.")
    seen = dict.fromkeys(
        f"{row.benefit} is {money(row.apart_gbp)} larger in '{row.larger}' than in '{row.smaller}'. That is exactly "
        f"the amount of {row.inside}, which one may include and the other count separately. The papers do not say."
        for row in trackers.inside.drop_duplicates("benefit").itertuples()
    )
    return say(joined(sentences), *seen)


def _amounts(trackers: Trackers, benefit: str) -> str:
    """Write the two amounts furthest apart: `£3.8m or £4.0m for 2023/24`, in more decimals if they would look alike."""
    rows = trackers.differences[trackers.differences["benefit"] == benefit]
    widest = rows.loc[(rows["high_gbp"] - rows["low_gbp"]).idxmax()]
    low, high = int(widest["low_gbp"]), int(widest["high_gbp"])
    close = high - low if money(low) == money(high) else None
    year = ", no year named" if pd.isna(widest["year"]) else f" for {financial_year(str(widest['year']))}"
    return f"{money(low, close)} or {money(high, close)}{year}"


def same_money(benefits: Benefits) -> Text | None:
    """Say what the table of equal amounts means, and what it does not prove."""
    if benefits.trackers is None or benefits.trackers.in_savings.empty:
        return None
    return say(
        "These lines of the savings table have exactly the amount of a benefit in a tracker, and the same responsible "
        "officer where both name one. They may be the same money, a target moved to another project or year, or a "
        "coincidence. The papers do not say."
    )


def trackers(benefits: Benefits) -> PageTable | None:
    """Show each benefit that is in several trackers, with every amount that they give and which of them give it."""
    if benefits.trackers is None or benefits.trackers.amounts.empty:
        return None
    amounts = benefits.trackers.amounts
    order = {benefit: place for place, benefit in enumerate(benefits.trackers.benefits["benefit"])}
    lines = amounts.assign(
        place=amounts["benefit"].map(order).fillna(len(order)),
        tracker=[_with_year(*each) for each in zip(amounts["tracker"], amounts["year"], strict=True)],
    ).sort_values("place", kind="stable")
    frame = lines.groupby(["benefit", "amount_gbp"], sort=False, as_index=False).agg(
        {"tracker": ", ".join, "note": _notes}
    )
    return table(
        frame,
        [
            Column("benefit", "Benefit"),
            Column("amount_gbp", "Amount", "gbp_k"),
            Column("tracker", "Trackers that give it"),
        ],
        "Benefits in more than one tracker, those furthest apart first",
        notes="note",
    )


def _with_year(tracker: str, year: object) -> str:
    """Write `Board update (2023/24)`."""
    return f"{tracker} ({'no year' if pd.isna(year) else financial_year(str(year))})"


def _notes(notes: pd.Series[str]) -> str | None:
    """Join the notes of several lines; None if there are none."""
    return ". ".join(dict.fromkeys(notes.dropna())) or None


def in_savings(benefits: Benefits) -> PageTable | None:
    """Show the lines of the savings table that have the same amount as a benefit in a tracker."""
    if benefits.trackers is None or benefits.trackers.in_savings.empty:
        return None
    lines = benefits.trackers.in_savings
    return table(
        lines,
        [
            Column("ref", "Savings line"),
            Column("proposal", "Proposal"),
            Column("benefit", "Benefit"),
            Column("tracker", "Tracker"),
            *([Column("officer", "Officer, where both name one")] if lines["officer"].notna().any() else []),
            Column("amount_gbp", "Amount", "gbp_k"),
        ],
        "Savings lines with exactly the amount of a benefit",
    )
