"""Work out the years: what was agreed and what it came to, next year's sum against this year's cost, and cost drivers.

In: the data of a period. Out: `Years`. Whole pounds; what was published after the period is marked as later.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.forecast_trend.analysis import PRESSURE_COLUMNS, forecast_column
from trustbook.chapters.years.comparison import OUTTURN, above_budget, accuracy, by_year, later
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, comparator, money, place_of
from trustbook.config.words import words
from trustbook.core.formatting import slug
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.position import Position, add, column_sum, position, reports_adjustments, share_of, subtract

_MOST_OF_A_NET = 1.1
"""The largest share of the net variance that is given: the page says what the other headings are under budget."""


@dataclass(frozen=True)
class NextYear:
    """Next year's contract sum, against this year's forecast cost.

    `total` and `status`: the sum and how firm it is. `blocks`: block, item, kind (`in_sum`, `set_aside`, `taken_off`),
    amount_gbp, non_recurring_gbp, basis. `this_sum`: this year's original sum. `cost`: that sum and the pressure.
    """

    year: str
    total: int
    status: str
    blocks: pd.DataFrame
    this_sum: int | None
    cost: int | None

    @property
    def rise(self) -> int | None:
        """Next year's sum less this year's."""
        return subtract(self.total, self.this_sum)

    @property
    def short(self) -> int | None:
        """This year's forecast cost less next year's sum; below zero the sum is the larger."""
        return subtract(self.cost, self.total)

    @property
    def non_recurring(self) -> int | None:
        """The one-off parts of the sum; None if no paper says."""
        known = self._of("in_sum")["non_recurring_gbp"].dropna()
        return int(known.sum()) if len(known) else None

    @property
    def lasting_short(self) -> int | None:
        """The same without the one-off part of next year's sum."""
        return add(self.short, self.non_recurring)

    def of_kind(self, kind: str) -> int | None:
        """Sum the amounts of one kind; None if there are none."""
        return column_sum(self._of(kind)["amount_gbp"])

    def _of(self, kind: str) -> pd.DataFrame:
        return self.blocks[self.blocks["kind"] == kind]


@dataclass(frozen=True)
class Years:
    """Everything that the chapter on the years reports.

    `years` and `accuracy`: see `comparison.by_year` and `comparison.accuracy`. `services`: service, share, year, basis,
    later. `headings`: heading, sum_gbp, sum_share, outturn_gbp, outturn_share; no rows if the return has no headings.
    `drivers`: driver, heading, named, sum_gbp, outturn_gbp, variance_gbp, over (of the revised sum), basis, later;
    amounts are missing if no heading shows the driver, or the return does not report it. `others`: the overspends and
    the underspends of the headings that show no driver; None if the return has no headings.
    """

    position: Position
    years: pd.DataFrame
    upcoming: NextYear | None
    accuracy: pd.DataFrame
    services: pd.DataFrame
    headings: pd.DataFrame
    drivers: pd.DataFrame
    others: tuple[int, int] | None
    above: int | None
    """The pressure, or the variance where no return has adjustments."""
    base: int | None
    """The budget that this is above: the original one, or for a variance the one that it is measured from."""
    adjusted: bool = True
    """Whether any return that we have has adjustments."""
    status: Status = Status.FORECAST
    """Whether the figures of this year are a forecast, or where it ended."""

    @property
    def cost(self) -> int | None:
        """This year's forecast cost: the original contract sum and the pressure, or the budget and the variance."""
        return add(self.base, self.above)

    @property
    def drivers_variance(self) -> int | None:
        """The total variance of the headings that show a driver; None if one of them is not reported."""
        return column_sum(self.drivers.loc[self.drivers["heading"].notna(), "variance_gbp"])

    @property
    def drivers_share(self) -> float | None:
        """The share of the whole variance in the headings that show a driver; None where it would mislead."""
        found = self.drivers_variance
        if found is None:
            return None
        share = share_of(found, [found, *self._rest(found)], _MOST_OF_A_NET)
        return None if share is None or share < 0 else share

    def _rest(self, drivers: int) -> tuple[int, ...]:
        """Divide the rest of the variance into over- and underspends, if the headings are known."""
        if self.others is None:
            return (self.position.variance - drivers,)
        over, under = self.others
        return over, -under

    @property
    def ended(self) -> pd.DataFrame:
        """The years for which a paper says where they ended."""
        return self.years[self.years["over_status"].isin(OUTTURN)]


@worked_out_once
def analyse(data: PeriodData) -> Years:
    """Work out the chapter's figures. What is not known has no rows, or is None."""
    here = position(data.current, data.reference)
    adjusted = reports_adjustments(data)
    above, base = above_budget(data, here), here.contract_sum if adjusted else here.budget
    return Years(
        position=here,
        years=by_year(data),
        upcoming=_upcoming(data, base, add(base, above)),
        above=above,
        base=base,
        adjusted=adjusted,
        status=data.status,
        accuracy=accuracy(data),
        services=_services(data),
        headings=_headings(data.current.forecast),
        drivers=_drivers(data),
        others=_others(data),
    )


def _next_code(period: Period) -> str:
    return Period(period.year + 1, 1).year_code


def _upcoming(data: PeriodData, this_sum: int | None, cost: int | None) -> NextYear | None:
    """Read next year's sum; None if there is none or it was published later, when this period could not know it."""
    code = _next_code(data.period)
    sums, blocks = data.reference.contract_sums, data.reference.dataset("contract_blocks")
    row = next((row for _, row in sums[sums["year"] == code].iterrows()), None)
    if row is None or later(data, row["source_id"]):
        return None
    return NextYear(
        year=code,
        total=int(row["original_gbp"]),
        status=str(row["status"]),
        blocks=blocks[blocks["year"] == code].reset_index(drop=True),
        this_sum=this_sum,
        cost=cost,
    )


def _services(data: PeriodData) -> pd.DataFrame:
    """Select the newest shares of the budget by service, for this year or an earlier one."""
    figures = data.reference.comparators
    shares = figures[(figures["body"] == data.settings.trust.name) & (figures["measure"] == "budget_share")]
    shares = shares[shares["as_at"] <= data.period.year_code]
    newest = shares[shares["as_at"] == shares["as_at"].max()]
    return pd.DataFrame(
        {
            "service": newest["scope"],
            "share": newest["value"].astype(float),
            "year": newest["as_at"],
            "basis": newest["basis"],
            "later": [later(data, source) for source in newest["source_id"]],
        }
    ).reset_index(drop=True)


def _headings(forecast: pd.DataFrame) -> pd.DataFrame:
    lines = forecast[forecast["level"] == "heading"]
    agreed, spent = column_sum(lines["contract_sum_gbp"]), column_sum(lines["projected_outturn_gbp"])
    if not agreed or not spent:
        return pd.DataFrame(columns=["heading", "sum_gbp", "sum_share", "outturn_gbp", "outturn_share"])
    found = pd.DataFrame(
        {
            "heading": lines["heading"],
            "sum_gbp": lines["contract_sum_gbp"].astype(int),
            "sum_share": lines["contract_sum_gbp"].astype(int) / agreed,
            "outturn_gbp": lines["projected_outturn_gbp"].astype(int),
            "outturn_share": lines["projected_outturn_gbp"].astype(int) / spent,
        }
    )
    return found.sort_values("outturn_gbp", ascending=False, kind="stable", ignore_index=True)


_AMOUNTS = {
    "sum_gbp": "revised_contract_sum_gbp",
    "outturn_gbp": "projected_outturn_gbp",
    "variance_gbp": "variance_gbp",
}


def _drivers(data: PeriodData) -> pd.DataFrame:
    named = data.reference.dataset("cost_drivers")
    rows = []
    for _, driver in named.iterrows():
        line = None if pd.isna(driver["heading"]) else _line(data, str(driver["heading"]))
        amounts = {
            name: None if line is None or pd.isna(line[column]) else int(str(line[column]))
            for name, column in _AMOUNTS.items()
        }
        agreed, above = amounts["sum_gbp"], amounts["variance_gbp"]
        rows.append(
            {
                **{name: driver[name] for name in ("driver", "heading", "named", "basis")},
                **amounts,
                "over": above / agreed if agreed and above is not None else None,
                "later": later(data, driver["source_id"]),
            }
        )
    columns = ["driver", "heading", "named", *_AMOUNTS, "over", "basis", "later"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(_AMOUNTS, "Int64"))


def _others(data: PeriodData) -> tuple[int, int] | None:
    """Add up the overspends, and the underspends, of the headings that show no driver."""
    named = set(data.reference.dataset("cost_drivers")["heading"].dropna())
    lines = data.current.forecast
    lines = lines[lines["level"] == "heading"]
    if lines.empty or lines["variance_gbp"].isna().any():
        return None
    rest = lines.loc[~lines["heading"].isin(named), "variance_gbp"]
    return int(rest.clip(lower=0).sum()), int(-rest.clip(upper=0).sum())


def _line(data: PeriodData, heading: str) -> pd.Series[object] | None:
    """Find the line of a heading, or of a group that contains only that heading."""
    forecast, group_of = data.current.forecast, data.settings.group_of
    group = group_of.get(heading)
    alone = [name for name, rolled_up in group_of.items() if rolled_up == group] == [heading]
    for level, name in (("heading", heading), ("group", group if alone else None)):
        found = forecast[(forecast["level"] == level) & (forecast["heading"] == name)]
        if len(found):
            return found.iloc[0]
    return None


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    found = analyse(data)
    ahead, code = found.upcoming, (("year", (_next_code(data.period),)),)
    agreed = ColumnRef("contract_sums", "original_gbp_k", code)
    in_sum = ColumnRef("contract_blocks", "non_recurring_gbp_k", (*code, ("kind", ("in_sum",))))
    this_year = (*PRESSURE_COLUMNS, forecast_column("contract_sum_gbp_k"))
    original, alone = found.position.original_name, f"The {found.position.revised_name} plus the variance."
    this_sum = "this year's" if found.position.single_budget else "this year's original one"
    named = data.reference.dataset("cost_drivers")["heading"].dropna()
    drivers = ColumnRef("forecast", "variance_gbp_k", (("heading", tuple(map(str, named))),))
    return [
        money(
            "years.cost",
            found.cost,
            data.status.choose("What this year is forecast to cost", "What this year cost"),
            Lineage(f"The {original} plus the pressure." if found.adjusted else alone, this_year),
            Polarity.WORSE,
        ),
        money(
            "years.next_sum",
            ahead.total if ahead else None,
            f"Next year's {words().budget}",
            Lineage("As the papers give it.", (agreed,)),
            also=() if ahead is None else (("contract.provisional", ahead.year), ("contract.original", ahead.year)),
            as_at="" if ahead is None else ahead.year,
        ),
        money(
            "years.next_sum_rise",
            ahead.rise if ahead else None,
            f"Next year's {words().budget} above this year's",
            Lineage(
                f"Next year's {words().budget} less {this_sum}.",
                (agreed, forecast_column("contract_sum_gbp_k")),
            ),
        ),
        money(
            "years.next_sum_short",
            ahead.short if ahead else None,
            f"This year's cost above next year's {words().budget}",
            Lineage(f"What this year is forecast to cost, less next year's {words().budget}.", (agreed, *this_year)),
            Polarity.WORSE,
        ),
        money(
            "years.next_sum_non_recurring",
            ahead.non_recurring if ahead else None,
            f"One-off part of next year's {words().budget}",
            Lineage("Adds up the parts of its blocks that a paper says do not recur.", (in_sum,)),
            as_at="" if ahead is None else ahead.year,
        ),
        Metric(
            "years.drivers_share",
            found.drivers_share,
            "share",
            "Share of the variance on lines that match the cost drivers",
            Lineage(
                f"The variances of the {words().lines} that match those drivers, divided by the whole variance.",
                (drivers, forecast_column("variance_gbp_k")),
            ),
        ),
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the shares of the budget by heading, of what was agreed and of what is forecast to be spent."""
    found = _headings(data.current.forecast)
    return [
        Metric(f"years.{column}.{slug(heading)}", float(share), "share", f"{heading}: {what}")
        for column, what in (("sum_share", "share of what was agreed"), ("outturn_share", "share of what is spent"))
        for heading, share in zip(found["heading"], found[column], strict=True)
    ]


def reference_metrics(data: PeriodData) -> list[tuple[str, Metric]]:
    """List the figures of other years that papers state: provisional sums, blocks, and amounts above a budget."""
    sums, blocks = data.reference.contract_sums, data.reference.dataset("contract_blocks")
    label = f"Provisional {words().budget}"
    found = [
        (str(row["year"]), money("contract.provisional", int(row["original_gbp"]), label, typed_from=place_of(row)))
        for _, row in sums[sums["status"] == "provisional"].iterrows()
    ]
    for _, row in blocks[blocks["block"].notna()].iterrows():
        name = f"contract.block_{row['block']}"
        found.append(
            (str(row["year"]), money(name, int(row["amount_gbp"]), str(row["item"]), typed_from=place_of(row)))
        )
        if not pd.isna(row["non_recurring_gbp"]):
            label = f"{row['item']}: one-off part"
            part = money(f"{name}_non_recurring", int(row["non_recurring_gbp"]), label, typed_from=place_of(row))
            found.append((str(row["year"]), part))
    for _, row in data.reference.dataset("outturns").iterrows():
        measure = "outturn_variance" if row["status"] in OUTTURN else "forecast_variance"
        name = comparator(str(row["body"]), measure, str(row["scope"]))
        over = money(name, int(row["over_gbp"]), str(row["basis"]), polarity=Polarity.WORSE, typed_from=place_of(row))
        found.append((str(row["year"]), over))
    return found
