"""Say which meeting an edition is for.

In: the parameters of a period. Out: the body that meets, the day, the item of its agenda, and the background papers.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from pydantic import Field, field_validator, model_validator

from trustbook.config.assumptions import Strict
from trustbook.core.characters import excerpt
from trustbook.core.period import FIRST_YEAR, LAST_YEAR

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(text: Any) -> datetime.date:
    """Read a day that is written `2024-05-01`. Raises ValueError for anything else."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError('expected a day such as "2024-05-01"')
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


class Meeting(Strict):
    """A meeting: `{body, date, agenda_published, item, background}`. A day is written "2024-05-01", in quotes."""

    body: str = Field(max_length=200)
    date: datetime.date
    agenda_published: datetime.date | None = None
    """The day on which the agenda was published, if it was."""
    item: str | None = Field(default=None, max_length=200)
    """The number of the item of the agenda, and its title if wanted."""
    background: tuple[str, ...] = Field(default=(), max_length=200)
    """The ids of the background papers in `data/sources.csv`."""

    @field_validator("date", "agenda_published", mode="before")
    @classmethod
    def _is_a_day(cls, value: Any) -> Any:
        return value if value is None or isinstance(value, datetime.date) else day_of(value)

    @field_validator("item", mode="before")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("background")
    @classmethod
    def _papers_differ(cls, papers: tuple[str, ...]) -> tuple[str, ...]:
        for paper in papers:
            if papers.count(paper) > 1:
                raise ValueError(f"'{excerpt(paper)}' stands twice")
        return papers

    @model_validator(mode="after")
    def _agenda_comes_first(self) -> Meeting:
        if self.agenda_published is not None and self.agenda_published > self.date:
            raise ValueError(f"its agenda was published on {self.agenda_published}, after the meeting on {self.date}")
        return self
