"""Write entries of the log for a person or a program.

In: entries. Out: a line for each with what it says more below it, or plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trustbook.core.formatting import capitalised
from trustbook.pipeline.console import wrapped
from trustbook.revisions.log import Entry


def as_values(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON has it."""
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.by.as_values(),
        "action": entry.action,
        "period": entry.period,
        "state": entry.state,
        "details": dict(entry.details),
        "previous": entry.previous,
    }


def as_text(entries: Sequence[Entry]) -> str:
    """Write entries as a table: number, time, what, period, who; and below each what it says more."""
    heads = ("", "When (UTC)", "What", "Period", "Who")
    rows = [(f"{each.number}", _when(each), each.action, each.period, each.by.name) for each in entries]
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    lines = [_line(heads, widths)]
    for each, row in zip(entries, rows, strict=True):
        lines.append(_line(row, widths))
        if more := _more(each):
            lines.append(wrapped(more, " " * (widths[0] + 2)))
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = [first.rjust(widths[0]), *(cell.ljust(width) for cell, width in zip(others, widths[1:], strict=True))]
    return "  ".join(cells).rstrip()


def _when(entry: Entry) -> str:
    return entry.at.replace("T", " ").removesuffix("Z")


def _more(entry: Entry) -> str:
    """Write what an entry says more: `Role: Section 151 officer. Comment: agreed`."""
    said = [(name.replace("_", " "), value) for name, value in entry.details.items() if value not in ("", False, None)]
    shown = [capitalised(name) if value is True else f"{capitalised(name)}: {value}" for name, value in said]
    return ". ".join(each.rstrip(".") for each in shown) + ("." if shown else "")
