"""Draw published workforce statistics and the cover curve. In: analyses. Out: charts of rates in per cent."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from trustbook.chapters.workforce_agency.agency_cover import Cover
from trustbook.chapters.workforce_agency.staff_statistics import NATION, OWN, Statistics
from trustbook.chapters.workforce_agency.staff_text import rates
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.rows import Drawing
from trustbook.components.charts.source import published, sources
from trustbook.components.charts.theme import CONTEXT, DARK_BLUE, DARK_GREY, DARK_PINK, PAPER
from trustbook.components.tables import Column, table
from trustbook.core.formatting import listing, number, percent, when
from trustbook.data.period_data import PeriodData

_HEIGHT = 300
_HUNDRED = 100
_AXIS = 40
"""The width of the axis of amounts."""


def path(statistics: Statistics, data: PeriodData) -> Chart | None:
    """Draw agency against vacancy rate as a path through the years, for the trust's own area and the country."""
    sides = {OWN: statistics.path(OWN), NATION: statistics.path(NATION)}
    own = sides[OWN]
    known = own[own["known"]]
    if len(known) < 2:
        return None
    first, last = known.iloc[0], known.iloc[-1]
    names = {OWN: statistics.name(OWN, int(first["year"])), NATION: statistics.name(NATION)}
    frame = pd.concat(
        [each.assign(side=side, series=names[side]) for side, each in sides.items() if len(each)], ignore_index=True
    )
    frame["label"] = [str(year) for year in frame["year"]]
    title = _finding(first, last, sides[NATION], names[NATION])
    return figure(
        _paths(frame, names),
        name="agency-against-vacancy",
        period=data.period,
        title=title,
        subtitle="Agency rate against vacancy rate of social workers at 30 September of each year, %, for "
        f"{data.period.label}. Hollow points are not known to have been published by "
        f"{when(statistics.day.isoformat())}, the day of this edition",
        source=published(data, "workforce_statistics"),
        description=" ".join(_in_words(names[side], each) for side, each in sides.items() if len(each)),
        table=rates(statistics),
    )


def _in_words(name: str, path: pd.DataFrame) -> str:
    """Describe a path: where each rate began and ended, and the year published last by the edition's day."""
    first, last, known = path.iloc[0], path.iloc[-1], path[path["known"]]
    moves = [
        f"{rate} rate from {percent(float(first[rate]))} in {first['year']} to {percent(float(last[rate]))} in "
        f"{last['year']}"
        for rate in ("agency", "vacancy")
    ]
    sentence = f"{name}: {moves[0]}; {moves[1]}."
    if known.empty or known.iloc[-1]["year"] == last["year"]:
        return sentence
    newest = known.iloc[-1]
    return (
        f"{sentence} In {newest['year']}, the newest year known: {percent(float(newest['agency']))} and "
        f"{percent(float(newest['vacancy']))}."
    )


def _finding(first: pd.Series, last: pd.Series, country: pd.DataFrame, name: str) -> str:
    """Compare the newest known year with the country, or say how it changed if the two rates do not agree."""
    same_year = country[country["year"] == last["year"]]
    if len(same_year):
        more = {float(last[rate]) > float(same_year.iloc[0][rate]) for rate in ("agency", "vacancy")}
        if len(more) == 1:
            return f"Agency use and vacancies are both {'above' if more.pop() else 'not above'} {name}'s"
    moved = [f"{name} {_moved(float(last[rate]) - float(first[rate]))}" for rate, name in _RATES.items()]
    return f"{', '.join(moved)} since {int(first['year'])}"


_RATES = {"agency": "Agency use", "vacancy": "vacancies"}


def _moved(change: float) -> str:
    return "up" if round(change, 3) > 0 else "down" if round(change, 3) < 0 else "unchanged"


def _paths(frame: pd.DataFrame, names: dict[str, str]) -> Drawing:
    def draw(width: int) -> Any:
        return _paths_in(width, frame, names)

    return draw


def _paths_in(width: int, frame: pd.DataFrame, names: dict[str, str]) -> Any:
    colours = {OWN: DARK_BLUE, NATION: CONTEXT}
    frame = frame.assign(
        x=frame["vacancy"] * _HUNDRED,
        y=frame["agency"] * _HUNDRED,
        colour=frame["side"].map(colours),
        said=[f"{percent(row.agency)} agency, {percent(row.vacancy)} vacant" for row in frame.itertuples()],
    )
    most = 10 * (int(max(frame["x"].max(), frame["y"].max()) // 10) + 1)
    scale = alt.Scale(domain=[0, most], nice=False, zero=True)
    base = alt.Chart(frame).encode(
        x=alt.X("x:Q", scale=scale, axis=alt.Axis(title="Vacancy rate, %", tickCount=5, grid=False)),
        y=alt.Y("y:Q", scale=scale, axis=_flat("Agency rate, %")),
    )
    tooltip = [alt.Tooltip("series:N"), alt.Tooltip("label:N"), alt.Tooltip("said:N")]
    lines = [
        base.transform_filter(alt.datum.side == side)
        .mark_line(color=colour, strokeWidth=2)
        .encode(order=alt.Order("year:Q"))
        for side, colour in colours.items()
    ]
    points = (
        base.transform_filter("datum.known")
        .mark_point(size=90)
        .encode(color=alt.Color("colour:N", scale=None), tooltip=tooltip)
    )
    hollow = (
        base.transform_filter("!datum.known")
        .mark_point(size=90, fill=PAPER, filled=False, strokeWidth=2)
        .encode(color=alt.Color("colour:N", scale=None), tooltip=tooltip)
    )
    return alt.layer(*lines, points, hollow, *_years(base, frame, names)).properties(
        width=width - _AXIS, height=_HEIGHT
    )


def _years(base: Any, frame: pd.DataFrame, names: dict[str, str]) -> list[Any]:
    """Label each path, and its first year, last known year and last year."""
    own = frame[frame["side"] == OWN]
    above, below = {int(own["year"].min())}, {int(own["year"].max()), int(own.loc[own["known"], "year"].max())}
    texts = [
        base.transform_filter(alt.FieldOneOfPredicate(oneOf=sorted(years), field="year"))
        .transform_filter(alt.datum.side == OWN)
        .mark_text(dy=dy, dx=dx)
        .encode(text=alt.Text("label:N"))
        for years, dy, dx in ((above, -14, 0), (below - above, 18, 14))
    ]
    for side in (OWN, NATION):
        of_side = frame[frame["side"] == side]
        if len(of_side):
            where = int(of_side["year"].min() if side == OWN else of_side.sort_values("agency")["year"].iloc[0])
            texts.append(
                base.transform_filter((alt.datum.side == side) & (alt.datum.year == where))
                .mark_text(
                    dx=24 if side == OWN else -6,
                    dy=-34 if side == OWN else 22,
                    align="right" if side == OWN else "center",
                    fontWeight="bold",
                )
                .encode(text=alt.TextValue(names[side]))
            )
    return texts


def _flat(title: str) -> alt.Axis:
    """Make an axis of amounts with a horizontal title above it."""
    return alt.Axis(
        title=title, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-34, titleY=-16, tickCount=5
    )


def cover(cover: Cover, data: PeriodData) -> Chart:
    """Draw the break-even share by premium, and the trust's share at its own premium."""
    standing = [
        (name, share, colour)
        for name, share, colour in (
            ("All vacant posts", cover.share, DARK_BLUE),
            ("Less the vacancy factor", cover.share_after_factor, DARK_PINK),
        )
        if share is not None
    ]
    rows = [{"what": "Break-even", "premium": row.premium, "share": row.break_even} for row in cover.curve.itertuples()]
    own = {"what": "Break-even at the premium reported", "premium": cover.premium, "share": cover.break_even}
    rows += [own] + [{"what": name, "premium": cover.premium, "share": share} for name, share, _ in standing]
    title = f"At a {percent(cover.premium, 0)} premium, agency cover breaks even at {percent(cover.break_even, 0)}"
    shares = [f"{name.lower()}: {percent(share, 0)}" for name, share, _ in standing]
    census = f" at 30 September {cover.year}" if standing else ""
    return figure(
        _curve(cover, standing),
        name="cover-curve",
        period=data.period,
        title=title,
        subtitle="Share of vacant posts that agency staff can fill at no extra cost, %, by premium"
        + (f", and the share that they filled{census}" if standing else "")
        + f", {data.period.label}. Above the curve, agency staff cost more than the posts pay for",
        source=(*sources(data, "workforce"), *(published(data, "workforce_statistics") if standing else ())),
        description="The curve falls from 100% with no premium to "
        f"{percent(float(cover.curve['break_even'].iloc[-1]), 0)} at a premium of "
        f"{percent(float(cover.curve['premium'].iloc[-1]), 0)}. At the premium reported, {percent(cover.premium, 0)}, "
        f"it is at {percent(cover.break_even, 0)}." + (f" Filled{census}, of {listing(shares)}." if shares else ""),
        table=table(
            pd.DataFrame(rows),
            [
                Column("what", "What"),
                Column("premium", "Premium", "share"),
                Column("share", "Of vacant posts", "share"),
            ],
            title,
        ),
    )


def _curve(cover: Cover, standing: list[tuple[str, float, str]]) -> Drawing:
    def draw(width: int) -> Any:
        return _curve_in(width, cover, standing)

    return draw


def _curve_in(width: int, cover: Cover, standing: list[tuple[str, float, str]]) -> Any:
    curve = pd.DataFrame({"x": cover.curve["premium"] * _HUNDRED, "y": cover.curve["break_even"] * _HUNDRED})
    high = max([1.0, *(share for _, share, _ in standing)]) * _HUNDRED
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, _HUNDRED], nice=False), axis=_premium_axis())
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, high], nice=False, zero=True), axis=_flat("Of vacant posts, %"))
    line = alt.Chart(curve).mark_line(color=DARK_GREY, strokeWidth=2).encode(x=x, y=y)
    points = pd.DataFrame(
        [{"x": cover.premium * _HUNDRED, "y": cover.break_even * _HUNDRED, "colour": DARK_GREY, "name": "Break-even"}]
        + [
            {"x": cover.premium * _HUNDRED, "y": share * _HUNDRED, "colour": colour, "name": name}
            for name, share, colour in standing
        ]
    )
    points["label"] = [f"{row.name}: {number(row.y)}%" for row in points.itertuples(index=False)]
    base = alt.Chart(points).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    dots = base.mark_point(size=120).encode(tooltip=[alt.Tooltip("name:N"), alt.Tooltip("label:N")])
    places = alt.Chart(
        points.assign(place=["over", *("under" if share < cover.break_even else "over" for _, share, _ in standing)])
    )
    labels = [
        places.transform_filter(alt.datum.place == place)
        .mark_text(align="left", dx=dx, dy=dy)
        .encode(x=x, y=y, text=alt.Text("label:N"))
        for place, dx, dy in (("over", 10, -10), ("under", -20, 22))
    ]
    return alt.layer(line, dots, *labels).properties(width=width - _AXIS, height=_HEIGHT - 40)


def _premium_axis() -> alt.Axis:
    return alt.Axis(title="Premium, %", tickCount=5, grid=False)
