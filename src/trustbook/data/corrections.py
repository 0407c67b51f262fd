"""What was mended on reading, and what is doubtful in what was read: said aloud, and never done in silence.

In: a place and what was found there. Out: a `Mend`, which the gate turns into information, or a `Doubt`, which it turns
into a warning that someone has to look into.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mend:
    """One thing read otherwise than as written: of which kind, and why. `was` and `now` are empty for a whole file."""

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
