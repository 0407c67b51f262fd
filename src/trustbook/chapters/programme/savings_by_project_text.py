"""Write the comparison of the programme with the savings tracker. In: `Programme`. Out: text and tables."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.programme.analysis import Programme
from trustbook.chapters.programme.savings_by_project import SavingsByProject
from trustbook.components.page import Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import in_words, listing
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData
from trustbook.position import column_sum

_MATCH = {
    "name": "Matched by name: the papers use the same one",
    "subject": "Matched by subject only: the names differ",
}


def savings(programme: Programme, data: PeriodData) -> PageTable | None:
    """Show each project that has savings with them, or nothing if there are none."""
    found = programme.savings
    if found is None or found.pairs.empty:
        return None
    frame = found.pairs.assign(
        rag=found.pairs["rag"].str.capitalize(),
        refs=found.pairs["refs"].str.replace("; ", ", "),
        match=["" if pd.isna(match) else _MATCH[str(match)] for match in found.pairs["match"]],
    )
    columns = [
        Column("project", "Project"),
        Column("rag", "Programme's rating"),
        Column("benefit_gbp", f"Project's saving {programme.this_year.name}", "gbp_k"),
        Column("refs", "Matched in the tracker"),
        *(Column(f"{name}_gbp", name.capitalize(), "gbp_k") for name in found.reported),
    ]
    total = {f"{name}_gbp": column_sum(found.pairs[f"{name}_gbp"]) for name in found.reported}
    caption = f"Projects and the savings matched to them, {data.period.label}"
    return table(frame, columns, caption, {"project": "All projects"} | total, "match")


def reading(programme: Programme, data: PeriodData) -> Text:
    """Say where the two agree, where they differ, and what is only in one of them."""
    found = programme.savings
    if found is None:
        return say(f"We do not have a list of savings for {data.period.month_name} to compare the programme with.")
    lines = [
        *_matched(found),
        *_amounts(found.pairs, programme.this_year.name),
        *_ratings(found),
        *_without_saving(found, programme.this_year.name),
        *_without_project(found),
    ]
    return bullets(lines) if lines else say("No project is matched to a saving.")


def _matched(found: SavingsByProject) -> list[str]:
    """Say how much is matched, and which matches the papers do not make."""
    if found.pairs.empty:
        return []
    projects = "project" if len(found.pairs) == 1 else "projects"
    whole = "" if found.target is None else f", with targets of {money(found.target)} in all"
    by_subject = [str(row.project) for row in found.pairs.itertuples() if row.match == "subject"]
    doubt = (
        f" For {listing(by_subject)} only the subject is the same. The papers do not say that these savings are theirs."
        if by_subject
        else ""
    )
    return [f"We matched savings in the savings tracker to {in_words(len(found.pairs))} {projects}{whole}.{doubt}"]


def _amounts(pairs: pd.DataFrame, year: str) -> list[str]:
    """Compare the projects' amounts of this year with the targets of their savings."""
    known = pairs[pairs["target_gbp"].notna()]
    missing = [str(each) for each in known.loc[known["benefit_gbp"].isna(), "project"]]
    both = known[known["benefit_gbp"].notna()]
    equal = [str(each) for each in both.loc[both["gap_gbp"] == 0, "project"]]
    lines = []
    if equal:
        has = "has" if len(equal) == 1 else "each have"
        lines.append(f"{listing(equal)} {has} the same amount in the programme as in the tracker.")
    lines += [
        strong(str(row.project))
        + f" is to save {money(int(row.benefit_gbp), int(row.gap_gbp))} by the programme and "
        + f"{money(int(row.target_gbp), int(row.gap_gbp))} by the tracker."
        for row in both[both["gap_gbp"] != 0].itertuples()
    ]
    if missing:
        has = "has" if len(missing) == 1 else "have"
        lines.append(
            f"{listing(missing)} {has} no amount for {year} in the programme, though the matched savings have targets."
        )
    return lines


def _ratings(found: SavingsByProject) -> list[str]:
    """Name the projects whose savings the tracker rates worse than the programme rates the project."""
    lines: list[str] = [
        strong("The ratings differ.")
        + f" The programme rates {row.project} {row.rag}; the tracker rates {money(int(row.red_gbp))} of the matched "
        f"savings red ({row.refs})."
        for row in found.rated_worse.itertuples()
    ]
    lines += [
        f"The programme rates {row.project} green; the tracker rates {money(int(row.amber_gbp))} of the matched "
        "savings amber."
        for row in found.rated_amber.itertuples()
    ]
    return lines


def _without_saving(found: SavingsByProject, year: str) -> list[str]:
    names = [f"{row.project} ({money(int(row.benefit_this_year_gbp))})" for row in found.without_saving.itertuples()]
    return [strong("In the programme only") + f" for {year}: {listing(names)}."] if names else []


def _without_project(found: SavingsByProject) -> list[str]:
    rows = found.without_project
    if rows.empty:
        return []
    worth = "" if rows["target_gbp"].isna().any() else f", {money(int(rows['target_gbp'].sum()))} in all"
    refs = listing([str(ref) for ref in rows["ref"]])
    return [
        strong("In the tracker only:")
        + f" {in_words(len(rows))} {'saving' if len(rows) == 1 else 'savings'}{worth}. We found no project for {refs}."
    ]
