"""List the figures of the benefits chapter by name. In: the data of a period. Out: its metrics and details."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from trustbook.chapters.benefits.funnels import IDENTIFIED
from trustbook.chapters.benefits.reported import CARERS, CHILDREN, DELIVERED, HELPED, TARGET, Benefits, analyse
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, as_reported, money, place_of
from trustbook.config.words import spelt
from trustbook.core.formatting import slug
from trustbook.data.period_data import PeriodData, worked_out_once

__all__ = ["analyse", "details", "metrics"]

ASSESSED, OFFERED = "assessed", "opportunity_identified"


def _read(measure: str, *stages: str) -> ColumnRef:
    only = (("measure", (measure,)), *((("stage", stages),) if stages else ()))
    return ColumnRef("benefits", "value", only)


_SAVED = _read("saving", DELIVERED)
_AIMED = _read("saving", TARGET)
_MONEY = _read("investment", "agreed")
_GRANT = _read("investment", "grant")
_COST = _read("weekly_cost")
_MEASURES = {
    "benefits.assessments": CHILDREN,
    "benefits.children_helped": CHILDREN,
    "benefits.opportunities": "opportunities",
    "benefits.weekly_cost": "weekly_cost",
}
"""The measures of the headline figures that are counts or costs at one date."""


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    benefits = analyse(data)
    now = benefits.now if benefits else None
    composed = benefits.composition if benefits else None
    everyone = benefits.all_opportunities if benefits else None
    found = [
        _count(
            "benefits.assessments",
            benefits.counted(ASSESSED) if benefits else None,
            "Children assessed",
            CHILDREN,
            ASSESSED,
        ),
        Metric(
            "benefits.opportunities",
            everyone.count(IDENTIFIED) if everyone else None,
            "count",
            "Opportunities identified",
            Lineage("The opportunities of every kind, added up.", (_read("opportunities", IDENTIFIED),)),
            Polarity.BETTER,
        ),
        _count(
            "benefits.children_helped",
            benefits.counted(HELPED) if benefits else None,
            "Children helped",
            CHILDREN,
            HELPED,
        ),
        money(
            "benefits.savings_target",
            benefits.saving(TARGET) if benefits else None,
            "Savings target of the programme",
            as_reported(_AIMED),
        ),
        money(
            "benefits.savings_delivered",
            benefits.saving(DELIVERED) if benefits else None,
            "Savings the programme says it delivered",
            as_reported(_SAVED),
            Polarity.BETTER,
        ),
        Metric(
            "benefits.delivered_share",
            _float(benefits.delivered_share if benefits else None),
            "share",
            "Share of the savings target",
            Lineage("The saving delivered over the target.", (_SAVED, _AIMED)),
            Polarity.BETTER,
        ),
        money(
            "benefits.invest_to_save",
            now.agreed if now else None,
            "Invest-to-save money",
            as_reported(_MONEY),
        ),
        Metric(
            "benefits.return",
            _float(now.gross_return if now else None),
            "ratio",
            "Savings reported for each £1 of invest-to-save money",
            Lineage("The saving delivered over the invest-to-save money.", (_SAVED, _MONEY)),
            Polarity.BETTER,
        ),
        Metric(
            "benefits.return_net",
            _float(now.net_return if now else None),
            "ratio",
            "Savings reported for each £1 that no grant paid",
            Lineage("The saving delivered over the invest-to-save money less the grant.", (_SAVED, _MONEY, _GRANT)),
            Polarity.BETTER,
        ),
        Metric(
            "benefits.weekly_cost",
            composed.after.whole if composed else None,
            "gbp_per_week",
            "Average cost of a child in the programme",
            as_reported(_COST),
            Polarity.WORSE,
        ),
        Metric(
            "benefits.composition_share",
            _float(composed.group_share if composed else None),
            "share",
            f"Share of the fall in average cost that is due to {benefits.group}"
            if benefits and benefits.group
            else "Share of the fall in average cost that is due to one group",
            Lineage("1 less the fall of the average without the group over the fall of the whole average.", (_COST,)),
        ),
    ]
    times = _times(data, benefits.year) if benefits else {}
    return [replace(each, as_at=times.get(each.name, "")) for each in found]


def _times(data: PeriodData, year: str) -> dict[str, str]:
    """Return the time that each headline figure is for: the year of its money, or the newest date of its lines."""
    rows = data.current.dataset("benefits")
    amounts = ("savings_target", "savings_delivered", "delivered_share", "invest_to_save", "return", "return_net")
    times = {f"benefits.{name}": year for name in amounts}
    if rows is not None:
        for name, measure in _MEASURES.items():
            dates = rows.loc[rows["measure"] == measure, "as_at"].dropna()
            times[name] = "" if dates.empty else str(max(dates))
    return times


def _count(name: str, count: int | None, label: str, measure: str, stage: str) -> Metric:
    return Metric(name, count, "count", label, as_reported(_read(measure, stage)), Polarity.BETTER)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def details(data: PeriodData) -> list[Metric]:
    """List the lines of the return under the names that papers use, each for the date of its line."""
    benefits = analyse(data)
    rows = data.current.dataset("benefits")
    if benefits is None or rows is None:
        return []
    figures = _dated_money(benefits)
    if not benefits.cohorts.empty:
        figures.append(Metric("benefits.cohorts", len(benefits.cohorts), "count", "Cohorts", as_at=benefits.cohorts_at))
    names = {
        (CHILDREN, ASSESSED): ("benefits.assessments", "count"),
        (CHILDREN, OFFERED): ("benefits.children_with_opportunities", "children"),
        (CHILDREN, HELPED): ("benefits.children_helped", "children"),
        ("opportunities", IDENTIFIED): ("benefits.opportunities", "count"),
        ("interventions", DELIVERED): ("benefits.interventions", "count"),
        ("saving", TARGET): ("benefits.savings_target", "gbp"),
        ("saving", DELIVERED): ("benefits.savings_delivered", "gbp"),
        ("saving", "forecast"): ("benefits.savings_forecast", "gbp"),
        ("saving", "in_contract_sum"): ("benefits.savings_in_contract_sum", "gbp"),
        ("investment", "agreed"): ("benefits.invest_to_save", "gbp"),
        ("investment", "grant"): ("benefits.grant", "gbp"),
    }
    for _, row in rows.iterrows():
        measure, part = str(row["measure"]), slug(str(row["part"])) if isinstance(row["part"], str) else ""
        stage = str(row["stage"]) if isinstance(row["stage"], str) else ""
        if measure == "weekly_cost":
            whole = part == "whole_cohort"
            name, unit = ("benefits.weekly_cost" + ("" if whole else f"_{part}")), "gbp_per_week"
            part = ""
        elif measure == CARERS:
            name, unit = f"benefits.{CARERS}.{stage}", "count"
        elif (measure, stage) in names:
            name, unit = names[measure, stage]
        else:
            continue
        full = f"{name}.{part}" if part else name
        label, when = spelt(full), str(row["as_at"])
        figures.append(Metric(full, float(row["value"]), unit, label, as_at=when, typed_from=place_of(row)))
    return figures


def _dated_money(benefits: Benefits) -> list[Metric]:
    """List what follows from each year's money."""
    return [
        Metric(f"benefits.invest_to_save_{name}", amount, "gbp", label, as_at=each.year)
        for each in benefits.money
        for name, amount, label in (
            ("net", each.net, "Invest-to-save money less the grant"),
            ("parts", each.parts, "Invest-to-save money, its parts added up"),
        )
        if amount is not None
    ]
