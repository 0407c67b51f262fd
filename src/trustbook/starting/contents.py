"""Choose which chapters of the template a workspace has.

In: the table of contents of the template, and the names of chapters. Out: the same table with those chapters only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

import yaml

from trustbook.config.workspace import first_part
from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.starting.answers import Answers

ALL = "all"
_USUAL = ("what-changed", "forecast-trend", "savings-rag", "years")
_OF_SEVERAL = "call-on-councils"
"""The chapter on how several councils share the cost."""
_LINE = re.compile(r"\s*- file: notebooks/([\w-]+)\s*")


def choosable(toc: bytes) -> tuple[str, ...]:
    """List the chapters that a workspace can be without: those of the first part with notebooks."""
    listed = map(PurePosixPath, first_part(yaml.safe_load(toc)))
    return tuple(page.name for page in listed if page.parent.name == "notebooks")


def usual(answers: Answers, toc: bytes) -> tuple[str, ...]:
    """Return the chapters that make sense for a body that chooses none."""
    wanted = {*_USUAL, *([_OF_SEVERAL] if len(answers.funders) > 1 else [])}
    return tuple(name for name in choosable(toc) if name in wanted)


def chosen(names: Iterable[str], toc: bytes) -> tuple[str, ...]:
    """Put chapters in the order of the book; `all` is every one. Raises WorkspaceError for a name that is none."""
    known = choosable(toc)
    wanted = {*names}
    for name in sorted(wanted - {*known, ALL}):
        raise WorkspaceError(f"there is no chapter '{excerpt(name)}'", expected=f"one of: {', '.join(known)}, or {ALL}")
    return tuple(name for name in known if name in wanted or ALL in wanted)


def narrowed(template: dict[str, bytes], chapters: Sequence[str]) -> dict[str, bytes]:
    """Return the template with these chapters only."""
    toc = template["_toc.yml"]
    left_out = {*choosable(toc)} - {*chapters}
    kept = {name: content for name, content in template.items() if not _is_of(name, left_out)}
    lines = toc.decode("utf-8").splitlines(keepends=True)
    listed = (line for line in lines if not ((found := _LINE.fullmatch(line)) and found[1] in left_out))
    return kept | {"_toc.yml": "".join(listed).encode()}


def _is_of(name: str, chapters: set[str]) -> bool:
    path = PurePosixPath(name)
    return path.parent.name == "notebooks" and path.stem in chapters
