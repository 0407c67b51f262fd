"""Compare what the trust reports with what is published: children in care, and the cost of a week of care.

In: the data of a period. Out: frames, for the period's own financial year and earlier ones only.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.core.formatting import Absence
from trustbook.data.period_data import PeriodData
from trustbook.data.publication import Publication

RESIDENTIAL, FOSTERING, OVER_18S, ALL_TYPES = "Residential", "Fostering", "Over 18s", "All types"
OTHER = "Other placements, and suppressed counts"
_REST = "Worked out: all types less those above. It includes published kinds without a row here, and suppressed counts"
_CHILD = "Not children in care, who are under 18"


def published(data: PeriodData, measure: str) -> dict[str, Publication]:
    """Say for each day or year of a measure whether it was published by the edition's day."""
    rows = data.reference.dataset("care_statistics")
    return data.publications(rows[rows["measure"] == measure], "as_at")


def _published(data: PeriodData, measure: str, until: str) -> pd.DataFrame:
    """Select what is published of a measure for times up to this one: an edition does not know later years."""
    rows = data.reference.dataset("care_statistics")
    return rows[(rows["measure"] == measure) & (rows["as_at"].astype(str) <= until)]


def children(data: PeriodData, types: pd.DataFrame) -> tuple[pd.DataFrame, str | None]:
    """Compare the packages with the published children in care of all the councils, on the last day published for each.

    One more row counts the children of the other types, so that the rows add up; its `note` says so.
    """
    councils = [council.name for council in data.settings.councils]
    rows = _published(data, "children", f"{data.period.year + 1}-03-31")
    rows = rows[rows["area"].isin(councils)]
    when = None if rows.empty else str(rows["as_at"].max())
    counted: dict[str, int] = {}
    for name, group in rows[rows["as_at"] == when].groupby("type", sort=False):
        if set(group["area"]) == set(councils) and group["value"].notna().all():
            counted[str(name)] = round(group["value"].sum())
    if not counted:
        return pd.DataFrame(columns=["type", "packages", "children", "note", "absent"]), None
    of = rows[rows["as_at"] == when].dropna(subset=["note"]).drop_duplicates("type").set_index("type")["note"]
    names = [str(name) for name in types["type"]]
    named = [counted[name] for name in names if name in counted]
    rest = None if ALL_TYPES not in counted else counted[ALL_TYPES] - sum(named)
    whole = types["packages"].sum(skipna=False)
    records = [
        (
            name,
            packages,
            counted.get(name),
            _CHILD if name == OVER_18S else of.get(name),
            Absence.NOT_APPLICABLE if name == OVER_18S else Absence.NOT_REPORTED,
        )
        for name, packages in zip(names, types["packages"], strict=True)
    ]
    records += [(OTHER, None, rest, _REST, Absence.NOT_APPLICABLE)] if rest else []
    records += [(ALL_TYPES, whole, counted.get(ALL_TYPES), None, Absence.NOT_REPORTED)]
    frame = pd.DataFrame(records, columns=["type", "packages", "children", "note", "absent"])
    return frame.astype({"packages": "Float64", "children": "Int64"}), when


def unit_costs(data: PeriodData, name: str, weekly: float | None, fostering: float | None) -> pd.DataFrame:
    """List the weekly average in the paper, and the published ones of the newest year, the councils' first."""
    rows = _published(data, "weekly_cost", data.period.year_code)
    rows = rows[rows["as_at"] == rows["as_at"].max()]
    councils = [council.name for council in data.settings.councils]
    areas = sorted(dict.fromkeys(rows["area"]), key=lambda area: area not in councils)
    records = [{"area": name, "as_at": None, "residential": weekly, "fostering": fostering}]
    for area in areas:
        cost = rows[rows["area"] == area].set_index("type")["value"]
        records.append(
            {
                "area": str(area),
                "as_at": str(rows["as_at"].max()),
                "residential": cost.get(RESIDENTIAL),
                "fostering": cost.get(FOSTERING),
            }
        )
    frame = pd.DataFrame(records, columns=["area", "as_at", "residential", "fostering"])
    frame[["residential", "fostering"]] = frame[["residential", "fostering"]].astype(float)
    return frame.assign(places=frame["residential"] / frame["fostering"].where(frame["fostering"] > 0))


def history(data: PeriodData) -> pd.DataFrame:
    """List the published weekly cost of residential care by year and area, for years that all areas have."""
    rows = _published(data, "weekly_cost", data.period.year_code)
    rows = rows[rows["type"] == RESIDENTIAL]
    wide = rows.pivot(index="as_at", columns="area", values="value").reindex(columns=rows["area"].unique())
    return wide.dropna().reset_index()


@dataclass(frozen=True)
class StatedRise:
    """A rise of prices within two years, as a paper states it: where, in which paper, and what is noted of it."""

    share: float
    body: str
    paper: str
    basis: str


def stated_rise(data: PeriodData) -> StatedRise | None:
    """Read the rise of market prices over two years in a paper of the period's year, if the edition could know it."""
    rows = data.reference.comparators
    found = rows[(rows["measure"] == "placement_price_increase_2_years") & (rows["as_at"] == data.period.year_code)]
    if len(found) != 1 or pd.isna(found["value"].iloc[0]):
        return None
    row = found.iloc[0]
    if data.publication(data.period.year_code, source_id=row["source_id"]) is not Publication.BY_THEN:
        return None
    (paper,) = data.reference.titles_of([row["source_id"]]) or ("A paper",)
    return StatedRise(float(row["value"]), str(row["body"]), paper, "" if pd.isna(row["basis"]) else str(row["basis"]))
