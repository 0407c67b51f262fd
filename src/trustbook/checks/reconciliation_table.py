"""Define what reconciliations use: the typed frames of a return, and pairs of amounts that must agree.

In: the tables of a return. Out: frames by dataset, and `Reconciliation`s for Great Expectations to evaluate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trustbook.checks.findings import Severity
from trustbook.core.period import Period
from trustbook.core.units import POUNDS_IN_THOUSAND
from trustbook.data.forecast_lines import lines_of
from trustbook.data.reader import Table

CORRECT_IT = "Check both against the paper, and correct the one that is wrong."
ROUNDING = POUNDS_IN_THOUSAND
"""Lines may differ from a printed total by £1k, inclusive, since each was rounded separately."""


@dataclass(frozen=True)
class Reconciliation:
    """Hold two amounts that must agree. `right` is None for a missing cell; the sentence then says what is expected."""

    rule: str
    """What must agree, as `savings.stated_total`: the code of the finding if they do not."""
    file: str
    sentence: str
    left: int
    right: int | None
    tolerance: int = 0
    severity: Severity = Severity.CRITICAL
    line: int | None = None
    column: str | None = None
    key: str = ""
    """Distinguishes it from others of its rule where its line does not: a heading, a year."""
    dataset: str = ""
    """The dataset it is about; by default the one that the file is named after."""
    expected: str = "the two to agree, apart from rounding"
    mend: str = CORRECT_IT

    @property
    def gap(self) -> int | None:
        """Return the difference between the two, or None for a missing cell."""
        return None if self.right is None else abs(self.left - self.right)

    @property
    def code(self) -> str:
        """Return the finding's code; it differs where a cell is missing or rounding explains the gap."""
        if self.gap is None:
            return f"{self.rule}.incomplete"
        return self.rule if self.gap > self.tolerance else f"{self.rule}.within_rounding"


@dataclass(frozen=True)
class Frames:
    """Hold the typed frames of one return, by dataset, and the files they came from."""

    period: Period
    tables: Mapping[str, Table]

    def get(self, dataset: str, *columns: str) -> pd.DataFrame | None:
        """Return a dataset, if it was reported and has these columns."""
        table = self.tables.get(dataset)
        if table is None or not set(columns) <= set(table.typed.columns):
            return None
        return lines_of(dataset, table.typed)

    def with_subtotals(self) -> pd.DataFrame | None:
        """Return the forecast with the subtotals that the paper says among its lines."""
        table = self.tables.get("forecast")
        return None if table is None else table.typed

    def file(self, dataset: str) -> str:
        """Return the file of a dataset."""
        table = self.tables.get(dataset)
        return table.file if table is not None else f"data/{self.period}/{dataset}.csv"


def doubt(
    now: Frames,
    dataset: str,
    sentence: str,
    expected: str,
    *,
    rule: str,
    key: str = "",
    about: str = "",
    line: int | None = None,
    column: str | None = None,
) -> Reconciliation:
    """Build a warning whose sentence states its evidence. Give `about`, the dataset, if the file belongs to another.

    Give `key`, the name of what is doubted, if it is not the row of the line.
    """
    table = now.tables.get(dataset)
    row = table.row_name(line) if table is not None and line is not None else ""
    return Reconciliation(
        rule=rule,
        file=now.file(dataset),
        dataset=about or dataset,
        key=", ".join(part for part in (dataset, key or row, column) if part),
        line=line,
        column=column,
        sentence=sentence,
        left=0,
        right=1,
        severity=Severity.WARNING,
        expected=expected,
        mend="If the paper says so, accept the warning with a reason in params/<period>.yaml; if not, correct it.",
    )


def refusal(
    now: Frames,
    dataset: str,
    sentence: str,
    expected: str,
    *,
    rule: str,
    line: object = None,
    column: str | None = None,
    mend: str = CORRECT_IT,
) -> Reconciliation:
    """Build a critical finding of what cannot be, whose sentence says what was found; no two amounts are compared."""
    return Reconciliation(
        rule=rule,
        file=now.file(dataset),
        line=None if line is None else int(str(line)),
        column=column,
        sentence=sentence,
        left=0,
        right=1,
        expected=expected,
        mend=mend,
    )
