"""What a process makes things with: the library, the packages and the Python version that decide about every byte.

In: a workspace, whose lock file says which packages count. Out: a `MadeWith` to send along, and what differs in words.
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
    """The tools of one process."""

    library: str
    """The digest of the files of `trustbook`."""
    python: str
    packages: tuple[str, ...]
    """Name and version."""


def made_with(workspace: Workspace) -> MadeWith:
    """The tools of this process."""
    ingredients = CacheInputs(workspace)
    return MadeWith(ingredients.tools[LIBRARY], ingredients.tools[PYTHON], tuple(ingredients.packages))


def worker_name() -> str:
    """How this process is called to a person."""
    return f"{socket.gethostname()}, process {os.getpid()}"


def require_same(ours: MadeWith, theirs: MadeWith, worker: str) -> None:
    """Raise WorkerError if a worker would make things with other tools than ours."""
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
    said = [
        f"{name} ({others.get(name, 'missing')}, not {mine[name]})" if name in mine else f"{name} (not here)"
        for name in sorted(mine.keys() | others.keys())
        if mine.get(name) != others.get(name)
    ]
    more = len(said) - _MOST_NAMED
    return said if more <= 1 else [*said[:_MOST_NAMED], f"{more} more packages"]


def _versions(of: MadeWith) -> Mapping[str, str]:
    pairs = (each.partition(" ") for each in of.packages)
    return {name: version for name, _, version in pairs}
