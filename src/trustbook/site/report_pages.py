"""Divide the pages of a book into its report and the annexes behind it, as `_toc.yml` does.

In: a workspace. Out: names of pages, in order. The report is the front page and the first part of the contents that has
chapters; a book without such a part has all its chapters as the report. All other pages are annexes.
"""

from __future__ import annotations

from trustbook.config.book_files import read_contents
from trustbook.config.workspace import Workspace, first_part

_CHAPTER = "notebooks/"


def report_pages(workspace: Workspace) -> list[str]:
    """List the pages of the report. Raises WorkspaceError for contents that cannot be read."""
    front, *others = workspace.pages()
    part = first_part(read_contents(workspace.root))
    found = part or [page for page in others if page.startswith(_CHAPTER)]
    return [front, *(page for page in others if page in found)]


def annex_pages(workspace: Workspace) -> list[str]:
    """List the pages that are not of the report. Raises WorkspaceError for contents that cannot be read."""
    report = set(report_pages(workspace))
    return [page for page in workspace.pages() if page not in report]
