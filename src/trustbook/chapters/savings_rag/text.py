"""Write the savings chapter. In: `Savings`, or None if none were reported. Out: text."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.savings_rag import analysis as savings_analysis
from trustbook.chapters.savings_rag.analysis import Part, Savings, Wording
from trustbook.components.absent import no_figure, no_movement, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, more_or_less, up_or_down
from trustbook.core.formatting import Absence, counted, listing, percent
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

_MOST_REFS = 6


def answer(savings: Savings | None, period: Period, absence: Absence = Absence.NOT_REPORTED) -> Text:
    """Open the chapter: how much of the target will be delivered, and how much of it is not explained."""
    if savings is None:
        return nothing_to_show(no_figure(period, absence, "savings"))
    return say(
        strong(f"{in_one_line(savings)}."),
        _by_rating(savings),
        *unexplained(savings),
        *_not_reported(savings),
        *_responsible(savings),
    )


def _responsible(savings: Savings) -> list[str | Text]:
    """Say who is responsible for each saving that will not be delivered, the largest first, if anyone is named."""
    lost = savings.lost
    if savings.officers.empty or lost["sro"].isna().all():
        return []
    lines = [
        f"{_named(row.sro)}: {row.proposal} ({row.ref}), {money(int(row.not_delivered_gbp))}."
        for row in lost[:_MOST_REFS].itertuples()
    ]
    more = [f"{counted(len(lost) - _MOST_REFS, 'more line')}: see below."] if len(lost) > _MOST_REFS else []
    called = "savings rated red" if savings.rated else "savings that will not be delivered"
    return [f"Who is responsible for the {called}:", bullets([*lines, *more])]


def _named(officers: object) -> str:
    return "No officer named" if pd.isna(officers) else str(officers).replace("; ", " and ")


def in_one_line(savings: Savings) -> str:
    """Say how far the savings will be delivered, without a full stop."""
    target, lost = money(savings.target), savings.part("red")
    if not savings.parts:
        return f"The return does not say how much of the {target} of planned savings will be delivered"
    if lost is not None:
        if lost.amount is not None:
            return f"{money(lost.amount)} of the {target} of planned savings will not be delivered"
        return f"At least {money(lost.known)} of the {target} of planned savings will not be delivered"
    if savings.rated:
        parts = [f"{money(part.known)} is rated {part.word}" for part in savings.parts]
    elif savings.wording is Wording.SHARE and savings.target:
        first, *others = savings.parts
        of_target = percent(first.known / savings.target, 0)
        parts = [f"{money(first.known)} ({of_target}) is {first.word}", *map(_stands, others)]
    else:
        parts = list(map(_stands, savings.parts))
    return f"Of {target} of planned savings, {listing(parts)}"


def to_note(savings: Savings) -> str:
    """Say in one sentence what will not be delivered and what is not sure, as far as the return says it."""
    red, amber = savings.part("red"), savings.part("amber")
    if red is None or amber is None or red.amount is None or amber.amount is None:
        return f"{in_one_line(savings)}."
    return (
        f"{money(red.amount)} of the {money(savings.target)} of planned savings will not be delivered, and "
        f"{money(amber.amount)} more is not confirmed."
    )


def _stands(part: Part) -> str:
    known = f"{'at least ' * (part.unreported > 0)}{money(part.known)}"
    return f"{known} will not be delivered" if part.state == "not_delivered" else f"{known} is {part.word}"


def _by_rating(savings: Savings) -> str | None:
    if not savings.rated:
        return None
    colours = [f"{money(part.known)} is {part.word} ({part.meaning})" for part in savings.parts]
    return f"Each saving is rated: {listing(colours)}."


def unexplained(savings: Savings) -> list[str]:
    """Say how much of the target no part explains, and how much the parts come to beyond it; nothing if they agree."""
    said = []
    if savings.not_explained:
        said.append(
            f"{money(savings.not_explained)} of the target is not explained: the return does not say whether it will "
            f"be delivered ({_refs(savings.short)})."
        )
    if savings.beyond_target:
        said.append(
            f"On {counted(len(savings.over), 'line')} the parts come to {money(savings.beyond_target)} more than the "
            f"target ({_refs(savings.over)})."
        )
    return said


def _refs(lines: pd.DataFrame) -> str:
    refs = [str(ref) for ref in lines["ref"]]
    more = [f"{len(refs) - _MOST_REFS} more"] if len(refs) > _MOST_REFS else []
    return listing([*refs[:_MOST_REFS], *more])


def _not_reported(savings: Savings) -> list[str]:
    """Say which amounts some lines do not report, and what the return reports of no line."""
    count = len(savings.lines)
    unsaid: dict[int, list[str]] = {}
    for part in savings.parts:
        unsaid.setdefault(part.unreported, []).append(part.word)
    said = [
        f"The return does not report how much is {'rated ' * savings.rated}{listing(named, 'or')} for {unreported} of "
        f"{counted(count, 'line')}, so these amounts are the least that it can be."
        for unreported, named in unsaid.items()
        if unreported
    ]
    if savings.parts and not savings.in_state("not_delivered"):
        said.append("The return does not report how much will not be delivered.")
    return said


def deliverable(savings: Savings) -> Text:
    """Say what can still be delivered, and the total that the paper states under that heading."""
    in_paper = savings.totals["stated_total"]
    stated = ""
    if in_paper is not None and savings.deliverable is not None and in_paper != savings.deliverable:
        gap = in_paper - savings.deliverable
        stated = f" The paper's own total column gives {money(in_paper)}, {more_or_less(gap)}"
        stated += ", because it includes the savings rated red." if gap == savings.totals["red"] else "."
    if savings.deliverable is None:
        whole = strong("The return does not report all that can still be delivered.") + stated
    elif savings.rated:
        named = listing(list(savings.still_possible))
        whole = strong(f"{money(savings.deliverable)} can still be delivered") + f": {named}.{stated}"
    else:
        named = listing([word if word == "mitigations" else f"what is {word}" for word in savings.still_possible])
        whole = strong(f"Up to {money(savings.deliverable)} can still be delivered") + f": {named}.{stated}"
    return say(
        whole,
        _risk_weighted(savings),
        _reported(savings),
        *[_green_to_earn(row) for _, row in savings.green_to_earn.iterrows()],
    )


def _risk_weighted(savings: Savings) -> str | None:
    if savings.risk_weighted is None:
        return None
    return (
        f"If {percent(savings.amber_rate, 0)} of amber is delivered, which is our assumption, it comes to "
        f"{money(savings.risk_weighted)}."
    )


def _reported(savings: Savings) -> str | None:
    """Say where a programme's own report has more delivered than the rating leaves room for."""
    both = savings.evidence
    if both is None or not both.differs:
        return None
    seem = "seems" if len(both.refs) == 1 else "seem"
    name_of = dict(zip(savings.lines["ref"], savings.lines["proposal"], strict=True))
    named = [f"{name_of[ref]} ({ref})" for ref in both.refs]
    return strong("Amber here, and delivered in another report.") + (
        f" {money(both.amber)} of {listing(named)} is rated amber. These {seem} to be the savings of "
        f"{both.title}. Its own report gives all but {money(both.left)} of {money(both.target)} as delivered, by our "
        "subtraction. This page uses the savings table."
    )


def _green_to_earn(row: pd.Series[object]) -> str:
    """Say that the paper's comment and its rating differ: the rating is shown as it is, the comment in our words."""
    green = money(int(str(row["green_gbp"])))
    all_of_it = "all " if row["green_gbp"] == row["target_gbp"] else ""
    return strong("Green, and partly still to be earned.") + (
        f" {row['proposal']} ({row['ref']}): {all_of_it}{green} is rated green, but the paper's comment says that part "
        "of it is still to be earned." + ("" if pd.isna(row["note"]) else f" {row['note']}.")
    )


def call(savings: Savings) -> Text:
    """Compare the lines that the forecast leaves out with the cost to the councils."""
    unknown = savings.outside_unknown
    unsaid = (
        f"The return leaves {_refs(unknown)} out of the forecast, and does not report how much of "
        f"{'it' if len(unknown) == 1 else 'them'} will not be delivered."
        if len(unknown)
        else None
    )
    if not savings.red_outside_forecast:
        return say(unsaid or "The return does not mark any saving as left out of the forecast.")
    lines = savings.lines[(savings.lines["in_forecast"] == "no") & savings.lines["not_delivered_gbp"].notna()]
    named = listing([f"{row.proposal} ({row.ref})" for row in lines.itertuples()])
    whole, outside = money(savings.known("not_delivered")), money(savings.red_outside_forecast)
    lost = "rated red" if savings.rated else "that will not be delivered"
    text = f"{outside} of the {whole} {lost} is not in the forecast: {named}."
    if savings.call_items is None:
        return say(f"{text} The {words().cost} in the return has no such item.", unsaid)
    same = savings.call_items == savings.red_outside_forecast
    return say(
        f"{text} The {words().cost} includes "
        + ("the same amount for it." if same else f"{money(savings.call_items)} for it, which is another amount."),
        unsaid,
    )


def movement(savings: Savings, data: PeriodData) -> Text:
    """Say how the ratings changed, if the previous return has savings too."""
    if data.previous is None:
        return say(no_movement(data.period, data.expected_before))
    before = data.previous.period
    if savings.movement is None:
        return say(f"{no_figure(before, data.absence(before), 'savings')} So we cannot say how the ratings changed.")
    moves = [
        f"{row.rag} {up_or_down(None if row.amount_gbp is None else int(row.amount_gbp))}"
        for row in savings.movement.itertuples()
    ]
    return say(f"Since {before.seen_from(data.period)}: {listing(moves)}.")


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News("Savings", answer(savings_analysis.analyse(data), data.period, data.absence()).paragraphs[0])
