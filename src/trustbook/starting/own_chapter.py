"""Write a starter chapter of a workspace's own: its code and test, its notebook, its suite and its place in the book.

In: a workspace and a name. Out: a chapter that works as it is, and reads one dataset of the same name.
"""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import Any

from trustbook.config.discovery import OWN, chapter_folders
from trustbook.config.workspace import TOC, Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import capitalised
from trustbook.core.incoming import MOST_BYTES, read_text
from trustbook.data.datasets import period_datasets, reference_datasets
from trustbook.starting.managed_files import filled_in
from trustbook.starting.template import as_notebook

FIRST_LINE = "measure,value,unit,as_at,note,source_id,locator"
"""The header of the dataset that a starter chapter reads."""
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_MODULES = ("__init__", "datasets", "analysis", "text", "charts")
_CHAPTER_LINE = re.compile(r"^( *)- file: notebooks/[\w-]+ *\n", re.MULTILINE)


def init_chapter(workspace: Workspace, name: str) -> list[str]:
    """Write the files of a chapter and list it in the book; return the names of the files.

    Raises WorkspaceError for a name that cannot be one or is taken; then nothing is written.
    """
    name = name.replace("-", "_")
    _require_usable(workspace, name)
    notebook = name.replace("_", "-")
    title = capitalised(name.replace("_", " "))
    values = {"name": name, "title": title, "lower": name.replace("_", " "), "kind": _class_name(name)}
    files = {f"{OWN}/{name}/{each}.py": filled_in(f"chapter/{each}.py.txt", values) for each in _MODULES}
    files |= {
        f"{OWN}/{name}/tests/test_{name}.py": filled_in("chapter/test.py.txt", values),
        f"expectations/{name}.json": filled_in("chapter/expectations.json", values),
        f"notebooks/{notebook}.ipynb": _notebook(name, title),
    }
    taken = [each for each in files if (workspace.root / each).exists()]
    if taken:
        raise WorkspaceError("it is there already", file=taken[0], mend="Choose another name.")
    files[TOC] = _listed(workspace.root / TOC, notebook)
    for each, content in files.items():
        write_whole(workspace.root / each, content)
    return list(files)


def _require_usable(workspace: Workspace, name: str) -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise WorkspaceError(
            f"found '{excerpt(name)}' as the name of a chapter", expected="small letters, such as youth_justice"
        )
    datasets = {**period_datasets(workspace.root), **reference_datasets(workspace.root)}
    if name in datasets or name in chapter_folders(workspace.root):
        raise WorkspaceError(f"there is a chapter or a dataset '{name}' already", mend="Choose another name.")


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _listed(toc: Path, notebook: str) -> bytes:
    """Put a chapter after the last one of the first part of the book that has notebooks."""
    text = read_text(toc, TOC, MOST_BYTES, kind=WorkspaceError)
    start = max(text.find("- caption:"), text.find("- file: notebooks/"))
    end = text.find("- caption:", start + 1)
    lines = [each for each in _CHAPTER_LINE.finditer(text) if end < 0 or each.end() <= end]
    if not lines:
        raise WorkspaceError("it has no line of a chapter", file=TOC, expected="such as - file: notebooks/years")
    place = lines[-1]
    return f"{text[: place.end()]}{place[1]}- file: notebooks/{notebook}\n{text[place.end() :]}".encode()


def _notebook(name: str, title: str) -> bytes:
    cells = [
        _cell("markdown", "title", f"# {title}"),
        _cell(
            "code",
            "parameters",
            "# A period such as 2026-27-P02, or the newest; assumptions to change for this run, by name\n"
            'period = "newest"\nassumptions = {}',
            tags=["parameters"],
        ),
        _cell(
            "code",
            "open",
            f"from trustbook.chapters.{name} import analysis, charts, text\n"
            "from trustbook.data.period_data import open_period\n\n"
            "data = open_period(period, assumptions)\nfound = analysis.analyse(data)",
        ),
        _cell(
            "code",
            "chosen-period",
            "# The period shown, and those there are; on no page\n"
            "from trustbook.components.chosen_period import chosen_period\n\nchosen_period(data)",
            tags=["skip-execution", "nbval-skip", "remove-cell"],
        ),
        _cell("code", "answer", "text.answer(found)"),
        _cell("markdown", "counts-title", "## How many"),
        _cell("code", "chart", "found and charts.counts(found, data)"),
    ]
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "trustbook": {"datasets": [name], "metrics": [name]},
    }
    return as_notebook({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def _cell(kind: str, name: str, source: str, **metadata: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": name, "metadata": metadata, "source": source.splitlines(keepends=True)}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})
