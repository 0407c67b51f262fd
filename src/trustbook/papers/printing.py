"""Print what was read from a paper as tables on a terminal, with what was refused and why.

In: a `Reading` and a console. Out: text on the console.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from trustbook.core.characters import visible
from trustbook.core.formatting import counted
from trustbook.papers.model import Cell, Reading, Refusal, Table

if TYPE_CHECKING:
    from rich.console import Console

_SURE = 0.9
_MOST_OF_ONE_REASON = 3
_UNITS = {"GBP_k": "£k", "pct": "%", "GBP_per_week": "£ a week", "GBP_per_head": "£ a head", "fte": "FTE", "text": ""}


def print_reading(reading: Reading, out: Console) -> None:
    """Print the tables, then what was refused, by reason."""
    cells = sum(len(row.cells) for table in reading.tables for row in table.rows)
    out.print(
        f"{counted(len(reading.tables), 'table')} with {counted(cells, 'cell')}; {len(reading.refused)} refused.",
        style="bold",
    )
    for table in reading.tables:
        out.print()
        out.print(_laid_out(table))
    if reading.refused:
        out.print()
        out.print("Refused:", style="bold yellow")
        for line in _reasons(reading.refused):
            out.print(f"  {line}")


def _laid_out(table: Table) -> object:
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    columns = list(dict.fromkeys((cell.column, cell.unit) for row in table.rows for cell in row.cells))
    title = f"{table.title} ({table.place})" if table.title else table.place
    drawn = Drawn(title=Text(visible(title)), title_justify="left", box=box.SIMPLE_HEAD)
    drawn.add_column("")
    for name, unit in columns:
        drawn.add_column(Text(visible(f"{name} {_UNITS.get(unit, unit)}".strip())), justify="right")
    for row in table.rows:
        found = {(cell.column, cell.unit): cell for cell in row.cells}
        label = Text("  " * row.level + visible(row.label or ("(total)" if row.total else "")))
        drawn.add_row(
            label,
            *(Text(_shown(found.get(each))) for each in columns),
            style="bold" if row.total or not row.cells else "",
        )
    return drawn


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.value is None:
        return "n/a"
    text = _figure(cell.value) if isinstance(cell.value, Decimal) else visible(cell.value)
    return text if cell.confidence >= _SURE else f"{text} ?"


def _figure(value: Decimal) -> str:
    """Write a figure without the decimals that only its scale gave it: £0.732m is 732 thousand, not 732.000."""
    return f"{int(value):,}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def _reasons(refused: Sequence[Refusal]) -> list[str]:
    """Write one line for each reason, with the first places that it holds for."""
    by_reason: dict[str, list[Refusal]] = {}
    for each in refused:
        by_reason.setdefault(each.why, []).append(each)
    lines = []
    for why, found in by_reason.items():
        places = "; ".join(
            f"{each.place}" + (f" ({each.printed})" if each.printed else "") for each in found[:_MOST_OF_ONE_REASON]
        )
        more = f" and {len(found) - _MOST_OF_ONE_REASON} more" if len(found) > _MOST_OF_ONE_REASON else ""
        lines.append(visible(f"{why}: {places}{more}"))
    return lines
