"""Give each workspace of a command the consoles for its messages.

In: a workspace, the consoles of the command. Out: `Place`; with several workspaces each line is labelled with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from trustbook.config.workspace import Workspace
from trustbook.pipeline.console import Terminal


@dataclass(frozen=True)
class Place:
    """Hold a workspace and the consoles for its messages."""

    workspace: Workspace
    label: str
    out: Console
    err: Console


class Labelled(Terminal):
    """Print each line with the name of a workspace before it."""

    def __init__(self, console: Console, label: str, workspace: Path) -> None:
        super().__init__(workspace=workspace, file=console.file, stderr=console.stderr)
        self._label = label

    def print(self, *objects: Any, **settings: Any) -> None:
        """Print text under the label."""
        text = " ".join(str(each) for each in objects)
        super().print("\n".join(f"{self._label}: {line}" for line in text.splitlines()), **settings)


def place_of(workspace: Workspace, out: Console, err: Console, *, alone: bool) -> Place:
    """Give a workspace its consoles: those of the command if it is alone, or labelled ones."""
    root, here = workspace.root, Path.cwd()
    label = root.relative_to(here).as_posix() if root.is_relative_to(here) and root != here else str(root)
    if alone:
        return Place(workspace, label, out, err)
    return Place(workspace, label, Labelled(out, label, root), Labelled(err, label, root))
