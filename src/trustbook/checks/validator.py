"""Run Great Expectations suites over frames, and turn the results into findings.

In: a suite, a frame indexed by line. Out: findings. Import this only where the gate runs: the import takes seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from trustbook.checks.allowed_rules import columns_of
from trustbook.checks.findings import Finding, Layer
from trustbook.checks.gx_import import gx
from trustbook.checks.gx_patches import without_repetition
from trustbook.checks.messages import filled
from trustbook.checks.suites import RECONCILIATIONS, Rule, Suite
from trustbook.core.characters import excerpt
from trustbook.core.errors import GateError
from trustbook.core.lookalikes import bracketed_difference

MOST_PER_RULE = 20
"""The most lines that one rule lists; for the rest it gives the count."""
_MORE = "further lines"


@dataclass
class Validator:
    """Hold one Great Expectations context; it writes nothing to disk, and keeps every frame it validates."""

    parameters: Mapping[str, Sequence[str]]
    _batches: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = {"globally": False}
        self._source = self._context.data_sources.add_pandas("returns")

    def findings(self, suite: Suite, frame: pd.DataFrame, file: str, layer: Layer) -> tuple[list[Finding], int]:
        """Validate a frame, and return the findings and how many expectations were evaluated.

        A rule about a missing column is skipped: the rule that requires the column reports it. But a rule that ties an
        optional column to others, by a condition or in a key, takes it as empty where it is missing. Raises GateError
        for a rule that Great Expectations cannot evaluate.
        """
        rules, empty = applicable(suite, set(frame.columns))
        if empty:
            frame = frame.assign(**dict.fromkeys(empty, float("nan")))
        self._batches += 1
        asset = self._source.add_dataframe_asset(f"{suite.name}-{self._batches}")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        expectations = [_expectation(suite, position) for position in rules]
        with without_repetition():
            results = batch.validate(
                gx.ExpectationSuite(name=suite.name, expectations=expectations),
                result_format="COMPLETE",
                expectation_parameters=dict(self.parameters),
            ).results
        found: list[Finding] = []
        for result in results:
            position = result.expectation_config.meta["position"]
            if result.exception_info.get("raised_exception", True):
                raise _unusable(suite, position, _exception(result.exception_info))
            if not result.success:
                answer = result.to_json_dict()["result"]
                rule = suite.expectations[position]
                found += _failures(suite, rule, answer, frame, file, layer, _allowed(rule, self.parameters))
        return found, len(rules)


def applicable(suite: Suite, known: set[str]) -> tuple[list[int], list[str]]:
    """Return the positions of the rules to evaluate, and the missing optional columns that they take as empty."""
    required = suite.required_columns
    rules, empty = [], set[str]()
    for position, rule in enumerate(suite.expectations):
        missing = columns_of(rule.kwargs) - known
        ties = "row_condition" in rule.kwargs or "column_list" in rule.kwargs
        if not missing or (ties and not missing & required):
            rules.append(position)
            empty |= missing
    return rules, sorted(empty)


def _expectation(suite: Suite, position: int) -> Any:
    """Build Great Expectations' object for a rule. Raises GateError if the rule or its arguments are unknown."""
    values = suite.expectations[position].model_dump(mode="json") | {"meta": {"position": position}}
    try:
        return gx.ExpectationSuite(name="one", expectations=[values]).expectations[0]
    except Exception as error:
        raise _unusable(suite, position, str(error)) from error


def _unusable(suite: Suite, position: int, why: str) -> GateError:
    rule = suite.expectations[position]
    return GateError(
        f"rule {position + 1} ({rule.type}) cannot be run: "
        f"{excerpt(why.strip().splitlines()[0]) if why.strip() else 'no reason given'}",
        file=f"expectations/{suite.name}.json",
        mend="Compare it with the other rules of the suites.",
    )


def _exception(info: Mapping[str, Any]) -> str:
    """Return the first message, whether there is one exception or one per metric."""
    for each in (info, *info.values()):
        if isinstance(each, Mapping) and each.get("exception_message"):
            return str(each["exception_message"]).splitlines()[0]
    return json.dumps(info, default=str)[:200]


def _allowed(rule: Rule, parameters: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the words that a rule allows in a cell; empty if it is about something else."""
    values = rule.kwargs.get("value_set") if rule.type == "expect_column_values_to_be_in_set" else None
    if isinstance(values, Mapping):
        values = parameters.get(str(values.get("$PARAMETER")), ())
    return [each for each in values or () if isinstance(each, str)]


def _failures(
    suite: Suite,
    rule: Rule,
    result: Mapping[str, Any],
    frame: pd.DataFrame,
    file: str,
    layer: Layer,
    allowed: Sequence[str],
) -> Iterator[Finding]:
    column = str(rule.kwargs.get("column") or "").removesuffix("_as_written") or None

    about = "" if suite.name == RECONCILIATIONS else suite.name

    def finding(line: int | None, value: Any, row: Mapping[str, Any]) -> Finding:
        shown = None if value is None else str(value)
        declared = "code_of_finding" in row
        return Finding(
            severity=rule.severity,
            layer=layer,
            file=str(row.get("file", file)),
            sentence=filled(rule.meta.sentence, shown, row) + bracketed_difference(shown, allowed),
            code=str(row["code_of_finding"]) if declared else suite.code(rule),
            key=str(row["key_of_finding"]) if declared else "",
            line=row.get("line_of_file", line),
            column=row.get("column_of_file", column),
            value=None if declared else shown,
            expected=filled(rule.meta.expected, shown, row),
            mend=filled(rule.meta.mend, shown, row),
            dataset=about or str(row.get("dataset", "")),
        )

    if result.get("unexpected_index_list") is not None:
        lines = [int(line) for line in result["unexpected_index_list"]]
        shown = str(rule.kwargs.get("column") or "")
        for line in lines[:MOST_PER_RULE]:
            row = {str(key): None if pd.isna(cell) else cell for key, cell in frame.loc[line].items()}
            last = finding(line, row.get(shown), row)
            yield last
        if len(lines) > MOST_PER_RULE:
            more = f"the same rule fails on {len(lines) - MOST_PER_RULE:,} more lines"
            yield replace(last, key=_MORE, line=None, column=None, value=None, sentence=more)
    elif "details" in result:
        for name in result["details"].get("mismatched", {}).get("missing", []):
            yield replace(finding(None, name, {}), key=str(name), column=str(name))
    else:
        yield finding(None, result.get("observed_value"), {})
