"""Draw the savings charts. In: `Savings` and its data. Out: charts in the unit of their subtitle.

A rating has its word, its symbol and its place; colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.savings_rag import tables
from trustbook.chapters.savings_rag.analysis import Savings
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import BAR, GAP, Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.theme import DARK_BLUE, DARK_GREY, INK, LINE, RAG, SHAPES, WIDTH
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import in_words, listing, millions, percent, thousands
from trustbook.core.units import POUNDS_IN_THOUSAND, in_millions
from trustbook.data.period_data import PeriodData

_HEAD = -16
_BESIDE_SYMBOL = 20
_BOLD_CHARACTER = 7.8
"""The average width of a bold character, slightly more than measured."""
_FIGURE = 42
"""The width that a figure of five characters takes after its bar."""


@dataclass(frozen=True)
class _Drawn:
    """One part as it is drawn: its column, word, colour, symbol, and its amount over all lines."""

    name: str
    word: str
    colour: str
    symbol: str
    amount: int


_LIKE_A_RATING = {"not_delivered": "red", "uncertain": "amber", "secured": "green"}
_OWN = {"blue": (DARK_BLUE, "square"), "unexplained": (DARK_GREY, "cross")}


def _drawn(savings: Savings) -> list[_Drawn]:
    """List the parts that are drawn; the last is what no part explains, if anything is."""
    named = [(part.name, part.word, part.known) for part in savings.parts]
    named += [("unexplained", "not explained", savings.not_explained)] if savings.not_explained else []
    drawn = []
    for name, word, amount in named:
        rating = _LIKE_A_RATING.get(name, name)
        colour, symbol = _OWN[name] if name in _OWN else (RAG[rating], SHAPES[rating])
        drawn.append(_Drawn(name, word, colour, symbol, amount))
    return drawn


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def totals(savings: Savings, data: PeriodData) -> Chart | None:
    """Draw the target as a bar for each part, with word, amount and share, or nothing if there is no target."""
    parts = _drawn(savings)
    if not savings.charted:
        return None
    rows = [
        Row(
            _capital(part.word),
            f"{millions(part.amount)} ({percent(part.amount / savings.target)})",
            in_millions(part.amount),
            part.colour,
            part.symbol,
        )
        for part in parts
    ]
    title, by = _title(savings), "by rating" if savings.rated else "by how sure they are"
    bar_count = _capital(in_words(len(rows)))
    return figure(
        bars(rows),
        name="savings-by-rating",
        period=data.period,
        title=title,
        subtitle=f"Savings target of {money(savings.target)} {by}, £m, {data.period.label}",
        source=sources(data, "savings"),
        description=f"{bar_count} bar{'' if len(rows) == 1 else 's'}, one for each part of the target: "
        f"{listing([f'{money(part.amount)} {part.word}' for part in parts])}.",
        table=tables.totals(savings, title),
    )


def _title(savings: Savings) -> str:
    """Say the most important share: what will not be delivered, or else the first part that the return reports."""
    lost, first = savings.part("red"), next(iter(savings.parts), None)
    if lost is not None and lost.amount is not None:
        return f"{percent(lost.amount / savings.target, 0)} of the savings will not be delivered"
    if first is None:
        return "The return does not say how the savings stand"
    rated = "rated " if savings.rated else ""
    share = percent(first.known / savings.target, 0)
    return f"{'At least ' if first.unreported else ''}{share} of the savings target is {rated}{first.word}"


def proposals(savings: Savings, data: PeriodData) -> Chart | None:
    """Draw each proposal's parts side by side, largest target first, or nothing if there is no target."""
    parts = _drawn(savings)
    if not savings.charted:
        return None
    lines = savings.lines.sort_values("target_gbp", ascending=False, kind="stable")
    largest = lines.iloc[0]
    title = f"The largest saving is {percent(int(largest['target_gbp']) / savings.target, 0)} of the target"
    by = "rating" if savings.rated else "how sure it is"
    return figure(
        _side_by_side(lines, parts),
        name="savings-by-proposal",
        period=data.period,
        title=title,
        subtitle=f"Savings target of each proposal by {by}, £k, {data.period.label}",
        source=sources(data, "savings"),
        description=f"One row of bars for each proposal, largest target first, with a bar for each of its parts. The "
        f"largest is {largest['proposal']}, {money(int(largest['target_gbp']))}.",
        table=tables.amounts(savings, lines, title),
    )


def _above_nil(row: pd.Series[object], name: str) -> bool:
    amount = row[f"{name}_gbp"]
    return not pd.isna(amount) and int(str(amount)) > 0


def _side_by_side(lines: pd.DataFrame, parts: Sequence[_Drawn]) -> Any:
    """Draw a column of bars for each part on one scale, such as red, amber and green, the proposal's name above."""
    step = LINE + BAR + GAP
    top, below = GAP / 2 - step / 2, step / 2 - GAP / 2 - BAR / 2
    long = pd.DataFrame(
        [
            {
                "place": place,
                "rating": part.name,
                "name": row["proposal"],
                "amount": int(row[f"{part.name}_gbp"]) / POUNDS_IN_THOUSAND,
                "figure": f"{thousands(int(row[f'{part.name}_gbp']))}",
            }
            for place, (_, row) in enumerate(lines.iterrows())
            for part in parts
            if _above_nil(row, part.name)
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
    width = WIDTH / len(parts)
    heads = [_capital(part.word).split(" ") for part in parts]
    fits = all(_BESIDE_SYMBOL + len(part.word) * _BOLD_CHARACTER <= width for part in parts)
    most_lines = 0 if fits else max(map(len, heads))  # the words stand below the symbols where they are too long
    for place, part in enumerate(parts):
        left = round(place * width)
        scale = alt.Scale(
            domain=[0, long["amount"].max()], range=[left, round(left + width) - _FIGURE], nice=False, zero=True
        )
        base = alt.Chart(long).transform_filter(alt.datum.rating == part.name).encode(y=y)
        x = alt.X("amount:Q", scale=scale, axis=None, stack=None)
        zero = (
            alt.Chart(long)
            .mark_tick(thickness=2, height=BAR + 6, color=INK, yOffset=below)
            .encode(y=y, x=alt.XDatum(0, scale=scale, axis=None))
        )
        bar = base.mark_bar(height=BAR, yOffset=below, color=part.colour).encode(
            x=x,
            tooltip=[
                alt.Tooltip("name:N", title="Proposal"),
                alt.Tooltip("rating:N", title="Rating"),
                alt.Tooltip("figure:N", title="£k"),
            ],
        )
        figures = base.mark_text(align="left", dx=4, dy=below).encode(x=x, text=alt.Text("figure:N"))
        symbol = once.mark_point(shape=part.symbol, size=130, color=part.colour).encode(
            x=alt.XValue(left + 7), y=alt.YValue(_HEAD - LINE * most_lines)
        )
        if most_lines:
            word = once.mark_text(align="left", text=heads[place], fontWeight="bold", lineHeight=LINE).encode(
                x=alt.XValue(left), y=alt.YValue(_HEAD - LINE * (len(heads[place]) - 1))
            )
        else:
            word = once.mark_text(align="left", text=_capital(part.word), fontWeight="bold").encode(
                x=alt.XValue(left + 20), y=alt.YValue(_HEAD)
            )
        marks += [zero, bar, figures, symbol, word]
    return alt.layer(*marks).resolve_scale(x="independent").properties(width=WIDTH, height=step * len(lines))
