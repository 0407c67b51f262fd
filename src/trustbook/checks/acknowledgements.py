"""Mark the warnings that an analyst has accepted; each stays in the report with its reason.

In: findings and `acknowledged` of params/<period>.yaml. Out: the same findings, with accepted warnings marked. A
reference that matches no warning is a critical finding: left in place, it could later accept a warning that nobody has
looked into.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from trustbook.checks.findings import Finding, Layer, Severity
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.formatting import counted
from trustbook.core.period import Period

_BY_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+(@.+)?", re.ASCII)
_MOST_SHOWN = 5
_NO_REFERENCE = ("no warning of this period is open", "Delete it.")


def acknowledge(findings: Sequence[Finding], workspace: Workspace, period: Period) -> list[Finding]:
    """Mark the warnings that an acknowledgement names by code and key. Critical findings cannot be acknowledged."""
    reasons = workspace.acknowledgements(period)
    marked = [
        replace(each, acknowledged=reasons.get(each.reference, "")) if each.severity is Severity.WARNING else each
        for each in findings
    ]
    named = {each.reference: each.severity for each in findings}
    open_ones = list(dict.fromkeys(each.reference for each in marked if each.is_open))
    for reference in reasons:
        if named.get(reference) is not Severity.WARNING:
            marked.append(_refused(reference, named.get(reference), open_ones, period))
    return marked


def as_key(reference: str) -> str:
    """Write a reference as a YAML key, quoted where needed."""
    plain = ": " not in reference and " #" not in reference and not reference.endswith((":", " "))
    return reference if plain else "'" + reference.replace("'", "''") + "'"


def _refused(reference: str, names: Severity | None, open_ones: Sequence[str], period: Period) -> Finding:
    shown = f"the acknowledgement of '{excerpt(reference)}'"
    if not _BY_CODE.fullmatch(reference):
        code, sentence = "acknowledged.by_words", f"{shown} goes by words, and a warning is accepted by its code"
    elif names is None:
        code, sentence = "acknowledged.no_warning", f"{shown} matches no warning"
    else:
        code, sentence = "acknowledged.not_a_warning", f"{shown} names what is {_SAID[names]}"
    expected, mend = _instead(reference, open_ones)
    return Finding(
        severity=Severity.CRITICAL,
        layer=Layer.RULES,
        file=f"params/{period}.yaml",
        sentence=sentence,
        code=code,
        key=excerpt(reference),
        expected=expected,
        mend=mend,
    )


_SAID = {
    Severity.CRITICAL: "critical, and nothing critical can be accepted",
    Severity.INFO: "information, of which nothing has to be accepted",
}


def _instead(reference: str, open_ones: Sequence[str]) -> tuple[str, str]:
    """Return what can be acknowledged, most similar first, and what to do."""
    if not open_ones:
        return _NO_REFERENCE
    similar = get_close_matches(reference, open_ones, _MOST_SHOWN, 0.6)
    ordered = list(dict.fromkeys([*similar, *open_ones]))
    more = len(ordered) - _MOST_SHOWN
    shown = ", ".join(as_key(each) for each in ordered[:_MOST_SHOWN])
    rest = f" or {counted(more, 'more', 'more')} that the gate shows" if more > 0 else ""
    return f"one of: {shown}{rest}", "Copy the code below the warning, with the reason, or delete the acknowledgement."
