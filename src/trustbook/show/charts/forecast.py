"""The forecast chapter's charts.

In: a `Forecast`. Out: figures; amounts in £m on the axes.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from trustbook.analysis.forecast import Forecast
from trustbook.analysis.outlook import NoOutlook, Outlook
from trustbook.period import Period
from trustbook.show.charts.figure import Figure, figure
from trustbook.show.charts.theme import BAR, CATEGORIES, DARK_BLUE, DARK_GREY, DARK_PINK, INK, TURQUOISE, WIDTH
from trustbook.words import counted, direction, listing, millions, percent

MILLION = 1_000_000
_LAYERS = {
    "variance_gbp": "Variance",
    "agreed_funding_gbp": "Agreed funding",
    "outside_contract_gbp": "Outside the contract",
    "disputed_income_gbp": "Income in dispute",
}


def layers(forecast: Forecast) -> Figure | None:
    """Draw the pressure of each period in its layers, or nothing where this period does not report them all."""
    if forecast.position.pressure is None:
        return None
    frame = forecast.layers.dropna()
    long = frame.melt(id_vars="period", value_vars=list(_LAYERS), var_name="layer", value_name="gbp")
    long["layer"] = long["layer"].map(_LAYERS)
    long["order"] = long["layer"].map({name: place for place, name in enumerate(_LAYERS.values())})
    long["amount"] = long["gbp"].astype(float) / MILLION
    long["period"] = [period.short for period in long["period"]]
    order = [period.short for period in frame["period"]]
    totals = pd.DataFrame(
        {
            "period": order,
            "amount": frame["pressure_gbp"].astype(float) / MILLION,
            "label": [millions(int(amount)) for amount in frame["pressure_gbp"]],
        }
    )
    x = alt.X("period:N", sort=order, title=None)
    y = alt.Y("amount:Q", title="£m")
    bars = (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=x,
            y=y,
            order="order:Q",
            color=alt.Color(
                "layer:N",
                scale=alt.Scale(domain=list(_LAYERS.values()), range=list(CATEGORIES)),
                legend=alt.Legend(
                    title=None, orient="top", columns=2, labelFontSize=14, labelLimit=260, symbolType="square"
                ),
            ),
        )
    )
    labels = alt.Chart(totals).mark_text(dy=-9, fontWeight="bold").encode(x=x, y="amount:Q", text="label:N")
    first, last = frame.iloc[0], frame.iloc[-1]
    rows = "; ".join(
        f"{row.period.short}: pressure {millions(int(row.pressure_gbp))}, of which variance "
        f"{millions(int(row.variance_gbp))}, agreed funding {millions(int(row.agreed_funding_gbp))}, outside the "
        f"contract {millions(int(row.outside_contract_gbp))} and income in dispute "
        f"{millions(int(row.disputed_income_gbp))}"
        for row in frame.itertuples()
    )
    return figure(
        alt.layer(bars, labels).properties(width=WIDTH, height=300),
        title=f"Pressure is forecast at {millions(int(last['pressure_gbp']))}",
        subtitle=f"Pressure above the contract sum in its layers, £m, {_span(first['period'], last['period'])}",
        description=f"Stacked bars, one a period. {rows}.",
    )


def groups(forecast: Forecast) -> Figure | None:
    """Draw the variance of each group by period, each on its own scale from zero, or nothing for a single period."""
    if forecast.trend["period"].nunique() == 1:
        return None
    frame = forecast.trend.copy()
    frame["amount"] = frame["variance_gbp"].astype(float) / MILLION
    frame["label"] = [f"{amount:.3f}" for amount in frame["amount"]]
    frame["period"] = [period.short for period in frame["period"]]
    order = list(dict.fromkeys(frame["period"]))
    names = list(dict.fromkeys(frame["group"]))
    base = alt.Chart(frame).encode(
        x=alt.X("period:N", sort=order, title=None), y=alt.Y("amount:Q", title=None, axis=None)
    )
    panels = [
        alt.layer(base.mark_bar(), base.mark_text(dy=-8).encode(text="label:N"))
        .transform_filter(alt.datum.group == name)
        .properties(
            width=WIDTH / 2 - 20, height=120, title=alt.TitleParams(name, anchor="start", fontSize=14, color=INK)
        )
        for name in names
    ]
    rising = [
        name
        for name in names
        if (series := frame.loc[frame["group"] == name, "variance_gbp"]).iloc[-1] > series.iloc[0]
    ]
    here = forecast.groups.iloc[0]
    moves = "; ".join(
        f"{name} from {millions(int(series.iloc[0]))} to {millions(int(series.iloc[-1]))}"
        for name in names
        if len(series := frame.loc[frame["group"] == name, "variance_gbp"])
    )
    growing = f"{listing(rising)} {'has' if len(rising) == 1 else 'have'} risen" if rising else "No group has risen"
    return figure(
        alt.concat(*panels, columns=2).resolve_scale(y="independent"),
        title=f"{here['group']}: {_of_the_variance(here)}",
        subtitle=f"Variance by summary group, £m, {order[0]} to {order[-1]}; each panel has its own scale from zero",
        description=f"Small bar charts, one for each of {counted(len(names), 'summary group')}. {moves}. "
        f"{growing} since {order[0]}.",
    )


def _span(first: Period, last: Period) -> str:
    when = last.short if first == last else f"{first.short} to {last.short}"
    return f"{when} of {last.financial_year}"


def _of_the_variance(group: pd.Series[object]) -> str:
    share = _share(group["share"])
    return millions(int(str(group["variance_gbp"]))) if share is None else f"{percent(share, 0)} of the variance"


def _share(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def bridge(forecast: Forecast) -> Figure | None:
    """Draw the steps from the previous pressure to this one, or nothing where there is no previous period."""
    if forecast.bridge is None or forecast.previous is None or forecast.previous.pressure is None:
        return None
    start, level = forecast.previous.pressure, forecast.previous.pressure
    rows = [_anchor(f"Pressure at {forecast.previous.period.short}", start)]
    for step in forecast.bridge.itertuples():
        amount = int(step.amount_gbp)
        rows.append(
            {
                "step": step.step,
                "low": min(level, level + amount) / MILLION,
                "high": max(level, level + amount) / MILLION,
                "label": f"{millions(amount, signed=True)}" if amount else "no change",
                "kind": "rise" if amount > 0 else "fall" if amount < 0 else "anchor",
            }
        )
        level += amount
    rows.append(_anchor(f"Pressure at {forecast.position.period.short}", level))
    frame = pd.DataFrame(rows)
    order = list(frame["step"])
    room = max(frame["high"].max() - frame["low"].min(), 0.1)
    scale = alt.Scale(
        domain=[frame["low"].min() - room * 0.15, frame["high"].max() + room * 0.45], nice=False, zero=False
    )
    y = alt.Y("step:N", sort=order, title=None)
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["rise", "fall", "anchor"], range=[DARK_PINK, TURQUOISE, DARK_GREY]),
        legend=None,
    )
    base = alt.Chart(frame).encode(y=y)
    bars = base.mark_bar(height=16).encode(
        x=alt.X("low:Q", scale=scale, title="£m (the axis does not start at zero)"), x2="high:Q", color=colour
    )
    ends = base.mark_tick(thickness=4, height=22).encode(x=alt.X("high:Q", scale=scale), color=colour)
    labels = base.mark_text(align="left", dx=8).encode(x=alt.X("high:Q", scale=scale), text="label:N")
    steps = listing([f"{step.step} {direction(int(step.amount_gbp))}" for step in forecast.bridge.itertuples()])
    movement = forecast.pressure_movement
    return figure(
        alt.layer(bars, ends, labels).properties(width=WIDTH - 120, height=len(order) * (BAR + 6)),
        title=f"Pressure is {direction(movement)} on the month",
        subtitle=f"Steps from the pressure at {forecast.previous.period.short} to {forecast.position.period.short}, £m",
        description=f"From {millions(start)} at {forecast.previous.period.short} to {millions(level)} at "
        f"{forecast.position.period.short}: {steps}.",
    )


def _anchor(name: str, pounds: int) -> dict[str, object]:
    return {
        "step": name,
        "low": pounds / MILLION,
        "high": pounds / MILLION,
        "label": millions(pounds),
        "kind": "anchor",
    }


def headings(forecast: Forecast) -> Figure:
    """Draw the variance of each line of the period, largest first."""
    frame = forecast.detail.sort_values("variance_gbp", ascending=False)
    frame = pd.DataFrame(
        {
            "name": list(frame["name"]),
            "amount": frame["variance_gbp"].astype(float) / MILLION,
            "label": [
                f"{millions(int(amount))} ({percent(_share(share))})" if amount else "nil"
                for amount, share in zip(frame["variance_gbp"], frame["share"], strict=True)
            ],
        }
    )
    order = list(frame["name"])
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=order, title=None))
    high = max(frame["amount"].max(), 0) * 1.35
    x = alt.X("amount:Q", title="£m", scale=alt.Scale(domain=[min(frame["amount"].min() * 1.2, 0), high], nice=False))
    bars = base.mark_bar(height=16).encode(x=x)
    labels = (
        base.mark_text(align="left", dx=6)
        .encode(x=alt.X("edge:Q"), text="label:N")
        .transform_calculate(edge="max(datum.amount, 0)")
    )
    over = [name for name, amount in zip(order, frame["amount"], strict=True) if amount > 0]
    return figure(
        alt.layer(bars, labels).properties(width=WIDTH - 120, height=len(order) * BAR),
        title=f"{over[0] if over else 'No heading'} leads the overspend",
        subtitle=f"Variance by heading, £m and share of the whole, {forecast.position.period.label}",
        description="Bars, largest first: "
        f"{'; '.join(f'{name} {label}' for name, label in zip(order, frame['label'], strict=True))}.",
    )


def outlook(forecast: Forecast, found: Outlook | NoOutlook) -> Figure | None:
    """Draw the variance so far and where three methods put it at year end, or nothing where there is no outlook."""
    if not isinstance(found, Outlook):
        return None
    end = forecast.position.period.year_end.short
    so_far = pd.DataFrame(
        {
            "period": [row.short for row in forecast.layers["period"]],
            "amount": forecast.layers["variance_gbp"].astype(float) / MILLION,
        }
    )
    ahead = pd.DataFrame(
        {
            "period": end,
            "method": found.methods["method"],
            "amount": found.methods["forecast_gbp"] / MILLION,
            "label": [f"{row.method} {millions(row.forecast_gbp)}" for row in found.methods.itertuples()],
        }
    )
    best = found.best
    interval = pd.DataFrame({"period": [end], "low": [_pounds(best["low_gbp"])], "high": [_pounds(best["high_gbp"])]})
    order = [forecast.position.period.step(-i).short for i in range(len(so_far) - 1, -1, -1)]
    order += [forecast.position.period.step(i).short for i in range(1, found.horizon + 1)]
    x = alt.X("period:N", sort=order, title=None, scale=alt.Scale(domain=order))
    scale = alt.Scale(zero=False)
    line = (
        alt.Chart(so_far)
        .mark_line(point=True)
        .encode(x=x, y=alt.Y("amount:Q", title="£m (the axis does not start at zero)", scale=scale))
    )
    bar = alt.Chart(interval).mark_rule(strokeWidth=6, opacity=0.3, color=DARK_BLUE).encode(x=x, y="low:Q", y2="high:Q")
    dots = alt.Chart(ahead).mark_point(shape="diamond", color=DARK_PINK, size=110).encode(x=x, y="amount:Q")
    labels = alt.Chart(ahead).mark_text(align="left", dx=12).encode(x=x, y="amount:Q", text="label:N")
    return figure(
        alt.layer(bar, line, dots, labels).properties(width=WIDTH - 170, height=300),
        title=f"Year-end variance: near {millions(int(str(best['forecast_gbp'])))}",
        subtitle=f"Variance reported and three methods for {end}, £m; the pale bar is an indicative "
        f"{percent(found.coverage, 0)} interval",
        description=f"The variance reported runs from {millions(int(forecast.layers['variance_gbp'].iloc[0]))} to "
        f"{millions(forecast.position.variance)}. For {end}: "
        f"{listing([f'{row.method} {millions(row.forecast_gbp)}' for row in found.methods.itertuples()])}. "
        f"The interval of {best.name} runs from {millions(int(str(best['low_gbp'])))} to "
        f"{millions(int(str(best['high_gbp'])))}.",
    )


def _pounds(value: object) -> float:
    return int(str(value)) / MILLION
