"""Report an import of published statistics on the command line. In: `Imported`. Out: lines of text."""

from __future__ import annotations

from trustbook.chapters.compare.published_import import Imported
from trustbook.config.words import words
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import counted, listing
from trustbook.data.conventions import SYMBOLS


def in_lines(imported: Imported, workspace: Workspace) -> list[str]:
    """Say what was read and what was kept, measures and times first."""
    lines = [f"Read: {listing(imported.measures)}, {listing(imported.times)}."]
    if imported.authorities is not None:
        fewest, most = imported.authorities
        among = f"{most}" if fewest == most else f"{fewest} to {most}"
        lines.append(f"Ranked among {among} authorities with a figure.")
    else:
        codes = ", ".join(workspace.settings.statistical_areas) or "none are named in params/trust.yaml"
        lines.append(f"None of {words().the_body}'s own areas ({codes}) is in it, so nothing was ranked.")
    lines += _remarks(imported)
    kept = workspace.shown(imported.file)
    if imported.added or imported.changed:
        lines.append(f"{kept}: {imported.added} added, {imported.changed} changed, {imported.same} as they were.")
    else:
        lines.append(f"{kept}: nothing new.")
    return lines


def _remarks(imported: Imported) -> list[str]:
    """Say what the table does not show: what was left out, read differently from the file, or doubtful."""
    read = imported.read
    lines = []
    if read.skipped:
        passed = [f"{counted(count, 'line')} of level {level}" for level, count in read.skipped.items()]
        lines.append(f"Passed over: {listing(passed)}.")
    if imported.absent:
        lines.append(f"Not in it: {listing(imported.absent)}.")
    if read.older:
        older_symbols = [
            f"'{older}' as {SYMBOLS[symbol]} in {counted(count, 'cell')}"
            for (older, symbol), count in read.older.items()
        ]
        lines.append(f"Older symbols were read: {listing(older_symbols)}.")
    lines += [f"Read otherwise than as written: {correction.sentence}." for correction in read.corrections]
    lines += [
        f"Look at {name}: no authority has more than 1 per cent. If the file has shares of 1, and not per cent, its "
        "figures are a hundred times too small here."
        for name in imported.small
    ]
    return lines
