"""Record what was corrected on reading, and what is doubtful in what was read, so that neither goes unreported.

In: a place and what was found there. Out: a `Correction`, which the gate reports as information, or a `Doubt`, which it
reports as a warning to look into.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Correction:
    """Something read differently from how it was written: of which kind, and why.

    `was` and `now` are empty if it concerns the whole file.
    """

    code: str
    why: str
    line: int | None = None
    column: str | None = None
    was: str = ""
    now: str = ""

    @property
    def sentence(self) -> str:
        """`read '1,234' as 1234 (thousands separators)`."""
        return f"read '{self.was}' as {self.now} ({self.why})" if self.was else self.why


@dataclass(frozen=True)
class Doubt:
    """One thing that was read as it stands, and may not be what was meant. `file` is given if not the table's."""

    code: str
    sentence: str
    line: int | None = None
    column: str | None = None
    expected: str = ""
    mend: str = ""
    file: str = ""
