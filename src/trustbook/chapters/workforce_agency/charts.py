"""Draw the workforce chart. In: `Workforce` and its data. Out: a chart of shares in per cent."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.workforce_agency.analysis import AGENCY_SHARE, Workforce
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import titles
from trustbook.components.charts.theme import DARK_BLUE, DARK_GREY
from trustbook.components.tables import Column, table
from trustbook.core.formatting import listing, stated_percent
from trustbook.data.period_data import PeriodData


def _papers(rows: pd.DataFrame | None) -> pd.Series[str]:
    """List the papers in these rows that give a share of agency staff."""
    if rows is None:
        return pd.Series(dtype="object")
    return rows.loc[rows["measure"] == AGENCY_SHARE, "source_id"]


def teams(workforce: Workforce, data: PeriodData) -> Chart | None:
    """Draw agency staff as a share of staff by team, this return's teams first and earlier figures after."""
    frame = workforce.teams.dropna(subset=["share"]).copy()
    now = frame[frame["reported"] == "now"]
    if now.empty:
        return None
    dates = frame["as_at"].fillna("not dated")
    frame["name"] = frame["team"].where(frame["reported"] == "now", "Earlier: " + frame["team"] + ", " + dates)
    when = data.period.label if workforce.dated else f"not dated, reported at {data.period.short}"
    rows = [
        Row(
            row.name,
            stated_percent(float(row.share)),
            float(row.share) * 100,
            DARK_BLUE if row.reported == "now" else DARK_GREY,
        )
        for row in frame[["name", "share", "reported"]].itertuples(index=False)
    ]
    most = list(now.loc[now["share"] == now["share"].max(), "team"])
    title = f"{listing(most)} {'has' if len(most) == 1 else 'have'} the largest share of agency staff"
    return figure(
        bars(rows, whole=100),
        name="agency-share-by-team",
        period=data.period,
        title=title,
        subtitle=f"Agency staff as a share, %, {when}; not every share says of which staff. The pale bar is the "
        "whole; grey bars, last, are earlier figures of other papers",
        source=titles(data, [_papers(data.current.workforce), _papers(data.reference.comparators)]),
        description=f"One bar for each share, largest first: {rows[0].name} {rows[0].figure}. Earlier ones come last.",
        table=table(
            frame.assign(as_at=dates),
            [Column("team", "Team"), Column("share", "Agency staff", "stated_share"), Column("as_at", "As at")],
            title,
        ),
    )
