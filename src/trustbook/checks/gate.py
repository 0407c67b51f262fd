"""Run the gate over periods: reading, rules and reconciliations, with one report per period.

In: a workspace and periods. Out: a `Report` for each; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from trustbook.checks.acknowledgements import acknowledge
from trustbook.checks.between_years import years
from trustbook.checks.explained.lookup import why_it_matters
from trustbook.checks.findings import (
    Finding,
    Layer,
    Report,
    from_correction,
    from_doubt,
    from_error,
    from_system_file,
    report,
)
from trustbook.checks.keys import keyed
from trustbook.checks.plausibility import plausible
from trustbook.checks.precision_of_claims import stated
from trustbook.checks.reconciliation_table import Frames, Reconciliation
from trustbook.checks.reconciliations import reconcile
from trustbook.checks.similar_names import names_alike
from trustbook.checks.suites import RECONCILIATIONS, Suite, read_suite
from trustbook.checks.unnamed_totals import sums_of_lines
from trustbook.checks.validator import Validator
from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.errors import GateError, ReturnError
from trustbook.core.ignored_files import is_ignored, system_files_in
from trustbook.core.incoming import names_in, path_exists
from trustbook.core.period import Period
from trustbook.core.units import POUNDS_IN_THOUSAND
from trustbook.data.advice import GENERAL
from trustbook.data.corrections import Correction
from trustbook.data.datasets import SOURCES, period_datasets, reference_datasets
from trustbook.data.period_return import read_reference_tables, return_tables, unread_reference_files
from trustbook.data.reader import Table
from trustbook.data.schema import Kind


def check(workspace: Workspace, periods: Iterable[Period]) -> dict[Period, Report]:
    """Check each return, in one process. Every report includes the findings on reference data and the register.

    Raises GateError if a suite cannot be used, WorkspaceError if the settings cannot.
    """
    gate = Gate(workspace)
    return {period: gate.check(period) for period in periods}


class Gate:
    """What every return of a workspace is checked with, read once: suites, settings and tables of no period."""

    def __init__(self, workspace: Workspace) -> None:
        """Read them, and check the tables. Raises GateError and WorkspaceError as `check` does."""
        self._workspace = workspace
        self._suites = _suites(workspace)
        self._shared = read_reference_tables(workspace)
        sources = self._shared["sources"].written.get("source_id", pd.Series(dtype="str"))
        self._parameters = rule_parameters(
            workspace.settings, sorted(sources.dropna()), period_datasets(workspace.root)
        )
        kept = {  # reference datasets are optional
            name: table
            for name, table in self._shared.items()
            if name == SOURCES.name or path_exists(workspace.root / table.file)
        }
        findings, self._checks = _tables(kept, self._suites, Validator(self._parameters))
        findings += [from_error(error) for error in unread_reference_files(workspace)]
        findings += _passed_over(workspace, workspace.common_folders)
        self._findings = keyed(findings, kept.values())
        self._declared = [*years(self._shared), *stated(self._shared.values())]
        self._returns = _Returns(workspace)

    def check(self, period: Period) -> Report:
        """Check one return. Every report includes the findings on the tables of no period."""
        validator = Validator(self._parameters)  # a new one each time: it keeps every frame it validates
        tables, unreadable = self._returns.of(period)
        findings, rules = _tables(tables, self._suites, validator)
        passed_over = _passed_over(self._workspace, [self._workspace.data / str(period)])
        declared = self._reconciliations(Frames(period, tables))
        reconciled, _ = validator.findings(
            self._suites[RECONCILIATIONS], _reconciliation_frame(declared), "", Layer.RECONCILIATIONS
        )
        own = _placed(keyed([*findings, *reconciled], [*tables.values(), *self._shared.values()]), tables)
        return report(
            str(period),
            acknowledge([*unreadable, *self._findings, *passed_over, *own], self._workspace, period),
            {
                Layer.READING.value: sum(len(table.written) * len(table.written.columns) for table in tables.values()),
                Layer.RULES.value: self._checks + rules,
                Layer.RECONCILIATIONS.value: len(declared),
            },
            why_it_matters,
        )

    def _reconciliations(self, now: Frames) -> list[Reconciliation]:
        settings = self._workspace.settings
        earlier = self._returns.earlier(now.period)
        return [
            *reconcile(now, earlier, settings, self._shared["contract_sums"].typed),
            *self._declared,
            *plausible(now, earlier, settings),
            *sums_of_lines(now),
            *names_alike(now),
            *stated(now.tables.values()),
        ]


def rule_parameters(settings: Settings, sources: list[str], datasets: Iterable[str]) -> dict[str, list[str]]:
    """Return the word lists that rules can refer to by name (see `checks/allowed_rules.py`)."""
    return {
        "headings": list(settings.group_of),
        "groups": list(settings.groups),
        "sources": sources,
        "datasets": [*datasets, "position"],
        "below_zero": [measure.slug for measure in settings.compared_measures if measure.below_zero],
    }


def _suites(workspace: Workspace) -> dict[str, Suite]:
    root = workspace.root
    names = (*period_datasets(root), *reference_datasets(root), SOURCES.name, RECONCILIATIONS)
    for path in names_in(workspace.expectations, "expectations", GateError):
        if path.name not in {f"{name}.json" for name in names} and not is_ignored(path.name):
            raise GateError(
                "nothing reads a file of this name",
                file=workspace.shown(path),
                expected=f"one of: {', '.join(f'{name}.json' for name in names)}",
                mend="Rename it, or move it out of expectations/.",
            )
    return {name: read_suite(workspace.expectations / f"{name}.json", f"expectations/{name}.json") for name in names}


class _Returns:
    """Cache returns, so that each is read once per run, however many later periods use it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._periods = workspace.periods()
        self._read: dict[Period, tuple[dict[str, Table], list[Finding]]] = {}

    def of(self, period: Period) -> tuple[dict[str, Table], list[Finding]]:
        """Return every readable table of a return, and a finding for each file that cannot be read."""
        if period not in self._read:
            self._read = {each: tables for each, tables in self._read.items() if each.year == period.year}
            self._read[period] = _read(self._workspace, period)
        return self._read[period]

    def earlier(self, period: Period) -> list[Frames]:
        """Return the earlier returns of the period's year, oldest first."""
        return [Frames(each, self.of(each)[0]) for each in self._periods if each.year == period.year and each < period]


def _passed_over(workspace: Workspace, folders: Iterable[Path]) -> list[Finding]:
    return [from_system_file(path.name, workspace.shown(path)) for path in system_files_in(folders)]


def _read(workspace: Workspace, period: Period) -> tuple[dict[str, Table], list[Finding]]:
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for read in return_tables(workspace, period):
        if isinstance(read, ReturnError):
            findings.append(from_error(read))
        else:
            tables[read.schema.name] = read
    return tables, findings


def _tables(tables: dict[str, Table], suites: dict[str, Suite], validator: Validator) -> tuple[list[Finding], int]:
    """Run the rules over each table, and add reading errors that no rule has already reported."""
    findings: list[Finding] = []
    checks = 0
    for name, table in tables.items():
        ruled, evaluated = validator.findings(suites[name], rule_frame(table), table.file, Layer.RULES)
        own = {(problem.line, problem.column) for problem in table.problems if problem.place}
        # a sheet's reader gives more detail than a rule
        ruled = [finding for finding in ruled if (finding.line, finding.column) not in own]
        reported = {(finding.line, finding.column) for finding in ruled}
        findings += _advised(ruled, table.problems)
        findings += [
            from_error(problem) for problem in table.problems if (problem.line, problem.column) not in reported
        ]
        findings += [from_doubt(doubt, table.file) for doubt in table.doubts]
        findings += [from_correction(each, table.file) for each in _publishable(table)]
        checks += evaluated
    return findings, checks


def _publishable(table: Table) -> list[Correction]:
    """List the corrections of a table, without the cells where those may not be published."""
    found = list(table.corrections)
    return [replace(each, was="", now="") for each in found] if table.schema.unpublished else found


def _placed(findings: Sequence[Finding], tables: dict[str, Table]) -> list[Finding]:
    """Name cells of sheets as the spreadsheet does, whichever check found the problem."""
    of_sheets = {table.file: table for table in tables.values() if table.sheet_columns}
    return [
        replace(each, place=of_sheets[each.file].place(each.line, each.column))
        if each.file in of_sheets and not each.place
        else each
        for each in findings
    ]


def _advised(ruled: Sequence[Finding], problems: Sequence[ReturnError]) -> list[Finding]:
    """Give rule findings the reader's advice for cells it could not read, which is more specific."""
    advice = {(each.line, each.column): each.mend for each in problems if each.mend not in ("", GENERAL)}
    return [replace(each, mend=advice.get((each.line, each.column), each.mend)) for each in ruled]


def rule_frame(table: Table) -> pd.DataFrame:
    """Return the frame for rules: numbers in the file's units, each with the text it was read from."""
    frame = table.written.rename_axis(index=None)
    for column in table.schema.columns:
        if column.kind in (Kind.MONEY, Kind.NUMBER) and column.name in frame:
            frame[f"{column.name}_as_written"] = frame[column.name]
            scale = POUNDS_IN_THOUSAND if column.kind is Kind.MONEY else 1
            frame[column.name] = table.typed[column.typed_name].astype("Float64").div(scale).astype("float64")
    return frame


def _reconciliation_frame(declared: Sequence[Reconciliation]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code_of_finding": [each.code for each in declared],
            "key_of_finding": [each.key for each in declared],
            "file": [each.file for each in declared],
            "line_of_file": pd.Series([each.line for each in declared], dtype="object"),
            "column_of_file": pd.Series([each.column for each in declared], dtype="object"),
            "sentence": [each.sentence for each in declared],
            "severity": [each.severity.value for each in declared],
            "expected": [each.expected for each in declared],
            "mend": [each.mend for each in declared],
            "dataset": [each.dataset or Path(each.file).stem for each in declared],
            "complete": ["yes" if each.right is not None else "no" for each in declared],
            "gap_gbp": [each.gap or 0 for each in declared],
            "within": ["yes" if (each.gap or 0) <= each.tolerance else "no" for each in declared],
            "tolerance_gbp": [each.tolerance for each in declared],
        }
    )
