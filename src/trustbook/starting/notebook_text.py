"""Write the cells of a notebook as lines of text, so that notebooks can be merged as text, and build one from them.

In: a notebook as JSON. Out: a line for each cell and the lines of its source; no outputs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from trustbook.core.errors import WorkspaceError
from trustbook.starting.template import as_notebook

_MARK = "\u241e "
"""Begins the line of a cell: a sign that no source begins with."""
_IGNORED = ("id", "outputs", "execution_count", "source")


def as_text(notebook: bytes, name: str) -> str:
    """Write the cells of a notebook as text. Raises WorkspaceError if it is not a notebook."""
    lines = []
    for cell in parsed(notebook, name)["cells"]:
        lines.append(_MARK + json.dumps({key: value for key, value in cell.items() if key not in _IGNORED}))
        lines += source_of(cell).split("\n")
    return "\n".join(lines) + "\n"


def as_bytes(text: str, about: dict[str, Any], earlier: Iterable[bytes], name: str) -> bytes:
    """Build a notebook from the text of its cells and what describes it (`merged_metadata`).

    A cell takes its id and outputs from the first earlier notebook that has it. A mark of a conflict belongs to the
    source of the cell that it follows.
    """
    cells: list[dict[str, Any]] = []
    sources: list[list[str]] = []
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith(_MARK):
            cells.append(json.loads(line.removeprefix(_MARK)))
            sources.append([])
            continue
        if not sources:  # a conflict in the very first cell
            cells.append({"cell_type": "markdown", "metadata": {}})
            sources.append([])
        sources[-1].append(line)
    for cell, lines in zip(cells, sources, strict=True):
        source = "\n".join(lines)
        cell["source"] = source.splitlines(keepends=True)
    _take_over(cells, [parsed(each, name)["cells"] for each in earlier])
    return as_notebook({**about, "cells": cells})


def merged_metadata(yours: bytes, base: bytes, theirs: bytes, name: str) -> dict[str, Any]:
    """Return what describes a notebook: each entry as trustbook has it now, unless it was changed here."""
    mine, old, new = (parsed(each, name) for each in (yours, base, theirs))
    about = {key: value for key, value in new.items() if key not in ("cells", "metadata")}
    about |= {key: value for key, value in mine.items() if key in ("nbformat", "nbformat_minor")}
    entries = dict(new["metadata"])
    for key in mine["metadata"].keys() | old["metadata"].keys():
        if mine["metadata"].get(key) != old["metadata"].get(key):
            entries[key] = mine["metadata"].get(key)
    return about | {"metadata": {key: value for key, value in entries.items() if value is not None}}


def parsed(notebook: bytes, name: str) -> dict[str, Any]:
    """Parse a notebook. Raises WorkspaceError if it is not one."""
    try:
        content: dict[str, Any] = json.loads(notebook)
        if all(isinstance(source_of(cell), str) and cell["cell_type"] for cell in content["cells"]):
            return content
    except (ValueError, KeyError, TypeError):
        pass
    raise WorkspaceError("it is not a notebook", file=name, mend="Put it back from your version control.")


def source_of(cell: dict[str, Any]) -> str:
    """Return the source of a cell as one text."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _take_over(cells: list[dict[str, Any]], earlier: list[list[dict[str, Any]]]) -> None:
    """Give each cell the id and the outputs of the cell that it was, and a code cell without any no outputs."""
    taken: set[str] = set()
    for cell in cells:
        alike = next(_alike(cell, earlier, taken), {})
        cell["id"] = alike.get("id") or _new_id(cell, taken)
        taken.add(cell["id"])
        if cell["cell_type"] == "code":
            cell["outputs"] = alike.get("outputs", [])
            cell["execution_count"] = alike.get("execution_count")


def _alike(cell: dict[str, Any], earlier: list[list[dict[str, Any]]], taken: set[str]) -> Iterator[dict[str, Any]]:
    kind, source = cell["cell_type"], source_of(cell)
    for cells in earlier:
        for each in cells:
            if each["cell_type"] == kind and source_of(each) == source and each.get("id") not in taken:
                yield each


def _new_id(cell: dict[str, Any], taken: set[str]) -> str:
    made = hashlib.sha256(source_of(cell).encode()).hexdigest()[:8]
    while made in taken:
        made = hashlib.sha256(made.encode()).hexdigest()[:8]
    return made
