"""A validator that remembers: Great Expectations is asked only what it was not asked before, by content.

In: suites and frames, as the gate gives them. Out: the findings that `trustbook.checks.validator.Validator` would give.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from trustbook.checks import gate
from trustbook.checks.findings import Finding, Layer
from trustbook.checks.suites import Rule, Suite
from trustbook.checks.validator import Validator, applicable

_VALIDATIONS_PER_CONTEXT = 300


class RememberingValidator:
    """A `Validator` that evaluates only what it has not evaluated before, by content."""

    def __init__(self, parameters: Mapping[str, Sequence[str]]) -> None:
        self._parameters = parameters
        self._validator = Validator(parameters)
        self._runs = 0
        self._clean: set[tuple[Any, ...]] = set()
        self._rows: dict[tuple[Any, ...], list[Finding]] = {}

    def findings(self, suite: Suite, frame: pd.DataFrame, file: str, layer: Layer) -> tuple[list[Finding], int]:
        """Validate a frame, as `Validator.findings` does."""
        if layer is Layer.RECONCILIATIONS:
            return self._reconciliations(suite, frame, file, layer), len(suite.expectations)
        keys = {place: _content(suite, place, rule, frame) for place, rule in enumerate(suite.expectations)}
        left = [place for place, key in keys.items() if key not in self._clean]
        evaluated = len(applicable(suite, set(frame.columns))[0])
        if not left:
            return [], evaluated
        rules = tuple(suite.expectations[place] for place in left)
        found, _ = self._run(Suite(name=suite.name, expectations=rules), frame, file, layer)
        said = {finding.code for finding in found}
        self._clean |= {keys[place] for place in left if suite.code(suite.expectations[place]) not in said}
        return found, evaluated

    def _reconciliations(self, suite: Suite, frame: pd.DataFrame, file: str, layer: Layer) -> list[Finding]:
        """Each row is judged by itself, so that only rows that were never seen are given to Great Expectations."""
        rules = repr(suite.expectations)
        keys = [(rules, *map(str, row)) for row in frame.itertuples(index=False)]
        new = [place for place, key in enumerate(keys) if key not in self._rows]
        if new:
            found, _ = self._run(suite, frame.iloc[new], file, layer)
            for place in new:
                row = frame.iloc[place]
                self._rows[keys[place]] = [
                    each
                    for each in found
                    if (each.code, each.sentence, each.file) == (row["code_of_finding"], row["sentence"], row["file"])
                ]
        return [finding for key in dict.fromkeys(keys) for finding in self._rows[key]]

    def _run(self, suite: Suite, frame: pd.DataFrame, file: str, layer: Layer) -> tuple[list[Finding], int]:
        self._runs += 1
        if self._runs % _VALIDATIONS_PER_CONTEXT == 0:
            self._validator = Validator(self._parameters)
        return self._validator.findings(suite, frame, file, layer)


def _content(suite: Suite, place: int, rule: Rule, frame: pd.DataFrame) -> tuple[Any, ...]:
    """Everything that the answer of one rule depends on."""
    asked = (suite.name, place, repr(rule))
    named = sorted(set(_names(rule.kwargs)) & set(frame.columns))
    if not named:
        return (*asked, tuple(frame.columns), len(frame))
    cells = tuple(tuple(map(str, frame[name])) for name in named)
    return (*asked, *named, *cells, tuple(frame.index))


def _names(kwargs: Any) -> Iterator[str]:
    """Every string among the arguments of a rule: the columns are among them."""
    if isinstance(kwargs, str):
        yield kwargs
    elif isinstance(kwargs, Mapping):
        for each in kwargs.values():
            yield from _names(each)
    elif isinstance(kwargs, (list, tuple)):
        for each in kwargs:
            yield from _names(each)


@contextmanager
def remembering(validators: dict[str, RememberingValidator]) -> Iterator[None]:
    """Have the gate of this process use validators that remember, kept by the word lists that rules refer to."""
    real = gate.Validator

    def validator(parameters: Mapping[str, Sequence[str]]) -> RememberingValidator:
        key = json.dumps(dict(parameters), default=str)
        if key not in validators:
            validators[key] = RememberingValidator(parameters)
        return validators[key]

    gate.Validator = validator
    try:
        yield
    finally:
        gate.Validator = real
