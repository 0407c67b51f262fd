"""Write the chapter on the cost to the councils. In: `Call`, or None if there is none. Out: text and tables."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from trustbook.chapters.call_on_councils import analysis as call_analysis
from trustbook.chapters.call_on_councils.analysis import CONTRACT_SPLIT, Call, Movement
from trustbook.chapters.forecast_trend.text import no_call, nothing_to_fund
from trustbook.components.absent import AT_ALL, THIS_MONTH, nothing_to_show
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.settings import TRUST
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import above_or_below, money, up_or_down
from trustbook.core.formatting import NOT_REPORTED, capitalised, financial_year, in_pounds, listing, percent, thousands
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.position import position, reports_adjustments


def answer(call: Call | None, data: PeriodData) -> Text:
    """Open the chapter: what the councils would have to fund, what it is made of, and what is agreed already."""
    if not words().funders:
        return nothing_to_show(f"Nobody else pays for {words().the_body}, so there is no cost to others.", AT_ALL)
    if call is None and not reports_adjustments(data):
        return _variance_alone(data)
    if call is None:
        sentence, not_meant = no_call(data.period, data.absence())
        return Text((strong(sentence) + f" {not_meant}",), THIS_MONTH)
    return say(strong(f"{_funded(call, data)}."), _made_of(call, data), _agreed(call))


def _variance_alone(data: PeriodData) -> Text:
    """Say that the variance is all that is known of the cost, where no return reports anything outside its lines."""
    variance = position(data.current, data.reference).variance
    amount = f"{above_or_below(variance)} it" if variance else "nil"
    return say(
        strong(f"All that we know of the {words().cost} is the variance from the {words().budget}: {amount}.")
        + f" No return that we have reports amounts outside the {words().lines}."
    )


def _funded(call: Call, data: PeriodData) -> str:
    """Say what those who pay would have to fund and in which shares, or that there is nothing to fund."""
    if call.total <= 0:
        return nothing_to_fund(call.total)
    whole = f"{words().The_councils} would have to fund {money(call.total)} unless it is reduced"
    if words().funders == 1:
        return whole
    shares = [f"{split_percent(data.shares[each.code])} from {each.short_name}" for each in data.settings.councils]
    return f"{whole}: {listing(shares)}"


def split_percent(part: Decimal) -> str:
    """Write a share of the contract split exactly: `12.34%`, and `50%` where that is all of it."""
    return percent(float(part), 2).replace(".00%", "%")


def _made_of(call: Call, data: PeriodData) -> str:
    """Say how much of the cost the forecast leaves out; the rest is the pressure, which is explained here."""
    here = call.position
    budget = f"{money(here.contract_sum)} {words().budget}" if here.contract_sum else words().budget
    does = data.status.choose("is forecast to cost", "cost")
    pressure = f"the pressure: what {words().the_body} {does} above the {budget} agreed for the year"
    if call.total <= 0:
        return f"That includes {money(here.not_in_forecast)} that the forecast leaves out."
    if not here.not_in_forecast:
        return f"All of it is {pressure}."
    return f"Of this, {money(here.not_in_forecast)} is not in the forecast. The rest is {pressure}."


def _agreed(call: Call) -> str | None:
    """Say how much of the cost the councils have agreed to fund already."""
    agreed = call.position.agreed_funding
    if not agreed or call.total <= 0:
        return None
    has = words().agree("have", "has")
    return f"{words().The_councils} {has} already agreed to fund {money(agreed)} of it during the year."


def red(call: Call) -> Text | None:
    """Say how much of the savings that will not be delivered the forecast leaves out; None if there are none."""
    if not call.red or call.red_inside is None:
        return None
    lost = f"{money(call.red)} of savings " + (
        "is rated red: it will not be delivered." if call.rated else "will not be delivered."
    )
    if not call.red_left_out:
        return say(f"{lost} The return marks none of that as left out of the forecast.")
    inside = " We infer that the forecast already counts the rest as not saved." if call.red_inside > 0 else ""
    return say(f"{lost} The return marks {money(call.red_left_out)} of that as left out of the forecast.{inside}")


def by_rule(call: Call, data: PeriodData) -> PageTable | None:
    """Compare what each council would pay under the contract split and under other papers' shares, to the pound.

    None if no paper has other shares: what the split gives is shown at the head of the page. Where one council pays,
    only what a rule leaves with the body is a division.
    """
    own = call.shares[~call.shares["rule"].isin(call.hypothetical)]
    if words().funders == 1:
        own = own[own["rule"].isin(own.loc[own["party"] == TRUST, "rule"])]
    if own.empty or set(own["rule"]) == {CONTRACT_SPLIT}:
        return None
    return _by_rule(own, data, f"Who would pay the {in_pounds(call.total)} under each rule")


def hypothetical(call: Call, data: PeriodData) -> Text | None:
    """Say that a rule is not this body's own; None if the settings name none. Its source is a note in the table."""
    found = call.shares[call.shares["rule"].isin(call.hypothetical)].drop_duplicates("rule")
    if found.empty:
        return None
    name = data.settings.trust.short_name
    use, rule = words().agree("use", "uses"), "rule" if len(found) == 1 else "rules"
    return say(
        strong(f"Hypothetical: no paper says that {name} or its {words().councils} {use} the {rule} in the next table.")
        + " It shows what each would pay if they did.",
    )


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
            first, *others = (
                (council.short_name, _more_or_less(parts[council.code] - own[council.code]))
                for council in data.settings.councils
            )
            moved = listing([f"{first[0]} would pay {first[1]}", *(f"{name} {amount}" for name, amount in others)])
            sentences.append(f'With "{rule}", compared with the {words().split}, {moved}.')
    return say(*sentences) if sentences else None


def _more_or_less(pounds: int) -> str:
    """Write `£52,064 more`, `£52,064 less` or `the same`, to the pound."""
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
            Column("entered", "First reported"),
            Column("recurs", "Recurring or one-off"),
        ],
        f"What the forecast leaves out, {data.period.label}",
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
    left = int(call.items.loc[call.items["recurs"] == NOT_REPORTED, "amount_gbp"].sum())
    if known.empty:
        return say("The return does not say which of these items recur and which are one-off.")
    said, inferred = known[known["inferred"] == ""], known[known["inferred"] != ""]
    sentences = [
        "" if said.empty else f"The return says that {_kinds(said)}.",
        "" if inferred.empty else f"We infer that {_kinds(inferred)}; the notes give our reasons.",
        f"The return does not say whether the other {money(left)} recurs." if left else "",
    ]
    return say(" ".join(each for each in sentences if each))


def _kinds(items: pd.DataFrame) -> str:
    amounts = items.groupby("recurs", sort=False)["amount_gbp"].sum().items()
    return listing([f"{money(int(amount))} is {name}" for name, amount in amounts])


def movement(call: Call, data: PeriodData) -> Text:
    """Say how the cost changed since the previous return: one answer, the same as on the front page."""
    first, *rest = _rise(call.movement, data)
    return say(strong(first), " ".join(rest))


def rise(data: PeriodData) -> str | None:
    """Say how the cost changed since the previous return, as plain sentences; None if the period has no such cost."""
    call = call_analysis.analyse(data)
    return None if call is None else " ".join(_rise(call.movement, data))


def _rise(moved: Movement, data: PeriodData) -> list[str]:
    """Say the change that the paper states, what of it is like for like, and what the difference between them is."""
    known = data.previous.period if data.previous else data.expected_before
    before = "the last return" if known is None else known.seen_from(data.period)
    its = "the last return's" if known is None else f"{known.month_name}'s"
    if moved.like_for_like is None:
        if moved.printed is None:
            return [f"We do not have {its} figures, so we cannot say how the {words().cost} changed."]
        return [
            f"The paper says that the {words().cost} {_moved(moved.printed)} since {before}.",
            f"We do not have {its} figures, so we cannot check that.",
        ]
    if moved.new_items is None:
        sentences = [f"The {words().cost} {_moved(moved.like_for_like)} since {before}."]
        if moved.printed is not None and moved.gap:
            sentences.append(
                f"The paper says that it {_moved(moved.printed)}: {money(abs(moved.gap))} "
                f"{'more' if moved.gap > 0 else 'less'} than its own two figures give."
            )
        return sentences
    if moved.printed is None:
        return [
            f"The pressure, which both returns report, {_moved(moved.like_for_like)} since {before}.",
            f"We do not have {its} items outside the forecast, and no paper says how the whole changed.",
        ]
    sentences = [
        f"The paper says that the {words().cost} {_moved_to_the_thousand(moved.printed)} since {before}."
        if moved.gap
        else f"The paper says that the {words().cost} {_moved(moved.printed)} since {before}.",
        f"We can compare only the pressure, which {_moved(moved.like_for_like)}.",
    ]
    if not moved.gap:
        return [*sentences, f"So the items outside the forecast seem to be the same in total as in {its} return."]
    between = f"The difference of {money(abs(moved.gap))}"
    if moved.explained_by is None:
        return [
            *sentences,
            f"{between} is in items outside the forecast. We do not have {its} items, so we cannot say which.",
        ]
    named = listing([f'"{item}"' for item in moved.explained_by])
    these = "this one makes" if len(moved.explained_by) == 1 else "these make"
    return [
        *sentences,
        f"{between} is exactly {named}.",
        f"Only {these} up the difference, so we infer that {its} figure included the rest.",
    ]


def _moved(pounds: int) -> str:
    return up_or_down(pounds, up="rose by", down="fell by", same="did not change")


def _moved_to_the_thousand(pounds: int) -> str:
    """Write a movement with the digits that it needs beside a part of it: `rose by £1,439k`."""
    return f"{'rose' if pounds > 0 else 'fell'} by £{thousands(abs(pounds))}k" if pounds else _moved(pounds)


def dispute(call: Call) -> Text | None:
    """Say what the cost would be if the income in dispute were paid; nothing if the return has none."""
    if call.dispute.empty or call.if_income_agreed is None:
        return None
    apart = call.position.disputed_income
    return say(
        f"The {words().cost} counts the income in dispute as not paid. If all of it were paid and nothing else "
        "changed, the cost would be "
        + strong(f"{money(call.if_income_agreed, apart)} instead of {money(call.total, apart)}")
        + "."
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
        "Income in dispute by month, and each council's share if none of it is paid"
        if words().funders > 1
        else "Income in dispute by month",
    )


def reserves(call: Call) -> Text | None:
    """Compare the reserves that papers of earlier years name with the forecast of that year; None if none does."""
    sentences = [
        f"In {financial_year(str(row.year))} the reserve of {money(int(row.reserve_gbp))} was "
        f"{_left(int(row.left_gbp))} the forecast {_spent(int(row.over_gbp))}. ({row.basis}.)"
        for row in call.reserves.itertuples()
    ]
    return say(*sentences) if sentences else None


def _spent(over: int) -> str:
    return f"{'underspend' if over < 0 else 'overspend'} of {money(abs(over))}"


def _left(pounds: int) -> str:
    return f"{money(abs(pounds))} {'larger' if pounds > 0 else 'smaller'} than" if pounds else "as large as"


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page: its answer; None where there is never such a cost."""
    if not words().funders or not reports_adjustments(data):
        return None
    return News(f"The {words().cost}", answer(call_analysis.analyse(data), data).paragraphs[0])
