"""Hold the cells of a draft for review: each with its place in the paper, accepted, corrected or still to be looked at.

In: a workspace and a period that has a draft. Out: `Review`, which writes each decision to the draft at once.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from trustbook.config.workspace import DRAFT_RECORD, Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.characters import describe_character, forbidden_character
from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import read_file
from trustbook.core.period import Period
from trustbook.core.safe_text import as_csv, from_spreadsheet
from trustbook.ingest.files import record_of

ACCEPTED, CORRECTED = "accepted", "corrected"
_LONGEST = 500
_MOST_BYTES = 100_000_000
_MOST_DECIMALS = 3


@dataclass(frozen=True)
class ReviewCell:
    """One cell of a draft that came from the paper."""

    key: str
    """`dataset/row/column`, which names it in an address."""
    row: str
    column: str
    value: str
    printed: str
    place: str
    state: str = ""

    @property
    def heading(self) -> str:
        """The column in words: `contract_sum_gbp_k` is `Contract sum, £000`."""
        words = self.column.removesuffix("_gbp_k").replace("_", " ").capitalize()
        return f"{words}, £000" if self.column.endswith("_gbp_k") else words

    @property
    def line(self) -> str:
        """`dataset/row`, which its other cells share."""
        return self.key.rpartition("/")[0]


class Review:
    """The cells of one draft, in the order of its files."""

    def __init__(self, workspace: Workspace, period: Period) -> None:
        self._workspace, self.period = workspace, period
        self._folder = workspace.drafts_of_returns / str(period)
        self._record = record_of(workspace, period)
        if not self._record.get("rows"):
            raise WorkspaceError(
                "it has no record of where its cells come from",
                file=workspace.shown(self._folder),
                expected="a draft that `trustbook ingest` wrote",
            )

    @property
    def listed(self) -> list[Mapping[str, str]]:
        """What was left out of the draft, and why."""
        return list(self._record.get("listed", ()))

    @property
    def digest(self) -> str:
        """The digest of the paper that it was made of."""
        return str(self._record.get("sha256", ""))

    def cells(self) -> list[ReviewCell]:
        """List the cells. Raises WorkspaceError if rows were added to or taken from a file by hand."""
        states: Mapping[str, str] = self._record.get("reviewed", {})
        found = []
        for dataset, rows in self._record["rows"].items():
            now = self._rows(dataset, len(rows))
            for at, (row, cells) in enumerate(zip(rows, now, strict=True)):
                name = row.get("label") or next(iter(row["cells"].values()), "")
                for column, trace in row.get("traces", {}).items():
                    key = f"{dataset}/{at}/{column}"
                    value = cells.get(column, "")
                    shown = f"{dataset}: {name}"
                    found.append(
                        ReviewCell(key, shown, column, value, trace["printed"], trace["place"], states.get(key, ""))
                    )
        return found

    def settle(self, key: str, value: str) -> None:
        """Accept a cell as it is, or correct it. Raises WorkspaceError for a value that no cell can have."""
        cell = next((each for each in self.cells() if each.key == key), None)
        if cell is None:
            raise WorkspaceError("the draft has no such cell", expected="a cell of the list")
        value = " ".join(value.split())
        _require_usable(cell, value)
        dataset, at, column = key.split("/")
        if value != cell.value:
            rows = self._rows(dataset, len(self._record["rows"][dataset]))
            rows[int(at)][column] = value
            names = list(rows[0])
            content = as_csv([names, *[[row.get(name, "") for name in names] for row in rows]])
            write_whole(self._folder / f"{dataset}.csv", content.encode())
        self._store({key: ACCEPTED if value == cell.value else CORRECTED})

    def accept_line(self, key: str) -> None:
        """Accept a cell as it is, with all cells of its line that nobody has looked at."""
        line = key.rpartition("/")[0]
        found = [each for each in self.cells() if each.line == line]
        if not any(each.key == key for each in found):
            raise WorkspaceError("the draft has no such cell", expected="a cell of the list")
        self._store({each.key: ACCEPTED for each in found if not each.state})

    def _store(self, states: Mapping[str, str]) -> None:
        self._record.setdefault("reviewed", {}).update(states)
        text = json.dumps(self._record, indent=1, ensure_ascii=False) + "\n"
        write_whole(self._folder / DRAFT_RECORD, text.encode())

    def _rows(self, dataset: str, count: int) -> list[dict[str, str]]:
        file = self._folder / f"{dataset}.csv"
        shown = self._workspace.shown(file)
        content = read_file(file, shown, _MOST_BYTES, within=self._folder, kind=WorkspaceError)
        reader: Any = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
        rows = [{str(name): from_spreadsheet(cell or "") for name, cell in row.items() if name} for row in reader]
        if len(rows) != count:
            raise WorkspaceError(
                f"it has {len(rows)} lines, and {count} were drafted",
                file=shown,
                expected="the lines of the draft",
                mend="Go on in the files: the review cannot tell which line is which.",
            )
        return rows


def _require_usable(cell: ReviewCell, value: str) -> None:
    odd = forbidden_character(value)
    if odd is not None or len(value) > _LONGEST:
        what = f"it has the character {describe_character(odd)}" if odd else f"it has {len(value):,} characters"
        raise WorkspaceError(what, column=cell.column, expected=f"at most {_LONGEST} characters that can be seen")
    if value and (cell.column.endswith("_gbp_k") or cell.column == "value"):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > 2 * _MOST_DECIMALS:
            raise WorkspaceError(f"'{value[:40]}' is no figure", column=cell.column, expected="digits, such as -1037")
