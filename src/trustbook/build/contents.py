"""Find the notebooks of the book without parsing `_toc.yml` again: a run with nothing to do imports no YAML library.

In: a workspace. Out: the names of its chapters. What `_toc.yml` lists is kept in `_build/cache` with its digest.
"""

from __future__ import annotations

from contextlib import suppress

from trustbook.build.store import digest, digest_of, read_sealed, write_sealed
from trustbook.config.workspace import TOC, Workspace
from trustbook.core.incoming import path_exists

_FORM = "1"
"""Raise it when `Workspace.chapters` reads `_toc.yml` in another way."""


def chapters_of(workspace: Workspace, *, keep: bool = True) -> list[str]:
    """Return the names of the notebooks that `_toc.yml` lists and that exist, sorted; without `keep`, write nothing.

    Raises WorkspaceError if `_toc.yml` is unreadable.
    """
    return [name for name in _listed(workspace, keep=keep) if path_exists(workspace.notebooks / f"{name}.ipynb")]


def _listed(workspace: Workspace, *, keep: bool) -> list[str]:
    memo = workspace.build / "cache" / "contents.json"
    key = ""
    with suppress(OSError):
        key = digest_of([_FORM, digest((workspace.root / TOC).read_bytes())])
    known = read_sealed(memo)
    if key and isinstance(known, dict) and known.get("key") == key:
        return list(known["chapters"])
    found = sorted(workspace.chapters)
    if not keep:
        return found
    with suppress(OSError):
        write_sealed(memo, {"key": key, "chapters": found})
    return found
