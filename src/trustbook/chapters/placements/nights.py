"""Work out nights and prices: this month, the year so far, the committed cost, why the cost moved, where it may end.

In: the data of a period. Out: `Nights`, or None if the return reports no activity. Costs in whole pounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from trustbook.chapters.placements.activity import DATASET, Activity, Line, average_week, joined, lines_of
from trustbook.chapters.placements.change_of_cost import change_of_cost
from trustbook.chapters.placements.committed_nights import Committed, committed
from trustbook.chapters.placements.occupancy import Occupancy, occupancy
from trustbook.chapters.placements.price_volume_mix import Decomposition
from trustbook.chapters.placements.small_counts import Disclosure, disclosure
from trustbook.chapters.placements.stock_flow import Projection, projected
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, money
from trustbook.config.words import words
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.position import add, pounds_of


@dataclass(frozen=True)
class Sums:
    """The care of one type, or of all, over one or more months. `at_end`: placements at the end of the last month."""

    name: str
    at_end: int
    nights: int
    week_gbp: Fraction | None
    cost_gbp: int | None


@dataclass(frozen=True)
class Change:
    """Why an average week costs more or less than in an earlier month; `effects` is None if that cannot be divided."""

    before: Period
    after: Period
    effects: Decomposition | None


@dataclass(frozen=True)
class Nights:
    """Everything that the section shows. `month`: the newest month that the return states."""

    period: Period
    month: Period
    activity: Activity
    status: Status
    kept_back: Disclosure
    """Of the types in the months of this year, and of `month`."""
    kept_back_at_any_time: Disclosure
    """Of the types in all months known."""
    kept_back_homes: Disclosure
    """Of the types among the lines that give their places."""
    committed: Committed | None
    changes: tuple[Change, ...]
    projections: tuple[Projection, ...]
    occupancy: Occupancy | None

    @property
    def this_month(self) -> tuple[Sums, ...]:
        """The care of the newest month, by type."""
        return self._by_type((self.month,))

    @property
    def year_so_far(self) -> tuple[Sums, ...]:
        """The care of the months known of the year, by type."""
        return self._by_type(self.activity.in_year_of(self.month))

    @property
    def all_this_month(self) -> Sums:
        """The care of all types in the newest month."""
        return _sums("All types", self.activity.of(self.month), self.month)

    @property
    def all_so_far(self) -> Sums:
        """The care of all types in the months known of the year."""
        return _sums("All types", self.activity.of(*self.activity.in_year_of(self.month)), self.month)

    def occupancy_of(self, care_type: str) -> Occupancy | None:
        """Return how full the places of a type are in the newest month; None if it gives none."""
        return occupancy(each for each in self.activity.of(self.month) if each.care_type == care_type)

    def _by_type(self, months: tuple[Period, ...]) -> tuple[Sums, ...]:
        lines = self.activity.of(*months)
        names = [name for name in self.activity.care_types if any(each.care_type == name for each in lines)]
        return tuple(_sums(name, [each for each in lines if each.care_type == name], self.month) for name in names)


def _sums(name: str, lines: Iterable[Line], newest: Period) -> Sums:
    found = list(lines)
    return Sums(
        name,
        sum(each.at_end for each in found if each.month == newest),
        sum(each.nights for each in found),
        average_week(found),
        add(*(each.cost_gbp for each in found)),
    )


@worked_out_once
def analyse(data: PeriodData) -> Nights | None:
    """Work out the section's figures; None if the return reports no activity.

    Only then are the returns of earlier years looked at.
    """
    rows = data.current.dataset(DATASET)
    stated = [] if rows is None else list(lines_of(rows).values())
    if not stated:
        return None
    returns = [*data.earlier, *data.history]
    activity = joined(_stated(each) for each in returns)
    month = max(each.month for each in stated)
    year = activity.in_year_of(month)
    now = activity.of(month)
    return Nights(
        period=data.period,
        month=month,
        activity=activity,
        status=data.status,
        kept_back=disclosure(activity.of(*year)),
        kept_back_at_any_time=disclosure(activity.lines),
        kept_back_homes=disclosure(each for each in now if each.places is not None),
        committed=committed(activity, data.period, _forecasts(data.current)),
        changes=_changes(activity, month, _last_before(returns[:-1], month)),
        projections=_projections(activity, month, data.period),
        occupancy=occupancy(now),
    )


def _stated(made: Return) -> list[Line]:
    rows = made.dataset(DATASET)
    return [] if rows is None else list(lines_of(rows).values())


def _last_before(returns: list[Return], month: Period) -> Period | None:
    """Return the newest month that the last return with activity states; None if there is no earlier one."""
    for made in reversed(returns):
        months = [each.month for each in _stated(made) if each.month < month]
        if months:
            return max(months)
    return None


def _changes(activity: Activity, month: Period, last: Period | None) -> tuple[Change, ...]:
    """Compare with the month of the last return, and with the first month known of the year if it is another."""
    first = activity.in_year_of(month)[0]
    times = dict.fromkeys(each for each in (last, first) if each is not None and each < month)
    return tuple(Change(each, month, change_of_cost(activity, (each,), (month,))) for each in times)


def _projections(activity: Activity, month: Period, period: Period) -> tuple[Projection, ...]:
    """Project each type to the end of the year of the period; nothing if the months end in an earlier year."""
    if month.year != period.year or period == period.year_end:
        return ()
    found = (projected(activity, name, month) for name in activity.care_types)
    return tuple(each for each in found if each is not None)


def _forecasts(made: Return) -> dict[str, int | None]:
    """Return the projected outturn of each budget heading, in pounds."""
    rows = made.forecast
    if "projected_outturn_gbp" not in rows:
        return {}
    return {
        str(name): pounds_of(value)
        for name, value in zip(rows["heading"], rows["projected_outturn_gbp"], strict=True)
        if isinstance(name, str)
    }


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the headline figures of nights and prices; those of the whole are left out where they would be too small."""
    found = analyse(data)
    if found is not None and not found.kept_back.whole:
        return []
    all_now = None if found is None else found.all_this_month
    year = None if found is None else found.committed
    homes = None if found is None or not found.kept_back_homes.whole else found.occupancy
    as_at = "" if found is None or found.month == data.period else found.month.calendar_month
    nights, price = ColumnRef(DATASET, "nights"), ColumnRef(DATASET, "weekly_price_gbp")
    week = None if all_now is None else all_now.week_gbp
    share = None if homes is None else homes.share
    over = year is not None and not year.days_left
    return [
        Metric(
            "placements.nights",
            None if all_now is None else all_now.nights,
            "count",
            "Nights of care in the month",
            Lineage("The nights of all lines of the newest month added up.", (nights,)),
            Polarity.NEITHER,
            as_at,
        ),
        Metric(
            "placements.average_week",
            None if week is None else round(week),
            "gbp_per_week",
            "Average price of a placement",
            Lineage("The prices of a week of the newest month, averaged by their nights.", (nights, price)),
            Polarity.WORSE,
            as_at,
        ),
        money(
            "placements.committed_cost",
            None if year is None else year.total_gbp,
            "Year's cost of placements" if over else "Year's cost of placements if nobody comes or leaves",
            Lineage(
                "The nights of each month of the year at their prices, and the placements at the end of the newest "
                "month for the days left, at its prices. Earlier months are those of the newest return that states "
                "them. It is worked out only if every month so far is known.",
                (*(ColumnRef(DATASET, name) for name in ("at_start", "entries", "exits")), nights, price),
            ),
            Polarity.WORSE,
            as_at=as_at,
        ),
        Metric(
            "placements.occupancy",
            None if share is None else float(share),
            "share",
            f"How full {words().the_body}'s places are",
            Lineage(
                "The nights over the places times the days of the newest month, of the lines that give their places.",
                (nights, ColumnRef(DATASET, "places")),
            ),
            Polarity.BETTER,
            as_at,
        ),
    ]


def headlines(found: Nights) -> tuple[str, ...]:
    """Name the headline figures that the section shows."""
    names = ("nights", "average_week", "committed_cost", "occupancy")
    return tuple(f"placements.{name}" for name in names) if found.kept_back.whole else ()
