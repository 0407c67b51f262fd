"""Compare the years: what was agreed for each, the amount above it, and how firm each figure is.

In: the data of a period. Out: a frame of years for every chapter that looks at earlier ones, and the months whose
forecast can be compared with their year's outturn. Whole pounds.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from trustbook.core.formatting import TO_THE_THOUSAND, when
from trustbook.core.period import Period
from trustbook.core.precision import decimals_of, of_share
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Return
from trustbook.data.publication import Publication
from trustbook.position import Position, position, reports_adjustments

_FIRMEST_FIRST = ("audited", "provisional", "press", "forecast")
OUTTURN = ("audited", "provisional")
"""How firm a figure must be to count as an outturn instead of a forecast."""
_COLUMNS = (
    *("year", "body", "scope", "sum_gbp", "sum_status", "over_gbp", "over_status", "as_at", "share"),
    *("beyond_gbp", "covers", "sum_decimals", "over_decimals", "share_decimals", "beyond_decimals", "basis", "later"),
)
_MONEY = ("sum_gbp", "over_gbp", "beyond_gbp")


def later(data: PeriodData, source_id: object) -> str:
    """Say that a paper was published after the edition's day, or return nothing.

    A paper that the return itself comes from is never later; for a paper without a date, nothing is said.
    """
    if data.publication("", source_id=source_id) is not Publication.SINCE:
        return ""
    return f"Published {when(data.reference.published_on[str(source_id)])}, after this edition."


def by_year(data: PeriodData) -> pd.DataFrame:
    """List every year with any figure, and the years between them, one row each.

    Columns: year (`2023-24`), body and scope (who ran what), sum_gbp and sum_status, over_gbp and over_status (the
    amount above the sum: `forecast`, `press`, `provisional`, `audited`), as_at (the period of a forecast), share (of
    the sum), beyond_gbp (the sum less the previous year's sum and the amount above it; not for what was published
    later, nor for sums that do not cover the same), covers (what the sum is of), the decimals with which each amount
    (in millions) and share may be written, basis (in words), later (what was published after this period, in words).
    The period's own year has its own forecast pressure (or variance, where no return has adjustments); an earlier year
    has its firmest figure, the newest of equally firm ones.
    """
    sums = data.reference.contract_sums.set_index("year")
    stated = data.reference.dataset("outturns")
    last = {made.period.year_code: made for made in data.earlier}
    known = {*map(str, sums.index), *map(str, stated["year"]), *last, data.period.year_code}
    rows = [
        _year(code, data, sums, stated[stated["year"] == code], last.get(code))
        for code in _every_year(min(known), max(known))
    ]
    years = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(dict.fromkeys(_MONEY, "Int64"))
    alike = (years["covers"] == years["covers"].shift()) & (years["later"] == "")
    years["beyond_gbp"] = (years["sum_gbp"] - (years["sum_gbp"] + years["over_gbp"]).shift()).where(alike)
    parts = [years["sum_decimals"], years["sum_decimals"].shift(), years["over_decimals"].shift()]
    years["beyond_decimals"] = pd.concat(parts, axis="columns").min(axis="columns").astype(int)
    return years


def _every_year(first: str, last: str) -> list[str]:
    return [Period(year, 1).year_code for year in range(int(first[:4]), int(last[:4]) + 1)]


def _year(
    code: str, data: PeriodData, sums: pd.DataFrame, stated: pd.DataFrame, made: Return | None
) -> dict[str, object]:
    row: dict[str, object] = {
        "year": code,
        "covers": "",
        "sum_decimals": TO_THE_THOUSAND,
        "over_decimals": TO_THE_THOUSAND,
    }
    notes: list[str] = []
    late: list[str] = []
    if code in sums.index:
        agreed = sums.loc[code]
        row |= {
            "sum_gbp": int(agreed["original_gbp"]),
            "sum_status": agreed["status"],
            "covers": "" if pd.isna(agreed["covers"]) else str(agreed["covers"]),
            "sum_decimals": decimals_of(agreed["decimals"]),
        }
        notes.append(f"Sum: {agreed['basis']}.")
        late.append(later(data, agreed["source_id"]))
    if code == data.period.year_code:
        own = _own(data, data.current)
        row |= own
        late = [] if "sum_gbp" in own else late
        notes.append(f"Above it: the {_measured(data)} {_as_stated(data, data.period)}.")
    elif (firmest := _firmest(stated)) is not None:
        row |= {
            "body": firmest["body"],
            "scope": firmest["scope"],
            "over_gbp": int(firmest["over_gbp"]),
            "over_decimals": decimals_of(firmest["decimals"]),
            "over_status": firmest["status"],
            "as_at": firmest["as_at"],
        }
        notes.append(f"Above it: {firmest['basis']}.")
        late.append(later(data, firmest["source_id"]))
    elif made is not None:
        row |= _own(data, made)
        notes.append(f"Above it: the {_measured(data)} {_as_stated(data, made.period)}, our last return of that year.")
    over, agreed_sum = row.get("over_gbp"), row.get("sum_gbp")
    share = over / agreed_sum if isinstance(over, int) and isinstance(agreed_sum, int) and agreed_sum else None
    places = of_share(int(str(row["sum_decimals"])), int(str(row["over_decimals"])))
    return row | {
        "share": share,
        "share_decimals": places,
        "basis": " ".join(notes),
        "later": " ".join(dict.fromkeys(filter(None, late))),
    }


def _as_stated(data: PeriodData, period: Period) -> str:
    """Write `forecast in September`, or `of the provisional outturn` once the year has ended."""
    status = data.status_of(period)
    return f"of the {status.words}" if status.is_outturn else f"forecast in {period.month_name}"


def _measured(data: PeriodData) -> str:
    return "pressure" if reports_adjustments(data) else "variance"


def above_budget(data: PeriodData, here: Position) -> int | None:
    """Return what a year is forecast to come to above its budget: the pressure, or the variance where that is all."""
    return here.pressure if _measured(data) == "pressure" else here.variance


def _own(data: PeriodData, made: Return) -> dict[str, object]:
    here = position(made, data.reference)
    found: dict[str, object] = {
        "body": data.settings.trust.name,
        "scope": "Whole trust",
        "over_gbp": above_budget(data, here),
        "over_status": data.status_of(made.period).firmness,
        "as_at": str(here.period),
    }
    return (
        found if here.contract_sum is None else found | {"sum_gbp": here.contract_sum, "sum_decimals": TO_THE_THOUSAND}
    )


def _firmest(stated: pd.DataFrame) -> pd.Series[object] | None:
    """Choose the firmest figure of a year, and the newest of equally firm ones."""
    if stated.empty:
        return None
    ranked = stated.assign(rank=stated["status"].map(_FIRMEST_FIRST.index), when=stated["as_at"].map(_in_order))
    return ranked.sort_values(["rank", "when"], ascending=[True, False]).iloc[0]


def _in_order(as_at: object) -> str:
    """Return what times of figures sort by; the year as a whole, which has none, comes after its months."""
    return "~" if pd.isna(as_at) else str(Period.covering(str(as_at)))


def accuracy(data: PeriodData) -> pd.DataFrame:
    """Compare each month's forecast with its year's outturn, for the years that have both.

    Columns: year, period (the month's), left (months to the year end), against (the budget that both are measured
    against), forecast_gbp, outturn_gbp, error_gbp (forecast less outturn: below zero it was too low), decimals (of the
    coarser of the two, in millions), status (of the outturn), later (in words). A forecast and an outturn make a pair
    only if both are against the same budget; where there is one budget alone, they make one.
    """
    stated = data.reference.dataset("outturns")
    ended = stated[stated["status"].isin(OUTTURN)]
    ended = pd.concat([ended, _ended_here(data)], ignore_index=True)
    rows = []
    for (year, against), group in ended.groupby(["year", "against"]):
        outturn = _firmest(group)
        if outturn is None or year > data.period.year_code:
            continue
        for month, (forecast, places) in _forecasts(data, str(year), str(against)):
            amount = int(str(outturn["over_gbp"]))
            rows.append(
                {
                    "year": str(year),
                    "period": month,
                    "left": month.year_end - month,
                    "against": str(against),
                    "forecast_gbp": forecast,
                    "outturn_gbp": amount,
                    "error_gbp": forecast - amount,
                    "decimals": min(places, decimals_of(outturn.get("decimals"))),
                    "status": outturn["status"],
                    "later": later(data, outturn.get("source_id")),
                }
            )
    columns = ["year", "period", "left", "against", "forecast_gbp", "outturn_gbp", "error_gbp", "decimals"]
    columns += ["status", "later"]
    found = pd.DataFrame(rows, columns=columns).drop_duplicates(["year", "period", "forecast_gbp", "outturn_gbp"])
    return found.sort_values(["year", "against", "period"], ignore_index=True)


def _ended_here(data: PeriodData) -> pd.DataFrame:
    """List where years ended by our own returns, against each of the two budgets, as the outturns of papers are."""
    rows = []
    for made in (*data.earlier, *data.history):
        status = data.status_of(made.period)
        if not status.is_outturn:
            continue
        at = position(made, data.reference)
        for against, over in (("original", above_budget(data, at)), ("revised", at.variance)):
            if over is not None:
                rows.append(
                    {
                        "year": made.period.year_code,
                        "as_at": str(made.period),
                        "against": against,
                        "status": status.firmness,
                        "over_gbp": over,
                    }
                )
    return pd.DataFrame(rows, columns=["year", "as_at", "against", "status", "over_gbp"])


def _forecasts(data: PeriodData, year: str, against: str) -> Iterator[tuple[Period, tuple[int, int]]]:
    """Yield the forecasts of a year's months with their decimals: from our returns, or else from other papers."""
    found: dict[Period, tuple[int, int]] = {}
    stated = data.reference.dataset("outturns")
    here = (stated["year"] == year) & (stated["against"] == against) & (stated["status"] == "forecast")
    for _, row in stated[here].iterrows():
        found[Period.covering(str(row["as_at"]))] = (int(row["over_gbp"]), decimals_of(row["decimals"]))
    for made in (*data.earlier, *data.history):
        if made.period.year_code == year and not data.status_of(made.period).is_outturn:
            at = position(made, data.reference)
            over = {"original": above_budget(data, at), "revised": at.variance}.get(against)
            if over is not None:
                found[made.period] = (over, TO_THE_THOUSAND)
    yield from sorted(found.items())
