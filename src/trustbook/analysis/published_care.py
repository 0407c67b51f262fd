"""What is published of care, beside what the trust reports: children in care, and what a week of care costs.

In: the material of a period. Out: frames, for the period's own financial year and earlier ones only.
"""

from __future__ import annotations

import pandas as pd

from trustbook.returns.material import Material

RESIDENTIAL, FOSTERING, ALL_TYPES = "Residential", "Fostering", "All types"


def _published(material: Material, measure: str, until: str) -> pd.DataFrame:
    """What is published of a measure for times up to this one: an edition does not know later years."""
    rows = material.reference.dataset("care_statistics")
    return rows[(rows["measure"] == measure) & (rows["as_at"].astype(str) <= until)]


def children(material: Material, types: pd.DataFrame) -> tuple[pd.DataFrame, str | None]:
    """The packages beside the published children in care of all the councils, on the last day published for each."""
    councils = [council.name for council in material.settings.councils]
    rows = _published(material, "children", f"{material.period.year + 1}-03-31")
    rows = rows[rows["area"].isin(councils)]
    when = None if rows.empty else str(rows["as_at"].max())
    counted: dict[str, int] = {}
    for name, group in rows[rows["as_at"] == when].groupby("type", sort=False):
        if set(group["area"]) == set(councils) and group["value"].notna().all():
            counted[str(name)] = round(group["value"].sum())
    if not counted:
        return pd.DataFrame(columns=["type", "packages", "children"]), None
    names = [str(name) for name in types["type"]]
    packages: list[float | None] = [*types["packages"], types["packages"].sum(skipna=False)]
    return (
        pd.DataFrame(
            {
                "type": [*names, ALL_TYPES],
                "packages": packages,
                "children": pd.array([counted.get(name) for name in (*names, ALL_TYPES)], dtype="Int64"),
            }
        ),
        when,
    )


def unit_costs(material: Material, weekly: float | None, fostering: float | None) -> pd.DataFrame:
    """The trust's own average week, and the published ones of the newest year, the councils' first."""
    rows = _published(material, "weekly_cost", material.period.year_code)
    rows = rows[rows["as_at"] == rows["as_at"].max()]
    councils = [council.name for council in material.settings.councils]
    areas = sorted(dict.fromkeys(rows["area"]), key=lambda area: area not in councils)
    records = [{"area": material.settings.trust.name, "as_at": None, "residential": weekly, "fostering": fostering}]
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


def history(material: Material) -> pd.DataFrame:
    """The published week of residential care, a row a year and a column an area, where all areas have one."""
    rows = _published(material, "weekly_cost", material.period.year_code)
    rows = rows[rows["type"] == RESIDENTIAL]
    wide = rows.pivot(index="as_at", columns="area", values="value").reindex(columns=rows["area"].unique())
    return wide.dropna().reset_index()


def stated_rise(material: Material) -> float | None:
    """The rise of prices in the market over two years, as a paper of the period's year states it."""
    rows = material.reference.comparators
    found = rows.loc[
        (rows["measure"] == "placement_price_increase_2_years") & (rows["as_at"] == material.period.year_code), "value"
    ]
    return float(found.iloc[0]) if len(found) == 1 else None
