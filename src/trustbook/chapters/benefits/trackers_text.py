"""Write what the benefits chapter says about trackers. In: `Benefits`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.benefits.reported import Benefits
from trustbook.chapters.benefits.trackers import Trackers
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted, financial_year, listing, millions, number
from trustbook.core.markup import joined, strong


def differences(benefits: Benefits) -> Text | None:
    """Name the benefits whose amount differs between trackers, and what may be counted twice."""
    if benefits.trackers is None or benefits.trackers.benefits.empty:
        return None
    trackers, differ = benefits.trackers, benefits.trackers.differing
    same = len(trackers.benefits) - len(differ)
    sentences: list[str] = [
        strong(
            f"{counted(len(trackers.benefits), 'benefit stands', 'benefits stand')} in more than one tracker, "
            "so the trackers must not be added up."
        )
    ]
    if len(differ):
        each = [f"{benefit} ({_amounts(trackers, benefit)})" for benefit in differ["benefit"]]
        sentences.append(
            f"They do not agree on {listing(each)}. On {number(same)} they repeat one amount, which does not prove it."
        )
        sentences.append(
            "The chapter on the programme uses the table of projects, as it alone gives each project's stage, rating "
            "and years. This chapter uses the programme's own report, as it alone says what was delivered."
        )
    seen = dict.fromkeys(
        f"{row.benefit} is {millions(row.apart_gbp)} larger in '{row.larger}' than in '{row.smaller}', and that is "
        f"exactly the amount of {row.inside}: so it may be inside the one and beside it in the other. "
        "The papers do not say so."
        for row in trackers.inside.drop_duplicates("benefit").itertuples()
    )
    return say(joined(sentences), *seen)


def _amounts(trackers: Trackers, benefit: str) -> str:
    """Write `2023/24: £3.800m in one and £4.023m in another; 2024/25: £8.049m and £8.072m`."""
    rows = trackers.differences[trackers.differences["benefit"] == benefit]
    return "; ".join(
        f"{'no year named' if pd.isna(row.year) else financial_year(str(row.year))}: {millions(row.low_gbp)} in one "
        f"and {millions(row.high_gbp)} in another"
        for row in rows.itertuples()
    )


def same_money(benefits: Benefits) -> Text | None:
    """Say what the table of equal amounts means, and what it does not prove."""
    if benefits.trackers is None or benefits.trackers.in_savings.empty:
        return None
    return say(
        "These lines of the savings table have exactly the amount of a benefit in a tracker, and the same responsible "
        "officer where both name one. The same amount is all that is known: it can be the same money, a target carried "
        "over to another project or year, or a coincidence. The papers do not say which."
    )


def trackers(benefits: Benefits) -> PageTable | None:
    """Show each benefit that is in several trackers, with every amount that they give."""
    if benefits.trackers is None or benefits.trackers.amounts.empty:
        return None
    amounts = benefits.trackers.amounts
    order = {benefit: place for place, benefit in enumerate(benefits.trackers.benefits["benefit"])}
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


def in_savings(benefits: Benefits) -> PageTable | None:
    """Show the lines of the savings table that have the same amount as a benefit in a tracker."""
    if benefits.trackers is None or benefits.trackers.in_savings.empty:
        return None
    return table(
        benefits.trackers.in_savings,
        [
            Column("ref", "Savings line"),
            Column("proposal", "Proposal"),
            Column("benefit", "Benefit"),
            Column("tracker", "Tracker"),
            Column("officer", "Officer, where both name one"),
            Column("amount_gbp", "Amount", "gbp_k"),
        ],
        "Savings lines with exactly the amount of a benefit",
    )
