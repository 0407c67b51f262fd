"""The gate, run over one corruption after another, fast enough to run over all of them.

In: a change of the true returns. Out: an `Outcome`. Each run is the gate's own `check`, from the bytes on disk to its
report. It is fast because three things are remembered between runs, by content: tables that were read, rules whose
columns did not change, and reconciliations whose row did not change. `test_corruption.py` holds it against a plain run.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from corruption.operators import Files, Gone
from corruption.remembering import RememberingValidator, remembering
from corruption.truth import ROOT
from trustbook.checks import gate
from trustbook.checks.findings import Finding, Report, Severity
from trustbook.checks.suites import Suite
from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError, TrustbookError
from trustbook.core.period import Period
from trustbook.data import period_return
from trustbook.data.reader import Table

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,4}")
_FIGURES = re.compile(r"-?\d[\d,.]*")
_SHEET = re.compile(r"\.\w+, sheet \w+$")


class Outcome(StrEnum):
    """What became of a corruption."""

    CRITICAL = "critical"
    WARNING = "warning"
    MENDED = "mended"
    """Only information about a mend, and the figures are the true ones."""
    HARMLESS = "harmless"
    """Nothing was said, and the figures are the true ones."""
    MISSED = "missed"
    CRASHED = "crashed"


class Engine:
    """A workspace that is made wrong and put right again, and the gate over it."""

    def __init__(self, folder: Path, quick: bool = False) -> None:
        """Copy the workspace. `quick` takes what cannot be read for critical, without asking Great Expectations."""
        self.folder = folder
        self._quick = quick
        for part in ("data", "params", "expectations"):
            shutil.copytree(ROOT / part, folder / part)
        self._true = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self._validators: dict[str, RememberingValidator] = {}
        self._tables: dict[tuple[Any, ...], Table | ReturnError] = {}
        self._suites: dict[Path, Suite] = {}
        self.periods = Workspace(folder).periods()
        with self._remembering():
            self._reports = {period: self._check(period) for period in self.periods}
            self._values = {period: self._read(period) for period in self.periods}

    def outcome(self, files: Files, period: Period | None) -> Outcome:
        """Lay out one corruption, run the gate over its period (the newest if no period owns it), put all right."""
        period = period or self.periods[-1]
        self._lay_out(files)
        try:
            with self._remembering():
                return self._judge(period)
        finally:
            self._put_right(files)

    def _judge(self, period: Period) -> Outcome:
        try:
            if self._quick and self._unreadable(period):
                return Outcome.CRITICAL
            report = self._check(period)
        except TrustbookError:
            return Outcome.CRITICAL
        uncoded = [each for each in report.findings if not _CODE.fullmatch(each.code)]
        if uncoded:
            raise AssertionError(f"a finding without a code: {uncoded[0]}")
        new = Counter(map(_identity, report.findings)) - Counter(map(_identity, self._reports[period].findings))
        severities = {identity[0] for identity in new}
        if Severity.CRITICAL in severities:
            return Outcome.CRITICAL
        if Severity.WARNING in severities:
            return Outcome.WARNING
        if self._read(period) != self._values[period]:
            return Outcome.MISSED
        return Outcome.MENDED if severities else Outcome.HARMLESS

    def _unreadable(self, period: Period) -> bool:
        """Whether the reader has said so: each of its problems is a critical finding of the gate."""
        workspace = Workspace(self.folder)
        tables = [
            *period_return.return_tables(workspace, period),
            *period_return.read_reference_tables(workspace).values(),
        ]
        return any(isinstance(table, ReturnError) or table.problems for table in tables)

    def _check(self, period: Period) -> Report:
        return gate.check(Workspace(self.folder), [period])[period]

    def _read(self, period: Period) -> Any:
        """Every value that a chapter of the period could read: order of lines and of columns says nothing."""
        workspace = Workspace(self.folder)
        tables = list(period_return.return_tables(workspace, period)) + list(
            period_return.read_reference_tables(workspace).values()
        )
        return workspace.settings, {
            table.schema.name if table.file.startswith(f"data/{period}") else table.file: _values(table)
            for table in tables
            if isinstance(table, Table)
        }

    def _lay_out(self, files: Files) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.unlink(missing_ok=True)
            path.parent.mkdir(exist_ok=True)
            if content is Gone.DIRECTORY:
                path.mkdir()
            elif isinstance(content, bytes):
                path.write_bytes(content)

    def _put_right(self, files: Files) -> None:
        for name in files:
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            if path in self._true:
                path.write_bytes(self._true[path])
            elif not any(path.parent.iterdir()):
                path.parent.rmdir()

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        """Put what remembers in the place of what reads and validates."""
        real = read_table, read_suite = period_return.read_table, gate.read_suite

        def table(path: Path, schema: Any, shown: str | None = None) -> Table:
            if not path.is_file():
                return read_table(path, schema, shown)
            key = (path, schema.name, path.read_bytes())
            true = self._true.get(path) == key[2]
            if key in self._tables:
                kept = self._tables[key]
            else:
                try:
                    kept = read_table(path, schema, shown)
                except ReturnError as error:
                    kept = error
                if not true:
                    self._tables = {k: v for k, v in self._tables.items() if self._true.get(k[0]) == k[2]}
                self._tables[key] = kept
            if isinstance(kept, ReturnError):
                raise kept
            return kept

        def suite(file: Path, shown: str) -> Suite:
            if file not in self._suites:
                self._suites[file] = read_suite(file, shown)
            return self._suites[file]

        period_return.read_table, gate.read_suite = table, suite
        try:
            with remembering(self._validators):
                yield
        finally:
            period_return.read_table, gate.read_suite = real


def _identity(finding: Finding) -> tuple[Any, ...]:
    """What a finding is about. Figures are left out: a reservation that the true return has too is nothing new."""
    file = _SHEET.sub(".csv", finding.file)  # the same finding, whether the file is a sheet or by itself
    return (finding.severity, finding.code, file, finding.column, _FIGURES.sub("#", finding.sentence))


def _values(table: Table) -> Counter[tuple[Any, ...]]:
    """The lines of a table, whatever their order; a typographic apostrophe in a name says nothing."""
    columns = sorted(name for name in table.typed.columns if not table.typed[name].isna().all())
    frame = table.typed[columns]
    return Counter(
        tuple(
            (name, str(cell).replace("\u2019", "'"))
            for name, cell in zip(columns, row, strict=True)
            if not pd.isna(cell)
        )
        for row in frame.itertuples(index=False, name=None)
    )
