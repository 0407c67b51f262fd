"""Import large libraries in less time.

Out: a stand-in for `rfc3987_syntax`, which jsonschema imports for one kind of text that no schema of ours has: the real
module builds a grammar when it is imported, some 0.6 s in each process, and is imported as soon as anybody uses it. And
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

_NAME, _USED = "rfc3987_syntax", "is_valid_syntax"


def put_off() -> None:
    """Let the import be made when it is used first; do nothing if it has been made, or cannot be."""
    found = None if _NAME in sys.modules else find_spec(_NAME)
    if found is None:
        return
    stand_in = ModuleType(_NAME)
    stand_in.__path__ = list(found.submodule_search_locations or ())  # else an import looks for it, and uses it

    def real() -> ModuleType:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]
        return importlib.import_module(_NAME)

    def use(*given: Any) -> Any:
        return getattr(real(), _USED)(*given)

    def more(wanted: str) -> Any:
        if wanted.startswith("__"):  # asked of every module that there is, by whoever looks for the file of a function
            raise AttributeError(wanted)
        return getattr(real(), wanted)

    vars(stand_in).update({_USED: use, "__getattr__": more})
    sys.modules[_NAME] = stand_in


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
