"""Set the titles of chapters that depend on the body. In: laid-out notebooks, settings. Out: their headings.

Such a chapter defines its title in `title.py`, which imports nothing heavy.
"""

from __future__ import annotations

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
