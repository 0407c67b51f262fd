"""Make the tables of the benefits chapter. In: `Benefits`. Out: tables that say what is not reported."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.benefits.funnels import IDENTIFIED, REALISED, VERIFIED
from trustbook.chapters.benefits.reported import Benefits
from trustbook.chapters.benefits.text import words
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words as own_words
from trustbook.core.formatting import financial_year

_STAGES = {
    "target": "Target",
    "delivered": "Reported as delivered",
    "forecast": "Forecast",
}

_INVESTMENT = {
    "agreed": "Agreed",
    "stated": "Subtotal in the paper",
    "cost": "What part of it paid for",
    "grant": "Grant",
    "part_funded": "What the grant was to part-fund",
}


def _stage(name: str) -> str:
    """Name what a saving is at."""
    if name == "in_contract_sum":
        return f"Taken off the {own_words().budget}"
    return _STAGES.get(name, words(name))


def opportunities(benefits: Benefits) -> PageTable | None:
    """Show the opportunities by kind at each stage; None where the chart has all of it."""
    every = benefits.all_opportunities
    stages = [
        stage
        for stage in (IDENTIFIED, REALISED, VERIFIED)
        if any(each.count(stage) is not None for each in benefits.opportunities)
    ]
    if stages in ([], [IDENTIFIED]):
        return None
    frame = pd.DataFrame(
        [{"kind": each.part} | {stage: each.count(stage) for stage in stages} for each in benefits.opportunities]
    ).astype({stage: "Int64" for stage in stages})
    return table(
        frame,
        [Column("kind", "Kind of opportunity"), *(Column(stage, stage.capitalize(), "count") for stage in stages)],
        "Opportunities by kind",
        None if every is None else {"kind": "Every kind"} | {stage: every.count(stage) for stage in stages},
    )


def savings(benefits: Benefits) -> PageTable | None:
    """Show the savings by year, including the scenarios; a stage's note is on its first line."""
    rows = [
        {
            "year": financial_year(str(row.year)),
            "what": _stage(str(row.stage)),
            "gbp": row.amount_gbp,
            "note": None if again else benefits.notes.get(("saving", str(row.stage))),
        }
        for row, again in zip(benefits.savings.itertuples(), benefits.savings["stage"].duplicated(), strict=True)
    ] + [
        {"year": financial_year(str(row.year)), "what": f"{row.part} scenario", "gbp": row.amount_gbp, "note": None}
        for row in benefits.scenarios.itertuples()
    ]
    for row in rows:
        row["note"] = None if row["note"] == row["what"] else row["note"]
    if not rows:
        return None
    return table(
        pd.DataFrame(rows),
        [Column("what", "Savings"), Column("year", "Year"), Column("gbp", "Amount", "gbp")],
        "The programme's savings by year",
        notes="note",
    )


def ratings(benefits: Benefits) -> PageTable | None:
    """Show how the programme's own report rates it."""
    if benefits.ratings.empty:
        return None
    rows = benefits.ratings
    columns = [Column("aspect", "What is rated"), Column("rating", "Rating")]
    if rows["previous"].notna().any():
        columns.append(Column("previous", "Rating before"))
    shown = {name: rows[name].str.capitalize() for name in ("rating", "previous")}
    return table(
        rows.assign(**shown | {"previous": shown["previous"].fillna("not given")}),
        columns,
        "The programme's own ratings",
        notes="note",
    )


def investment(benefits: Benefits) -> PageTable | None:
    """Show what the invest-to-save money is made of, and what the paper says of each part."""
    rows = benefits.investment
    if rows.empty:
        return None
    frame = rows.assign(
        year=rows["year"].map(lambda each: financial_year(str(each))),
        part=rows["part"].fillna(rows["stage"].map({"grant": "The grant"})).fillna("All of it"),
        stage=[_INVESTMENT.get(str(each), words(str(each))) for each in rows["stage"]],
    )
    return table(
        frame,
        [
            Column("part", "Part"),
            Column("year", "Year"),
            Column("stage", "What the figure is"),
            Column("amount_gbp", "Amount", "gbp"),
        ],
        "The invest-to-save money as the paper gives it. Some lines are part of others, so do not add them up",
        notes="note",
    )
