"""Read the returns of a run once, in the process of which copies are made, so that each copy finds them read.

In: the folder of a workspace and the periods that will be asked for. Out: nothing but what `kept_tables.py` keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from trustbook.config.discovery import OWN
from trustbook.config.workspace import Workspace
from trustbook.core.errors import TrustbookError
from trustbook.core.period import Period
from trustbook.data.period_return import read_reference_tables, return_tables


def read_ahead(root: Path, periods: Iterable[str]) -> None:
    """Read what can be read of these returns and of the reference data; what cannot is said by whoever opens it.

    A workspace with chapters of its own is left alone: their code is imported by kernels, and never by what they are
    copied from.
    """
    workspace = Workspace(root)
    if (root / OWN).exists():
        return
    with suppress(TrustbookError, OSError, ValueError):
        read_reference_tables(workspace)
        for each in periods:
            list(return_tables(workspace, Period.parse(each)))
