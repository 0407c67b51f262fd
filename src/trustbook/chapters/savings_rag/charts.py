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
from trustbook.components.charts.rows import BAR, Drawing, Layout, Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.text_width import widest, wrapped
from trustbook.components.charts.theme import DARK_BLUE, DARK_GREY, INK, LINE, RAG, SHAPES
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import in_words, listing, millions, percent, thousands
from trustbook.core.units import POUNDS_IN_THOUSAND, in_millions
from trustbook.data.period_data import PeriodData

_HEAD = -16
_BESIDE_SYMBOL = 20
_ROOM = 6
"""The space between a bar and its figure, and after it."""


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


def _side_by_side(lines: pd.DataFrame, parts: Sequence[_Drawn]) -> Drawing:
    """Draw a column of bars for each part on one scale, such as red, amber and green, beside the proposal's name."""
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
    rows = [Row(str(name), "", 0) for name in lines["proposal"]]

    def draw(width: int) -> Any:
        layout = Layout(rows, width)
        begin, end = layout.span
        column = (end - begin) / len(parts)
        heads = [wrapped(_capital(part.word), column - _ROOM, bold=True) for part in parts]
        beside = all("\n" not in head and _BESIDE_SYMBOL + widest([head], bold=True) <= column for head in heads)
        marks = []
        for place, part in enumerate(parts):
            left = round(begin + place * column)
            marks += _column(layout, long, part, left, round(left + column))
            marks += _head(long, part, left, heads[place], None if beside else max(head.count("\n") for head in heads))
        return layout.draw(*marks).resolve_scale(x="independent")

    return draw


def _column(layout: Layout, long: pd.DataFrame, part: _Drawn, left: int, right: int) -> list[Any]:
    """Draw the bars of one part, each with its figure, from a line that every proposal has."""
    room = round(widest(long["figure"])) + _ROOM
    scale = alt.Scale(domain=[0, long["amount"].max()], range=[left, right - room], nice=False, zero=True)
    x = alt.X("amount:Q", scale=scale, axis=None, stack=None)
    own = long[long["rating"] == part.name]
    base = alt.Chart(own.assign(at=[layout.at[place] for place in own["place"]])).encode(y=layout.y)
    zero = layout.tick(thickness=2, height=BAR + 6, color=INK).encode(x=alt.XDatum(0, scale=scale, axis=None))
    bar = base.mark_bar(orient="horizontal", height=BAR, color=part.colour).encode(
        x=x,
        tooltip=[
            alt.Tooltip("name:N", title="Proposal"),
            alt.Tooltip("rating:N", title="Rating"),
            alt.Tooltip("figure:N", title="£k"),
        ],
    )
    figures = base.mark_text(align="left", dx=4).encode(x=x, text=alt.Text("figure:N"))
    return [zero, bar, figures]


def _head(long: pd.DataFrame, part: _Drawn, left: int, word: str, breaks: int | None) -> list[Any]:
    """Draw a part's symbol and word above its bars; the words are below the symbols where they do not fit beside."""
    once = alt.Chart(long).transform_aggregate(rows="count()")
    lines = word.split("\n")
    above = 0 if breaks is None else breaks + 1
    symbol = once.mark_point(shape=part.symbol, size=130, color=part.colour).encode(
        x=alt.XValue(left + 7), y=alt.YValue(_HEAD - LINE * above)
    )
    text = once.mark_text(align="left", text=lines, fontWeight="bold", lineHeight=LINE).encode(
        x=alt.XValue(left + (_BESIDE_SYMBOL if breaks is None else 0)), y=alt.YValue(_HEAD - LINE * (len(lines) - 1))
    )
    return [symbol, text]
