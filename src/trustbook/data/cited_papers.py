"""Look up what the register says of the papers that an edition cites.

In: the rows of those papers, and the whole register. Out: a mapping from id to one column. Another paper may be looked
up too; that is noted, since what does so depends on every row of the register and not only on those that are cited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from trustbook.core.reads import PAPERS, note


class Papers(Mapping[str, str]):
    """One column of the register, by paper; a paper whose cell is empty is not in it."""

    def __init__(self, column: str, cited: pd.DataFrame, register: pd.DataFrame | None) -> None:
        self._cited = _by_paper(cited, column)
        self._others = {} if register is None else _by_paper(register, column)
        self._ids = frozenset(cited["source_id"].astype(str))

    def __getitem__(self, paper: str) -> str:
        """Return the cell of a paper. Raises KeyError if there is none."""
        if paper in self._ids:
            return self._cited[paper]
        note(PAPERS)
        return self._others[paper]

    def __iter__(self) -> Iterator[str]:
        """Yield the papers that the edition cites, in the order of the register."""
        return iter(self._cited)

    def __len__(self) -> int:
        """Count the papers that the edition cites."""
        return len(self._cited)


def _by_paper(register: pd.DataFrame, column: str) -> dict[str, str]:
    known = register.dropna(subset=[column])
    return {str(paper): str(cell) for paper, cell in zip(known["source_id"], known[column], strict=True)}
