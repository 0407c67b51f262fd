"""Describe a dataset: its columns, in file order, and the kind of value in each.

Money is in thousands of pounds in the files (`_gbp_k`) and in whole pounds everywhere else (`_gbp`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from trustbook.config.words import in_own_words, spelt


class Kind(StrEnum):
    """The kind of value in a cell, which decides how it is read."""

    TEXT = "text"
    MONEY = "money"
    """Thousands of pounds with at most three decimals; read into whole pounds."""
    NUMBER = "number"
    DATE = "date"
    """A day, a month, a period or a financial year."""


class InWords:
    """A text of a schema that may hold words of the body, such as `{budget}`: it is read with them filled in.

    Schemas are made when the library is imported, before any workspace has its words.
    """

    def __init__(self, default: str | None = None) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, made: Any, owner: type | None = None) -> str:
        """Return the text in the words in use, or the default of the class."""
        if made is not None:
            return in_own_words(vars(made)[self._name])
        if self._default is None:
            raise AttributeError(self._name)
        return self._default

    def __set__(self, made: Any, text: str) -> None:
        vars(made)[self._name] = text


@dataclass(frozen=True)
class Field:
    """A column of a dataset. One that is not `required` may be missing from the file.

    `about` explains it to everyone who downloads the data; `label` is its heading, if its name does not give one.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = True
    about: InWords = InWords("")
    label: InWords = InWords("")
    names_totals: bool = False
    """Whether `all` is an ordinary value of this column, rather than marking its line as a total."""
    stays: bool = False
    """Whether a row usually says the same in the next return, as the names in the key do."""

    @property
    def typed_name(self) -> str:
        """The name in typed frames: money loses its `_k`."""
        return self.name.removesuffix("_k") if self.kind is Kind.MONEY else self.name

    @property
    def unit(self) -> str:
        """The unit of the column in the files, if the whole column has one."""
        return "£ thousand" if self.kind is Kind.MONEY else ""

    @property
    def title(self) -> str:
        """The heading of the column in words, with its unit."""
        words = str(self.label) or spelt(self.name.removesuffix("_gbp_k")).capitalize()
        return f"{words}, {self.unit}" if self.unit else words


@dataclass(frozen=True)
class Schema:
    """A dataset. `key` names the columns that identify a row; `about` says what a row is."""

    name: str
    columns: tuple[Field, ...]
    key: tuple[str, ...]
    title: InWords = InWords()
    about: InWords = InWords()
    unpublished: str = ""
    """Why its lines are in no download of an edition, as a sentence for its readers; empty if they are."""
    ends: str = ""
    """The column whose cell ends a row: one that is filled in is not carried over into the next return."""

    def __getitem__(self, name: str) -> Field:
        return self._by_name[name]

    def get(self, name: str) -> Field | None:
        """Return the column of a name, or None."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {column.name: column for column in reversed(self.columns)}  # of a repeated name, the first

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(column.name for column in self.columns)

    @property
    def staying(self) -> tuple[str, ...]:
        """Names of the columns of text that usually say the same in the next return, in file order."""
        return tuple(
            each.name
            for each in self.columns
            if each.stays
            or (each.name in self.key and each.kind is Kind.TEXT and each.name not in (SOURCE_ID.name, LOCATOR.name))
        )


def schema(
    name: str, title: str, about: str, key: tuple[str, ...], *columns: Field, unpublished: str = "", ends: str = ""
) -> Schema:
    """Describe a dataset; columns for the source of each row are added."""
    return Schema(name, (*columns, SOURCE_ID, LOCATOR), key, title, about, unpublished, ends)


def text(name: str, about: str, label: str = "", *, stays: bool = False) -> Field:
    """Describe a required text column."""
    return Field(name, Kind.TEXT, True, about, label, stays=stays)


def optional(name: str, about: str, label: str = "", *, stays: bool = False) -> Field:
    """Describe an optional text column."""
    return Field(name, Kind.TEXT, False, about, label, stays=stays)


def money(name: str, about: str, label: str = "", *, required: bool = True) -> Field:
    """Describe a money column: thousands of pounds in the file, whole pounds once read."""
    return Field(f"{name}_gbp_k", Kind.MONEY, required, about, label)


def date(name: str, about: str, *, required: bool = True) -> Field:
    """Describe a date column: a day, month, period or financial year."""
    return Field(name, Kind.DATE, required, about)


SOURCE_ID = optional("source_id", "The paper that the row was taken from, as the register of papers names it", "Source")
DECIMALS_OF_MILLIONS = Field(
    "decimals",
    Kind.NUMBER,
    False,
    "Decimal places of the figure in millions of pounds, as its source writes it; empty if it is exact to the thousand",
)
LOCATOR = optional("locator", "The place in the paper: page, paragraph or table", "Place in the source")
NOTE = optional("note", "What the paper adds to the figures of the row, in our own words")
VALUE = Field("value", Kind.NUMBER, True, "The figure, in the unit of its row")
UNIT = text(
    "unit",
    "What the figure counts: gbp is pounds, gbp_k thousands of them, gbp_m millions, share a fraction of 1",
    stays=True,
)
MOST_DECIMALS = 6
"""The most decimal places in a paper's figure, or digits rounded off before the point (whole millions)."""
DECIMALS = Field("decimals", Kind.NUMBER, True, "Decimal places of the figure in the paper", stays=True)
