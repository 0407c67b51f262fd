"""Write the placements chapter. In: `Placements`, or None if nothing was reported. Out: text and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trustbook.chapters.placements import activity_text, analysis, budget_line, nights
from trustbook.chapters.placements.analysis import Placements
from trustbook.chapters.placements.published_care import OVER_18S, RESIDENTIAL
from trustbook.components.absent import no_figure, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import up_or_down
from trustbook.core.formatting import (
    in_pounds,
    listing,
    number,
    percent,
    rounded_millions,
    uncapitalised,
    when,
)
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.data.publication import Publication


def answer(placements: Placements | None, data: PeriodData) -> Text:
    """Open the chapter: how many placements are residential, what one costs, and what all of them cost."""
    if placements is None:
        reported = nights.analyse(data)
        if reported is not None:
            return activity_text.answer(reported, data)
        return nothing_to_show(no_figure(data.period, data.absence(), "placements"))
    if placements.residential_share is None or placements.weekly_gbp is None:
        return say(strong("The packages of each type, or the average cost of a residential one, were not reported."))
    return say(
        strong(_how_many(placements)) + f" {_average(placements)}{_places(placements)}",
        budget_line.forecasts(data),
        f"On the {words().line}: {uncapitalised(placements.heading_note)}." if placements.heading_note else None,
    )


def _how_many(placements: Placements) -> str:
    dates = sorted({when(each) for each in placements.types["as_at"].dropna()})
    return (
        f"{number(placements.residential)} of {number(placements.packages)} placement packages are residential "
        f"({percent(placements.residential_share, 0)}{f', {listing(dates)}' if dates else ''})."
    )


def _average(placements: Placements) -> str:
    """Say what a residential placement costs on average, and whose average that is."""
    if placements.own:
        return f"{words().The_body} pays an average of {_week(placements.weekly_gbp)} for one."
    return f"The paper gives an average of {_week(placements.weekly_gbp)} for one, but {_not_whose(placements)}."


def _not_whose(placements: Placements) -> str:
    """Say that the paper does not give the average as the trust's own."""
    if placements.own is None:
        return f"does not say whether {words().the_body} pays that"
    return f"does not give it as {words().the_body}'s own"


def _week(pounds: float | None) -> str:
    return "not reported" if pounds is None else f"{in_pounds(round(pounds))} a week"


def _places(placements: Placements) -> str:
    """Say how many fostering places one costs, on one basis and if it was known by the edition's day."""
    own = placements.unit_costs["places"].iloc[0]
    if own == own and placements.own:
        return f" One costs as much as {number(own)} fostering places."
    places = placements.like_for_like
    if not places or not placements.costs_known:
        return ""
    year = "" if placements.costs_at is None else when(placements.costs_at)
    return (
        f" By {words().of_the_councils} own unit costs of {year}, one residential place costs as much as "
        f"{_low_to_high(places.values())} fostering places."
    )


def _low_to_high(values: Iterable[float]) -> str:
    """Write `9 to 11`, or `9` where both ends are that."""
    known = list(values)
    low, high = number(min(known)), number(max(known))
    return low if low == high else f"{low} to {high}"


def _dated(as_at: str | None, published: Mapping[str, Publication]) -> str:
    """Write a time, and whether its figures are not known to have been published by the edition's day."""
    if as_at is None:
        return ""
    known = published[as_at]
    return when(as_at) + ("" if known is Publication.BY_THEN else f", {known}")


def average_tested(placements: Placements) -> Text | None:
    """Compare the average with the heading: what it would leave for all other packages."""
    others, left = placements.others, placements.left_gbp
    note = f"On the average: {uncapitalised(placements.average_note)}." if placements.average_note else None
    if left is None or not others:
        return say(note) if note else None
    first = (
        f"We tested the average. At {in_pounds(placements.annual_gbp)} a year, {number(placements.residential)} "
        f"residential packages would cost {rounded_millions(placements.residential_gbp)}."
    )
    if left < 0:
        return say(f"{first} That is {rounded_millions(-left)} more than the whole {words().line}.", note)
    priced = placements.types.loc[placements.types["type"] != RESIDENTIAL, "weekly_gbp"].notna().any()
    result = "is no proof" if placements.own else f"cannot settle whether the average is {words().the_body}'s"
    return say(
        f"{first} That would leave {rounded_millions(left)} of the {words().line} for the other {number(others)}, "
        f"or about {in_pounds(1000 * round(left / others / 1000))} each.",
        f"The test {result}. The return does not say {'' if priced else 'what the others cost, '}whether this "
        f"{words().line} pays for them all, or how many packages there were over the whole year.",
        note,
    )


def types(placements: Placements) -> PageTable:
    """Show the packages by type, with what one costs where that is reported."""
    frame = placements.types.assign(
        as_at=[when(each) if isinstance(each, str) else None for each in placements.types["as_at"]]
    )
    return table(
        frame,
        [
            Column("type", "Type"),
            Column("packages", "Packages", "count"),
            Column("share", "Share of packages", "share"),
            Column("weekly_gbp", "Average a week" if placements.own else "Average a week in the paper", "gbp"),
            *([Column("as_at", "Packages as at")] if frame["as_at"].nunique(dropna=False) > 1 else []),
        ],
        "Placement packages by type, and "
        + ("what one costs" if placements.own else "an average that is in the paper"),
        {"type": "All types", "packages": placements.packages, "share": None if placements.packages is None else 1.0},
    )


def about_types(placements: Placements) -> Text | None:
    """Say what the paper adds about each type, and which costs and dates it does not give."""
    known = placements.types
    priced = set(known.loc[known["weekly_gbp"].notna(), "type"])
    without = [str(name).lower() for name in known["type"] if name not in priced]
    notes = [f"{row.type}: {uncapitalised(str(row.note))}." for row in known[known["note"].notna()].itertuples()]
    above = placements.most_expensive_above_gbp
    return say(
        None if known["as_at"].notna().any() else "The paper does not date these figures.",
        f"The return that we have does not give the average cost of {listing(without)}." if without else None,
        f"Some plans cost more than {_round_sum(above)}. How many, and whether in a year, is not reported."
        if above is not None
        else None,
        bullets(notes) if notes else None,
    )


def _round_sum(pounds: int) -> str:
    """Write `£1m` for a million that a paper gives as a round sum, or whole pounds."""
    whole, rest = divmod(pounds, 10**6)
    return in_pounds(pounds) if rest else f"£{whole}m"


def children(placements: Placements) -> Text | None:
    """Say why packages and children in care are different counts, if both are known."""
    if placements.children_at is None:
        return None
    unknown = placements.children["children"].isna() & (placements.children["type"] != OVER_18S)
    absent = [str(name).lower() for name in placements.children.loc[unknown, "type"]]
    over = placements.children.loc[placements.children["type"] == OVER_18S, "packages"].dropna()
    aged = None
    if len(over) and placements.packages is not None:
        aged = f"{number(over.iloc[0])} of the {number(placements.packages)} packages are for over 18s"
        aged += ", who are not children in care."
    return say(
        "Packages and children in care are different counts. "
        f"{words().The_body}'s paper does not say which children in care have no package, nor whether a package is "
        "always one child." + (f" The extract used here has no number for {listing(absent)}." if absent else ""),
        aged,
    )


def children_table(placements: Placements) -> PageTable | None:
    """Compare the trust's packages with the published children in care."""
    if placements.children_at is None:
        return None
    return table(
        placements.children,
        [
            Column("type", "Type"),
            Column("packages", f"{words().The_body}'s packages", "count"),
            Column(
                "children",
                f"Children in care, {_dated(placements.children_at, placements.children_published)}",
                "count",
            ),
        ],
        f"{words().The_body}'s packages, and the published children in care of {_its_councils()}",
        notes="note",
        absent="absent",
    )


def _its_councils() -> str:
    return "its council" if words().funders == 1 else "all its councils"


def unit_costs(placements: Placements, data: PeriodData) -> Text:
    """Compare one residential place with fostering places on one basis, and say whether the averages can be."""
    frame = placements.unit_costs
    places = frame[frame["as_at"].notna()]["places"].dropna()
    if places.empty:
        return say("We have no published unit costs for this year or an earlier one.")
    first = (
        f"One residential place costs as much as {_low_to_high(places)} fostering places, by the published costs "
        f"({_dated(placements.costs_at, placements.costs_published)})."
    )
    return say(strong(first) if placements.costs_known else first, _two_measures(placements), _gap(placements))


def _two_measures(placements: Placements) -> str | None:
    """Compare the trust's own residential average with the councils' fostering, if it gives none for fostering."""
    own = placements.unit_costs["fostering"].iloc[0]
    if own == own or not placements.places:
        return None
    return (
        f"{words().The_body}'s own residential average is as much as {_low_to_high(placements.places.values())} "
        f"fostering places at {'the' if words().funders == 1 else 'each'} council's published cost. That compares two "
        "different measures, so it says less."
    )


def _gap(placements: Placements) -> str | None:
    """Compare the trust's average with the published ones of its councils, or say why that cannot be done."""
    frame = placements.unit_costs
    known = frame[frame["area"].isin(placements.councils) & frame["residential"].notna()]
    if placements.weekly_gbp is None or known.empty:
        return None
    if not placements.own:
        return (
            f"We cannot say whether {_week(placements.weekly_gbp)} is low or high, as the paper "
            f"{_not_whose(placements)}."
        )
    apart = [
        f"{percent(abs(1 - placements.weekly_gbp / float(row.residential)), 0)} "
        f"{'below' if placements.weekly_gbp < float(row.residential) else 'above'} that of {row.area}"
        for row in known.itertuples(index=False)
    ]
    return (
        f"{words().The_body}'s average of {_week(placements.weekly_gbp)} is {listing(apart)}. The published costs are "
        f"for a whole year, and {words().the_body}'s paper does not say what its average covers. So the gap is a "
        "question to ask, not a saving."
    )


def unit_costs_table(placements: Placements) -> PageTable:
    """Compare the average in the paper with the published ones."""
    year = f", {_dated(placements.costs_at, placements.costs_published)}" if placements.costs_at else ""
    average = f"{words().the_body}'s own average" if placements.own else "the average in the paper"
    return table(
        placements.unit_costs,
        [
            Column("area", "Area"),
            Column("residential", "Residential, a week", "gbp"),
            Column("fostering", "Fostering, a week", "gbp"),
            Column("places", "Fostering places for one residential", "decimal"),
        ],
        f"What a week of care costs: {average}, and the published ones{year}",
    )


def history(placements: Placements) -> PageTable | None:
    """Show the published weekly cost of residential care over the years."""
    if placements.history.empty:
        return None
    areas = [name for name in placements.history.columns if name != "as_at"]
    return table(
        placements.history.assign(
            as_at=[_dated(str(each), placements.costs_published) for each in placements.history["as_at"]]
        ),
        [Column("as_at", "Year"), *(Column(area, area, "gbp") for area in areas)],
        "Published cost of a week of residential care",
    )


def growth(placements: Placements) -> Text | None:
    """Say by how much the published costs rose, and what the papers say about prices."""
    rises = placements.rises
    if not rises:
        return None
    ends = [str(placements.history["as_at"].iloc[place]) for place in (0, -1)]
    not_known = [
        f"The figures of {listing([when(end) for end in ends if placements.costs_published[end] is group])} "
        f"{group.clause}."
        for group in (Publication.SINCE, Publication.NOT_DATED)
        if group in {placements.costs_published[end] for end in ends}
    ]
    listed = listing([f"{percent(rise, 0)} in {area}" for area, rise in rises.items()])
    stated = None
    if (found := placements.stated_rise) is not None:
        stated = (
            f"{found.paper} says that market prices in {found.body} rose by {percent(found.share, 0)} within two years."
            f"{f' Its basis: {uncapitalised(found.basis)}.' if found.basis else ''} A published cost also changes with "
            "who is placed and where, so the two measure different things."
        )
    sentence = f"From {when(ends[0])} to {when(ends[1])} the published cost of a residential week rose by {listed}."
    return say(" ".join([sentence, *not_known]), stated)


def moved(placements: Placements, data: PeriodData) -> Text:
    """Say why the cost of placements changed, or what is missing to say it."""
    if placements.earlier is None:
        return say(
            "We cannot say whether more placements, more expensive types or higher prices explain the cost. "
            "We do not have the number of placements by type of an earlier period of the year."
        )
    earlier = placements.earlier.month_name
    if placements.decomposition is None:
        return say(
            f"{earlier}'s return gives numbers too, but not the cost of every type at both times. So we cannot divide "
            "the change into volume, mix and price."
        )
    change = placements.decomposition
    moved = up_or_down(change.movement, up="rose by", down="fell by", same="did not change")
    return say(
        strong(f"Since {earlier} the yearly cost of placements {moved}.") + activity_text.largest_part(change),
        "Volume is the number of placements, mix is their types, and price is what one costs.",
    )


def moved_table(placements: Placements) -> PageTable | None:
    """Show volume, mix and price by type."""
    if placements.decomposition is None or placements.earlier is None:
        return None
    columns = {"before": f"A year, {placements.earlier.month_name}", "volume": "Volume", "mix": "Mix", "price": "Price"}
    headings = columns | {"after": "A year, now"}
    return table(
        placements.decomposition.kinds,
        [Column("kind", "Type"), *(Column(f"{name}_gbp", text, "gbp_k") for name, text in headings.items())],
        "Why the cost of placements changed",
        {"kind": "All types"} | {f"{name}_gbp": placements.decomposition.total(name) for name in headings},
    )


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports placements."""
    placements = analysis.analyse(data)
    if placements is None and nights.analyse(data) is None:
        return None
    return News("Placements", answer(placements, data).paragraphs[0])
