"""Write what could change the cost to the councils. In: `Levers`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.assurance.levers import AssumptionMove, Levers, as_frame
from trustbook.chapters.benefits.evidence import Evidence
from trustbook.chapters.call_on_councils.low_expected_high_text import beside_outlook, on_savings
from trustbook.chapters.call_on_councils.uncertain_items import ItemKind
from trustbook.components.charts.both_ways import ends
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import counted, direction, listing, millions
from trustbook.core.markup import strong
from trustbook.core.units import write
from trustbook.data.period_data import PeriodData

_MEANS = {
    ItemKind.DISPUTED: "Paid in full, or not at all, as the forecast counts it",
    ItemKind.LEFT_OUT: "Met in another way, which no paper mentions, or in full, as the call counts it",
    **dict.fromkeys(
        (ItemKind.AMBER, ItemKind.UNCERTAIN),
        "Delivered though the forecast does not count on it, or not delivered though it does",
    ),
    ItemKind.REPORTED: "Delivered though the forecast does not count on it, or what is reported as not delivered is "
    "missing though it does",
    ItemKind.MITIGATION: "Works though the forecast does not count on it, or fails though it does",
}


def answer(found: Levers) -> Text:
    """Say how far the cost to the councils could go both ways, what changes it most, and on which evidence."""
    if not found.levers:
        return say(strong(f"Nothing that the papers leave open moves the call of {millions(found.call)}."))
    first = found.levers[0]
    many = len(found.levers) > 1
    return say(
        strong(
            f"The {words().cost} stands at {millions(found.call)}. By our estimate, what could still move "
            f"could bring it to between {millions(found.low)} and {millions(found.high)}."
        ),
        f"The largest single item is {_name(first.name)}: {ends(first.low_gbp, first.high_gbp)}."
        + (
            f" The range adds up all {len(found.levers)} items as if each went the same way, which is unlikely."
            if many
            else ""
        ),
        on_savings(found.levers),
        beside_outlook(found.outlook),
        _on_evidence(found.evidence, found),
    )


def _on_evidence(evidence: Evidence | None, found: Levers) -> str | None:
    if evidence is None or not evidence.differs:
        return None
    return (
        f"The savings table rates {millions(evidence.amber)} amber on lines that seem to be of {evidence.title}, but "
        f"the programme's own report gives all but {millions(evidence.left)} of its target as delivered (our "
        "subtraction). The range uses the programme's report, as the benefits chapter does. On the savings table alone "
        f"its upper end would be {millions(found.high_with_all_amber)}."
    )


def _name(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def levers(found: Levers, data: PeriodData) -> PageTable | None:
    """Show the cost to the councils at both ends of each lever, moved alone."""
    if not found.levers:
        return None
    frame = as_frame(found).assign(means=[_MEANS[each.kind] for each in found.levers])
    return table(
        frame,
        [
            Column("lever", "Lever"),
            Column("kind", "Kind"),
            Column("means", "From one end to the other"),
            Column("low_gbp", "Cost at the low end", "gbp_k"),
            Column("high_gbp", "Cost at the high end", "gbp_k"),
            Column("reach_gbp", "Reach", "gbp_k"),
        ],
        f"What could move the call of {millions(found.call)}, one at a time, {data.period.label}",
    )


def assumptions_answer(found: Levers) -> Text:
    """Say whether any of our assumptions changes the cost to the councils."""
    moving = found.moved_by_assumptions
    tried = [each for each in found.assumptions if each.span is not None]
    sentence = (
        strong("No assumption in the log moves the call")
        + (
            f": {counted(len(tried), 'was', 'were')} moved over {'its' if len(tried) == 1 else 'their'} "
            "range. The call adds up what is reported."
        )
        if not moving
        else strong(f"The call moves with {listing([each.assumption.label.lower() for each in moving])}.")
    )
    left = len(found.assumptions) - len(tried)
    return say(
        sentence,
        f"For {counted(left, 'assumption')} no range is stated, so {'it is' if left == 1 else 'they are'} not moved."
        if left
        else None,
    )


def assumptions(found: Levers, data: PeriodData) -> PageTable | None:
    """Show what each assumption changes over its range: the cost to the councils, and the figure that changes most."""
    if not found.assumptions:
        return None
    frame = pd.DataFrame([_row(each) for each in found.assumptions])
    return table(
        frame,
        [
            Column("label", "Assumption"),
            Column("value", "Value"),
            Column("span", "Range"),
            Column("call", "Moves the call by"),
            Column("most", "Figure that it moves most"),
        ],
        f"Each assumption moved over its range, {data.period.label}",
    )


def _row(move: AssumptionMove) -> dict[str, str]:
    value = move.assumption.value
    values = value if isinstance(value, tuple) else (value,)
    row = {
        "label": move.assumption.label,
        "value": f"{listing([f'{each:,g}' for each in values])} {move.assumption.unit}",
        "span": "no range stated",
        "call": "not moved",
        "most": "not moved",
    }
    if move.span is None:
        return row
    row["span"] = f"{move.span[0]:,g} to {move.span[1]:,g}"
    row["call"] = "nothing" if not move.call else direction(move.call)
    row["most"] = "no headline figure"
    if move.most is not None:
        low, high = (write(each, move.most.unit) for each in (move.most.low, move.most.high))
        row["most"] = f"{move.most.label}: {low} to {high}"
    return row
