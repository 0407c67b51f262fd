"""Make rows of a draft: a row with its source and place, a total of the paper, a figure as the paper states it.

In: the lines of a table. Out: rows added to a draft; a line that is no row is listed.
"""

from __future__ import annotations

from collections.abc import Mapping

from trustbook.core.characters import excerpt
from trustbook.core.period import Period
from trustbook.ingest.lines import Lines, written
from trustbook.ingest.model import Draft, DraftRow, Known, Trace, Why
from trustbook.ingest.recognise import Recognised
from trustbook.ingest.view import decimals_of
from trustbook.ingest.witnesses import At
from trustbook.papers.amounts import parse_amount

CONTROLS, CLAIMS = "controls", "claims"


def new_row(found: Recognised, known: Known, cells: Mapping[str, str], row: int | None = None) -> DraftRow:
    """Make a row with its source and place, and the label of a row of the table."""
    label = "" if row is None else found.table.rows[row].label
    return DraftRow({**cells, "source_id": known.source, "locator": found.locator}, label=label)


def leave_out_line(draft: Draft, found: Recognised, row: int, why: str) -> None:
    """List a line of a table that is no row of the draft."""
    line = found.table.rows[row]
    printed = ", ".join(cell.printed for cell in line.cells if cell.unit != "text")
    place = line.cells[0].place if line.cells else found.locator
    dataset = found.kind.dataset if found.kind else ""
    draft.leave_out(
        Why.NOT_MAPPED, f"line '{excerpt(line.label)}'", why, printed=excerpt(printed), place=place, dataset=dataset
    )


def add_control(
    draft: Draft,
    known: Known,
    lines: Lines,
    row: int,
    name: str,
    scope: tuple[str, str, str],
    what: str,
    period: Period | None = None,
) -> None:
    """Add a total of the paper, with the decimals that it is printed with."""
    dataset, column, of = scope
    cells = {"dataset": dataset, "column": column, "scope": of}
    made = new_row(lines.found, known, cells, row)
    if lines.take(draft, row, name, made, f"total {what}", column="value") is None:
        return
    cell = lines.found.table.cells[row][lines.of[name]]
    made.cells |= {"unit": "gbp_k", "decimals": str(decimals_of(cell) or 0)}
    draft.of(period or known.period).rows(CONTROLS).append(made)


def add_claim(draft: Draft, known: Known, lines: Lines, row: int, period: Period, metric: str, label: str) -> None:
    """Add a figure as the paper states it, in the unit that it is printed in."""
    found = lines.found
    cell = found.table.cells[row].get(found.periods[period])
    value = found.table.money(row, found.periods[period])
    amount = None if cell is None else parse_amount(cell.printed)
    if cell is None or value is None or amount is None or At(row, str(period)) in lines.against:
        return
    places = decimals_of(cell)
    millions = places is not None and amount.decimals == places + 3
    number = value / 1000 if millions else value
    claims = draft.of(period).rows(CLAIMS)
    said: Mapping[str, str] = {
        "claim_id": f"{known.source}-{period.short}-{len(claims) + 1:03d}",
        "source_id": known.source,
        "locator": f"{found.locator}, row {excerpt(found.table.rows[row].label)}, column {cell.column}"[:300],
        "metric": metric,
        "period": str(period),
        "value": format(number.quantize(number.__class__(1).scaleb(-amount.decimals)), "f")
        if millions
        else written(value),
        "unit": "gbp_m" if millions else "gbp_k",
        "decimals": str(amount.decimals),
        "label": label,
    }
    claims.append(DraftRow(dict(said), {"value": Trace(cell.printed, cell.place)}))
