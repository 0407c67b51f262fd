"""A whole workspace to measure with: synthetic returns, or the project's own, with the project's book around them.

In: a folder, periods, the size of the book. Out: a workspace that `trustbook report` builds. Where the returns are
synthetic every page says so; none of it is ever part of a published site.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from synthetic import ROOT, TITLE, write_workspace

from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.site.titles import entitle

GENERATED = ("book/data-quality", "book/tie-out", "book/downloads")
"""Pages that the pipeline writes for each edition; plain tools build them as they lie."""
_PLACEHOLDER = "# {title}\n\nWritten anew for each edition.\n"
_SMALL = (
    "notebooks/forecast-trend",
    "notebooks/savings-rag",
    "notebooks/workforce-agency",
    *GENERATED,
    "book/glossary",
)

_TINY = ("notebooks/savings-rag", "book/glossary")


class Book(StrEnum):
    """How much of a book."""

    TINY = "tiny"
    """One chapter, to try things out."""
    SMALL = "small"
    """Three chapters, and the pages that they need."""
    FULL = "full"
    """Every chapter of the project."""


def write_book(folder: Path, months: Sequence[Period], book: Book = Book.SMALL, *, trust: int = 1) -> Workspace:
    """Write a workspace of synthetic returns with a book of this size."""
    write_workspace(folder, months, trust=trust, more=book is Book.FULL)
    _put_book(folder, book)
    config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    config["title"] = f"SYNTHETIC: {config['title']}"
    config["html"]["announcement"] = TITLE
    _write_yaml(folder / "_config.yml", config)
    return Workspace.find(folder)


def write_trusts(folder: Path, trusts: int, months: Sequence[Period], book: Book = Book.SMALL) -> list[Workspace]:
    """Write so many workspaces of synthetic returns, each of a trust of its own, in `folder/trust-001` and so on."""
    return [write_book(folder / f"trust-{each:03}", months, book, trust=each) for each in range(1, trusts + 1)]


def write_own(folder: Path, months: Sequence[Period], book: Book = Book.SMALL) -> Workspace:
    """Write a workspace of the project's own returns of these periods with a book of this size."""
    for part in ("params", "expectations"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "data").mkdir()
    shutil.copy(ROOT / "data" / "sources.csv", folder / "data")
    for part in ("reference", *map(str, months)):
        shutil.copytree(ROOT / "data" / part, folder / "data" / part)
    _put_book(folder, book)
    return Workspace.find(folder)


def own_periods() -> list[Period]:
    """Give the periods of the project's own returns."""
    return Workspace(ROOT).periods()


def _put_book(folder: Path, book: Book) -> None:
    """Put notebooks without outputs, pages, settings and a table of contents there."""
    shutil.copy(ROOT / "_config.yml", folder)
    shutil.copytree(ROOT / "book", folder / "book")
    for page in GENERATED:
        title = page.rpartition("/")[2].replace("-", " ").capitalize()
        (folder / f"{page}.md").write_text(_PLACEHOLDER.format(title=title), encoding="utf-8")
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    if book is not Book.FULL:
        root, *others = _SMALL if book is Book.SMALL else _TINY
        toc = {"format": toc["format"], "root": root, "chapters": [{"file": page} for page in others]}
    _write_yaml(folder / "_toc.yml", toc)
    (folder / "notebooks").mkdir()
    for page in Workspace(folder).pages():
        if page.startswith("notebooks/"):
            _put_notebook(ROOT / f"{page}.ipynb", folder / f"{page}.ipynb")
    entitle(folder / "notebooks", Workspace(folder).settings)  # plain tools know nothing of titles in settings
    listed = set(Workspace(folder).pages())
    for file in sorted((folder / "book").glob("*.md")):
        if not {f"book/{file.stem}"} & {*listed, *GENERATED}:
            file.unlink()


def _put_notebook(source: Path, place: Path) -> None:
    notebook: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    place.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_yaml(file: Path, values: Any) -> None:
    file.write_text(yaml.safe_dump(values, sort_keys=False, allow_unicode=True), encoding="utf-8")
