"""Draw charts in rows: each row has its name, its mark and its figure.

In: rows. Out: drawings for any width. In a wide one the name is left of its mark and the figure right of it; in a
narrow one both are on a line of text above, so that the mark has the full width. No text is rotated or cut.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import altair as alt
import pandas as pd

from trustbook.components.charts.text_width import widest, wrapped
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE, FAINT, INK, LINE, is_wide

BAR = 16
GAP = 14
_BESIDE_SYMBOL = 20
_MOST_FOR_NAMES = 0.42
"""The part of a wide drawing that names may take; longer ones are wrapped."""
_ROOM = 12
_ABOVE = -(BAR / 2 + LINE)
"""From the middle of a mark to the top of the last line of text above it."""

Drawing = Callable[[int], Any]
"""Draws a chart in a width."""


@dataclass(frozen=True)
class Row:
    """One row: its name, its figure as text, the amount that is drawn, and any colour and symbol with a meaning."""

    name: str
    figure: str
    amount: float
    colour: str = DARK_BLUE
    symbol: str | None = None


def bars(rows: Sequence[Row], whole: float | None = None, strong: Collection[str] | None = None) -> Drawing:
    """Draw a bar from zero for each row; with `whole`, the bars are parts of it, shown behind them as a pale track.

    If `strong` names rows, they keep their colour and the others are grey, for context.
    """
    shown = [row if strong is None or row.name in strong else replace(row, colour=CONTEXT) for row in rows]
    low = min(0.0, *(row.amount for row in rows))
    high = whole or max(0.0, *(row.amount for row in rows))

    def draw(width: int) -> Any:
        layout = Layout(shown, width)
        x = alt.X("amount:Q", axis=None, stack=None, scale=layout.scale([low, high if high > low else 1]))
        drawn = layout.bar().encode(x=x, color=alt.Color("colour:N", scale=None), tooltip=layout.tooltip)
        return layout.draw(*([layout.track(whole)] if whole else []), drawn, layout.zero())

    return draw


class Layout:
    """The positions of the rows in a width: of their names, marks and figures."""

    def __init__(self, rows: Sequence[Row], width: int) -> None:
        """Wrap the names so that none overlaps its figure or its mark."""
        self.rows, self.width, self.wide = rows, width, is_wide(width)
        self._indent = _BESIDE_SYMBOL if any(row.symbol for row in rows) else 0
        figures = widest((row.figure for row in rows), bold=True)
        room = width * _MOST_FOR_NAMES if self.wide else width - figures - _ROOM
        names = [wrapped(row.name, room - self._indent) for row in rows]
        lines = [name.count("\n") + 1 for name in names]
        if self.wide:
            heights = [max(each * LINE, BAR) + GAP for each in lines]
            after = [height / 2 for height in heights]
            self.span = (round(self._indent + widest(names) + _ROOM), round(width - figures - _ROOM))
        else:
            heights = [each * LINE + BAR + GAP for each in lines]
            after = [(GAP + BAR) / 2 for _ in heights]
            self.span = (0, width)
        self.height = sum(heights)
        self.at = [end - rest for end, rest in zip(accumulate(heights), after, strict=True)]
        self.tooltip = [alt.Tooltip("name:N", title="Row"), alt.Tooltip("figure:N", title="Figure")]
        frame = pd.DataFrame(
            {
                "place": range(len(rows)),
                "at": self.at,
                "name": [row.name for row in rows],
                "wrapped": names,
                "lines": lines,
                "figure": [row.figure for row in rows],
                "amount": [row.amount for row in rows],
                "colour": [row.colour for row in rows],
            }
        )
        if self._indent:
            frame["symbol"] = [row.symbol for row in rows]
        self.y = alt.Y("at:Q", axis=None, scale=None)
        self.base = alt.Chart(frame).encode(y=self.y)
        self._once = alt.Chart(frame).transform_aggregate(rows="count()")

    def scale(self, domain: Sequence[Any], **options: Any) -> alt.Scale:
        """Return a scale from one end of the marks to the other."""
        given: dict[str, Any] = {"domain": list(domain), "nice": False, "zero": True} | options
        if "type" in given:
            del given["zero"]  # time has none
        return alt.Scale(**given, range=list(self.span))

    def zero(self) -> Any:
        """Draw the line from which bars begin: one through all rows where no name is above a bar."""
        at = alt.XDatum(0, axis=None)
        if self.wide:
            return self._once.mark_rule(color=INK).encode(x=at)
        return self.tick(thickness=2, height=BAR + 6, color=INK).encode(x=at)

    def bar(self, **options: Any) -> Any:
        """Draw a bar in each row."""
        given: dict[str, Any] = {"orient": "horizontal", "height": BAR} | options
        return self.base.mark_bar(**given)

    def tick(self, **options: Any) -> Any:
        """Draw an upright line in each row."""
        given: dict[str, Any] = {"orient": "vertical", "opacity": 1} | options
        return self.base.mark_tick(**given)

    def track(self, whole: float) -> Any:
        """Draw the pale bar that the others are parts of."""
        return self.bar(color=FAINT).encode(x=alt.XDatum(whole, axis=None))

    def draw(self, *marks: Any) -> Any:
        """Draw the marks with their names and figures."""
        texts = self._texts()
        if self._indent:
            texts.append(
                self.base.mark_point(size=130, yOffset=0 if self.wide else _ABOVE + LINE / 2 - 2).encode(
                    x=alt.XValue(7),
                    shape=alt.Shape("symbol:N", scale=None),
                    color=alt.Color("colour:N", scale=None),
                )
            )
        return alt.layer(*marks, *texts).properties(width=self.width, height=self.height)

    def _texts(self) -> list[Any]:
        """Draw names and figures. Vega sets lines from the first, so each number of lines is a mark."""
        last = 0.0 if self.wide else _ABOVE
        at: Any = "middle" if self.wide else "top"
        texts = [
            self.base.transform_filter(alt.datum.lines == lines)
            .mark_text(
                align="left",
                baseline=at,
                dy=last - (lines - 1) * LINE / (2 if self.wide else 1),
                lineBreak="\n",
                lineHeight=LINE,
            )
            .encode(x=alt.XValue(self._indent), text=alt.Text("wrapped:N"))
            for lines in sorted({int(lines) for lines in self.base.data["lines"]})
        ]
        figures = self.base.mark_text(align="right", baseline=at, dy=last, fontWeight="bold")
        return [*texts, figures.encode(x=alt.XValue(self.width), text=alt.Text("figure:N"))]
