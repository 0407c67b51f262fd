"""Compare the benefits of projects with what other papers say of them, and with what the contract sum already has.

In: the rows of the programme and of the trackers, and the savings of the benefits chapter. Out: `OtherAmount`s and
`TakenOff`. Whole pounds. A tracker's benefit is a project's if both have the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trustbook.position import pounds_of


@dataclass(frozen=True)
class OtherAmount:
    """An amount that another paper gives for a project, unlike the project's own.

    `year` is `this_year` or `next_year`, or None if the paper names no year; then it is unlike both.
    """

    project: str
    tracker: str
    year: str | None
    amount: int
    note: str | None


@dataclass(frozen=True)
class TakenOff:
    """What next year's contract sum has of a project's benefit already, in pounds."""

    project: str
    amount: int
    in_delivery: bool


def other_amounts(
    projects: pd.DataFrame, trackers: pd.DataFrame | None, years: Mapping[str, str]
) -> tuple[OtherAmount, ...]:
    """Find the trackers' amounts that are unlike the project's; `years` gives the code of this year and the next."""
    if trackers is None:
        return ()
    found = []
    for _, row in projects.iterrows():
        own = {code: pounds_of(row[f"benefit_{when}_gbp"]) for when, code in years.items()}
        if not any(own.values()):
            continue
        names = trackers["benefit"].str.casefold() == str(row["project"]).casefold()
        for _, line in trackers[names & trackers["amount_gbp"].notna()].iterrows():
            amount, code = int(line["amount_gbp"]), None if pd.isna(line["year"]) else str(line["year"])
            if amount in own.values() if code is None else own.get(code) in (None, amount):
                continue
            year = next((when for when, each in years.items() if each == code), None)
            note = None if pd.isna(line["note"]) else str(line["note"])
            found.append(OtherAmount(str(row["project"]), str(line["tracker"]), year, amount, note))
    return tuple(found)


def taken_off(projects: pd.DataFrame, benefits: pd.DataFrame | None, title: str, year: str) -> TakenOff | None:
    """Find what a year's contract sum has of the benefit of the project that the benefits chapter is about."""
    if benefits is None:
        return None
    rows = projects[(projects["project"] == title) & projects["benefit_next_year_gbp"].notna()]
    stated = benefits.loc[
        (benefits["measure"] == "saving") & (benefits["stage"] == "in_contract_sum") & (benefits["as_at"] == year),
        "value",
    ]
    if len(rows) != 1 or len(stated) != 1 or pd.isna(stated.iloc[0]):
        return None
    amount = min(round(float(stated.iloc[0])), int(rows["benefit_next_year_gbp"].iloc[0]))
    return TakenOff(title, amount, str(rows["stage"].iloc[0]) == "delivery")
