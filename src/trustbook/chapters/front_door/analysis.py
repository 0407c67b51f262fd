"""Work out the front door: who makes contact, the outcomes of referrals, and the effect of a higher conversion rate.

In: the data of a period. Out: `FrontDoor`, or None if the return has no figures about demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, as_reported, measured, place_of
from trustbook.core.formatting import slug
from trustbook.data.period_data import PeriodData, worked_out_once

WHOLE = "Whole front door"
ASSESSMENT = "Social work assessment"
NOT_DESCRIBED = "Not described"
NOT_NAMED = "Others, not named"


@dataclass(frozen=True)
class Scenario:
    """The front door at another conversion rate, for every hundred of today's referrals.

    `by_fewer`: how much of the rise comes from fewer referrals (1: all of it, so that as many are assessed as now; 0:
    none, so that as many are referred as now). `contacts_a_year`, `assessments_a_year`, `open_cases`: None without the
    contacts or assumptions that they need.
    """

    by_fewer: float
    referrals: float
    assessments: float
    contacts_a_year: float | None
    assessments_a_year: float | None
    open_cases: float | None


@dataclass(frozen=True)
class FrontDoor:
    """Everything that the chapter reports.

    `sources`: part, share, of the contacts; `outcomes`: part, share, of the referrals: in each, what the papers leave
    out is the last row, so that the shares add up to one. `scenarios`: now first, then by how much of the rise comes
    from fewer referrals; none if no target is reported. `referral_share`, `case_share` and `case_months` are assumed;
    None if the settings lack them. `notes`: what the paper adds to its figures, each once.
    """

    contacts_a_year: float | None
    sources: pd.DataFrame
    outcomes: pd.DataFrame
    rate: float | None
    target: float | None
    re_referred: float | None
    scenarios: tuple[Scenario, ...]
    referral_share: float | None
    case_share: float | None
    case_months: float | None
    notes: tuple[str, ...]

    @property
    def not_described(self) -> float | None:
        """The share of referrals whose outcome is not described, or None if no outcome is reported."""
        rows = self.outcomes.loc[self.outcomes["part"] == NOT_DESCRIBED, "share"]
        return None if self.outcomes.empty else float(rows.sum())


@worked_out_once
def analyse(data: PeriodData) -> FrontDoor | None:
    """Work out the chapter's figures; None if the period reports nothing about demand."""
    rows = data.current.dataset("front_door")
    if rows is None:
        return None
    whole = rows[rows["part"] == WHOLE].set_index("measure")["value"]
    contacts, target = measured(whole, "contacts_a_year"), measured(whole, "conversion_target")
    outcomes = _parts(rows, "outcome_share", NOT_DESCRIBED)
    rate = measured(outcomes.set_index("part")["share"], ASSESSMENT)
    return FrontDoor(
        contacts_a_year=contacts,
        sources=_parts(rows, "contact_share", NOT_NAMED),
        outcomes=outcomes,
        rate=rate,
        target=target,
        re_referred=measured(whole, "re_referrals"),
        scenarios=_scenarios(data, contacts, rate, target),
        referral_share=data.assumed("front_door_referral_share"),
        case_share=data.assumed("front_door_case_share"),
        case_months=data.assumed("front_door_case_months"),
        notes=tuple(dict.fromkeys(str(note) for note in rows["note"].dropna())),
    )


def _parts(rows: pd.DataFrame, measure: str, rest: str) -> pd.DataFrame:
    """List the shares of one measure, largest first, and the rest of the whole, worked out in exact decimals."""
    found = rows.loc[(rows["measure"] == measure) & rows["value"].notna(), ["part", "value"]]
    found = found.rename(columns={"value": "share"}).sort_values("share", ascending=False, kind="stable")
    left = 1 - sum((Decimal(str(share)) for share in found["share"]), Decimal(0))
    if len(found) and left > 0:
        found = pd.concat([found, pd.DataFrame([{"part": rest, "share": float(left)}])])
    return found.reset_index(drop=True)


STEPS: Sequence[float] = (0.0, 0.5, 1.0)


def _scenarios(
    data: PeriodData, contacts: float | None, rate: float | None, target: float | None
) -> tuple[Scenario, ...]:
    if not rate or not target:
        return ()
    referred = data.assumed("front_door_referral_share")
    referrals = None if contacts is None or referred is None else contacts * referred
    kept, months = data.assumed("front_door_case_share"), data.assumed("front_door_case_months")
    cases = None if kept is None or months is None else kept * months / 12
    return (
        scenario(rate, rate, 0, contacts, referrals, cases),
        *(scenario(rate, target, step, contacts, referrals, cases) for step in STEPS),
    )


def scenario(
    rate: float,
    target: float,
    by_fewer: float,
    contacts: float | None = None,
    referrals: float | None = None,
    cases: float | None = None,
) -> Scenario:
    """Work out what raising the conversion rate (above nought) to `target` would mean.

    The rate is assessments divided by referrals, so it rises in two ways: more of the same referrals are assessed, or
    the same number is assessed of fewer referrals. `by_fewer` is the part of the rise that comes from fewer referrals:
    referrals = 100 × (1 − by_fewer × (1 − rate / target)), and assessments = referrals × target. `referrals`: in a year
    now; contacts fall by as many as referrals do. `cases`: cases open at one time for each assessment a year (its share
    that becomes a case × the years that a case is open: Little's law).
    """
    factor = 1 - by_fewer * (1 - rate / target)
    assessed = None if referrals is None else referrals * factor * target
    return Scenario(
        by_fewer=by_fewer,
        referrals=100 * factor,
        assessments=100 * factor * target,
        contacts_a_year=None if contacts is None or referrals is None else contacts - referrals * (1 - factor),
        assessments_a_year=assessed,
        open_cases=None if assessed is None or cases is None else assessed * cases,
    )


def _read(measure: str, *parts: str) -> ColumnRef:
    return ColumnRef("front_door", "value", ((("part", parts),) if parts else ()) + (("measure", (measure,)),))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    front_door = analyse(data)
    outcomes = _read("outcome_share")
    return [
        Metric(
            "front_door.contacts_a_year",
            front_door.contacts_a_year if front_door else None,
            "count",
            "Contacts a year",
            as_reported(_read("contacts_a_year")),
            Polarity.WORSE,
        ),
        Metric(
            "front_door.conversion_rate",
            front_door.rate if front_door else None,
            "share",
            "Referrals that lead to an assessment",
            as_reported(_read("outcome_share", ASSESSMENT)),
            Polarity.BETTER,
        ),
        Metric(
            "front_door.not_described",
            front_door.not_described if front_door else None,
            "share",
            "Referrals whose outcome the paper does not give",
            Lineage("One less the shares of the outcomes that are described.", (outcomes,)),
        ),
        Metric(
            "front_door.re_referrals",
            front_door.re_referred if front_door else None,
            "count",
            "Cases likely to be referred again (out of how many is not stated)",
            as_reported(_read("re_referrals")),
            Polarity.WORSE,
        ),
        Metric(
            "front_door.conversion_target",
            front_door.target if front_door else None,
            "share",
            "Conversion rate aimed at",
            as_reported(_read("conversion_target")),
        ),
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the shares of contacts and of outcomes."""
    rows = data.current.dataset("front_door")
    if rows is None:
        return []
    parts = rows[rows["measure"].isin(["contact_share", "outcome_share"]) & rows["value"].notna()]
    return [
        Metric(
            f"front_door.{row['measure']}.{slug(row['part'])}",
            float(row["value"]),
            "share",
            f"{row['part']}: {row['measure']}",
            as_at="" if pd.isna(row["as_at"]) else str(row["as_at"]),
            typed_from=place_of(row),
        )
        for _, row in parts.iterrows()
    ]
