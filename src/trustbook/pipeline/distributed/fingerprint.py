"""Identify the tools of a process: the library, packages and Python version that can affect any output.

In: a workspace, whose lock file lists the relevant packages. Out: a `MadeWith` to send, and differences in words.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from trustbook.build.cache_inputs import LIBRARY, PYTHON, CacheInputs
from trustbook.config.workspace import Workspace
from trustbook.core.errors import WorkerError
from trustbook.core.formatting import listing

_MOST_NAMED = 3


@dataclass(frozen=True)
class MadeWith:
    """Hold the tools of one process."""

    library: str
    """The digest of the files of `trustbook`."""
    python: str
    packages: tuple[str, ...]
    """Name and version."""


def made_with(workspace: Workspace) -> MadeWith:
    """Return the tools of this process."""
    ingredients = CacheInputs(workspace)
    return MadeWith(ingredients.tools[LIBRARY], ingredients.tools[PYTHON], tuple(ingredients.packages))


def worker_name() -> str:
    """Return a readable name for this process."""
    return f"{socket.gethostname()}, process {os.getpid()}"


def require_same(ours: MadeWith, theirs: MadeWith, worker: str) -> None:
    """Raise WorkerError if a worker's tools differ from ours."""
    differs = [
        *([f"{PYTHON} ({theirs.python}, not {ours.python})"] if ours.python != theirs.python else []),
        *([LIBRARY] if ours.library != theirs.library else []),
        *_packages(ours, theirs),
    ]
    if differs:
        raise WorkerError(
            f"the worker {worker} differs from this machine in {listing(differs)}",
            expected="the same, since what it made could differ",
            mend="Set the worker up from the same commit and requirements.txt: see docs/cluster.md.",
        )


def _packages(ours: MadeWith, theirs: MadeWith) -> list[str]:
    mine, others = _versions(ours), _versions(theirs)
    differences = [
        f"{name} ({others.get(name, 'missing')}, not {mine[name]})" if name in mine else f"{name} (not here)"
        for name in sorted(mine.keys() | others.keys())
        if mine.get(name) != others.get(name)
    ]
    more = len(differences) - _MOST_NAMED
    return differences if more <= 1 else [*differences[:_MOST_NAMED], f"{more} more packages"]


def _versions(of: MadeWith) -> Mapping[str, str]:
    pairs = (each.partition(" ") for each in of.packages)
    return {name: version for name, _, version in pairs}
