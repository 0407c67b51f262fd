"""Write the comparison of the programme with the savings tracker. In: `Programme`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.programme.analysis import Programme
from trustbook.chapters.programme.savings_by_project import SavingsByProject
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import counted, listing
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.position import column_sum

_MATCH = {"name": "the papers' names agree", "subject": "the subject is the same, the names are not"}


def savings(programme: Programme, data: PeriodData) -> PageTable | None:
    """Show each project with the savings matched to it, or nothing if there are none."""
    found = programme.savings
    if found is None or found.pairs.empty:
        return None
    frame = found.pairs.assign(
        rag=found.pairs["rag"].str.capitalize(),
        refs=found.pairs["refs"].str.replace("; ", ", "),
        match=["" if pd.isna(match) else f"Matched: {_MATCH[str(match)]}" for match in found.pairs["match"]],
    )
    columns = [
        Column("project", "Project"),
        Column("rag", "Programme's rating"),
        Column("benefit_gbp", f"Benefit {programme.this_year.name}", "gbp_k"),
        Column("refs", "Savings"),
        *(Column(f"{name}_gbp", name.capitalize(), "gbp_k") for name in found.reported),
    ]
    total = {f"{name}_gbp": column_sum(found.pairs[f"{name}_gbp"]) for name in found.reported}
    caption = f"Projects and the savings that we match to them, {data.period.label}"
    return table(frame, columns, caption, {"project": "All projects"} | total, "match")


def reading(programme: Programme, data: PeriodData) -> Text:
    """Say where the two agree, where they differ, and what is only in one of them."""
    found = programme.savings
    if found is None:
        return say(no_figure(data.period, data.absence(), "savings"))
    year = programme.this_year.name
    lines = [] if found.pairs.empty else _matched(found, year)
    for row in found.rated_worse.itertuples():
        lines.append(
            strong("Rated differently.")
            + f" The programme rates {row.project} {row.rag}, but {money(int(row.red_gbp))} of its matched savings is "
            f"red in the tracker ({row.refs})."
        )
    for row in found.rated_amber.itertuples():
        lines.append(
            f"The programme rates {row.project} green, but {money(int(row.amber_gbp))} of its savings is amber in the "
            "tracker."
        )
    if len(found.without_saving):
        names = [
            f"{row.project} ({money(int(row.benefit_this_year_gbp))})" for row in found.without_saving.itertuples()
        ]
        lines.append(strong("Only in the programme") + f" for {year}: {listing(names)}.")
    if len(found.without_project):
        rows = found.without_project
        worth = "" if rows["target_gbp"].isna().any() else f", {money(int(rows['target_gbp'].sum()))} together"
        lines.append(
            strong("Only in the tracker:")
            + f" {counted(len(rows), 'saving')}{worth} ({listing([str(ref) for ref in rows['ref']])}). We found no "
            "project for them in the papers."
        )
    return bullets(lines) if lines else say("No project names a saving, and no saving a project.")


def _matched(found: SavingsByProject, year: str) -> list[str]:
    """Say what is matched, whose amounts are the same or differ, and which match rests on the subject alone."""
    pairs = found.pairs
    told = pairs[pairs["target_gbp"].notna()]
    both = told[told["benefit_gbp"].notna()]
    same = both["benefit_gbp"] == both["target_gbp"]
    total = "" if found.target is None else f" {money(found.target)} of"
    lines = [f"We match{total} savings in the tracker to projects. The notes under the table say how."]
    if same.any():
        names = listing(list(both.loc[same, "project"]))
        lines.append(f"The benefit for {year} and the savings are the same amount for {names}.")
    lines += [
        strong(f"{row.project}:")
        + f" its benefit is {money(int(row.benefit_gbp), int(row.gap_gbp))} and its savings are "
        f"{money(int(row.target_gbp), int(row.gap_gbp))}."
        for row in both[~same].itertuples()
    ]
    no_amount = list(told.loc[told["benefit_gbp"].isna(), "project"])
    if no_amount:
        lines.append(
            f"{listing(no_amount)} {_has(no_amount)} no amount for {year}, but the matched savings have a target."
        )
    by_subject = list(pairs.loc[(pairs["match"] == "subject").fillna(value=False), "project"])
    if by_subject:
        lines.append(
            f"For {listing(by_subject)}, only the subject is the same. The papers do not say that these savings are "
            "theirs."
        )
    return lines


def _has(names: list[str]) -> str:
    """Return `has` for one project and `have` for several."""
    return "has" if len(names) == 1 else "have"
