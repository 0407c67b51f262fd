"""Draw the forecast charts.

In: a `Forecast` and the data of its period. Out: charts in £m.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.chapters.forecast_trend.text import furthest, made_of, within
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.panels import panels
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import sources
from trustbook.components.charts.stacked import Stack, stacked
from trustbook.components.charts.waterfall import Step, is_cut, waterfall
from trustbook.components.tables import Column, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.formatting import (
    Absence,
    bare_millions,
    capitalised,
    counted,
    in_words,
    listing,
    millions,
    percent,
    uncapitalised,
)
from trustbook.core.period import Period
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData
from trustbook.position import PRESSURE_ADJUSTMENTS, VARIANCE


def layers(forecast: Forecast, data: PeriodData) -> Chart | None:
    """Draw the pressure of each period and the amounts in it, or nothing if this period does not report them."""
    if forecast.position.pressure is None:
        return None
    used = forecast.used_layers
    shown = {"pressure_gbp": "Pressure"} | {layer.column: layer.label for layer in used}
    frame = forecast.layers.dropna(subset=["pressure_gbp"])
    stacks = [
        Stack(
            row["period"].short,
            int(row["pressure_gbp"]),
            [None if pd.isna(row[layer.column]) else int(row[layer.column]) for layer in used],
        )
        for _, row in frame.iterrows()
    ]
    first, last = frame.iloc[0], frame.iloc[-1]
    title = _title_of_pressure(forecast, int(first["pressure_gbp"]), first["period"])
    return figure(
        stacked([layer.label for layer in used], stacks),
        name="pressure-in-layers",
        period=data.period,
        title=title,
        subtitle=f"The pressure (above each column) and the {in_words(len(used))} parts that add up to it, £m, "
        f"{span(first['period'], last['period'])}",
        source=sources(data, "forecast", "adjustments"),
        description=_pressure_in_words(forecast, frame),
        table=table(
            forecast.layers.assign(period=[period.label for period in forecast.layers["period"]]),
            [Column("period", "Period"), *(Column(column, name, "gbp_m") for column, name in shown.items())],
            title,
            absent="absent",
        ),
    )


def _title_of_pressure(forecast: Forecast, was: int, since: Period) -> str:
    pressure, here = forecast.position.pressure or 0, forecast.position.period
    if pressure < 0:
        return f"The {forecast.status.words} is {money(-pressure)} below the {forecast.position.original_name}"
    ended = forecast.status.choose("The forecast pressure is", "The pressure ended the year at")
    moved = "" if since == here else f", {up_or_down(pressure - was)} since {since.month_name}"
    return f"{ended} {money(pressure)}{moved}"


def _pressure_in_words(forecast: Forecast, frame: pd.DataFrame) -> str:
    """Describe the pattern: where the pressure began, where it is, and which part of it changed most."""
    first, last = frame.iloc[0], frame.iloc[-1]
    began, now = first["period"].month_name, last["period"].month_name
    if len(frame) == 1:
        parts = made_of(forecast.position)
        made = f", made up of {parts}" * bool(parts)
        return f"One column, divided into the parts of the pressure. In {now} the pressure is " + (
            f"{money(int(last['pressure_gbp']))}{made}."
        )
    was, is_now = int(first["pressure_gbp"]), int(last["pressure_gbp"])
    apart = is_now - was or None
    changes = {
        layer: int(last[layer.column]) - int(first[layer.column])
        for layer in forecast.used_layers
        if not pd.isna(last[layer.column]) and not pd.isna(first[layer.column])
    }
    text = "One column for each period, divided into the parts of the pressure, with the variance at the bottom. The "
    text += f"pressure went from {money(was, apart)} "
    text += f"in {began} to {money(is_now, apart)} in {now}."
    moved = sorted((layer for layer in changes if changes[layer]), key=lambda layer: abs(changes[layer]), reverse=True)
    said = [
        f"{'the ' * (layer is VARIANCE)}{within(layer.label)} "
        f"{up_or_down(changes[layer], up='rose by', down='fell by')}"
        for layer in moved[:2]
    ]
    return f"{text} {capitalised(listing(said))}." if said else text


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
    lead = forecast.groups.iloc[-1 if forecast.position.variance < 0 else 0]["group"]
    kind = "summary group" if forecast.grouped else words().line
    first, last = trend["period"].iloc[0], trend["period"].iloc[-1]
    title = _lead(forecast)
    wide = trend.pivot(index="period", columns="group", values="variance_gbp").reset_index()
    return figure(
        panels(frame, strong={str(lead)}),
        name="variance-by-group",
        period=data.period,
        title=title,
        subtitle=f"Variance by {kind}, £m, {span(first, last)}. All panels have one scale from zero",
        source=sources(data, "forecast"),
        description=_groups_in_words(trend, names, kind),
        table=table(
            wide.assign(period=[period.label for period in wide["period"]]),
            [Column("period", "Period"), *(Column(name, name, "gbp_m") for name in names)],
            title,
        ),
    )


def _groups_in_words(trend: pd.DataFrame, names: list[str], kind: str) -> str:
    """Describe the pattern: how many groups have risen, and which changed most."""
    first, last = trend["period"].iloc[0], trend["period"].iloc[-1]
    ends = {}
    for name in names:
        amounts = trend.loc[trend["group"] == name, "variance_gbp"]
        ends[name] = int(amounts.iloc[0]), int(amounts.iloc[-1])
    change = {name: now - was for name, (was, now) in ends.items()}
    rising, most = sum(each > 0 for each in change.values()), max(names, key=lambda name: abs(change[name]))
    text = f"Small bar charts, one for each of {counted(len(names), kind)}. "
    number = "All" if rising == len(names) else in_words(rising).capitalize() if rising else "None"
    text += f"{number} of them {'has' if rising == 1 else 'have'} risen since {first.month_name}."
    if not change[most]:
        return text
    was, now = ends[most]
    return (
        f"{text} {most} changed most: from {money(was, now - was)} in {first.month_name} to {money(now, now - was)} in "
        f"{last.month_name}."
    )


def span(first: Period, last: Period) -> str:
    """Write which months a chart shows, with the numbers that its axis has."""
    return _dated(last) if first == last else f"{_dated(first)} to {_dated(last)}"


def _dated(period: Period) -> str:
    return f"{period.month_name} {period.first_day.year} ({period.short})"


def _lead(forecast: Forecast) -> str:
    """Say how much of the variance is in one group; by amounts alone where they nearly cancel."""
    below = forecast.position.variance < 0
    lead = forecast.groups.iloc[-1 if below else 0]
    share = _share(lead["share"])
    if share is not None:
        return f"{percent(share, 0)} of the {'underspend' if below else 'variance'} is in {lead['group']}"
    apart = furthest(forecast.groups.rename(columns={"group": "name"}))
    return listing(apart) if apart else f"{lead['group']}: {money(int(lead['variance_gbp']))}"


def _share(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def bridge(forecast: Forecast, data: PeriodData) -> Chart | None:
    """Draw the steps from the previous pressure to this one, or nothing if there is no previous period."""
    if forecast.bridge is None or forecast.previous is None or forecast.previous.pressure is None:
        return None
    start, before, now = forecast.previous.pressure, forecast.previous.period, forecast.position.period
    end = start + int(forecast.bridge["amount_gbp"].sum())
    steps = [
        Step(f"Pressure in {before.month_name}", start, total=True),
        *(Step(str(step.step), int(step.amount_gbp)) for step in forecast.bridge.itertuples()),
        Step(f"Pressure in {now.month_name}", end, total=True, strong=True),
    ]
    moved = up_or_down(forecast.pressure_movement, up="risen by", down="fallen by", same="not changed")
    title = f"The pressure has {moved} since {before.month_name}"
    frame = pd.concat(
        [
            pd.DataFrame({"step": [f"Pressure in {before.month_name}"], "amount_gbp": [start], "level_gbp": [start]}),
            forecast.bridge[["step", "amount_gbp"]].assign(level_gbp=start + forecast.bridge["amount_gbp"].cumsum()),
        ]
    )
    frame["amount_gbp"] = pd.Series([Absence.NOT_APPLICABLE, *forecast.bridge["amount_gbp"]], dtype=object).to_numpy()
    return figure(
        waterfall(steps, cut=is_cut(steps)),
        name="steps-of-the-pressure",
        period=data.period,
        title=title,
        subtitle=f"Change in each part of the pressure, £m, {span(before, now)}"
        + ". The bars of the pressure are cut: the scale does not start at zero" * is_cut(steps),
        source=sources(data, "forecast", "adjustments"),
        description=_steps_in_words(forecast, start, end),
        table=table(
            frame,
            [
                Column("step", "Part of the pressure"),
                Column("amount_gbp", "Change", "gbp_m_signed", Absence.NOT_APPLICABLE),
                Column("level_gbp", "Pressure after it", "gbp_m"),
            ],
            title,
        ),
    )


def _steps_in_words(forecast: Forecast, start: int, end: int) -> str:
    """Describe the pattern: both ends, the largest rise and the largest fall, and how many did not change."""
    if forecast.bridge is None or forecast.previous is None:
        return ""
    before, now = forecast.previous.period.month_name, forecast.position.period.month_name
    apart = end - start or None
    text = "A waterfall from one pressure to the other, a bar for each part: rises to the right, falls to the left. "
    text += f"The pressure was {money(start, apart)} in {before} and is {money(end, apart)} in {now}."
    steps = forecast.bridge.sort_values("amount_gbp", ascending=False, kind="stable")
    for word, row in (("rise", steps.iloc[0]), ("fall", steps.iloc[-1])):
        amount = int(row["amount_gbp"])
        if amount and (amount > 0) == (word == "rise"):
            text += f" The largest {word} is in {_within(str(row['step']))}: {up_or_down(amount)}."
    same = int((steps["amount_gbp"] == 0).sum())
    return f"{text} {in_words(same).capitalize()} of the {in_words(len(steps))} parts did not change." if same else text


def _within(part: str) -> str:
    """Name a part of the pressure within a sentence: a group keeps its name as it is."""
    return next((uncapitalised(part) for layer in PRESSURE_ADJUSTMENTS if part == layer.label), part)


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
        bars(rows, strong={_lead_line(forecast, frame)}),
        name="variance-by-line",
        period=data.period,
        title=title,
        subtitle=f"Variance by {words().line}, £m{' and share of the whole' if shared else ''}, "
        f"{forecast.position.period.label}",
        source=sources(data, "forecast"),
        description=_headings_in_words(frame),
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


def _headings_in_words(frame: pd.DataFrame) -> str:
    """Describe the pattern: how many lines are above and below their budgets, and which furthest."""
    above, below = int((frame["variance_gbp"] > 0).sum()), int((frame["variance_gbp"] < 0).sum())
    text = f"One bar for each {words().line}, largest first. Above budget: {in_words(above) if above else 'none'}. "
    text += f"Below budget: {in_words(below) if below else 'none'}."
    apart = furthest(frame)
    return f"{text} Furthest from budget: {listing(apart)}." if apart else text


def _figure(variance: int, share: float | None) -> str:
    if not variance:
        return "nil"
    return millions(variance) if share is None else f"{millions(variance)} ({percent(share)})"


def _lead_line(forecast: Forecast, frame: pd.DataFrame) -> str:
    """Return the line that stands out: the largest overspend, or the largest underspend of a whole that is one."""
    return str(frame["name"].iloc[-1 if forecast.position.variance < 0 else 0])


def _leader(forecast: Forecast, frame: pd.DataFrame) -> str:
    """Name the line with the largest over- or underspend, or both ends where they nearly cancel."""
    whole = forecast.position.variance
    if not (frame["variance_gbp"] > 0).any():
        return f"No {words().line} is above its budget"
    lead = frame.iloc[-1 if whole < 0 else 0]
    if whole and not pd.isna(lead["share"]):
        return f"{lead['name']} has the largest {'underspend' if whole < 0 else 'overspend'}"
    return listing(furthest(frame))
