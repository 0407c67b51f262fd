"""What the notebooks of the book show, found by executing their cells here: no list of charts is kept by hand."""

import ast
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from trustbook.components.charts.chart import Chart

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@cache
def figures(period: str) -> dict[str, Chart]:
    """Every chart of a period of the true returns, as `chapter/name`."""
    found = {}
    for file in sorted(NOTEBOOKS.glob("*.ipynb")):
        for each in _shown(file, period):
            if isinstance(each, Chart):
                assert f"{file.stem}/{each.name}" not in found
                found[f"{file.stem}/{each.name}"] = each
    return found


def _shown(file: Path, period: str) -> list[Any]:
    """The value of the last expression of each cell."""
    names: dict[str, Any] = {}
    shown = []
    for cell in nbformat.read(file, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file.name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names["period"] = period
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), file.name, "eval"), names))
    return shown
