"""Report errors as fields that code can act on and one sentence that an analyst can act on.

In: where it happened, what was found, what was expected, how to fix it. Out: one base class for the whole library.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar


class TrustbookError(Exception):
    """A failure that the user can fix.

    Pickling keeps the fields, so the error can cross processes; `str()` is the sentence for the terminal.
    """

    kind: ClassVar[str] = "other"
    """The word for this kind of error, which stays; `trustbook explain error.<kind>` explains it."""

    def __init__(
        self,
        problem: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        column: str | None = None,
        expected: str = "",
        mend: str = "",
        place: str = "",
        code: str = "",
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        self.expected = expected
        self.mend = mend
        self.place = place
        """A place in a sheet, shown instead of the line: `cell C7`, `row 7`."""
        self.code = code
        """Which kind of failure it is, in a word that stays: the gate gives it to its finding."""

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file or "",
                self.place or (f"line {self.line}" if self.line is not None else ""),
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        sentence = f"{where}: {self.problem}" if where else self.problem
        if self.expected:
            sentence += f"; expected {self.expected}"
        sentence += "." if not sentence.endswith((".", "!", "?")) else ""
        return f"{sentence} {self.mend}".strip()

    @property
    def stable_code(self) -> str:
        """Return the code under which `trustbook explain` says what it means."""
        return f"error.{self.kind}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.problem, self.__dict__.copy()))


def _rebuild(kind: type[TrustbookError], problem: str, fields: dict[str, Any]) -> TrustbookError:
    error = kind(problem)
    error.__dict__.update(fields)
    return error


class PeriodError(TrustbookError):
    """A period is not written like `2023-24-P07`."""

    kind = "period"


class WorkspaceError(TrustbookError):
    """A workspace, its settings or its parameters cannot be used."""

    kind = "workspace"


class ReturnError(TrustbookError):
    """A return cannot be read as it is."""

    kind = "return"

    @property
    def stable_code(self) -> str:
        """Return the code that its finding has, if there is one."""
        return f"reading.{self.code}" if self.code else super().stable_code


class GateError(TrustbookError):
    """A return has critical findings, or the gate cannot run."""

    kind = "gate"


class ChapterError(TrustbookError):
    """A notebook failed to execute."""

    kind = "chapter"


class PublishError(TrustbookError):
    """An edition or a site failed to build."""

    kind = "publish"


class WorkerError(TrustbookError):
    """Workers cannot be used, or one would produce different output from this machine."""

    kind = "worker"
