"""The chapter on benefits in words: the answer, and what each section says. In: `Benefits`, or None. Out: text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

from trustbook.chapters.benefits import reported
from trustbook.chapters.benefits.composition import Composition
from trustbook.chapters.benefits.funnels import IDENTIFIED, REALISED, VERIFIED
from trustbook.chapters.benefits.reported import CARERS, CHILDREN, DELIVERED, HELPED, TARGET, Benefits, Money
from trustbook.components.page import News, Text, say
from trustbook.core.formatting import counted, in_pounds, listing, millions, number, percent
from trustbook.core.markup import joined, strong
from trustbook.data.period_data import PeriodData

_MONTH = len("2024-02")


def answer(found: Benefits | None, data: PeriodData) -> Text:
    """Open the chapter: what was saved against the target, whom it helped, and what the cohort costs."""
    if found is None:
        return say(
            strong(
                f"The figures held for {data.period.short} include no benefits of a programme, so this "
                "chapter has none."
            )
        )
    return say(_saved(found, data), _reached(found), _cost_in_brief(found.composition, found.group))


def _saved(found: Benefits, data: PeriodData) -> str:
    title, year = data.settings.benefits_title, financial_year(found.year)
    delivered, target = found.saving(DELIVERED), found.saving(TARGET)
    if delivered is None:
        return strong(f"What {title} has saved in {year} is not reported.")
    if target is None:
        return strong(f"{title} reports {millions(delivered)} of savings in {year}; its target is not reported.")
    gap = target - delivered
    end = f"{millions(gap)} short" if gap > 0 else f"{millions(-gap)} more than that" if gap < 0 else "all of it"
    return strong(
        f"{title} reports {millions(delivered)} of its {millions(target)} savings target for {year} as "
        f"delivered: {end}."
    )


def _reached(found: Benefits) -> str | None:
    first = found.children[0].reported if found.children else ()
    helped = found.counted(HELPED)
    if not first or helped is None or first[0].name == HELPED:
        return None
    now = found.now
    each = f" {_each(now)} reported for each £1 put in." if now and now.delivered and _each(now) else ""
    return (
        f"{counted(first[0].count or 0, 'child', 'children')} {'were' if first[0].count != 1 else 'was'} "
        f"{words(first[0].name)}, and {number(helped)} helped.{each}"
    )


def _each(money: Money) -> str:
    """Write `£2.05 of savings was`."""
    made = money.gross_return
    return "" if made is None else f"£{number(float(made), 2)} of savings was"


def _cost_in_brief(found: Composition | None, group: str) -> str | None:
    if found is None or found.fall <= 0:
        return None
    text = (
        f"The average weekly cost of the programme's children fell by {in_pounds(found.fall)} to "
        f"{in_pounds(found.after.whole)}. With {group} left out it fell by {in_pounds(found.others)}"
        if found.others >= 0
        else f"The average weekly cost of the programme's children fell by {in_pounds(found.fall)}, but with {group} "
        "left out it rose"
    )
    share = found.group_share
    if share is not None and 0 < share < 1:
        text += (
            f": {percent(float(share), 0)} of the fall goes when they are left out, and the rest is not shown to be "
            "saving"
        )
    return f"{text}."


def reached(found: Benefits, data: PeriodData) -> Text | None:
    """Set the counts of children side by side, say what their difference is not, and which count nobody reports."""
    stages = [stage for funnel in found.children for stage in funnel.reported]
    if len(stages) < 2:
        return None
    counts = listing([f"{words(stage.name)} {number(stage.count)}" for stage in stages])
    verified = any(funnel.count(VERIFIED) is not None for funnel in found.children)
    noted = [
        f"{words(stage.name).capitalize()}: {_lower(found.notes[CHILDREN, stage.name])}."
        for stage in stages
        if (CHILDREN, stage.name) in found.notes
    ]
    return say(
        f"Children: {counts}. These counts stand side by side: the papers do not say that the children of one are all "
        "among those of the one before, and not every child who is assessed needs a change. So what lies between two "
        "counts is not children lost.",
        None if verified else "How many of these outcomes were verified later is not reported.",
        " ".join(noted) or None,
    )


def opportunities(found: Benefits, data: PeriodData) -> Text | None:
    """Say how many opportunities there were, and how far the return lets each be followed."""
    together = found.all_opportunities
    if together is None or together.count(IDENTIFIED) is None:
        return None
    largest = max(found.opportunities, key=lambda each: each.count(IDENTIFIED) or 0)
    told: list[str] = [
        strong(
            f"{number(together.count(IDENTIFIED))} opportunities were identified, the commonest kind being "
            f"{largest.part.lower()} ({number(largest.count(IDENTIFIED))})."
        )
        + f" The total is added up here from the {number(len(found.opportunities))} kinds."
    ]
    missing = [name for name in (REALISED, VERIFIED) if together.count(name) is None]
    if missing:
        told.append(
            f"The figures held do not have how many of each kind were {listing(missing, 'or')}, so what became of "
            "each kind cannot be worked out."
        )
    for name in (REALISED, VERIFIED):
        kept = together.kept(name)
        if kept is not None:
            told.append(f"{number(together.count(name))} were {name}: {percent(float(kept))} of those identified.")
    if found.interventions is not None and together.count(REALISED) is None:
        told.append(
            f"{number(found.interventions)} interventions were delivered. An intervention need not be one opportunity, "
            "so the two are not put in one funnel."
        )
    noted = found.notes.get(("opportunities", IDENTIFIED))
    return say(joined(told), f"{noted}." if noted else None)


def scenarios(found: Benefits) -> Text | None:
    """Say where the saving stands between the scenarios, or that their amounts are not reported."""
    if found.savings.empty:
        return None
    if found.scenarios.empty:
        note = found.notes.get(("interventions", DELIVERED))
        return say(
            "The amounts of the low and the high scenario are not reported, so the saving cannot be set between them.",
            f"On the interventions delivered: {_lower(note)}." if note else None,
        )
    told = [
        f"The {row.part.lower()} scenario of {financial_year(row.year)} is {millions(row.amount_gbp)}"
        + ("." if row.reached is None else ", which is reached." if row.reached == "yes" else ", which is not reached.")
        for row in found.scenarios.itertuples()
    ]
    return say(joined(told))


def beyond(found: Benefits) -> Text | None:
    """Say how much of a forecast saving the contract sum counts on already."""
    told = []
    for year in dict.fromkeys(str(each) for each in found.savings["year"]):
        forecast, taken = found.saving("forecast", year), found.saving("in_contract_sum", year)
        if forecast is not None and taken is not None:
            told.append(
                f"Of the {millions(forecast)} forecast for {financial_year(year)}, {millions(taken)} is taken off the "
                f"contract sum already; {millions(abs(forecast - taken))} is "
                + ("beyond it." if forecast >= taken else "still to be found.")
            )
    return say(joined(told)) if told else None


def against_the_table(found: Benefits) -> Text | None:
    """Say how the programme's own saving stands to what the savings table of the same return confirms."""
    table, delivered = found.confirmed, found.saving(DELIVERED)
    if table is None or delivered is None:
        return None
    gap = delivered - table.green
    compared = f"{millions(abs(gap))} {'more' if gap > 0 else 'less'} than is green" if gap else "the same"
    noted = found.notes.get(("saving", DELIVERED))
    return say(
        f"By amounts and officers, {counted(len(table.refs), 'line')} of the savings table of the same return "
        f"({listing(list(table.refs))}) {'seems' if len(table.refs) == 1 else 'seem'} to be this target: "
        f"{millions(table.green)} of it is green, which means confirmed for delivery and not delivered, and "
        f"{millions(table.amber)} amber. The programme reports {millions(delivered)} as delivered: {compared}.",
        f"What is noted of these lines: {'. '.join(table.remarks)}." if table.remarks else None,
        f"On the saving reported as delivered: {_lower(noted)}." if noted else None,
    )


def money(found: Benefits) -> Text | None:
    """Set each year's savings against its money, with and without the grant; say where a total misses its parts."""
    told = []
    for each in found.money:
        year = financial_year(each.year)
        if each.gross_return is None:
            continue
        what = "was reported" if each.delivered else "is forecast"
        text = strong(
            f"In {year} £{number(float(each.gross_return), 2)} of savings {what} for each £1 of the "
            f"{millions(each.agreed)} {'put in' if each.delivered else 'agreed'}."
        )
        if not each.delivered and any(other.delivered for other in found.money):
            text += (
                " This may hold what children helped in the year before go on saving over a whole year, and not only "
                "what the new money is to save; the papers do not part the two."
            )
        if each.net_return is not None:
            text += (
                f" A grant paid {millions(each.grant)}: for each £1 of the {millions(each.net)} left when it is "
                f"taken off, it is £{number(float(each.net_return), 2)}."
            )
        if each.gap:
            text += (
                f" The total is as printed; the parts that the paper names add up to {millions(each.parts)}, "
                f"{in_pounds(abs(each.gap))} {'less' if each.gap > 0 else 'more'}."
            )
        told.append(text)
    if not told:
        return None
    noted = found.notes.get(("investment", "grant"))
    return say(
        *told,
        f"On the grant: {_lower(noted)}." if noted else None,
        "A saving that lasts goes on after its year; what it saves later is not counted here. That the money caused "
        "the savings is the programme's account; the figures cannot show it.",
    )


def composition(found: Benefits) -> Text | None:
    """Say how much of the change of the average goes when one group is left out, and what that does not tell."""
    made, group = found.composition, found.group
    if made is None:
        return None
    before, after = month(made.before.date), month(made.after.date)
    share = f" ({percent(float(made.group_share))} of it)" if made.group_share is not None else ""
    told = [
        f"Between {before} and {after} the average of all children of the programme {_moved(made.fall)}. With {group} "
        f"left out it {_moved(made.others)}. So {in_pounds(abs(made.group))} of the change{share} goes when {group} "
        "are left out: more of the children are of that group than before, or the group costs less than before. "
        f"The other {in_pounds(abs(made.others))} is not shown to be saving either: who else is counted can have "
        "changed too."
    ]
    if made.mixture is not None and made.costs_of_others is not None and made.costs_of_group is not None:
        told.append(
            f"With the numbers of children the change can be parted fully: {_less(made.costs_of_others)} from the "
            f"costs of the others, {_less(made.costs_of_group)} from the costs of {group}, and "
            f"{_less(made.mixture)} because the children are others than before."
        )
    else:
        told.append(
            f"How many children are {group} is not reported, so the two cannot be told apart. But care cannot cost "
            f"less than nothing: at least {_at_least(made.before.least_share)} of the children must have been {group} "
            f"in {before}, and at least {_at_least(made.after.least_share)} in {after}."
        )
    return say(*told)


def _at_least(share: Fraction) -> str:
    """Write a share to one place, rounded down, so that it is no more than it says."""
    return percent(floor(share * 1000) / 1000)


def _moved(fall: int) -> str:
    """Write `fell by £1,142`."""
    return f"{'fell' if fall > 0 else 'rose'} by {in_pounds(abs(fall))}" if fall else "did not change"


def _less(pounds: int) -> str:
    """Write a part of a fall: `£485 less`."""
    return f"{in_pounds(abs(pounds))} {'less' if pounds > 0 else 'more'}" if pounds else "nothing"


def carers(found: Benefits) -> Text | None:
    """Say what followed the enquiries of foster carers; what counts something else stands by itself."""
    if not found.carers:
        return None
    told = []
    for funnel in found.carers:
        first, *later = funnel.reported or (None,)
        if first is None:
            continue
        if not later:
            told.append(f"{number(first.count)} {funnel.unit} are reported.")
            continue
        steps = [
            f"{number(stage.count)} are shown at '{words(stage.name)}' ({number(stage.lost)} fewer)" for stage in later
        ]
        told.insert(0, strong(f"Of {counted_in(first.count, funnel.unit)}, {listing(steps)}."))
    notes = [
        f"{words(stage).capitalize()}: {note}." for (measure, stage), note in found.notes.items() if measure == CARERS
    ]
    return say(joined(told), " ".join(notes) or None)


def _lower(note: str) -> str:
    """Write a note within a sentence: small first letter."""
    return f"{note[0].lower()}{note[1:]}"


def counted_in(count: int | None, unit: str) -> str:
    """Write `232 enquiries`."""
    return f"{number(count)} {unit}"


def news(data: PeriodData) -> News:
    """Give the front page its line: the chapter's answer."""
    return News(data.settings.benefits_title, answer(reported.analyse(data), data).paragraphs[0])


def words(name: str) -> str:
    """Write the name of a stage in words."""
    return name.replace("_", " ")


def month(written: str) -> str:
    """Write `2024-02` as `February 2024`; anything else stays as it is."""
    if len(written) != _MONTH or not 1 <= int(written[5:]) <= 12:
        return written
    return f"{date(int(written[:4]), int(written[5:]), 1):%B %Y}"


def financial_year(written: str) -> str:
    """Write `2023-24` as `2023/24`."""
    return written.replace("-", "/")
