"""Write the chapter on the cost to the councils. In: `Call`, or None if there is none. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.call_on_councils import analysis as call_analysis
from trustbook.chapters.call_on_councils.analysis import CONTRACT_SPLIT, Call, Movement
from trustbook.chapters.forecast_trend.text import no_call, nothing_to_fund
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.settings import TRUST
from trustbook.config.words import words
from trustbook.core.formatting import (
    NOT_REPORTED,
    above_or_below,
    capitalised,
    direction,
    financial_year,
    in_pounds,
    listing,
    millions,
    percent,
)
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.position import position, reports_adjustments


def answer(call: Call | None, data: PeriodData) -> Text:
    """Open the chapter: what the councils would have to fund, and each one's share."""
    if not words().funders:
        return say(f"Nobody else pays for {words().the_body}, so no cost to others is worked out.")
    if call is None and not reports_adjustments(data):
        return say(strong(_variance_alone(data)))
    if call is None:
        sentence, not_meant = no_call(data.period, data.absence())
        return say(strong(sentence) + f" {not_meant}")
    parts = call.of(CONTRACT_SPLIT)
    shares = [
        f"{council.short_name} {millions(parts[council.code])} ({percent(float(data.shares[council.code]), 2)})"
        for council in data.settings.councils
    ]
    divided = f": {listing(shares)}" if len(shares) > 1 and call.total > 0 else ""
    return say(
        strong(f"{_funded(call.total)}{divided}."),
        f"That is the pressure of {millions(call.position.pressure)} and {millions(call.position.not_in_forecast)} "
        "that the forecast leaves out."
        + (
            ""
            if call.if_income_agreed is None
            else f" If the income in dispute were paid, it would be {millions(call.if_income_agreed)}."
        ),
        _agreed(call),
        _red(call),
    )


def _variance_alone(data: PeriodData) -> str:
    """Say that the variance is all that is known of the cost, where no return reports anything beside its lines."""
    variance = position(data.current, data.reference).variance
    return (
        f"No return that we have reports anything outside the {words().lines}, so all that we know of the "
        f"{words().cost} is the variance: {above_or_below(variance)} the {words().budget}."
    )


def _funded(pounds: int) -> str:
    """Say what those who pay would have to fund, or that there is nothing to fund."""
    if pounds <= 0:
        return nothing_to_fund(pounds)
    return f"Unless it is mitigated, {words().the_councils} would have to fund {millions(pounds)}"


def _agreed(call: Call) -> str | None:
    """Say how much of the cost the councils have agreed to fund already."""
    agreed = call.position.agreed_funding
    if not agreed or call.total <= 0:
        return None
    return (
        f"Of the {millions(call.total)}, {millions(agreed)} is funding that {words().the_councils} "
        f"{words().agree('have', 'has')} already agreed during the year."
    )


def _red(call: Call) -> str | None:
    """Say how much of the savings that will not be delivered is in the forecast, and how much it leaves out."""
    if not call.red or call.red_inside is None:
        return None
    inside = f"Savings of {millions(call.red)} " + (
        "are rated red, which means that they will not be delivered" if call.rated else "will not be delivered"
    )
    if not call.red_left_out:
        return f"{inside}; the return marks none of that as left out of the forecast."
    return (
        f"{inside}. The return marks {millions(call.red_left_out)} of that as left out of the forecast, so we "
        f"infer that the other {millions(call.red_inside)} is inside it."
    )


def bridge(call: Call, data: PeriodData) -> PageTable:
    """Show the steps from the variance to the cost to the councils."""
    return table(
        call.bridge.assign(level_gbp=call.bridge["amount_gbp"].cumsum()),
        [Column("step", "Step"), Column("amount_gbp", "Amount", "gbp_k"), Column("level_gbp", "Together", "gbp_k")],
        f"From variance to call, {data.period.label}",
        {"step": capitalised(words().cost), "amount_gbp": call.total, "level_gbp": call.total},
    )


def shares(call: Call, data: PeriodData) -> PageTable | None:
    """Show what each council would pay under the contract split, and other papers' way of writing it, to the pound.

    Where one council pays, only what a rule leaves with the body is a division; nothing if no rule does.
    """
    own = call.shares[~call.shares["rule"].isin(call.hypothetical)]
    if words().funders == 1:
        own = own[own["rule"].isin(own.loc[own["party"] == TRUST, "rule"])]
    if own.empty:
        return None
    return _by_rule(own, data, f"Who would pay the {in_pounds(call.total)}")


def hypothetical(call: Call, data: PeriodData) -> Text | None:
    """Say of each rule that is not this body's own what it is taken from; None if the settings name none."""
    found = call.shares[call.shares["rule"].isin(call.hypothetical)].drop_duplicates("rule")
    if found.empty:
        return None
    name = data.settings.trust.short_name
    return say(
        strong(f"Hypothetical: no paper says that {name} or its {words().councils} {_use()} what follows.")
        + " It shows what the cost would be for each if they did.",
        *(f"{row.rule}: {row.source}." for row in found.itertuples()),
    )


def _use() -> str:
    return words().agree("use", "uses")


def hypothetical_shares(call: Call, data: PeriodData) -> PageTable | None:
    """Show what each party would pay under the rules that are not this body's own; None if there are none."""
    found = call.shares[call.shares["rule"].isin(call.hypothetical)]
    if found.empty:
        return None
    return _by_rule(found, data, f"Hypothetical: who would pay the {in_pounds(call.total)} under other agreements")


def _by_rule(shares: pd.DataFrame, data: PeriodData, caption: str) -> PageTable:
    wide = shares.pivot(index="rule", columns="party", values="amount_gbp")
    frame = wide.reindex(shares["rule"].unique()).reset_index()
    names = {council.code: council.name for council in data.settings.councils} | {TRUST: f"{words().The_body} itself"}
    parties = {party: name for party, name in names.items() if party in frame}
    sources = shares.drop_duplicates("rule").set_index("rule")["source"]
    frame = frame.assign(source=frame["rule"].map(sources)).fillna(dict.fromkeys(parties, 0))
    frame["rule"] = frame["rule"].replace(CONTRACT_SPLIT, capitalised(words().split))
    columns = [Column("rule", "Rule"), *(Column(party, name, "gbp") for party, name in parties.items())]
    return table(frame, columns, caption, notes="source")


def rounding(call: Call, data: PeriodData) -> Text | None:
    """Say what other rules would move between the councils, if they share the cost between councils only."""
    if words().funders == 1:
        return None
    own = call.of(CONTRACT_SPLIT)
    sentences = []
    for rule in call.shares["rule"].unique():
        parts = call.of(rule)
        if rule not in {CONTRACT_SPLIT, *call.hypothetical} and parts.keys() == own.keys():
            moved = [
                f"{council.name} {direction_in_pounds(parts[council.code] - own[council.code])}"
                for council in data.settings.councils
            ]
            sentences.append(strong(rule) + f": against the {words().split}, {listing(moved)}.")
    return say(*sentences) if sentences else None


def direction_in_pounds(pounds: int) -> str:
    """Write `£52,064 more`, `£52,064 less` or `the same`."""
    return f"{in_pounds(abs(pounds))} {'more' if pounds > 0 else 'less'}" if pounds else "the same"


def items(call: Call, data: PeriodData) -> PageTable:
    """Show what the forecast leaves out, since when, and whether it recurs."""
    return table(
        call.items.assign(
            recurs=[f"{row.recurs} (we infer)" if row.inferred else row.recurs for row in call.items.itertuples()],
            note=[_remark(row.note, row.inferred) for row in call.items.itertuples()],
            entered=[_since(str(row.item), str(row.entered), call, data) for row in call.items.itertuples()],
        ),
        [
            Column("item", "Item not in the forecast"),
            Column("amount_gbp", "Amount", "gbp_k"),
            Column("entered", "In the returns since"),
            Column("recurs", "Recurring or one-off"),
        ],
        f"Items that the forecast leaves out, {data.period.label}",
        {"item": "Total", "amount_gbp": call.position.not_in_forecast},
        "note",
    )


def _since(item: str, entered: str, call: Call, data: PeriodData) -> str:
    """Say since when an item is in the returns, as the rise that the paper states lets us infer it."""
    new = call.movement.explained_by
    if new is None:
        return entered
    return f"{data.period.short} (we infer)" if item in new else f"before {data.period.short} (we infer)"


def _remark(note: object, inferred: object) -> str | None:
    parts = [str(part).rstrip(".") for part in (note, inferred) if part and not pd.isna(part)]
    return ". ".join(parts) or None


def recurring(call: Call) -> Text:
    """Say how much of the items recurs: what the return says, what we infer, and what is left open."""
    known = call.items[call.items["recurs"] != NOT_REPORTED]
    left = call.items.loc[call.items["recurs"] == NOT_REPORTED, "amount_gbp"].sum()
    if known.empty:
        return say("The return does not say which of these items come again and which are one-off.")
    said, inferred = known[known["inferred"] == ""], known[known["inferred"] != ""]
    return say(
        None if said.empty else f"Of these items, the return says that {_kinds(said)}.",
        None
        if inferred.empty
        else f"We infer that {_kinds(inferred)}. The return does not say so; the notes give our reasons.",
        f"For {millions(int(left))} the return does not say whether it comes again." if left else None,
    )


def _kinds(items: pd.DataFrame) -> str:
    amounts = items.groupby("recurs", sort=False)["amount_gbp"].sum().items()
    return listing([f"{millions(int(amount))} is {name}" for name, amount in amounts])


def movement(call: Call, data: PeriodData) -> Text:
    """Say how the cost changed since the previous return: one answer, the same as on the front page."""
    first, *rest = _rise(call.movement, data)
    return say(strong(first), " ".join(rest))


def rise(data: PeriodData) -> str | None:
    """Say how the cost changed since the previous return, as plain sentences; None if the period has no such cost."""
    call = call_analysis.analyse(data)
    return None if call is None else " ".join(_rise(call.movement, data))


def _rise(moved: Movement, data: PeriodData) -> list[str]:
    """Say the change that the paper states, what of it is like for like, and what lies between the two."""
    whole = f"The {words().cost}"
    known = data.previous.period if data.previous else data.expected_before
    before = "the last return" if known is None else known.seen_from(data.period)
    if moved.like_for_like is None:
        unchecked = f"We do not have the figures of {before}"
        if moved.printed is None:
            return [f"{unchecked}, so we cannot say how the {words().cost} changed."]
        return [
            f"The paper says that the {words().cost} {_moved(moved.printed)} since {before}.",
            f"{unchecked}, so we cannot check that.",
        ]
    if moved.new_items is None:
        sentences = [f"{whole} {_moved(moved.like_for_like)} since {before}."]
        if moved.printed is not None and moved.gap:
            sentences.append(
                f"The paper says that it {_moved(moved.printed)}: {millions(abs(moved.gap))} "
                f"{'more' if moved.gap > 0 else 'less'} than its own two figures give."
            )
        return sentences
    if moved.printed is None:
        return [
            f"The forecast pressure, the larger part of the {words().cost}, {_moved(moved.like_for_like)} "
            f"since {before}.",
            f"We do not have the items outside the forecast at {before}, and no paper says how the whole changed.",
        ]
    sentences = [
        f"The paper says that the {words().cost} {_moved(moved.printed)} since {before}.",
        f"Like for like, which is the forecast pressure alone, it {_moved(moved.like_for_like)}.",
    ]
    if not moved.gap:
        return [*sentences, f"So the items outside the forecast seem to come to what they were at {before}."]
    between = f"The {millions(abs(moved.gap))} between the two"
    if moved.explained_by is None:
        return [
            *sentences,
            f"{between} is in items outside the forecast. We do not have those of {before}, so we cannot say which.",
        ]
    named = listing([f'"{item}"' for item in moved.explained_by])
    new, others = ("is", "it") if len(moved.explained_by) == 1 else ("are", "they")
    return [
        *sentences,
        f"{between} is exactly {named}; no other items outside the forecast add up to it.",
        f"So we infer that {others} {new} new this month, and that the rest was counted at {before} already.",
    ]


def _moved(pounds: int) -> str:
    return direction(pounds, up="rose by", down="fell by", same="did not change")


def dispute(call: Call, data: PeriodData) -> Text | None:
    """Say what the cost would be if the income in dispute were paid; nothing if the return has none."""
    if call.dispute.empty or call.if_income_agreed is None:
        return None
    own = call.of(CONTRACT_SPLIT)
    now = call.dispute.iloc[-1]
    parts = [
        f"{council.name} {millions(own[council.code] - int(now[council.code]))}" for council in data.settings.councils
    ]
    return say(
        "If all of the income in dispute were paid and nothing else changed, the call would be "
        + strong(f"{millions(call.if_income_agreed)} instead of {millions(call.total)}")
        + (f": {listing(parts)}." if len(parts) > 1 else ".")
    )


def dispute_history(call: Call, data: PeriodData) -> PageTable | None:
    """Show the income in dispute of each period, and each council's share of it; nothing if none has any."""
    if call.dispute.empty:
        return None
    frame = call.dispute.assign(period=[period.label for period in call.dispute["period"]])
    return table(
        frame,
        [
            Column("period", "Period"),
            Column("disputed_gbp", "Income in dispute", "gbp"),
            *(Column(council.code, council.name, "gbp") for council in data.settings.councils if words().funders > 1),
        ],
        "Income in dispute, and the share of each council if none of it is paid"
        if words().funders > 1
        else "Income in dispute, by period",
    )


def reserves(call: Call, *, listed: bool = False) -> Text | None:
    """Say what reserves earlier papers name against a forecast overspend, and whether this return names none."""
    sentences = [
        f"In {financial_year(str(row.year))} the reserve was {millions(int(row.reserve_gbp))} and the forecast "
        f"{_spent(int(row.over_gbp))}, so the reserve was {_left(int(row.left_gbp))}. ({row.basis}.)"
        for row in call.reserves.itertuples()
    ]
    return say(*sentences, None if listed else "The return of this period names no reserve.") if sentences else None


def _spent(over: int) -> str:
    return f"{'underspend' if over < 0 else 'overspend'} {millions(abs(over))}"


def _left(pounds: int) -> str:
    return f"{millions(abs(pounds))} {'larger' if pounds > 0 else 'smaller'}" if pounds else "as large"


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page: its answer; None where there is never such a cost."""
    if not words().funders or not reports_adjustments(data):
        return None
    return News(f"The {words().cost}", answer(call_analysis.analyse(data), data).paragraphs[0])
