"""Write the placements chapter. In: `Placements`, or None if nothing was reported. Out: text and tables."""

from __future__ import annotations

from collections.abc import Mapping

from trustbook.chapters.placements import activity_text, analysis, nights
from trustbook.chapters.placements.analysis import WEEKS, Placements
from trustbook.chapters.placements.published_care import OVER_18S, RESIDENTIAL
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.formatting import (
    in_pounds,
    listing,
    millions,
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
    """Open the chapter: how many placements are residential, what one costs, and that cost in fostering places."""
    if placements is None:
        reported = nights.analyse(data)
        if reported is not None:
            return activity_text.answer(reported, data)
        return say(strong(f"The figures held for {data.period.short} include no placements, so this chapter has none."))
    if placements.residential_share is None or placements.weekly_gbp is None:
        return say(strong("The packages of each type, or the average cost of a residential one, were not reported."))
    return say(
        strong(_how_many(placements)) + f" {_average(placements)}{_places(placements)}",
        _of_the_heading(placements),
        _test_of_the_average(placements),
        f"Note on the average: {placements.average_note}." if placements.average_note else None,
        f"Note on the {words().line}: {placements.heading_note}." if placements.heading_note else None,
    )


def _how_many(placements: Placements) -> str:
    dates = sorted({when(each) for each in placements.types["as_at"].dropna()})
    return (
        f"{number(placements.residential)} of {number(placements.packages)} placement packages are residential "
        f"({percent(placements.residential_share)}{f', {listing(dates)}' if dates else ''})."
    )


def _average(placements: Placements) -> str:
    """Say what a residential placement costs on average, and whose average that is."""
    if placements.own:
        return f"{words().The_body} pays an average of {_week(placements.weekly_gbp)} for one."
    whose = (
        "does not say whose average that is"
        if placements.own is None
        else f"does not give it as {words().the_body}'s own"
    )
    return f"The paper gives {_week(placements.weekly_gbp)} as the average for one, and {whose}."


def _week(pounds: float | None) -> str:
    return "not reported" if pounds is None else f"{in_pounds(round(pounds))} a week"


def _places(placements: Placements) -> str:
    """Write `one costs as much as 9 to 10 fostering places`, on one basis and if it was known by the edition's day."""
    own = placements.unit_costs["places"].iloc[0]
    if own == own and placements.own:
        return f" One costs as much as {number(own, 1)} fostering places."
    places = placements.like_for_like
    if not places or not placements.costs_known:
        return ""
    low, high = number(min(places.values())), number(max(places.values()))
    year = "" if placements.costs_at is None else when(placements.costs_at)
    return (
        f" By {words().of_the_councils} own unit costs of {year}, one residential place costs as much as "
        f"{low if low == high else f'{low} to {high}'} fostering places."
    )


def _dated(as_at: str | None, published: Mapping[str, Publication]) -> str:
    """Write a time, and whether its figures are not known to have been published by the edition's day."""
    if as_at is None:
        return ""
    known = published[as_at]
    return when(as_at) + ("" if known is Publication.BY_THEN else f", {known}")


def _of_the_heading(placements: Placements) -> str | None:
    if placements.heading_gbp is None or placements.over_gbp is None:
        return None
    over = f"{rounded_millions(abs(placements.over_gbp))} {'over' if placements.over_gbp >= 0 else 'under'} its budget"
    return f"The placements {words().line} is forecast to cost {rounded_millions(placements.heading_gbp)}, {over}."


def _test_of_the_average(placements: Placements) -> str | None:
    """Hold the average against the heading: what it would leave for all other packages."""
    others, left = placements.others, placements.left_gbp
    if left is None or not others:
        return None
    first = (
        f"A test of the average: {number(placements.residential)} residential packages at "
        f"{in_pounds(placements.annual_gbp)} a year would cost {rounded_millions(placements.residential_gbp)}."
    )
    if left < 0:
        return f"{first} That is {rounded_millions(-left)} more than the whole {words().line}."
    priced = placements.types.loc[placements.types["type"] != RESIDENTIAL, "weekly_gbp"].notna().any()
    return (
        f"{first} That would leave {rounded_millions(left)} of the {words().line} for the other {number(others)}, "
        f"or about {in_pounds(1000 * round(left / others / 1000))} each. "
        f"The return {'' if priced else 'that we have states no cost for those. It '}does not say whether "
        f"this {words().line} pays for all "
        "of the packages, nor how many there were over the whole year. "
        + (
            "So this is a test, and no proof."
            if placements.own
            else f"So the test cannot settle whether the average is {words().the_body}'s."
        )
    )


def types(placements: Placements) -> PageTable:
    """Show the packages by type."""
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
            Column("as_at", "Packages as at"),
        ],
        "Placement packages by type, and "
        + ("what one costs" if placements.own else "an average that is in the paper"),
        {"type": "All types", "packages": placements.packages, "share": None if placements.packages is None else 1.0},
        notes="note",
    )


def most_expensive(placements: Placements) -> Text | None:
    """Say what is reported about the most expensive plans, and which costs are not reported."""
    priced = placements.types.loc[placements.types["weekly_gbp"].notna(), "type"]
    without = [str(name).lower() for name in placements.types["type"] if name not in set(priced)]
    return say(
        f"Some plans cost more than {_round_sum(placements.most_expensive_above_gbp)}; how many do, and whether in a "
        "year, is not reported."
        if placements.most_expensive_above_gbp is not None
        else None,
        f"What we have of the return gives no cost of a place for {listing(without)}." if without else None,
    )


def _round_sum(pounds: int) -> str:
    """Write `£1m` for a million that a paper gives as a round sum, or whole pounds."""
    whole, rest = divmod(pounds, 10**6)
    return in_pounds(pounds) if rest else f"£{whole}m"


def children(placements: Placements) -> Text | None:
    """Say that packages are fewer than children in care, if both are known."""
    if placements.children_at is None:
        return None
    unknown = placements.children["children"].isna() & (placements.children["type"] != OVER_18S)
    absent = [str(name).lower() for name in placements.children.loc[unknown, "type"]]
    over = placements.children.loc[placements.children["type"] == OVER_18S, "packages"].dropna()
    aged = None
    if len(over) and placements.packages is not None:
        sentence = f"The {number(placements.packages)} packages include {number(over.iloc[0])} for over 18s"
        aged = f"{sentence}, who are not children in care."
    return say(
        "Packages are not all children in care. The published figures "
        f"({_dated(placements.children_at, placements.children_published)}) "
        f"count the children in the care of {words().the_councils}. {words().The_body}'s paper does not say which of "
        "them have no package, nor whether a package is always one child."
        + (f" The extract used here holds no number for {listing(absent)}." if absent else ""),
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
        f"{words().The_body}'s packages beside the published children in care of {_its_councils()}",
        notes="note",
        absent="absent",
    )


def _its_councils() -> str:
    return "its council" if words().funders == 1 else "all its councils"


def unit_costs(placements: Placements, data: PeriodData) -> Text:
    """Compare one residential place with fostering places on one basis, and say whether the averages can be."""
    frame = placements.unit_costs
    own, areas = frame.iloc[0], frame[frame["as_at"].notna()]
    one_basis = [
        f"{row.area} {number(float(row.places), 1)}" for row in areas.dropna(subset=["places"]).itertuples(index=False)
    ]
    if not one_basis:
        return say("No unit costs are published for this year or an earlier one, as far as the data here hold them.")
    year = _dated(placements.costs_at, placements.costs_published)
    mixed = [f"{area} {number(places, 1)}" for area, places in placements.places.items()]
    second = None
    if own["fostering"] != own["fostering"]:
        second = f"What we have of the return does not say what a fostering place costs {words().the_body}."
        if mixed:
            second += (
                " Its own residential average is as much as so many fostering places at "
                f"{'the' if words().funders == 1 else 'each'} council's published cost: {listing(mixed)}. That "
                "sets two bases side by side, so it says less than the line above."
            )
    first = (
        f"By the published unit costs ({year}), one residential place costs as much as so many fostering "
        f"places: {listing(one_basis)}."
    )
    return say(strong(first) if placements.costs_known else first, second, _gap(placements))


def _gap(placements: Placements) -> str | None:
    """Compare the trust's average with the published ones of its councils, or say why that cannot be done."""
    frame = placements.unit_costs
    known = frame[frame["area"].isin(placements.councils) & frame["residential"].notna()]
    if placements.weekly_gbp is None or known.empty:
        return None
    if not placements.own:
        why = "does not say whose it is" if placements.own is None else f"does not give it as {words().the_body}'s own"
        return (
            f"Whether the average of {_week(placements.weekly_gbp)} is low or high beside these costs cannot be said, "
            f"since the paper {why}. The chart sets them side by side for scale."
        )
    apart = [
        f"{percent(abs(1 - placements.weekly_gbp / float(row.residential)), 0)} "
        f"{'below' if placements.weekly_gbp < float(row.residential) else 'above'} that of {row.area}"
        for row in known.itertuples(index=False)
    ]
    return (
        f"{words().The_body}'s average of {_week(placements.weekly_gbp)} is {listing(apart)}. The published costs are "
        f"worked out from what {words().the_councils} {words().agree('return', 'returns')} for a whole year; "
        f"{words().the_body}'s paper does not say what its average covers, so the gap is a question to ask and "
        "not a saving."
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
            f"{found.paper} says that market prices in {found.body} rose by {percent(found.share, 0)} within two years"
            f"{f' ({uncapitalised(found.basis)})' if found.basis else ''}. That is a price; the published figures are "
            "what a week came to cost, which also moves with who is placed and where. The two measure different things."
        )
    sentence = f"From {when(ends[0])} to {when(ends[1])} the published cost of a residential week rose by {listed}."
    return say(" ".join([sentence, *not_known]), stated)


def moved(placements: Placements, data: PeriodData) -> Text:
    """Say why the cost of placements changed, or what is missing to say it."""
    if placements.earlier is None:
        return say(
            "Whether placements cost more because there are more of them, because more are of a dear type, or because "
            "each costs more, takes the number and the cost of each type at two times. "
            "We do not have the number of placements by type of an earlier period of the year."
        )
    if placements.decomposition is None:
        return say(
            f"Numbers are reported for {placements.earlier.short} too, but not the cost of every type at both times, "
            "so the movement cannot be divided into volume, mix and price."
        )
    change = placements.decomposition
    parts = [f"{name} {millions(change.total(name), signed=True)}" for name in ("volume", "mix", "price")]
    return say(
        strong(
            f"Since {placements.earlier.short} what placements cost in a year moved by "
            f"{millions(change.movement, signed=True)}: {listing(parts)}."
        )
    )


def moved_table(placements: Placements) -> PageTable | None:
    """Show volume, mix and price by type."""
    if placements.decomposition is None or placements.earlier is None:
        return None
    columns = {"before": f"A year, {placements.earlier.short}", "volume": "Volume", "mix": "Mix", "price": "Price"}
    headings = columns | {"after": "A year, now"}
    return table(
        placements.decomposition.kinds,
        [Column("kind", "Type"), *(Column(f"{name}_gbp", text, "gbp_k") for name, text in headings.items())],
        "Why the cost of placements moved",
        {"kind": "All types"} | {f"{name}_gbp": placements.decomposition.total(name) for name in headings},
    )


def basis(placements: Placements) -> Text:
    """Say what dates the figures are for."""
    dates = sorted({when(each) for each in placements.types["as_at"].dropna()})
    if not dates:
        return say("The paper does not date these figures.")
    return say(f"Packages are as at {listing(dates)}. A year is {WEEKS} weeks.")


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if the period reports placements."""
    placements = analysis.analyse(data)
    if placements is None and nights.analyse(data) is None:
        return None
    return News("Placements", answer(placements, data).paragraphs[0])
