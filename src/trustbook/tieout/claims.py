"""What documents say: each figure with its source, its place and how it was printed.

In: `data/<period>/claims.csv` and `data/reference/claims.csv`. Out: `Claim`s.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.incoming import require_inside, stands
from trustbook.period import Period
from trustbook.returns.datasets import CLAIMS
from trustbook.returns.reader import read_table
from trustbook.tieout.figures import Figure
from trustbook.workspace import Workspace


@dataclass(frozen=True)
class Claim:
    """One stated figure. `period` is a period, a financial year, a date, or empty where the paper gives none."""

    claim_id: str
    source_id: str
    locator: str
    metric: str
    period: str
    value: float
    unit: str
    decimals: int
    tolerance: float | None
    label: str

    @property
    def figure(self) -> Figure:
        """What was printed, with the slack of its last place and of its hedge."""
        return Figure.printed(self.value, self.unit, self.decimals, self.tolerance)


def read_claims(workspace: Workspace, period: Period) -> list[Claim]:
    """Read the claims of a period's papers and of the papers that belong to no period. Raises ReturnError."""
    found = []
    for path in (workspace.data / str(period) / "claims.csv", workspace.data / "reference" / "claims.csv"):
        if stands(path):
            require_inside(path, workspace.data, workspace.shown(path))
            rows = read_table(path, CLAIMS, workspace.shown(path)).trusted()
            found += [_claim({str(name): value for name, value in row.items()}) for row in rows.to_dict("records")]
    return found


def _claim(row: dict[str, object]) -> Claim:
    def text(name: str) -> str:
        return "" if pd.isna(row[name]) else str(row[name])

    tolerance = row["tolerance"]
    return Claim(
        **{name: text(name) for name in ("claim_id", "source_id", "locator", "metric", "period", "unit", "label")},
        value=float(str(row["value"])),
        decimals=int(float(str(row["decimals"]))),
        tolerance=None if pd.isna(tolerance) else float(str(tolerance)),
    )
