"""Make the pack of the next month: the same tables with other figures. All its new figures are synthetic.

In: the pack of P11, a seed. Out: the tables of P12 as they would be printed, and the figures that they say.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from papers.drafts import P11, ROOT, Cells, known, read_csv, typed_by_hand
from papers.pack import Printed, printed_tables, ruled
from trustbook.core.period import Period
from trustbook.ingest.model import Known
from trustbook.ingest.names import plain

P12 = Period(2023, 12)
MONTH = str(P12)
_PARTS = ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn", "variance", "movement")


def knows_p11() -> Known:
    """Return what a workspace knows that has the return of P11."""
    folder = ROOT / "data" / str(P11)
    last = {name: read_csv(folder / f"{name}.csv") for name in ("forecast", "savings", "adjustments", "controls")}
    return replace(known(P12), last=last, source="synthetic-p12")


def pack_of_p12(seed: int = 12) -> tuple[list[Printed], Cells]:
    """Make the tables, and the figures of P12 that they say."""
    chance = Random(seed)
    by_period, lines, apart, savings = ruled(printed_tables())[:4]
    truth: Cells = {}
    groups: dict[str, int] = {}
    made = []
    total = [0] * len(_PARTS)
    for row in lines.rows[3:-1]:
        name = next(name for name in known().headings if plain(name) == plain(row[0]))
        old = [int(cell.replace(",", "") or 0) if cell != "[comment]" else 0 for cell in row[1:7]]
        move = chance.choice((0, 0, chance.randint(-90, 400)))
        new = [*old[:3], old[3] + move, old[4] + move, move]
        total = [one + other for one, other in zip(total, new, strict=True)]
        made.append((row[0], *(f"{each:,}" for each in new), "[comment]"))
        groups[known().headings[name]] = groups.get(known().headings[name], 0) + new[4]
        for part, each in zip(_PARTS, new, strict=True):
            truth[MONTH, "forecast", ("heading", name), f"{part}_gbp_k"] = str(each)
    made.append(("Total", *(f"{each:,}" for each in total), ""))
    head = tuple(tuple(cell.replace("P10", "P11") for cell in row) for row in lines.rows[:3])
    for part, each in zip(_PARTS, total, strict=True):
        truth[MONTH, "controls", ("forecast", f"{part}_gbp_k", "all"), "value"] = str(each)
    return [
        _months(by_period, groups, truth),
        replace(lines, rows=(*head, *made)),
        replace(apart, rows=tuple(row for row in apart.rows if "NCT P11 total" not in row[0] and row[0] != "Total")),
        _savings(savings, truth),
    ], truth


def _months(table: Printed, groups: dict[str, int], truth: Cells) -> Printed:
    """Drop the oldest month and add the new one, with its totals."""
    rows = []
    first = sum(groups.values())
    last = first
    totals = 0
    for at, row in enumerate(table.rows):
        if at == 0:
            new = "Period 12"
        elif at == 1:
            new = "£m"
        elif row[0] == "Total":
            totals += 1
            value = first if totals == 1 else last
            new = f"{value / 1000:.3f}"
            key = ("forecast", "variance_gbp_k", "all") if totals == 1 else ("position", "pressure_gbp_k", "all")
            truth[MONTH, "controls", key, "value"] = str(value)
        elif totals:
            new = row[5]
            last += int(row[5].replace(".", ""))
        else:
            group = next(each for each in groups if row[0].startswith(each))
            new = f"{groups[group] / 1000:.3f}"
            truth[MONTH, "controls", ("forecast", "variance_gbp_k", f"group={group}"), "value"] = str(groups[group])
        rows.append((row[0], *row[2:6], new, row[6].replace("11", "12")))
    for (period, dataset, names, column), cell in typed_by_hand().items():
        if dataset == "adjustments" and period == str(P11):
            truth[MONTH, dataset, names, column] = cell
    return replace(table, rows=tuple(rows))


def _savings(table: Printed, truth: Cells) -> Printed:
    """Turn some amber savings green; the totals follow."""
    rows = [list(row) for row in table.rows]
    amber, green = (rows[0].index(name) for name in ("Amber", "Green"))
    moved = {"Review of Social": 100, "Additional Valuing": 500}
    for row in rows[2:]:
        change = next((each for label, each in moved.items() if row[0].startswith(label)), 0)
        change = {"TOTAL": 100, "TOTAL SAVINGS": 600}.get(row[0], change)
        row[amber] = f"{int(row[amber].replace(',', '')) - change:,}"
        row[green] = f"{int(row[green].replace(',', '')) + change:,}"
    change = {"S01": 100, "V01": 500, "ref=S*": 100, "all": 600}
    for (period, dataset, names, column), cell in typed_by_hand().items():
        of_savings = dataset == "savings" or (dataset == "controls" and names[0] in ("savings", "adjustments"))
        if period == str(P11) and of_savings:
            name = names[2] if dataset == "controls" else names[0]
            kind = names[1] if dataset == "controls" else column
            sign = {"amber_gbp_k": -1, "green_gbp_k": 1}.get(kind, 0) if names[0] != "adjustments" else 0
            truth[MONTH, dataset, names, column] = str(int(cell) + sign * change.get(name, 0))
    return replace(table, title="P12 Savings", rows=tuple(tuple(row) for row in rows))
