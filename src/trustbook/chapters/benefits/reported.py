"""Work out a programme's benefits: the children, the savings and their cost, the cohort, and what is counted twice.

In: the data of a period. Out: `Benefits`, or None if the return reports neither benefits nor trackers. Whole pounds,
whole children.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from trustbook.chapters.benefits.composition import At, Composition, compose
from trustbook.chapters.benefits.funnels import IDENTIFIED, REALISED, VERIFIED, Funnel, by_part, funnels, together
from trustbook.chapters.benefits.trackers import Confirmed, Trackers, compare, confirmed
from trustbook.config.officers import shown
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.position import subtract
from trustbook.savings import current_savings

WHOLE_COHORT = "Whole cohort"
CHILDREN, CARERS, OPPORTUNITIES = "children", "foster_carers", "opportunities"
HELPED, DELIVERED, TARGET = "helped", "delivered", "target"


@dataclass(frozen=True)
class Money:
    """One year of invest-to-save money and its result, in pounds; None is not reported.

    `agreed`: the total that the paper states. `parts`: the sum of the parts that it names. `saving`: what was
    delivered, or the forecast if nothing is delivered yet (`delivered` says which).
    """

    year: str
    agreed: int | None
    parts: int | None
    grant: int | None
    saving: int | None
    delivered: bool
    part_funded: int | None = None
    """What the paper says that the grant was to part-fund."""

    @property
    def grant_beyond(self) -> int | None:
        """How much larger the grant is than what it was to part-fund, if it is."""
        over = subtract(self.grant, self.part_funded)
        return over if over is not None and over > 0 else None

    @property
    def net(self) -> int | None:
        """The money less the grant that pays for part of it."""
        return subtract(self.agreed, self.grant)

    @property
    def gap(self) -> int | None:
        """The stated total less its parts."""
        return subtract(self.agreed, self.parts)

    @property
    def gross_return(self) -> Fraction | None:
        """Pounds saved for each pound of the money."""
        return _over(self.saving, self.agreed)

    @property
    def net_return(self) -> Fraction | None:
        """Pounds saved for each pound that the grant did not pay."""
        return _over(self.saving, self.net)


@dataclass(frozen=True)
class Benefits:
    """Everything that the chapter reports. A frame without rows, an empty list or None is not reported.

    `cohorts`: part, value, as_at. `savings`: year, stage, amount_gbp. `scenarios`: part, year, amount_gbp, reached.
    `investment`: year, part, stage, amount_gbp, condition, note: every line of the invest-to-save money.
    `ratings`: aspect, rating, previous, as_at, note, as the programme's own report has them.
    `notes`: by measure and stage, the notes of its lines.
    """

    cohorts: pd.DataFrame
    children: list[Funnel]
    opportunities: list[Funnel]
    interventions: int | None
    carers: list[Funnel]
    savings: pd.DataFrame
    scenarios: pd.DataFrame
    money: list[Money]
    investment: pd.DataFrame
    ratings: pd.DataFrame
    composition: Composition | None
    group: str
    trackers: Trackers | None
    confirmed: Confirmed | None
    notes: dict[tuple[str, str], str]
    year: str

    @property
    def all_opportunities(self) -> Funnel | None:
        """The opportunities of every kind together."""
        return together(self.opportunities)

    @property
    def cohorts_at(self) -> str:
        """The date of the cohorts, if they share one."""
        dates = set(self.cohorts["as_at"])
        return str(dates.pop()) if len(dates) == 1 else ""

    @property
    def now(self) -> Money | None:
        """The money of the period's year."""
        return next((each for each in self.money if each.year == self.year), None)

    def saving(self, stage: str, year: str | None = None) -> int | None:
        """Return one amount of the savings, of this year unless another is named."""
        rows = self.savings
        found = rows.loc[(rows["stage"] == stage) & (rows["year"] == (year or self.year)), "amount_gbp"]
        return int(found.iloc[0]) if len(found) == 1 else None

    def counted(self, stage: str) -> int | None:
        """Count the children at one stage."""
        known = (each.count(stage) for each in self.children)
        return next((count for count in known if count is not None), None)

    @property
    def delivered_share(self) -> Fraction | None:
        """The saving delivered as a share of the target."""
        return _over(self.saving(DELIVERED), self.saving(TARGET))

    @property
    def confirmed_gap(self) -> int | None:
        """The target less the saving delivered."""
        return subtract(self.saving(TARGET), self.saving(DELIVERED))


@worked_out_once
def analyse(data: PeriodData) -> Benefits | None:
    """Work out the chapter's figures; None if the period reports nothing for it."""
    rows, tracked = (data.current.dataset(name) for name in ("benefits", "trackers"))
    if rows is None and tracked is None:
        return None
    year = data.period.year_code
    trackers = None if tracked is None else compare(tracked, current_savings(data), year)
    if rows is None:
        rows = pd.DataFrame(columns=["measure", "part", "stage", "step", "value", "unit", "as_at", "note"])
    savings = _savings(rows)
    composition, group = _composition(rows)
    return Benefits(
        cohorts=_of(rows, CHILDREN).dropna(subset=["part"])[["part", "value", "as_at"]].reset_index(drop=True),
        children=funnels(rows, CHILDREN),
        opportunities=by_part(rows, OPPORTUNITIES, (IDENTIFIED, REALISED, VERIFIED)),
        interventions=_whole(_of(rows, "interventions")["value"]),
        carers=funnels(rows, CARERS),
        savings=savings,
        scenarios=_scenarios(rows, savings),
        money=_money(rows, savings),
        investment=_investment(rows),
        ratings=_ratings(data),
        composition=composition,
        group=group,
        trackers=None if trackers is None else _with_officers(trackers, data),
        confirmed=None
        if trackers is None
        else confirmed(trackers, current_savings(data), data.settings.benefits_title, _amount(savings, year, TARGET)),
        notes={
            (str(measure), str(stage)): ". ".join(dict.fromkeys(str(note) for note in lines["note"]))
            for (measure, stage), lines in rows[rows["note"].notna()].groupby(["measure", "stage"], sort=False)
        },
        year=year,
    )


def _with_officers(trackers: Trackers, data: PeriodData) -> Trackers:
    """Show those who are responsible as the settings say."""
    lines = trackers.in_savings
    named = shown(lines["officer"], data.settings.officers, data.settings.officer_roles)
    return replace(trackers, in_savings=lines.assign(officer=named))


def _of(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    return rows[rows["measure"] == measure]


def _whole(values: pd.Series[float]) -> int | None:
    """Sum values as a whole number; None if there are none."""
    return None if values.empty or values.isna().any() else round(float(values.sum()))


def _over(one: int | None, other: int | None) -> Fraction | None:
    return None if one is None or not other else Fraction(one, other)


def _savings(rows: pd.DataFrame) -> pd.DataFrame:
    found = _of(rows, "saving")
    return pd.DataFrame(
        {"year": found["as_at"], "stage": found["stage"], "amount_gbp": [round(float(each)) for each in found["value"]]}
    ).reset_index(drop=True)


def _amount(savings: pd.DataFrame, year: str, stage: str) -> int | None:
    return _whole(savings.loc[(savings["year"] == year) & (savings["stage"] == stage), "amount_gbp"])


def _scenarios(rows: pd.DataFrame, savings: pd.DataFrame) -> pd.DataFrame:
    """List the scenarios' amounts, lowest first, and whether their year's savings reached them."""
    found = []
    for _, row in _of(rows, "scenario").iterrows():
        year, amount = str(row["as_at"]), round(float(row["value"]))
        delivered = _amount(savings, year, DELIVERED)
        reached = None if delivered is None else "yes" if delivered >= amount else "no"
        found.append({"part": str(row["part"]), "year": year, "amount_gbp": amount, "reached": reached})
    frame = pd.DataFrame(found, columns=["part", "year", "amount_gbp", "reached"])
    return frame.sort_values(["year", "amount_gbp"], kind="stable").reset_index(drop=True)


def _money(rows: pd.DataFrame, savings: pd.DataFrame) -> list[Money]:
    found = []
    for year, lines in _of(rows, "investment").groupby("as_at", sort=True):
        agreed = lines[lines["stage"] == "agreed"]
        whole, parts = agreed[agreed["part"].isna()], agreed[agreed["part"].notna()]
        added = _whole(parts["value"])
        delivered = _amount(savings, str(year), DELIVERED)
        found.append(
            Money(
                year=str(year),
                agreed=added if whole.empty else _whole(whole["value"]),
                parts=added,
                grant=_whole(lines.loc[lines["stage"] == "grant", "value"]),
                saving=delivered if delivered is not None else _amount(savings, str(year), "forecast"),
                delivered=delivered is not None,
                part_funded=_whole(lines.loc[lines["stage"] == "part_funded", "value"]),
            )
        )
    return found


def _ratings(data: PeriodData) -> pd.DataFrame:
    columns = ["aspect", "rating", "previous", "as_at", "note"]
    found = data.current.dataset("ratings")
    return pd.DataFrame(columns=columns) if found is None else found[columns].reset_index(drop=True)


def _investment(rows: pd.DataFrame) -> pd.DataFrame:
    found = _of(rows, "investment").reindex(columns=["as_at", "part", "stage", "value", "condition", "note"])
    found = found.assign(amount_gbp=[round(float(each)) for each in found["value"]]).rename(columns={"as_at": "year"})
    return found.sort_values("year", kind="stable", ignore_index=True).drop(columns="value")


def _composition(rows: pd.DataFrame) -> tuple[Composition | None, str]:
    """Compare the first and last dates at which both averages are reported; also name the group left out."""
    costs = _of(rows, "weekly_cost").pivot_table(index="as_at", columns="part", values="value", aggfunc="first")
    others = [str(part) for part in costs.columns if part != WHOLE_COHORT]
    if WHOLE_COHORT not in costs or len(others) != 1:
        return None, ""
    both = costs.dropna().sort_index()
    if len(both) < 2:
        return None, ""
    sizes = _of(rows, "cohort")

    def size(date: str, part: str) -> int | None:
        return _whole(sizes.loc[(sizes["as_at"] == date) & (sizes["part"] == part), "value"])

    first, last = (
        At(
            date,
            round(float(both.loc[date, WHOLE_COHORT])),
            round(float(both.loc[date, others[0]])),
            size(date, WHOLE_COHORT),
            size(date, others[0]),
        )
        for date in (str(both.index[0]), str(both.index[-1]))
    )
    group = others[0].lower().removeprefix("without ")
    return compose(first, last), group
