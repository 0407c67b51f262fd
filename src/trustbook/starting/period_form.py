"""Work out what a new return looks like: its datasets and columns, the words that are known, the last return's figures.

In: a workspace, a period, and perhaps the names of datasets. Out: a `PeriodForm`. It follows the last return before the
period, whatever the months between; the first return follows the settings alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.core.period import Period
from trustbook.data.datasets import CLAIMS, period_datasets
from trustbook.data.dates import is_financial_year
from trustbook.data.period_return import return_tables
from trustbook.data.reader import Table
from trustbook.data.schema import LOCATOR, NOTE, SOURCE_ID, Kind, Schema
from trustbook.starting.forecast_rows import forecast_rows, is_of_year

Row = Mapping[str, str]
FORECAST, CONTROLS, SAVINGS = "forecast", "controls", "savings"
FIRST = (FORECAST, CONTROLS, SAVINGS)
"""The datasets of a first return, if none are named."""
_PLACES = (SOURCE_ID.name, LOCATOR.name)
_OF_THEN = ("previous_variance_gbp_k", "previous_period", "first_stated_variance_gbp_k")
_NEVER_BESIDE = (NOTE.name, "warning", *_OF_THEN, *_PLACES)
_BUDGET = ("budget_gbp_k",)
_SUMS = ("contract_sum_gbp_k", "change_requests_gbp_k", "revised_contract_sum_gbp_k")
_YEAR = re.compile(r"\d{4}-\d{2}", re.ASCII)
_TOTALLED = ("projected_outturn_gbp_k", "variance_gbp_k")


@dataclass(frozen=True)
class DatasetForm:
    """One dataset of a new return. `rows` have the cells that are known; `last` what the last return has in each."""

    schema: Schema
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    last: tuple[Row, ...] = ()

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The columns to fill in of which the last return has something worth seeing: figures, ratings, dates."""
        known = set(self.schema.staying)
        return tuple(
            name
            for name in self.columns
            if name not in known and name not in _NEVER_BESIDE and any(row.get(name) for row in self.last)
        )


@dataclass(frozen=True)
class PeriodForm:
    """A new return: its datasets in the order of the schemas, and the last return that it follows, if there is one."""

    period: Period
    last: Period | None
    datasets: tuple[DatasetForm, ...]

    def dataset(self, name: str) -> DatasetForm | None:
        """Return one of its datasets; None if it has none of this name."""
        return next((each for each in self.datasets if each.schema.name == name), None)


def period_form(workspace: Workspace, period: Period, named: Sequence[str] = (), source: str = "") -> PeriodForm:
    """Work out the form of a new return, of the datasets named or else of those that the last return has.

    `source`: the paper that the figures will be taken from, as the register names it; it is put on each line.

    Raises WorkspaceError for a name that is no dataset, ReturnError if the last return cannot be read.
    """
    settings, known = workspace.settings, period_datasets(workspace.root)
    for name in named:
        if name not in known:
            raise WorkspaceError(
                f"there is no dataset '{excerpt(name)}'",
                expected=f"one of: {', '.join(known)}",
                mend="Correct --dataset.",
            )
    last = max((each for each in workspace.periods() if each < period), default=None)
    tables = {} if last is None else _tables(workspace, last)
    # claims are what one paper states: the next paper makes its own, so the last ones are no pattern
    usual = [name for name in tables if name != CLAIMS.name] or list(FIRST)
    chosen = [name for name in known if name in {*(named or usual), FORECAST}]
    forms = (_form(known[name], tables.get(name), settings, period, chosen) for name in chosen)
    return PeriodForm(period, last, tuple(_taken_from(source, form) for form in forms))


def _taken_from(source: str, form: DatasetForm) -> DatasetForm:
    if not source or SOURCE_ID.name not in form.columns:
        return form
    return replace(form, rows=tuple({**row, SOURCE_ID.name: source} for row in form.rows))


def _tables(workspace: Workspace, period: Period) -> dict[str, Table]:
    tables = {}
    for read in return_tables(workspace, period):
        if isinstance(read, ReturnError):
            raise read
        tables[read.schema.name] = read
    return tables


def _form(
    schema: Schema, table: Table | None, settings: Settings, period: Period, chosen: Iterable[str]
) -> DatasetForm:
    if table is None:
        columns = _first_columns(schema, settings)
        return DatasetForm(schema, columns, tuple(_first_rows(schema, columns, settings, period)))
    columns = tuple(name for name in table.written.columns if name in schema.names)
    last = _as_rows(table.written)
    if schema.name == FORECAST:
        pairs = forecast_rows(last, settings, period)
    else:
        going_on = [row for row in last if not row.get(schema.ends)]
        pairs = [({name: row[name] for name in schema.staying if name in row}, row) for row in going_on]
        pairs = [(_with_years(row, was, schema), was) for row, was in pairs]
        if schema.name == CONTROLS:
            pairs = [(row, was) for row, was in pairs if _is_still_added_up(row, settings, period, chosen)]
        if schema.name == CLAIMS.name:
            pairs = []
    return DatasetForm(schema, columns, tuple(row for row, _ in pairs), tuple(was for _, was in pairs))


def _as_rows(frame: pd.DataFrame) -> list[Row]:
    names = [str(name) for name in frame.columns]
    return [
        {name: str(cell) for name, cell in zip(names, cells, strict=True) if not pd.isna(cell)}
        for cells in frame.itertuples(index=False, name=None)
    ]


def _with_years(row: Row, was: Row, schema: Schema) -> Row:
    """Keep the financial years in the key: an amount for 2025/26 is still for that year in the next return."""
    years = {
        name: was[name]
        for name in schema.key
        if schema[name].kind is Kind.DATE
        and name in was
        and _YEAR.fullmatch(was[name])
        and is_financial_year(was[name])
    }
    return {**row, **years}


def _is_still_added_up(row: Row, settings: Settings, period: Period, chosen: Iterable[str]) -> bool:
    """Check whether the lines that a total adds up are in the new return too."""
    dataset, scope = row.get("dataset", ""), row.get("scope", "")
    needed = {FORECAST, "adjustments"} if dataset == "position" else {dataset}
    of, _, name = scope.partition("=")
    return needed <= set(chosen) and (of not in ("heading", "group") or is_of_year(of, name, settings, period))


def _first_columns(schema: Schema, settings: Settings) -> tuple[str, ...]:
    """Return the columns that most returns have; all of the dataset, where there is no usual choice."""
    wanted: tuple[str, ...] = schema.names
    if schema.name == FORECAST:
        wanted = ("level", "heading", *_budget_columns(settings), *_TOTALLED, "movement_gbp_k", "note", *_PLACES)
    elif schema.name == SAVINGS:
        said = ("status",) if settings.saving_statuses else ("red_gbp_k", "amber_gbp_k", "green_gbp_k")
        wanted = ("ref", "proposal", "sro", "target_gbp_k", *said, "note", *_PLACES)
    return tuple(name for name in schema.names if name in wanted)


def _budget_columns(settings: Settings) -> tuple[str, ...]:
    """Return one column for a body that speaks of a budget, three for one whose sum is agreed and then changed."""
    return _BUDGET if settings.own_words.budget.endswith("budget") else _SUMS


def _first_rows(schema: Schema, columns: Sequence[str], settings: Settings, period: Period) -> list[Row]:
    if schema.name == FORECAST:
        return [row for row, _ in forecast_rows((), settings, period)]
    if schema.name == CONTROLS:
        totals = (*_budget_columns(settings), *_TOTALLED)
        same = {"dataset": FORECAST, "scope": "all", "unit": "gbp_k", "decimals": "0"}
        return [{**same, "column": name} for name in totals]
    return []
