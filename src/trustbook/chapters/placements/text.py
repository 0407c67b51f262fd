"""Write the placements chapter. In: `Placements`, or None if nothing was reported. Out: text and tables."""

from __future__ import annotations

from trustbook.chapters.placements import analysis
from trustbook.chapters.placements.analysis import WEEKS, Placements
from trustbook.chapters.placements.published_care import OVER_18S, published_since
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import in_pounds, listing, millions, number, percent, when
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData


def answer(placements: Placements | None, data: PeriodData) -> Text:
    """Open the chapter: how many placements are residential, what one costs, and that cost in fostering places."""
    if placements is None:
        return say(strong(f"The figures held for {data.period.short} include no placements, so this chapter has none."))
    if placements.residential_share is None or placements.weekly_gbp is None:
        return say(strong("The packages of each type, or the average cost of a residential one, were not reported."))
    sentence = (
        f"{number(placements.residential)} of {number(placements.packages)} placement packages are residential "
        f"({percent(placements.residential_share)}), at an average of {_week(placements.weekly_gbp)}."
    )
    return say(strong(f"{sentence}{_places(placements)}"), _of_the_heading(placements))


def _week(pounds: float | None) -> str:
    return "not reported" if pounds is None else f"{in_pounds(round(pounds))} a week"


def _places(placements: Placements) -> str:
    """Write `one costs as much as 9 to 10 fostering places`, on one basis: the trust's own costs or each council's."""
    own = placements.unit_costs["places"].iloc[0]
    if own == own:
        return f" One costs as much as {number(own, 1)} fostering places."
    places = placements.like_for_like
    if not places:
        return ""
    low, high = number(min(places.values())), number(max(places.values()))
    year = _dated(placements, _costs_at(placements))
    return (
        f" By the councils' own unit costs of {year}, one residential place costs as much as "
        f"{low if low == high else f'{low} to {high}'} fostering places."
    )


def _dated(placements: Placements, as_at: str | None) -> str:
    """Write a time, and that its figures were published since if the period could not know them."""
    return (
        ""
        if as_at is None
        else when(as_at) + (", published since" if published_since(as_at, placements.period) else "")
    )


def _costs_at(placements: Placements) -> str | None:
    """Return the year of the published weekly costs."""
    years = placements.unit_costs["as_at"].dropna()
    return None if years.empty else str(years.iloc[0])


def _of_the_heading(placements: Placements) -> str | None:
    if placements.heading_gbp is None or placements.over_gbp is None:
        return None
    over = f"{millions(abs(placements.over_gbp))} {'over' if placements.over_gbp >= 0 else 'under'} its budget"
    sentence = f"The placements heading is forecast to cost {millions(placements.heading_gbp)}, {over}."
    if placements.residential_gbp is None:
        return sentence
    return (
        f"{sentence} {number(placements.residential)} residential packages would cost "
        f"{millions(placements.residential_gbp)} in a year at that average, were their number the same all year. The "
        "paper does not say whether all of them are paid from this heading."
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
            Column("weekly_gbp", "Average a week", "gbp"),
            Column("as_at", "Packages as at"),
        ],
        "Placement packages by type, and what one costs",
        {"type": "All types", "packages": placements.packages, "share": None if placements.packages is None else 1.0},
        notes="note",
    )


def most_expensive(placements: Placements) -> Text | None:
    """Say what is reported about the most expensive plans, and which costs are not reported."""
    priced = placements.types.loc[placements.types["weekly_gbp"].notna(), "type"]
    without = [str(name).lower() for name in placements.types["type"] if name not in set(priced)]
    return say(
        f"Some plans cost more than {in_pounds(placements.most_expensive_above_gbp)}; how many do, and whether in a "
        "year, is not reported."
        if placements.most_expensive_above_gbp is not None
        else None,
        f"The cost of a place is not reported for {listing(without)}." if without else None,
    )


def children(placements: Placements) -> Text | None:
    """Say that packages are fewer than children in care, if both are known."""
    if placements.children_at is None:
        return None
    absent = [str(name).lower() for name in placements.children.loc[placements.children["children"].isna(), "type"]]
    over = placements.children.loc[placements.children["type"] == OVER_18S, "packages"].dropna()
    aged = None
    if len(over) and placements.packages is not None:
        sentence = f"The {number(placements.packages)} packages include {number(over.iloc[0])} for over 18s"
        aged = f"{sentence}, who are not children in care."
    return say(
        f"Packages are not all children in care. The published figures ({_dated(placements, placements.children_at)}) "
        "count the children in the care of the councils. The trust's paper does not say which of them have no package, "
        "nor whether a package is always one child."
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
            Column("packages", "The trust's packages", "count"),
            Column("children", f"Children in care, {_dated(placements, placements.children_at)}", "count"),
        ],
        "The trust's packages beside the published children in care of all its councils",
        notes="note",
    )


def unit_costs(placements: Placements, data: PeriodData) -> Text:
    """Compare one residential place with fostering places, first on one basis, and say how the averages differ."""
    frame = placements.unit_costs
    own, areas = frame.iloc[0], frame[frame["as_at"].notna()]
    one_basis = [
        f"{row.area} {number(float(row.places), 1)}" for row in areas.dropna(subset=["places"]).itertuples(index=False)
    ]
    if not one_basis:
        return say("No unit costs are published for this year or an earlier one, as far as the data here hold them.")
    year = _dated(placements, _costs_at(placements))
    mixed = [f"{area} {number(places, 1)}" for area, places in placements.places.items()]
    second = None
    if mixed and own["fostering"] != own["fostering"]:
        second = (
            f"The trust does not report what a fostering place costs it. Its own residential average is as much as so "
            f"many fostering places at each council's published cost: {listing(mixed)}. That sets two bases side by "
            "side, so it says less than the line above."
        )
    return say(
        strong(
            f"By the published unit costs ({year}), one residential place costs as much as so many fostering "
            f"places: {listing(one_basis)}."
        ),
        second,
        _gap(placements, data),
    )


def _gap(placements: Placements, data: PeriodData) -> str | None:
    """Compare the trust's average with the published ones of its councils."""
    frame = placements.unit_costs
    known = frame[frame["area"].isin(placements.councils) & frame["residential"].notna()]
    if placements.weekly_gbp is None or known.empty:
        return None
    apart = [
        f"{percent(abs(1 - placements.weekly_gbp / float(row.residential)), 0)} "
        f"{'below' if placements.weekly_gbp < float(row.residential) else 'above'} that of {row.area}"
        for row in known.itertuples(index=False)
    ]
    return (
        f"The trust's average of {_week(placements.weekly_gbp)} is {listing(apart)}. The published costs are worked "
        "out from what the councils return for a whole year; the trust's paper does not say what its average covers, "
        "so the gap is a question to ask and not a saving."
    )


def unit_costs_table(placements: Placements) -> PageTable:
    """Compare the trust's weekly average with the published ones."""
    year = f", {_dated(placements, _costs_at(placements))}" if _costs_at(placements) else ""
    return table(
        placements.unit_costs,
        [
            Column("area", "Area"),
            Column("residential", "Residential, a week", "gbp"),
            Column("fostering", "Fostering, a week", "gbp"),
            Column("places", "Fostering places for one residential", "decimal"),
        ],
        f"What a week of care costs: the trust's own average, and the published ones{year}",
    )


def history(placements: Placements) -> PageTable | None:
    """Show the published weekly cost of residential care over the years."""
    if placements.history.empty:
        return None
    areas = [name for name in placements.history.columns if name != "as_at"]
    return table(
        placements.history.assign(as_at=[_dated(placements, each) for each in placements.history["as_at"]]),
        [Column("as_at", "Year"), *(Column(area, area, "gbp") for area in areas)],
        "Published cost of a week of residential care",
    )


def growth(placements: Placements) -> Text | None:
    """Say by how much the published costs rose, and what the papers say about prices."""
    rises = placements.rises
    if not rises:
        return None
    first, last = when(placements.history["as_at"].iloc[0]), str(placements.history["as_at"].iloc[-1])
    listed = listing([f"{percent(rise, 0)} in {area}" for area, rise in rises.items()])
    stated = None
    if placements.stated_rise is not None:
        stated = (
            f"The board's paper speaks of market prices {percent(placements.stated_rise, 0)} higher in England within "
            "two years, and names no source. That is a price; the published figures are what a week came to cost, "
            "which also moves with who is placed and where. The two measure different things."
        )
    sentence = f"From {first} to {when(last)} the published cost of a residential week rose by {listed}."
    return say(
        sentence
        + (f" The figures of {when(last)} were published since." if published_since(last, placements.period) else ""),
        stated,
    )


def moved(placements: Placements, data: PeriodData) -> Text:
    """Say why the cost of placements changed, or what is missing to say it."""
    if placements.earlier is None:
        return say(
            "Whether placements cost more because there are more of them, because more are of a dear type, or because "
            "each costs more, takes the number and the cost of each type at two times. No earlier period of the year "
            "reports the number of placements by type."
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
    return None if placements is None else News("Placements", answer(placements, data).paragraphs[0])
