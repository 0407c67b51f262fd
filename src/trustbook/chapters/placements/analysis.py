"""Work out the placements: how many of each type, what one costs, why the cost changed, and the cost of an empty bed.

In: the data of a period. Out: `Placements`, or None if the return has no placements. Costs in pounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.placements import nights
from trustbook.chapters.placements.budget_line import HEADING
from trustbook.chapters.placements.homes import Homes, exact
from trustbook.chapters.placements.price_volume_mix import Amount, Decomposition, decompose
from trustbook.chapters.placements.published_care import (
    FOSTERING,
    RESIDENTIAL,
    StatedRise,
    children,
    history,
    published,
    stated_rise,
    unit_costs,
)
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, as_reported, money
from trustbook.config.words import words
from trustbook.core.formatting import slug
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.data.publication import Publication
from trustbook.position import subtract

OWN_HOMES = "Own homes"
AVERAGE = "Average in the paper"
"""What the average cost is called where its paper does not give it as the trust's own."""
WEEKS = 52


@dataclass(frozen=True)
class Placements:
    """Everything that the chapter reports for a `period`.

    `types`: type, packages, share (of all), weekly_gbp, as_at, note. `children`: type, packages, children (of the
    councils together, on `children_at`; None if one is not published), note. `unit_costs`: area, as_at, residential,
    fostering, places (fostering places for the cost of one residential), the period's year or the last before; the
    average of the return first. `history`: as_at and a column for each area: the weekly cost of residential care, year
    by year. `heading_gbp`: the forecast cost of the budget heading, `heading_note` what the
    paper adds to it. `own`: whether the paper gives the average cost as the trust's own; None if it does not say.
    `costs_published` and `children_published`: by time, whether what others publish was known on the edition's day.
    """

    period: Period
    types: pd.DataFrame
    annual_gbp: int | None
    weekly_gbp: float | None
    most_expensive_above_gbp: int | None
    children: pd.DataFrame
    children_at: str | None
    unit_costs: pd.DataFrame
    history: pd.DataFrame
    stated_rise: StatedRise | None
    councils: tuple[str, ...]
    homes: Homes
    earlier: Period | None
    """The last period before this one in the year that reports placements."""
    decomposition: Decomposition | None
    heading_gbp: int | None
    heading_note: str
    own: bool | None
    average_note: str
    """What the paper adds to the average cost."""
    costs_published: Mapping[str, Publication]
    children_published: Mapping[str, Publication]

    @property
    def costs_at(self) -> str | None:
        """The year of the published weekly costs."""
        years = self.unit_costs["as_at"].dropna()
        return None if years.empty else str(years.iloc[0])

    @property
    def costs_known(self) -> bool:
        """Whether the published weekly costs were published by the edition's day."""
        return self.costs_at is not None and self.costs_published[self.costs_at] is Publication.BY_THEN

    @property
    def others(self) -> float | None:
        """How many packages are not residential."""
        return None if self.packages is None or self.residential is None else self.packages - self.residential

    @property
    def left_gbp(self) -> int | None:
        """What the average would leave of the heading for all other packages: the test of whether it is reasonable."""
        return subtract(self.heading_gbp, self.residential_gbp)

    @property
    def packages(self) -> float | None:
        """All packages, or None if none are reported or one type has no number."""
        return None if self.types.empty or self.types["packages"].isna().any() else float(self.types["packages"].sum())

    @property
    def residential(self) -> float | None:
        """How many packages are residential."""
        found = self.types.loc[self.types["type"] == RESIDENTIAL, "packages"]
        return None if found.empty or pd.isna(found.iloc[0]) else float(found.iloc[0])

    @property
    def residential_share(self) -> float | None:
        """Residential packages as a share of all."""
        return None if not self.packages or self.residential is None else self.residential / self.packages

    @property
    def residential_gbp(self) -> int | None:
        """The cost of the residential packages for a year at the average, if their number were the same all year."""
        return (
            None if self.residential is None or self.annual_gbp is None else round(self.residential * self.annual_gbp)
        )

    @property
    def like_for_like(self) -> dict[str, float]:
        """Fostering places that cost as much as one residential place, by each council's own published costs."""
        known = self.unit_costs[self.unit_costs["area"].isin(self.councils)].dropna(subset=["places"])
        return {str(area): float(places) for area, places in zip(known["area"], known["places"], strict=True)}

    @property
    def rises(self) -> dict[str, float]:
        """By area, the rise in the published weekly cost of residential care from the first year to the last."""
        years = self.history.set_index("as_at")
        return {} if len(years) < 2 else {str(area): years[area].iloc[-1] / years[area].iloc[0] - 1 for area in years}

    @property
    def places(self) -> dict[str, float]:
        """The trust's residential average in fostering places at each council's published cost: two different bases.

        Nothing if the average is not known to be the trust's own.
        """
        published = self.unit_costs[self.unit_costs["area"].isin(self.councils) & self.unit_costs["fostering"].notna()]
        if self.weekly_gbp is None or not self.own:
            return {}
        return {
            str(area): self.weekly_gbp / float(cost)
            for area, cost in zip(published["area"], published["fostering"], strict=True)
        }


@worked_out_once
def analyse(data: PeriodData) -> Placements | None:
    """Work out the chapter's figures; None if the period reports no placements."""
    rows = data.current.dataset("placements")
    if rows is None:
        return None
    types = _types(rows)
    annual, weekly = _one(rows, RESIDENTIAL, "annual_cost"), _one(rows, RESIDENTIAL, "weekly_cost")
    place = annual if annual is not None else None if weekly is None else weekly * WEEKS
    councils = tuple(council.name for council in data.settings.councils)
    earlier = next((each for each in reversed(data.history[:-1]) if each.dataset("placements") is not None), None)
    heading = data.current.forecast
    line = heading[[slug(str(name)) == HEADING for name in heading["heading"]]]
    own = _own(rows)
    in_care, in_care_at = children(data, types)
    most_expensive = _one(rows, RESIDENTIAL, "dearest_above")
    return Placements(
        period=data.period,
        types=types,
        annual_gbp=None if annual is None else round(annual),
        weekly_gbp=weekly,
        most_expensive_above_gbp=None if most_expensive is None else round(most_expensive),
        children=in_care,
        children_at=in_care_at,
        unit_costs=unit_costs(
            data, data.settings.trust.name if own else AVERAGE, weekly, _one(rows, FOSTERING, "weekly_cost")
        ),
        history=history(data),
        stated_rise=stated_rise(data),
        councils=councils,
        homes=_homes(rows, data, place),
        earlier=None if earlier is None else earlier.period,
        decomposition=None if earlier is None else decompose(_amounts(earlier), _amounts(data.current)),
        heading_gbp=_only(line["projected_outturn_gbp"]),
        heading_note="; ".join(str(note) for note in line["note"].dropna()),
        own=own,
        average_note="; ".join(dict.fromkeys(str(note) for note in _costs(rows)["note"].dropna())),
        costs_published=published(data, "weekly_cost"),
        children_published=published(data, "children"),
    )


def _one(rows: pd.DataFrame, type_: str, measure: str) -> float | None:
    """Return one figure of a type: the newest, if there are several dates."""
    found = rows[(rows["type"] == type_) & (rows["measure"] == measure)].sort_values("as_at")["value"].dropna()
    return None if found.empty else float(found.iloc[-1])


def _costs(rows: pd.DataFrame) -> pd.DataFrame:
    """Select the average cost of a residential placement, for a week and for a year."""
    return rows[(rows["type"] == RESIDENTIAL) & rows["measure"].isin(["weekly_cost", "annual_cost"])]


def _own(rows: pd.DataFrame) -> bool | None:
    """Say whether the average cost is given as the trust's own; None if the paper does not say so of each figure."""
    said = _costs(rows)["own"]
    return None if said.empty or said.isna().any() else bool((said == "yes").all())


def _only(column: pd.Series[int]) -> int | None:
    return None if len(column) != 1 or pd.isna(column.iloc[0]) else int(column.iloc[0])


def _types(rows: pd.DataFrame) -> pd.DataFrame:
    found = rows[rows["measure"] == "packages"].drop_duplicates("type", keep="last")
    whole = found["value"].sum() if found["value"].notna().all() else float("nan")
    return pd.DataFrame(
        {
            "type": list(found["type"]),
            "packages": list(found["value"]),
            "share": [value / whole if whole else float("nan") for value in found["value"]],
            "weekly_gbp": [_one(rows, str(name), "weekly_cost") for name in found["type"]],
            "as_at": list(found["as_at"]),
            "note": list(found["note"]),
        }
    )


def _amounts(made: Return) -> dict[str, Amount]:
    rows = made.dataset("placements")
    assert rows is not None  # the caller passes only returns with placements
    types = _types(rows).dropna(subset=["packages"])
    return {
        str(row.type): Amount(exact(row.packages), None if pd.isna(row.weekly_gbp) else exact(row.weekly_gbp) * WEEKS)
        for row in types[["type", "packages", "weekly_gbp"]].itertuples(index=False)
    }


def _homes(rows: pd.DataFrame, data: PeriodData, place: float | None) -> Homes:
    beds = {
        measure: _one(rows, OWN_HOMES, measure)
        for measure in ("beds", "beds_filled", "new_beds", "new_beds_planned", "beds_blocked")
    }
    notes = rows.loc[(rows["type"] == OWN_HOMES) & (rows["measure"] == "new_beds"), "note"].dropna()
    return Homes(
        beds=beds["beds"],
        filled=beds["beds_filled"],
        new=beds["new_beds"],
        planned=beds["new_beds_planned"],
        blocked=beds["beds_blocked"],
        target=data.assumed("home_occupancy_target"),
        place_gbp=None if place is None else round(place),
        new_note="" if notes.empty else str(notes.iloc[-1]),
    )


def _read(measure: str, *types: str) -> ColumnRef:
    of = (("type", types),) if types else ()
    return ColumnRef("placements", "value", (*of, ("measure", (measure,))))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    placements = analyse(data)
    packages, week = _read("packages"), _read("weekly_cost", RESIDENTIAL)
    new_beds = _read("new_beds", OWN_HOMES)
    target = ("assumptions.home_occupancy_target",)
    types = [] if placements is None else list(placements.types[["type", "packages", "as_at"]].itertuples(index=False))
    return [
        Metric(
            "placements.packages",
            placements.packages if placements else None,
            "count",
            "Placement packages",
            Lineage("The packages of all types added up.", (packages,)),
            Polarity.NEITHER,
            _dated(data, "packages"),
        ),
        *(
            Metric(
                f"placements.packages.{slug(str(row.type))}",
                None if pd.isna(row.packages) else float(row.packages),
                "count",
                f"Packages: {row.type}",
                as_reported(_read("packages", str(row.type))),
                Polarity.WORSE if row.type == RESIDENTIAL else Polarity.NEITHER,
                "" if pd.isna(row.as_at) else str(row.as_at),
            )
            for row in types
        ),
        Metric(
            "placements.residential_share",
            placements.residential_share if placements else None,
            "share",
            "Share of packages that are residential",
            Lineage("The residential packages over the packages of all types.", (packages,)),
            Polarity.WORSE,
        ),
        Metric(
            "placements.residential_cost_weekly",
            placements.weekly_gbp if placements else None,
            "gbp_per_week",
            "Average residential placement" + _whose(placements),
            as_reported(week),
            Polarity.WORSE,
            _dated(data, "weekly_cost"),
        ),
        *(
            Metric(
                f"placements.fostering_places.{council.code}",
                placements.places.get(council.name) if placements and placements.costs_known else None,
                "count",
                f"{words().The_body}'s residential average in {council.short_name}'s fostering places (two measures)",
                Lineage(
                    f"{words().The_body}'s average residential week over the council's published fostering week, of "
                    "the newest year up to this one: two bases. It is worked out only if the paper gives the average "
                    f"as {words().the_body}'s own, and the council's cost was published by the day of the edition.",
                    (week,),
                    ("data/reference/care_statistics.csv, value",),
                ),
            )
            for council in data.settings.councils
        ),
        Metric(
            "placements.new_beds",
            placements.homes.new if placements else None,
            "count",
            "New beds in children's homes",
            as_reported(new_beds),
            Polarity.BETTER,
            _dated(data, "new_beds"),
        ),
        money(
            "placements.new_beds_empty",
            placements.homes.cost_of(placements.homes.new_empty_at_target) if placements else None,
            "Estimated cost of placements in place of the new beds that stand empty",
            Lineage(
                "The new beds times one less the assumed occupancy, times the average cost of a residential placement "
                "in a year, if a child always waits who goes to such a placement instead. All of that is assumed.",
                (new_beds, _read("annual_cost", RESIDENTIAL)),
                target,
            ),
        ),
        *nights.metrics(data),
    ]


def _whose(placements: Placements | None) -> str:
    """Write whose the average is, after its name, where it is not given as the body's own."""
    if placements is None or placements.own:
        return ""
    return " (whose is not stated)" if placements.own is None else f" (not {words().the_body}'s own)"


def details(data: PeriodData) -> list[Metric]:
    """List the other figures that papers state about placements, each for the time that it is for."""
    rows = data.current.dataset("placements")
    if rows is None:
        return []
    stated = (
        ("residential_cost_annual", RESIDENTIAL, "annual_cost", "gbp", "Average residential placement, a year"),
        ("plan_cost_threshold", RESIDENTIAL, "dearest_above", "gbp", "Some plans cost more than this"),
        ("supported_accommodation_age_low", _SUPPORTED, "age_from", "years", "Youngest in supported accommodation"),
        ("supported_accommodation_age_high", _SUPPORTED, "age_to", "years", "Oldest in supported accommodation"),
    )
    return [
        Metric(
            f"placements.{name}",
            _one(rows, type_, measure),
            unit,
            label,
            as_reported(ColumnRef("placements", "value", (("type", (type_,)), ("measure", (measure,))))),
            as_at=_dated(data, measure),
        )
        for name, type_, measure, unit, label in stated
    ]


_SUPPORTED = "Supported accommodation"


def _dated(data: PeriodData, measure: str) -> str:
    """Return the one time that a measure is reported for, or nothing if there are several or none."""
    rows = data.current.dataset("placements")
    dates = set() if rows is None else set(rows.loc[rows["measure"] == measure, "as_at"].dropna())
    return str(dates.pop()) if len(dates) == 1 else ""
