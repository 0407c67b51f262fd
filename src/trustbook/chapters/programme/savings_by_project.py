"""Match savings to the projects that deliver them, to compare the programme with the savings tracker.

In: the rows of both. Out: `SavingsByProject`, or None without a tracker. Whole pounds. Only the data match a saving to
a project (`savings_ref`), never an equal amount.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.data.cells import listed

AMOUNTS = ("target", "red", "amber", "green")
_COLOURS = AMOUNTS[1:]


@dataclass(frozen=True)
class SavingsByProject:
    """The comparison of the programme with the savings tracker.

    `pairs`: project, rag, match, refs, benefit_gbp (of this year, missing if it has no amount), target_gbp, red_gbp,
    amber_gbp, green_gbp of its savings, and gap_gbp, the benefit less the target. `without_saving`: the projects with a
    benefit this year and no saving. `without_project`: the savings that no project names.
    """

    pairs: pd.DataFrame
    without_saving: pd.DataFrame
    without_project: pd.DataFrame
    target: int | None
    """The total target of the savings that projects name, each counted once; None if a target is missing."""

    @property
    def rated_worse(self) -> pd.DataFrame:
        """The pairs whose savings are rated worse than the project: red in the tracker, and not red here."""
        return self.pairs[(self.pairs["red_gbp"] > 0).fillna(value=False) & (self.pairs["rag"] != "red")]

    @property
    def rated_amber(self) -> pd.DataFrame:
        """The pairs whose project is rated green, and part of whose savings is amber."""
        return self.pairs[(self.pairs["amber_gbp"] > 0).fillna(value=False) & (self.pairs["rag"] == "green")]

    @property
    def reported(self) -> tuple[str, ...]:
        """The amounts that the savings tracker reports of any of these savings: the target, and its ratings."""
        return ("target", *(name for name in _COLOURS if self.pairs[f"{name}_gbp"].notna().any()))


def match_savings(projects: pd.DataFrame, savings: pd.DataFrame | None) -> SavingsByProject | None:
    """Match the projects with the savings that they name; the gate refuses a reference that no saving has."""
    if savings is None:
        return None
    lines = savings.drop_duplicates("ref").set_index("ref")
    named: dict[str, None] = {}
    pairs = []
    for _, row in projects.iterrows():
        refs = [ref for ref in listed(row["savings_ref"]) if ref in lines.index]
        if refs:
            named |= dict.fromkeys(refs)
            added = {f"{name}_gbp": lines.loc[refs, f"{name}_gbp"].sum(skipna=False) for name in AMOUNTS}
            pairs.append(
                {name: row[name] for name in ("project", "rag")}
                | {"match": row["savings_match"], "refs": "; ".join(refs), "benefit_gbp": row["benefit_this_year_gbp"]}
                | added
                | {"gap_gbp": row["benefit_this_year_gbp"] - added["target_gbp"]}
            )
    columns = ["project", "rag", "match", "refs", "benefit_gbp", *(f"{name}_gbp" for name in AMOUNTS), "gap_gbp"]
    frame = pd.DataFrame(pairs, columns=columns).astype({name: "Int64" for name in columns if name.endswith("_gbp")})
    alone = projects["benefit_this_year_gbp"].notna() & ~projects["project"].isin(frame["project"])
    targets = lines.loc[list(named), "target_gbp"]
    return SavingsByProject(
        pairs=frame,
        without_saving=projects[alone].reset_index(drop=True),
        without_project=savings[~savings["ref"].isin(list(named))].reset_index(drop=True),
        target=None if targets.isna().any() else int(targets.sum()),
    )
