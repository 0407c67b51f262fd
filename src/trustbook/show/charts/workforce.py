"""The workforce chapter's chart. In: `Workforce`. Out: a figure; shares in per cent."""

from __future__ import annotations

import altair as alt

from trustbook.analysis.workforce import Workforce
from trustbook.period import Period
from trustbook.show.charts.figure import Figure, figure
from trustbook.show.charts.theme import BAR, DARK_BLUE, DARK_GREY, WIDTH
from trustbook.words import percent


def teams(workforce: Workforce, period: Period) -> Figure | None:
    """Draw agency staff as a share of staff by team, this return's teams first and earlier figures after."""
    frame = workforce.teams.dropna(subset=["share"]).copy()
    now = frame[frame["reported"] == "now"]
    if now.empty:
        return None
    frame["per_cent"] = frame["share"].astype(float) * 100
    frame["label"] = [percent(float(share)) for share in frame["share"]]
    dates = frame["as_at"].fillna("not dated")
    frame["name"] = frame["team"].where(frame["reported"] == "now", frame["team"] + ", " + dates)
    when = period.label if workforce.dated else "not dated"
    order = list(frame["name"])
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelExpr="split(datum.label, ', ')")),
    )
    bars = base.mark_bar(height=20).encode(
        x=alt.X(
            "per_cent:Q",
            title="% of staff",
            scale=alt.Scale(domain=[0, 115], nice=False),
            axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]),
        ),
        color=alt.Color(
            "reported:N", scale=alt.Scale(domain=["now", "earlier"], range=[DARK_BLUE, DARK_GREY]), legend=None
        ),
    )
    labels = base.mark_text(align="left", dx=6).encode(x="per_cent:Q", text="label:N")
    top = now.iloc[0]
    return figure(
        alt.layer(bars, labels).properties(width=WIDTH - 240, height=len(order) * BAR * 2),
        title=f"{top['team']} relies most on agency staff",
        subtitle=f"Agency staff as a share of staff, %, {when}; grey bars are earlier figures of other papers",
        description="Bars: "
        + "; ".join(f"{name} {label}" for name, label in zip(frame["name"], frame["label"], strict=True))
        + ".",
    )
