"""Make the tables of the benefits chapter. In: `Benefits`. Out: tables that say what is not reported."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.benefits.funnels import IDENTIFIED, REALISED, VERIFIED, Funnel
from trustbook.chapters.benefits.reported import WHOLE_COHORT, Benefits
from trustbook.chapters.benefits.text import month, words
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
    "stated": "A subtotal that the paper gives",
    "cost": "What a part of it paid for",
    "grant": "Grant",
    "part_funded": "What the grant was to part-fund",
}


def cohorts(benefits: Benefits) -> PageTable | None:
    """Show the children assessed by cohort."""
    if benefits.cohorts.empty:
        return None
    return table(
        benefits.cohorts,
        [Column("part", "Cohort"), Column("value", "Children assessed", "count")],
        "Children assessed by cohort",
        {"part": "Together", "value": benefits.cohorts["value"].sum()},
    )


def _stage(name: str) -> str:
    """Name what a saving is at."""
    if name == "in_contract_sum":
        return f"Taken off the {own_words().budget}"
    return _STAGES.get(name, words(name))


def opportunities(benefits: Benefits) -> PageTable | None:
    """Show the opportunities by kind, at the stages that are counted for any of them."""
    if not benefits.opportunities:
        return None
    every = benefits.all_opportunities
    stages = [
        stage
        for stage in (IDENTIFIED, REALISED, VERIFIED)
        if any(each.count(stage) is not None for each in benefits.opportunities)
    ]
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
    """Show the savings by year, including the scenarios."""
    rows = [
        {
            "year": financial_year(str(row.year)),
            "what": _stage(str(row.stage)),
            "gbp": row.amount_gbp,
        }
        for row in benefits.savings.itertuples()
    ] + [
        {"year": financial_year(str(row.year)), "what": f"{row.part} scenario", "gbp": row.amount_gbp}
        for row in benefits.scenarios.itertuples()
    ]
    if not rows:
        return None
    return table(
        pd.DataFrame(rows),
        [Column("what", "Savings"), Column("year", "Year"), Column("gbp", "Amount", "gbp")],
        "Savings of the programme by year",
    )


def money(benefits: Benefits) -> PageTable | None:
    """Show the result of each year's money, with and without the grant."""
    rows = [
        {
            "year": financial_year(each.year),
            "agreed": each.agreed,
            "grant": each.grant,
            "net": each.net,
            "saving": each.saving,
            "kind": "reported" if each.delivered else "forecast",
            "gross": None if each.gross_return is None else float(each.gross_return),
            "after": None if each.net_return is None else float(each.net_return),
        }
        for each in benefits.money
    ]
    if not rows:
        return None
    return table(
        pd.DataFrame(rows),
        [
            Column("year", "Year"),
            Column("agreed", "Invest-to-save money", "gbp"),
            Column("grant", "Grant", "gbp"),
            Column("saving", "Saving", "gbp"),
            Column("kind", "The saving is"),
            Column("gross", "Savings for each £1", "pence"),
            Column("after", "For each £1 the grant did not pay", "pence"),
        ],
        "The savings reported, set against the invest-to-save money",
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
        "How the programme's own report rates it",
        notes="note",
    )


def investment(benefits: Benefits) -> PageTable | None:
    """Show what the invest-to-save money is made of, and what the paper says of each part."""
    rows = benefits.investment
    if rows["part"].isna().all():
        return None
    condition = rows["condition"].map(lambda each: None if pd.isna(each) else f"On condition that {each}")
    frame = rows.assign(
        year=rows["year"].map(lambda each: financial_year(str(each))),
        part=rows["part"].fillna(rows["stage"].map({"grant": "The grant"})).fillna("All of it"),
        stage=[_INVESTMENT.get(str(each), words(str(each))) for each in rows["stage"]],
        said=[
            ". ".join(str(each) for each in pair if not pd.isna(each)) or None
            for pair in zip(rows["note"], condition, strict=True)
        ],
    )
    return table(
        frame,
        [
            Column("part", "Part"),
            Column("year", "Year"),
            Column("stage", "What the figure is"),
            Column("amount_gbp", "Amount", "gbp"),
        ],
        "What the invest-to-save money is made of, as the paper gives it; do not add the lines up",
        notes="said",
    )


def composition(benefits: Benefits) -> PageTable | None:
    """Show the two averages at both dates, and the difference that leaving out the group makes."""
    made = benefits.composition
    if made is None:
        return None
    frame = pd.DataFrame(
        [
            {"part": WHOLE_COHORT, "before": made.before.whole, "after": made.after.whole, "change": -made.fall},
            {
                "part": f"Without {benefits.group}",
                "before": made.before.others,
                "after": made.after.others,
                "change": -made.others,
            },
        ]
    )
    return table(
        frame,
        [
            Column("part", "Average weekly cost"),
            Column("before", month(made.before.date), "gbp"),
            Column("after", month(made.after.date), "gbp"),
            Column("change", "Change", "gbp"),
        ],
        "Average weekly cost of a child in the programme",
        {
            "part": f"What leaving out {benefits.group} changes",
            "before": made.before.whole - made.before.others,
            "after": made.after.whole - made.after.others,
            "change": -made.group,
        },
    )


def carers(benefits: Benefits) -> PageTable | None:
    """Show the stages of each funnel of foster carers."""
    return _stages(benefits.carers, "Foster carers: what is counted")


def _stages(funnels: list[Funnel], caption: str) -> PageTable | None:
    rows = [
        {
            "unit": each.unit.capitalize(),
            "stage": words(stage.name).capitalize(),
            "count": stage.count,
            "lost": stage.lost,
        }
        for each in funnels
        for stage in each.stages
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows).astype({"count": "Int64"})
    frame["lost"] = ["" if pd.isna(lost) else f"{int(lost):,}" for lost in frame["lost"]]
    return table(
        frame,
        [
            Column("stage", "Stage"),
            Column("unit", "What is counted"),
            Column("count", "Count", "count"),
            *([Column("lost", "Fewer than before")] if frame["lost"].any() else []),
        ],
        caption,
    )
