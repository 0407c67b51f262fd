"""List the headline figures of the range of the cost, and of what is left of the reserves."""

from __future__ import annotations

from trustbook.chapters.call_on_councils import funders, low_expected_high
from trustbook.chapters.call_on_councils.low_expected_high import CostRange
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, money
from trustbook.config.words import words
from trustbook.core.formatting import capitalised
from trustbook.data.period_data import PeriodData, worked_out_once

ITEMS = (
    *(ColumnRef("adjustments", "amount_gbp_k"), ColumnRef("savings", "amber_gbp_k")),
    *(ColumnRef("savings", "at_risk_gbp_k"), ColumnRef("savings", "status")),
    *(ColumnRef("forecast", "variance_gbp_k"), ColumnRef("benefits", "value", (("measure", ("saving",)),))),
    *(ColumnRef("mitigations", "amount_gbp_k"), ColumnRef("mitigations", "in_forecast")),
)
"""What the ends of the range are worked out from."""
_HOW = {
    "low": "The reported figure, with every open item and mitigation at the end that lowers it.",
    "expected": "The reported figure, with each mitigation counted by the likelihood that the return gives it.",
    "high": "The reported figure, with every open item and mitigation at the end that raises it.",
}
_RESERVES = (ColumnRef("funders", "amount_gbp_k"), ColumnRef("funders", "committed_gbp_k"))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the low, the expected and the high cost, and each council's reserves before and after it."""
    found = low_expected_high.analyse(data)
    whole = capitalised(words().cost if found is None or found.is_cost else "variance")
    confidence = ColumnRef("mitigations", "confidence")
    figures = [
        money(
            f"council.{end}",
            None if found is None else getattr(found, end),
            f"{whole}, {end}",
            Lineage(how, (*ITEMS, confidence) if end == "expected" else ITEMS),
            Polarity.WORSE,
        )
        for end, how in _HOW.items()
    ]
    of = {each.code: each for each in funders.analyse(data) or ()}
    for council in data.settings.councils:
        here = of.get(council.code)
        left = None if here is None else here.left
        figures += [
            money(
                f"council.available.{council.code}",
                None if here is None else here.available,
                f"Reserves and contingency of {council.name}",
                Lineage("Its reserves and contingency, less what is committed to something else already.", _RESERVES),
                Polarity.BETTER,
            ),
            money(
                f"council.left.{council.code}",
                None if left is None else left.expected,
                f"Reserves of {council.name} after its share of the expected cost",
                Lineage(
                    "Its reserves and contingency, less its share of the expected cost.",
                    (*_RESERVES, *ITEMS, confidence),
                    ("councils",),
                ),
                Polarity.BETTER,
            ),
        ]
    return figures


def headlines(found: CostRange | None) -> tuple[str, ...] | None:
    """Name the figures at the head of the page: the cost and how low and how high it could end; None without any."""
    if found is None or not words().funders:
        return None
    cost = ("council.call",) if found.is_cost else ()
    if found.low == found.high:
        return cost or None
    expected = ("council.expected",) if found.expected != found.start else ()
    return (*cost, "council.low", *expected, "council.high")
