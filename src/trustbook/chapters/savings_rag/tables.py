"""Tabulate the savings by part, proposal and officer. In: `Savings`. Out: tables of the page and its charts."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.savings_rag.analysis import Part, Savings
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import counted
from trustbook.core.period import Period


def totals(savings: Savings, caption: str) -> PageTable:
    """Show the target by its parts, in pounds and per cent, and what is not explained."""
    rows = [(f"{part.label}: {part.meaning}{_of_how_many(savings, part)}", part.known) for part in savings.parts]
    rows += [("Not explained", savings.not_explained)] if savings.not_explained else []
    rows += [("Beyond the target", -savings.beyond_target)] if savings.beyond_target else []
    target = savings.target
    frame = pd.DataFrame(
        [{"part": name, "amount": amount, "share": amount / target if target else None} for name, amount in rows],
        columns=["part", "amount", "share"],
    )
    return table(
        frame,
        [
            Column("part", "Rating" if savings.rated else "Part of the target"),
            Column("amount", "Amount", "gbp_m"),
            Column("share", "Share of target", "share"),
        ],
        caption,
        {"part": "Target", "amount": target, "share": 1.0 if target else None},
    )


def _of_how_many(savings: Savings, part: Part) -> str:
    count = len(savings.lines)
    return f" (reported for {count - part.unreported} of {counted(count, 'line')})" if part.unreported else ""


def amounts(savings: Savings, lines: pd.DataFrame, caption: str) -> PageTable:
    """Show what the return reports of each proposal, in pounds."""
    return table(
        lines,
        [Column("ref", "Reference"), Column("proposal", "Proposal"), *_amounts(savings, *_others(savings))],
        caption,
        {"ref": "Total"} | _totals(savings),
    )


def proposals(savings: Savings, period: Period) -> PageTable | None:
    """Show who is responsible for each proposal and what the paper says of it; the amounts only if no chart has them.

    None if the return says no more than the chart's own table.
    """
    named, noted = savings.lines["sro"].notna().any(), savings.lines["note"].notna().any()
    if savings.charted and not named and not noted:
        return None
    return table(
        savings.lines.assign(sro=savings.lines["sro"].str.replace("; ", " and ")),
        [
            Column("ref", "Reference"),
            Column("proposal", "Proposal"),
            *([] if savings.charted else _amounts(savings, *_others(savings))),
            *([Column("sro", "Responsible officer")] if named else []),
        ],
        f"{counted(len(savings.lines), 'savings proposal')}, {period.label}",
        None if savings.charted else {"ref": "Total"} | _totals(savings),
        "note",
    )


def officers(savings: Savings, period: Period) -> PageTable | Text:
    """Show the savings by responsible officer; a line with two officers is listed under both names together."""
    if savings.officers_left_out:
        return say("This report does not show who is responsible for each saving.")
    if savings.officers.empty:
        return say("The return does not name who is responsible for each saving.")
    return table(
        savings.officers.assign(sro=savings.officers["sro"].str.replace("; ", " and ")),
        [Column("sro", "Responsible officer"), Column("lines", "Lines", "count"), *_amounts(savings)],
        f"Savings by responsible officer, {period.label}",
        {"sro": "Total", "lines": len(savings.lines)} | _totals(savings),
    )


def _others(savings: Savings) -> list[str]:
    return [name for name in ("mitigations", "stated_total") if savings.lines[f"{name}_gbp"].notna().any()]


def _amounts(savings: Savings, *others: str) -> list[Column]:
    """List the target, its parts, what is not explained if anything is, and other amounts."""
    named = {"target": "Target", "unexplained": "Not explained", "mitigations": "Mitigations"}
    named |= {"stated_total": "Total in the paper"} | {part.name: part.label for part in savings.parts}
    gap = ["unexplained"] if len(savings.short) or len(savings.over) else []
    shown = ["target", *(part.name for part in savings.parts), *gap, *others]
    return [Column(f"{name}_gbp", named[name], "gbp_k") for name in shown]


def _totals(savings: Savings) -> dict[str, int | None]:
    known = savings.totals | savings.states | {"unexplained": savings.unexplained}
    return {f"{name}_gbp": amount for name, amount in known.items()}
