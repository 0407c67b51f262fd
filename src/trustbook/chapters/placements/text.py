"""The chapter on placements in words and tables. In: `Placements`, or None where nothing was reported. Out: both."""

from __future__ import annotations

from trustbook.chapters.placements import analysis
from trustbook.chapters.placements.analysis import WEEKS, Placements
from trustbook.chapters.placements.published_care import OVER_18S, published_since
from trustbook.components.page import News, Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.formatting import in_pounds, listing, millions, number, percent, when
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData


def answer(found: Placements | None, data: PeriodData) -> Text:
    """Open the chapter: how many places are residential, what one costs, and what that is in fostering places."""
    if found is None:
        return say(strong(f"The figures held for {data.period.short} include no placements, so this chapter has none."))
    if found.residential_share is None or found.weekly_gbp is None:
        return say(strong("The packages of each type, or the average cost of a residential one, were not reported."))
    told = (
        f"{number(found.residential)} of {number(found.packages)} placement packages are residential "
        f"({percent(found.residential_share)}), at an average of {_week(found.weekly_gbp)}."
    )
    return say(strong(f"{told}{_places(found)}"), _of_the_heading(found))


def _week(pounds: float | None) -> str:
    return "not reported" if pounds is None else f"{in_pounds(round(pounds))} a week"


def _places(found: Placements) -> str:
    """Write `one costs as much as 9 to 10 fostering places`: on one basis, the trust's own or each council's."""
    own = found.unit_costs["places"].iloc[0]
    if own == own:
        return f" One costs as much as {number(own, 1)} fostering places."
    alike = found.like_for_like
    if not alike:
        return ""
    low, high = number(min(alike.values())), number(max(alike.values()))
    year = _dated(found, _costs_at(found))
    return (
        f" By the councils' own unit costs of {year}, one residential place costs as much as "
        f"{low if low == high else f'{low} to {high}'} fostering places."
    )


def _dated(found: Placements, as_at: str | None) -> str:
    """Write a time, and that its figures were published since where the period could not know them."""
    return "" if as_at is None else when(as_at) + (", published since" if published_since(as_at, found.period) else "")


def _costs_at(found: Placements) -> str | None:
    """The year of the published costs of a week."""
    years = found.unit_costs["as_at"].dropna()
    return None if years.empty else str(years.iloc[0])


def _of_the_heading(found: Placements) -> str | None:
    if found.heading_gbp is None or found.over_gbp is None:
        return None
    over = f"{millions(abs(found.over_gbp))} {'over' if found.over_gbp >= 0 else 'under'} its budget"
    told = f"The placements heading is forecast to cost {millions(found.heading_gbp)}, {over}."
    if found.residential_gbp is None:
        return told
    return (
        f"{told} {number(found.residential)} residential packages would cost {millions(found.residential_gbp)} in a "
        "year at that average, were their number the same all year. The paper does not say whether all of them are "
        "paid from this heading."
    )


def types(found: Placements) -> PageTable:
    """Show the packages by type."""
    frame = found.types.assign(as_at=[when(each) if isinstance(each, str) else None for each in found.types["as_at"]])
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
        {"type": "All types", "packages": found.packages, "share": None if found.packages is None else 1.0},
        notes="note",
    )


def dearest(found: Placements) -> Text | None:
    """Say what is said of the dearest plans, and what is not reported of the cost of the others."""
    priced = found.types.loc[found.types["weekly_gbp"].notna(), "type"]
    without = [str(name).lower() for name in found.types["type"] if name not in set(priced)]
    return say(
        f"Some plans cost more than {in_pounds(found.dearest_above_gbp)}; how many do, and whether in a year, is not "
        "reported."
        if found.dearest_above_gbp is not None
        else None,
        f"The cost of a place is not reported for {listing(without)}." if without else None,
    )


def children(found: Placements) -> Text | None:
    """Say that packages are fewer than children in care, where both are known."""
    if found.children_at is None:
        return None
    absent = [str(name).lower() for name in found.children.loc[found.children["children"].isna(), "type"]]
    over = found.children.loc[found.children["type"] == OVER_18S, "packages"].dropna()
    aged = None
    if len(over) and found.packages is not None:
        told = f"The {number(found.packages)} packages include {number(over.iloc[0])} for over 18s"
        aged = f"{told}, who are not children in care."
    return say(
        f"Packages are not all children in care. The published figures ({_dated(found, found.children_at)}) count the "
        "children in the care of the councils. The trust's paper does not say which of them have no package, nor "
        "whether a package is always one child."
        + (f" The extract used here holds no number for {listing(absent)}." if absent else ""),
        aged,
    )


def children_table(found: Placements) -> PageTable | None:
    """Show the trust's packages beside the published children in care."""
    if found.children_at is None:
        return None
    return table(
        found.children,
        [
            Column("type", "Type"),
            Column("packages", "The trust's packages", "count"),
            Column("children", f"Children in care, {_dated(found, found.children_at)}", "count"),
        ],
        "The trust's packages beside the published children in care of all its councils",
        notes="note",
    )


def unit_costs(found: Placements, data: PeriodData) -> Text:
    """Say how one residential place stands to fostering places, first on one basis, and how the averages differ."""
    frame = found.unit_costs
    own, areas = frame.iloc[0], frame[frame["as_at"].notna()]
    one_basis = [
        f"{row.area} {number(float(row.places), 1)}" for row in areas.dropna(subset=["places"]).itertuples(index=False)
    ]
    if not one_basis:
        return say("No unit costs are published for this year or an earlier one, as far as the data here hold them.")
    year = _dated(found, _costs_at(found))
    mixed = [f"{area} {number(places, 1)}" for area, places in found.places.items()]
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
        _gap(found, data),
    )


def _gap(found: Placements, data: PeriodData) -> str | None:
    """How the trust's average stands to the published ones of its councils."""
    frame = found.unit_costs
    known = frame[frame["area"].isin(found.councils) & frame["residential"].notna()]
    if found.weekly_gbp is None or known.empty:
        return None
    apart = [
        f"{percent(abs(1 - found.weekly_gbp / float(row.residential)), 0)} "
        f"{'below' if found.weekly_gbp < float(row.residential) else 'above'} that of {row.area}"
        for row in known.itertuples(index=False)
    ]
    return (
        f"The trust's average of {_week(found.weekly_gbp)} is {listing(apart)}. The published costs are worked out "
        "from what the councils return for a whole year; the trust's paper does not say what its average covers, so "
        "the gap is a question to ask and not a saving."
    )


def unit_costs_table(found: Placements) -> PageTable:
    """Show the trust's average week beside the published ones."""
    year = f", {_dated(found, _costs_at(found))}" if _costs_at(found) else ""
    return table(
        found.unit_costs,
        [
            Column("area", "Area"),
            Column("residential", "Residential, a week", "gbp"),
            Column("fostering", "Fostering, a week", "gbp"),
            Column("places", "Fostering places for one residential", "decimal"),
        ],
        f"What a week of care costs: the trust's own average, and the published ones{year}",
    )


def history(found: Placements) -> PageTable | None:
    """Show the published week of residential care over the years."""
    if found.history.empty:
        return None
    areas = [name for name in found.history.columns if name != "as_at"]
    return table(
        found.history.assign(as_at=[_dated(found, each) for each in found.history["as_at"]]),
        [Column("as_at", "Year"), *(Column(area, area, "gbp") for area in areas)],
        "Published cost of a week of residential care",
    )


def growth(found: Placements) -> Text | None:
    """Say by how much the published costs rose, and what the papers say of prices."""
    rises = found.rises
    if not rises:
        return None
    first, last = when(found.history["as_at"].iloc[0]), str(found.history["as_at"].iloc[-1])
    listed = listing([f"{percent(polarity, 0)} in {area}" for area, polarity in rises.items()])
    stated = None
    if found.stated_rise is not None:
        stated = (
            f"The board's paper speaks of market prices {percent(found.stated_rise, 0)} higher in England within two "
            "years, and names no source. That is a price; the published figures are what a week came to cost, which "
            "also moves with who is placed and where. The two measure different things."
        )
    told = f"From {first} to {when(last)} the published cost of a residential week rose by {listed}."
    return say(
        told + (f" The figures of {when(last)} were published since." if published_since(last, found.period) else ""),
        stated,
    )


def moved(found: Placements, data: PeriodData) -> Text:
    """Say why the cost of placements moved, or what is missing to say it."""
    if found.earlier is None:
        return say(
            "Whether placements cost more because there are more of them, because more are of a dear type, or because "
            "each costs more, takes the number and the cost of each type at two times. No earlier period of the year "
            "reports the number of placements by type."
        )
    if found.decomposition is None:
        return say(
            f"Numbers are reported for {found.earlier.short} too, but not the cost of every type at both times, so the "
            "movement cannot be divided into volume, mix and price."
        )
    change = found.decomposition
    parts = [f"{name} {millions(change.total(name), signed=True)}" for name in ("volume", "mix", "price")]
    return say(
        strong(
            f"Since {found.earlier.short} what placements cost in a year moved by "
            f"{millions(change.movement, signed=True)}: {listing(parts)}."
        )
    )


def moved_table(found: Placements) -> PageTable | None:
    """Show volume, mix and price by type."""
    if found.decomposition is None or found.earlier is None:
        return None
    columns = {"before": f"A year, {found.earlier.short}", "volume": "Volume", "mix": "Mix", "price": "Price"}
    headings = columns | {"after": "A year, now"}
    return table(
        found.decomposition.kinds,
        [Column("kind", "Type"), *(Column(f"{name}_gbp", text, "gbp_k") for name, text in headings.items())],
        "Why the cost of placements moved",
        {"kind": "All types"} | {f"{name}_gbp": found.decomposition.total(name) for name in headings},
    )


def basis(found: Placements) -> Text:
    """Say when the figures are of."""
    dates = sorted({when(each) for each in found.types["as_at"].dropna()})
    if not dates:
        return say("The paper does not date these figures.")
    return say(f"Packages are as at {listing(dates)}. A year is {WEEKS} weeks.")


def news(data: PeriodData) -> News | None:
    """Give the front page its line: the chapter's answer, where the period reports placements."""
    found = analysis.analyse(data)
    return None if found is None else News("Placements", answer(found, data).paragraphs[0])
