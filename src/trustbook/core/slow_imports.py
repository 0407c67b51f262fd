"""Import large libraries in less time and memory.

Out: stand-ins for modules that others import and that we never use; whoever uses one imports the real one. And
imports without garbage collection, which takes a sixth of their time and finds nothing: what is imported stays.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_PUT_OFF = {
    "rfc3987_syntax": "is_valid_syntax",
    "myst_nb.core.execute.cache": "NotebookClientCache",
    "myst_nb.core.execute.direct": "NotebookClientDirect",
}
"""Modules, and the function or class that others take from each when they import it.

jsonschema imports the first for one kind of text that no schema of ours has: it builds a grammar, some 0.6 s in each
process. myst-nb imports the others for notebooks that it runs itself; they import SQLAlchemy: 0.2 s and 17 MiB.
"""


def put_off() -> None:
    """Let these imports be made when they are used first; do nothing for one that was made, or cannot be."""
    for name, used in _PUT_OFF.items():
        package, _, inside = name.partition(".")
        found = None if name in sys.modules else find_spec(package)
        if found is not None:
            stand_in = _stand_in(name, used)
            if not inside:  # else an import of what is inside it looks for this, and uses the stand-in
                stand_in.__path__ = list(found.submodule_search_locations or ())
            sys.modules[name] = stand_in


def _stand_in(name: str, used: str) -> ModuleType:
    stand_in = ModuleType(name)

    def real() -> ModuleType:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return importlib.import_module(name)

    def use(*given: Any, **named: Any) -> Any:
        return getattr(real(), used)(*given, **named)

    def more(wanted: str) -> Any:
        if wanted.startswith("__"):  # asked of every module that there is, by whoever looks for the file of a function
            raise AttributeError(wanted)
        return getattr(real(), wanted)

    vars(stand_in).update({used: use, "__getattr__": more})
    return stand_in


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let imports in this block do without a module that they can do without, as if it were not installed."""
    was = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]  # the documented way to say that there is none
    try:
        yield
    finally:
        del sys.modules[name]
        if was is not None:
            sys.modules[name] = was


@contextmanager
def without_collection() -> Iterator[None]:
    """Do not collect garbage in this block of imports, and never look at what they made afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
