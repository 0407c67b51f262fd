"""What the chapter on benefits says of trackers: the same benefit in several. In: `Benefits`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.analysis.gains import Benefits
from trustbook.show.benefits import financial_year
from trustbook.show.page import Text, say
from trustbook.show.tables import Column, PageTable, table
from trustbook.words import counted, listing, millions, number


def apart(found: Benefits) -> Text | None:
    """Say on which benefits the trackers do not agree, and what seems to be counted twice."""
    if found.trackers is None or found.trackers.benefits.empty:
        return None
    trackers, differ = found.trackers, found.trackers.apart
    same = len(trackers.benefits) - len(differ)
    told = [
        f"**{counted(len(trackers.benefits), 'benefit stands', 'benefits stand')} in more than one tracker, so the "
        "trackers must not be added up.**"
    ]
    if len(differ):
        each = [
            f"{row.benefit} ({millions(row.low_gbp)} in one and {millions(row.high_gbp)} in another)"
            for row in differ.itertuples()
        ]
        told.append(f"They do not agree on {listing(each)}; on {number(same)} they do.")
    seen = dict.fromkeys(
        f"{row.benefit} is {millions(row.apart_gbp)} larger in '{row.larger}' than in '{row.smaller}', and that is "
        f"exactly the amount of {row.inside}: so it seems to be inside the one and beside it in the other."
        for row in trackers.inside.drop_duplicates("benefit").itertuples()
    )
    return say(" ".join(told), *seen)


def same_money(found: Benefits) -> Text | None:
    """Say what the table of equal amounts means, and what it does not prove."""
    if found.trackers is None or found.trackers.in_savings.empty:
        return None
    return say(
        "These lines of the savings table have exactly the amount of a benefit in a tracker, and the same responsible "
        "officer where both name one. They seem to be the same money, counted in both; the papers do not say so."
    )


def trackers(found: Benefits) -> PageTable | None:
    """Show each benefit that is in several trackers, with every amount that they give."""
    if found.trackers is None or found.trackers.amounts.empty:
        return None
    amounts = found.trackers.amounts
    order = {benefit: place for place, benefit in enumerate(found.trackers.benefits["benefit"])}
    frame = amounts.assign(
        place=amounts["benefit"].map(order).fillna(len(order)),
        year=[None if pd.isna(year) else financial_year(str(year)) for year in amounts["year"]],
    ).sort_values("place", kind="stable")
    return table(
        frame,
        [
            Column("benefit", "Benefit"),
            Column("tracker", "Tracker"),
            Column("year", "Year"),
            Column("amount_gbp", "Amount", "gbp_k"),
        ],
        "Benefits that more than one tracker counts, those furthest apart first",
        notes="note",
    )


def in_savings(found: Benefits) -> PageTable | None:
    """Show the lines of the savings table that seem to be the same money as a benefit in a tracker."""
    if found.trackers is None or found.trackers.in_savings.empty:
        return None
    return table(
        found.trackers.in_savings,
        [
            Column("ref", "Savings line"),
            Column("proposal", "Proposal"),
            Column("benefit", "Benefit"),
            Column("tracker", "Tracker"),
            Column("officer", "Officer of both"),
            Column("amount_gbp", "Amount", "gbp_k"),
        ],
        "Savings lines with exactly the amount of a benefit",
    )
