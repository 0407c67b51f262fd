"""Draw the workforce chart. In: `Workforce` and its data. Out: a chart of shares in per cent."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.workforce_agency.analysis import AGENCY_SHARE, Workforce
from trustbook.chapters.workforce_agency.text import teams as table_of_teams
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import titles
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE
from trustbook.core.formatting import counted, listing, stated_percent
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
            DARK_BLUE if row.reported == "now" else CONTEXT,
        )
        for row in frame[["name", "share", "reported"]].itertuples(index=False)
    ]
    most = list(now.loc[now["share"] == now["share"].max(), "team"])
    return figure(
        bars(rows, whole=100),
        name="agency-share-by-team",
        period=data.period,
        title=f"Largest share reported now: {listing(most)}",
        subtitle=f"Agency staff as a share, %, {when}; not every share says of which staff. Grey bars, last, are from "
        "earlier papers. The pale bar is 100%",
        source=titles(data, [_papers(data.current.workforce), _papers(data.reference.comparators)]),
        description=_in_words(now, frame[frame["reported"] != "now"]),
        table=table_of_teams(workforce),
    )


def _in_words(now: pd.DataFrame, earlier: pd.DataFrame) -> str:
    """Describe the bars: the range of this return's teams, and that of the earlier figures."""
    ends = [f"{stated_percent(float(row['share']))} in {row['team']}" for row in (now.iloc[0], now.iloc[-1])]
    span = ends[0] if len(now) == 1 else f"from {ends[0]} to {ends[1]}"
    sentence = f"{counted(len(now), 'bar')} for teams of this return, {span}."
    if earlier.empty:
        return sentence
    low, high = (stated_percent(float(each)) for each in (earlier["share"].min(), earlier["share"].max()))
    span = low if low == high else f"{low} to {high}"
    return f"{sentence} {counted(len(earlier), 'grey bar')} for earlier figures: {span}."
