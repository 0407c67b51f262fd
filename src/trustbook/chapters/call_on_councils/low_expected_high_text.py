"""Write how low and how high the cost could end. In: a `CostRange`, or None. Out: text and tables."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from trustbook.chapters.call_on_councils.funders import shares_of
from trustbook.chapters.call_on_councils.low_expected_high import CostRange, Step, as_frame
from trustbook.chapters.call_on_councils.mitigations_text import left_unsaid
from trustbook.chapters.call_on_councils.uncertain_items import UNCERTAIN_SAVINGS, ItemKind
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import capitalised, counted, listing, millions, percent
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.outlook import of_period
from trustbook.outlook.of_period import End


def answer(found: CostRange | None, data: PeriodData) -> Text | None:
    """Say how low and how high the cost could end, what is expected, and what that rests on; None without a cost."""
    absent = _not_listed(data)
    if found is None:
        mitigations = data.current.dataset("mitigations") is not None
        return (
            say(f"The return lists mitigations. Without the {words().cost} we cannot say how far they would bring it.")
            if mitigations
            else None
        )
    if found.low == found.high:
        return say(
            f"Nothing that the return lists could still change the {name(found)}{_of(found)}.",
            absent,
        )
    many = len(found.steps) > 1
    return say(
        strong(in_one_sentence(found, data)),
        _expected(found)
        + (
            f" The low and the high figure each add up all {len(found.steps)} items as if all went the same way, "
            "which is unlikely."
            if many
            else ""
        ),
        left_unsaid(found.mitigations),
        on_savings(found.steps),
        beside_outlook(outlook_end(data)),
        absent,
    )


def name(found: CostRange) -> str:
    """Name what the range is of: the cost to the councils, or the variance where the body reports nothing else."""
    return words().cost if found.is_cost else "variance"


def in_one_sentence(found: CostRange, data: PeriodData) -> str:
    """Say in one sentence how low and how high it could end, for this page and the front page."""
    if not found.is_cost:
        return (
            f"By our estimate, the year {data.status.choose('could end', 'could still turn out')} with anything from "
            f"{_written(found, found.low)} to {_written(found, found.high)}."
        )
    could = data.status.choose("could end as low as", "could still turn out as low as")
    return (
        f"By our estimate, the {name(found)} of {millions(found.start)} {could} {millions(found.low)} or as high as "
        f"{millions(found.high)}."
    )


def _written(found: CostRange, pounds: int) -> str:
    """Write a cost as it is, and a variance with its direction in words."""
    if found.is_cost or not pounds:
        return millions(pounds)
    return f"an {'underspend' if pounds < 0 else 'overspend'} of {millions(abs(pounds))}"


def _of(found: CostRange) -> str:
    return f" of {millions(found.start)}" if found.is_cost else f", {_written(found, found.start)}"


def _expected(found: CostRange) -> str:
    if any(each.counts_in_expected for each in found.mitigations):
        return (
            f"Expected is {_written(found, found.expected)}: the figure reported, with each mitigation counted by the "
            "likelihood that the return gives it."
        )
    which = "any of these items is" if len(found.steps) > 1 else "the one open item is"
    return f"The expected figure is the one reported, as the return does not say how likely {which}."


def on_savings(steps: Iterable[Step]) -> str | None:
    """Say why a saving can move the cost both ways."""
    uncertain = [each for each in steps if each.kind in UNCERTAIN_SAVINGS]
    if not any(each.low_gbp and each.high_gbp for each in uncertain):
        return None
    rated = all(each.kind is not ItemKind.UNCERTAIN for each in uncertain)
    which = "savings rated amber" if rated else "savings at risk or not confirmed"
    return (
        f"What we have of the return does not say whether the forecast counts on {which}. If it does, the "
        "cost rises by what is not delivered; if it does not, it falls by what is."
    )


def outlook_end(data: PeriodData) -> End | None:
    """Give where the outlook sees the variance at year end; None if it gives no range."""
    ahead = of_period.analyse(data)
    return None if ahead is None or ahead.variance.low is None else ahead.variance


def beside_outlook(end: End | None) -> str | None:
    """Give the outlook's range of the variance beside that of the cost, and say why they are not added."""
    if end is None:
        return None
    return (
        f"The outlook sees the variance alone between {millions(end.low)} and {millions(end.high)} at year end "
        f"({percent(end.coverage, 0)} range). We do not add that range: late items and failed measures are among the "
        "errors of past forecasts already."
    )


def _not_listed(data: PeriodData) -> str | None:
    """Say in one sentence what the return does not list, of mitigations and reserves."""
    of = f"reserves of {words().the_councils}" if words().funders else "reserves"
    missing = [
        what
        for dataset, what in (("mitigations", "mitigations"), ("funders", of))
        if data.current.dataset(dataset) is None
    ]
    return no_figure(data.period, data.absence(), listing(missing, "or")) if missing else None


def steps(found: CostRange | None, data: PeriodData) -> PageTable | None:
    """Show each step from the figure reported to the low, the expected and the high one; they add up to the pound."""
    if found is None or not found.steps:
        return None
    whole = capitalised(name(found))
    first = pd.DataFrame(
        [
            {
                "step": f"{whole}, as reported",
                "kind": "as reported",
                **dict.fromkeys(("low_gbp", "expected_gbp", "high_gbp"), found.start),
            }
        ]
    )
    of_steps = as_frame(found).assign(kind=[_kind(each) for each in found.steps])
    return table(
        pd.concat([first, of_steps], ignore_index=True),
        [
            Column("step", "Step"),
            Column("kind", "Kind"),
            Column("low_gbp", "Low", "gbp_k"),
            Column("expected_gbp", "Expected", "gbp_k"),
            Column("high_gbp", "High", "gbp_k"),
        ],
        f"From the {name(found)} as reported to the low, the expected and the high figure, {data.period.label}",
        {
            "step": whole,
            "kind": "",
            "low_gbp": found.low,
            "expected_gbp": found.expected,
            "high_gbp": found.high,
        },
    )


def _kind(step: Step) -> str:
    if step.kind is ItemKind.MITIGATION or not step.mitigations:
        return str(step.kind)
    return f"{step.kind}, with {counted(len(step.mitigations), 'mitigation')}"


def shares(found: CostRange | None, data: PeriodData) -> PageTable | None:
    """Show what each council would pay at each end, by the contract split; nothing where one pays, or none."""
    if found is None or not found.steps or words().funders < 2:
        return None
    ends = shares_of(found, data)
    frame = pd.DataFrame(
        [
            {"name": each.name, **dict(zip(("low", "expected", "high"), ends[each.code], strict=True))}
            for each in data.settings.councils
        ],
    )
    return table(
        frame,
        [
            Column("name", "Council"),
            *(Column(each, each.capitalize(), "gbp") for each in ("low", "expected", "high")),
        ],
        f"What each council would pay at the low, the expected and the high figure, by the {words().split}",
        {"name": "Together", "low": found.low, "expected": found.expected, "high": found.high},
    )
