"""Draw the placements charts. In: `Placements` and its data. Out: charts of packages, and of £ a week."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.placements import text
from trustbook.chapters.placements.analysis import Placements
from trustbook.chapters.placements.published_care import RESIDENTIAL
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE
from trustbook.config.words import words
from trustbook.core.formatting import capitalised, in_pounds, number, percent, when
from trustbook.data.period_data import PeriodData


def types(placements: Placements, data: PeriodData) -> Chart | None:
    """Draw the packages of each type as parts of all of them; residential ones stand out."""
    own = _rows(data)
    frame = placements.types.dropna(subset=["packages", "share"])
    if frame.empty or placements.residential_share is None or placements.packages is None:
        return None
    rows = [
        Row(
            str(row.type),
            f"{number(float(row.packages))} ({percent(float(row.share), 0)})",
            float(row.packages),
            DARK_BLUE if row.type == RESIDENTIAL else CONTEXT,
        )
        for row in frame[["type", "packages", "share"]].itertuples(index=False)
    ]
    most = max(rows, key=lambda row: row.amount)
    dates = sorted({when(each) for each in frame["as_at"].dropna()})
    title = f"{percent(placements.residential_share, 0)} of the packages are residential"
    return figure(
        bars(rows, whole=placements.packages),
        name="packages-by-type",
        period=data.period,
        title=title,
        subtitle=f"Placement packages, number and % of all, {', '.join(dates) or 'not dated'}, reported at "
        f"{data.period.short}. The pale bar is all of them",
        source=_papers(data, own[own["measure"] == "packages"]),
        description=f"One bar for each type of package, as a part of all {number(placements.packages)}. "
        f"{most.name} has the most: {most.figure}.",
        table=text.types(placements),
    )


def week(placements: Placements, data: PeriodData) -> Chart | None:
    """Draw the cost of a residential week: the average in the paper, and the published ones.

    The title compares them only if the average is the trust's own and the others were published by the edition's day.
    """
    own = _rows(data)
    frame = placements.unit_costs.dropna(subset=["residential"])
    published = frame["as_at"].dropna()
    if placements.weekly_gbp is None or published.empty:
        return None
    rows = [
        Row(
            str(row.area),
            in_pounds(round(row.residential)),
            float(row.residential),
            DARK_BLUE if pd.isna(row.as_at) else CONTEXT,
        )
        for row in frame[["area", "residential", "as_at"]].itertuples(index=False)
    ]
    grey = frame.loc[frame["as_at"].notna(), "residential"]
    councils = frame.loc[frame["area"].isin(placements.councils), "residential"]
    side = (
        "below"
        if (councils > placements.weekly_gbp).all()
        else "above"
        if (councils < placements.weekly_gbp).all()
        else "between"
    )
    title = (
        f"{words().The_body}'s average is {side} its {words().of_councils} published costs"
        if placements.own and placements.costs_known and len(councils)
        else f"{in_pounds(round(placements.weekly_gbp))} a week may not be {words().the_body}'s own figure"
        if placements.own is None
        else f"An average of {in_pounds(round(placements.weekly_gbp))} a week"
    )
    statistics = data.reference.dataset("care_statistics")
    used = statistics[(statistics["measure"] == "weekly_cost") & (statistics["as_at"] == published.iloc[0])]
    known = "" if placements.costs_known else f" ({placements.costs_published[str(published.iloc[0])]})"
    average = f"{words().the_body}'s own average" if placements.own else "the average in the paper"
    return figure(
        bars(rows),
        name="residential-week",
        period=data.period,
        title=title,
        subtitle=f"Residential care, £ a week: {average} ({data.period.short}), and in grey published costs of "
        f"{when(published.iloc[0])}{known}. The paper does not say what its average covers",
        source=_papers(data, pd.concat([own[own["measure"] == "weekly_cost"], used])),
        description=f"One bar from zero for each average. {capitalised(average)} is {rows[0].figure} a week. "
        f"The published costs go from {in_pounds(round(grey.min()))} to {in_pounds(round(grey.max()))}.",
        table=text.unit_costs_table(placements),
    )


def _rows(data: PeriodData) -> pd.DataFrame:
    rows = data.current.dataset("placements")
    assert rows is not None  # the chapter is only drawn for a return with placements
    return rows


def _papers(data: PeriodData, rows: pd.DataFrame) -> tuple[str, ...]:
    """List the titles of the papers behind these rows, each once."""
    return data.reference.titles_of(rows["source_id"])
