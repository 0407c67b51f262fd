"""What the notebooks of the book show, found by executing their cells here; no list of it is kept by hand."""

import ast
import contextlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from trustbook.components.charts.chart import Chart

ROOT = Path(__file__).parents[3]
NOTEBOOKS = ROOT / "notebooks"


@cache
def charts(period: str) -> dict[str, Chart]:
    """Every chart of a period of the true returns, as `chapter/name`."""
    found: dict[str, Chart] = {}
    for chapter, each in shown(period, ROOT):
        if isinstance(each, Chart):
            assert f"{chapter}/{each.name}" not in found
            found[f"{chapter}/{each.name}"] = each
    return found


def shown(period: str, workspace: Path, chapters: Sequence[str] | str = ()) -> list[tuple[str, Any]]:
    """Everything that the notebooks (all, those named, or those like a pattern) show, each with its chapter."""
    pattern = chapters if isinstance(chapters, str) else "*"
    files = [
        file
        for file in sorted(NOTEBOOKS.glob(f"{pattern}.ipynb"))
        if pattern != "*" or not chapters or file.stem in chapters
    ]
    with contextlib.chdir(workspace):
        return [(file.stem, each) for file in files for each in _shown(file, period)]


def _shown(file: Path, period: str) -> list[Any]:
    """The value of the last expression of each cell, where there is one to show."""
    names: dict[str, Any] = {}
    values = []
    for cell in nbformat.read(file, as_version=4).cells:
        if cell.cell_type != "code" or "skip-execution" in cell.metadata.get("tags", []):
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file.name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names["period"] = period
        if last is not None:
            values.append(eval(compile(ast.Expression(last.value), file.name, "eval"), names))
    return [each for each in values if each is not None]
