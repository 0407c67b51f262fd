"""Compare the same benefit in several trackers: where they agree, how far they differ, and what may be counted twice.

In: benefits as trackers count them, and the savings of the return. Out: frames, in whole pounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import pandas as pd

from trustbook.position import column_sum

_SEPARATOR = "; "
_Line = Mapping[str, Any]
"""One row of a frame, by column: many times as quick to ask as a row that pandas gives."""


@dataclass(frozen=True)
class Trackers:
    """The result of comparing the trackers.

    `benefits`: benefit, trackers (how many count it), low_gbp, high_gbp, apart_gbp, of those that are in several;
    largest difference first. `amounts`: benefit, tracker, year, amount_gbp, note, of the same. `in_savings`: benefit,
    tracker, amount_gbp, ref, proposal, officer: lines of the savings table of the same amount. `differences`: benefit,
    year, low_gbp, high_gbp: each year's amounts that differ; without a year only if no year is in two. `inside`:
    benefit, larger, smaller (trackers), apart_gbp, inside: the two trackers differ by exactly the amount of another
    benefit.
    """

    benefits: pd.DataFrame
    amounts: pd.DataFrame
    in_savings: pd.DataFrame
    inside: pd.DataFrame
    differences: pd.DataFrame

    @property
    def differing(self) -> pd.DataFrame:
        """The benefits whose amount differs between trackers."""
        return self.benefits[self.benefits["apart_gbp"] > 0]


@dataclass(frozen=True)
class Confirmed:
    """The savings lines that make up one benefit: their references, and their money in pounds."""

    refs: tuple[str, ...]
    target: int
    green: int
    amber: int
    remarks: tuple[str, ...] = ()


def confirmed(trackers: Trackers, savings: pd.DataFrame | None, benefit: str, target: int | None) -> Confirmed | None:
    """Find the savings lines that seem to be a benefit and what it includes; None if they miss its target."""
    inside = set(trackers.inside.loc[trackers.inside["benefit"] == benefit, "inside"])
    lines = trackers.in_savings[trackers.in_savings["benefit"].isin({benefit, *inside})]
    if savings is None or target is None or lines.empty:
        return None
    refs = tuple(sorted({str(ref) for ref in lines["ref"]}))
    rows = savings[savings["ref"].isin(refs)]
    sums = [column_sum(rows[f"{name}_gbp"]) for name in ("target", "green", "amber")]
    if any(each is None for each in sums) or sums[0] != target:
        return None
    held, green, amber = (int(each) for each in sums if each is not None)
    remarks = rows[rows["note"].notna()] if "note" in rows else rows[:0]
    return Confirmed(refs, held, green, amber, tuple(f"{row['ref']}: {row['note']}" for _, row in remarks.iterrows()))


def compare(rows: pd.DataFrame, savings: pd.DataFrame | None, year: str) -> Trackers:
    """Compare every tracker with every other, and with the savings table of one year."""
    known = rows[rows["amount_gbp"].notna()]
    several = known.groupby("benefit", sort=False)["tracker"].transform("nunique") > 1
    amounts = known[several]
    widest = _widest(amounts)
    return Trackers(
        benefits=_benefits(amounts, widest),
        amounts=amounts[["benefit", "tracker", "year", "amount_gbp", "note"]].reset_index(drop=True),
        in_savings=_in_savings(known, savings, year),
        inside=_inside(known),
        differences=widest[widest["low_gbp"] < widest["high_gbp"]].reset_index(drop=True),
    )


def comparable(one: _Line, other: _Line) -> bool:
    """Say whether two lines can be the same figure: of one year, or one of them of a year that it does not name."""
    return bool(pd.isna(one["year"]) or pd.isna(other["year"]) or one["year"] == other["year"])


def _pairs(lines: pd.DataFrame) -> list[tuple[_Line, _Line]]:
    """Pair the comparable lines of each two trackers: all of the same year, or else the two nearest."""
    found = []
    of_tracker: dict[str, list[_Line]] = {}
    for line in _lines(lines):
        of_tracker.setdefault(line["tracker"], []).append(line)
    for mine, theirs in combinations(of_tracker.values(), 2):
        pairs = [(here, there) for here, there in product(mine, theirs) if comparable(here, there)]
        dated = [pair for pair in pairs if pair[0]["year"] == pair[1]["year"]]
        if dated:
            found += dated
        elif pairs:
            found.append(min(pairs, key=_gap))
    return found


def _lines(frame: pd.DataFrame) -> list[_Line]:
    return list(frame.to_dict("records"))


def _gap(pair: tuple[_Line, _Line]) -> int:
    return abs(_pounds(pair[0]) - _pounds(pair[1]))


def _pounds(row: _Line) -> int:
    return int(str(row["amount_gbp"]))


def _widest(amounts: pd.DataFrame) -> pd.DataFrame:
    """Find the two amounts of each benefit and year that differ most.

    Amounts without a year are compared only if no year is in two trackers.
    """
    rows = []
    for benefit, lines in amounts.groupby("benefit", sort=False):
        pairs = _pairs(lines)
        years: dict[str | None, list[tuple[_Line, _Line]]] = {}
        for pair in pairs:
            if pair[0]["year"] == pair[1]["year"]:
                years.setdefault(str(pair[0]["year"]), []).append(pair)
        if pairs and not years:
            years = {None: pairs}
        for year in sorted(years, key=str):
            low, high = sorted(_pounds(row) for row in max(years[year], key=_gap))
            rows.append({"benefit": str(benefit), "year": year, "low_gbp": low, "high_gbp": high})
    return pd.DataFrame(rows, columns=["benefit", "year", "low_gbp", "high_gbp"])


def _benefits(amounts: pd.DataFrame, widest: pd.DataFrame) -> pd.DataFrame:
    trackers = amounts.groupby("benefit", sort=False)["tracker"].nunique()
    rows = []
    for benefit, lines in widest.assign(gap=widest["high_gbp"] - widest["low_gbp"]).groupby("benefit", sort=False):
        most = lines.loc[lines["gap"].idxmax()]
        rows.append(
            {
                "benefit": str(benefit),
                "trackers": int(trackers[benefit]),
                "low_gbp": int(most["low_gbp"]),
                "high_gbp": int(most["high_gbp"]),
                "apart_gbp": int(most["gap"]),
            }
        )
    frame = pd.DataFrame(rows, columns=["benefit", "trackers", "low_gbp", "high_gbp", "apart_gbp"])
    return frame.sort_values("apart_gbp", ascending=False, kind="stable").reset_index(drop=True)


def _in_savings(known: pd.DataFrame, savings: pd.DataFrame | None, year: str) -> pd.DataFrame:
    """Find savings lines with a benefit's amount, and its officer if both name one; only if exactly one fits."""
    columns = ["benefit", "tracker", "amount_gbp", "ref", "proposal", "officer"]
    rows = []
    reported = [] if savings is None else _lines(savings)
    for line in _lines(known) if reported else ():
        if not pd.isna(line["year"]) and line["year"] != year:
            continue
        fits = [row for row in reported if _same(row, line)]
        if len(fits) == 1 and _pounds(line):
            rows.append(
                {
                    "benefit": str(line["benefit"]),
                    "tracker": str(line["tracker"]),
                    "amount_gbp": _pounds(line),
                    "ref": str(fits[0]["ref"]),
                    "proposal": str(fits[0]["proposal"]),
                    "officer": None if pd.isna(line["officer"]) else str(line["officer"]),
                }
            )
    return pd.DataFrame(rows, columns=columns)


def _same(saving: _Line, line: _Line) -> bool:
    if pd.isna(saving["target_gbp"]) or int(str(saving["target_gbp"])) != _pounds(line):
        return False
    named = [] if pd.isna(saving["sro"]) else str(saving["sro"]).split(_SEPARATOR)
    return pd.isna(line["officer"]) or not named or str(line["officer"]) in named


def _inside(known: pd.DataFrame) -> pd.DataFrame:
    """Find differences between two trackers that are exactly the amount of one other benefit."""
    rows = []
    for benefit, lines in known.groupby("benefit", sort=False):
        for one, other in _pairs(lines):
            gap = _gap((one, other))
            fits = known[(known["benefit"] != benefit) & (known["amount_gbp"] == gap)]["benefit"].unique()
            if gap and len(fits) == 1:
                larger, smaller = sorted((one, other), key=_pounds, reverse=True)
                rows.append(
                    {
                        "benefit": str(benefit),
                        "larger": str(larger["tracker"]),
                        "smaller": str(smaller["tracker"]),
                        "apart_gbp": gap,
                        "inside": str(fits[0]),
                    }
                )
    return pd.DataFrame(rows, columns=["benefit", "larger", "smaller", "apart_gbp", "inside"])
