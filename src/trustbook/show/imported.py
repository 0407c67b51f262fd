"""What an import of published statistics did, for the command line. In: `Imported`. Out: lines of text."""

from __future__ import annotations

from trustbook.returns.compare_import import Imported
from trustbook.words import counted, listing
from trustbook.workspace import Workspace


def in_lines(found: Imported, workspace: Workspace) -> list[str]:
    """Say what was read and what was kept, measures and times first."""
    lines = [f"Read: {listing(found.measures)}, {listing(found.times)}."]
    if found.authorities is not None:
        fewest, most = found.authorities
        among = f"{most}" if fewest == most else f"{fewest} to {most}"
        lines.append(f"Ranked among {among} authorities with a figure.")
    else:
        lines.append("None of the trust's own areas is in it, so nothing was ranked.")
    if found.passed_over:
        passed = [f"{counted(count, 'line')} of level {level}" for level, count in found.passed_over.items()]
        lines.append(f"Passed over: {listing(passed)}.")
    kept = workspace.shown(found.file)
    if found.added or found.changed:
        lines.append(f"{kept}: {found.added} added, {found.changed} changed, {found.same} as they were.")
    else:
        lines.append(f"{kept}: nothing new.")
    return lines
