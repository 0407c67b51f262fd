"""How a dataset is described: its columns, in file order, and what kind of thing each holds.

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
class Field:
    """One column of a dataset. A column that is not `required` may be left out of the file.

    `about` says what it holds, for everyone who takes the data away; `label` is its heading where its name gives none.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = True
    about: str = ""
    label: str = ""
    names_totals: bool = False
    """Whether `all` is a value of this column like any other, and does not make its line a total."""

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
    columns: tuple[Field, ...]
    key: tuple[str, ...]
    title: str
    about: str

    def __getitem__(self, name: str) -> Field:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in file order."""
        return tuple(column.name for column in self.columns)


def schema(name: str, title: str, about: str, key: tuple[str, ...], *columns: Field) -> Schema:
    """Describe a dataset; every row of every dataset can name its source and the place in it."""
    return Schema(name, (*columns, SOURCE_ID, LOCATOR), key, title, about)


def text(name: str, about: str, label: str = "") -> Field:
    """Describe a column: text that the file must have a column for."""
    return Field(name, Kind.TEXT, True, about, label)


def optional(name: str, about: str, label: str = "") -> Field:
    """Describe a column: text whose column may be left out."""
    return Field(name, Kind.TEXT, False, about, label)


def money(name: str, about: str) -> Field:
    """Describe a column: an amount: thousands of pounds in the file, whole pounds once read."""
    return Field(f"{name}_gbp_k", Kind.MONEY, True, about)


def date(name: str, about: str) -> Field:
    """Describe a column: a day, month, period or financial year."""
    return Field(name, Kind.DATE, True, about)


SOURCE_ID = optional("source_id", "The paper that the row was taken from, as the register of papers names it", "Source")
LOCATOR = optional("locator", "The place in the paper: page, paragraph or table", "Place in the source")
NOTE = optional("note", "What the paper adds to the figures of the row, in our own words")
VALUE = Field("value", Kind.NUMBER, True, "The figure, in the unit of its row")
UNIT = text(
    "unit", "What the figure counts: gbp is pounds, gbp_k thousands of them, gbp_m millions, share a fraction of 1"
)
MOST_DECIMALS = 6
"""Of a figure as printed, before the point or after it: a paper prints whole millions at the most."""
DECIMALS = Field("decimals", Kind.NUMBER, True, "Decimal places with which the figure was printed")
