"""Make a draft of tables of the pack as the workspace at the root would, and compare it with what its returns have.

In: a paper that was read. Out: a `Draft`, and the cells that differ from the returns typed by hand.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.ingest.draft import draft_of
from trustbook.ingest.model import Draft, Known
from trustbook.ingest.paper import Paper
from trustbook.ingest.recognition import recognition

ROOT = Path(__file__).parents[2]
SOURCE = "jctc-2024-05-forecast"
P11 = Period(2023, 11)
MONTHS = (7, 8, 9, 10, 11)
COMPARED = {
    "forecast": ("level", "heading"),
    "adjustments": ("item", "kind"),
    "savings": ("ref", "proposal"),
    "controls": ("dataset", "column", "scope"),
}
Cells = dict[tuple[str, str, tuple[str, ...], str], str]
"""A figure by period, dataset, the names of its row, and its column."""


@cache
def known(period: Period = P11) -> Known:
    """Return what the workspace knows: its headings and groups, and nothing of an earlier return."""
    settings = Workspace(ROOT).settings
    headings = {each.name: each.group for each in settings.headings}
    return Known(period, SOURCE, headings, tuple(settings.groups))


def draft(paper: Paper, what: Known | None = None) -> Draft:
    """Make a draft as the workspace at the root would."""
    return draft_of(paper, what or known(), recognition(ROOT / "params"))


def cells_of(made: Draft) -> Cells:
    """Return the figures of a draft."""
    found: Cells = {}
    for period, each in made.drafts.items():
        for dataset, names in COMPARED.items():
            for row in each.datasets.get(dataset, ()):
                for column in row.traces:
                    if column not in ("sro", "status"):
                        key = str(period), dataset, tuple(row.cells[name] for name in names), column
                        twice = key in found and found[key] != row.cells[column]
                        found[key] = f"{found[key]} and {row.cells[column]}" if twice else row.cells[column]
    return found


def read_csv(file: Path) -> list[dict[str, str]]:
    """Read a file of a return."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


@cache
def typed_by_hand() -> Cells:
    """Return the figures of the returns that the paper gives, as a person typed them."""
    found: Cells = {}
    for month in MONTHS:
        folder = ROOT / "data" / str(Period(2023, month))
        for dataset, names in COMPARED.items():
            file = folder / f"{dataset}.csv"
            for row in read_csv(file) if file.exists() else ():
                for column, cell in row.items():
                    money = column.endswith("_gbp_k") or (dataset == "controls" and column == "value")
                    if money and cell and row["source_id"] == SOURCE:
                        found[folder.name, dataset, tuple(row[name] for name in names), column] = cell
    return found
