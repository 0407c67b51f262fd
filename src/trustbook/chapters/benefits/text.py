"""Write the benefits chapter: its answer, and the text of each section. In: `Benefits`, or None. Out: text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

import pandas as pd

from trustbook.chapters.benefits import reported
from trustbook.chapters.benefits.composition import Composition
from trustbook.chapters.benefits.funnels import IDENTIFIED, REALISED, VERIFIED, Funnel
from trustbook.chapters.benefits.reported import CARERS, CHILDREN, DELIVERED, HELPED, TARGET, Benefits, Money
from trustbook.components.absent import no_figure, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.config.words import spelt
from trustbook.config.words import words as own_words
from trustbook.core.amounts_in_prose import money as amount
from trustbook.core.amounts_in_prose import more_or_less, share
from trustbook.core.formatting import (
    capitalised,
    counted,
    financial_year,
    in_pounds,
    in_words,
    listing,
    number,
    uncapitalised,
    were,
)
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_MONTH = len("2024-02")
_DAY = len("2024-02-05")


def answer(benefits: Benefits | None, data: PeriodData) -> Text:
    """Open the chapter: the savings against the target, the children helped, and the cost of a child."""
    if benefits is None:
        return nothing_to_show(no_figure(data.period, data.absence(), "benefits of a programme"))
    return say(_saved(benefits, data), _reached(benefits), _cost_in_brief(benefits.composition, benefits.group))


def _saved(benefits: Benefits, data: PeriodData) -> str:
    title, year = data.settings.benefits_title, financial_year(benefits.year)
    delivered, target = benefits.saving(DELIVERED), benefits.saving(TARGET)
    if delivered is None:
        return strong(f"The return does not report what {title} saved in {year}.")
    said = f"The report on {title} says that it saved {amount(delivered)} in {year}"
    if not target:
        return strong(f"{said}. Its target is not reported.")
    return strong(f"{said}: {_part_of(Fraction(delivered, target))} its {amount(target)} target.")


def _part_of(part: Fraction) -> str:
    """Write `98% of`; `all of` only where nothing is missing."""
    if part == 1:
        return "all of"
    if round(part * 100) == 100:
        return f"just {'over' if part > 1 else 'under'} 100% of"
    return f"{share(part)} of"


def _reached(benefits: Benefits) -> str | None:
    first = benefits.children[0].reported if benefits.children else ()
    helped = benefits.counted(HELPED)
    if not first or helped is None or first[0].name == HELPED:
        return None
    count = first[0].count or 0
    return (
        f"{counted(count, 'child', 'children')} {were(count)} {words(first[0].name)}, and {number(helped)} "
        f"{were(helped)} helped.{_each(benefits.now)}"
    )


def _each(money: Money | None) -> str:
    """Write what was saved for each £1, if it was delivered and not only forecast."""
    if money is None or not money.delivered or money.gross_return is None:
        return ""
    return (
        f" By our division, the programme reports £{number(float(money.gross_return), 2)} of savings for each £1 of "
        "invest-to-save money (spent now to save more later)."
    )


def _cost_in_brief(composition: Composition | None, group: str) -> str | None:
    if composition is None or composition.fall <= 0:
        return None
    fell = (
        f"The average cost of a child in the programme fell by {in_pounds(composition.fall)} to "
        f"{in_pounds(composition.after.whole)} a week."
    )
    if composition.others < 0:
        return f"{fell} But without {group} it rose."
    text = f"{fell} Without {group} it fell by {in_pounds(composition.others)}"
    part = composition.group_share
    if part is None or not 0 < part < 1:
        return f"{text}."
    return f"{text}, so {group} account for {share(part)} of the fall. No part of the fall is shown to be a saving."


def reached(benefits: Benefits, data: PeriodData) -> Text | None:
    """Say what the fall between two counts of children does not mean, and which count nobody reports."""
    stages = [stage for funnel in benefits.children for stage in funnel.reported]
    if len(stages) < 2:
        return None
    verified = any(funnel.count(VERIFIED) is not None for funnel in benefits.children)
    notes = [
        f"{capitalised(words(stage.name))}: {uncapitalised(benefits.notes[CHILDREN, stage.name])}."
        for stage in stages
        if (CHILDREN, stage.name) in benefits.notes
    ]
    return say(
        "Do not read the falls as children lost. Not every child assessed needs a change, and the papers do not say "
        "that each count is part of the one before.",
        None if verified else "How many of these results were checked later is not reported.",
        _cohorts(benefits),
        bullets(notes) if notes else None,
    )


def _cohorts(benefits: Benefits) -> str | None:
    """Say how many children of each cohort were assessed."""
    rows = benefits.cohorts
    if len(rows) < 2:
        return None
    each = [f"{row.part} ({number(float(str(row.value)))})" for row in rows.itertuples()]
    together = number(float(rows["value"].sum()))
    return f"The {together} assessed are in {in_words(len(rows))} cohorts: {listing(each)}."


def opportunities(benefits: Benefits, data: PeriodData) -> Text | None:
    """Say how many opportunities there were, and how far the return follows each."""
    every_kind = benefits.all_opportunities
    if every_kind is None or every_kind.count(IDENTIFIED) is None:
        return None
    largest = max(benefits.opportunities, key=lambda each: each.count(IDENTIFIED) or 0)
    sentences: list[str] = [
        strong(
            f"{number(every_kind.count(IDENTIFIED))} opportunities were identified. The commonest kind is "
            f"{largest.part.lower()} ({number(largest.count(IDENTIFIED))})."
        )
        + f" The total is our sum over {in_words(len(benefits.opportunities))} kinds."
    ]
    missing = [name for name in (REALISED, VERIFIED) if every_kind.count(name) is None]
    if missing:
        sentences.append(f"The figures we have do not say how many of each kind were {listing(missing, 'or')}.")
    for name in (REALISED, VERIFIED):
        kept = every_kind.kept(name)
        if kept is not None:
            sentences.append(f"{number(every_kind.count(name))} were {name}: {share(kept)} of those identified.")
    if benefits.interventions is not None and every_kind.count(REALISED) is None:
        sentences.append(
            f"{counted(benefits.interventions, 'intervention')} {were(benefits.interventions)} delivered, but an "
            "intervention need not be one of these opportunities."
        )
    noted = benefits.notes.get(("opportunities", IDENTIFIED))
    return say(joined(sentences), f"{noted}." if noted else None)


def scenarios(benefits: Benefits) -> Text | None:
    """Say which scenarios the saving reached; without their amounts, what the paper says about them."""
    if benefits.savings.empty:
        return None
    if benefits.scenarios.empty:
        note = benefits.notes.get(("interventions", DELIVERED))
        return say(f"On the interventions delivered: {uncapitalised(note)}." if note else None)
    ends = {None: "", "yes": ", which was reached", "no": ", which was not reached"}
    return say(
        joined(
            [
                f"The {row.part.lower()} scenario of {financial_year(row.year)} is {amount(row.amount_gbp)}"
                f"{ends[row.reached]}."
                for row in benefits.scenarios.itertuples()
            ]
        )
    )


def beyond(benefits: Benefits) -> Text | None:
    """Say how much of a forecast saving the contract sum already counts on."""
    sentences = []
    for year in dict.fromkeys(str(each) for each in benefits.savings["year"]):
        forecast, taken = benefits.saving("forecast", year), benefits.saving("in_contract_sum", year)
        if forecast is not None and taken is not None:
            sentences.append(
                f"Of the {amount(forecast)} forecast for {financial_year(year)}, {amount(taken)} has already been "
                f"taken off the {own_words().budget}."
                if forecast >= taken
                else f"{amount(taken)} of savings has already been taken off the {own_words().budget} for "
                f"{financial_year(year)}. The forecast is {amount(taken - forecast)} less, which is still to be found."
            )
    return say(joined(sentences)) if sentences else None


def against_the_table(benefits: Benefits) -> Text | None:
    """Compare the programme's own saving with what the savings table of the same return confirms."""
    rated, delivered = benefits.confirmed, benefits.saving(DELIVERED)
    if rated is None or delivered is None:
        return None
    gap = delivered - rated.green
    lines = len(rated.refs)
    return say(
        f"{capitalised(in_words(lines))} {'line' if lines == 1 else 'lines'} of the savings table "
        f"({listing(list(rated.refs))}) {'has' if lines == 1 else 'together have'} the same target, so "
        f"{'it seems' if lines == 1 else 'they seem'} to be this programme. The table rates {amount(rated.green)} "
        "green (confirmed, which does not mean delivered yet) and "
        f"{amount(rated.amber) if rated.amber else 'nothing'} amber (likely but not confirmed).",
        f"The programme itself says that {amount(delivered)} was delivered: "
        + (f"{more_or_less(gap)} than is green." if gap else "the same as is green."),
    )


def money(benefits: Benefits) -> Text | None:
    """Compare each year's savings with its money, with and without the grant; name totals unlike their parts."""
    years = [_for_each_pound(benefits, each) for each in benefits.money if each.gross_return is not None]
    if not years:
        return None
    return say(
        *years,
        *_conditions(benefits),
        "A saving that lasts is counted here for its own year only. That the money caused the savings is the "
        "programme's account; the figures cannot show it.",
    )


def _for_each_pound(benefits: Benefits, money: Money) -> str:
    """Write what one year's money saved or is to save, and where the paper's amounts do not fit together."""
    what = "was reported" if money.delivered else "is forecast"
    sentences: list[str] = [
        strong(
            f"For {financial_year(money.year)}, £{number(float(money.gross_return or 0), 2)} of savings {what} for "
            f"each £1 of the {amount(money.agreed)} agreed."
        )
    ]
    if not money.delivered and any(other.delivered for other in benefits.money):
        sentences.append(
            "This may include what children helped in the year before go on saving. The papers do not separate the two."
        )
    if money.net_return is not None:
        sentences.append(
            f"Without the {amount(money.grant)} that a grant paid, it is £{number(float(money.net_return), 2)}."
        )
    if money.grant_beyond:
        sentences.append(
            f"The paper says that the grant was to pay part of a cost of {amount(money.part_funded)}, but the grant "
            f"is {amount(money.grant_beyond)} larger than that."
        )
    if money.gap:
        sentences.append(
            f"The paper's total is {amount(abs(money.gap))} {'more' if money.gap > 0 else 'less'} than the parts that "
            "it names add up to."
        )
    return joined(sentences)


def _conditions(benefits: Benefits) -> list[str]:
    """Say which money is conditional, and on what."""
    rows = benefits.investment[benefits.investment["condition"].notna()]
    return [
        f"The paper says that {amount(row.amount_gbp)} for {financial_year(str(row.year))}"
        + ("" if pd.isna(row.part) else f" ({uncapitalised(str(row.part))})")
        + f" was agreed on condition that {row.condition}."
        for row in rows.itertuples()
    ]


def composition(benefits: Benefits) -> Text | None:
    """Say how leaving one group out changes the fall of the average, and what that does not show."""
    made, group = benefits.composition, benefits.group
    if made is None:
        return None
    before, after = month(made.before.date), month(made.after.date)
    part = f" ({share(made.group_share)} of the fall)" if made.group_share is not None and made.group_share > 0 else ""
    first = (
        f"From {before} to {after} the average cost of a child {_moved(made.fall)} a week. Without {group} it "
        f"{_moved(made.others)}."
    )
    if made.mixture is not None and made.costs_of_others is not None and made.costs_of_group is not None:
        return say(
            first,
            f"With the numbers of children we can explain the whole change: {_less(made.costs_of_others)} from the "
            f"costs of the other children, {_less(made.costs_of_group)} from the costs of {group}, and "
            f"{_less(made.mixture)} from a different mix of children.",
        )
    return say(
        first,
        f"The difference of {in_pounds(abs(made.group))}{part} has two possible causes: the number of {group} changed, "
        f"or their cost did. How many children are {group} is not reported, so we cannot say which. The other "
        f"{in_pounds(abs(made.others))} is not shown to be a saving either, as the other children may have changed "
        "too.",
        _least(made, group),
    )


def _least(made: Composition, group: str) -> str | None:
    """Say how many of the children must be of the group, as care cannot cost less than nothing."""
    shares = [floor(each.least_share * 100) for each in (made.before, made.after)]
    if not any(shares):
        return None
    return (
        f"The averages imply that at least {shares[0]}% of the children were {group} in {month(made.before.date)}, and "
        f"at least {shares[1]}% in {month(made.after.date)}."
    )


def _moved(fall: int) -> str:
    """Write `fell by £1,142`."""
    return f"{'fell' if fall > 0 else 'rose'} by {in_pounds(abs(fall))}" if fall else "did not change"


def _less(pounds: int) -> str:
    """Write a part of a fall: `£485 less`."""
    return f"{in_pounds(abs(pounds))} {'less' if pounds > 0 else 'more'}" if pounds else "nothing"


def ratings(benefits: Benefits) -> Text | None:
    """Say how the programme's own report rates it."""
    rows = benefits.ratings
    rated = rows[rows["rating"].notna()]
    if rated.empty:
        return None
    colours = listing([f"{uncapitalised(str(row.aspect))} {row.rating}" for row in rated.itertuples()])
    return say(strong(f"The programme's own report of {listing(_days(rated))} rates it: {colours}."))


def _days(rows: pd.DataFrame) -> list[str]:
    return [month(str(each)) for each in dict.fromkeys(rows["as_at"])]


def carers(benefits: Benefits) -> Text | None:
    """Say how many foster carer enquiries reached each stage; a different count is given separately."""
    if not benefits.carers:
        return None
    alone = [each for each in benefits.carers if len(each.reported) == 1]
    counts = [f"{number(each.reported[0].count)} {each.unit}" for each in alone]
    notes = [
        f"{capitalised(words(stage))}: {uncapitalised(note)}."
        for (measure, stage), note in benefits.notes.items()
        if measure == CARERS
    ]
    return say(
        *(_followed(each) for each in benefits.carers if len(each.reported) > 1),
        f"The report counts {listing(counts)}." if counts else None,
        _without_a_count(benefits.carers),
        bullets(notes) if notes else None,
    )


def _followed(funnel: Funnel) -> str:
    """Write how many of a first stage are left at each later one."""
    first, *later = funnel.reported
    steps = [f"{number(each.count)} {were(each.count or 0)} at '{words(each.name)}'" for each in later]
    return strong(f"Of {number(first.count)} {funnel.unit}, {listing(steps)}.")


def _without_a_count(funnels: list[Funnel]) -> str | None:
    names = [f"'{words(each.name)}'" for funnel in funnels for each in funnel.stages if each.count is None]
    return f"How many are at {listing(names, 'or')} is not reported." if names else None


def news(data: PeriodData) -> News:
    """Write the chapter's line for the front page: its answer."""
    return News(data.settings.benefits_title, answer(reported.analyse(data), data).paragraphs[0])


def words(name: str) -> str:
    """Write the name of a stage in words."""
    return spelt(name)


def month(written: str) -> str:
    """Write `2024-02` as `February 2024` and `2024-02-05` as `5 February 2024`; leave anything else as it is."""
    if len(written) == _DAY:
        day = date.fromisoformat(written)
        return f"{day.day} {day:%B %Y}"
    if len(written) != _MONTH or not 1 <= int(written[5:]) <= 12:
        return written
    return f"{date(int(written[:4]), int(written[5:]), 1):%B %Y}"
