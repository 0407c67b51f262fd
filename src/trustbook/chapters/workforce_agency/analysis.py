"""Work out agency staff: how many, the cost of the premium, when vacancies pay for it, and what converting would save.

In: the data of a period. Out: `Workforce`, or None if the return has no workforce figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.workforce_agency import staff_statistics
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, as_reported, measured, money, place_of
from trustbook.config.assumptions import Assumptions
from trustbook.config.words import words
from trustbook.core.formatting import financial_year, slug
from trustbook.core.units import in_pounds_of
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.publication import Publication

PREFIX = "workforce"
LEADS = True
"""Whether the site leads with its figures, even if the book has no page of this chapter."""

_WHOLE = "Whole trust"
AGENCY_SHARE = "agency_share"


@dataclass(frozen=True)
class Offset:
    """The vacancy offset. Agency cover costs nothing extra while cover × (1 + premium) ≤ posts kept vacant.

    `break_even`: the share of vacant posts that agency staff can cover at no extra cost, 1 / (1 + premium).
    `vacant_posts`: the vacant posts that pay for the agency staff reported. `factor_posts`: the posts that the vacancy
    factor, already taken from the budget, pays for at the assumed cost of a post.
    """

    break_even: float
    vacant_posts: float
    factor_gbp: int | None
    factor_posts: float | None

    @property
    def posts_needed(self) -> float | None:
        """Vacant posts that pay for both the agency staff and the vacancy factor."""
        return None if self.factor_posts is None else self.vacant_posts + self.factor_posts


@dataclass(frozen=True)
class Workforce:
    """Everything that the workforce chapter reports.

    `teams`: team, share, as_at, basis, published: agency staff as a share of staff, this return first and earlier
    figures after; `published` says whether an earlier one was known on the edition's day. `premiums`: premium, basis,
    cost_gbp, posts: what agency staff cost above permanent ones, for a range of premiums.
    `conversions`: converted, saving_gbp at the reported premium and the assumed cost of a post, low_gbp and high_gbp at
    the saving per conversion that another trust thought possible (no such columns if none is on file).
    `other_trust_saving`: that saving, lower and upper end, in pounds; `other_trust`: its name, the date, whether that
    date is inferred, and whether its paper was known on the edition's day.
    """

    headcount: float | None
    premium: float | None
    agency_cost_gbp: int | None
    """What all agency staff cost; None if the return does not say."""
    teams: pd.DataFrame
    vacancy_facts: pd.DataFrame
    premiums: pd.DataFrame
    offset: Offset | None
    conversions: pd.DataFrame
    other_trust_saving: tuple[int, int] | None
    other_trust: tuple[str, str, bool, Publication]
    post_cost_gbp: float
    dated: bool
    """Whether the return dates all its figures."""

    @property
    def saving_each_gbp(self) -> int | None:
        """The saving in a year from one conversion, at the premium reported and the assumed cost of a post."""
        return None if self.premium is None else round(self.premium * self.post_cost_gbp)

    @property
    def premium_fte(self) -> float | None:
        """Posts that the premium would pay for: headcount × premium."""
        return None if self.headcount is None or self.premium is None else self.headcount * self.premium

    @property
    def premium_gbp(self) -> int | None:
        """Cost of the premium in a year, at the assumed cost of a post."""
        return None if self.premium_fte is None else round(self.premium_fte * self.post_cost_gbp)


@worked_out_once
def analyse(data: PeriodData) -> Workforce | None:
    """Work out the chapter's figures; None if the period reports no workforce figures."""
    rows = data.current.workforce
    if rows is None:
        return None
    assumed = data.assumptions
    whole = rows[of_the_whole(rows["team"])].set_index("measure")["value"]
    headcount, premium = measured(whole, "agency_headcount"), measured(whole, "agency_premium")
    factor, cost = measured(whole, "vacancy_factor"), measured(whole, "agency_cost")
    comparators = with_publication(data)
    return Workforce(
        headcount=headcount,
        premium=premium,
        agency_cost_gbp=None if cost is None else in_pounds_of(cost, "gbp_k"),
        teams=_teams(rows, comparators, data.reference.titles),
        vacancy_facts=comparators[comparators["measure"].isin(["vacancy_rate", "vacancies_without_permanent_staff"])],
        premiums=_premiums(headcount, premium, assumed, _premiums_stated(comparators, data.reference.titles)),
        offset=None
        if headcount is None or premium is None
        else _offset(headcount, premium, factor, assumed.post_cost_gbp),
        conversions=_conversions(headcount, premium, assumed.conversions, assumed.post_cost_gbp, comparators),
        other_trust_saving=_other_trust_saving(comparators),
        other_trust=_other_trust(comparators),
        post_cost_gbp=assumed.post_cost_gbp,
        dated=bool(rows["as_at"].notna().all()),
    )


def of_the_whole(names: pd.Series[str]) -> pd.Series[bool]:
    """Mark what is of the whole body: `Whole trust`, or the same in the body's own word."""
    return names.isin([_WHOLE, f"Whole {words().body}"])


def with_publication(data: PeriodData) -> pd.DataFrame:
    """Return the figures of other years and bodies, with `published`: whether each was known on the edition's day."""
    rows = data.reference.comparators
    return rows.assign(
        published=[
            data.publication("" if pd.isna(row.as_at) else str(row.as_at), source_id=row.source_id)
            for row in rows.itertuples()
        ]
    )


def _teams(rows: pd.DataFrame, comparators: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    own = rows.loc[rows["measure"] == AGENCY_SHARE, ["team", "value", "as_at"]].rename(columns={"value": "share"})
    own["basis"] = [
        f"{titles[source]}, {place}" if source in titles and not pd.isna(place) else "This return"
        for source, place in rows.loc[own.index, ["source_id", "locator"]].itertuples(index=False)
    ]
    own["reported"], own["published"] = "now", "in this pack"
    own = own.sort_values("share", ascending=False)
    others = comparators.loc[
        comparators["measure"] == AGENCY_SHARE, ["body", "scope", "value", "as_at", "basis", "published"]
    ].rename(columns={"value": "share"})
    others["team"] = (
        others["body"]
        + ", "
        + others["scope"].str.lower().where(others["scope"].str.startswith("Whole"), others["scope"])
    )
    others["reported"] = "earlier"
    return pd.concat([own, others[own.columns]], ignore_index=True)


def _premiums(
    headcount: float | None, stated: float | None, assumed: Assumptions, papers: dict[float, str]
) -> pd.DataFrame:
    """Cost the premium reported, and the ends and middle of the assumed range; name the paper behind a rate."""
    low, high, cost = assumed.agency_premium_low, assumed.agency_premium_high, assumed.post_cost_gbp
    rates = sorted({rate for rate in (stated, low, (low + high) / 2, high) if rate is not None})
    rows = [
        {
            "premium": rate,
            "basis": "This return" if rate == stated else papers.get(round(rate, 6), "The range that we assume"),
            "posts": headcount * rate,
            "cost_gbp": round(headcount * rate * cost),
        }
        for rate in rates
        if headcount is not None
    ]
    return pd.DataFrame(rows, columns=["premium", "basis", "posts", "cost_gbp"])


def _premiums_stated(comparators: pd.DataFrame, titles: Mapping[str, str]) -> dict[float, str]:
    """Name the paper and date behind each premium that other papers give."""
    rows = comparators[comparators["measure"].isin(["agency_premium_low", "agency_premium_high"])].fillna({"as_at": ""})
    return {
        round(float(row.value), 6): f"{titles.get(row.source_id, row.body)}, {financial_year(row.as_at)}".rstrip(", ")
        + ("" if row.published is Publication.BY_THEN else f"; {row.published}")
        for row in rows.dropna(subset=["value"]).itertuples()
    }


def _offset(headcount: float, premium: float, factor: float | None, cost: float) -> Offset:
    factor_gbp = None if factor is None else in_pounds_of(factor, "gbp_k")
    return Offset(
        break_even=1 / (1 + premium),
        vacant_posts=headcount * (1 + premium),
        factor_gbp=factor_gbp,
        factor_posts=None if factor_gbp is None else factor_gbp / cost,
    )


def _conversions(
    headcount: float | None, premium: float | None, steps: tuple[int, ...], cost: float, comparators: pd.DataFrame
) -> pd.DataFrame:
    if headcount is None or premium is None:
        return pd.DataFrame(columns=["converted", "saving_gbp"])
    counts = sorted({step for step in steps if step <= headcount} | {int(headcount)})
    table = pd.DataFrame({"converted": counts})
    table["saving_gbp"] = [round(count * premium * cost) for count in counts]
    figures = comparators.set_index("measure")["value"]
    for end in ("low", "high"):
        each = measured(figures[~figures.index.duplicated()], f"saving_per_conversion_{end}")
        if each is not None:
            table[f"{end}_gbp"] = [round(count * each) for count in counts]
    return table


def _other_trust_saving(comparators: pd.DataFrame) -> tuple[int, int] | None:
    rows = comparators.drop_duplicates("measure").set_index("measure")["value"]
    low, high = measured(rows, "saving_per_conversion_low"), measured(rows, "saving_per_conversion_high")
    return None if low is None or high is None else (round(low), round(high))


def _other_trust(comparators: pd.DataFrame) -> tuple[str, str, bool, Publication]:
    rows = comparators[comparators["measure"] == "saving_per_conversion_low"].fillna({"as_at": "", "basis": ""})
    if rows.empty:
        return "", "", False, Publication.NOT_DATED
    first = rows.iloc[0]
    return str(first["body"]), str(first["as_at"]), "inferred" in str(first["basis"]), first["published"]


def _read(measure: str, *teams: str) -> ColumnRef:
    of = (("team", teams),) if teams else ()
    return ColumnRef("workforce", "value", (*of, ("measure", (measure,))))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    workforce = analyse(data)
    staff, premium = _read("agency_headcount"), _read("agency_premium")
    figures = [
        Metric(
            "workforce.agency_headcount",
            workforce.headcount if workforce else None,
            "count",
            "Agency staff",
            as_reported(staff),
            Polarity.WORSE,
        ),
        Metric(
            "workforce.agency_premium",
            workforce.premium if workforce else None,
            "share",
            "Agency premium",
            as_reported(premium),
            Polarity.WORSE,
        ),
        Metric(
            "workforce.agency_premium_fte",
            workforce.premium_fte if workforce else None,
            "fte",
            "Posts that the premium would pay for",
            Lineage("The agency staff times the premium paid for them.", (staff, premium)),
            Polarity.WORSE,
        ),
    ]
    if workforce:
        now = workforce.teams[workforce.teams["reported"] == "now"]
        figures += [
            Metric(
                f"workforce.agency_rate.{slug(team)}",
                float(share),
                "share",
                f"Agency share: {team}",
                as_reported(_read("agency_share", str(team))),
                Polarity.WORSE,
            )
            for team, share in zip(now["team"], now["share"], strict=True)
        ]
    return figures


def details(data: PeriodData) -> list[Metric]:
    """List what the papers name as causes of the staffing variance."""
    staff = data.current.workforce
    if staff is None:
        return []
    return [
        money(f"workforce.{measure}", in_pounds_of(row["value"], "gbp_k"), label, typed_from=place_of(row))
        for measure, label in _NAMED.items()
        for _, row in staff[staff["measure"] == measure].iterrows()
    ]


def reference_metrics(data: PeriodData) -> list[tuple[str, Metric]]:
    """List the country's published figures that papers quote."""
    return staff_statistics.reference_metrics(data)


_NAMED = {
    "vacancy_factor": "Vacancy factor",
    "supporting_families_risk": "Supporting Families income flagged as a risk",
}
