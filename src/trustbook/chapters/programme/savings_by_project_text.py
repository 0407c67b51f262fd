"""Write the comparison of the programme with the savings tracker. In: `Programme`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.programme.analysis import Programme
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import counted, listing
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.position import column_sum

_MATCH = {"name": "the papers' names agree", "subject": "the subject is the same, the names are not"}
_IF_ITS_OWN = " Only the subject is the same: the papers do not say that the saving is this project's."


def savings(programme: Programme, data: PeriodData) -> PageTable | None:
    """Show each project that has savings with them, or nothing if there are none."""
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
    caption = f"Projects and the savings that they carry, {data.period.label}"
    return table(frame, columns, caption, {"project": "All projects"} | total, "match")


def reading(programme: Programme, data: PeriodData) -> Text:
    """Say where the two agree, where they differ, and what is only in one of them."""
    found = programme.savings
    if found is None:
        return say(f"{no_figure(data.period, data.absence(), 'savings')} So we cannot compare the projects with them.")
    whole = found.target
    lines = (
        []
        if found.pairs.empty
        else [f"By our matching, the projects carry {money(whole)} of savings. Notes to the table say how we matched."]
    )
    for row in found.pairs.itertuples():
        lines += _amounts(row, programme.this_year.name)
    for row in found.rated_worse.itertuples():
        lines.append(
            strong("Rated differently.")
            + (
                f" The programme rates {row.project} {row.rag}, and the savings table rates "
                f"{money(int(row.red_gbp))} of its savings red ({row.refs})."
            )
            + _IF_ITS_OWN * (row.match == "subject")
        )
    for row in found.rated_amber.itertuples():
        lines.append(
            f"The programme rates {row.project} green, and {money(int(row.amber_gbp))} of its savings is amber in the "
            "savings table."
        )
    if len(found.without_saving):
        names = [
            f"{row.project} ({money(int(row.benefit_this_year_gbp))})" for row in found.without_saving.itertuples()
        ]
        lines.append(strong("Only in the programme") + f" for {programme.this_year.name}: {listing(names)}.")
    if len(found.without_project):
        rows = found.without_project
        worth = "" if rows["target_gbp"].isna().any() else f", {money(int(rows['target_gbp'].sum()))} together"
        lines.append(
            strong("Only in the savings table:")
            + (
                f" {counted(len(rows), 'saving')}{worth} ({listing([str(ref) for ref in rows['ref']])}). We "
                "found no project for them in the papers."
            )
        )
    return bullets(lines) if lines else say("No project names a saving, and no saving a project.")


def _amounts(row: object, year: str) -> list[str]:
    """Compare a project's benefit of this year with the target of its savings."""
    project, refs, benefit, target = (getattr(row, name) for name in ("project", "refs", "benefit_gbp", "target_gbp"))
    if pd.isna(target):
        return []
    if pd.isna(benefit):
        matched = f"The savings matched to it have a target of {money(int(target))} in {year}"
        own = _IF_ITS_OWN * (getattr(row, "match", None) == "subject")
        return [strong(project) + f" has no amount for {year}. {matched} ({refs}).{own}"]
    if benefit == target:
        by = " The two are matched by subject alone." * (getattr(row, "match", None) == "subject")
        return [f"{project}: its benefit is {money(int(target))}, the same amount as its savings ({refs}).{by}"]
    return [
        strong(project) + f": its benefit is {money(int(benefit))} and its savings are {money(int(target))} ({refs})."
    ]
