"""Draw charts in rows: each row has its name and figure on a line of text, and its mark below, the full width.

In: rows. Out: Altair layers that fit a phone: no axis of names takes the width, and no text is rotated or cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.theme import DARK_BLUE, FAINT, INK, LINE, WIDTH

BAR = 14
GAP = 14
_CHARACTER = 7.2
"""The average width of a character, slightly more than measured."""
_BESIDE_SYMBOL = 20


@dataclass(frozen=True)
class Row:
    """One row: its name, its figure as text, the amount that is drawn, and any colour and symbol with a meaning."""

    name: str
    figure: str
    amount: float
    colour: str = DARK_BLUE
    symbol: str | None = None


def bars(rows: Sequence[Row], whole: float | None = None) -> Any:
    """Draw a bar from zero for each row; with `whole`, the bars are parts of it, shown behind them as a pale track."""
    layout = Layout(rows)
    low = min(0.0, *(row.amount for row in rows))
    high = whole or max(0.0, *(row.amount for row in rows))
    x = alt.X(
        "amount:Q",
        axis=None,
        stack=None,
        scale=alt.Scale(domain=[low, high if high > low else 1], nice=False, zero=True),
    )
    drawn = layout.base.mark_bar(height=BAR, yOffset=layout.below).encode(
        x=x, color=alt.Color("colour:N", scale=None), tooltip=layout.tooltip
    )
    return layout.draw(*([layout.track(whole)] if whole else []), drawn, layout.zero())


class Layout:
    """The position of each row, and the line of text above its mark."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Wrap the names so that none overlaps its figure."""
        indent = _BESIDE_SYMBOL if any(row.symbol for row in rows) else 0
        names = [fill(row.name, int((WIDTH - indent) / _CHARACTER) - len(row.figure) - 1) for row in rows]
        self.lines = max(name.count("\n") + 1 for name in names)
        names = ["\n" * (self.lines - 1 - name.count("\n")) + name for name in names]  # last line at its mark
        self.step = self.lines * LINE + BAR + GAP
        self.rows = rows
        self.below = self.step / 2 - GAP / 2 - BAR / 2
        self.tooltip = [alt.Tooltip("name:N", title="Row"), alt.Tooltip("figure:N", title="Figure")]
        frame = pd.DataFrame(
            {
                "place": range(len(rows)),
                "name": [row.name for row in rows],
                "wrapped": names,
                "figure": [row.figure for row in rows],
                "amount": [row.amount for row in rows],
                "colour": [row.colour for row in rows],
            }
        )
        if indent:
            frame["symbol"] = [row.symbol for row in rows]
        self._indent = indent
        self.base = alt.Chart(frame).encode(
            y=alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
        )

    def zero(self) -> Any:
        """Draw the line from which bars begin."""
        return self.base.mark_tick(thickness=2, height=BAR + 6, color=INK, yOffset=self.below).encode(
            x=alt.XDatum(0, axis=None)
        )

    def track(self, whole: float) -> Any:
        """Draw the pale bar that the others are parts of."""
        return self.base.mark_bar(height=BAR, yOffset=self.below, color=FAINT).encode(x=alt.XDatum(whole, axis=None))

    def draw(self, *marks: Any) -> Any:
        """Draw the marks below the names and figures."""
        top = GAP / 2 - self.step / 2
        last = top + (self.lines - 1) * LINE
        texts = [
            self.base.mark_text(align="left", baseline="top", dy=top, lineBreak="\n", lineHeight=LINE).encode(
                x=alt.XValue(self._indent), text=alt.Text("wrapped:N")
            ),
            self.base.mark_text(align="right", baseline="top", dy=last, fontWeight="bold").encode(
                x=alt.XValue(WIDTH), text=alt.Text("figure:N")
            ),
        ]
        if self._indent:
            texts.append(
                self.base.mark_point(size=130, yOffset=last + LINE / 2 - 2).encode(
                    x=alt.XValue(7),
                    shape=alt.Shape("symbol:N", scale=None),
                    color=alt.Color("colour:N", scale=None),
                )
            )
        return alt.layer(*marks, *texts).properties(width=WIDTH, height=self.step * len(self.rows))
