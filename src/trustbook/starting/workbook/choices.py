"""Find what the cells of a column may say, and which may not be empty, from the suites that the gate will use.

In: a workspace and its suites. Out: the values of each drop-down, and the columns to fill in on every line.
"""

from __future__ import annotations

from dataclasses import dataclass

from trustbook.checks.gate import rule_parameters
from trustbook.checks.suites import Suite, read_suite
from trustbook.config.workspace import Workspace
from trustbook.data.datasets import SOURCES, period_datasets
from trustbook.data.period_return import read_reference_tables
from trustbook.data.schema import SOURCE_ID, Kind, Schema
from trustbook.savings import known_words
from trustbook.starting.period_form import CONTROLS, FORECAST, SAVINGS, PeriodForm

_IN_SET, _FILLED = "expect_column_values_to_be_in_set", "expect_column_values_to_not_be_null"


@dataclass(frozen=True)
class Choice:
    """The values that a column may have. `strict`: the gate refuses any other on every line, and so does the sheet."""

    values: tuple[str, ...]
    strict: bool = True


@dataclass(frozen=True)
class Rules:
    """What the gate asks of one dataset: the choices by column, and the columns that are filled in on every line."""

    choices: dict[str, Choice]
    filled: tuple[str, ...]


def rules_of(workspace: Workspace, form: PeriodForm) -> dict[str, Rules]:
    """Return the rules of each dataset of a form. Raises GateError for a suite that cannot be used."""
    settings = workspace.settings
    written = read_reference_tables(workspace)[SOURCES.name].written
    sources = sorted(written["source_id"].dropna()) if "source_id" in written else []
    lists = rule_parameters(settings, sources, period_datasets(workspace.root))
    year = form.period.year_code
    lists["headings"] = [each.name for each in settings.headings if each.in_year(year)]
    found = {}
    for each in form.datasets:
        name = each.schema.name
        suite = read_suite(workspace.expectations / f"{name}.json", f"expectations/{name}.json")
        choices = _choices(suite, each.schema, lists)
        if name == SAVINGS and "status" in each.columns:
            choices["status"] = Choice(known_words(settings.saving_statuses))
        if name == CONTROLS:
            choices["column"] = Choice(tuple(_totalled(form)), strict=False)
        if SOURCE_ID.name in choices:  # the paper of this return may be listed after the workbook was made
            choices[SOURCE_ID.name] = Choice(choices[SOURCE_ID.name].values, strict=False)
        found[name] = Rules({key: value for key, value in choices.items() if value.values}, _filled(suite, each.schema))
    return found


def _choices(suite: Suite, schema: Schema, lists: dict[str, list[str]]) -> dict[str, Choice]:
    """Gather the sets of values of each column of text. A set for some lines only is offered, and not insisted on."""
    always: dict[str, list[str]] = {}
    sometimes: dict[str, list[str]] = {}
    for rule in suite.expectations:
        name = rule.kwargs.get("column")
        if rule.type != _IN_SET or name not in schema.names or schema[str(name)].kind is not Kind.TEXT:
            continue
        given = rule.kwargs["value_set"]
        values = lists[given["$PARAMETER"]] if isinstance(given, dict) else [str(value) for value in given]
        (sometimes if "row_condition" in rule.kwargs else always).setdefault(str(name), []).extend(values)
    some = {name: Choice(tuple(dict.fromkeys(values)), strict=False) for name, values in sometimes.items()}
    return some | {name: Choice(tuple(dict.fromkeys(values))) for name, values in always.items()}


def _filled(suite: Suite, schema: Schema) -> tuple[str, ...]:
    named = {
        str(rule.kwargs["column"]).removesuffix("_as_written")
        for rule in suite.expectations
        if rule.type == _FILLED and "row_condition" not in rule.kwargs
    }
    return tuple(name for name in schema.names if name in named)


def _totalled(form: PeriodForm) -> list[str]:
    """List the columns that a printed total can be of."""
    money = [name for each in form.datasets for name in each.columns if each.schema[name].kind is Kind.MONEY]
    position = ["pressure_gbp_k", "call_gbp_k"] if form.dataset("adjustments") and form.dataset(FORECAST) else []
    return list(dict.fromkeys([*money, *position]))
