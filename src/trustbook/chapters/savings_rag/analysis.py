"""Work out the savings: how much is red, amber and green, what can still be delivered, and what changed.

In: the data of a period. Out: `Savings`, or None if the return has no savings; money in whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.benefits.evidence import Evidence, evidence
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, money, place_of
from trustbook.core.formatting import slug
from trustbook.data.period_data import PeriodData
from trustbook.data.period_return import Return
from trustbook.position import Adjustment, column_sum, total

PREFIX = "savings"
LEADS = True
"""Whether the site leads with its figures, even if the book has no page of this chapter."""

AMOUNTS = ("target", "red", "amber", "green", "mitigations", "stated_total")
RAG = ("red", "amber", "green")


@dataclass(frozen=True)
class Savings:
    """Everything that the savings chapter reports.

    `lines`: ref, proposal, sro, target_gbp, red_gbp, amber_gbp, green_gbp, mitigations_gbp, stated_total_gbp,
    in_forecast, still_to_earn, note, rag (the colour that most of the target has). `officers`: sro, lines and the
    amounts. `totals` in pounds by amount, None if a cell is missing. `movement`: rag, amount_gbp against the month
    before, or None.
    """

    lines: pd.DataFrame
    officers: pd.DataFrame
    totals: dict[str, int | None]
    amber_rate: float
    movement: pd.DataFrame | None
    red_outside_forecast: int
    """Red on the lines that the return marks as not in the forecast."""
    call_items: int | None
    """The items not in the forecast that name a savings line; None if the return reports no items."""
    evidence: Evidence | None
    """What a programme reports of savings that are rated amber, if the return has such a report."""

    @property
    def target(self) -> int:
        """The savings target."""
        return self.totals["target"] or 0

    def share(self, amount: str) -> float | None:
        """Work out a total as a share of the target."""
        total = self.totals[amount]
        return None if total is None or not self.target else total / self.target

    @property
    def green_to_earn(self) -> pd.DataFrame:
        """The lines with money rated green of which the paper's comment says that part is still to be earned."""
        return self.lines[(self.lines["still_to_earn"] == "yes") & (self.lines["green_gbp"] > 0)]

    @property
    def deliverable(self) -> int | None:
        """Amber, green and mitigations."""
        parts = [self.totals[name] for name in ("amber", "green", "mitigations")]
        return sum(part for part in parts if part is not None) if None not in parts else None

    @property
    def risk_weighted(self) -> int | None:
        """Green and mitigations in full, amber at the assumed rate, nothing of red."""
        if self.deliverable is None or self.totals["amber"] is None:
            return None
        return self.deliverable - self.totals["amber"] + round(self.totals["amber"] * self.amber_rate)


def analyse(data: PeriodData) -> Savings | None:
    """Work out the chapter's figures; None if the period reports no savings."""
    made = data.current
    if made.savings is None:
        return None
    lines = made.savings.reset_index(drop=True)
    lines["rag"] = _mostly(lines)
    amounts = [f"{name}_gbp" for name in AMOUNTS]
    officers = lines.groupby("sro", sort=False)[amounts].agg(total).reset_index()
    officers.insert(1, "lines", officers["sro"].map(lines["sro"].value_counts()))
    outside = lines["in_forecast"] == "no"
    return Savings(
        lines=lines,
        officers=officers.sort_values("target_gbp", ascending=False, ignore_index=True),
        totals=_totals(made.savings),
        amber_rate=data.assumptions.amber_rate,
        movement=_movement(data.previous, made.savings),
        red_outside_forecast=int(lines.loc[outside, "red_gbp"].sum()),
        call_items=_call_items(made),
        evidence=evidence(data),
    )


def _totals(lines: pd.DataFrame) -> dict[str, int | None]:
    return {name: None if lines[f"{name}_gbp"].isna().any() else int(lines[f"{name}_gbp"].sum()) for name in AMOUNTS}


def _mostly(lines: pd.DataFrame) -> pd.Series[str]:
    """Find the colour with the largest part of each line; the worse one if two are equal."""
    split = lines[[f"{name}_gbp" for name in RAG]].fillna(0).set_axis(list(RAG), axis="columns")
    return split.idxmax(axis="columns")


def _movement(previous: Return | None, lines: pd.DataFrame) -> pd.DataFrame | None:
    if previous is None or previous.savings is None:
        return None
    before, now = _totals(previous.savings), _totals(lines)
    rows = []
    for name in RAG:
        was, is_now = before[name], now[name]
        rows.append({"rag": name, "amount_gbp": None if was is None or is_now is None else is_now - was})
    return pd.DataFrame(rows)


def _call_items(made: Return) -> int | None:
    rows = made.adjustments
    if rows is None or not (rows["kind"] == Adjustment.NOT_IN_FORECAST).any():
        return None
    named = (rows["kind"] == Adjustment.NOT_IN_FORECAST) & rows["savings_ref"].notna()
    return int(rows.loc[named, "amount_gbp"].sum())


_RISE = {"red": Polarity.WORSE, "green": Polarity.BETTER, "mitigations": Polarity.BETTER}
_HEADLINES = {
    "target": ("Savings target", "The targets of the proposals, added up."),
    "red": ("Savings rated red", "What is rated red, added up over the proposals."),
    "amber": ("Savings rated amber", "What is rated amber, added up over the proposals."),
    "green": ("Savings rated green", "What is rated green, added up over the proposals."),
    "mitigations": ("Mitigations", "The mitigations, added up over the proposals."),
}


def _column(name: str) -> ColumnRef:
    return ColumnRef("savings", f"{name}_gbp_k")


def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    savings = analyse(data)
    totals = savings.totals if savings else {}
    left = tuple(_column(name) for name in ("amber", "green", "mitigations"))
    return [
        *(
            money(
                f"savings.{name}",
                totals.get(name),
                label,
                Lineage(how, (_column(name),)),
                _RISE.get(name, Polarity.NEITHER),
            )
            for name, (label, how) in _HEADLINES.items()
        ),
        money(
            "savings.deliverable",
            savings.deliverable if savings else None,
            "Deliverable: amber, green and mitigations",
            Lineage("Amber plus green plus mitigations.", left),
            Polarity.BETTER,
        ),
        money(
            "savings.risk_weighted",
            savings.risk_weighted if savings else None,
            "Risk-weighted delivery",
            Lineage("Green and mitigations in full, amber at the rate assumed.", left, ("assumptions",)),
            Polarity.BETTER,
        ),
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the savings proposal by proposal."""
    lines = data.current.savings
    if lines is None:
        return []
    figures = [money("savings.stated_total", column_sum(lines["stated_total_gbp"]), "Total as printed")]
    for _, row in lines.iterrows():
        for name in AMOUNTS:
            amount = None if pd.isna(row[f"{name}_gbp"]) else int(row[f"{name}_gbp"])
            label, polarity = f"{row['proposal']}: {name}", _RISE.get(name, Polarity.NEITHER)
            metric = f"savings.{name}.{slug(row['ref'])}"
            figures.append(money(metric, amount, label, polarity=polarity, typed_from=place_of(row)))
    return figures
