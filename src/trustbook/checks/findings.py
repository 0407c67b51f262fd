"""Represent what the gate found: severity, place, problem and remedy.

In: results of reading, rules and reconciliations. Out: `Finding`s, and a `Report` written to and read from JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from trustbook.core.errors import ReturnError
from trustbook.core.ignored_files import advice, system_file_kind
from trustbook.data.corrections import Correction, Doubt


class Severity(StrEnum):
    """Grade a finding: critical stops, a warning is published with the book, information is kept."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Layer(StrEnum):
    """Name the part of the gate that made a finding."""

    READING = "reading"
    RULES = "rules"
    RECONCILIATIONS = "reconciliations"


_READING = "reading"
_MENDED = "reading.mended"
PASSED_OVER = "reading.passed_over"
"""The code for files in a folder that are not read: shown to the analyst, never published."""
_WORST_FIRST = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Finding:
    """Describe one result. `line` and `column` refer to the file.

    `code` says what kind of problem it is, independent of wording and figures (docs/reference/finding-codes.md). `key`
    distinguishes findings with the same code: a row's identifying words, a heading or a dataset.
    """

    severity: Severity
    layer: Layer
    file: str
    sentence: str
    code: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str = ""
    mend: str = ""
    dataset: str = ""
    acknowledged: str = ""
    """Why an analyst accepted this warning; it stays visible."""
    place: str = ""
    """Where in a sheet, shown instead of the line: `cell C7`."""
    key: str = ""

    @property
    def reference(self) -> str:
        """Return the reference for acknowledging it: `savings.stated_total@S07`."""
        return f"{self.code}@{self.key}" if self.key else self.code

    @property
    def is_mend(self) -> bool:
        """Return whether it reports a correction made on reading."""
        return self.code.startswith(f"{_MENDED}.")

    @property
    def is_open(self) -> bool:
        """Return whether it is an unacknowledged warning."""
        return self.severity is Severity.WARNING and not self.acknowledged

    @property
    def asks_for_work(self) -> bool:
        """Return whether somebody has to mend or accept something."""
        return self.is_open or self.severity is Severity.CRITICAL

    @property
    def where(self) -> str:
        """Return the place: `data/2023-24-P11/forecast.csv, line 6, column movement_gbp_k`."""
        return ", ".join(part for part in (self.file, self.where_in_file) if part)

    @property
    def where_in_file(self) -> str:
        """Return `line 6, column movement_gbp_k`, or `cell H6, column movement_gbp_k` for a sheet."""
        line = f"line {self.line}" if self.line is not None else ""
        return ", ".join(part for part in (self.place or line, f"column {self.column}" if self.column else "") if part)


@dataclass(frozen=True)
class Report:
    """Hold the findings for one period, worst first, and the number of checks in each layer.

    `why`: by code, why a finding that asks for work matters.
    """

    period: str
    findings: tuple[Finding, ...]
    checks: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return Counter(finding.severity for finding in self.findings)[severity]

    @property
    def reconciled(self) -> int:
        """Count the sums and totals that were checked."""
        return self.checks.get(Layer.RECONCILIATIONS.value, 0)

    @property
    def open_warnings(self) -> int:
        """Count the unacknowledged warnings."""
        return sum(each.is_open for each in self.findings)

    @property
    def accepted(self) -> bool:
        """Return whether notebooks may run."""
        return self.count(Severity.CRITICAL) == 0

    def as_json(self) -> str:
        """Write the report as JSON; the same findings give the same text."""
        values = asdict(self)
        for finding in values["findings"]:
            if not finding["place"]:  # only a cell of a sheet has a place
                del finding["place"]
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def report(
    period: str, findings: Iterable[Finding], checks: dict[str, int], why: Callable[[str], str] = lambda _: ""
) -> Report:
    """Build a report, with findings sorted worst first and then by place. `why` says of a code why it matters."""
    ordered = sorted(
        findings,
        key=lambda each: (_WORST_FIRST[each.severity], each.file, each.line or 0, each.column or "", each.sentence),
    )
    codes = dict.fromkeys(each.code for each in ordered if each.asks_for_work)
    return Report(period, tuple(ordered), checks, {code: said for code in codes if (said := why(code))})


def read_report(path: Path) -> Report:
    """Read a report written by `as_json`."""
    values = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(
        Finding(**(each | {"severity": Severity(each["severity"]), "layer": Layer(each["layer"])}))
        for each in values["findings"]
    )
    return Report(values["period"], findings, values["checks"], values["why"])


def from_error(error: ReturnError) -> Finding:
    """Turn a reading error into a critical finding."""
    return Finding(
        severity=Severity.CRITICAL,
        layer=Layer.READING,
        file=error.file or "",
        sentence=error.problem,
        code=f"{_READING}.{error.code}",
        line=error.line,
        column=error.column,
        expected=error.expected,
        mend=error.mend,
        place=error.place,
    )


def from_correction(correction: Correction, file: str) -> Finding:
    """Turn a correction made on reading into an information finding."""
    return Finding(
        severity=Severity.INFO,
        layer=Layer.READING,
        file=file,
        sentence=correction.sentence,
        code=f"{_MENDED}.{correction.code}",
        line=correction.line,
        column=correction.column,
        value=correction.was or None,
        mend="Corrected while reading. Nothing to do.",
    )


def from_doubt(doubt: Doubt, file: str) -> Finding:
    """Turn a doubt raised on reading into a warning."""
    return Finding(
        severity=Severity.WARNING,
        layer=Layer.READING,
        file=doubt.file or file,
        sentence=doubt.sentence,
        code=f"{_READING}.{doubt.code}",
        line=doubt.line,
        column=doubt.column,
        expected=doubt.expected,
        mend=doubt.mend,
    )


def from_system_file(name: str, file: str) -> Finding:
    """Turn an ignored file into an information finding."""
    return Finding(
        severity=Severity.INFO,
        layer=Layer.READING,
        file=file,
        sentence=f"the file was not read, because it is {system_file_kind(name)}",
        code=PASSED_OVER,
        mend=advice(name),
    )
