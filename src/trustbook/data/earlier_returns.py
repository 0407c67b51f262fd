"""Give the returns of earlier financial years, each listed and read on first use.

In: a workspace and a period. Out: `Return`s. A chapter that looks at none of them does not depend on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.data.period_return import Return, read_return
from trustbook.data.reader import Table


class _LazyTables(Mapping[str, Table]):
    """The tables of a return, read on first use. Raises ReturnError then, as `read_return` does."""

    def __init__(self, workspace: Workspace, period: Period) -> None:
        self._workspace, self._period = workspace, period

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        return read_return(self._workspace, self._period).tables

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


class EarlierReturns(Sequence[Return]):
    """The returns of earlier financial years, oldest first; that they were looked at is recorded (core/reads.py)."""

    def __init__(self, workspace: Workspace, period: Period) -> None:
        self._workspace, self._period = workspace, period

    @cached_property
    def _returns(self) -> list[Return]:
        years = [each for each in self._workspace.periods() if each.year < self._period.year]
        return [Return(each, _LazyTables(self._workspace, each)) for each in years]

    @overload
    def __getitem__(self, place: int) -> Return: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Return]: ...
    def __getitem__(self, place: int | slice) -> Return | Sequence[Return]:
        """Return one of them, or some."""
        return self._returns[place]

    def __len__(self) -> int:
        """Count them."""
        return len(self._returns)
