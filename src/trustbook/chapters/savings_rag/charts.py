"""Draw the savings charts. In: `Savings` and its data. Out: charts in the unit of their subtitle.

A rating has its word, its symbol and its place; colour is never the only sign.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.savings_rag.analysis import RAG as RATINGS
from trustbook.chapters.savings_rag.analysis import Savings
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import BAR, GAP, Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import INK, LINE, RAG, SHAPES, WIDTH
from trustbook.components.tables import Column, table
from trustbook.core.formatting import listing, millions, percent, thousands
from trustbook.core.units import POUNDS_IN_THOUSAND, in_millions
from trustbook.data.period_data import PeriodData

_HEAD = -16
_FIGURE = 42
"""The width that a figure of five characters takes after its bar."""


def totals(savings: Savings, data: PeriodData) -> Chart | None:
    """Draw the target as one bar for each rating, with word, amount and share, or nothing if there is no target."""
    if not savings.target:
        return None
    frame = pd.DataFrame(
        [
            {"rating": name.capitalize(), "amount": savings.totals[name] or 0, "share": savings.share(name)}
            for name in RATINGS
        ]
    )
    rows = [
        Row(
            name.capitalize(),
            f"{millions(savings.totals[name])} ({percent(savings.share(name))})",
            in_millions(savings.totals[name] or 0),
            RAG[name],
            SHAPES[name],
        )
        for name in RATINGS
    ]
    title = f"{percent(savings.share('red'), 0)} of the savings will not arrive"
    return figure(
        bars(rows),
        name="savings-by-rating",
        period=data.period,
        title=title,
        subtitle=f"Savings target of {millions(savings.target)} by rating, £m, {data.period.label}",
        source=sources(data, "savings"),
        description=f"Three bars: {listing([f'{row.figure} {row.name.lower()}' for row in rows])}.",
        table=table(
            frame,
            [
                Column("rating", "Rating"),
                Column("amount", "Amount", "gbp_m"),
                Column("share", "Share of target", "share"),
            ],
            title,
        ),
    )


def proposals(savings: Savings, data: PeriodData) -> Chart | None:
    """Draw each proposal's ratings side by side, largest target first, or nothing if there is no target."""
    if not savings.target:
        return None
    lines = savings.lines.sort_values("target_gbp", ascending=False, kind="stable")
    ratings_text = "; ".join(
        f"{row['proposal']} "
        + listing([f"{thousands(int(row[f'{name}_gbp']))} {name}" for name in RATINGS if row[f"{name}_gbp"] > 0])
        for _, row in lines.iterrows()
    )
    title = f"The largest: {percent(int(lines['target_gbp'].iloc[0]) / savings.target, 0)} of the target"
    return figure(
        _side_by_side(lines),
        name="savings-by-proposal",
        period=data.period,
        title=title,
        subtitle=f"Savings target of each proposal by rating, £k, {data.period.label}",
        source=sources(data, "savings"),
        description=f"Bars, largest target first: {ratings_text}.",
        table=table(
            lines,
            [
                Column("proposal", "Proposal"),
                *(Column(f"{name}_gbp", name.capitalize(), "gbp_k") for name in ("target", *RATINGS)),
            ],
            title,
        ),
    )


def _side_by_side(lines: pd.DataFrame) -> Any:
    """Draw three columns of bars on one scale, red, amber and green, each proposal's name above its row."""
    step = LINE + BAR + GAP
    top, below = GAP / 2 - step / 2, step / 2 - GAP / 2 - BAR / 2
    long = pd.DataFrame(
        [
            {
                "place": place,
                "rating": name,
                "name": row["proposal"],
                "amount": int(row[f"{name}_gbp"]) / POUNDS_IN_THOUSAND,
                "figure": f"{thousands(int(row[f'{name}_gbp']))}",
            }
            for place, (_, row) in enumerate(lines.iterrows())
            for name in RATINGS
            if row[f"{name}_gbp"] > 0
        ]
    )
    y = alt.Y("place:O", axis=None, scale=alt.Scale(domain=list(range(len(lines)))))
    once = alt.Chart(long).transform_aggregate(rows="count()")
    marks = [
        alt.Chart(long)
        .transform_aggregate(rows="count()", groupby=["place", "name"])
        .encode(y=y)
        .mark_text(align="left", baseline="top", dy=top, limit=WIDTH)
        .encode(x=alt.XValue(0), text=alt.Text("name:N"))
    ]
    width = WIDTH / len(RATINGS)
    for place, name in enumerate(RATINGS):
        left = round(place * width)
        scale = alt.Scale(
            domain=[0, long["amount"].max()], range=[left, round(left + width) - _FIGURE], nice=False, zero=True
        )
        base = alt.Chart(long).transform_filter(alt.datum.rating == name).encode(y=y)
        x = alt.X("amount:Q", scale=scale, axis=None, stack=None)
        zero = (
            alt.Chart(long)
            .mark_tick(thickness=2, height=BAR + 6, color=INK, yOffset=below)
            .encode(y=y, x=alt.XDatum(0, scale=scale, axis=None))
        )
        bar = base.mark_bar(height=BAR, yOffset=below, color=RAG[name]).encode(
            x=x,
            tooltip=[
                alt.Tooltip("name:N", title="Proposal"),
                alt.Tooltip("rating:N", title="Rating"),
                alt.Tooltip("figure:N", title="£k"),
            ],
        )
        figures = base.mark_text(align="left", dx=4, dy=below).encode(x=x, text=alt.Text("figure:N"))
        symbol = once.mark_point(shape=SHAPES[name], size=130, color=RAG[name]).encode(
            x=alt.XValue(left + 7), y=alt.YValue(_HEAD)
        )
        word = once.mark_text(align="left", text=name.capitalize(), fontWeight="bold").encode(
            x=alt.XValue(left + 20), y=alt.YValue(_HEAD)
        )
        marks += [zero, bar, figures, symbol, word]
    return alt.layer(*marks).resolve_scale(x="independent").properties(width=WIDTH, height=step * len(lines))
