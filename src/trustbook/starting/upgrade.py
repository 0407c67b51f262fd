"""Bring the files of a workspace that are trustbook's to the installed version, and keep what was changed in them.

In: a workspace that `init` made. Out: its notebooks, suites and pages merged three ways, and what was done to each.
Data, settings and chapters of the workspace's own are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from trustbook import __version__
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import counted, listing
from trustbook.core.incoming import read_file
from trustbook.starting.base import Base, read_base, write_base
from trustbook.starting.contents import chosen
from trustbook.starting.managed_files import managed_files
from trustbook.starting.merge import MARK, merge, same
from trustbook.starting.notebook_text import parsed, source_of
from trustbook.starting.template import template

_MOST_BYTES = 50_000_000


class Done(StrEnum):
    """What an upgrade does to a file; the value completes a sentence."""

    UPDATED = "updated"
    MERGED = "merged with your changes"
    CONFLICT = "conflict, you and trustbook changed the same lines"
    ADDED = "added"
    DELETED = "left out, since you deleted it"
    RETIRED = "no longer part of trustbook, and left as it is"


@dataclass(frozen=True)
class Change:
    """A file, what is done to it, and what it holds afterwards (None: as before)."""

    name: str
    done: Done
    content: bytes | None = None


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade does, from one version to another."""

    old: str
    new: str
    changes: tuple[Change, ...]

    @property
    def conflicts(self) -> list[str]:
        """The files in which both sides changed the same lines."""
        return [each.name for each in self.changes if each.done is Done.CONFLICT]


def upgrade(workspace: Workspace, chapters: Iterable[str] = (), *, only_check: bool = False) -> Upgrade:
    """Merge the installed template into a workspace, with these chapters besides; return what was done.

    With `only_check`, change nothing. Raises WorkspaceError if it has no base, or conflicts that nobody has resolved.
    """
    root = workspace.root
    base = read_base(root)
    wanted = tuple(chapters)
    facts = base.facts
    if wanted:
        facts = facts.with_chapters(chosen((*facts.chapters, *wanted), template()["_toc.yml"]))
    theirs = managed_files(facts)
    _require_resolved(root, {*base.files, *theirs})
    changes = tuple(_changes(root, base, theirs))
    if not only_check:
        for change in changes:
            if change.content is not None:
                write_whole(root / change.name, change.content)
        new = Base(__version__, facts, theirs)
        if new != base:
            write_base(root, new)
    return Upgrade(base.version, __version__, changes)


def in_lines(found: Upgrade, *, only_check: bool = False) -> Iterator[str]:
    """Say what was done, or would be: a line for each file, and what to do about conflicts."""
    versions = found.new if found.old == found.new else f"{found.new}, from {found.old}"
    files = counted(len(found.changes), "file")
    if not found.changes:
        yield f"Nothing to do: all is as trustbook {versions} has it, or as you changed it."
    elif only_check:
        yield f"{files} would change, to trustbook {versions}:"
    else:
        yield f"The workspace is at trustbook {versions}. {files}:"
    for change in found.changes:
        yield f"  {change.name}: {change.done}"
    if found.conflicts and not only_check:
        yield "In each conflict both versions are between <<<<<<< and >>>>>>>. Keep one, and delete the marks."


def _changes(root: Path, base: Base, theirs: dict[str, bytes]) -> Iterator[Change]:
    for name in sorted({*base.files, *theirs}):
        old, new, yours = base.files.get(name), theirs.get(name), _read(root, name)
        change = _change(name, yours, old, new)
        if change is not None:
            yield change


def _change(name: str, yours: bytes | None, old: bytes | None, new: bytes | None) -> Change | None:
    """Decide what is done to one file; None if nothing is."""
    if new is None:
        return None if yours is None else Change(name, Done.RETIRED)
    if old is None and yours is None:
        return Change(name, Done.ADDED, new)
    if old == new or (yours is not None and same(yours, new, name)):
        return None
    if yours is None:
        return Change(name, Done.DELETED)
    if old is not None and same(yours, old, name) and not name.endswith(".ipynb"):
        return Change(name, Done.UPDATED, new)
    if old is not None:
        content, conflict = merge(yours, old, new, name)
        untouched = same(yours, old, name)
        return Change(name, Done.CONFLICT if conflict else Done.UPDATED if untouched else Done.MERGED, content)
    nothing = _EMPTY_NOTEBOOK if name.endswith(".ipynb") else b""
    content, conflict = merge(yours, nothing, new, name)
    return Change(name, Done.CONFLICT if conflict else Done.MERGED, content)


_EMPTY_NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def _require_resolved(root: Path, names: Iterable[str]) -> None:
    """Raise WorkspaceError if a file still has the marks of a conflict from an earlier upgrade."""
    marked = [name for name in sorted(names) if _is_marked(name, _read(root, name))]
    if marked:
        raise WorkspaceError(
            f"the conflicts of the last upgrade are still marked in {listing(marked)}",
            expected="files without lines that begin with <<<<<<<, ======= or >>>>>>>",
            mend="Choose between the two versions in each, delete the marks, and type the command again.",
        )


def _is_marked(name: str, content: bytes | None) -> bool:
    if content is None or MARK not in content:
        return False
    if not name.endswith(".ipynb"):
        return any(line.startswith(MARK) for line in content.splitlines())
    mark = MARK.decode()
    return any(line.startswith(mark) for cell in parsed(content, name)["cells"] for line in source_of(cell).split("\n"))


def _read(root: Path, name: str) -> bytes | None:
    """Read a file of the workspace; None if there is none."""
    path = root / name
    if not path.exists():
        return None
    return read_file(path, name, _MOST_BYTES, within=root, kind=WorkspaceError)
