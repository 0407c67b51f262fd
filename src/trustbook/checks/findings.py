"""What the gate found, as data: how bad, where, what, and how to mend it.

In: results of reading, rules and reconciliations. Out: `Finding`s and a `Report` that is written as JSON and read back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from trustbook.core.errors import ReturnError
from trustbook.core.ignored_files import advice, system_file_kind
from trustbook.data.corrections import Correction, Doubt


class Severity(StrEnum):
    """How bad: critical stops, a warning is published with the book, information is kept."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Layer(StrEnum):
    """Which part of the gate found it."""

    READING = "reading"
    RULES = "rules"
    RECONCILIATIONS = "reconciliations"


_READING = "reading"
_MENDED = "reading.mended"
PASSED_OVER = "reading.passed_over"
"""The code of what lies in a folder and is not read: for the analyst, and for no page."""
_WORST_FIRST = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Finding:
    """One result. `line` and `column` are of the file.

    `code` names what was found, whatever its words and figures are (docs/reference/finding-codes.md); `key` tells it
    from others of that code: the row by the words that tell rows apart, a heading, a dataset.
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
    """Where in a sheet, said instead of the line: `cell C7`."""
    key: str = ""

    @property
    def reference(self) -> str:
        """By what an analyst acknowledges it: `savings.stated_total@S07`."""
        return f"{self.code}@{self.key}" if self.key else self.code

    @property
    def is_mend(self) -> bool:
        """Whether it is about what was put right as it was read."""
        return self.code.startswith(f"{_MENDED}.")

    @property
    def is_open(self) -> bool:
        """Whether it is a warning that nobody has acknowledged."""
        return self.severity is Severity.WARNING and not self.acknowledged

    @property
    def where(self) -> str:
        """`data/2023-24-P11/forecast.csv, line 6, column movement_gbp_k`."""
        return ", ".join(part for part in (self.file, self.where_in_file) if part)

    @property
    def where_in_file(self) -> str:
        """`line 6, column movement_gbp_k`, or `cell H6, column movement_gbp_k` in a sheet."""
        line = f"line {self.line}" if self.line is not None else ""
        return ", ".join(part for part in (self.place or line, f"column {self.column}" if self.column else "") if part)


@dataclass(frozen=True)
class Report:
    """The gate's report on one period: findings worst first, and how many checks each layer made."""

    period: str
    findings: tuple[Finding, ...]
    checks: dict[str, int] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return Counter(finding.severity for finding in self.findings)[severity]

    @property
    def open_warnings(self) -> int:
        """How many warnings nobody has acknowledged."""
        return sum(each.is_open for each in self.findings)

    @property
    def accepted(self) -> bool:
        """Whether notebooks may run."""
        return self.count(Severity.CRITICAL) == 0

    def as_json(self) -> str:
        """Write the report as JSON, the same for the same findings."""
        values = asdict(self)
        for finding in values["findings"]:
            if not finding["place"]:  # only a sheet has one
                del finding["place"]
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def report(period: str, findings: Iterable[Finding], checks: dict[str, int]) -> Report:
    """Gather findings into a report, worst first and then by place."""
    ordered = sorted(
        findings,
        key=lambda each: (_WORST_FIRST[each.severity], each.file, each.line or 0, each.column or "", each.sentence),
    )
    return Report(period, tuple(ordered), checks)


def read_report(path: Path) -> Report:
    """Read a report that `as_json` wrote."""
    values = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(
        Finding(**(each | {"severity": Severity(each["severity"]), "layer": Layer(each["layer"])}))
        for each in values["findings"]
    )
    return Report(values["period"], findings, values["checks"])


def from_error(error: ReturnError) -> Finding:
    """Turn what the reader could not read into a critical finding."""
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
    """Turn what was mended on reading into a finding for information."""
    return Finding(
        severity=Severity.INFO,
        layer=Layer.READING,
        file=file,
        sentence=correction.sentence,
        code=f"{_MENDED}.{correction.code}",
        line=correction.line,
        column=correction.column,
        value=correction.was or None,
        mend="Mended on reading. Nothing to do.",
    )


def from_doubt(doubt: Doubt, file: str) -> Finding:
    """Turn what is doubtful in what was read into a warning."""
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
    """Turn a file that was passed over into a finding for information."""
    return Finding(
        severity=Severity.INFO,
        layer=Layer.READING,
        file=file,
        sentence=f"it was not read: it is {system_file_kind(name)}",
        code=PASSED_OVER,
        mend=advice(name),
    )
