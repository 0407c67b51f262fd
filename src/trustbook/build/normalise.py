"""Normalise an executed notebook: the same inputs give the same bytes, and no section is empty.

In: a notebook as Papermill leaves it. Out: the same notebook without timings, paths and versions.
"""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from trustbook.build.recorded_reads import KEY

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {"name": "python"}


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Remove what differs between runs: timings, paths, versions, execution ids. Our own metadata is kept."""
    ours = {name: each for name, each in notebook.metadata.items() if name in ("trustbook", KEY)}
    notebook.metadata = nbformat.from_dict({"kernelspec": _KERNEL, "language_info": _LANGUAGE} | ours)
    count = 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    return notebook


def without_empty_sections(notebook: NotebookNode) -> NotebookNode:
    """Remove each section without content, except the first: a period that reports less has fewer sections."""
    kept: list[NotebookNode] = []
    section: list[NotebookNode] = []
    for cell in [*notebook.cells, None]:
        if cell is None or _is_heading(cell):
            if not section or not _is_heading(section[0]) or _has_content(section):
                kept += section
            section = []
        if cell is not None:
            section.append(cell)
    notebook.cells = kept
    return notebook


def _is_heading(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "markdown" and cell.source.startswith("## "))


def _has_content(section: list[NotebookNode]) -> bool:
    return any(cell.cell_type != "code" or cell.outputs for cell in section[1:])
