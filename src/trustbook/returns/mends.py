"""What was mended on reading: said aloud, cell by cell, and never done in silence.

In: the place and the two forms of a cell. Out: a `Mend`, which the gate turns into a finding.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mend:
    """One thing read otherwise than as written. `was` and `now` are empty where it is about a whole file."""

    why: str
    line: int | None = None
    column: str | None = None
    was: str = ""
    now: str = ""

    @property
    def sentence(self) -> str:
        """`read '1,234' as 1234 (thousands separators)`."""
        return f"read '{self.was}' as {self.now} ({self.why})" if self.was else self.why
