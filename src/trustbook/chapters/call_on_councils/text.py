"""Write the chapter on the cost to the councils. In: `Call`, or None if there is none. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.call_on_councils import analysis as call_analysis
from trustbook.chapters.call_on_councils.analysis import CONTRACT_SPLIT, Call, Movement
from trustbook.chapters.forecast_trend.text import no_call
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.settings import TRUST
from trustbook.core.formatting import (
    NOT_REPORTED,
    direction,
    financial_year,
    in_pounds,
    listing,
    millions,
    percent,
    uncapitalised,
)
from trustbook.core.markup import Prose, strong
from trustbook.data.period_data import PeriodData
from trustbook.position import subtract


def answer(call: Call | None, data: PeriodData) -> Text:
    """Open the chapter: what the councils would have to fund, and each one's share."""
    if call is None:
        sentence, not_meant = no_call(data.period)
        return say(strong(sentence) + f" {not_meant}")
    parts = call.of(CONTRACT_SPLIT)
    shares = [
        f"{council.short_name} {millions(parts[council.code])} ({percent(float(council.share), 2)})"
        for council in data.settings.councils
    ]
    return say(
        strong(f"Unless it is mitigated, the councils would have to fund {millions(call.total)}: {listing(shares)}."),
        f"That is the pressure of {millions(call.position.pressure)} and {millions(call.position.not_in_forecast)} "
        f"that the forecast leaves out. If the income in dispute were paid, it would be "
        f"{millions(call.if_income_agreed)}.",
        agreed(call),
        red_savings(call),
    )


def agreed(call: Call) -> str | None:
    """Say how much of the cost the councils have agreed and funded already; None if they agreed nothing."""
    funded = call.position.agreed_funding
    if not funded:
        return None
    return (
        f"Of the {millions(call.total)}, the councils have already agreed and funded {millions(funded)} during the "
        f"year. That leaves {millions(call.not_agreed)}."
    )


def red_savings(call: Call) -> str | None:
    """Say how much of the savings rated red is inside the forecast, and how much among the items outside it."""
    if not call.red or call.red_inside is None or call.red_inside < 0:
        return None
    return (
        f"Savings of {millions(call.red)} are rated red, which means that they will not be delivered. "
        f"{millions(call.red_outside)} of them is among the items that the forecast leaves out. We take the other "
        f"{millions(call.red_inside)} to be inside the forecast, since the return does not list it as left out."
    )


def bridge(call: Call, data: PeriodData) -> PageTable:
    """Show the steps from the variance to the cost to the councils."""
    return table(
        call.bridge.assign(level_gbp=call.bridge["amount_gbp"].cumsum()),
        [Column("step", "Step"), Column("amount_gbp", "Amount", "gbp_k"), Column("level_gbp", "Together", "gbp_k")],
        f"From variance to call, {data.period.label}",
        {"step": "Call on the councils", "amount_gbp": call.total, "level_gbp": call.total},
    )


def shares(call: Call, data: PeriodData) -> PageTable:
    """Show what each council would pay by the contract split and by other ways of writing it, to the pound."""
    own = call.shares[~call.shares["hypothetical"]]
    return _by_rule(own, data, f"The call of {in_pounds(call.total)} under each rule")


def hypothetical(call: Call, data: PeriodData) -> Text | None:
    """Introduce the rules of other bodies, if the settings name any: they do not bind this one."""
    if not call.shares["hypothetical"].any():
        return None
    trust = data.settings.trust.short_name
    return say(
        strong("Hypothetical: a rule of another trust, not of this one.")
        + f" No paper that we have says that the contract with {trust} has such a rule. The table shows what each "
        f"would pay of {in_pounds(call.total)} if it did."
    )


def hypothetical_table(call: Call, data: PeriodData) -> PageTable | None:
    """Show what each party would pay if the rules of other bodies applied here."""
    others = call.shares[call.shares["hypothetical"]]
    return None if others.empty else _by_rule(others, data, "Hypothetical: if the rule of another trust applied")


def _by_rule(rows: pd.DataFrame, data: PeriodData, caption: str) -> PageTable:
    wide = rows.pivot(index="rule", columns="party", values="amount_gbp")
    frame = wide.reindex(rows["rule"].unique()).reset_index()
    parties = {council.code: council.name for council in data.settings.councils} | {TRUST: "The trust itself"}
    shown = {party: name for party, name in parties.items() if party in frame}
    sources = rows.drop_duplicates("rule").set_index("rule")["source"]
    frame = frame.assign(source=frame["rule"].map(sources)).fillna(dict.fromkeys(shown, 0))
    columns = [Column("rule", "Rule"), *(Column(party, name, "gbp") for party, name in shown.items())]
    return table(frame, columns, caption, notes="source")


def rounding(call: Call, data: PeriodData) -> Text | None:
    """Say what other rules would move between the councils, if they share the cost between councils only."""
    own = call.of(CONTRACT_SPLIT)
    sentences = []
    for rule in call.shares["rule"].unique():
        parts = call.of(rule)
        if rule != CONTRACT_SPLIT and parts.keys() == own.keys():
            moved = [
                f"{council.name} {direction_in_pounds(parts[council.code] - own[council.code])}"
                for council in data.settings.councils
            ]
            sentences.append(strong(rule) + f": against the contract split, {listing(moved)}.")
    return say(*sentences) if sentences else None


def direction_in_pounds(pounds: int) -> str:
    """Write `£52,064 more`, `£52,064 less` or `the same`."""
    return f"{in_pounds(abs(pounds))} {'more' if pounds > 0 else 'less'}" if pounds else "the same"


def items(call: Call, data: PeriodData) -> PageTable:
    """Show what the forecast leaves out, since when, and whether it recurs."""
    first = not call.items["entered"].isna().any()
    recurs = [f"{row.recurs} (our inference)" if _is_inferred(row) else row.recurs for row in call.items.itertuples()]
    return table(
        call.items.assign(recurs=recurs),
        [
            Column("item", "Item not in the forecast"),
            Column("amount_gbp", "Amount", "gbp_k"),
            *([Column("entered", "First listed in the returns we have")] if first else []),
            Column("recurs", "Recurring or one-off"),
        ],
        f"Items that the forecast leaves out, {data.period.label}",
        {"item": "Total", "amount_gbp": call.position.not_in_forecast},
        "note",
    )


def _is_inferred(row: object) -> bool:
    return bool(getattr(row, "inferred", False)) and getattr(row, "recurs", None) != NOT_REPORTED


def recurring(call: Call, data: PeriodData) -> Text:
    """Say how much of the items recurs, whose statement that is, and what we do not know of when they came."""
    first = (
        f"We have no earlier return of this year that lists such items, so we do not know which of them "
        f"were already there before {data.period.short}."
        if call.items["entered"].isna().any()
        else None
    )
    if set(call.recurring) == {NOT_REPORTED}:
        return say("The return does not say which of these items come again and which are one-off.", first)
    known = [f"{millions(amount)} is {name}" for name, amount in call.recurring.items() if name != NOT_REPORTED]
    unknown = call.recurring.get(NOT_REPORTED)
    inferred = [bool(_is_inferred(row)) for row in call.items.itertuples() if row.recurs != NOT_REPORTED]
    whose = (
        " This is our inference, and the notes below the table give the reasons."
        if all(inferred)
        else " Where the table says so, this is our inference."
        if any(inferred)
        else ""
    )
    return say(
        f"Of these items, {listing(known)}.{whose}"
        + (f" For {millions(unknown)} the return does not say whether it comes again." if unknown else ""),
        first,
    )


def movement(call: Call, data: PeriodData) -> Text:
    """Say how the cost changed since the month before: the one answer of the book, and what it rests on."""
    sentence = rise(call, data)
    if sentence is None:
        before = data.period.previous.label
        return say(f"We do not have the return of {before}, so we cannot say how the cost to the councils changed.")
    moved = call.movement
    then = subtract(call.total, moved.printed)
    earlier = (
        f"By the paper's figure the cost was {millions(then)} at {data.period.previous.short}. We do not have that "
        "month's items outside the forecast, so we cannot check it."
        if then is not None and moved.new_items is not None
        else None
    )
    return say(sentence, earlier)


def rise(call: Call, data: PeriodData) -> Prose | None:
    """Say how much the cost rose or fell since the month before; None if we do not have that month's return.

    The paper's own figure comes first, then the part that both months report, then what lies between the two.
    """
    moved, before = call.movement, data.period.previous.short
    if moved.like_for_like is None:
        return None
    both = _changed(moved.like_for_like)
    what = "what both months report" if moved.new_items is None else "the pressure, which both months report,"
    if len(moved.all_printed) > 1:
        ways = listing([_changed(pounds) for pounds in moved.all_printed])
        return strong(f"The paper says in different places that the cost to the councils {ways} since {before}.") + (
            f" Like for like, {what} {both}."
        )
    if moved.printed is None:
        return strong(f"Like for like, the cost to the councils {both} since {before}.") + (
            f" That is the pressure alone: we do not have the items outside the forecast for {before}."
            if moved.new_items is not None
            else ""
        )
    if not moved.gap:
        return strong(f"The cost to the councils {both} since {before}, as the paper also says.")
    first = strong(f"The paper says that the cost to the councils {_changed(moved.printed)} since {before}.")
    return first + f" Like for like, {what} {both}. {_between(moved, before)}"


def _between(moved: Movement, before: str) -> str:
    """Say what lies between the change that the paper states and the change like for like."""
    size = millions(abs(moved.gap or 0))
    if not moved.explained_by:
        return f"The paper does not say what makes up the {size} between the two."
    new = listing([f"\u201c{item}\u201d" for item in moved.explained_by])
    return (
        f"The {size} between the two is exactly {new}, and no other items add up to it. We infer that the paper counts "
        f"{'this' if len(moved.explained_by) == 1 else 'these'} as new since {before}; it does not say so."
    )


def _changed(pounds: int) -> str:
    return direction(pounds, up="rose by", down="fell by", same="did not change")


def dispute(call: Call, data: PeriodData) -> Text:
    """Say how far the income in dispute alone could change the cost."""
    own = call.of(CONTRACT_SPLIT)
    now = call.dispute.iloc[-1]
    parts = [
        f"{council.name} {millions(own[council.code] - int(now[council.code]))} to {millions(own[council.code])}"
        for council in data.settings.councils
    ]
    return say(
        "Depending only on how much of the income in dispute is paid, the call lies between "
        + strong(f"{millions(call.if_income_agreed)} and {millions(call.total)}")
        + f": {listing(parts)}."
    )


def dispute_history(call: Call, data: PeriodData) -> PageTable:
    """Show the income in dispute of each period, and each council's share of it."""
    frame = call.dispute.assign(period=[period.label for period in call.dispute["period"]])
    return table(
        frame,
        [
            Column("period", "Period"),
            Column("disputed_gbp", "Income in dispute", "gbp"),
            *(Column(council.code, council.name, "gbp") for council in data.settings.councils),
        ],
        "Income in dispute, and the share of each council if none of it is paid",
    )


def reserves(call: Call) -> Text | None:
    """Set a reserve of an earlier year beside the overspend forecast then, and say that this return names none."""
    sentences = [
        f"In {financial_year(str(row.year))} there was a reserve of {millions(int(row.reserve_gbp))}, and the forecast "
        f"was {millions(int(row.over_gbp))} over budget: the reserve is {_left(int(row.left_gbp))}. "
        f"The paper says of the reserve: {uncapitalised(str(row.basis))}."
        for row in call.reserves.itertuples()
    ]
    return say(*sentences, "The return of this period names no reserve.") if sentences else None


def _left(pounds: int) -> str:
    return f"{millions(abs(pounds))} {'larger' if pounds > 0 else 'smaller'}" if pounds else "the same amount"


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("The call on the councils", answer(call_analysis.analyse(data), data).paragraphs[0])
