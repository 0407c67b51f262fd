"""Write what could change the cost to the councils. In: `Sensitivity`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.assurance.sensitivity import AssumptionMove, Sensitivity
from trustbook.chapters.benefits.evidence import Evidence
from trustbook.chapters.call_on_councils.low_expected_high import Step
from trustbook.chapters.call_on_councils.low_expected_high_text import on_savings
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.formatting import capitalised, in_words, listing
from trustbook.core.markup import strong
from trustbook.core.units import write
from trustbook.data.period_data import PeriodData

OUTCOMES = {
    ItemKind.DISPUTED: "Paid in full, or not at all",
    ItemKind.LEFT_OUT: "Met in another way (the papers mention none), or a cost in full",
    **dict.fromkeys(
        (ItemKind.AMBER, ItemKind.UNCERTAIN), "Delivered or not; which of them the forecast assumes is not reported"
    ),
    ItemKind.REPORTED: "Delivered in full, or short by what the programme reports; which of them the forecast "
    "assumes is not reported",
    ItemKind.MITIGATION: "Works or fails; which of them the forecast assumes is not reported",
}
"""What could become of an item, by its kind."""


def answer(found: Sensitivity) -> Text:
    """Say how far the cost to the councils could go both ways, what changes it most, and on which evidence."""
    if not found.items:
        return say(
            strong(f"The papers leave nothing open that could change the {words().cost} of {money(found.call)}.")
        )
    reach = found.high - found.low
    many = len(found.items) > 1
    return say(
        strong(
            f"The {words().cost} is {money(found.call, reach)} as reported. We estimate that open items could take it "
            f"as low as {money(found.low, reach)} or as high as {money(found.high, reach)}."
        ),
        f"It is what {words().the_councils} would have to pay above the {words().original}, unless measures reduce it."
        if words().funders
        else None,
        f"The largest item is {_name(found.items[0].name)}: {could_go(found.items[0])}."
        + (
            f" The range counts all {in_words(len(found.items))} items as if all went the same way, which is unlikely."
            if many
            else ""
        )
        + " It does not allow for how far forecasts usually miss.",
        on_savings(found.items),
        _on_evidence(found.evidence, found),
    )


def could_go(item: Step) -> str:
    """Say how far an item could lower or raise the cost: `it could lower the cost by £1.2m`."""
    ways = [
        f"{verb} the cost by {money(abs(pounds))}"
        for verb, pounds in (("lower", item.low_gbp), ("raise", item.high_gbp))
        if pounds
    ]
    return f"it could {' or '.join(ways)}" if ways else "it would not change the cost"


def _on_evidence(evidence: Evidence | None, found: Sensitivity) -> str | None:
    if evidence is None or not evidence.differs:
        return None
    return (
        f"The savings table rates {money(evidence.amber)} amber (likely, not confirmed) on lines that seem to belong "
        f"to {evidence.title}. By our subtraction, the programme's own report leaves only {money(evidence.left)} "
        f"undelivered. The range uses the programme's report; by the savings table its upper end would be "
        f"{money(found.high_with_all_amber)}."
    )


def _name(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def assumptions_answer(found: Sensitivity) -> Text:
    """Say whether any of our assumptions changes the cost to the councils, and how many we tried."""
    moving = found.moved_by_assumptions
    tried = [each for each in found.assumptions if each.span is not None]
    left = len(found.assumptions) - len(tried)
    if moving:
        named = listing([each.assumption.label.lower() for each in moving])
        first = strong(
            f"The {words().cost} changes with {'this assumption' if len(moving) == 1 else 'these'}: {named}."
        )
    else:
        first = strong(f"No assumption of ours changes the {words().cost}") + (
            f": it adds up what {words().the_body} reports."
        )
    how = [
        f"We tried {in_words(len(tried))} over {'its stated range' if len(tried) == 1 else 'their stated ranges'}."
        if tried
        else "",
        f"{capitalised(in_words(left))} {'has' if left == 1 else 'have'} no stated range, so we did not try "
        f"{'it' if left == 1 else 'them'}."
        if left
        else "",
    ]
    return say(first, " ".join(filter(None, how)))


def assumptions(found: Sensitivity, data: PeriodData) -> PageTable | None:
    """Show the assumptions that change a headline figure over their range, and the figure that each changes most."""
    moving = [each for each in found.assumptions if each.most is not None]
    if not moving:
        return None
    call = [Column("call", capitalised(words().cost))] if found.moved_by_assumptions else []
    return table(
        pd.DataFrame([_row(each) for each in moving]),
        [
            Column("label", "Assumption"),
            Column("value", "Value"),
            Column("span", "Range"),
            *call,
            Column("most", "Figure that it changes most, at both ends"),
        ],
        f"Assumptions that change a headline figure, {data.period.label}",
    )


def _row(move: AssumptionMove) -> dict[str, str]:
    assert move.span is not None
    assert move.most is not None  # only an assumption with a range was tried
    low, high = (write(each, move.most.unit) for each in (move.most.low, move.most.high))
    return {
        "label": move.assumption.label,
        "value": f"{move.assumption.value:,g} {move.assumption.unit}",
        "span": f"{move.span[0]:,g} to {move.span[1]:,g}",
        "call": up_or_down(move.call or 0),
        "most": f"{move.most.label}: {low} to {high}",
    }
