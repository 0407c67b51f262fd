"""What an import of published statistics did, for the command line. In: `Imported`. Out: lines of text."""

from __future__ import annotations

from trustbook.chapters.compare.published_import import Imported
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import counted, listing
from trustbook.data.conventions import SYMBOLS


def in_lines(found: Imported, workspace: Workspace) -> list[str]:
    """Say what was read and what was kept, measures and times first."""
    lines = [f"Read: {listing(found.measures)}, {listing(found.times)}."]
    if found.authorities is not None:
        fewest, most = found.authorities
        among = f"{most}" if fewest == most else f"{fewest} to {most}"
        lines.append(f"Ranked among {among} authorities with a figure.")
    else:
        codes = ", ".join(workspace.settings.statistical_areas) or "none are named in params/trust.yaml"
        lines.append(f"None of the trust's own areas ({codes}) is in it, so nothing was ranked.")
    lines += _aloud(found)
    kept = workspace.shown(found.file)
    if found.added or found.changed:
        lines.append(f"{kept}: {found.added} added, {found.changed} changed, {found.same} as they were.")
    else:
        lines.append(f"{kept}: nothing new.")
    return lines


def _aloud(found: Imported) -> list[str]:
    """What a reader would not see in the table: what was left out, read otherwise than as written, or is doubtful."""
    read = found.read
    lines = []
    if read.skipped:
        passed = [f"{counted(count, 'line')} of level {level}" for level, count in read.skipped.items()]
        lines.append(f"Passed over: {listing(passed)}.")
    if found.absent:
        lines.append(f"Not in it: {listing(found.absent)}.")
    if read.older:
        told = [
            f"'{older}' as {SYMBOLS[symbol]} in {counted(count, 'cell')}"
            for (older, symbol), count in read.older.items()
        ]
        lines.append(f"Older symbols were read: {listing(told)}.")
    lines += [f"Read otherwise than as written: {each.sentence}." for each in read.corrections]
    lines += [
        f"Look at {name}: no authority has more than 1 per cent. If the file has shares of 1, and not per cent, its "
        "figures are a hundred times too small here."
        for name in found.small
    ]
    return lines
