"""Ingest a paper: read it, map it, write the drafts, and compare what has a return already.

In: a workspace, a file, a period. Out: `Ingested`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustbook.config.workspace import INGEST, Workspace
from trustbook.core.characters import visible
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.ingest.compared import Compared, compared
from trustbook.ingest.draft import draft_of
from trustbook.ingest.files import Written, require_untouched, write_drafts
from trustbook.ingest.known import known_of
from trustbook.ingest.model import Draft
from trustbook.ingest.paper import read_whole, words_for
from trustbook.ingest.recognition import recognition
from trustbook.papers.read import Progress
from trustbook.papers.words import words_with

_LONGEST = 40


@dataclass(frozen=True)
class Ingested:
    """What became of a paper."""

    draft: Draft
    written: tuple[Written, ...]
    compared: tuple[Compared, ...]
    missing: tuple[str, ...]
    """The datasets that the last return has and the paper does not give."""

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            **self.draft.as_json(),
            "written": [name for each in self.written for name in each.files],
            "compared": [
                {
                    "period": str(each.period),
                    "agree": each.agree,
                    "differences": [vars(one) for one in each.differences],
                }
                for each in self.compared
            ],
            "missing_datasets": list(self.missing),
        }


def ingest(
    workspace: Workspace, file: Path, period: Period, source: str = "", progress: Progress | None = None
) -> Ingested:
    """Make and write the drafts that a paper gives.

    Raises ReturnError for a file that cannot be read; WorkspaceError if the draft that is there was changed, or if the
    paper gives nothing that a return has.
    """
    require_untouched(workspace, period)
    shown = visible(str(file))
    how = recognition(workspace.params)
    paper = read_whole(file, shown, words_for(how, words_with(workspace.params / INGEST)), progress)
    known = known_of(workspace, period, source or source_of(file))
    draft = draft_of(paper, known, how)
    if not any(rows for each in draft.drafts.values() for rows in each.datasets.values()):
        raise WorkspaceError(
            "nothing in it is a table that a return has",
            file=shown,
            expected="a table of the budget lines, of savings, or of the forecast by period",
            mend=f"See what was read with: trustbook read {shown}. Say what its columns are in params/{INGEST}/.",
        )
    written = write_drafts(workspace, draft, file.name, paper.digest)
    datasets = draft.drafts[period].datasets if period in draft.drafts else {}
    missing = tuple(name for name in known.last if name not in datasets)
    return Ingested(draft, tuple(written), tuple(compared(workspace, draft)), missing)


def source_of(file: Path) -> str:
    """Make the id of a paper of the name of its file."""
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:_LONGEST].strip("-") or "paper"
