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
    """One column of a dataset. A column that is not `required` may be left out of the file.

    `about` says what it holds, for everyone who takes the data away; `label` is its heading where its name gives none.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = True
    about: str = ""
    label: str = ""

    @property
    def typed_name(self) -> str:
        """The name once read: money loses its `_k`."""
        return self.name.removesuffix("_k") if self.kind is Kind.MONEY else self.name

    @property
    def unit(self) -> str:
        """The unit of the column in the files, where the whole column has one."""
        return "£ thousand" if self.kind is Kind.MONEY else ""

    @property
    def title(self) -> str:
        """The heading of the column in words, with its unit."""
        words = self.label or self.name.removesuffix("_gbp_k").replace("_", " ").capitalize()
        return f"{words}, {self.unit}" if self.unit else words


@dataclass(frozen=True)
class Schema:
    """One dataset. `key` names the columns that tell its rows apart, `about` says what a row is."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    title: str
    about: str

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(column.name for column in self.columns)


def _schema(name: str, title: str, about: str, key: tuple[str, ...], *columns: Column) -> Schema:
    """Every row of every dataset can name its source and the place in it."""
    return Schema(name, (*columns, _SOURCE_ID, _LOCATOR), key, title, about)


def _text(name: str, about: str, label: str = "") -> Column:
    return Column(name, Kind.TEXT, True, about, label)


def _optional(name: str, about: str, label: str = "") -> Column:
    return Column(name, Kind.TEXT, False, about, label)


def _money(name: str, about: str) -> Column:
    return Column(f"{name}_gbp_k", Kind.MONEY, True, about)


def _date(name: str, about: str) -> Column:
    return Column(name, Kind.DATE, True, about)


_SOURCE_ID = _optional(
    "source_id", "The paper that the row was taken from, as the register of papers names it", "Source"
)
_LOCATOR = _optional("locator", "The place in the paper: page, paragraph or table", "Place in the source")
_NOTE = _optional("note", "What the paper adds to the figures of the row, in our own words")
_VALUE = Column("value", Kind.NUMBER, True, "The figure, in the unit of its row")
_UNIT = _text(
    "unit", "What the figure counts: gbp is pounds, gbp_k thousands of them, gbp_m millions, share a fraction of 1"
)
_DECIMALS = Column("decimals", Kind.NUMBER, True, "Decimal places with which the figure was printed")

FORECAST = _schema(
    "forecast",
    "Forecast",
    "One budget heading, or one summary group where no headings are reported, and where its year is forecast to end",
    ("level", "heading"),
    _text("level", "heading: a budget heading; group: a summary group of headings"),
    _text("heading", "The budget heading or summary group"),
    _money("contract_sum", "Budget agreed before the year"),
    _money("change_requests", "Change requests agreed during the year"),
    _money("revised_contract_sum", "Contract sum with the change requests"),
    _money("projected_outturn", "Where the year is forecast to end"),
    _money("variance", "Projected outturn less revised contract sum; above zero is an overspend"),
    _money("movement", "Change of the variance since the month before, as printed"),
    _NOTE,
)
ADJUSTMENTS = _schema(
    "adjustments",
    "Amounts beside the headings",
    "One amount that stands beside the budget headings",
    ("item", "kind"),
    _text("item", "What the amount is for"),
    _text("kind", "agreed_funding, outside_contract, disputed_income or not_in_forecast"),
    _money("amount", "The amount; above zero adds to the pressure or to the call on the councils"),
    _optional("recurring", "Whether the amount comes again each year: yes or no"),
    _optional("savings_ref", "The saving that the amount belongs to", "Saving"),
    _NOTE,
)
SAVINGS = _schema(
    "savings",
    "Savings",
    "One savings proposal, by how sure its delivery is",
    ("ref",),
    _text("ref", "Reference of the proposal", "Reference"),
    _text("proposal", "The proposal"),
    _text("sro", "Senior responsible officers, separated by semicolons", "Responsible officers"),
    _money("target", "What the proposal is to save in the year"),
    _money("red", "The part that will not be delivered"),
    _money("amber", "The part that is likely and not confirmed"),
    _money("green", "The part that is confirmed"),
    _money("mitigations", "What is found elsewhere in its place"),
    _money("stated_total", "The total that the paper prints for the row"),
    _optional(
        "in_forecast", "Whether the loss of the red part is in the forecast already: yes or no", "In the forecast"
    ),
    _NOTE,
)
CONTROLS = _schema(
    "controls",
    "Totals that the paper prints",
    "One total that the paper prints, kept so that the lines can be checked against it",
    ("dataset", "column", "scope", "source_id", "locator"),
    _text("dataset", "The dataset that the total belongs to; position is the sum of several"),
    _text("column", "The column that is added up"),
    _text("scope", "The lines that are added up: all, or those with a value in a column"),
    _VALUE,
    _UNIT,
    _DECIMALS,
)
WORKFORCE = _schema(
    "workforce",
    "Workforce and agency",
    "One figure about staff, agency staff or vacancies",
    ("team", "measure"),
    _text("team", "The team, or the whole trust"),
    _text("measure", "What is measured"),
    _VALUE,
    _UNIT,
    _date("as_at", "The day or month that the figure is for"),
    _NOTE,
)
CLAIMS = _schema(
    "claims",
    "What the papers state",
    "One figure that a paper states",
    ("claim_id",),
    _text("claim_id", "Reference of the statement", "Claim"),
    _text("metric", "The figure of the report that the statement is about"),
    _date("period", "The period or financial year that the statement is about"),
    _VALUE,
    _UNIT,
    _DECIMALS,
    Column("tolerance", Kind.NUMBER, False, "How far words such as 'almost' let the figure be out, in its unit"),
    _text("label", "The statement in our own words", "Statement"),
)

PERIOD_DATASETS = {schema.name: schema for schema in (FORECAST, ADJUSTMENTS, SAVINGS, CONTROLS, WORKFORCE, CLAIMS)}
"""What `data/<period>/` may hold."""

CONTRACT_SUMS = _schema(
    "contract_sums",
    "Contract sums by year",
    "The budget of one financial year",
    ("year",),
    _date("year", "The financial year"),
    _money("original", "The sum as first agreed"),
    _money("revised", "The sum with the change requests of the year"),
    _text("status", "How firm the figure is: agreed, approved, or from the press"),
    _text("basis", "What the figure is, in our own words"),
)
COMPARATORS = _schema(
    "comparators",
    "Other years and other places",
    "One figure of another year or another body, for scale",
    ("body", "scope", "measure", "as_at"),
    _text("body", "The body that the figure is about"),
    _text("scope", "The part of the body"),
    _text("measure", "What is measured"),
    _VALUE,
    _UNIT,
    _date("as_at", "The day, month or year that the figure is for"),
    _text("basis", "What the figure is, in our own words"),
)
REFERENCE_DATASETS = {schema.name: schema for schema in (CONTRACT_SUMS, COMPARATORS)}
"""What `data/reference/` may hold."""

SOURCES = Schema(
    "sources",
    (
        _text("source_id", "Reference of the paper, as the other tables use it", "Source"),
        _text("title", "Title of the paper"),
        _text("publisher", "Who published it"),
        _date("published_on", "When it was published"),
        _text("file", "The file that the figures were carried over from"),
        _text("licence", "The licence of the paper, where it states one"),
        _NOTE,
    ),
    ("source_id",),
    "Register of papers",
    "One paper that figures were taken from",
)
