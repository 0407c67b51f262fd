"""The headline figures by name: one list that pages, the command line and the tie-out all read.

In: the material of a period, or the analyses already made. Out: `Metric`s; money in thousands of pounds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from trustbook.analysis import call, forecast, outlook, savings, workforce
from trustbook.analysis.outlook import Outlook
from trustbook.position import Adjustment, by_group, column_sum
from trustbook.returns.material import Material
from trustbook.words import slug

THOUSAND = 1000


@dataclass(frozen=True)
class Metric:
    """One figure: `chapter.figure[.part]`; `value` is None where it is not reported.

    Units: gbp_k, share, count, fte.
    """

    name: str
    value: float | int | None
    unit: str
    label: str


def _money(name: str, pounds: int | None, label: str) -> Metric:
    value = None if pounds is None else pounds / THOUSAND
    return Metric(name, int(value) if value is not None and value.is_integer() else value, "gbp_k", label)


def metrics(material: Material) -> list[Metric]:
    """Work out every headline figure of a period, in the order of the chapters."""
    return [*_forecast(material), *_savings(material), *_workforce(material)]


def as_json(found: Iterable[Metric]) -> str:
    """Write figures for machines: name to value, unit and label."""
    values = {each.name: {"value": each.value, "unit": each.unit, "label": each.label} for each in found}
    return json.dumps(values, indent=2, ensure_ascii=False)


def _forecast(material: Material) -> list[Metric]:
    found = forecast.analyse(material)
    here = found.position
    councils = material.settings.councils
    figures = [
        _money("forecast.contract_sum", here.contract_sum, "Original contract sum"),
        _money("forecast.revised_contract_sum", here.revised_contract_sum, "Revised contract sum"),
        _money("forecast.projected_outturn", here.projected_outturn, "Projected outturn"),
        _money("forecast.variance", here.variance, "Variance"),
        _money("forecast.variance_movement", found.variance_movement, "Movement in variance on the month"),
        _money("forecast.agreed_funding", here.agreed_funding, "Agreed funding"),
        _money("forecast.outside_contract", here.outside_contract, "Costs outside the contract"),
        _money("forecast.disputed_income", here.disputed_income, "Income in dispute"),
        _money("forecast.pressure", here.pressure, "Pressure above the original contract sum"),
        _money("forecast.pressure_movement", found.pressure_movement, "Movement in pressure on the month"),
        Metric("forecast.pressure_share", here.pressure_share, "share", "Pressure as a share of the contract sum"),
    ]
    figures += [
        _money(f"forecast.variance.{slug(str(row.name))}", int(row.variance_gbp), f"Variance: {row.name}")
        for row in found.detail[["name", "variance_gbp"]].itertuples(index=False, name="Row")
    ]
    ahead = outlook.analyse(material)
    if isinstance(ahead, Outlook):
        figures += [
            _money("forecast.outlook_low", ahead.low, "Year-end variance, lowest of three methods"),
            _money("forecast.outlook_high", ahead.high, "Year-end variance, highest of three methods"),
        ]
    figures += [
        _money("council.not_in_forecast", here.not_in_forecast, "Items not in the forecast"),
        _money("council.call", here.call, "Call on the councils"),
    ]
    figures += [
        _money(f"council.call.{each.code}", (found.calls or {}).get(each.code), f"Call on {each.name}")
        for each in councils
    ]
    found_call = call.analyse(material)
    figures += [
        _money(
            "council.call_if_income_agreed",
            found_call.if_income_agreed if found_call else None,
            "Call on the councils if the income in dispute is paid",
        ),
        _money(
            "council.call_like_for_like",
            found_call.movement.like_for_like if found_call else None,
            "Movement of the call, of what both months report",
        ),
    ]
    return figures


def _savings(material: Material) -> list[Metric]:
    found = savings.analyse(material)
    totals = found.totals if found else {}
    return [
        _money("savings.target", totals.get("target"), "Savings target"),
        _money("savings.red", totals.get("red"), "Savings rated red"),
        _money("savings.amber", totals.get("amber"), "Savings rated amber"),
        _money("savings.green", totals.get("green"), "Savings rated green"),
        _money("savings.mitigations", totals.get("mitigations"), "Mitigations"),
        _money(
            "savings.deliverable", found.deliverable if found else None, "Deliverable: amber, green and mitigations"
        ),
        _money("savings.risk_weighted", found.risk_weighted if found else None, "Risk-weighted delivery"),
    ]


def _workforce(material: Material) -> list[Metric]:
    found = workforce.analyse(material)
    figures = [
        Metric("workforce.agency_headcount", found.headcount if found else None, "count", "Agency staff"),
        Metric("workforce.agency_premium", found.premium if found else None, "share", "Agency premium"),
        Metric("workforce.agency_premium_fte", found.premium_fte if found else None, "fte", "Posts the premium equals"),
    ]
    if found:
        now = found.teams[found.teams["reported"] == "now"]
        figures += [
            Metric(f"workforce.agency_rate.{slug(team)}", float(share), "share", f"Agency share: {team}")
            for team, share in zip(now["team"], now["share"], strict=True)
        ]
    return figures


def details(material: Material) -> list[Metric]:
    """List the figures of the returns line by line, under the names by which papers state them."""
    return [*_forecast_details(material), *_savings_details(material), *_other_details(material)]


def _forecast_details(material: Material) -> list[Metric]:
    lines = material.current.forecast
    figures = [
        _money(f"forecast.group_variance.{slug(str(group))}", int(amount), f"Variance of group {group}")
        for group, amount in by_group(lines, material.settings.group_of).dropna().items()
    ]
    names = ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn", "movement")
    for _, row in lines[lines["level"] == "heading"].iterrows():
        for name in names:
            called = "variance_movement" if name == "movement" else name
            amount = None if pd.isna(row[f"{name}_gbp"]) else int(row[f"{name}_gbp"])
            figures.append(_money(f"forecast.{called}.{slug(row['heading'])}", amount, f"{row['heading']}: {called}"))
    requests = column_sum(lines["change_requests_gbp"])
    figures.append(_money("forecast.change_requests", requests, "Change requests"))
    return figures


def _savings_details(material: Material) -> list[Metric]:
    lines = material.current.savings
    if lines is None:
        return []
    figures = [_money("savings.stated_total", column_sum(lines["stated_total_gbp"]), "Total as printed")]
    for _, row in lines.iterrows():
        for name in savings.AMOUNTS:
            amount = None if pd.isna(row[f"{name}_gbp"]) else int(row[f"{name}_gbp"])
            figures.append(_money(f"savings.{name}.{slug(row['ref'])}", amount, f"{row['proposal']}: {name}"))
    return figures


def _other_details(material: Material) -> list[Metric]:
    figures = [
        Metric(f"council.share.{council.code}", float(council.share), "share", f"Share of {council.name}")
        for council in material.settings.councils
    ]
    rows = material.current.adjustments
    if rows is not None:
        items = rows[(rows["kind"] == Adjustment.NOT_IN_FORECAST) & rows["amount_gbp"].notna()]
        figures += [
            _money(f"council.not_in_forecast.{slug(row['item'])}", int(row["amount_gbp"]), row["item"])
            for _, row in items.iterrows()
        ]
    staff = material.current.workforce
    if staff is not None:
        factor = staff[staff["measure"] == "vacancy_factor"]
        figures += [
            Metric("workforce.vacancy_factor", float(value), "gbp_k", "Vacancy factor") for value in factor["value"]
        ]
    return figures


def reference_metrics(material: Material) -> list[tuple[str, Metric]]:
    """List the figures that no period owns, each with the year or date that it is for (empty where it has none)."""
    figures = [
        (str(row["year"]), _money("contract.original", int(row["original_gbp"]), "Original contract sum"))
        for _, row in material.reference.contract_sums.iterrows()
    ]
    for _, row in material.reference.comparators.iterrows():
        name = f"comparator.{slug(row['body'])}.{slug(row['measure'])}"
        when = "" if pd.isna(row["as_at"]) else str(row["as_at"])
        figures.append(
            (when, Metric(name, float(row["value"]), _BASE_UNITS.get(row["unit"], row["unit"]), row["basis"]))
        )
    return figures


_BASE_UNITS = {"share of vacancies": "share"}
