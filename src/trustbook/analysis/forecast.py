"""The forecast: variance by heading and period, what moved, and what drives it.

In: the material of a period. Out: a `Forecast`; money in whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.position import Adjustment, Position, by_group, position, split, subtract
from trustbook.returns.material import Material
from trustbook.returns.returns import Reference, Return

WHOLE = "Whole trust"
_LAYERS = {
    "agreed_funding": "Agreed funding",
    "outside_contract": "Outside the contract",
    "disputed_income": "Income in dispute",
}


@dataclass(frozen=True)
class Forecast:
    """All that the forecast chapter says.

    `trend`: period, group, variance_gbp (by summary group, the finest level that every period reports).
    `detail`: the period's own lines: name, contract_sum_gbp, …, variance_gbp, movement_gbp, note, share (of the
    variance).
    `groups`: group, variance_gbp, share.
    `layers`: period, variance_gbp, agreed_funding_gbp, outside_contract_gbp, disputed_income_gbp, pressure_gbp.
    `bridge`: step, amount_gbp, layer (`variance` or `adjustment`); from the previous pressure to this one, or None.
    `scale`: year, budget_gbp, over_gbp, share, basis: earlier years and this one.
    `items`: item, amount_gbp, note: what the forecast leaves out; no rows where nothing is reported.
    """

    position: Position
    previous: Position | None
    calls: dict[str, int] | None
    trend: pd.DataFrame
    detail: pd.DataFrame
    groups: pd.DataFrame
    layers: pd.DataFrame
    bridge: pd.DataFrame | None
    scale: pd.DataFrame
    items: pd.DataFrame

    @property
    def variance_movement(self) -> int | None:
        """Variance less that of the month before."""
        return subtract(self.position.variance, self.previous.variance) if self.previous else None

    @property
    def pressure_movement(self) -> int | None:
        """Pressure less that of the month before: like for like, since no item has entered between them."""
        return subtract(self.position.pressure, self.previous.pressure) if self.previous else None


def analyse(material: Material) -> Forecast:
    """Work out the forecast chapter. Raises ReturnError or WorkspaceError for a return that the gate would refuse."""
    group_of = material.settings.group_of
    positions = [position(made, material.reference) for made in material.history]
    here = positions[-1]
    previous = next((each for each in positions if each.period == material.period.previous), None)
    trend = pd.DataFrame(
        [
            {"period": made.period, "group": group, "variance_gbp": int(amount)}
            for made in material.history
            for group, amount in by_group(made.forecast, group_of)
            .reindex(list(material.settings.groups))
            .dropna()
            .items()
        ]
    )
    return Forecast(
        position=here,
        previous=previous,
        calls=None if here.call is None else split(here.call, material.settings.shares),
        trend=trend,
        detail=_detail(material.current.forecast, here),
        groups=_groups(trend, here),
        layers=_layers(positions),
        bridge=None if previous is None else _bridge(trend, here, previous),
        items=_items(material.current),
        scale=_scale(material.reference, material.settings.trust.name, here),
    )


def _detail(forecast: pd.DataFrame, here: Position) -> pd.DataFrame:
    columns = [column for column in forecast.columns if column.endswith("_gbp")]
    lines = forecast[["heading", *columns, "note"]].rename(columns={"heading": "name"}).reset_index(drop=True)
    lines["share"] = lines["variance_gbp"] / here.variance if here.variance else pd.NA
    return lines


def _groups(trend: pd.DataFrame, here: Position) -> pd.DataFrame:
    groups = trend.loc[trend["period"] == here.period, ["group", "variance_gbp"]].reset_index(drop=True)
    groups["share"] = groups["variance_gbp"] / here.variance if here.variance else pd.NA
    return groups.sort_values("variance_gbp", ascending=False, ignore_index=True)


def _layers(positions: list[Position]) -> pd.DataFrame:
    names = ["variance", *_LAYERS, "pressure"]
    rows = [{"period": each.period} | {f"{name}_gbp": getattr(each, name) for name in names} for each in positions]
    return pd.DataFrame(rows).astype({f"{name}_gbp": "Int64" for name in names})


def _bridge(trend: pd.DataFrame, here: Position, previous: Position) -> pd.DataFrame | None:
    """Steps from the previous pressure to this one, at the finest level both report (the summary group)."""
    if here.pressure is None or previous.pressure is None:
        return None
    wide = trend.pivot(index="group", columns="period", values="variance_gbp").fillna(0)
    steps = [
        {
            "step": group,
            "amount_gbp": int(wide.at[group, here.period] - wide.at[group, previous.period]),
            "layer": "variance",
        }
        for group in trend["group"].unique()
    ]
    steps += [
        {"step": label, "amount_gbp": subtract(getattr(here, name), getattr(previous, name)), "layer": "adjustment"}
        for name, label in _LAYERS.items()
    ]
    return pd.DataFrame(steps)


def _items(made: Return) -> pd.DataFrame:
    rows = made.adjustments
    if rows is None:
        return pd.DataFrame(columns=["item", "amount_gbp", "note"])
    found = rows.loc[rows["kind"] == Adjustment.NOT_IN_FORECAST, ["item", "amount_gbp", "note"]]
    return found.fillna({"note": ""}).reset_index(drop=True)


def _scale(reference: Reference, trust: str, here: Position) -> pd.DataFrame:
    """Earlier years of this trust for scale. Each has its own basis, so none is a series with the others."""
    figures = reference.comparators
    own = (figures["body"] == trust) & (figures["scope"] == WHOLE) & (figures["unit"] == "gbp_k")
    figures = figures[own & figures["measure"].isin(["budget", "forecast_variance"])]
    rows = []
    for year, group in figures.groupby("as_at", sort=True):
        value = group.set_index("measure")["value"]
        basis = group.set_index("measure")["basis"]
        if {"budget", "forecast_variance"} <= set(value.index) and str(year) < here.period.year_code:
            budget, variance = round(value["budget"] * 1000), round(value["forecast_variance"] * 1000)
            rows.append(
                {
                    "year": str(year).replace("-", "/"),
                    "budget_gbp": budget,
                    "over_gbp": variance,
                    "share": variance / budget,
                    "basis": basis["forecast_variance"],
                }
            )
    if here.contract_sum and here.pressure is not None:
        rows.append(
            {
                "year": here.period.financial_year,
                "budget_gbp": here.contract_sum,
                "over_gbp": here.pressure,
                "share": here.pressure_share,
                "basis": f"Pressure forecast at {here.period.short} against the original contract sum",
            }
        )
    return pd.DataFrame(rows)
