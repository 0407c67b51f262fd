"""Warnings that an analyst has looked into: each keeps its place in the report, with the reason.

In: findings and `acknowledged` of params/<period>.yaml. Out: the findings, the matching warnings marked. Words that
match no warning, or warnings of several kinds, accept nothing and are themselves a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trustbook.checks.findings import Finding, Layer, Severity
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.period import Period


def acknowledge(findings: Sequence[Finding], workspace: Workspace, period: Period) -> list[Finding]:
    """Mark the warnings whose sentence holds the words of an acknowledgement. Nothing critical can be acknowledged."""
    marked = list(findings)
    for words, reason in workspace.acknowledgements(period).items():
        matching = [
            place
            for place, finding in enumerate(findings)
            if finding.severity is Severity.WARNING and words in finding.sentence
        ]
        kinds = {findings[place].rule for place in matching}
        if len(kinds) == 1:
            for place in matching:
                marked[place] = replace(marked[place], acknowledged=reason)
        else:
            marked.append(_accepts_nothing(words, len(matching), len(kinds), period))
    return marked


def _accepts_nothing(words: str, warnings: int, kinds: int, period: Period) -> Finding:
    matched = f"{warnings} warnings of {kinds} kinds, and accepts none of them" if warnings else "no warning"
    return Finding(
        severity=Severity.WARNING,
        layer=Layer.RULES,
        file=f"params/{period}.yaml",
        sentence=f"the acknowledgement of '{excerpt(words)}' matches {matched}",
        rule="acknowledged",
        expected="words of one kind of warning of this period",
        mend="Give more of its words, or take it out." if warnings else "Take it out, or correct its words.",
    )
