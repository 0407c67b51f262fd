"""Made-up returns to measure with: SYNTHETIC throughout, and consistent, so that the gate accepts every one.

In: a folder, periods, how many savings lines, which trust. Out: a workspace with the project's own suites, and its
settings under made-up names. `synthetic_book.py` puts a book around it.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.datasets import SOURCES, period_datasets

ROOT = Path(__file__).parents[1]
PERIOD_DATASETS = period_datasets(ROOT)
SOURCE = "synthetic"
SAVINGS = 20
Row = dict[str, object]

TITLE = "SYNTHETIC: made up by benchmarks/synthetic.py to measure with, and reported by nobody"
_FIRST = Period(2040, 1)
_REFERENCE: Mapping[str, Row] = {
    "contract_sums": {
        **{"year": "2039-40", "original_gbp_k": 60000, "revised_gbp_k": 60500, "status": "approved"},
        **{"basis": "Synthetic", "source_id": SOURCE, "locator": "synthetic"},
    },
    "comparators": {
        **{"body": "Synthetic Trust", "scope": "Whole trust", "measure": "agency_share", "value": 0.3},
        **{"unit": "share", "as_at": "2039-40", "basis": "Synthetic", "source_id": SOURCE, "locator": "synthetic"},
    },
    "claims": {
        **{"claim_id": "X-001", "source_id": SOURCE, "locator": "synthetic", "metric": "synthetic.figure"},
        **{"period": "", "value": 2, "unit": "count", "decimals": 0, "tolerance": "", "label": "Synthetic"},
    },
}


def periods(count: int) -> list[Period]:
    """Give so many months in a row, far from any real return."""
    return [_FIRST.step(month) for month in range(count)]


def write_workspace(
    folder: Path, months: Sequence[Period], savings: int = SAVINGS, *, trust: int = 1, more: bool = False
) -> Workspace:
    """Write a workspace of synthetic returns, with the project's suites and settings.

    Each `trust` has other figures. With `more` there are placements and a front door too.
    """
    for part in ("params", "expectations"):
        (folder / part).mkdir(parents=True)
    settings = yaml.safe_dump(_settings(trust), sort_keys=False, allow_unicode=True)
    (folder / "params" / "trust.yaml").write_text(f"# {TITLE}\n{settings}", encoding="utf-8")
    for suite in (ROOT / "expectations").glob("*.json"):
        shutil.copy(suite, folder / "expectations")
    (folder / "SYNTHETIC.txt").write_text(f"{TITLE}.\n", encoding="utf-8")
    source: Row = {"source_id": SOURCE, "title": TITLE, "publisher": "Nobody", "file": "none", "licence": "none"}
    _write(folder / "data" / "sources.csv", SOURCES.names, [source])
    for dataset, row in _REFERENCE.items():
        _write(folder / "data" / "reference" / f"{dataset}.csv", list(row), [row])
    workspace = Workspace(folder)
    for period in months:
        for dataset, rows in _return(period, workspace, savings, trust, more=more).items():
            file = folder / "data" / str(period) / f"{dataset}.csv"
            sourced = [{"source_id": SOURCE, "locator": "synthetic"} | row for row in rows]
            _write(file, PERIOD_DATASETS[dataset].names, sourced)
    return workspace


def _write(file: Path, names: Sequence[str], rows: Sequence[Row]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _settings(trust: int) -> dict[str, Any]:
    """The project's settings, with nobody's names in them."""
    settings: dict[str, Any] = yaml.safe_load((ROOT / "params" / "trust.yaml").read_text(encoding="utf-8"))
    settings["trust"] = {"name": f"SYNTHETIC Trust {trust}", "short_name": f"SYN{trust}"}
    for council in settings["councils"]:
        council["name"], council["short_name"] = f"SYNTHETIC Council {council['code']}", council["code"].upper()
    for assumption in settings["assumptions"].values():
        assumption["source"] = TITLE
    for part in ("sharing_rules", "statistical_areas", "compared_measures", "benefits_title"):
        settings.pop(part, None)
    return settings


def _return(period: Period, workspace: Workspace, savings: int, trust: int, *, more: bool) -> Mapping[str, list[Row]]:
    forecast = list(_forecast(period, list(workspace.settings.group_of), trust))
    adjustments = _adjustments(forecast)
    lines = list(_savings(period, savings))
    datasets = {"forecast": forecast, "adjustments": adjustments, "savings": lines}
    pressure = sum(_whole(row["variance_gbp_k"]) for row in forecast) + sum(
        _whole(row["amount_gbp_k"]) for row in adjustments[:3]
    )
    controls = [
        *(_control("forecast", column, forecast) for column in forecast[0] if column.endswith("_gbp_k")),
        *(_control("savings", column, lines) for column in lines[0] if column.endswith("_gbp_k")),
        _total("position", "pressure_gbp_k", pressure),
        _total("position", "call_gbp_k", pressure + _whole(adjustments[3]["amount_gbp_k"])),
    ]
    if period.month == 1:
        controls = [row for row in controls if row["column"] != "movement_gbp_k"]
    always = datasets | {"controls": controls, "workforce": list(_workforce(period, trust))}
    return always | {"placements": list(_placements(period)), "front_door": list(_front_door())} if more else always


def _whole(value: object) -> int:
    return int(str(value))


def _variance(period: Period, place: int) -> int:
    return 100 * (place + 1) + (7 + place) * (period - _FIRST)


def _forecast(period: Period, headings: Sequence[str], trust: int) -> Iterator[Row]:
    for place, heading in enumerate(headings):
        contract, requests, variance = 4990 + 10 * trust + 100 * place, 10 * place, _variance(period, place)
        moved = "" if period.month == 1 else variance - _variance(period.step(-1), place)
        yield {
            "level": "heading",
            "heading": heading,
            "contract_sum_gbp_k": contract,
            "change_requests_gbp_k": requests,
            "revised_contract_sum_gbp_k": contract + requests,
            "projected_outturn_gbp_k": contract + requests + variance,
            "variance_gbp_k": variance,
            "movement_gbp_k": moved,
        }


def _adjustments(forecast: Sequence[Row]) -> list[Row]:
    funded = sum(_whole(row["change_requests_gbp_k"]) for row in forecast)
    return [
        {"item": "Funding agreed", "kind": "agreed_funding", "amount_gbp_k": funded},
        {"item": "Outside the contract", "kind": "outside_contract", "amount_gbp_k": 700},
        {"item": "Income in dispute", "kind": "disputed_income", "amount_gbp_k": 900},
        {"item": "Not forecast", "kind": "not_in_forecast", "amount_gbp_k": 400},
    ]


def _savings(period: Period, count: int) -> Iterator[Row]:
    for place in range(count):
        red, amber, green = place % 7, 10 + place % 11, 20 + period.month + place % 5
        yield {
            "ref": f"S{place + 1:05d}",
            "proposal": f"Synthetic proposal {place + 1}",
            "sro": "Synthetic Officer",
            "target_gbp_k": red + amber + green,
            "red_gbp_k": red,
            "amber_gbp_k": amber,
            "green_gbp_k": green,
            "mitigations_gbp_k": 0,
            "stated_total_gbp_k": amber + green,
            "in_forecast": "yes",
        }


def _workforce(period: Period, trust: int) -> Iterator[Row]:
    yield _measured("team", "Whole trust", "agency_headcount", 100 + trust + period.month, "count")
    yield _measured("team", "Whole trust", "agency_premium", 0.3, "share")
    for place in range(10):
        yield _measured(
            "team", f"Synthetic team {place + 1}", "agency_share", f"0.{20 + place + period.month}", "share"
        )


def _placements(period: Period) -> Iterator[Row]:
    for place, kind in enumerate(("Residential", "Supported accommodation", "Fostering", "Over 18s")):
        yield _measured("type", kind, "packages", 90 + 40 * place + period.month, "count")
        yield _measured("type", kind, "weekly_cost", 5000 - 1000 * place + 10 * period.month, "gbp_per_week")


def _front_door() -> Iterator[Row]:
    yield _measured("part", "Whole front door", "contacts_a_year", 40000, "count")
    for outcome, share in (("Social work assessment", 0.2), ("Signposting and advice", 0.65)):
        yield _measured("part", outcome, "outcome_share", share, "share")


def _measured(about: str, what: str, measure: str, value: float | str, unit: str) -> Row:
    return {about: what, "measure": measure, "value": value, "unit": unit}


def _control(dataset: str, column: str, rows: Sequence[Row]) -> Row:
    return _total(dataset, column, sum(_whole(row[column] or 0) for row in rows))


def _total(dataset: str, column: str, value: int) -> Row:
    return {"dataset": dataset, "column": column, "scope": "all", "value": value, "unit": "gbp_k", "decimals": 0}
