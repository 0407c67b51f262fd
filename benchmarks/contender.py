"""One contender over one workspace, in a process of its own: what `benchmarks/gate.py` starts and measures.

In: a contender, a workspace, and periods where not all are meant. Out, as JSON: seconds of work, CPU seconds and peak
memory of the whole process, how many checks were made, and how many failed.

`trustbook` is the whole gate. `great-expectations` and `pandera` make the checks that all three can make: the rules of
`expectations/` on one column or key that hold for every row, on the same files, read plainly.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SHARED = {
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_unique",
    "expect_compound_columns_to_be_unique",
}
NUMERIC = "_number"
KIB = 1024
Rule = tuple[str, dict[str, Any]]


def shared_rules(root: Path, dataset: str) -> list[Rule]:
    """The rules of a suite that every contender can make, about columns of text, or of numbers (`<column>_number`)."""
    found = []
    for rule in json.loads((root / "expectations" / f"{dataset}.json").read_text(encoding="utf-8"))["expectations"]:
        kwargs = dict(rule["kwargs"])
        if rule["type"] in SHARED and "row_condition" not in kwargs and not isinstance(kwargs.get("value_set"), dict):
            if "column" in kwargs:
                column = kwargs["column"].removesuffix("_as_written")
                kwargs["column"] = f"{column}{NUMERIC}" if rule["type"].endswith("between") else column
            found.append((rule["type"], kwargs))
    return found


def folders(root: Path, only: Sequence[str] = ()) -> list[Path]:
    """The folders of these periods, or of every period."""
    return [each for each in sorted((root / "data").glob("????-??-P??")) if not only or each.name in only]


def reported(root: Path, only: Sequence[str] = ()) -> list[str]:
    """The datasets that have a suite and that these periods report."""
    found = {file.stem for folder in folders(root, only) for file in folder.glob("*.csv")}
    return sorted(each for each in found if (root / "expectations" / f"{each}.json").exists())


def frames(root: Path, rules: dict[str, list[Rule]], only: Sequence[str] = ()) -> Iterator[tuple[str, Any]]:
    """Every file of every period, read plainly as text, with numbers beside it where a rule is about numbers."""
    import pandas as pd

    for folder in folders(root, only):
        for dataset in (each for each in rules if (folder / f"{each}.csv").exists()):
            frame = pd.read_csv(folder / f"{dataset}.csv", dtype="str")
            for _, kwargs in rules[dataset]:
                column = kwargs.get("column", "")
                if column.endswith(NUMERIC):
                    frame[column] = pd.to_numeric(frame[column.removesuffix(NUMERIC)], errors="coerce")
            yield dataset, frame


def run_trustbook(root: Path, only: Sequence[str] = ()) -> tuple[int, int]:
    """Run the whole gate: reading, rules, reconciliations, plausibility."""
    from trustbook.checks.gate import check
    from trustbook.config.workspace import Workspace

    workspace = Workspace(root)
    periods = [each for each in workspace.periods() if not only or str(each) in only]
    reports = check(workspace, periods).values()
    checks = sum(each.checks["rules"] + each.checks["reconciliations"] for each in reports)
    return checks, sum(len(each.findings) for each in reports)


def run_great_expectations(root: Path, only: Sequence[str] = ()) -> tuple[int, int]:
    """Run the shared checks in Great Expectations with nothing of ours."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("files")
    rules = {dataset: shared_rules(root, dataset) for dataset in reported(root, only)}
    batches = {each: source.add_dataframe_asset(each).add_batch_definition_whole_dataframe("all") for each in rules}
    checks = failed = 0
    for dataset, frame in frames(root, rules, only):
        suite = gx.ExpectationSuite(
            name=dataset, expectations=[{"type": kind, "kwargs": kwargs} for kind, kwargs in rules[dataset]]
        )
        results = batches[dataset].get_batch({"dataframe": frame}).validate(suite, result_format="COMPLETE").results
        checks += len(results)
        failed += sum(not result.success for result in results)
    return checks, failed


def run_pandera(root: Path, only: Sequence[str] = ()) -> tuple[int, int]:
    """Run the shared checks in pandera."""
    import pandera.pandas as pa

    rules = {dataset: shared_rules(root, dataset) for dataset in reported(root, only)}
    schemas = {dataset: _schema(pa, rules[dataset]) for dataset in rules}
    checks = failed = 0
    for dataset, frame in frames(root, rules, only):
        checks += len(rules[dataset])
        try:
            schemas[dataset].validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            failed += len(error.schema_errors)
    return checks, failed


def _schema(pa: Any, rules: list[Rule]) -> Any:
    made: dict[str, dict[str, Any]] = {}
    key = None
    for kind, kwargs in rules:
        if kind == "expect_compound_columns_to_be_unique":
            key = kwargs["column_list"]
            continue
        column = made.setdefault(kwargs["column"], {"nullable": True, "unique": False, "checks": []})
        if kind.endswith("not_be_null"):
            column["nullable"] = False
        elif kind.endswith("be_unique"):
            column["unique"] = True
        elif kind.endswith("in_set"):
            column["checks"].append(pa.Check.isin(kwargs["value_set"]))
        elif kind.endswith("match_regex"):
            column["checks"].append(pa.Check.str_matches(kwargs["regex"]))
        else:
            column["checks"].append(pa.Check.ge(kwargs["min_value"]))
    return pa.DataFrameSchema({name: pa.Column(**column) for name, column in made.items()}, unique=key)


CONTENDERS = {
    "trustbook": run_trustbook,
    "great-expectations": run_great_expectations,
    "pandera": run_pandera,
}


def main() -> None:
    """Run one contender and print what it took."""
    name, root, only = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    checks, failed = CONTENDERS[name](root, only)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss * KIB,
                "checks": checks,
                "failed": failed,
            }
        )
    )
    sys.exit(bool(only and failed))


if __name__ == "__main__":
    main()
