"""Compare a draft with the return that a period has already: figures that agree, differ, or that only the paper has.

In: a workspace and a `Draft`. Out: `Difference`s, and how many figures agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.datasets import period_datasets
from trustbook.data.schema import Kind, Schema
from trustbook.ingest.forecast import FORECAST
from trustbook.ingest.known import rows_of
from trustbook.ingest.model import Draft, PeriodDraft
from trustbook.ingest.rows import CONTROLS

_NOT_COMPARED = ("claims",)
_GROUP = "group="
_Key = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A figure that the paper and the return have otherwise; empty where the return has none."""

    what: str
    paper: str
    data: str


@dataclass(frozen=True)
class Compared:
    """A period's draft compared with its return."""

    period: Period
    agree: int
    differences: tuple[Difference, ...]


def compared(workspace: Workspace, draft: Draft) -> list[Compared]:
    """Compare the draft of each period that has a return."""
    there = set(workspace.periods())
    return [_compare(workspace, each) for period, each in sorted(draft.drafts.items()) if period in there]


def _compare(workspace: Workspace, each: PeriodDraft) -> Compared:
    schemas, have = period_datasets(workspace.root), rows_of(workspace, each.period)
    agree = 0
    found: list[Difference] = []
    for name, rows in each.datasets.items():
        if name in _NOT_COMPARED or name not in schemas:
            continue
        schema = schemas[name]
        keys = [key for key in schema.key if key not in ("source_id", "locator")]
        known = _figures(schema, keys, have.get(name, ()))
        if name == FORECAST:
            known |= _groups(have.get(CONTROLS, ()))
        for row in rows:
            key = tuple(row.cells.get(part, "") for part in keys)
            for column in row.traces:
                if schema[column].kind not in (Kind.MONEY, Kind.NUMBER):
                    continue
                was = known.get((key, column), "")
                if _same(was, row.cells[column]):
                    agree += 1
                else:
                    what = ", ".join((name, *(part for part in key if part), column))
                    found.append(Difference(what, row.cells[column], was))
    return Compared(each.period, agree, tuple(found))


def _figures(schema: Schema, keys: Sequence[str], rows: Sequence[Mapping[str, str]]) -> dict[tuple[_Key, str], str]:
    return {
        (tuple(row.get(part, "") for part in keys), column): cell
        for row in rows
        for column, cell in row.items()
        if column in schema.names and schema[column].kind in (Kind.MONEY, Kind.NUMBER)
    }


def _groups(totals: Sequence[Mapping[str, str]]) -> dict[tuple[_Key, str], str]:
    """Return the summary groups that a return of lines has as totals, as if they were lines."""
    return {
        (("group", total.get("scope", "").removeprefix(_GROUP)), total["column"]): total.get("value", "")
        for total in totals
        if total.get("dataset") == FORECAST and total.get("scope", "").startswith(_GROUP)
    }


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one.replace(",", "")) == Decimal(other)
    except InvalidOperation:
        return one == other
