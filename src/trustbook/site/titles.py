"""Set the titles of chapters that depend on the body, and read those of pages.

In: laid-out notebooks and pages, settings. Out: their headings. A chapter whose title depends on the body defines it in
`title.py`, which imports nothing heavy.
"""

from __future__ import annotations

import json
from pathlib import Path

import nbformat

from trustbook.config.discovery import folder_of, in_every_chapter
from trustbook.config.settings import Settings
from trustbook.core.markup import in_markdown


def entitle(notebooks: Path, settings: Settings) -> None:
    """Set the title of each chapter that defines one."""
    titles = {folder: module.title(settings) for folder, module in in_every_chapter("title").items()}
    for path in sorted(notebooks.glob("*.ipynb")):
        if folder_of(path.stem) in titles:
            _set_title(path, titles[folder_of(path.stem)])


def _set_title(path: Path, title: str) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    heading = next((cell for cell in notebook.cells if cell.source.startswith("# ")), None)
    if heading is not None and heading.cell_type == "markdown":
        _, *rest = heading.source.split("\n")
        heading.source = "\n".join([f"# {in_markdown(title)}", *rest])
        nbformat.write(notebook, path)


def title_of(page: Path) -> str:
    """Return the title of a laid-out page, a notebook or Markdown, as the Markdown that it is written in."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    headings = (line.removeprefix("# ").strip() for line in text.splitlines() if line.startswith("# "))
    return next(headings, page.stem)
