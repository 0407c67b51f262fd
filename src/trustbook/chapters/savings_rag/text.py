"""Write the savings chapter. In: `Savings`, or None if none were reported. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.savings_rag import analysis as savings_analysis
from trustbook.chapters.savings_rag.analysis import AMOUNTS, RAG, Savings
from trustbook.components.absent import no_movement
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted, direction, listing, millions, percent
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

_MEANING = {"red": "will not be delivered", "amber": "likely but not confirmed", "green": "confirmed for delivery"}


def answer(savings: Savings | None, period: Period) -> Text:
    """Open the chapter: how much of the target will be delivered."""
    if savings is None:
        return say(strong(f"The figures held for {period.short} include no savings, so this chapter has none."))
    colours = listing(
        [f"{millions(savings.totals[name])} {name} ({percent(savings.share(name))}, {_MEANING[name]})" for name in RAG]
    )
    return say(
        strong(f"Of {millions(savings.target)} of savings, {millions(savings.totals['red'])} will not arrive."),
        f"By rating: {colours}.",
    )


def totals(savings: Savings, period: Period) -> PageTable:
    """Show the target by rating, in pounds and per cent."""
    frame = pd.DataFrame(
        [
            {
                "rag": f"{name.capitalize()}: {_MEANING[name]}",
                "amount": savings.totals[name],
                "share": savings.share(name),
            }
            for name in RAG
        ]
    )
    return table(
        frame,
        [Column("rag", "Rating"), Column("amount", "Amount", "gbp_k"), Column("share", "Share of target", "share")],
        f"Savings by rating, {period.label}",
        {"rag": "Target", "amount": savings.target, "share": 1.0 if savings.target else None},
    )


def deliverable(savings: Savings) -> Text:
    """Say what can still be delivered, and the total that the paper states under that heading."""
    printed = savings.totals["stated_total"]
    stated = ""
    if printed is not None and savings.deliverable is not None and printed != savings.deliverable:
        gap = printed - savings.deliverable
        stated = (
            f" The paper's own total column prints {millions(printed)}, {direction(gap, up='more by', down='less by')}"
        )
        stated += ": it counts the savings rated red." if gap == savings.totals["red"] else "."
    return say(
        strong(f"{millions(savings.deliverable)} can still arrive") + f": amber, green and mitigations.{stated}",
        f"Weighted for risk, with {percent(savings.amber_rate, 0)} of amber expected to arrive, it is "
        f"{millions(savings.risk_weighted)}. The rate is an assumption, listed on the assumptions page.",
        _reported(savings),
        *[_green_to_earn(row) for _, row in savings.green_to_earn.iterrows()],
    )


def _reported(savings: Savings) -> str | None:
    """Say where a programme's own report has more delivered than the rating leaves room for."""
    both = savings.evidence
    if both is None or not both.differs:
        return None
    seem = "seems" if len(both.refs) == 1 else "seem"
    return strong("Amber, and reported as delivered.") + (
        f" {millions(both.amber)} of {listing(list(both.refs))} is rated amber. These {seem} to be the savings of "
        f"{both.title}, whose own report says that all but {millions(both.left)} of {millions(both.target)} is "
        "delivered. The amounts here are those of the savings table."
    )


def _green_to_earn(row: pd.Series[object]) -> str:
    """Say that the paper's comment and its rating differ: the rating is shown as it is, the comment in our words."""
    green = millions(int(str(row["green_gbp"])))
    all_of_it = "all " if row["green_gbp"] == row["target_gbp"] else ""
    return strong("Green, and partly still to be earned.") + (
        f" {row['proposal']} ({row['ref']}): {all_of_it}{green} is rated green, but the paper's own comment says that "
        "part of it is still to be earned." + ("" if pd.isna(row["note"]) else f" {row['note']}.")
    )


def call(savings: Savings) -> Text:
    """Compare the red lines that the forecast leaves out with the cost to the councils."""
    if not savings.red_outside_forecast:
        return say("No savings line is marked as missing from the forecast.")
    lines = savings.lines[savings.lines["in_forecast"] == "no"]
    named = listing([f"{row.proposal} ({row.ref})" for row in lines.itertuples()])
    text = (
        f"{millions(savings.red_outside_forecast)} of the red savings is not in the forecast: {named}. "
        f"That is not the whole {millions(savings.totals['red'])} rated red."
    )
    if savings.call_items is None:
        return say(text + " The return reports no such item in the call on the councils.")
    same = savings.call_items == savings.red_outside_forecast
    return say(
        f"{text} The call on the councils has {millions(savings.call_items)} for it, "
        + ("the same amount." if same else "which is not the same amount.")
    )


def movement(savings: Savings, data: PeriodData) -> Text:
    """Say how the ratings changed, if the previous return has savings too."""
    if data.previous is None:
        return say(no_movement(data.period, data.expected_before))
    before = data.previous.period
    if savings.movement is None:
        return say(f"No savings are held for {before.short}, so no movement between ratings is given.")
    moves = [
        f"{row.rag} {direction(None if row.amount_gbp is None else int(row.amount_gbp))}"
        for row in savings.movement.itertuples()
    ]
    return say(f"Since {before.seen_from(data.period)}: {listing(moves)}.")


def officers(savings: Savings, period: Period) -> PageTable:
    """Show the savings by responsible officer; a line with two officers is listed under both names together."""
    return table(
        savings.officers.assign(sro=savings.officers["sro"].str.replace("; ", " and ")),
        [Column("sro", "Responsible officer"), Column("lines", "Lines", "count"), *_amounts("target", *RAG)],
        f"Savings by responsible officer, {period.label}",
        {"sro": "Total", "lines": len(savings.lines)} | _totals(savings),
    )


def proposals(savings: Savings, period: Period) -> PageTable:
    """Show every proposal."""
    return table(
        savings.lines.assign(sro=savings.lines["sro"].str.replace("; ", " and ")),
        [
            Column("ref", "Reference"),
            Column("proposal", "Proposal"),
            *_amounts("target", *RAG, "mitigations", "stated_total"),
            Column("sro", "Responsible officer"),
        ],
        f"{counted(len(savings.lines), 'savings proposal')}, {period.label}",
        {"ref": "Total"} | _totals(savings),
        "note",
    )


def _amounts(*names: str) -> list[Column]:
    return [
        Column(f"{name}_gbp", name.replace("_", " ").capitalize().replace("Stated total", "Total as printed"), "gbp_k")
        for name in names
    ]


def _totals(savings: Savings) -> dict[str, int | None]:
    return {f"{name}_gbp": savings.totals[name] for name in AMOUNTS}


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Savings", answer(savings_analysis.analyse(data), data.period).paragraphs[0])
