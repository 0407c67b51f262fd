"""List every dataset that a workspace may have: those of finance and papers here, others in their chapters' folders.

In: the root of a workspace. Out: schemas by name; a chapter's `datasets.py` lists its own as `PERIOD` and `REFERENCE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trustbook.config.discovery import OWN, in_every_chapter, use_chapters_of
from trustbook.core.errors import WorkspaceError
from trustbook.data.datasets.finance import ADJUSTMENTS, CONTROLS, FORECAST, SAVINGS
from trustbook.data.datasets.other_years_and_bodies import (
    COMPARATORS,
    CONTRACT_BLOCKS,
    CONTRACT_SUMS,
    COST_DRIVERS,
    OUTTURNS,
)
from trustbook.data.datasets.papers import CLAIMS, SOURCES
from trustbook.data.schema import Schema

__all__ = ["CLAIMS", "SOURCES", "period_datasets", "reference_datasets"]

_PERIOD = (FORECAST, ADJUSTMENTS, SAVINGS, CONTROLS)
_REFERENCE = (CONTRACT_SUMS, CONTRACT_BLOCKS, OUTTURNS, COST_DRIVERS, COMPARATORS)


def period_datasets(root: Path) -> dict[str, Schema]:
    """Return the datasets of `data/<period>/`, by name. Raises WorkspaceError if a chapter reuses a name."""
    return _named(root, _PERIOD, "PERIOD", (CLAIMS,))


def reference_datasets(root: Path) -> dict[str, Schema]:
    """Return the datasets of `data/reference/`, by name, without the claims."""
    return _named(root, _REFERENCE, "REFERENCE", ())


def _named(root: Path, first: Iterable[Schema], listed: str, last: Iterable[Schema]) -> dict[str, Schema]:
    use_chapters_of(root)
    found = {each.name: each for each in first}
    for folder, module in in_every_chapter("datasets").items():
        for each in getattr(module, listed, ()):
            if each.name in found:
                raise WorkspaceError(f"there is a dataset '{each.name}' already", file=f"{OWN}/{folder}/datasets.py")
            found[each.name] = each
    return found | {each.name: each for each in last}
