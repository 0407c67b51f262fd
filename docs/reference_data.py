"""Write the pages of the reference about data: datasets with their columns, rules of the suites, headline figures.

In: the schemas, the suites, and the newest return of this repository's own workspace. Out: Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reference_markdown import code, page, table, text

from trustbook.chapters.metrics import metrics as work_out
from trustbook.checks.suites import read_suite
from trustbook.config.words import in_own_words
from trustbook.config.workspace import Workspace
from trustbook.data.datasets import SOURCES, period_datasets, reference_datasets
from trustbook.data.period_data import open_period
from trustbook.data.schema import Field, Kind, Schema

ROOT = Path(__file__).parents[1]
_DATASETS = """Files are UTF-8 CSV with one header row, or the sheets of one workbook. Money is in thousands of pounds
and its columns end in `_gbp_k`; shares and rates are fractions of 1. An empty cell means that nothing is reported: it
is never nil. A body's own words stand here as those of a trust: its settings change them on pages, and never the
names of columns."""
_SUITES = """Each dataset has a suite of rules in `expectations/`, which an analyst can edit. A critical finding
stops a report; a warning is shown to readers until somebody acknowledges it. Codes are explained by `trustbook
explain CODE`."""
_METRICS = """`trustbook metrics PERIOD --json` gives these by name. Listed are those of the newest return in this
repository: what stands after a second dot is a council, a line or a team of that body, and other bodies have their
own. A figure that a return does not report has no value, and says why."""
_KINDS = {Kind.TEXT: "text", Kind.MONEY: "£ thousand", Kind.NUMBER: "number", Kind.DATE: "date"}


def datasets() -> str:
    """Write the page of datasets."""
    parts = ["## Files of a period\n\nIn `data/<period>/`."]
    for schema in period_datasets(ROOT).values():
        parts += _schema(schema)
    parts.append("## Reference files\n\nIn `data/reference/`; the register of papers is `data/sources.csv`.")
    for schema in (*reference_datasets(ROOT).values(), SOURCES):
        parts += _schema(schema)
    return page("Datasets", _DATASETS, "`src/trustbook/data/datasets/` and the chapters' `datasets.py`", parts)


def _schema(schema: Schema) -> Iterator[str]:
    yield f"### {schema.name}.csv"
    key = ", ".join(code(name) for name in schema.key)
    yield f"{text(str(schema.title))}. {text(str(schema.about)).rstrip('.')}. Rows are told apart by {key}."
    if schema.unpublished:
        yield f"It is in no download: {text(schema.unpublished)}"
    rows = [[code(each.name), _KINDS[each.kind], _needed(each), text(str(each.about))] for each in schema.columns]
    yield table(["column", "kind", "needed", "what it is"], rows)


def _needed(column: Field) -> str:
    return "yes" if column.required else "no"


def suites() -> str:
    """Write the page of suites."""
    parts = []
    for path in sorted((ROOT / "expectations").glob("*.json")):
        suite = read_suite(path, f"expectations/{path.name}")
        rows = [
            [code(rule.type), _columns(rule.columns), rule.severity.value, text(in_own_words(rule.meta.sentence))]
            for rule in suite.expectations
        ]
        heads = ["expectation", "column", "severity", "what is said"]
        parts += [f"## {suite.name}", table(heads, rows)]
    return page("Suites", _SUITES, "`expectations/`", parts)


def _columns(names: list[str]) -> str:
    return ", ".join(code(name) for name in names)


def figures() -> str:
    """Write the page of headline figures."""
    found = work_out(open_period("newest", workspace=Workspace(ROOT)))
    rows = [[code(each.name), code(each.unit), text(each.label)] for each in found]
    return page("Headline figures", _METRICS, "the chapters' `metrics`", [table(["name", "unit", "what it is"], rows)])
