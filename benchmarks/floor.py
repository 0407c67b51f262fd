"""The floor: what the chapters compute and draw, in one process, without kernels, notebooks or pages.

In: a workspace and a period. Out, as JSON: seconds of imports, of all chapters a first time and a second time (when
what is imported and started at first use is there), and how many results were shown.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_SHOWS = ("_repr_mimebundle_", "_repr_html_", "_repr_markdown_")


def main() -> None:
    """Take every chapter's cells in order."""
    started = time.perf_counter()
    root, period = Path(sys.argv[1]), sys.argv[2]
    os.chdir(root)
    chapters = [_cells(file) for file in sorted((root / "notebooks").glob("*.ipynb"))]
    for cells in chapters:
        for cell in cells:
            _import(cell)
    imported = time.perf_counter()
    shown = sum(_chapter(cells, period) for cells in chapters)
    once, used = time.perf_counter(), time.process_time()
    again = sum(_chapter(cells, period) for cells in chapters)
    ended = time.perf_counter()
    if shown != again or not shown:
        raise SystemExit(f"{shown} results the first time, {again} the second")
    print(
        json.dumps(
            {
                "seconds": once - started,
                "cpu": used,
                "imports": imported - started,
                "work": once - imported,
                "work again": ended - once,
                "results": shown,
            }
        )
    )


def _cells(file: Path) -> list[tuple[ast.Module, bool]]:
    """The code of a notebook, cell by cell, and whether it is the cell of parameters."""
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [
        (ast.parse("".join(cell["source"])), "parameters" in cell["metadata"].get("tags", []))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def _import(cell: tuple[ast.Module, bool]) -> None:
    imports: list[ast.stmt] = [each for each in cell[0].body if isinstance(each, (ast.Import, ast.ImportFrom))]
    exec(compile(ast.Module(imports, []), "<imports>", "exec"), {})


def _chapter(cells: list[tuple[ast.Module, bool]], period: str) -> int:
    """Run one chapter in a namespace of its own; what a cell ends in is written out as a notebook would."""
    names: dict[str, Any] = {}
    shown = 0
    for module, parameters in cells:
        *body, last = module.body
        end = last if isinstance(last, ast.Expr) else None
        exec(compile(ast.Module(body if end else module.body, []), "<cell>", "exec"), names)
        if parameters:
            names["period"] = period
        result = eval(compile(ast.Expression(end.value), "<cell>", "eval"), names) if end else None
        if result is not None:
            show = next((getattr(result, name) for name in _SHOWS if hasattr(result, name)), result.__repr__)
            show()
            shown += 1
    return shown


if __name__ == "__main__":
    main()
