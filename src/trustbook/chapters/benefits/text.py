"""Write the benefits chapter: its answer, and the text of each section. In: `Benefits`, or None. Out: text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

import pandas as pd

from trustbook.chapters.benefits import reported
from trustbook.chapters.benefits.composition import Composition
from trustbook.chapters.benefits.funnels import IDENTIFIED, REALISED, VERIFIED
from trustbook.chapters.benefits.reported import CARERS, CHILDREN, DELIVERED, HELPED, TARGET, Benefits, Money
from trustbook.components.page import News, Text, say
from trustbook.config.words import spelt
from trustbook.config.words import words as own_words
from trustbook.core.formatting import (
    counted,
    financial_year,
    in_pounds,
    listing,
    millions,
    number,
    percent,
    uncapitalised,
)
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_MONTH = len("2024-02")
_DAY = len("2024-02-05")


def answer(benefits: Benefits | None, data: PeriodData) -> Text:
    """Open the chapter: the savings against the target, the children helped, and the cost of the cohort."""
    if benefits is None:
        return say(
            strong(
                f"The figures held for {data.period.short} include no benefits of a programme, so this "
                "chapter has none."
            )
        )
    return say(_saved(benefits, data), _reached(benefits), _cost_in_brief(benefits.composition, benefits.group))


def _saved(benefits: Benefits, data: PeriodData) -> str:
    title, year = data.settings.benefits_title, financial_year(benefits.year)
    delivered, target = benefits.saving(DELIVERED), benefits.saving(TARGET)
    if delivered is None:
        return strong(f"What {title} has saved in {year} is not reported.")
    if target is None:
        return strong(
            f"The report on {title} says that it saved {millions(delivered)} in {year}; its target is not reported."
        )
    gap = target - delivered
    end = (
        f"by our subtraction {millions(gap)} short"
        if gap > 0
        else f"by our subtraction {millions(-gap)} more than that"
        if gap < 0
        else "all of it"
    )
    return strong(
        f"The report on {title} gives {millions(delivered)} as delivered, of a savings target of {millions(target)} "
        f"for {year}: {end}."
    )


def _reached(benefits: Benefits) -> str | None:
    first = benefits.children[0].reported if benefits.children else ()
    helped = benefits.counted(HELPED)
    if not first or helped is None or first[0].name == HELPED:
        return None
    now = benefits.now
    each = (
        f" By our division, {_each(now)} reported for each £1 agreed." if now and now.delivered and _each(now) else ""
    )
    return (
        f"{counted(first[0].count or 0, 'child', 'children')} {'were' if first[0].count != 1 else 'was'} "
        f"{words(first[0].name)}, and {number(helped)} helped.{each}"
    )


def _each(money: Money) -> str:
    """Write `£2.05 of savings was`."""
    made = money.gross_return
    return "" if made is None else f"£{number(float(made), 2)} of savings was"


def _cost_in_brief(composition: Composition | None, group: str) -> str | None:
    if composition is None or composition.fall <= 0:
        return None
    text = (
        f"The average weekly cost of the programme's children fell by {in_pounds(composition.fall)} to "
        f"{in_pounds(composition.after.whole)}. With {group} left out it fell by {in_pounds(composition.others)}"
        if composition.others >= 0
        else f"The average weekly cost of the programme's children fell by {in_pounds(composition.fall)}, but with "
        f"{group} left out it rose"
    )
    share = composition.group_share
    if share is not None and 0 < share < 1:
        text += (
            f": {percent(float(share), 0)} of the fall goes when they are left out, and the rest is not shown to be "
            "saving"
        )
    return f"{text}."


def reached(benefits: Benefits, data: PeriodData) -> Text | None:
    """Compare the counts of children: what their difference does not mean, and which count nobody reports."""
    stages = [stage for funnel in benefits.children for stage in funnel.reported]
    if len(stages) < 2:
        return None
    counts = listing([f"{words(stage.name)} {number(stage.count)}" for stage in stages])
    verified = any(funnel.count(VERIFIED) is not None for funnel in benefits.children)
    noted = [
        f"{words(stage.name).capitalize()}: {uncapitalised(benefits.notes[CHILDREN, stage.name])}."
        for stage in stages
        if (CHILDREN, stage.name) in benefits.notes
    ]
    return say(
        f"Children: {counts}. These counts stand side by side: the papers do not say that the children of one are all "
        "among those of the one before, and not every child who is assessed needs a change. So what lies between two "
        "counts is not children lost.",
        None if verified else "How many of these outcomes were verified later is not reported.",
        " ".join(noted) or None,
    )


def opportunities(benefits: Benefits, data: PeriodData) -> Text | None:
    """Say how many opportunities there were, and how far the return follows each."""
    every_kind = benefits.all_opportunities
    if every_kind is None or every_kind.count(IDENTIFIED) is None:
        return None
    largest = max(benefits.opportunities, key=lambda each: each.count(IDENTIFIED) or 0)
    sentences: list[str] = [
        strong(
            f"{number(every_kind.count(IDENTIFIED))} opportunities were identified, the commonest kind being "
            f"{largest.part.lower()} ({number(largest.count(IDENTIFIED))})."
        )
        + f" The total is added up here from the {number(len(benefits.opportunities))} kinds."
    ]
    missing = [name for name in (REALISED, VERIFIED) if every_kind.count(name) is None]
    if missing:
        sentences.append(
            f"The figures held do not have how many of each kind were {listing(missing, 'or')}, so what became of "
            "each kind cannot be worked out."
        )
    for name in (REALISED, VERIFIED):
        kept = every_kind.kept(name)
        if kept is not None:
            sentences.append(
                f"{number(every_kind.count(name))} were {name}: {percent(float(kept))} of those identified."
            )
    if benefits.interventions is not None and every_kind.count(REALISED) is None:
        sentences.append(
            f"{number(benefits.interventions)} interventions were delivered. An intervention need not be one "
            "opportunity, so the two are not put in one funnel."
        )
    noted = benefits.notes.get(("opportunities", IDENTIFIED))
    return say(joined(sentences), f"{noted}." if noted else None)


def scenarios(benefits: Benefits) -> Text | None:
    """Say where the saving is between the scenarios, or that their amounts are not reported."""
    if benefits.savings.empty:
        return None
    if benefits.scenarios.empty:
        note = benefits.notes.get(("interventions", DELIVERED))
        return say(
            "The text that we have gives no amount for the low and the high scenario, so we cannot say where the "
            "saving lies between them.",
            f"On the interventions delivered: {uncapitalised(note)}." if note else None,
        )
    sentences = [
        f"The {row.part.lower()} scenario of {financial_year(row.year)} is {millions(row.amount_gbp)}"
        + ("." if row.reached is None else ", which is reached." if row.reached == "yes" else ", which is not reached.")
        for row in benefits.scenarios.itertuples()
    ]
    return say(joined(sentences))


def beyond(benefits: Benefits) -> Text | None:
    """Say how much of a forecast saving the contract sum already counts on."""
    sentences = []
    for year in dict.fromkeys(str(each) for each in benefits.savings["year"]):
        forecast, taken = benefits.saving("forecast", year), benefits.saving("in_contract_sum", year)
        if forecast is not None and taken is not None:
            sentences.append(
                f"Of the {millions(forecast)} forecast for {financial_year(year)}, {millions(taken)} is taken off the "
                f"{own_words().budget} already; {millions(abs(forecast - taken))} is "
                + ("beyond it." if forecast >= taken else "still to be found.")
            )
    return say(joined(sentences)) if sentences else None


def against_the_table(benefits: Benefits) -> Text | None:
    """Compare the programme's own saving with what the savings table of the same return confirms."""
    table, delivered = benefits.confirmed, benefits.saving(DELIVERED)
    if table is None or delivered is None:
        return None
    gap = delivered - table.green
    compared = f"{millions(abs(gap))} {'more' if gap > 0 else 'less'} than is green" if gap else "the same"
    noted = benefits.notes.get(("saving", DELIVERED))
    return say(
        f"By its amount, {counted(len(table.refs), 'line')} of the savings table of the same return "
        f"({listing(list(table.refs))}) {'seems' if len(table.refs) == 1 else 'seem'} to be this target: "
        f"{millions(table.green)} of it is green, which means confirmed for delivery (that does not say whether it is "
        "delivered yet), and "
        f"{millions(table.amber)} amber. The programme reports {millions(delivered)} as delivered: {compared}.",
        f"What is noted of these lines: {'. '.join(table.remarks)}." if table.remarks else None,
        f"On the saving reported as delivered: {uncapitalised(noted)}." if noted else None,
    )


def money(benefits: Benefits) -> Text | None:
    """Compare each year's savings with its money, with and without the grant; name totals unlike their parts."""
    sentences = []
    for each in benefits.money:
        year = financial_year(each.year)
        if each.gross_return is None:
            continue
        what = "was reported" if each.delivered else "is forecast"
        text = strong(
            f"In {year} £{number(float(each.gross_return), 2)} of savings {what} for each £1 of the "
            f"{millions(each.agreed)} agreed."
        )
        if not each.delivered and any(other.delivered for other in benefits.money):
            text += (
                " This may hold what children helped in the year before go on saving over a whole year, and not only "
                "what the new money is to save; the papers do not part the two."
            )
        if each.net_return is not None:
            text += (
                f" A grant paid {millions(each.grant)}: for each £1 of the {millions(each.net)} left when it is "
                f"taken off, it is £{number(float(each.net_return), 2)}."
            )
        if each.grant_beyond:
            text += (
                f" The paper says that the grant was to part-fund {millions(each.part_funded)}: the grant is "
                f"{millions(each.grant_beyond)} larger than the cost that it is to pay part of."
            )
        if each.gap:
            text += (
                f" The total is as printed; the parts that the paper names add up to {millions(each.parts)}, "
                f"{in_pounds(abs(each.gap))} {'less' if each.gap > 0 else 'more'}."
            )
        sentences.append(text)
    if not sentences:
        return None
    noted = benefits.notes.get(("investment", "grant"))
    return say(
        *sentences,
        f"On the grant: {uncapitalised(noted)}." if noted else None,
        *_conditions(benefits),
        "A saving that lasts goes on after its year; what it saves later is not counted here. That the money caused "
        "the savings is the programme's account; the figures cannot show it.",
    )


def _conditions(benefits: Benefits) -> list[str]:
    """Say which money is conditional, and on what."""
    rows = benefits.investment[benefits.investment["condition"].notna()]
    return [
        f"{millions(row.amount_gbp)} of the money for {financial_year(str(row.year))}"
        + ("" if pd.isna(row.part) else f" ({uncapitalised(str(row.part))})")
        + f" was agreed, the paper says, on condition that {row.condition}."
        for row in rows.itertuples()
    ]


def composition(benefits: Benefits) -> Text | None:
    """Say how leaving one group out changes the fall of the average, and what that does not show."""
    made, group = benefits.composition, benefits.group
    if made is None:
        return None
    before, after = month(made.before.date), month(made.after.date)
    share = f" ({percent(float(made.group_share))} of it)" if made.group_share is not None else ""
    sentences = [
        f"Between {before} and {after} the average of all children of the programme {_moved(made.fall)}. With {group} "
        f"left out it {_moved(made.others)}. So {in_pounds(abs(made.group))} of the change{share} goes when {group} "
        "are left out: more of the children are of that group than before, or the group costs less than before. "
        f"The other {in_pounds(abs(made.others))} is not shown to be saving either: who else is counted can have "
        "changed too."
    ]
    if made.mixture is not None and made.costs_of_others is not None and made.costs_of_group is not None:
        sentences.append(
            f"With the numbers of children the change can be parted fully: {_less(made.costs_of_others)} from the "
            f"costs of the others, {_less(made.costs_of_group)} from the costs of {group}, and "
            f"{_less(made.mixture)} because the children are others than before."
        )
    else:
        sentences.append(
            f"How many children are {group} is not reported, so the two cannot be told apart. But care cannot cost "
            f"less than nothing: at least {_at_least(made.before.least_share)} of the children must have been {group} "
            f"in {before}, and at least {_at_least(made.after.least_share)} in {after}."
        )
    return say(*sentences)


def _at_least(share: Fraction) -> str:
    """Write a share to one place, rounded down, since it is a minimum."""
    return percent(floor(share * 1000) / 1000)


def _moved(fall: int) -> str:
    """Write `fell by £1,142`."""
    return f"{'fell' if fall > 0 else 'rose'} by {in_pounds(abs(fall))}" if fall else "did not change"


def _less(pounds: int) -> str:
    """Write a part of a fall: `£485 less`."""
    return f"{in_pounds(abs(pounds))} {'less' if pounds > 0 else 'more'}" if pounds else "nothing"


def ratings(benefits: Benefits) -> Text | None:
    """Say how the programme's own report rates it, what it does not rate, and what the savings table rates amber."""
    rows = benefits.ratings
    rated = rows[rows["rating"].notna()]
    if rated.empty:
        return None
    colours = listing([f"{uncapitalised(str(row.aspect))} {row.rating}" for row in rated.itertuples()])
    without = [uncapitalised(str(aspect)) for aspect in rows.loc[rows["rating"].isna(), "aspect"]]
    table = benefits.confirmed
    return say(
        strong(f"The programme's own report of {listing(_days(rated))} rates it: {colours}."),
        f"The text that we have gives no rating of {listing(without, 'or')}." if without else None,
        f"These are the programme's ratings of itself. The savings table of the same return rates "
        f"{millions(table.amber)} of what seems to be its savings amber."
        if table is not None and table.amber
        else "These are the programme's ratings of itself.",
    )


def _days(rows: pd.DataFrame) -> list[str]:
    return [month(str(each)) for each in dict.fromkeys(rows["as_at"])]


def carers(benefits: Benefits) -> Text | None:
    """Say how many foster carer enquiries reached each stage; a different count is given separately."""
    if not benefits.carers:
        return None
    sentences = []
    for funnel in benefits.carers:
        first, *later = funnel.reported or (None,)
        if first is None:
            continue
        if not later:
            sentences.append(f"{number(first.count)} {funnel.unit} are reported.")
            continue
        steps = [
            f"{number(stage.count)} are shown at '{words(stage.name)}' ({number(stage.lost)} fewer)" for stage in later
        ]
        sentences.insert(0, strong(f"Of {counted_in(first.count, funnel.unit)}, {listing(steps)}."))
    notes = [
        f"{words(stage).capitalize()}: {note}."
        for (measure, stage), note in benefits.notes.items()
        if measure == CARERS
    ]
    return say(joined(sentences), " ".join(notes) or None)


def counted_in(count: int | None, unit: str) -> str:
    """Write `232 enquiries`."""
    return f"{number(count)} {unit}"


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
