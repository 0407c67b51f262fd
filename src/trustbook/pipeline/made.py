"""Sum up what a report made in a workspace, for people and programs.

In: the plan of a run that has ended. Out: `Made`, which can be written as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trustbook.build.plan import Plan
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.pipeline.headline_changes import HeadlineChange, changes


@dataclass(frozen=True)
class Made:
    """What a report made in one workspace."""

    workspace: str
    site: str
    made: tuple[str, ...]
    """The titles of what was made: `2023-24-P11 chapter summary`."""
    unchanged: int
    """How many things did not have to be made."""
    changes: Mapping[Period, Sequence[HeadlineChange]]
    """The headline figures that changed: of each period that has any, or whose edition was made again."""

    def as_values(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        changed = {
            str(period): {each.name: {"label": each.label, "old": each.old, "new": each.new} for each in found}
            for period, found in self.changes.items()
        }
        return {
            "workspace": self.workspace,
            "site": self.site,
            "made": list(self.made),
            "unchanged": self.unchanged,
            "changed_figures": changed,
        }


def made_of(workspace: Workspace, memory: Plan, periods: Sequence[Period]) -> Made:
    """Sum up a run; call it before the headline figures of the last build are replaced by those of this one."""
    decisions = memory.cache.decisions
    again = {each.task.period for each in decisions.values() if each.ran and each.task.kind == "edition"}
    found = {period: changes(workspace, period) for period in periods}
    return Made(
        str(workspace.root),
        str(workspace.build / "site" / "index.html"),
        tuple(title for title, each in sorted(decisions.items()) if each.ran),
        sum(not each.ran for each in decisions.values()),
        {period: changed for period, changed in found.items() if changed or (changed is not None and period in again)},
    )


def as_text(made: Sequence[Made]) -> str:
    """Write what was made in each workspace as JSON; one that failed is not among them."""
    return json.dumps([each.as_values() for each in made], indent=2, ensure_ascii=False)
