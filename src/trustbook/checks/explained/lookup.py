"""Look up what a stable code means, why it matters and what to do.

In: a code, as the gate or an error message shows it, and the suites of a workspace if there is one. Out: an
`Explanation`. The texts are in the YAML files in this folder; a test checks that each code has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from trustbook.checks.allowed_rules import WORDS
from trustbook.checks.suites import RECONCILIATIONS, Rule, read_suite
from trustbook.config.words import in_own_words
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.errors import TrustbookError, WorkspaceError

_FILES = ("errors.yaml", "reading.yaml", "agreement.yaml")
_NAME = re.compile(r"<[a-z_]+>")
_RULE = "rule"
_MOST_SIMILAR = 5


@dataclass(frozen=True)
class Explanation:
    """What a code means, why it matters and how to mend it; for a rule of a suite also what the rule says."""

    code: str
    means: str
    why: str
    mend: str
    rule: str = ""


def explain(reference: str, workspace: Workspace | None = None) -> Explanation:
    """Explain a code; what follows an @ is left out. Raises WorkspaceError for a code that there is not."""
    code = reference.partition("@")[0].strip()
    if code.startswith(f"{_RULE}."):
        return _of_rule(code, workspace)
    for ending, text in texts("agreement.yaml")["endings"].items():
        if code.endswith(f".{ending}") and (of := _known(code.removesuffix(f".{ending}"))):
            return Explanation(code, f"{text['means']} {of.code}: {of.means}", text["why"], text["mend"])
    found = _known(code)
    if found is None:
        raise _unknown(code, workspace)
    return found


def why_it_matters(code: str) -> str:
    """Say why a finding with this code matters; empty for a code of a workspace's own chapter."""
    for ending, text in texts("agreement.yaml")["endings"].items():
        if code.endswith(f".{ending}"):
            return str(text["why"])
    if found := _known(code):
        return found.why
    words = texts("rules.yaml")["words"]
    named = [part for part in code.split(".") if code.startswith(f"{_RULE}.") and part in words]
    return str((_general("rules.yaml", code) | words[named[-1]])["why"]) if named else ""


def every_code(workspace: Workspace | None = None) -> Iterator[Explanation]:
    """Yield the explanation of each code, those of the rules last, as far as there is a workspace with its suites."""
    for file in _FILES:
        for code in texts(file)["codes"]:
            yield _explanation(file, code, code)
    for code, rule in _rules(workspace):
        yield _explained_rule(code, rule)


def _known(code: str) -> Explanation | None:
    """Find a code, or the one with a name in angle brackets that it fits; one that is written out comes first."""
    places = {known: file for file in _FILES for known in texts(file)["codes"]}
    if code in places:
        return _explanation(places[code], code, code)
    for known, file in places.items():
        form = "[a-z0-9_]+".join(re.escape(part) for part in _NAME.split(known))
        if _NAME.search(known) and re.fullmatch(form, code):
            return _explanation(file, known, code)
    return None


def _explanation(file: str, known: str, code: str) -> Explanation:
    text = _general(file, known) | texts(file)["codes"][known]
    return Explanation(code, text["means"], text["why"], text["mend"])


def _general(file: str, code: str) -> dict[str, str]:
    """Return what is said of all codes that begin alike, for the longest beginning that is known."""
    beginnings = texts(file).get("beginnings", {})
    fitting = [each for each in beginnings if code == each or code.startswith(f"{each}.")]
    return dict(beginnings[max(fitting, key=len)]) if fitting else {}


def _of_rule(code: str, workspace: Workspace | None) -> Explanation:
    for known, rule in _rules(workspace):
        if known == code:
            return _explained_rule(code, rule)
    words = texts("rules.yaml")["words"]
    named = [part for part in code.split(".") if part in words]
    if not named:
        raise _unknown(code, workspace)
    text = _general("rules.yaml", code) | words[named[-1]]
    return Explanation(code, text["means"], text["why"], text["mend"])


def _explained_rule(code: str, rule: Rule) -> Explanation:
    text = _general("rules.yaml", code) | texts("rules.yaml")["words"][WORDS[rule.type]]
    expected = f"; expected {in_own_words(rule.meta.expected)}" if rule.meta.expected else ""
    said = f"{rule.severity.value}: {in_own_words(rule.meta.sentence)}{expected}."
    return Explanation(code, text["means"], text["why"], in_own_words(rule.meta.mend) or text["mend"], said)


def _rules(workspace: Workspace | None) -> Iterator[tuple[str, Rule]]:
    """Yield the rules of the workspace's suites with their codes; a suite that cannot be read has none."""
    if workspace is None:
        return
    with suppress(TrustbookError):  # settings that cannot be read: the words of the default body
        _ = workspace.settings
    for path in sorted(workspace.expectations.glob("*.json")):
        try:
            suite = read_suite(path, workspace.shown(path))
        except TrustbookError:  # the gate reports it
            continue
        if suite.name != RECONCILIATIONS:
            yield from ((suite.code(rule), rule) for rule in suite.expectations)


def _unknown(code: str, workspace: Workspace | None) -> WorkspaceError:
    codes = [each.code for each in every_code(workspace)]
    similar = get_close_matches(code, codes, _MOST_SIMILAR, 0.6)
    return WorkspaceError(
        f"there is no code '{excerpt(code)}'",
        expected=f"one such as {', '.join(similar)}" if similar else "a code that the gate or a message shows",
        mend="trustbook explain lists all codes. A chapter of the workspace may have codes of its own.",
    )


@cache
def texts(file: str) -> Mapping[str, Any]:
    """Read one file of explanations."""
    read: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return read
