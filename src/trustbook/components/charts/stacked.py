"""Draw parts that add up, period by period, as one stacked column each, all on one scale from zero.

In: periods with the amount of each part, in pounds. Out: a drawing for any width. The first part stands out; each part
is named beside the last column, and each column has its total above it. Parts below zero are stacked below the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.rows import Drawing
from trustbook.components.charts.text_width import widest, wrapped
from trustbook.components.charts.theme import CONTEXT, CONTEXT_DARK, DARK_BLUE, GROUND, INK, LINE, is_wide
from trustbook.core.amounts_in_prose import money
from trustbook.core.units import in_millions

_HEIGHT, _TOP, _BOTTOM = 300, 26, 26
_NAMES_WIDE, _NAMES_NARROW = 210, 128
_BETWEEN_COLUMNS = 0.25
_TO_NAMES = 16
_BETWEEN_NAMES = 6
_FIGURE_FITS = 22
_MOST_WIDE = 84
_TEN_THOUSANDTHS = 0.05


@dataclass(frozen=True)
class Stack:
    """One period: its name, its total, and the amount of each part in whole pounds; None if there is no amount."""

    name: str
    total: int
    amounts: Sequence[int | None]


@dataclass(frozen=True)
class _Piece:
    """One part of one column, in pixels from the top and the left."""

    part: int
    column: int
    top: float
    bottom: float
    figure: str


@dataclass(frozen=True)
class _Scale:
    """Turns pounds into pixels from the top."""

    low: int
    high: int
    height: int

    def at(self, pounds: int) -> float:
        return _TOP + (self.height - _TOP - _BOTTOM) * (self.high - pounds) / ((self.high - self.low) or 1)


def stacked(parts: Sequence[str], stacks: Sequence[Stack]) -> Drawing:
    """Draw one column for each period, oldest first; a part that is nil in all of them is not drawn."""
    used = [place for place in range(len(parts)) if any(stack.amounts[place] for stack in stacks)]

    def draw(width: int) -> Any:
        beside = _NAMES_WIDE if is_wide(width) else _NAMES_NARROW
        names = {place: _name(parts[place], stacks[-1].amounts[place], beside, bold=not place) for place in used}
        height = max(_HEIGHT, _TOP + _BOTTOM + round(sum(map(_tall, names.values()))))
        up, down = zip(*(_ends(stack) for stack in stacks), strict=True)
        scale = _Scale(min(down), max(up), height)
        pitch = (width - beside - _TO_NAMES) / len(stacks)
        thick = min(pitch * (1 - _BETWEEN_COLUMNS), _MOST_WIDE)
        if len(stacks) == 1:
            pitch = thick
        pieces = list(_pieces(stacks, used, scale))
        right = pitch * len(stacks)
        return alt.layer(
            _columns(pieces, parts, stacks, pitch, thick),
            _figures(pieces, pitch, thick),
            *_totals(stacks, scale, pitch),
            *_names(names, pieces, len(stacks) - 1, (right - (pitch - thick) / 2, right), height),
            _rule(0, right, scale.at(0), INK),
        ).properties(width=width, height=height)

    return draw


def _name(part: str, amount: int | None, width: int, *, bold: bool) -> str:
    """Name a part with its newest amount, on lines that fit beside the columns."""
    return wrapped(f"{part} {'nil' if not amount else money(amount)}", width, bold=bold)


def _tall(name: str) -> float:
    return (name.count("\n") + 1) * LINE + _BETWEEN_NAMES


def _ends(stack: Stack) -> tuple[int, int]:
    """Return how far a column goes above the line and below it."""
    known = [amount for amount in stack.amounts if amount is not None]
    return max(stack.total, sum(max(amount, 0) for amount in known), 0), min(
        stack.total, sum(min(amount, 0) for amount in known), 0
    )


def _pieces(stacks: Sequence[Stack], used: Sequence[int], scale: _Scale) -> Iterator[_Piece]:
    for column, stack in enumerate(stacks):
        above = below = 0
        for part in used:
            amount = stack.amounts[part] or 0
            begin = above if amount > 0 else below
            if amount > 0:
                above += amount
            else:
                below += amount
            if amount:
                ends = sorted((scale.at(begin), scale.at(begin + amount)))
                yield _Piece(part, column, ends[0], ends[1], _bare(amount, stacks))


def _bare(pounds: int, stacks: Sequence[Stack]) -> str:
    """Write an amount in millions without its unit, with the decimals that the largest total needs."""
    most = max(abs(stack.total) for stack in stacks)
    places = 1 if most >= 3_000_000 else 2 if most >= 300_000 else 3
    return f"{in_millions(pounds):,.{places}f}".replace("-", "−")


def _colour(part: int) -> str:
    return DARK_BLUE if part == 0 else CONTEXT_DARK if part % 2 else CONTEXT


def _columns(pieces: list[_Piece], parts: Sequence[str], stacks: Sequence[Stack], pitch: float, thick: float) -> Any:
    left = [(piece.column + 0.5) * pitch - thick / 2 for piece in pieces]
    frame = pd.DataFrame(
        {
            "left": left,
            "right": [each + thick for each in left],
            "top": [piece.top for piece in pieces],
            "bottom": [piece.bottom for piece in pieces],
            "colour": [_colour(piece.part) for piece in pieces],
            "part": [parts[piece.part] for piece in pieces],
            "period": [stacks[piece.column].name for piece in pieces],
            "figure": [money(stacks[piece.column].amounts[piece.part]) for piece in pieces],
        }
    )
    return (
        alt.Chart(frame)
        .mark_rect(stroke=GROUND, strokeWidth=1.5)
        .encode(
            x=_x("left"),
            x2="right:Q",
            y=_y("top"),
            y2="bottom:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=[
                alt.Tooltip("part:N", title="Part"),
                alt.Tooltip("period:N", title="Period"),
                alt.Tooltip("figure:N", title="Amount"),
            ],
        )
    )


def _figures(pieces: list[_Piece], pitch: float, thick: float) -> Any:
    """Write the amounts of the part that stands out in its columns, where they fit."""
    fits = widest(piece.figure for piece in pieces) <= thick
    rows = [
        ((piece.column + 0.5) * pitch, (piece.top + piece.bottom) / 2, piece.figure)
        for piece in pieces
        if fits and piece.part == 0 and piece.bottom - piece.top >= _FIGURE_FITS
    ]
    return _texts(rows, align="center", color=GROUND)


def _totals(stacks: Sequence[Stack], scale: _Scale, pitch: float) -> list[Any]:
    """Write each total above its column, and the period below; a mark is where parts below zero lower the total."""
    figures = [_bare(stack.total, stacks) for stack in stacks]
    room = max(widest(figures, bold=True), widest(stack.name for stack in stacks)) + _BETWEEN_NAMES
    every = ceil(room / pitch) if len(stacks) > 1 else 1
    kept = list(range(len(stacks)))[::-1][::every]
    middle = {column: (column + 0.5) * pitch for column in kept}
    above = [(middle[each], scale.at(_ends(stacks[each])[0]) - 11, figures[each]) for each in kept]
    periods = [(middle[each], scale.height - 8, stacks[each].name) for each in kept]
    lowered = [(column, stack.total) for column, stack in enumerate(stacks) if stack.total < _ends(stack)[0]]
    marks = pd.DataFrame(
        {"x": [(column + 0.5) * pitch for column, _ in lowered], "y": [scale.at(y) for _, y in lowered]}
    )
    drawn = [_texts(above, align="center", fontWeight="bold"), _texts(periods, align="center")]
    if lowered:
        drawn.append(
            alt.Chart(marks)
            .mark_point(shape="diamond", size=110, color=INK, stroke=GROUND, strokeWidth=1.5)
            .encode(x=_x("x"), y=_y("y"))
        )
    return drawn


def _names(names: dict[int, str], pieces: list[_Piece], last: int, ends: tuple[float, float], height: int) -> list[Any]:
    """Name the parts beside the last column, each at its part, or as near as the others let it; a line leads there."""
    edge, right = ends
    at = {piece.part: (piece.top + piece.bottom) / 2 for piece in pieces if piece.column == last}
    nearest = sorted(at, key=lambda part: at[part])
    nil = [part for part in names if part not in at]
    places = _apart(
        [(at[part], _tall(names[part])) for part in nearest], sum(_tall(names[each]) for each in nil), height
    )
    rows: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
    lines = []
    for part, middle in zip(nearest, places, strict=True):
        text = names[part].split("\n")
        for place, line in enumerate(text):
            rows[part == 0].append((right + _TO_NAMES, middle + (place - (len(text) - 1) / 2) * LINE, line))
        lines.append((edge + 2, at[part], right + _TO_NAMES - 4, middle))
    top = 9.0
    for part in nil:
        for line in names[part].split("\n"):
            rows[part == 0].append((right + _TO_NAMES, top, line))
            top += LINE
        top += _BETWEEN_NAMES
    frame = pd.DataFrame(lines, columns=["x", "y", "x2", "y2"])
    lead = alt.Chart(frame).mark_rule(color=CONTEXT).encode(x=_x("x"), x2="x2:Q", y=_y("y"), y2="y2:Q")
    return [lead, _texts(rows[True], align="left", fontWeight="bold"), _texts(rows[False], align="left")]


def _apart(wanted: list[tuple[float, float]], top: float, height: int) -> list[float]:
    """Move middles, from the top down, until texts of these heights do not touch and none is outside the drawing."""
    placed: list[float] = []
    end = top
    for middle, tall in wanted:
        placed.append(max(middle, end + tall / 2))
        end = placed[-1] + tall / 2
    limit = float(height)
    for place in reversed(range(len(placed))):
        tall = wanted[place][1]
        placed[place] = min(placed[place], limit - tall / 2)
        limit = placed[place] - tall / 2
    return placed


def _rule(left: float, right: float, y: float, colour: str) -> Any:
    frame = pd.DataFrame({"x": [left], "x2": [right], "y": [y]})
    return alt.Chart(frame).mark_rule(color=colour).encode(x=_x("x"), x2="x2:Q", y=_y("y"))


def _texts(rows: Sequence[tuple[float, float, str]], **options: Any) -> Any:
    frame = pd.DataFrame(rows, columns=["x", "y", "text"])
    return alt.Chart(frame).mark_text(baseline="middle", **options).encode(x=_x("x"), y=_y("y"), text="text:N")


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
