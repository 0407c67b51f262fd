"""From the name of a notebook to the modules that make its chapter.

`placements.ipynb` is made by `analysis/placements.py` and `show/placements.py`; a notebook with neither stands alone.
In: the name of a notebook. Out: its module.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

CORE = {
    "forecast-trend": "forecast",
    "call-on-councils": "call",
    "savings-rag": "savings",
    "workforce-agency": "workforce",
}
"""The chapters whose figures the front page leads with, whatever else a book has, and their modules' shorter names."""


def module(room: str, notebook: str) -> ModuleType | None:
    """Import the module of a chapter from a room (`analysis` or `show`), or return None where it has none there."""
    name = f"trustbook.{room}.{CORE.get(notebook, notebook.replace('-', '_'))}"
    return import_module(name) if find_spec(name) is not None else None
