"""Read the suites: one JSON file per dataset, which an analyst can edit.

In: `expectations/<dataset>.json`. Out: a checked `Suite` for Great Expectations. A suite is data; `allowed_rules.py`
says what its rules may contain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from trustbook.checks.allowed_rules import WORDS, RuleError, require_allowed
from trustbook.checks.findings import Severity
from trustbook.checks.messages import fields
from trustbook.config.settings_files import validated
from trustbook.core.characters import describe_character, excerpt, forbidden_character, on_one_line
from trustbook.core.errors import GateError, WorkspaceError
from trustbook.core.incoming import read_file

RECONCILIATIONS = "reconciliations"
"""The suite over reconciliations, whose findings take the codes of the declared `Reconciliation`s."""
MOST_BYTES = 1_000_000
"""Fifty times the size of the largest suite."""
MOST_RULES = 500
_DEEPEST = 20
_LONGEST_NUMBER = 40
_COMPARE = "Compare it with the other suites."


class Wording(BaseModel):
    """Hold the text shown to an analyst. `{value}`, `{row[<column>]}` and the words of the body are filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sentence: str
    expected: str = ""
    mend: str = ""
    code: str = Field(default="", pattern=r"^([a-z][a-z0-9_]{0,39})?$")
    """The last word of the rule's code, where kind and column do not make it unique."""


class Rule(BaseModel):
    """Hold one expectation, in Great Expectations' own form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    kwargs: dict[str, Any]
    severity: Severity
    meta: Wording

    @property
    def columns(self) -> list[str]:
        """Return the column it is about, or the two it compares."""
        named = [self.kwargs.get(argument) for argument in ("column", "column_A", "column_B")]
        return [str(each).removesuffix("_as_written") for each in named if each]


class Suite(BaseModel):
    """Hold one suite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    expectations: tuple[Rule, ...] = Field(min_length=1)

    @property
    def required_columns(self) -> set[str]:
        """Return the columns that the file must have."""
        listed = (rule.kwargs for rule in self.expectations if rule.type == "expect_table_columns_to_match_set")
        return {str(name) for kwargs in listed for name in kwargs.get("column_set", ())}

    def code(self, rule: Rule) -> str:
        """Return the code of a rule's findings: `rule.savings.green_gbp_k.in_range`."""
        first, second = (*rule.columns, "", "")[:2]
        word = rule.meta.code or WORDS[rule.type]
        return ".".join(part for part in ("rule", self.name, first, word, second) if part)


def read_suite(file: Path, shown: str) -> Suite:
    """Read one suite. Raises GateError naming the file, and the invalid line or rule."""
    absent = GateError("there is no such suite", file=shown, expected="one suite for each dataset")
    raw = read_file(file, shown, MOST_BYTES, within=file.parent, kind=GateError, absent=absent)
    values = _values(raw, shown)
    rules = values.get("expectations") if isinstance(values, dict) else None
    if isinstance(rules, list) and len(rules) > MOST_RULES:
        raise GateError(f"it has {len(rules):,} rules", file=shown, expected=f"at most {MOST_RULES}", mend=_COMPARE)
    try:
        suite = validated(values, Suite, shown)
    except WorkspaceError as error:
        raise GateError(error.problem, file=shown, mend=_COMPARE) from None
    if suite.name != file.stem:
        raise GateError(f"the suite is called '{suite.name}'", file=shown, expected=f"'{file.stem}', as the file")
    for number, rule in enumerate(suite.expectations, 1):
        try:
            require_allowed(rule.type, rule.kwargs)
            for words in (rule.meta.sentence, rule.meta.expected, rule.meta.mend):
                fields(words)
        except RuleError as error:
            raise GateError(
                f"rule {number} ({excerpt(rule.type)}): {error.found} is not allowed",
                file=shown,
                expected=error.expected,
                mend=_COMPARE,
            ) from None
    if suite.name != RECONCILIATIONS:
        _require_codes_that_differ(suite, shown)
    return suite


def _require_codes_that_differ(suite: Suite, shown: str) -> None:
    first: dict[str, int] = {}
    for number, rule in enumerate(suite.expectations, 1):
        other = first.setdefault(suite.code(rule), number)
        if other != number:
            raise GateError(
                f"rules {other} and {number} would have the same code, {excerpt(suite.code(rule))}",
                file=shown,
                expected="a code for each rule, by which its findings can be acknowledged",
                mend='Give one of the two a word of its own in its meta, such as "code": "of_shares".',
            )


def _values(raw: bytes, shown: str) -> Any:
    """Parse JSON, allowing only unique keys, finite numbers, visible text and limited nesting."""
    try:
        values = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_each_once,
            parse_constant=_no_number,
            parse_int=lambda digits: int(_short(digits)),
            parse_float=_finite,
        )
        for text in _texts(values, 1):
            odd = forbidden_character(text)
            if odd is not None or on_one_line(text) != text:
                char = describe_character(odd) if odd else "a line break or a tab"
                raise _JsonError(f"the text '{excerpt(text)}' has {char}")
    except UnicodeDecodeError as error:
        raise GateError(f"it cannot be read ({error})", file=shown, expected="a JSON file in UTF-8") from None
    except json.JSONDecodeError as error:
        raise GateError(f"it is not valid JSON ({error.msg})", file=shown, line=error.lineno) from None
    except RecursionError:
        raise GateError(f"more than {_DEEPEST} levels lie within each other", file=shown, mend=_COMPARE) from None
    except _JsonError as error:
        raise GateError(str(error), file=shown, mend=_COMPARE) from None
    return values


class _JsonError(Exception):
    """Report JSON that parsers could read differently, or text that cannot be displayed."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _JsonError(
                f"the key '{excerpt(key)}' is there twice, among {', '.join(map(excerpt, list(found)[:5]))}"
            )
        found[key] = value
    return found


def _no_number(text: str) -> Any:
    raise _JsonError(f"{text} is no number")


def _short(digits: str) -> str:
    if len(digits) > _LONGEST_NUMBER:
        raise _JsonError(f"a number has {len(digits):,} digits")
    return digits


def _finite(digits: str) -> float:
    value = float(_short(digits))
    if not isfinite(value):
        raise _JsonError(f"{digits} is larger than any number")
    return value


def _texts(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield key
            yield from _texts(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, depth + 1)
