"""From the name of a notebook to the folder that makes its chapter.

`front-door.ipynb` is made by `chapters/front_door/`; a notebook without a folder stands alone.
In: the name of a notebook. Out: a module of its folder.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

CORE = ("forecast-trend", "call-on-councils", "savings-rag", "workforce-agency")
"""The chapters whose figures the front page leads with, whatever else a book has."""


def module(part: str, notebook: str) -> ModuleType | None:
    """Import a part of a chapter (`analysis`, `text`), or return None where it has none."""
    folder = f"trustbook.chapters.{notebook.replace('-', '_')}"
    known = find_spec(folder) is not None and find_spec(f"{folder}.{part}") is not None
    return import_module(f"{folder}.{part}") if known else None
