"""The savings chapter's charts. In: `Savings`. Out: figures; amounts in £m or £k as the subtitle says."""

from __future__ import annotations

import altair as alt
import pandas as pd

from trustbook.analysis.savings import RAG as COLOURS
from trustbook.analysis.savings import Savings
from trustbook.period import Period
from trustbook.show.charts.figure import Figure, figure
from trustbook.show.charts.theme import BAR, RAG, WIDTH
from trustbook.words import listing, millions, percent, thousands


def totals(savings: Savings, period: Period) -> Figure | None:
    """Draw the target as one bar a colour, with word, amount and share, or nothing where there is no target."""
    if not savings.target:
        return None
    frame = pd.DataFrame(
        {
            "rag": [name.capitalize() for name in COLOURS],
            "amount": [(savings.totals[name] or 0) / 1_000_000 for name in COLOURS],
            "label": [f"{millions(savings.totals[name])} ({percent(savings.share(name))})" for name in COLOURS],
            "colour": list(COLOURS),
        }
    )
    base = alt.Chart(frame).encode(y=alt.Y("rag:N", sort=list(frame["rag"]), title=None))
    bars = base.mark_bar(height=22).encode(
        x=alt.X("amount:Q", title="£m", scale=alt.Scale(domain=[0, frame["amount"].max() * 1.4], nice=False)),
        color=alt.Color(
            "colour:N", scale=alt.Scale(domain=list(COLOURS), range=[RAG[name] for name in COLOURS]), legend=None
        ),
    )
    labels = base.mark_text(align="left", dx=6).encode(x="amount:Q", text="label:N")
    words = listing([f"{label} {name.lower()}" for name, label in zip(frame["rag"], frame["label"], strict=True)])
    return figure(
        alt.layer(bars, labels).properties(width=WIDTH - 60, height=3 * (BAR + 10)),
        title=f"{percent(savings.share('red'), 0)} of the savings will not arrive",
        subtitle=f"Savings target of {millions(savings.target)} by rating, £m, {period.label}",
        description=f"Three bars: {words}.",
    )


def proposals(savings: Savings, period: Period) -> Figure | None:
    """Draw each proposal as a bar divided by rating, largest target first, or nothing where there is no target."""
    if not savings.target:
        return None
    lines = savings.lines.sort_values("target_gbp", ascending=False, kind="stable")
    long = lines.melt(
        id_vars=["ref", "proposal"], value_vars=[f"{name}_gbp" for name in COLOURS], var_name="rag", value_name="gbp"
    )
    long["rag"] = long["rag"].str.removesuffix("_gbp")
    long["order"] = long["rag"].map({name: place for place, name in enumerate(COLOURS)})
    long["amount"] = long["gbp"].astype(float) / 1000
    long = long[long["amount"] > 0]
    order = list(lines["proposal"])
    labels = pd.DataFrame(
        {
            "proposal": order,
            "amount": lines["target_gbp"].astype(float) / 1000,
            "label": [
                listing([f"{thousands(int(row[f'{name}_gbp']))} {name}" for name in COLOURS if row[f"{name}_gbp"] > 0])
                for _, row in lines.iterrows()
            ],
        }
    )
    y = alt.Y("proposal:N", sort=order, title=None, axis=alt.Axis(labelLimit=250))
    bars = (
        alt.Chart(long)
        .mark_bar(height=16)
        .encode(
            y=y,
            x=alt.X("amount:Q", title="£k", scale=alt.Scale(domain=[0, labels["amount"].max() * 1.75], nice=False)),
            order="order:Q",
            color=alt.Color(
                "rag:N", scale=alt.Scale(domain=list(COLOURS), range=[RAG[name] for name in COLOURS]), legend=None
            ),
        )
    )
    text = alt.Chart(labels).mark_text(align="left", dx=6).encode(y=y, x="amount:Q", text="label:N")
    return figure(
        alt.layer(bars, text).properties(width=WIDTH - 230, height=len(order) * BAR),
        title=f"The largest: {percent(int(lines['target_gbp'].iloc[0]) / savings.target, 0)} of the target",
        subtitle=f"Each proposal by rating, £k, {period.label}",
        description="Bars, largest target first: "
        + "; ".join(f"{ref} {label}" for ref, label in zip(labels["proposal"], labels["label"], strict=True))
        + ".",
    )
