"""Write how low and how high the cost could end. In: a `CostRange`, or None. Out: text and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from trustbook.chapters.call_on_councils.funders import shares_of
from trustbook.chapters.call_on_councils.low_expected_high import CostRange, Step, as_frame
from trustbook.chapters.call_on_councils.mitigations_text import left_unsaid
from trustbook.chapters.call_on_councils.uncertain_items import UNCERTAIN_SAVINGS, ItemKind
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.formatting import capitalised, counted, in_words, listing, percent
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.outlook import of_period
from trustbook.outlook.of_period import End
from trustbook.position import split

_MITIGATIONS = "mitigations (measures to lower the cost)"
_ENDS = ("low", "expected", "high")


def answer(found: CostRange | None, data: PeriodData) -> Text | None:
    """Say how low and how high the cost could end, and what could change it most; None without a cost."""
    if found is None:
        mitigations = data.current.dataset("mitigations") is not None
        without = f"Without the {words().cost} we cannot say how low they would bring it."
        return say(f"The return lists {_MITIGATIONS}. {without}") if mitigations else None
    if found.low == found.high:
        return say(
            f"Nothing that the return lists could still change the {name(found)}{_of(found)}.",
            _not_listed(data),
        )
    return say(strong(in_one_sentence(found, data)), f"{counts_only(found)} {_largest(found)} {_expected(found)}")


def caveats(found: CostRange | None, data: PeriodData) -> Text | None:
    """Say what the range rests on and what it leaves out; None without a range."""
    if found is None or found.low == found.high:
        return None
    return say(
        f"The low and the high figure assume that all {in_words(len(found.steps))} items go the same way, which is "
        "unlikely."
        if len(found.steps) > 1
        else None,
        left_unsaid(found.mitigations),
        on_savings(found.steps),
        beside_outlook(outlook_end(data)),
        _not_listed(data),
    )


def _largest(found: CostRange) -> str:
    """Name the item that could change the figure most, and which way."""
    first = found.steps[0]
    moves = listing([up_or_down(each) for each in (first.low_gbp, first.high_gbp) if each], "or")
    return f'What could change it most is "{first.name}": {moves}.'


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
        f"By our estimate, the {name(found)} of {money(found.start)} {could} {money(found.low)} or as high as "
        f"{money(found.high)}."
    )


def counts_only(found: CostRange) -> str:
    """Say what such a range leaves out."""
    return f"That counts {counted(len(found.steps), 'open item')} only, and not how far forecasts usually miss."


def in_few_words(found: CostRange) -> str:
    """Give the range as the title of a chart."""
    low, high = _written(found, found.low), _written(found, found.high)
    return f"Low {low}, expected {money(found.expected)}, high {high}" if found.is_cost else f"From {low} to {high}"


def _written(found: CostRange, pounds: int) -> str:
    """Write a cost as it is, and a variance with its direction in words."""
    return money(pounds) if found.is_cost or not pounds else over_or_under(pounds)


def over_or_under(pounds: int) -> str:
    """Write `an overspend of £1.1m` or `an underspend of £690k`."""
    return f"an {'underspend' if pounds < 0 else 'overspend'} of {money(abs(pounds))}"


def _of(found: CostRange) -> str:
    return f" of {money(found.start)}" if found.is_cost else f", {_written(found, found.start)}"


def _expected(found: CostRange) -> str:
    if any(each.counts_in_expected for each in found.mitigations):
        return (
            f"The expected figure is {_written(found, found.expected)}. It counts each mitigation (a measure to lower "
            "the cost) by the likelihood that the return gives it."
        )
    which = "any change is" if len(found.steps) > 1 else "that change is"
    return f"The expected figure is the one reported: the return does not say how likely {which}."


def on_savings(steps: Iterable[Step]) -> str | None:
    """Say why a saving can move the cost both ways."""
    uncertain = [each for each in steps if each.kind in UNCERTAIN_SAVINGS]
    if not any(each.low_gbp and each.high_gbp for each in uncertain):
        return None
    rated = all(each.kind is not ItemKind.UNCERTAIN for each in uncertain)
    which = "savings rated amber (likely but not confirmed)" if rated else "savings at risk or not confirmed"
    return (
        f"What we have of the return does not say whether the forecast counts on {which}. If it does, the cost rises "
        "by what is not delivered. If not, it falls by what is delivered."
    )


def outlook_end(data: PeriodData) -> End | None:
    """Give where the outlook sees the variance at year end; None if it gives no range."""
    ahead = of_period.analyse(data)
    return None if ahead is None or ahead.variance.low is None else ahead.variance


def beside_outlook(end: End | None) -> str | None:
    """Give the outlook's range of the variance as well as that of the cost, and say why they are not added."""
    if end is None or end.low is None or end.high is None:
        return None
    both = [money(each) if end.low >= 0 else over_or_under(each) for each in (end.low, end.high)]
    return (
        f"Our outlook puts the variance alone (the over- or underspend against the budget) between {listing(both)} at "
        f"year end. It is meant to hold in {percent(end.coverage, 0)} of years. We do not add the two ranges: past "
        "forecast errors, from which the outlook is made, already include such items."
    )


def _not_listed(data: PeriodData) -> str | None:
    """Say in one sentence what the return does not list, of mitigations and reserves."""
    missing = [
        what
        for dataset, what in (("mitigations", _MITIGATIONS), ("funders", "reserves"))
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
            Column("low_gbp", "Low", "gbp_m"),
            Column("expected_gbp", "Expected", "gbp_m"),
            Column("high_gbp", "High", "gbp_m"),
        ],
        f"How each item could change the {name(found)}, {data.period.label}",
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
    """Show what each council would pay, as reported and at each end, by the contract split; None where one pays.

    Where nothing could change the cost, only the reported one is shown.
    """
    if found is None or words().funders < 2 or not (found.steps or found.is_cost):
        return None
    columns = _columns(found)
    reported, ends = split(found.start, data.shares), shares_of(found, data)
    frame = pd.DataFrame(
        [
            {
                "name": each.name,
                "share": float(data.shares[each.code]),
                "places": 2,
                "reported": reported[each.code],
                **dict(zip(_ENDS, ends[each.code], strict=True)),
            }
            for each in data.settings.councils
        ],
    )
    return table(
        frame,
        [
            Column("name", "Council"),
            Column("share", "Share", "share", places="places"),
            *(Column(each, heading, "gbp") for each, heading in columns.items()),
        ],
        f"What each council would pay by the {words().split}, {data.period.label}",
        {"name": "Together", **{each: getattr(found, "start" if each == "reported" else each) for each in columns}},
    )


def _columns(found: CostRange) -> Mapping[str, str]:
    """Name the columns of what each council would pay; what is expected only where it is not what is reported."""
    if found.low == found.high:
        return {"reported": "Cost"}
    named = {each: each.capitalize() for each in _ENDS}
    if found.expected != found.start:
        return {"reported": "As reported", **named}
    return {"reported": "Reported and expected", "low": named["low"], "high": named["high"]}
