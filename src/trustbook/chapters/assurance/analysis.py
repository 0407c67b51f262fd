"""Work out the assurance: areas under review, what is open and why, the history of oversight, and the risks.

In: the data of a period. Out: `Assurance`, or None if the period reports no assurance; money in whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from trustbook.chapters.assurance.sensitivity import call_range
from trustbook.chapters.call_on_councils.range_metrics import ITEMS
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, as_reported, money
from trustbook.config.words import words
from trustbook.core.formatting import capitalised, slug
from trustbook.data.period_data import PeriodData, worked_out_once

DONE, SUBJECT_TO, OPEN = "completed", "completed_subject_to", "in_progress"
STATED = {
    "areas": "assurance.areas",
    "completed": "assurance.areas_completed",
    "remaining": "assurance.areas_awaiting_year_end",
}
YEAR_END = "year_end"
_CASES = "unallocated_cases"
_HERE = "here"
_EVENT = ["as_at", "when", "body", "kind", "event", "scope", "status", "note", "locator", "source", "value", "bound"]
_MONTHS = 12


@dataclass(frozen=True)
class Assurance:
    """Everything that the chapter reports.

    `areas`: item, status (missing if the paper gives none), outstanding, reason, awaits, note. `risks`: item, theme,
    amount_gbp (missing if the paper gives none), note. `timeline`: as_at, when (a day to sort and draw by, missing if
    there is no date), body, kind, event, scope, status, note, locator, source (the title of its paper), in order,
    undated last; unallocated cases are included as kind `cases`, with their `value`. `other_trusts`: those elsewhere.
    `concerns`: theme, and one column for each paper with what it names, this period's last. `stated`: what the period's
    paper counts, by `areas`, `completed`, `remaining`.
    """

    areas: pd.DataFrame
    risks: pd.DataFrame
    timeline: pd.DataFrame
    other_trusts: pd.DataFrame
    concerns: pd.DataFrame
    stated: dict[str, int]

    def count(self, *statuses: str) -> int:
        """Count the areas that have one of these statuses."""
        return int(self.areas["status"].isin(statuses).sum())

    @property
    def unknown(self) -> int:
        """How many areas have no status."""
        return int(self.areas["status"].isna().sum())

    @property
    def awaiting_year_end(self) -> int:
        """How many areas wait for the final figures of the year, by the table."""
        return int((self.areas["awaits"] == YEAR_END).sum())

    @property
    def without_status(self) -> list[str]:
        """The areas that have no status."""
        return [str(item) for item in self.areas.loc[self.areas["status"].isna(), "item"]]

    @property
    def open_areas(self) -> pd.DataFrame:
        """The areas with something outstanding, those in progress first."""
        found = self.areas[self.areas["status"].isin((OPEN, SUBJECT_TO))]
        return found.sort_values("status", key=lambda column: column != OPEN, kind="stable", ignore_index=True)

    @property
    def judgements(self) -> pd.DataFrame:
        """The judgements that were made, in order; one that was only expected is none."""
        kind, status = self.timeline["kind"], self.timeline["status"]
        return self.timeline[(kind == "judgement") & (status == "happened")].reset_index(drop=True)

    @property
    def twice_dated(self) -> list[tuple[str, pd.DataFrame]]:
        """Events that papers date in more than one way, with the line of each date."""
        dated = self.timeline[self.timeline["as_at"].notna() & (self.timeline["kind"] != "cases")]
        return [(str(event), rows) for event, rows in dated.groupby("event", sort=False) if rows["as_at"].nunique() > 1]

    @property
    def fits(self) -> bool:
        """Whether the paper's count of completed areas matches its table, counting areas without a status."""
        return self.stated.get("completed") == self.count(DONE, SUBJECT_TO) + self.unknown


@worked_out_once
def analyse(data: PeriodData) -> Assurance | None:
    """Work out the chapter's figures; None if the period reports no assurance."""
    rows = data.current.dataset("assurance")
    if rows is None:
        return None
    areas = rows.loc[rows["kind"] == "area", ["item", "status", "outstanding", "reason", "awaits", "note"]]
    risks = rows.loc[rows["kind"] == "risk", ["item", "theme", "amount_gbp", "note"]]
    history = data.reference.dataset("oversight")
    events = history[history["kind"] != "concern"]
    events = events.assign(source=[_title(each, data) for each in events["source_id"]])
    own = events[events["place"] == _HERE]
    return Assurance(
        areas=areas.reset_index(drop=True),
        risks=risks.reset_index(drop=True),
        timeline=_in_order(pd.concat([own, _cases(data, own)], ignore_index=True)),
        other_trusts=_in_order(events[events["place"] != _HERE]),
        concerns=_concerns(history, risks, data),
        stated=_stated(data),
    )


def midpoint(as_at: object) -> pd.Timestamp | None:
    """Find the middle of a day, month, calendar year or financial year, to sort and draw by."""
    if as_at is None or pd.isna(as_at):
        return None
    parts = str(as_at).split("-")
    year = int(parts[0])
    if len(parts) == 1:
        return pd.Timestamp(year, 7, 1)
    second = int(parts[1])
    if len(parts) == 2 and (second > _MONTHS or second == (year + 1) % 100):
        return pd.Timestamp(year, 10, 1)
    return pd.Timestamp(year, second, int(parts[2]) if len(parts) > 2 else 15)


def _cases(data: PeriodData, own: pd.DataFrame) -> pd.DataFrame:
    """List the unallocated cases of the timeline's bodies, as events."""
    bodies = {body for several in own["body"] for body in str(several).split("; ")}
    figures = data.reference.comparators
    found = figures[(figures["measure"] == _CASES) & figures["body"].isin(bodies)]
    return pd.DataFrame(
        {
            "as_at": list(found["as_at"]),
            "body": list(found["body"]),
            "kind": "cases",
            "event": "Cases without a social worker",
            "status": "happened",
            "note": list(found["basis"]),
            "locator": list(found["locator"]),
            "source": [_title(each, data) for each in found["source_id"]],
            "value": list(found["value"]),
            "bound": list(found["bound"]),
        }
    )


def _in_order(events: pd.DataFrame) -> pd.DataFrame:
    made = events.assign(when=[midpoint(each) for each in events["as_at"]]).reindex(columns=_EVENT)
    return made.sort_values("when", kind="stable", na_position="last", ignore_index=True)


def _title(source: object, data: PeriodData) -> str | None:
    titles = data.reference.titles_of([source])
    return titles[0] if titles else None


def _concerns(history: pd.DataFrame, risks: pd.DataFrame, data: PeriodData) -> pd.DataFrame:
    """List what each paper named, by theme; a theme that a paper does not name has no cell there."""
    named = history[(history["kind"] == "concern") & (history["place"] == _HERE)]
    columns = {
        str(when): rows.groupby("theme", sort=False)["event"].agg("; ".join)
        for when, rows in sorted(named.groupby("as_at"), key=lambda each: str(each[0]))
    }
    columns[str(data.period)] = risks.groupby("theme", sort=False)["item"].agg("; ".join)
    made = pd.DataFrame(columns)
    most = made.notna().sum(axis="columns").sort_values(ascending=False, kind="stable").index
    return made.loc[most].rename_axis("theme").reset_index()


def _stated(data: PeriodData) -> dict[str, int]:
    """Read what the paper counts, if it counts it in one way only."""
    claims = data.current.dataset("claims")
    if claims is None:
        return {}
    here = claims[claims["period"].isna() | (claims["period"] == str(data.period))]
    found = {name: set(here.loc[here["metric"] == metric, "value"]) for name, metric in STATED.items()}
    return {name: int(values.pop()) for name, values in found.items() if len(values) == 1}


_AREA = ColumnRef("assurance", "status", (("kind", ("area",)),))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    assurance = analyse(data)
    reach = call_range(data)

    def areas(name: str, value: int | None, label: str, how: str, polarity: Polarity = Polarity.NEITHER) -> Metric:
        return Metric(f"assurance.{name}", value, "count", label, Lineage(how, (_AREA,)), polarity)

    whole = ColumnRef("assurance", "item", (("kind", ("area",)),))
    shown = (
        "areas_shown_completed",
        assurance.count(DONE, SUBJECT_TO) if assurance else None,
        "Areas shown as complete",
        "Counts the areas whose status is completed, or completed subject to something.",
        Polarity.BETTER,
    )
    return [
        Metric(
            "assurance.areas",
            len(assurance.areas) if assurance else None,
            "count",
            "Areas of the step-in review",
            Lineage("Counts the areas of the review.", (whole,)),
        ),
        replace(areas(*shown), also=((STATED["completed"], ""),)),
        areas(
            "areas_in_progress",
            assurance.count(OPEN) if assurance else None,
            "Areas in progress",
            "Counts the areas whose status is in progress.",
            Polarity.WORSE,
        ),
        areas(
            "areas_subject_to",
            assurance.count(SUBJECT_TO) if assurance else None,
            "Areas complete but with something outstanding",
            "Counts the areas that are completed subject to something.",
            Polarity.WORSE,
        ),
        money(
            "assurance.call_low",
            reach[0] if reach else None,
            f"{capitalised(words().cost)} if all open items go well",
            Lineage(
                f"The {words().cost} if every open item and every mitigation goes the way that lowers it.",
                ITEMS,
            ),
            Polarity.WORSE,
        ),
        money(
            "assurance.call_high",
            reach[1] if reach else None,
            f"{capitalised(words().cost)} if all open items go badly",
            Lineage(
                f"The {words().cost} if every open item and every mitigation goes the way that raises it. For a "
                "programme that reports its savings, it counts what the programme reports as not delivered.",
                ITEMS,
            ),
            Polarity.WORSE,
        ),
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the other counts that papers state, and the risks that have an amount.

    The counts are the table's: an area without a status counts as neither, and the page says so.
    """
    assurance = analyse(data)
    if assurance is None:
        return []
    risks = assurance.risks[assurance.risks["amount_gbp"].notna()]
    return [
        Metric(STATED["completed"], assurance.count(DONE, SUBJECT_TO), "count", "Areas shown as complete"),
        Metric(STATED["remaining"], assurance.awaiting_year_end, "count", "Areas that wait for year-end figures"),
        Metric(
            "assurance.organisations",
            len(data.settings.councils) + 1,
            "count",
            words().The_body
            + (f" and {words().the_councils} that {words().agree('own', 'owns')} it" if words().funders else ""),
        ),
        *(
            money(
                f"assurance.risk.{slug(row['item'])}",
                int(row["amount_gbp"]),
                row["item"],
                as_reported(ColumnRef("assurance", "amount_gbp_k", (("item", (str(row["item"]),)),))),
                Polarity.WORSE,
            )
            for _, row in risks.iterrows()
        ),
    ]
