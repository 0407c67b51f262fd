"""Begin the review of a draft: make the draft of the paper, or go on with the one that was made of it before.

In: a workspace, a paper, a period. Out: nothing; the review is served until it is stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trustbook.config.workspace import INGEST, Workspace
from trustbook.core.characters import visible
from trustbook.core.period import Period
from trustbook.ingest.files import record_of
from trustbook.ingest.paper import read_whole, words_for
from trustbook.ingest.paper_to_draft import ingest
from trustbook.ingest.recognition import recognition
from trustbook.ingest.review.cells import Review
from trustbook.ingest.review.server import Desk, serve
from trustbook.papers.words import words_with


def desk_of(workspace: Workspace, file: Path, period: Period, source: str) -> Desk:
    """Read the paper, and make its draft unless there is one of it already."""
    words = words_for(recognition(workspace.params), words_with(workspace.params / INGEST))
    paper = read_whole(file, visible(str(file)), words)
    if record_of(workspace, period).get("sha256") != paper.digest:
        ingest(workspace, file, period, source)
    return Desk(Review(workspace, period), paper, file)


def look_through(workspace: Workspace, file: Path, period: Period, source: str, say: Callable[[str], None]) -> None:
    """Serve the review until it is stopped."""
    serve(desk_of(workspace, file, period, source), say)
