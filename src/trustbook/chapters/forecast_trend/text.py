"""Write the forecast chapter.

In: a `Forecast`. Out: text and tables for the page; every figure in a sentence is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from trustbook.chapters.forecast_trend import analysis as forecast_analysis
from trustbook.chapters.forecast_trend import stated_before
from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.components.absent import no_movement
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import (
    Absence,
    above_or_below,
    capitalised,
    direction,
    in_pounds,
    listing,
    millions,
    percent,
    uncapitalised,
)
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.period_data import PeriodData
from trustbook.position import PRESSURE, VARIANCE, Adjustment, Layer, Position


def above(forecast: Forecast) -> str:
    """Compare the pressure with the original budget, or the variance with its own where the body has no adjustments."""
    position, status = forecast.position, forecast.status
    if position.pressure is None:
        if not forecast.adjusted:
            return _variance_alone(position, status)
        return (
            f"At {position.period.short} the variance is {millions(position.variance)}. We do not have every amount "
            f"outside the {words().lines}, so there is no total pressure."
        )
    if position.pressure < 0:
        share = f" ({percent(-position.pressure_share)})" if position.pressure_share else ""
        amount = f"{millions(position.contract_sum)} " if position.contract_sum else ""
        return f"The {status.words} stands {millions(-position.pressure)} below the {amount}{words().budget}{share}"
    against = (
        f" above the {millions(position.contract_sum)} {words().budget} ({percent(position.pressure_share)})"
        if position.contract_sum
        else ""
    )
    named = status.choose("The forecast pressure", f"The pressure at the {status.words}")
    return f"{named} is {millions(position.pressure)}{against}"


def _variance_alone(position: Position, status: Status) -> str:
    variance, budget = position.variance, position.budget
    which = status.choose("The variance", f"The variance at the {status.words}")
    name = words().budget if position.revised_contract_sum is None else position.revised_name
    named = f"the {millions(budget)} {name}"
    if not budget:
        return f"{which} is {_amount(variance)}"
    if not variance:
        return f"{which} is nil: the {status.words} is {named}"
    return f"{which} is {above_or_below(variance)} {named} ({percent(abs(variance) / budget)})"


def _amount(variance: int) -> str:
    return f"an underspend of {millions(-variance)}" if variance < 0 else millions(variance)


def made_of(position: Position, layers: Sequence[Layer] = PRESSURE) -> str:
    """Say what the pressure is made of, or which of these layers the return has, with their amounts."""
    return listing([f"{uncapitalised(layer.label)} {millions(amount)}" for layer, amount in position.amounts(layers)])


def measured_from(forecast: Forecast) -> str:
    """Say once which budget each figure is measured from: the two are easily taken for each other."""
    here = forecast.position
    if here.single_budget:
        text = f"The variance of {millions(here.variance)} is measured from the {words().budget} of "
        text += f"{millions(here.budget)}. "
        if here.pressure is not None:
            text += f"The pressure of {millions(here.pressure)} also counts {here.counted_in() or 'nothing else'}."
        return " ".join([text.strip(), *forecast.agreed_notes])
    text = f"The variance is measured from the {words().revised}, which includes the funding agreed during the year. "
    outturn, original = here.projected_outturn, here.contract_sum
    if outturn is not None and original is not None and here.revised_contract_sum is not None:
        from_original = outturn - original
        text = (
            f"The variance of {millions(here.variance)} is measured from the {words().revised} of "
            f"{millions(here.revised_contract_sum)}, which includes the funding agreed during the year. Measured "
            f"from the original {millions(original)} it is {millions(from_original)}. "
        )
    if here.pressure is not None:
        text += f"The pressure of {millions(here.pressure)} is measured from the {words().original}" + (
            f", and also counts {others}." if (others := here.counted_in(Adjustment.AGREED_FUNDING)) else "."
        )
    return " ".join([text.strip(), *forecast.agreed_notes])


def answer(forecast: Forecast) -> Text:
    """Open the chapter: the forecast for the end of the year, and how it changed."""
    here = forecast.position
    if here.pressure is None:
        if forecast.adjusted:
            return say(strong(above(forecast)), movement(forecast), _largest(forecast))
        return say(strong(f"{above(forecast)}."), _no_pressure(), movement(forecast), _largest(forecast))
    moved = f", {direction(forecast.pressure_movement)} since {forecast.since}" if forecast.previous else ""
    return say(
        strong(f"{above(forecast)}{moved}."),
        f"It is made of {made_of(here)}.",
        measured_from(forecast),
        movement(forecast),
        _largest(forecast),
    )


def restated(forecast: Forecast) -> Text | None:
    """Say what was stated before of the variances that a movement lies between; nothing if it was always the same."""
    found = [] if forecast.stated_before is None else stated_before.sentences(forecast.stated_before)
    return say(*found) if found else None


def _no_pressure() -> str | None:
    """Say that the variance is not known to be all, where others pay and no return says what stands outside it."""
    if not words().funders:
        return None
    return f"No return that we have reports amounts outside the {words().lines}, so there is no total pressure to give."


def movement(forecast: Forecast) -> str:
    """Say how variance and pressure changed, each by name, since they change differently."""
    if forecast.previous is None:
        return no_movement(forecast.position.period, forecast.expected_before)
    before = forecast.since
    variance, pressure = forecast.variance_movement, forecast.pressure_movement
    if not forecast.adjusted:
        return f"Since {before} the variance is {direction(variance)}."
    if pressure is None:
        return (
            f"Since {before} the variance is {direction(variance)}. The movement in pressure cannot be worked out: one "
            "of the two returns lacks part of it."
        )
    if variance == pressure:
        return f"Since {before} the variance is {direction(variance)}, and the pressure with it: no other layer moved."
    moved = [
        f"{uncapitalised(str(step.step))} {direction(int(step.amount_gbp), up='rose by', down='fell by')}"
        for step in (forecast.bridge.itertuples() if forecast.bridge is not None else ())
        if step.layer == "adjustment" and step.amount_gbp
    ]
    return (
        f"Since {before} the variance is {direction(variance)} but the pressure is {direction(pressure)}, "
        f"because {listing(moved)}."
    )


def _largest(forecast: Forecast) -> str | None:
    whole = forecast.position.variance
    lead = forecast.groups.iloc[-1 if whole < 0 else 0]
    if not pd.isna(lead["share"]):
        part, kind = millions(abs(int(lead["variance_gbp"]))), "underspend" if whole < 0 else "variance"
        return f"{lead['group']}: {part} of the {millions(abs(whole))} {kind} ({percent(float(lead['share']), 0)})."
    apart = furthest(forecast.groups.rename(columns={"group": "name"}))
    return f"Furthest from budget: {listing(apart)}." if apart else None


def furthest(lines: pd.DataFrame) -> list[str]:
    """Write the largest overspend and the largest underspend (name, variance_gbp), for sums that nearly cancel."""
    ranked = lines.sort_values("variance_gbp", ascending=False, kind="stable")
    top, bottom = ranked.iloc[0], ranked.iloc[-1]
    found = [top] if int(top["variance_gbp"]) > 0 else []
    found += [bottom] if int(bottom["variance_gbp"]) < 0 else []
    return [f"{row['name']} {above_or_below(int(row['variance_gbp']))}" for row in found]


def layers(forecast: Forecast) -> PageTable:
    """Show the amounts in the pressure for every period of the year so far; the variance alone without adjustments."""
    frame = forecast.layers.assign(period=[period.label for period in forecast.layers["period"]])
    if not forecast.adjusted:
        return table(
            frame, [Column("period", "Period"), Column(VARIANCE.column, VARIANCE.label, "gbp_k")], "Variance by period"
        )
    return table(
        frame,
        [
            Column("period", "Period"),
            *(Column(layer.column, layer.label, "gbp_k") for layer in forecast.used_layers),
            Column("pressure_gbp", "Pressure", "gbp_k"),
        ],
        "Pressure in its layers, by period",
        absent="absent",
    )


def disputed(forecast: Forecast) -> Text | None:
    """Describe how the income in dispute changed, separately from the variance; nothing for a body that has none."""
    frame = forecast.layers.dropna(subset=["disputed_income_gbp"])
    if frame.empty:
        return say("The returns of this year report no income in dispute.") if forecast.disputes else None
    amounts = [(row.period.short, int(row.disputed_income_gbp)) for row in frame.itertuples()]
    if len(amounts) == 1:
        return say(f"Income in dispute is {millions(amounts[0][1])} at {amounts[0][0]}.", *forecast.disputed_notes)
    amounts_by_period = [f"{millions(amounts[0][1])} at {amounts[0][0]}"]
    for (_, was), (period, amount) in pairwise(amounts):
        amounts_by_period.append(f"{millions(amount)} at {period}" if amount != was else f"the same at {period}")
    steps = {period: amount - was for (_, was), (period, amount) in pairwise(amounts)}
    largest = max(steps, key=lambda period: abs(steps[period]))
    swing = steps[largest]
    if not swing:
        return say(f"Income in dispute was {listing(amounts_by_period)}: it has not moved.", *forecast.disputed_notes)
    larger = _larger_moves(forecast, abs(swing))
    place = (
        f"In the months that we have, only {listing(larger)} moved further"
        if larger
        else "In the months that we have, no other line moved as far"
    )
    return say(
        f"Income in dispute was {listing(amounts_by_period)}.",
        f"Its move at {largest}, {direction(swing)}, moved the pressure and is no part of the variance, so the two are "
        f"read apart. {place}.",
        *forecast.disputed_notes,
    )


def _larger_moves(forecast: Forecast, than: int) -> list[str]:
    """List the groups whose variance changed by more than an amount in pounds in a month, with the month."""
    wide = forecast.trend.pivot(index="period", columns="group", values="variance_gbp").diff()
    moves = wide.stack().dropna()
    return [
        f"{group} at {period.short} ({direction(int(amount))})"
        for (period, group), amount in moves.items()
        if abs(amount) > than
    ]


def detail(forecast: Forecast) -> PageTable:
    """Show the period's own lines, at the level that it reports."""
    frame = forecast.printed
    lines = frame[~frame["subtotal"]]
    changed = [
        Column("change_requests_gbp", "Change requests", "gbp_k"),
        Column("revised_contract_sum_gbp", capitalised(words().revised), "gbp_k"),
    ]
    optional = [
        Column("contract_sum_gbp", capitalised(words().budget), "gbp_k"),
        *([] if forecast.position.single_budget else changed),
        Column("projected_outturn_gbp", "Projected outturn", "gbp_k"),
    ]
    columns = [
        Column("name", capitalised(words().line)),
        *(column for column in optional if frame[column.name].notna().any()),
        Column("variance_gbp", "Variance", "gbp_k"),
    ]
    if frame["movement_gbp"].notna().any():
        columns.append(Column("movement_gbp", "Movement as printed", "gbp_k"))
    if frame["share"].notna().any():
        columns.append(Column("share", "Share of variance", "share", Absence.NOT_APPLICABLE))
    totals: dict[str, object] = {"name": "Total", "variance_gbp": forecast.position.variance, "share": 1.0}
    for name in ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn"):
        column = lines[f"{name}_gbp"]
        if column.notna().all():
            totals[f"{name}_gbp"] = int(column.sum())
    caption = f"Variance by {words().line}, {forecast.position.period.label}"
    return table(frame, columns, caption, totals, "note", subtotals="subtotal")


def warnings(forecast: Forecast) -> Text | None:
    """Repeat the paper's own warnings about the forecast of a heading."""
    return say(*[strong("Data warning.") + f" {line}" for line in forecast.warnings]) if forecast.warnings else None


def level(forecast: Forecast) -> Text | None:
    """Say so if the period reports nothing finer than summary groups."""
    if forecast.position.projected_outturn is not None:
        return None
    here = forecast.position.period
    if forecast.absent is Absence.NOT_HELD:
        return say(
            f"We have {here.month_name}'s variances by summary group only. We do not have its {words().budgets}, "
            f"outturns and movements by {words().line}."
        )
    return say(
        f"The return of {here.short} gives variances by summary group only: it does not report {words().budgets}, "
        f"outturns and movements by {words().line}."
    )


def scale(forecast: Forecast) -> PageTable:
    """Show earlier years and this one, each with its basis."""
    return table(
        forecast.scale,
        [
            Column("year", "Year"),
            Column("budget_gbp", "Budget", "gbp_m", places="sum_decimals"),
            Column("over_gbp", "Forecast above it", "gbp_m", places="over_decimals"),
            Column("share", "Share of budget", "share", places="share_decimals"),
            Column("basis", "Basis"),
        ],
        "Earlier years for scale: the bases differ, so this is not a series",
    )


def no_call(period: Period, absence: Absence = Absence.NOT_REPORTED) -> tuple[str, str]:
    """Say that a period has no cost to the councils, and then what that does not mean."""
    if absence is Absence.NOT_HELD:
        return (
            f"We do not have {period.month_name}'s {words().cost}: the table that we have for that month leaves "
            "out the items that are not in the forecast.",
            "The cost is not nil, and it is not the same as the pressure.",
        )
    return (
        f"{period.month_name}'s return reports no items outside the forecast, so the {words().cost} cannot be "
        "worked out.",
        "The cost is not nil, and it is not the same as the pressure: it was not reported.",
    )


def nothing_to_fund(pounds: int) -> str:
    """Say that a cost of nil or less leaves those who pay nothing to fund."""
    below = f"the forecast stands {millions(-pounds)} below the {words().budget}" if pounds else "it comes to nil"
    return f"Nothing falls to {words().the_councils}: with what is outside the {words().lines}, {below}"


def call(forecast: Forecast, names: dict[str, str], shares: dict[str, str]) -> Text | None:
    """Say what the councils would have to fund, and each one's share, or that it was not reported.

    Nothing where no council pays, nor where no return reports what such a cost is made of.
    """
    here = forecast.position
    if not words().funders or not forecast.adjusted:
        return None
    if here.call is None or forecast.calls is None:
        return say(" ".join(no_call(here.period, forecast.absent)))
    if here.call <= 0:
        return say(strong(f"{nothing_to_fund(here.call)}."))
    parts = [f"{names[code]} {in_pounds(amount)} ({shares[code]})" for code, amount in forecast.calls.items()]
    return say(
        strong(f"{words().The_councils} would have to fund {millions(here.call)} unless it is mitigated")
        + (
            f": the pressure of {millions(here.pressure)} and {millions(here.not_in_forecast)} of items not "
            f"in the forecast.{_of_it(here)}"
        ),
        f"Divided by the {words().split}, to the pound: {listing(parts)}." if len(parts) > 1 else None,
    )


def _of_it(here: Position) -> str:
    """Say how much of the cost is agreed already, and how much is in dispute, of what the return reports."""
    parts = [
        f"{millions(amount)} is {named}"
        for amount, named in (
            (here.agreed_funding, "funding already agreed"),
            (here.disputed_income, "income in dispute"),
        )
        if amount is not None
    ]
    return f" Of it, {listing(parts)}." if parts else ""


def items(forecast: Forecast) -> PageTable | None:
    """Show the items that the forecast leaves out, or nothing if none are reported."""
    if forecast.items.empty:
        return None
    return table(
        forecast.items,
        [Column("item", "Item not in the forecast"), Column("amount_gbp", "Amount", "gbp_k")],
        f"Items that the forecast leaves out, {forecast.position.period.label}",
        {"item": "Total", "amount_gbp": forecast.position.not_in_forecast},
        "note",
    )


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Forecast trend", answer(forecast_analysis.analyse(data)).paragraphs[-1])
