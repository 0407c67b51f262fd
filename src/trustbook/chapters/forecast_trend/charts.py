"""Draw the forecast charts.

In: a `Forecast` and the data of its period. Out: charts in £m.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.chapters.forecast_trend.text import furthest
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.panels import panels
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.formatting import (
    Absence,
    bare_millions,
    capitalised,
    counted,
    direction,
    in_words,
    listing,
    millions,
    percent,
)
from trustbook.core.period import Period
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData


def layers(forecast: Forecast, data: PeriodData) -> Chart | None:
    """Draw the pressure of each period and the amounts in it, or nothing if this period does not report them."""
    if forecast.position.pressure is None:
        return None
    used = forecast.used_layers
    shown = {"pressure_gbp": "Pressure"} | {layer.column: layer.label for layer in used}
    frame = forecast.layers.dropna(subset=["pressure_gbp"])
    long = pd.DataFrame(
        [
            {
                "series": name,
                "period": row["period"].short,
                "amount": in_millions(int(row[column])),
                "label": bare_millions(int(row[column])),
            }
            for column, name in shown.items()
            for _, row in frame.iterrows()
            if not pd.isna(row[column])
        ]
    )
    first, last = frame.iloc[0], frame.iloc[-1]
    rows = "; ".join(
        f"{row['period'].short}: pressure {millions(int(row['pressure_gbp']))}, of which "
        + listing(
            [
                f"{layer.label.lower()} {millions(int(row[layer.column]))}"
                for layer in used
                if not pd.isna(row[layer.column])
            ]
        )
        for _, row in frame.iterrows()
    )
    pressure = int(last["pressure_gbp"])
    title = forecast.status.choose("Pressure is forecast at", "Pressure ended the year at") + f" {millions(pressure)}"
    if pressure < 0:
        title = f"The {forecast.status.words} is {millions(-pressure)} below the {forecast.position.original_name}"
    return figure(
        panels(long),
        name="pressure-in-layers",
        period=data.period,
        title=title,
        subtitle=f"Pressure and the layers that add up to it, £m, {_span(first['period'], last['period'])}. All "
        "panels have one scale from zero",
        source=sources(data, "forecast", "adjustments"),
        description=f"{in_words(len(shown)).capitalize()} rows of bars, one bar a period: the pressure, then its "
        f"{in_words(len(used))} layers. {rows}.",
        table=table(
            frame.assign(period=[period.label for period in frame["period"]]),
            [Column("period", "Period"), *(Column(column, name, "gbp_m") for column, name in shown.items())],
            title,
        ),
    )


def groups(forecast: Forecast, data: PeriodData) -> Chart | None:
    """Draw the variance of each group by period, all on one scale from zero, or nothing for a single period."""
    if forecast.trend["period"].nunique() == 1:
        return None
    trend = forecast.trend
    frame = pd.DataFrame(
        {
            "series": trend["group"],
            "period": [period.short for period in trend["period"]],
            "amount": trend["variance_gbp"].astype(float).map(in_millions),
            "label": [bare_millions(int(amount)) for amount in trend["variance_gbp"]],
        }
    )
    names = list(dict.fromkeys(frame["series"]))
    kind = "summary group" if forecast.grouped else words().line
    of_group = {name: trend.loc[trend["group"] == name, "variance_gbp"] for name in names}
    rising = [name for name, series in of_group.items() if series.iloc[-1] > series.iloc[0]]
    moves = "; ".join(
        f"{name} from {millions(int(series.iloc[0]))} to {millions(int(series.iloc[-1]))}"
        for name, series in of_group.items()
    )
    growing = f"{listing(rising)} {'has' if len(rising) == 1 else 'have'} risen" if rising else f"No {kind} has risen"
    first, last = trend["period"].iloc[0], trend["period"].iloc[-1]
    title = _lead(forecast)
    wide = trend.pivot(index="period", columns="group", values="variance_gbp").reset_index()
    return figure(
        panels(frame),
        name="variance-by-group",
        period=data.period,
        title=title,
        subtitle=f"Variance by {kind}, £m, {_span(first, last)}. All panels have one scale from zero",
        source=sources(data, "forecast"),
        description=f"Small bar charts, one for each of {counted(len(names), kind)}. {moves}. "
        f"{growing} since {first.short}.",
        table=table(
            wide.assign(period=[period.label for period in wide["period"]]),
            [Column("period", "Period"), *(Column(name, name, "gbp_m") for name in names)],
            title,
        ),
    )


def _span(first: Period, last: Period) -> str:
    when = last.short if first == last else f"{first.short} to {last.short}"
    return f"{when} of {last.financial_year}"


def _lead(forecast: Forecast) -> str:
    """Name the group with most of the variance, and how much that is; by amounts alone where they nearly cancel."""
    below = forecast.position.variance < 0
    lead = forecast.groups.iloc[-1 if below else 0]
    share = _share(lead["share"])
    if share is not None:
        return f"{lead['group']}: {percent(share, 0)} of the {'underspend' if below else 'variance'}"
    apart = furthest(forecast.groups.rename(columns={"group": "name"}))
    return listing(apart) if apart else f"{lead['group']}: {millions(int(lead['variance_gbp']))}"


def _share(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def bridge(forecast: Forecast, data: PeriodData) -> Chart | None:
    """Draw the steps from the previous pressure to this one, or nothing if there is no previous period.

    The steps are bars from zero, falls to the left and rises to the right. A waterfall would need an axis that does not
    start at zero, since a month changes little of the whole.
    """
    if forecast.bridge is None or forecast.previous is None or forecast.previous.pressure is None:
        return None
    start, before, now = forecast.previous.pressure, forecast.previous.period, forecast.position.period
    end = start + int(forecast.bridge["amount_gbp"].sum())
    rows = [
        Row(step.step, _moved(int(step.amount_gbp)), in_millions(int(step.amount_gbp)))
        for step in forecast.bridge.itertuples()
    ]
    steps = listing([f"{step.step} {direction(int(step.amount_gbp))}" for step in forecast.bridge.itertuples()])
    title = f"Pressure is {direction(forecast.pressure_movement)} since {before.seen_from(now)}"
    frame = pd.concat(
        [
            pd.DataFrame({"step": [f"Pressure at {before.short}"], "amount_gbp": [start], "level_gbp": [start]}),
            forecast.bridge[["step", "amount_gbp"]].assign(level_gbp=start + forecast.bridge["amount_gbp"].cumsum()),
        ]
    )
    frame["amount_gbp"] = pd.Series([Absence.NOT_APPLICABLE, *forecast.bridge["amount_gbp"]], dtype=object).to_numpy()
    return figure(
        bars(rows),
        name="steps-of-the-pressure",
        period=data.period,
        title=title,
        subtitle=f"Steps from {millions(start)} at {before.short} to {millions(end)} at {now.short}, £m, "
        f"{now.financial_year}",
        source=sources(data, "forecast", "adjustments"),
        description=f"From {millions(start)} at {before.short} to {millions(end)} at {now.short}: {steps}.",
        table=table(
            frame,
            [
                Column("step", "Step"),
                Column("amount_gbp", "Change", "gbp_m_signed", Absence.NOT_APPLICABLE),
                Column("level_gbp", "Pressure after it", "gbp_m"),
            ],
            title,
        ),
    )


def _moved(pounds: int) -> str:
    return millions(pounds, signed=True) if pounds else "no change"


def headings(forecast: Forecast, data: PeriodData) -> Chart:
    """Draw the variance of each line of the period, largest first."""
    frame = forecast.detail.sort_values("variance_gbp", ascending=False)
    rows = [
        Row(
            row.name,
            _figure(int(row.variance_gbp), _share(row.share)),
            in_millions(int(row.variance_gbp)),
        )
        for row in frame[["name", "variance_gbp", "share"]].itertuples(index=False)
    ]
    shared = frame["share"].notna().any()
    title = _leader(forecast, frame)
    return figure(
        bars(rows),
        name="variance-by-heading",
        period=data.period,
        title=title,
        subtitle=f"Variance by {words().line}, £m{' and share of the whole' if shared else ''}, "
        f"{forecast.position.period.label}",
        source=sources(data, "forecast"),
        description=f"Bars, largest first: {'; '.join(f'{row.name} {row.figure}' for row in rows)}.",
        table=table(
            frame,
            [
                Column("name", capitalised(words().line)),
                Column("variance_gbp", "Variance", "gbp_m"),
                *([Column("share", "Share of variance", "share", Absence.NOT_APPLICABLE)] if shared else []),
            ],
            title,
        ),
    )


def _figure(variance: int, share: float | None) -> str:
    if not variance:
        return "nil"
    return millions(variance) if share is None else f"{millions(variance)} ({percent(share)})"


def _leader(forecast: Forecast, frame: pd.DataFrame) -> str:
    """Name the line that leads the over- or underspend, or both ends where they nearly cancel."""
    whole = forecast.position.variance
    if not (frame["variance_gbp"] > 0).any():
        return f"No {words().line} is above its budget"
    lead = frame.iloc[-1 if whole < 0 else 0]
    if whole and not pd.isna(lead["share"]):
        return f"{lead['name']} leads the {'underspend' if whole < 0 else 'overspend'}"
    return listing(furthest(frame))
