"""Warnings that an analyst has looked into: each keeps its place in the report, with the reason.

In: findings and `acknowledged` of params/<period>.yaml. Out: the findings, the matching warnings marked; an
acknowledgement that matches nothing is itself a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trustbook.gate.findings import Finding, Layer, Severity
from trustbook.period import Period
from trustbook.workspace import Workspace


def acknowledge(findings: Sequence[Finding], workspace: Workspace, period: Period) -> list[Finding]:
    """Mark the warnings whose sentence holds the words of an acknowledgement. Nothing critical can be acknowledged."""
    marked = list(findings)
    for words, reason in workspace.acknowledgements(period).items():
        matched = False
        for place, finding in enumerate(marked):
            if finding.severity is Severity.WARNING and words in finding.sentence:
                marked[place] = replace(finding, acknowledged=reason)
                matched = True
        if not matched:
            marked.append(
                Finding(
                    severity=Severity.WARNING,
                    layer=Layer.RULES,
                    file=f"params/{period}.yaml",
                    sentence=f"the acknowledgement of '{words}' matches no warning",
                    rule="acknowledged",
                    expected="words of a warning of this period",
                    mend="Take it out, or correct its words.",
                )
            )
    return marked
