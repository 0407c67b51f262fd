"""The parts of a committee's paper: title block, sections, tables, pictures, and every figure with where it is from.

In: nothing. Out: the types that `content` and `appendices` fill, and that `document` writes into a Word template.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A figure that the paper states."""

    metric: str
    """Its name, as `trustbook metrics` gives it."""
    written: str
    """As the paper writes it: `£31.632m`."""
    value: float
    """In the unit of the metric."""
    unit: str
    """`gbp_k`, `share`, or what is counted."""
    label: str
    page: str
    """The page of the edition where it is shown: `notebooks/forecast-trend.html`."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, with the metrics of the figures in it."""

    text: str
    metrics: tuple[str, ...] = ()
    to_write: bool = False
    """Whether a person must write this: the text then says who and what about."""
    is_item: bool = False
    """Whether it is an item of a lettered list below the paragraph before it."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    is_amount: bool = False
    """Whether its cells are figures, set to the right."""


@dataclass(frozen=True)
class Row:
    """A row of a table: as many cells as there are columns; an empty cell is not reported."""

    cells: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption; `notes` stand below it."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section by its key (`purpose`), with paragraphs, and sections within it (`legal` of `implications`)."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    parts: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    """After its paragraphs."""


@dataclass(frozen=True)
class Picture:
    """A chart: its caption, what it shows in words, and its drawing as SVG; `note` stands below it."""

    key: str
    caption: str
    description: str
    drawing: str
    note: str = ""
    """Its unit and what its parts are, where the caption does not say so."""


@dataclass(frozen=True)
class Appendix:
    """An appendix: `A`, its title, and what is in it."""

    letter: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A line of the title block that is answered with yes or no; None where nobody has said which."""

    key: str
    question: str
    yes: bool | None
    detail: str = ""


@dataclass(frozen=True)
class TitleBlock:
    """Who reports what to which meeting. What nobody has said is empty, and a person must write it."""

    meeting: str
    date: datetime.date | None
    item: str
    title: str
    authors: tuple[str, ...]
    lead_members: tuple[str, ...]
    answers: tuple[Answer, ...]
    """Key decision, call-in, equality, confidential or exempt: in this order."""


@dataclass(frozen=True)
class Change:
    """A figure that is not as in the draft before; `before` or `now` is empty if it was not there, or is no more."""

    label: str
    metric: str
    before: str
    now: str


@dataclass(frozen=True)
class Paper:
    """A committee's paper."""

    period: str
    label: str
    """The period in words: `Month 11 of 2023/24 (February 2024)`."""
    body: str
    """The name of the body that is reported on."""
    edition: str
    """Which edition its figures are from: `Published 3 May 2024`, or `Draft`, with its address if it has one."""
    block: TitleBlock
    sections: tuple[Section, ...]
    appendices: tuple[Appendix, ...]
    figures: tuple[Figure, ...]
    """Every figure that is stated, in prose and in tables, once each."""
    changes: tuple[Change, ...] = field(default=())
    """What changed since the draft before, if there is one."""

    @property
    def every_section(self) -> tuple[Section, ...]:
        """List the sections, each followed by its parts."""
        return tuple(each for section in self.sections for each in (section, *section.parts))

    def section(self, key: str) -> Section | None:
        """Find a section, or a section within one; None if the paper has none of this key."""
        return next((each for each in self.every_section if each.key == key), None)

    @property
    def to_write(self) -> tuple[Section, ...]:
        """List the sections in which a person must write something."""
        return tuple(each for each in self.every_section if any(paragraph.to_write for paragraph in each.paragraphs))
