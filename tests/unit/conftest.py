"""Made-up workspaces for the tests, and the real returns opened once."""

from __future__ import annotations

import copy
import csv
import io
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import settings
from schemas import SCHEMAS

from trustbook.config.words import Words, use_words
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.period_data import open_period

settings.register_profile("unit", max_examples=50, deadline=None)
settings.load_profile("unit")

ROOT = Path(__file__).parents[2]
REAL_PERIODS = sorted(folder.name for folder in (ROOT / "data").glob("????-??-P??"))

EARLIER, LATER = "2030-31-P03", "2030-31-P04"

_VALUES = {
    "amber_rate": 0.5,
    "post_cost_gbp": 40000,
    "agency_premium_low": 0.2,
    "agency_premium_high": 0.4,
    "conversions": [5, 10, 500],
    "outlook_coverage": 0.8,
}
_TRUST = {
    "trust": {"name": "Synthetic Trust", "short_name": "ST"},
    "councils": [
        {"code": "east", "name": "East Synthetic Council", "short_name": "East", "share": "0.3"},
        {"code": "west", "name": "West Synthetic Council", "short_name": "West", "share": "0.7"},
    ],
    "headings": [
        {"name": "Staffing", "group": "Staff"},
        {"name": "Placements", "group": "Care"},
        {"name": "Homes", "group": "Care"},
    ],
    "groups": ["Staff", "Care"],
    "statistical_areas": ["E10000001 / E10000002"],
    "compared_measures": [
        {"name": "agency_rate_fte", "label": "Agency rate", "unit": "share", "high_is": "worse"},
        {"name": "stability", "label": "Stability", "unit": "share", "high_is": "better"},
    ],
    "assumptions": {
        name: {"value": value, "unit": "unit", "label": f"Label of {name}", "source": "Made up", "effect": "Tests"}
        for name, value in _VALUES.items()
    }
    | dict.fromkeys(
        ("home_occupancy_target", "front_door_referral_share", "front_door_case_share", "front_door_case_months")
    ),
}


def _line(heading, contract_sum, requests, variance, movement):
    revised = contract_sum + requests
    return {
        "level": "heading",
        "heading": heading,
        "contract_sum_gbp_k": contract_sum,
        "change_requests_gbp_k": requests,
        "revised_contract_sum_gbp_k": revised,
        "projected_outturn_gbp_k": revised + variance,
        "variance_gbp_k": variance,
        "movement_gbp_k": movement,
    }


def _saving(ref, sro, red, amber, green, **more):
    return {
        "ref": ref,
        "proposal": f"Proposal {ref}",
        "sro": sro,
        "target_gbp_k": red + amber + green,
        "red_gbp_k": red,
        "amber_gbp_k": amber,
        "green_gbp_k": green,
        "mitigations_gbp_k": 0,
        "stated_total_gbp_k": amber + green,
    } | more


def _control(dataset, column, value, scope="all"):
    return {"dataset": dataset, "column": column, "scope": scope, "value": value, "unit": "gbp_k", "decimals": 0}


def _actual(heading, to_date, committed, profile):
    row = {"heading": heading, "to_date_gbp_k": to_date, "committed_gbp_k": committed}
    return row | {"profile_gbp_k": profile}


def _mitigation(measure, amount, confidence, in_forecast, relates_to=None):
    return {
        "measure": measure,
        "amount_gbp_k": amount,
        "confidence": confidence,
        "in_forecast": in_forecast,
        "relates_to": relates_to,
        "owner": "Ann Example",
        "date": "2031-01",
    }


def _reserve(funder, measure, name, amount, **more):
    return {"funder": funder, "measure": measure, "name": name, "amount_gbp_k": amount, "as_at": "2030-07-31"} | more


def _fact(team, measure, value, unit):
    return {"team": team, "measure": measure, "value": value, "unit": unit, "as_at": "2030-07-31"}


def _demand(part, measure, value, unit):
    return {"part": part, "measure": measure, "value": value, "unit": unit}


def _care(type, measure, value, unit):
    return {"type": type, "measure": measure, "value": value, "unit": unit, "as_at": "2030-07", "own": "yes"}


def _activity(care_type, provider, month, at_start, entries, exits, nights, price, heading="Placements", **more):
    return {
        "care_type": care_type,
        "provider": provider,
        "month": month,
        "heading": heading,
        "at_start": at_start,
        "entries": entries,
        "exits": exits,
        "nights": nights,
        "weekly_price_gbp": price,
    } | more


def _care_statistic(area, type, measure, value, as_at):
    unit = "gbp_per_week" if measure == "weekly_cost" else "count"
    return {
        "area": area,
        "type": type,
        "measure": measure,
        "value": value,
        "unit": unit,
        "as_at": as_at,
        "source_id": "statistics",
    }


_STATISTICS = {
    "source_id": "statistics",
    "title": "Made-up statistics",
    "publisher": "Nobody",
    "published_on": "2030-07-01",
    "file": "none.csv",
}


def _benefit(measure, part, stage, step, value, unit, as_at="2030-07"):
    return {
        "measure": measure,
        "part": part,
        "stage": stage,
        "step": step,
        "value": value,
        "unit": unit,
        "as_at": as_at,
    }


def _tracked(tracker, benefit, amount, year="2030-31", officer=""):
    return {"tracker": tracker, "benefit": benefit, "officer": officer, "year": year, "amount_gbp_k": amount}


def _project(project, stage, rag, this_year, next_year, **more):
    row = {"project": project, "theme": "Care", "sro": "Ann Example", "stage": stage, "rag": rag}
    for when, benefit in (("this_year", this_year), ("next_year", next_year)):
        known = isinstance(benefit, int)
        row |= {f"benefit_{when}": "amount" if known else benefit, f"benefit_{when}_gbp_k": benefit if known else None}
    return row | {"business_case": "not_applicable"} | more


def _elsewhere(body, measure, value, unit, as_at, scope="Whole trust"):
    return {
        "body": body,
        "scope": scope,
        "measure": measure,
        "value": value,
        "unit": unit,
        "as_at": as_at,
        "basis": "Made up",
    }


def _published(year, level, code, name, **figures):
    return [
        {
            "time_period": str(year),
            "geographic_level": level,
            "area_code": code,
            "area_name": name,
            "measure": measure,
            "value": None if isinstance(value, str) else value,
            "symbol": value if isinstance(value, str) else None,
            "unit": "share" if "rate" in measure else "cases" if measure == "caseload_fte" else "fte",
            "published_on": f"{int(year) + 1}-02-28",
        }
        for measure, value in figures.items()
    ]


def _joint(year, agency, vacancy, **more):
    figures = {"agency_rate_fte": agency, "vacancy_rate_fte": vacancy, "turnover_rate_fte": 0.2, "caseload_fte": 18}
    return _published(year, "Local authority", "E10000001 / E10000002", "East / West", **figures, **more)


def _country(year, agency, vacancy, **more):
    figures = {"agency_rate_fte": agency, "vacancy_rate_fte": vacancy, "turnover_rate_fte": 0.15, "caseload_fte": 16}
    return _published(year, "National", "E92000001", "England", **figures, **more)


def _event(as_at, kind, event, *, status="happened", place="here", theme=None):
    return {
        "as_at": as_at,
        "place": place,
        "body": "Synthetic Trust",
        "kind": kind,
        "event": event,
        "theme": theme,
        "status": status,
    }


def _block(block, item, kind, amount, non_recurring=None):
    return {
        "year": "2031-32",
        "block": block,
        "item": item,
        "kind": kind,
        "amount_gbp_k": amount,
        "non_recurring_gbp_k": non_recurring,
        "basis": "Made up",
    }


def _over_budget(year, over, status, as_at=None, against="original", source_id=None):
    """A synthetic statement of what a year came to above its budget."""
    return {
        "year": year,
        "as_at": as_at,
        "body": "Synthetic Trust",
        "scope": "Whole trust",
        "over_gbp_k": over,
        "against": against,
        "status": status,
        "basis": "Made up",
        "source_id": source_id,
    }


def _driver(driver, heading):
    return {"driver": driver, "heading": heading, "named": "2028-02", "basis": "Made up"}


def _compared(year, measure, value, lower=None, level="Local authority", area="East / West", **more):
    counts = {"lower": lower, "same": 1, "of": 100, "without": 2, "lowest": 0, "highest": 1}
    counts |= {"quartile_1": 0.1, "median": 0.2, "quartile_3": 0.3}
    own = level == "Local authority"
    return {
        "time_period": str(year),
        "geographic_level": level,
        "area_code": "E10000001 / E10000002" if own else None,
        "area_name": area,
        "measure": measure,
        "value": value,
        "unit": "share",
        "published_on": f"{int(year) + 1}-02-28",
        "source_id": "made-up",
        "locator": "table 1",
        **(counts if own and lower is not None else {}),
        **more,
    }


_FULL = {
    "forecast": [
        _line("Staffing", 1000, 50, 100, 10),
        _line("Placements", 2000, 0, 300, 20),
        _line("Homes", 500, 0, -20, 5),
    ],
    "adjustments": [
        {"item": "Requests agreed", "kind": "agreed_funding", "amount_gbp_k": 50},
        {"item": "Beside the contract", "kind": "outside_contract", "amount_gbp_k": 30},
        {"item": "Claimed from partners", "kind": "disputed_income", "amount_gbp_k": 20},
        {"item": "Red saving", "kind": "not_in_forecast", "amount_gbp_k": 15, "savings_ref": "A1"},
        {"item": "Staff taken over", "kind": "not_in_forecast", "amount_gbp_k": 5},
    ],
    "savings": [
        _saving("A1", "Ann Example", 15, 25, 60, in_forecast="no"),
        _saving("A2", "Ann Example; Bob Example", 0, 80, 120),
        _saving("A3", "Bob Example", 40, 0, 0, in_forecast="yes"),
    ],
    "controls": [
        _control("forecast", "variance_gbp_k", 380),
        _control("forecast", "variance_gbp_k", 280, "group=Care"),
        _control("forecast", "movement_gbp_k", 35),
        _control("position", "pressure_gbp_k", 480),
        _control("position", "call_gbp_k", 500),
        _control("savings", "target_gbp_k", 340),
        _control("placements", "value", 100, "measure=packages") | {"unit": "count"},
    ],
    "workforce": [
        _fact("Whole trust", "agency_headcount", 40, "count"),
        _fact("Whole trust", "agency_premium", 0.25, "share"),
        _fact("Court", "agency_share", 0.2, "share"),
        _fact("Front door", "agency_share", 0.5, "share"),
        _fact("Whole trust", "vacancy_factor", 200, "gbp_k"),
        _fact("Whole trust", "supporting_families_risk", 30, "gbp_k"),
    ],
    "front_door": [
        _demand("Whole front door", "contacts_a_year", 1000, "count"),
        _demand("Police", "contact_share", 0.4, "share"),
        _demand("Schools", "contact_share", 0.35, "share"),
        _demand("Social work assessment", "outcome_share", 0.2, "share"),
        _demand("Advice", "outcome_share", 0.7, "share"),
        _demand("Whole front door", "re_referrals", 30, "count"),
        _demand("Whole front door", "conversion_target", 0.4, "share"),
    ],
    "placements": [
        _care("Residential", "packages", 30, "count"),
        _care("Fostering", "packages", 60, "count"),
        _care("Over 18s", "packages", 10, "count"),
        _care("Residential", "weekly_cost", 4000, "gbp_per_week"),
        _care("Fostering", "weekly_cost", 500, "gbp_per_week"),
        _care("Over 18s", "weekly_cost", 800, "gbp_per_week"),
        _care("Residential", "annual_cost", 208000, "gbp"),
        _care("Own homes", "new_beds", 8, "count"),
    ],
    "activity": [
        _activity("Residential", "external", "2030-06", 30, 2, 1, 915, 40),
        _activity("Residential", "own", "2030-06", 10, 1, 1, 300, 35, places=12),
        _activity("Fostering", "own", "2030-06", 60, 5, 4, 1815, 5, "Homes"),
        _activity("Secure", "external", "2030-06", 2, 0, 0, 60, 80, ""),
        _activity("Residential", "external", "2030-07", 31, 2, 2, 961, 42),
        _activity("Residential", "own", "2030-07", 10, 1, 0, 325, 35, places=12),
        _activity("Fostering", "own", "2030-07", 61, 4, 4, 1891, 5.25, "Homes"),
        _activity("Secure", "external", "2030-07", 2, 1, 0, 80, 80, ""),
    ],
    "benefits": [
        _benefit("children", "", "assessed", 1, 100, "children"),
        _benefit("children", "First cohort", "assessed", 1, 60, "children"),
        _benefit("children", "Second cohort", "assessed", 1, 40, "children"),
        _benefit("children", "", "helped", 2, 30, "children"),
        _benefit("children", "", "verified", 3, 12, "children"),
        _benefit("opportunities", "Return home", "identified", 1, 50, "opportunities"),
        _benefit("opportunities", "Return home", "realised", 2, 20, "opportunities"),
        _benefit("opportunities", "Return home", "verified", 3, 5, "opportunities"),
        _benefit("opportunities", "Edge of care", "identified", 1, 30, "opportunities"),
        _benefit("opportunities", "Edge of care", "realised", 2, 20, "opportunities"),
        _benefit("opportunities", "Edge of care", "verified", 3, 15, "opportunities"),
        _benefit("foster_carers", "", "leads", 1, 8, "leads"),
        _benefit("foster_carers", "", "enquiries", 2, 90, "enquiries"),
        _benefit("foster_carers", "", "stage_2", 3, 9, "enquiries"),
        _benefit("saving", "", "target", "", 340000, "gbp", "2030-31"),
        _benefit("saving", "", "delivered", "", 250000, "gbp", "2030-31"),
        _benefit("saving", "", "in_contract_sum", "", 300000, "gbp", "2031-32"),
        _benefit("saving", "", "forecast", "", 500000, "gbp", "2031-32"),
        _benefit("scenario", "Low", "", "", 200000, "gbp", "2030-31"),
        _benefit("scenario", "High", "", "", 300000, "gbp", "2030-31"),
        _benefit("investment", "", "agreed", "", 125000, "gbp", "2030-31"),
        _benefit("investment", "First", "agreed", "", 100000, "gbp", "2030-31"),
        _benefit("investment", "Second", "agreed", "", 25000, "gbp", "2030-31"),
        _benefit("investment", "", "grant", "", 25000, "gbp", "2030-31"),
        _benefit("weekly_cost", "Whole cohort", "", "", 4000, "gbp_per_week", "2030-04"),
        _benefit("weekly_cost", "Without care leavers", "", "", 4200, "gbp_per_week", "2030-04"),
        _benefit("weekly_cost", "Whole cohort", "", "", 3000, "gbp_per_week", "2030-07"),
        _benefit("weekly_cost", "Without care leavers", "", "", 3900, "gbp_per_week", "2030-07"),
        _benefit("cohort", "Whole cohort", "", "", 100, "children", "2030-04"),
        _benefit("cohort", "Without care leavers", "", "", 90, "children", "2030-04"),
        _benefit("cohort", "Whole cohort", "", "", 120, "children", "2030-07"),
        _benefit("cohort", "Without care leavers", "", "", 80, "children", "2030-07"),
    ],
    "trackers": [
        _tracked("Plan", "Benefits", 200, officer="Ann Example"),
        _tracked("Plan", "Early help", 140, officer="Bob Example"),
        _tracked("Plan", "Housing", 11),
        _tracked("Summary", "Benefits", 340),
        _tracked("Summary", "Housing", 33, year=""),
    ],
    "ratings": [
        {"aspect": "The work as a whole", "rating": "green", "previous": "amber", "as_at": "2030-07-05"},
        {"aspect": "Risks", "rating": "amber", "as_at": "2030-07-05"},
        {"aspect": "Budget", "as_at": "2030-07-05", "note": "An empty cell"},
    ],
    "actuals": [
        _actual("Staffing", 400, 500, 350),
        _actual("Placements", 700, 1500, 750),
        _actual("Homes", 150, 200, None),
    ],
    "recommendations": [
        {"item": "a", "text": "note the forecast of £0.480m above the contract sum"},
        {"item": "b", "text": "agree the plan for fostering"},
    ],
    "assurance": [
        {"kind": "area", "item": "Accounts", "status": "completed"},
        {"kind": "area", "item": "Grants", "status": "completed_subject_to", "outstanding": "A report"},
        {
            "kind": "area",
            "item": "Forecast",
            "status": "in_progress",
            "outstanding": "A check",
            "reason": "It is early",
            "awaits": "year_end",
        },
        {"kind": "risk", "item": "Income is lost", "theme": "Money", "amount_gbp_k": 20},
        {"kind": "risk", "item": "Staff leave", "theme": "Staff"},
    ],
}
_FULL["programme"] = [
    _project("More homes", "delivery", "green", 60, 90, savings_ref="A1", savings_match="name"),
    _project(
        "Fewer moves",
        "define",
        "amber",
        50,
        70,
        business_case="due",
        business_case_month="2030-09",
        risk="up",
        overlap_gbp_k=20,
        overlap_with="More homes",
    ),
    _project(
        "New front door", "concept", "red", "to_be_confirmed", 40, business_case="due", business_case_month="2030-06"
    ),
    _project(
        "Shared records", "design", "green", "none", "not_applicable", business_case="to_be_confirmed", theme="Systems"
    ),
]
_FULL["mitigations"] = [
    _mitigation("Partner pays a part", 10, 0.5, "no", "Claimed from partners"),
    _mitigation("Saving found elsewhere", 40, 0.25, "yes", "A2"),
    _mitigation("Recruitment freeze", 30, 0.6, "no"),
    _mitigation("Review of suppliers", 20, None, "no"),
    _mitigation("Sale of a van", 6, 0.5, None),
]
_FULL["actions"] = [
    {"action": "Report the cost of agency staff", "owner": "Director", "due": "2030-06-30", "done": "2030-06-20"},
    {"action": "Review the savings", "owner": "Ann Example", "due": "2030-07-15", "note": "Asked for twice"},
    {"action": "Visit a home", "owner": "Chair", "due": "2030-09"},
    {"action": "Write to the partners"},
]
_FULL["funders"] = [
    _reserve("east", "reserve", "General reserve", 200, committed_gbp_k=80),
    _reserve("east", "contingency", "Contingency", 40),
    _reserve("East Synthetic Council", "owed_to_body", "Late invoices", 25, days_overdue=95),
    _reserve("east", "owed_by_body", "Shared services", 12),
]
_BY_GROUP = {
    "forecast": [
        {"level": "group", "heading": "Staff", "variance_gbp_k": 90},
        {"level": "group", "heading": "Care", "variance_gbp_k": 255},
    ],
    "adjustments": [
        {"item": "Requests agreed", "kind": "agreed_funding", "amount_gbp_k": 50},
        {"item": "Beside the contract", "kind": "outside_contract", "amount_gbp_k": 30},
        {"item": "Claimed from partners", "kind": "disputed_income", "amount_gbp_k": 40},
    ],
}
_REFERENCE = {
    "contract_sums": [
        {"year": "2029-30", "original_gbp_k": 3000, "status": "agreed", "basis": "Made up"},
        {"year": "2030-31", "original_gbp_k": 3600, "status": "agreed", "basis": "Made up"},
        {"year": "2031-32", "original_gbp_k": 3900, "status": "provisional", "basis": "Made up"},
    ],
    "contract_blocks": [
        _block("1", "Core", "in_sum", 3800),
        _block("2", "Change", "in_sum", 100, 70),
        _block("3", "Set aside", "set_aside", 40),
        _block(None, "Savings counted on", "taken_off", 30),
    ],
    "outturns": [_over_budget("2029-30", 60, "forecast", "2029-30-P06")],
    "cost_drivers": [
        _driver("Staff", "Staffing"),
        _driver("Too few homes", None),
        _driver("Placement prices", "Placements"),
    ],
    "comparators": [
        _elsewhere("Synthetic Trust", "budget_share", 0.25, "share", "2029-30", "Front door"),
        _elsewhere("Synthetic Trust", "budget_share", 0.75, "share", "2029-30", "Care"),
        _elsewhere("Synthetic Trust", "agency_share", 0.3, "share", "2029-30"),
        _elsewhere("Other Synthetic Trust", "saving_per_conversion_low", 1000, "gbp", "2029-30"),
        _elsewhere("Other Synthetic Trust", "saving_per_conversion_high", 2000, "gbp", "2029-30"),
    ],
    "care_statistics": [
        _care_statistic("East Synthetic Council", "Residential", "weekly_cost", 4500, "2029-30"),
        _care_statistic("East Synthetic Council", "Fostering", "weekly_cost", 450, "2029-30"),
        _care_statistic("West Synthetic Council", "Residential", "weekly_cost", 5000, "2029-30"),
        _care_statistic("West Synthetic Council", "Fostering", "weekly_cost", 400, "2029-30"),
        _care_statistic("West Synthetic Council", "Fostering", "weekly_cost", 900, "2031-32"),
        _care_statistic("England", "Residential", "weekly_cost", 4200, "2029-30"),
        _care_statistic("England", "Fostering", "weekly_cost", 600, "2029-30"),
        _care_statistic("East Synthetic Council", "Fostering", "children", 40, "2030-03-31"),
        _care_statistic("West Synthetic Council", "Fostering", "children", 70, "2030-03-31"),
        _care_statistic("East Synthetic Council", "All types", "children", 80, "2030-03-31"),
        _care_statistic("West Synthetic Council", "All types", "children", 120, "2030-03-31"),
    ],
    "workforce_statistics": [
        *_joint(2028, 0.3, 0.4, absence_rate_fte="u"),
        *_joint(2029, 0.25, 0.35, agency_cover_fte=30, vacancy_fte=60, inpost_fte=100, absence_rate_fte=0.04),
        *_joint(2030, 0.2, 0.3),
        *_country(2028, 0.15, 0.18, leavers_fte=1000, vacancy_fte=2000),
        *_country(2029, 0.16, 0.19, leavers_fte=1100, vacancy_fte=2500),
        *_country(2030, 0.14, 0.17),
    ],
    "oversight": [
        _event("2028", "judgement", "Judged good"),
        _event("2028-03", "inspection", "Inspected"),
        _event("2031", "inspection", "Inspected again", status="expected"),
        _event(None, "judgement", "Judged before"),
        _event("2029-30", "concern", "Few staff", theme="Staff"),
        _event("2028-05", "judgement", "Judged well", place="elsewhere"),
    ],
    "compared": [
        _compared(2028, "agency_rate_fte", 0.35, 89),
        _compared(2029, "agency_rate_fte", 0.25, 69),
        _compared(2030, "agency_rate_fte", 0.05, 9),
        _compared(2029, "agency_rate_fte", 0.2, level="Regional", area="Nowhere Midlands"),
        _compared(2029, "agency_rate_fte", 0.16, level="National", area="England"),
        _compared(2028, "stability", 0.25, 69),
        _compared(2029, "stability", None, symbol="c", of=98, without=4),
        _compared(2029, "stability", 0.6, level="National", area="England"),
    ],
    "sources": [
        {"source_id": "made-up", "title": "A made-up paper", "publisher": "Nobody", "file": "none.txt"},
        _STATISTICS,
    ],
}


def csv_text(dataset, rows):
    names = SCHEMAS[dataset].names
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
    return stream.getvalue()


def _write(path, content, dataset):
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, list):
        content = csv_text(dataset, content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def write_workspace(root, returns, trust, params, reference):
    for folder in ("notebooks", "data/reference", "params"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "_config.yml").write_text("title: Synthetic Trust\n", encoding="utf-8")
    (root / "_toc.yml").write_text((ROOT / "_toc.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (root / "params" / "trust.yaml").write_text(
        trust if isinstance(trust, str) else yaml.safe_dump(trust, sort_keys=False), encoding="utf-8"
    )
    for period, values in params.items():
        text = values if isinstance(values, str) else yaml.safe_dump(values)
        (root / "params" / f"{period}.yaml").write_text(text, encoding="utf-8")
    for period, datasets in returns.items():
        for dataset, content in datasets.items():
            _write(root / "data" / period / f"{dataset}.csv", content, dataset)
    for dataset, content in reference.items():
        place = "data/sources.csv" if dataset == "sources" else f"data/reference/{dataset}.csv"
        _write(root / place, content, dataset)
    return Workspace(root)


@pytest.fixture(autouse=True)
def words_of_a_trust():
    """Leave the words of another body to no other test: data that is opened once sets none again."""
    yield
    use_words(Words())


@pytest.fixture
def full_return():
    """A made-up return with every dataset, by heading, as plain values to vary."""
    return copy.deepcopy(_FULL)


@pytest.fixture
def group_return():
    """The made-up return of the month before, by summary group only."""
    return copy.deepcopy(_BY_GROUP)


@pytest.fixture
def trust_settings():
    """What the made-up trust.yaml holds."""
    return copy.deepcopy(_TRUST)


@pytest.fixture
def synthetic_reference():
    """What no period of the made-up trust owns."""
    return copy.deepcopy(_REFERENCE)


@pytest.fixture
def over_budget():
    """Make a synthetic statement of what a year came to above its budget."""
    return _over_budget


@pytest.fixture
def synthetic_workspace(tmp_path, full_return, group_return, trust_settings, synthetic_reference):
    """Write the workspace of 'Synthetic Trust'; each argument replaces one part of it."""

    def write(returns=None, *, trust=None, params=None, reference=None, root=tmp_path):
        return write_workspace(
            root,
            {EARLIER: group_return, LATER: full_return} if returns is None else returns,
            trust_settings if trust is None else trust,
            params or {},
            synthetic_reference if reference is None else reference,
        )

    return write


@pytest.fixture(scope="session")
def unvaried_workspace(tmp_path_factory):
    """The made-up workspace as it is, written once; a test must not change it."""
    returns = {EARLIER: _BY_GROUP, LATER: _FULL}
    return write_workspace(tmp_path_factory.mktemp("synthetic"), returns, _TRUST, {}, _REFERENCE)


@pytest.fixture(scope="session")
def unvaried_data(unvaried_workspace):
    return cache(lambda period: open_period(period, workspace=unvaried_workspace))


@pytest.fixture
def synthetic_data(synthetic_workspace, unvaried_workspace, unvaried_data):
    """Open a period of the made-up workspace; arguments as for `synthetic_workspace`."""

    def open_one(returns=None, *, period="newest", assumptions=None, **parts):
        if returns is None and not parts:
            return open_period(period, assumptions, unvaried_workspace) if assumptions else unvaried_data(period)
        return open_period(period, assumptions, synthetic_workspace(returns, **parts))

    return open_one


@pytest.fixture
def monthly_returns(group_return):
    """Returns by summary group from P01 on, one for each total variance in £k (all of it in Care)."""

    def build(*variances, first="2030-31-P01"):
        start = Period.parse(first)
        returns = {}
        for months, variance in enumerate(variances):
            made = copy.deepcopy(group_return)
            made["forecast"][0]["variance_gbp_k"] = 0
            made["forecast"][1]["variance_gbp_k"] = variance
            returns[str(start.step(months))] = made
        return returns

    return build


@cache
def _real(period):
    return open_period(period, workspace=Workspace(ROOT))


@pytest.fixture
def real_data():
    """Open a period of the real returns; each is read once for all tests, so a test must not change it."""
    return _real


@pytest.fixture(params=REAL_PERIODS)
def real_period(request):
    return request.param
