"""Write the forecast chapter.

In: a `Forecast`. Out: text and tables for the page; every figure in a sentence is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from trustbook.chapters.forecast_trend import analysis as forecast_analysis
from trustbook.chapters.forecast_trend import stated_before
from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.components.absent import no_movement
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import above_or_below, money, share, up_or_down
from trustbook.core.formatting import Absence, capitalised, listing, uncapitalised
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData
from trustbook.position import PRESSURE, VARIANCE, Adjustment, Position


def above(forecast: Forecast) -> str:
    """Say what the year costs above or below the budget, without a full stop: `, up £731k since January` may follow.

    That is the pressure, or the variance where the body has no adjustments.
    """
    pressure, budget = forecast.position.pressure, forecast.position.contract_sum
    if pressure is None:
        alone = _variance_alone(forecast)
        return f"{alone}. {_no_total(forecast)}" if forecast.adjusted else alone
    agreed = f"the {_amount_of(budget)}{words().budget} agreed for the year"
    return f"{_whose(forecast)} is {_apart_from(pressure, budget)} {agreed}"


def _variance_alone(forecast: Forecast) -> str:
    variance, budget = forecast.position.variance, forecast.position.budget
    name = words().budget if forecast.position.revised_contract_sum is None else forecast.position.revised_name
    its = f"its {_amount_of(budget)}{name}"
    if variance <= 0:
        return f"{_whose(forecast)} is {_apart_from(variance, budget)} {its}"
    verb = forecast.status.choose("is forecast to overspend", "overspent")
    part = f" ({share(Fraction(variance, budget))})" if budget else ""
    return f"{_who(forecast)} {verb} {its} by {money(variance)}{part}"


def _who(forecast: Forecast) -> str:
    """Name the body, and the outturn that a sentence is true by once the year has ended."""
    return forecast.status.choose(words().The_body, f"By the {forecast.status.words}, {words().the_body}")


def _whose(forecast: Forecast) -> str:
    return f"{words().The_body}'s {forecast.status.words}"


def _apart_from(amount: int, budget: int | None) -> str:
    return above_or_below(amount, budget) if amount else "equal to"


def _amount_of(budget: int | None) -> str:
    return f"{money(budget)} " if budget else ""


def _no_total(forecast: Forecast) -> str:
    """Say why there is no pressure where the body has adjustments: not reported, or not given to us."""
    month, outside = forecast.position.period.month_name, f"amounts outside the {words().lines}"
    why = (
        f"We do not have all of {month}'s {outside}"
        if forecast.absent is Absence.NOT_HELD
        else f"{month}'s return does not report all {outside}"
    )
    return f"{why}, so we cannot give the pressure, which counts them."


def made_of(position: Position) -> str:
    """List what the pressure is made of: all parts but those of nil."""
    amounts = [(uncapitalised(layer.label), amount) for layer, amount in position.amounts(PRESSURE) if amount != 0]
    return listing(
        [f"{name} (not reported)" if amount is None else f"{money(amount)} {name}" for name, amount in amounts]
    )


def measured_from(forecast: Forecast) -> str:
    """Say once which budget each figure is measured from: the two are easily taken for each other."""
    here = forecast.position
    cost = forecast.status.choose("are forecast to cost", "cost")
    compared = f"The variance compares the projected outturn, what the {words().lines} {cost}, with the"
    if here.single_budget:
        text = f"{compared} {words().budget} of {money(here.budget)}."
        if here.pressure is not None:
            text += f" The pressure also counts {here.counted_in() or 'nothing else'}."
        return " ".join([text, *forecast.agreed_notes])
    revised = here.revised_contract_sum
    text = f"{compared} {words().revised}{'' if revised is None else f' of {money(revised)}'}."
    text += f" That {words().budget} includes funding agreed during the year."
    outturn, original = here.projected_outturn, here.contract_sum
    if outturn is not None and original is not None and revised is not None:
        apart = above_or_below(outturn - original) if outturn != original else "the same as"
        text += f" The projected outturn is {apart} the original {money(original)}."
    if here.pressure is not None:
        others = here.counted_in(Adjustment.AGREED_FUNDING)
        text += f" The pressure is measured from the {words().original}{f', and also counts {others}' * bool(others)}."
    return " ".join([text, *forecast.agreed_notes])


def answer(forecast: Forecast) -> Text:
    """Open the chapter: what the year is forecast to cost, what that is made of, and how it changed."""
    first = strong(f"{above(forecast)}.".replace("..", "."))
    if forecast.position.pressure is None:
        return say(first, None if forecast.adjusted else _only_variance(), movement(forecast), largest(forecast))
    parts = made_of(forecast.position)
    return say(
        first,
        f"That difference is called the pressure{f': {parts}' * bool(parts)}.",
        measured_from(forecast),
        movement(forecast),
        largest(forecast),
    )


def restated(forecast: Forecast) -> Text | None:
    """Say what was stated before of the variances that a movement lies between; nothing if it was always the same."""
    found = [] if forecast.stated_before is None else stated_before.sentences(forecast.stated_before)
    return say(*found) if found else None


def _only_variance() -> str:
    """Name the variance, and say that it is not known to be all where others pay."""
    named = "That difference is called the variance."
    if not words().funders:
        return named
    return (
        f"{named} No return that we have reports amounts outside the {words().lines}, so it may not be the whole "
        f"{words().cost}."
    )


def movement(forecast: Forecast) -> str:
    """Say how variance and pressure changed, each by name, since they change differently."""
    if forecast.previous is None:
        return no_movement(forecast.position.period, forecast.expected_before)
    variance, pressure = forecast.variance_movement, forecast.pressure_movement
    since = f"Since {forecast.since} the variance {_has_moved(variance)}"
    if not forecast.adjusted:
        return f"{since}."
    if pressure is None:
        return (
            f"{since}. We cannot work out the change in pressure, because one of the two returns does not have all "
            "of it."
        )
    moved = [
        f"{within(str(step.step))} {up_or_down(int(step.amount_gbp), up='rose by', down='fell by')}"
        for step in (forecast.bridge.itertuples() if forecast.bridge is not None else ())
        if step.layer == "adjustment" and step.amount_gbp
    ]
    if variance == pressure:
        rest = f" Within it, {listing(moved)}." if moved else " Nothing else in it changed."
        return f"{since}, and the pressure {'has not either' if not pressure else 'by the same'}.{rest}"
    together = (variance or 0) * pressure > 0
    moves = f"and the pressure by {money(abs(pressure))}" if together else f"but the pressure {_has_moved(pressure)}"
    return f"{since} {moves}. They differ because {listing(moved)}."


def within(part: str) -> str:
    """Name a part of the pressure within a sentence, as what is outside the contract has no noun of its own."""
    name = uncapitalised(part)
    return f"costs {name}" if name == words().outside else name


def _has_moved(amount: int | None) -> str:
    return f"has {up_or_down(amount, up='risen by', down='fallen by', same='not changed')}"


def largest(forecast: Forecast) -> str | None:
    """Say which group has most of the variance, or which are furthest from budget; None if that is not known."""
    whole = forecast.position.variance
    lead = forecast.groups.iloc[-1 if whole < 0 else 0]
    if not pd.isna(lead["share"]):
        part, kind = money(abs(int(lead["variance_gbp"]))), "underspend" if whole < 0 else "variance"
        of_whole = share(Fraction(int(lead["variance_gbp"]), whole))
        return f"{part} ({of_whole}) of the {money(abs(whole))} {kind} is in {lead['group']}."
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
    """Show the parts of the pressure for every period of the year so far; the variance alone without adjustments."""
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
        "The parts of the pressure, by period",
        absent="absent",
    )


def disputed(forecast: Forecast) -> Text | None:
    """Describe how the income in dispute changed, separately from the variance; nothing for a body that has none."""
    frame = forecast.layers.dropna(subset=["disputed_income_gbp"])
    if frame.empty:
        return say("The returns of this year report no income in dispute.") if forecast.disputes else None
    amounts = [(row.period, int(row.disputed_income_gbp)) for row in frame.itertuples()]
    meaning = "It is counted as not paid: it adds to the pressure and not to the variance."
    return say(f"Income in dispute {_through_the_year(amounts)} {meaning}", *forecast.disputed_notes)


def _through_the_year(amounts: Sequence[tuple[Period, int]]) -> str:
    """Say where an amount of each month began, where it is now, and when it changed most."""
    (first, was), (last, now) = amounts[0], amounts[-1]
    if first == last:
        return f"is {money(now)} in {last.month_name}."
    steps = {period: amount - before for (_, before), (period, amount) in pairwise(amounts)}
    largest = max(steps, key=lambda period: abs(steps[period]))
    if not steps[largest]:
        return f"has been {money(now)} since {first.month_name}: it has not changed."
    apart = now - was or None
    text = f"{'fell' if now < was else 'rose'} from {money(was, apart)} in {first.month_name} to "
    text += f"{money(now, apart)} in {last.month_name}."
    if now == was:
        text = f"was {money(was)} in {first.month_name} and is the same in {last.month_name}."
    when = f" Its largest change came in {largest.month_name}: {up_or_down(steps[largest])}."
    return f"{text}{when if len(steps) > 1 else ''}"


def detail(forecast: Forecast) -> PageTable | None:
    """Show the period's own lines; nothing if they have no more than the variances, which the chart's table has."""
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
        Column("variance_gbp", "Variance", "gbp_k"),
        Column("movement_gbp", "Movement in the paper", "gbp_k"),
    ]
    shown = [column for column in optional if frame[column.name].notna().any()]
    if len(shown) == 1 and not frame["note"].fillna("").any() and not frame["subtotal"].any():
        return None
    totals: dict[str, object] = {"name": "Total", "variance_gbp": forecast.position.variance}
    for name in ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn"):
        column = lines[f"{name}_gbp"]
        if column.notna().all():
            totals[f"{name}_gbp"] = int(column.sum())
    columns = [Column("name", capitalised(words().line)), *shown]
    caption = f"Forecast by {words().line}, {forecast.position.period.label}"
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
        f"{here.month_name}'s return gives variances by summary group only. It does not report {words().budgets}, "
        f"outturns and movements by {words().line}."
    )


def no_call(period: Period, absence: Absence = Absence.NOT_REPORTED) -> tuple[str, str]:
    """Say that a period has no cost to the councils, and then what that does not mean."""
    if absence is Absence.NOT_HELD:
        return (
            f"We do not have {period.month_name}'s {words().cost}. The table that we have for that month leaves out "
            "the items that are not in the forecast.",
            "The cost is not nil, and it is not the same as the pressure.",
        )
    return (
        f"{period.month_name}'s return reports no items outside the forecast, so the {words().cost} cannot be "
        "worked out.",
        "The cost is not nil, and it is not the same as the pressure: it was not reported.",
    )


def nothing_to_fund(pounds: int) -> str:
    """Say that a cost of nil or less leaves those who pay nothing to fund."""
    below = f"the forecast is {money(-pounds)} below the {words().budget}" if pounds else "it comes to nil"
    return f"Nothing falls to {words().the_councils}: counting what is outside the {words().lines}, {below}"


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Forecast trend", answer(forecast_analysis.analyse(data)).paragraphs[-1])
