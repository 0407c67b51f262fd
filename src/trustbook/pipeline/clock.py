"""Say what time it is: the only clock of what is kept for good.

In: the clock of the machine, or `SOURCE_DATE_EPOCH` (seconds since 1970), so that a run can be repeated byte for byte.
Out: the instant in UTC, and the day that people would write.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError

VARIABLE = "SOURCE_DATE_EPOCH"
_YEARS = range(1980, 2200)
"""A ZIP file, as a workbook is one, knows no earlier year."""


@dataclass(frozen=True)
class Now:
    """An instant in UTC, in whole seconds; `source` is empty for the machine's clock, else what gave the time."""

    at: datetime
    day: date
    source: str = ""

    @property
    def written(self) -> str:
        """Return it as records have it: `2024-05-01T09:30:00Z`."""
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def details(self) -> dict[str, str]:
        """Return what an entry of the log says of it: nothing, unless the time was given."""
        return {"time_from": self.source} if self.source else {}


def now() -> Now:
    """Return the time. Raises WorkspaceError if `SOURCE_DATE_EPOCH` is set and is no time."""
    given = os.environ.get(VARIABLE, "")
    if not given:
        at = datetime.now(UTC).replace(microsecond=0)
        return Now(at, at.astimezone().date())
    try:
        if not (given.isascii() and given.isdigit()):
            raise ValueError
        at = datetime.fromtimestamp(int(given), UTC)
        if at.year not in _YEARS:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise WorkspaceError(
            f"{VARIABLE} is '{excerpt(given)}'", expected="whole seconds since 1970, such as 1714555800"
        ) from None
    return Now(at, at.date(), VARIABLE)
