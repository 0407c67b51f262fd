"""Chapters whose title the trust chooses. In: notebooks laid out for an edition, and settings. Out: their headings."""

from __future__ import annotations

from pathlib import Path

import nbformat

from trustbook.config.settings import Settings
from trustbook.core.markup import in_markdown


def entitle(notebooks: Path, settings: Settings) -> None:
    """Put the titles of the settings on the chapters that have one there."""
    for chapter, title in {"benefits": settings.benefits_title}.items():
        path = notebooks / f"{chapter}.ipynb"
        if not path.exists():
            continue
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        heading = next((cell for cell in notebook.cells if cell.source.startswith("# ")), None)
        if heading is not None and heading.cell_type == "markdown":
            _, *rest = heading.source.split("\n")
            heading.source = "\n".join([f"# {in_markdown(title)}", *rest])
            nbformat.write(notebook, path)
