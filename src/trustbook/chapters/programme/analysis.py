"""Work out the transformation programme: its projects, business cases, savings, and changed ratings.

In: the data of a period. Out: `Programme`, or None if the period reports none. Whole pounds. The comparison with the
savings tracker is in `savings_by_project.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trustbook.chapters.programme.other_papers import OtherAmount, TakenOff, other_amounts, taken_off
from trustbook.chapters.programme.savings_by_project import SavingsByProject, match_savings
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, money, place_of
from trustbook.core.formatting import slug
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.savings import current_savings

STAGES = ("concept", "define", "design", "delivery")
RAG = ("red", "amber", "green")
AMOUNT = "amount"
_WORSE_FIRST = {name: place for place, name in enumerate(RAG)}


@dataclass(frozen=True)
class ProjectBenefits:
    """What the projects are to save in one year, or by the plan, which gives no year.

    `total`: of the projects that have an amount, or None if none has. `in_delivery` and `red` are parts of it.
    `overlaps`: the part that two projects may both count. `to_be_confirmed`: the projects whose amount is.
    """

    name: str
    total: int | None
    in_delivery: int
    red: int
    overlaps: int
    projects: int
    to_be_confirmed: tuple[str, ...]

    @property
    def before_delivery(self) -> int | None:
        """The savings of projects that are not in delivery."""
        return None if self.total is None else self.total - self.in_delivery

    @property
    def without_overlaps(self) -> int | None:
        """The total with nothing counted twice, if all of the overlap belongs to it."""
        return None if self.total is None else self.total - self.overlaps


@dataclass(frozen=True)
class Programme:
    """Everything that the chapter reports.

    `projects`: the rows of the return. `themes`: theme, projects, and one column for each stage and rating, each a
    count. `cases`: project, month, business_case, stage, rag, next_year_gbp, was (its month in the previous return) and
    slipped (months later than that), earliest first. `rating_changes`: project, was, now, worse: ratings that changed
    since the previous return. `since`: the period of that return, or None. `risk_changes`: project, risk, rag, note:
    risks that the paper says went up or down. `savings`: the comparison with the savings tracker, or None without one.
    `others`: amounts that other papers give for a project. `taken_off`: what next year's contract sum already has of
    a project's benefit, or None. `year_codes`: this year and the next, as files write them.
    """

    period: Period
    projects: pd.DataFrame
    themes: pd.DataFrame
    this_year: ProjectBenefits
    next_year: ProjectBenefits
    plan: ProjectBenefits
    cases: pd.DataFrame
    since: Period | None
    rating_changes: pd.DataFrame
    risk_changes: pd.DataFrame
    savings: SavingsByProject | None
    others: tuple[OtherAmount, ...]
    taken_off: TakenOff | None
    year_codes: dict[str, str]

    @property
    def staged(self) -> pd.DataFrame:
        """The projects that have a stage; the others are in the plan only."""
        return self.projects[self.projects["stage"].notna()]

    @property
    def planned_only(self) -> pd.DataFrame:
        """The projects that have no stage."""
        return self.projects[self.projects["stage"].isna()]

    def rated(self, rag: str) -> int:
        """Count the projects that have a rating."""
        return int((self.projects["rag"] == rag).sum())

    @property
    def in_delivery(self) -> int:
        """How many projects are in delivery."""
        return int((self.projects["stage"] == "delivery").sum())

    @property
    def overdue(self) -> pd.DataFrame:
        """The business cases that were due in a month before this one."""
        month = f"{self.period.first_day:%Y-%m}"
        return self.cases[(self.cases["business_case"] == "due") & (self.cases["month"] < month)]


@worked_out_once
def analyse(data: PeriodData) -> Programme | None:
    """Work out the chapter's figures; None if the period reports no programme."""
    rows = data.current.dataset("programme")
    if rows is None:
        return None
    before = _before(data)
    year = data.period
    codes = {"this_year": year.year_code, "next_year": year.year_end.step(1).year_code}
    return Programme(
        period=year,
        projects=rows,
        themes=_themes(rows),
        this_year=_benefits(rows, "this_year", year.financial_year),
        next_year=_benefits(rows, "next_year", year.year_end.step(1).financial_year),
        plan=_benefits(rows, "in_plan", "The plan"),
        cases=_cases(rows, None if before is None else before.dataset("programme")),
        since=None if before is None else before.period,
        rating_changes=_rating_changes(rows, None if before is None else before.dataset("programme")),
        risk_changes=rows.loc[rows["risk"].notna(), ["project", "risk", "rag", "note"]].reset_index(drop=True),
        savings=match_savings(rows, current_savings(data)),
        others=other_amounts(rows, data.current.dataset("trackers"), codes),
        taken_off=taken_off(rows, data.current.dataset("benefits"), data.settings.benefits_title, codes["next_year"]),
        year_codes=codes,
    )


def _before(data: PeriodData) -> Return | None:
    """Find the newest earlier return of the year that has a programme."""
    earlier = [made for made in data.history if made.period < data.period and "programme" in made.tables]
    return earlier[-1] if earlier else None


def _themes(rows: pd.DataFrame) -> pd.DataFrame:
    found = rows[rows["stage"].notna()].copy()
    found["theme"] = found["theme"].fillna("No theme stated")
    return pd.DataFrame(
        [
            {"theme": str(theme), "projects": len(part)}
            | {name: int((part["stage"] == name).sum()) for name in STAGES}
            | {name: int((part["rag"] == name).sum()) for name in RAG}
            for theme, part in found.groupby("theme", sort=True)
        ],
        columns=["theme", "projects", *STAGES, *RAG],
    )


def _benefits(rows: pd.DataFrame, when: str, name: str) -> ProjectBenefits:
    amounts = rows[f"benefit_{when}_gbp"]
    known = rows[amounts.notna()]

    def of(part: pd.Series[bool]) -> int:
        return int(amounts[part & amounts.notna()].sum())

    return ProjectBenefits(
        name=name,
        total=of(amounts.notna()) if len(known) else None,
        in_delivery=of(rows["stage"] == "delivery"),
        red=of(rows["rag"] == "red"),
        overlaps=_overlaps(known, f"benefit_{when}_gbp"),
        projects=len(known),
        to_be_confirmed=tuple(rows.loc[rows[f"benefit_{when}"] == "to_be_confirmed", "project"].astype(str)),
    )


def _overlaps(known: pd.DataFrame, amount: str) -> int:
    """Add up what two projects may both count, at most the smaller of the two, if both have an amount."""
    worth = {str(name): int(value) for name, value in zip(known["project"], known[amount], strict=True)}
    pairs = zip(known["project"], known["overlap_with"], known["overlap_gbp"], strict=True)
    return sum(
        min(int(both), worth[str(one)], worth[str(other)])
        for one, other, both in pairs
        if not pd.isna(both) and str(other) in worth
    )


def _cases(rows: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    found = rows[rows["business_case"].notna()]
    months = {} if before is None else dict(zip(before["project"], before["business_case_month"], strict=True))
    was = [_or_none(months.get(project)) for project in found["project"]]
    now = [_or_none(month) for month in found["business_case_month"]]
    return pd.DataFrame(
        {
            "project": list(found["project"]),
            "month": pd.Series(now, dtype="object"),
            "business_case": list(found["business_case"]),
            "stage": [_or_none(stage) for stage in found["stage"]],
            "rag": [_or_none(rag) for rag in found["rag"]],
            "next_year_gbp": pd.Series(list(found["benefit_next_year_gbp"]), dtype="Int64"),
            "was": pd.Series(was, dtype="object"),
            "slipped": pd.Series(
                [months_later(old, new) if old and new else None for old, new in zip(was, now, strict=True)],
                dtype="object",
            ),
        }
    ).sort_values("month", kind="stable", na_position="last", ignore_index=True)


def months_later(old: str, new: str) -> int:
    """Count the months from one month (`2024-03`) to another."""
    (a, b), (c, d) = (map(int, month.split("-")[:2]) for month in (old, new))
    return (c - a) * 12 + d - b


def _or_none(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def _rating_changes(rows: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    old = {} if before is None else dict(zip(before["project"], before["rag"], strict=True))
    found = [
        {"project": project, "was": was, "now": now, "worse": _WORSE_FIRST[now] < _WORSE_FIRST[was]}
        for project, now in zip(rows["project"], rows["rag"], strict=True)
        for was in [_or_none(old.get(project))]
        if was is not None and not pd.isna(now) and was != now
    ]
    return pd.DataFrame(found, columns=["project", "was", "now", "worse"])


_NEXT = "benefit_next_year_gbp_k"


def _read(column: str, **only: str) -> tuple[ColumnRef, ...]:
    return (ColumnRef("programme", column, tuple((name, (value,)) for name, value in only.items())),)


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    programme = analyse(data)
    later = programme.next_year if programme else None

    def count(
        name: str, value: int | None, label: str, how: str, read: tuple[ColumnRef, ...], polarity: Polarity
    ) -> Metric:
        return Metric(f"programme.{name}", value, "count", label, Lineage(how, read), polarity)

    def amount(
        name: str, value: int | None, label: str, how: str, read: tuple[ColumnRef, ...], polarity: Polarity
    ) -> Metric:
        return money(f"programme.{name}", value, label, Lineage(how, read), polarity)

    some = later is not None and later.total is not None
    return [
        count(
            "projects",
            len(programme.staged) if programme else None,
            "Projects of the programme",
            "The projects that have a stage.",
            _read("stage"),
            Polarity.NEITHER,
        ),
        count(
            "in_delivery",
            programme.in_delivery if programme else None,
            "Projects in delivery",
            "The projects at the stage delivery.",
            _read("stage", stage="delivery"),
            Polarity.BETTER,
        ),
        count(
            "rated_red",
            programme.rated("red") if programme else None,
            "Projects rated red",
            "The projects rated red.",
            _read("rag", rag="red"),
            Polarity.WORSE,
        ),
        amount(
            "benefits_this_year",
            programme.this_year.total if programme else None,
            "Benefits of the programme this year",
            "The benefits of this year that have an amount, added up; overlaps are not taken out.",
            _read("benefit_this_year_gbp_k"),
            Polarity.BETTER,
        ),
        amount(
            "benefits_next_year",
            later.total if later else None,
            "Benefits of the programme next year",
            "The benefits of next year that have an amount, added up; overlaps are not taken out.",
            _read(_NEXT),
            Polarity.BETTER,
        ),
        amount(
            "benefits_next_year_in_delivery",
            later.in_delivery if later and some else None,
            "Next year's benefits of projects in delivery",
            "The benefits of next year of the projects in delivery, added up.",
            _read(_NEXT, stage="delivery"),
            Polarity.BETTER,
        ),
        amount(
            "benefits_next_year_red",
            later.red if later and some else None,
            "Next year's benefits of projects rated red",
            "The benefits of next year of the projects rated red, added up.",
            _read(_NEXT, rag="red"),
            Polarity.WORSE,
        ),
        amount(
            "savings_carried",
            programme.savings.target if programme and programme.savings else None,
            "Savings matched to a project",
            "The targets of the savings that a project names, each counted once, added up.",
            (*_read("savings_ref"), ColumnRef("savings", "target_gbp_k")),
            Polarity.NEITHER,
        ),
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the benefits and overlaps project by project."""
    rows = data.current.dataset("programme")
    return [] if rows is None else list(_details(rows))


def _details(rows: pd.DataFrame) -> Iterator[Metric]:
    named = {"benefit_this_year": "this year", "benefit_next_year": "next year", "benefit_in_plan": "in the plan"}
    for _, row in rows.iterrows():
        for name, when in named.items():
            if not pd.isna(row[f"{name}_gbp"]):
                label = f"{row['project']}: benefit {when}"
                yield money(
                    f"programme.{name}.{slug(row['project'])}", int(row[f"{name}_gbp"]), label, typed_from=place_of(row)
                )
        if not pd.isna(row["overlap_gbp"]):
            label = f"{row['project']}: what another project may count too"
            yield money(
                f"programme.overlap.{slug(row['project'])}", int(row["overlap_gbp"]), label, typed_from=place_of(row)
            )
