"""Notebooks written for a test, and jobs to execute them."""

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from trustbook.build.execution import Job
from trustbook.build.limits import Kernel, Limits
from trustbook.core.period import Period

PERIOD = Period.parse("2023-24-P11")


def write_notebook(file: Path, *sources: str, title: str = "") -> Path:
    """A chapter with its title, if it is to have one, its parameters cell and these cells: the same each time."""
    cells = [
        *([new_markdown_cell(f"# {title}", id="title")] if title else []),
        new_code_cell('period = "newest"', metadata={"tags": ["parameters"]}, id="parameters"),
        *(new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources, 1)),
    ]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata=metadata), file)
    return file


def job(folder: Path, name: str, *sources: str, kernel: Kernel = Kernel.WARM, limits: Limits | None = None) -> Job:
    """A notebook of these cells, to be executed in `folder`."""
    return Job(
        workspace=folder,
        notebook=write_notebook(folder / "notebooks" / f"{name}.ipynb", *sources),
        period=PERIOD,
        output=folder / "made" / kernel / f"{name}.ipynb",
        failed=folder / "failed" / f"{name}.ipynb",
        kernel=kernel,
        limits=limits or Limits(),
    )


def printed(file: Path) -> str:
    """Everything that a notebook's cells wrote."""
    notebook = nbformat.read(file, as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def as_value(file: Path) -> dict:
    """What a notebook printed as JSON."""
    return json.loads(printed(file))
