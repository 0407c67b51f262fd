"""What each dataset is: its columns, in file order, and what kind of thing each holds.

Money is in thousands of pounds in the files (`_gbp_k`) and in whole pounds everywhere else (`_gbp`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds, and so how it is read."""

    TEXT = "text"
    MONEY = "money"
    """Thousands of pounds with at most three decimals; read into whole pounds."""
    NUMBER = "number"
    DATE = "date"
    """A day, a month, a period or a financial year."""


@dataclass(frozen=True)
class Column:
    """One column of a dataset. A column that is not `required` may be left out of the file."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = True

    @property
    def typed_name(self) -> str:
        """The name once read: money loses its `_k`."""
        return self.name.removesuffix("_k") if self.kind is Kind.MONEY else self.name


@dataclass(frozen=True)
class Schema:
    """One dataset. `key` names the columns that tell its rows apart."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(column.name for column in self.columns)


def _schema(name: str, key: tuple[str, ...], *columns: Column) -> Schema:
    """Every row of every dataset can name its source and the place in it."""
    return Schema(name, (*columns, Column("source_id", required=False), Column("locator", required=False)), key)


def _money(*names: str) -> tuple[Column, ...]:
    return tuple(Column(f"{name}_gbp_k", Kind.MONEY) for name in names)


_NOTE = Column("note", required=False)
_FIGURE = (Column("value", Kind.NUMBER), Column("unit"))

FORECAST = _schema(
    "forecast",
    ("level", "heading"),
    Column("level"),
    Column("heading"),
    *_money("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn", "variance", "movement"),
    _NOTE,
)
ADJUSTMENTS = _schema(
    "adjustments",
    ("item", "kind"),
    Column("item"),
    Column("kind"),
    *_money("amount"),
    Column("recurring", required=False),
    Column("savings_ref", required=False),
    _NOTE,
)
SAVINGS = _schema(
    "savings",
    ("ref",),
    Column("ref"),
    Column("proposal"),
    Column("sro"),
    *_money("target", "red", "amber", "green", "mitigations", "stated_total"),
    Column("in_forecast", required=False),
    _NOTE,
)
CONTROLS = _schema(
    "controls",
    ("dataset", "column", "scope", "source_id", "locator"),
    Column("dataset"),
    Column("column"),
    Column("scope"),
    *_FIGURE,
    Column("decimals", Kind.NUMBER),
)
WORKFORCE = _schema(
    "workforce", ("team", "measure"), Column("team"), Column("measure"), *_FIGURE, Column("as_at", Kind.DATE), _NOTE
)
CLAIMS = _schema(
    "claims",
    ("claim_id",),
    Column("claim_id"),
    Column("metric"),
    Column("period", Kind.DATE),
    *_FIGURE,
    Column("decimals", Kind.NUMBER),
    Column("tolerance", Kind.NUMBER, required=False),
    Column("label"),
)

PERIOD_DATASETS = {schema.name: schema for schema in (FORECAST, ADJUSTMENTS, SAVINGS, CONTROLS, WORKFORCE, CLAIMS)}
"""What `data/<period>/` may hold."""

CONTRACT_SUMS = _schema(
    "contract_sums",
    ("year",),
    Column("year", Kind.DATE),
    *_money("original", "revised"),
    Column("status"),
    Column("basis"),
)
COMPARATORS = _schema(
    "comparators",
    ("body", "scope", "measure", "as_at"),
    Column("body"),
    Column("scope"),
    Column("measure"),
    *_FIGURE,
    Column("as_at", Kind.DATE),
    Column("basis"),
)
REFERENCE_DATASETS = {schema.name: schema for schema in (CONTRACT_SUMS, COMPARATORS)}
"""What `data/reference/` may hold."""

SOURCES = Schema(
    "sources",
    (
        *(Column(name) for name in ("source_id", "title", "publisher")),
        Column("published_on", Kind.DATE),
        *(Column(name) for name in ("file", "licence")),
        _NOTE,
    ),
    ("source_id",),
)
