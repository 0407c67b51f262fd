"""Make a workspace for any body: everything that a report needs but its returns.

In: what was said of the body, and a folder that is new or empty. Out: the workspace; all of it, or nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from trustbook import __version__
from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.data.datasets.papers import SOURCES
from trustbook.starting import settings_file
from trustbook.starting.answers import Answers
from trustbook.starting.base import PLACE, Base, packed
from trustbook.starting.contents import chosen, usual
from trustbook.starting.managed_files import Facts, generated_pages, managed_files
from trustbook.starting.template import template

_MAY_BE_THERE = frozenset((".git",))
"""An empty repository that was just made or cloned is as good as an empty folder."""


def init(folder: Path, answers: Answers) -> list[str]:
    """Make a workspace; return the names of its files. Raises WorkspaceError for answers or a folder that cannot be."""
    require_free(folder)
    toc = template()["_toc.yml"]
    answers = replace(answers, chapters=chosen(answers.chapters, toc) or usual(answers, toc))
    facts = Facts.of(answers)
    managed = managed_files(facts)
    files = managed | generated_pages()
    files |= {
        settings_file.FILE: settings_file.settings_file(answers).encode(),
        "data/sources.csv": (",".join(SOURCES.names) + "\n").encode(),
        "data/reference/.gitkeep": b"",
        PLACE: packed(Base(__version__, facts, managed)),
    }
    _write_all(folder, files)
    return sorted(files)


def first_period(answers: Answers) -> str:
    """Return a period that the body reports, as an example."""
    return Facts.of(answers).example


def require_free(folder: Path) -> None:
    """Raise WorkspaceError unless a folder is new or empty."""
    try:
        there = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        why = "it is a file" if folder.is_file() else str(error.strerror)
        raise WorkspaceError(why, file=folder, expected="a new folder, or an empty one") from None
    found = [excerpt(name) for name in there if name not in _MAY_BE_THERE]
    if found:
        more = [f"{len(found) - 3} more"] if len(found) > 3 else []
        raise WorkspaceError(
            f"the folder is not empty: it has {listing([*found[:3], *more])}",
            file=folder,
            expected="a new folder, or an empty one",
            mend="Nothing was written.",
        )


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder beside, and put that, or what is in it, in place."""
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _beside(folder) as made:
            for name, content in files.items():
                place = made / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            if folder.exists():
                _move_into(made, folder)
            else:
                made.rename(folder)
    except OSError as error:
        raise WorkspaceError(
            f"the workspace cannot be written ({error.strerror})", file=folder, mend="Nothing was written."
        ) from None


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a new folder beside another, and remove what is left of it afterwards."""
    made = folder.parent / f".{token_hex(8)}.part"
    try:
        made.mkdir()
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _move_into(made: Path, folder: Path) -> None:
    """Move everything into a folder that is there; take it out again if one thing cannot be moved."""
    moved: list[Path] = []
    try:
        for path in sorted(made.iterdir()):
            moved.append(path.rename(folder / path.name))
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
